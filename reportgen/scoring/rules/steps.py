"""每偏离 x 扣 y，扣完为止（R10、R13）。不满一个 x 的：continuous 按比例扣，floor 不扣，ceil 按一个扣。"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from reportgen.core.quantity import EXACT, ONE, ZERO, divide, plain, settle, shown
from reportgen.core.rule import Steps
from reportgen.core.scorecard import Step
from reportgen.scoring.case import Case, Outcome, measured, percent, same_unit


def score_steps(rule: Steps, case: Case) -> Outcome:
    """扣分 = 偏离 ÷ per × deduct；得分 = 分值 − 扣分，不低于 0。"""
    actual = measured(case)
    same_unit(case, actual, rule.unit, f"每 {plain(rule.per)}{rule.unit}")
    unit = "个百分点" if rule.unit == "%" else rule.unit or actual.unit
    deviation, bound = _deviation(rule, actual.number)
    facts = f"实际完成值 {actual}，{bound}"
    if deviation <= 0:
        return Outcome(case.weight, (Step(f"{facts}，不扣分，得满分", case.weight),))
    steps = [Step(f"{facts}，偏离 {plain(deviation)} {unit}".rstrip(), deviation)]
    counted = _counted(rule, deviation)
    amount = f" {plain(rule.deduct)} 分" if rule.points else f"分值的 {percent(rule.deduct)}"
    each = f"每 {plain(rule.per)} {unit}扣{amount}"
    times = f"{plain(deviation)} ÷ {plain(rule.per)}" + ("" if rule.count == "continuous" else f" 取 {plain(counted)}")
    if rule.points:
        lost = EXACT.multiply(counted, rule.deduct)
        exact = settle(max(case.weight - lost, ZERO))
        steps.append(Step(f"{each}：{times} × {plain(rule.deduct)} = {shown(lost)} 分", lost))
        steps.append(Step(f"{plain(case.weight)} − {shown(lost)}，不低于 0，得 {shown(exact)}", exact))
        return Outcome(exact, tuple(steps))
    share = settle(EXACT.multiply(counted, rule.deduct))
    exact = settle(EXACT.multiply(case.weight, max(ONE - share, ZERO)))
    steps.append(Step(f"{each}：{times} × {percent(rule.deduct)} = {percent(share)}", share))
    if share >= ONE:
        steps.append(Step("扣完为止，不得分", ZERO))
    else:
        steps.append(Step(f"{plain(case.weight)} ×（1 − {percent(share)}）= {shown(exact)}", exact))
    return Outcome(exact, tuple(steps))


def _deviation(rule: Steps, actual: Decimal) -> tuple[Decimal, str]:
    """偏离多少（已减去允许的偏离；不偏离为 0），和比的是哪条线。"""
    allowed = f"，允许偏离 {plain(rule.allowance)}{rule.unit}" if rule.allowance else ""
    if rule.above is not None and actual > rule.above:
        return actual - rule.above - rule.allowance, f"高于 {plain(rule.above)}{rule.unit} 起扣{allowed}"
    if rule.below is not None and actual < rule.below:
        return rule.below - actual - rule.allowance, f"低于 {plain(rule.below)}{rule.unit} 起扣{allowed}"
    lines = [f"不高于 {plain(rule.above)}{rule.unit}"] if rule.above is not None else []
    lines += [f"不低于 {plain(rule.below)}{rule.unit}"] if rule.below is not None else []
    return ZERO, "，".join(lines)


def _counted(rule: Steps, deviation: Decimal) -> Decimal:
    times = settle(divide(deviation, rule.per))
    if rule.count == "floor":
        return times.to_integral_value(ROUND_FLOOR)
    if rule.count == "ceil":
        return times.to_integral_value(ROUND_CEILING)
    return times
