"""每偏离 x 扣 y，扣完为止（R10、R13）。不满一个 x 的：continuous 按比例扣，floor 不扣，ceil 按一个扣。"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.core.quantity import ONE, ZERO, settle, shown
from reportgen.core.rule import Steps
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Outcome, measured, percent, same_unit, unscorable


def score_steps(rule: Steps, case: Case) -> Outcome:
    """扣分 = 偏离 ÷ per × deduct；得分 = 分值 − 扣分，不低于 0。"""
    _usable(rule, case)
    actual = measured(case)
    same_unit(case, actual, rule.unit, f"每 {shown(rule.per)}{rule.unit}")
    deviation, bound = _deviation(rule, actual.number)
    facts = f"实际完成值 {actual}，{bound}"
    if deviation <= 0:
        return Outcome(case.weight, (Step(f"{facts}，不扣分，得满分", case.weight),))
    unit = "个百分点" if rule.unit == "%" else rule.unit or actual.unit
    found = Step(f"{facts}，偏离 {shown(deviation)} {unit}".rstrip(), deviation)
    counted = _counted(rule, deviation)
    amount = f" {shown(rule.deduct)} 分" if rule.points else f"分值的 {percent(rule.deduct)}"
    each = f"每 {shown(rule.per)} {unit}扣{amount}"
    times = f"{shown(deviation)} ÷ {shown(rule.per)}"
    times += "" if rule.count == "continuous" else f" 取 {shown(counted)}"
    lost = counted * rule.deduct
    if rule.points:
        exact = max(case.weight - lost, ZERO)
        taken = Step(f"{each}：{times} × {shown(rule.deduct)} = {shown(lost)} 分", lost)
        return Outcome(
            exact, (found, taken, Step(f"{shown(case.weight)} − {shown(lost)}，不低于 0，得 {shown(exact)}", exact))
        )
    taken = Step(f"{each}：{times} × {percent(rule.deduct)} = {percent(lost)}", lost)
    if settle(lost) >= ONE:
        return Outcome(ZERO, (found, taken, Step("扣完为止，不得分", ZERO)))
    exact = case.weight * (ONE - lost)
    return Outcome(exact, (found, taken, Step(f"{shown(case.weight)} ×（1 − {percent(lost)}）= {shown(exact)}", exact)))


def _usable(rule: Steps, case: Case) -> None:
    """规则自己的数能不能算；自设指标的规则没有经过格式的核对。"""
    if rule.above is None and rule.below is None:
        message = f"“{case.name}”的规则没有写从哪里起扣分。"
        raise unscorable("R07", message, "写上 above（高于它扣）或 below（低于它扣）。")
    if rule.per <= 0 or rule.deduct < 0 or rule.allowance < 0:
        message = f"“{case.name}”的规则每偏离 {shown(rule.per)} 扣一次，其中的数不能用。"
        raise unscorable("R07", message, "per 要大于零，deduct 和 allowance 不能小于零。")


def _deviation(rule: Steps, actual: Decimal) -> tuple[Decimal, str]:
    """偏离多少（已减去允许的偏离；不偏离为 0），和比的是哪条线。"""
    allowed = f"，允许偏离 {shown(rule.allowance)}{rule.unit}" if rule.allowance else ""
    if rule.above is not None and actual > rule.above:
        return actual - rule.above - rule.allowance, f"高于 {shown(rule.above)}{rule.unit} 起扣{allowed}"
    if rule.below is not None and actual < rule.below:
        return rule.below - actual - rule.allowance, f"低于 {shown(rule.below)}{rule.unit} 起扣{allowed}"
    lines = [f"不高于 {shown(rule.above)}{rule.unit}"] if rule.above is not None else []
    lines += [f"不低于 {shown(rule.below)}{rule.unit}"] if rule.below is not None else []
    return ZERO, "，".join(lines)


def _counted(rule: Steps, deviation: Decimal) -> Decimal:
    """扣几次。"""
    times = deviation / rule.per
    if rule.count == "floor":
        return settle(times).to_integral_value(ROUND_FLOOR)
    if rule.count == "ceil":
        return settle(times).to_integral_value(ROUND_CEILING)
    return times
