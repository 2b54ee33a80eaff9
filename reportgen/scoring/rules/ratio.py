"""按完成率：min(实际 ÷ 目标, 上限) × 分值（R2–R7）。

- 没有写比较符号的目标按 ≥，多多益善。
- 及格线：低于它得 below；rebase 时及格线处从零算起，(r−p)÷(1−p)（财预〔2021〕101号）。
- ≤、< 目标：不高于目标得满分，高于时按 less_is_better：linear 1−(a−t)÷t，quotient t÷a，zero 不得分。
- = 目标：目标为零时不高于零得满分；exact 时不等即不得分，否则按完成率。
- 超额调减（over）：只用于 ≥、> 的绝对数目标，百分数与 ≤、= 目标不用（“按照偏离度适度调减”只对定得明显偏低的数量）。
- 负的实际完成值（如增长率 −3%）按 0 计，步骤里写明。
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.quantity import ONE, ZERO, Quantity, shown
from reportgen.core.rule import Over, Ratio
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Outcome, clamp, compared, earn, percent, unscorable


def score_ratio(rule: Ratio, case: Case) -> Outcome:
    """按完成率计分。"""
    actual, target = compared(case)
    comparison = case.target.comparison if case.target else ""
    facts = Step(f"实际完成值 {actual}，年度指标值 {case.target}")
    if comparison in {"≤", "<"}:
        share, how = _less_is_better(rule, actual.number, target.number)
    elif comparison == "=" and (rule.exact or target.number.is_zero()):
        share, how = _exactly(actual.number, target.number)
    else:
        share, how = _more_is_better(rule, case, actual, target)
    return earn(case, share, facts, *how)


def _less_is_better(rule: Ratio, actual: Decimal, target: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    if actual <= target:
        return ONE, (Step("不高于年度指标值，得满分", ONE),)
    if rule.less_is_better == "zero" or target <= 0:
        return ZERO, (Step("高于年度指标值，不得分", ZERO),)
    if rule.less_is_better == "quotient":
        share = target / actual
        text = f"高于年度指标值，按目标÷实际：{shown(target)} ÷ {shown(actual)} = {percent(share)}"
        return share, (Step(text, share),)
    excess = (actual - target) / target
    share = clamp(ONE - excess)
    text = f"超出 {shown(actual - target)} ÷ {shown(target)} = {percent(excess)}，得 100% − {percent(excess)}，不低于 0"
    return share, (Step(text, share),)


def _exactly(actual: Decimal, target: Decimal) -> tuple[Decimal, tuple[Step, ...]]:
    if actual == target or (target.is_zero() and actual <= 0):
        return ONE, (Step("正好达到年度指标值，得满分", ONE),)
    return ZERO, (Step("与年度指标值不相等，不得分", ZERO),)


def _more_is_better(rule: Ratio, case: Case, actual: Quantity, target: Quantity) -> tuple[Decimal, tuple[Step, ...]]:
    if target.number <= 0:
        message = f"“{case.name}”的年度指标值是 {case.target}，不能作除数，算不出完成率。"
        raise unscorable("R07", message, "改用 threshold（达标得满分）或 steps（每偏离扣分）规则。")
    number = actual.number
    steps: list[Step] = []
    if number < 0:
        steps.append(Step("实际完成值为负，按 0 计", ZERO))
        number = ZERO
    rate = number / target.number
    steps.append(Step(f"完成率 {shown(number)} ÷ {shown(target.number)} = {percent(rate)}", rate))
    counts_over = rule.over is not None and not target.percent and not (case.target and case.target.comparison == "=")
    if rule.over is not None and counts_over and rate > rule.over.free_to:
        share, step = _over(rule.over, case, rate)
    elif rule.pass_line is not None and rate < ONE:
        share, step = _pass_line(rule, rate, rule.pass_line)
    else:
        share = clamp(min(rate, rule.cap))
        step = Step(f"最多按 {percent(share)} 计" if rate > share else "按完成率计", share)
    return share, (*steps, step)


def _pass_line(rule: Ratio, rate: Decimal, line: Decimal) -> tuple[Decimal, Step]:
    if rate < line:
        return rule.below, Step(f"低于及格线 {percent(line)}，得分值的 {percent(rule.below)}", rule.below)
    if not rule.rebase:
        share = clamp(min(rate, rule.cap))
        return share, Step(f"达到及格线 {percent(line)}，按完成率计", share)
    share = clamp((rate - line) / (ONE - line))
    text = f"（{percent(rate)} − {percent(line)}）÷（100% − {percent(line)}）= {percent(share)}"
    return share, Step(text, share)


def _over(over: Over, case: Case, rate: Decimal) -> tuple[Decimal, Step]:
    """超额：从 free_to 的 100% 直线降到 floor_at 的 floor。"""
    if over.floor_at <= over.free_to:
        message = (
            f"“{case.name}”的超额调减从 {percent(over.free_to)} 起，到 {percent(over.floor_at)} 止，没有可降的一段。"
        )
        raise unscorable("R07", message, "floor_at 要大于 free_to，如 free_to: 130%，floor_at: 200%。")
    limit = f"{percent(over.free_to)} 起调减，到 {percent(over.floor_at)} 降至 {percent(over.floor)}"
    if rate > over.floor_at and over.beyond != "extend":
        share = over.floor if over.beyond == "hold" else ZERO
        return share, Step(f"超额完成，{limit}，再超额得 {percent(share)}", share)
    share = clamp(ONE - (ONE - over.floor) * (rate - over.free_to) / (over.floor_at - over.free_to))
    drop, reach = percent(ONE - over.floor), percent(over.floor_at - over.free_to)
    text = (
        f"超额完成，{limit}：100% − {drop} ×（{percent(rate)} − {percent(over.free_to)}）÷ {reach} = {percent(share)}"
    )
    return share, Step(text, share)
