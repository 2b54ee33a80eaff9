"""待评的情形（Case）和评得的结果（Outcome）：七种规则都是 (规则, 情形) → 结果 的纯函数。

算不了的情形抛 Unscorable，由 card.py 说成诊断；算得了而有疑问的（如用词与档次不符）随结果带上 Doubt。
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reportgen.core.format import Tier
from reportgen.core.frozen import frozen
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import EXACT, HUNDRED, ONE, ZERO, Quantity, shown
from reportgen.core.rule import Rule, Steps, Threshold
from reportgen.core.scoreline import Step
from reportgen.core.target import Target


@frozen
class Case:
    """情形：指标名、分值、年度指标值、实际完成值（数量和原文）、认定、评判档次、分项实绩的来处。

    measure 把路径变成实绩；只有分项组合用得着。
    """

    name: str
    weight: Decimal
    target: Target | None
    actual: Quantity | None
    actual_text: str
    judgement: Judgement
    tiers: tuple[Tier, ...] = ()
    measure: Callable[[str], Quantity | None] = lambda path: None


@frozen
class Doubt:
    """疑问：诊断代码、说明、改法。"""

    code: str
    message: str
    help: str


@frozen
class Outcome:
    """结果：未舍入的得分、得来的步骤、疑问，和印在实际完成值一栏的分项实绩（没有则为空）。

    各种规则给出的 exact 还带着除法的尾数，由 score_rule 最后抹去。
    """

    exact: Decimal
    steps: tuple[Step, ...]
    doubts: tuple[Doubt, ...] = ()
    actuals: tuple[str, ...] = ()


class Unscorable(Exception):
    """算不了：缺东西、单位不同、规则用不上。"""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.message)
        self.doubt = doubt


def unscorable(code: str, message: str, help: str) -> Unscorable:
    """造一个算不了的理由。"""
    return Unscorable(Doubt(code, message, help))


def measured(case: Case) -> Quantity:
    """实际完成值的数量；没有填或不是数则算不了。"""
    if case.actual is not None:
        return case.actual
    if case.actual_text:
        message = f"“{case.name}”的实际完成值“{case.actual_text}”不是数，这条规则要数。"
        raise unscorable("R07", message, "写成 800 人、98.15% 这样的数。")
    raise unscorable("R02", f"“{case.name}”没有填实际完成值。", "加上 actual: …")


def compared(case: Case) -> tuple[Quantity, Quantity]:
    """实际完成值和年度指标值，单位相同，可以相比。一个有单位一个没有也算相同；百分数只同百分数比。"""
    actual = measured(case)
    if case.target is None or case.target.quantity is None:
        written = f"“{case.target}”" if case.target else "没有填"
        message = f"“{case.name}”的年度指标值{written}，这条规则要数。"
        raise unscorable("R07", message, "把年度指标值写成 ≥800 人这样的数，或改用 judged、key_points。")
    same_unit(case, actual, case.target.quantity.unit, str(case.target))
    return actual, case.target.quantity


def same_unit(case: Case, actual: Quantity, unit: str, against: str) -> None:
    """单位不同则算不了。"""
    if actual.unit == unit:
        return
    if "%" in {actual.unit, unit} or (actual.unit and unit):
        message = f"“{case.name}”的实际完成值是 {actual}，要比的是 {against}，单位不同。"
        raise unscorable("R06", message, "把两处写成同一个单位。")


def achieved(rule: Rule | None, target: Target | None, actual: Quantity | None, text: str) -> bool:
    """有没有达到年度指标值：数按比较方式，没写的看规则（见 direction）；文字看是否一致。"""
    if target is None:
        return False
    if target.quantity is None or actual is None:
        return text == target.text
    return holds(target.comparison or direction(rule), actual.number, target.quantity.number)


def direction(rule: Rule | None) -> str:
    """年度指标值没有写比较符号时按什么比：达标与否按 =，高了才扣分的按 ≤，两头都扣的按 =，其余按 ≥。"""
    if isinstance(rule, Steps) and rule.above is not None:
        return "≤" if rule.below is None else "="
    return "=" if isinstance(rule, Threshold) else "≥"


def nature(rule: Rule | None, target: Target | None) -> str:
    """指标性质：正向（越多越好）、反向、定值、定性。"""
    if target is None or target.quantity is None:
        return "定性指标"
    comparison = target.comparison or direction(rule)
    return "定值指标" if comparison == "=" else "正向指标" if comparison in {"≥", ">"} else "反向指标"


def holds(comparison: str, actual: Decimal, target: Decimal) -> bool:
    """比较是否成立。"""
    if comparison == "≥":
        return actual >= target
    if comparison == "≤":
        return actual <= target
    if comparison == ">":
        return actual > target
    if comparison == "<":
        return actual < target
    return actual == target


def percent(share: Decimal) -> str:
    """比例 → 给人看的百分数，最多四位小数。"""
    return f"{shown(EXACT.multiply(share, HUNDRED), 4)}%"


def clamp(share: Decimal) -> Decimal:
    """份额限在 0 与 1 之间。"""
    return min(max(share, ZERO), ONE)


def earn(case: Case, share: Decimal, *steps: Step, doubts: tuple[Doubt, ...] = ()) -> Outcome:
    """最后一步：分值 × 份额。"""
    exact = case.weight * share
    last = Step(f"{shown(case.weight)} × {percent(share)} = {shown(exact)}", exact)
    return Outcome(exact, (*steps, last), doubts)


Scorer = Callable[[Rule, Case], Outcome]
"""按规则的种类计分的函数；分项组合用它给自己的各项计分。"""
