"""待评的情形（Case）和评得的结果（Outcome）：每种规则的 score 都是 情形 → 结果 的纯函数。

算不了的情形抛 Unscorable，由评分说成诊断；算得了而有疑问的（如用词与档次不符）随结果带上 Doubt。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import ONE, ZERO, Quantity, shown
from reportgen.core.rules.figures import percent
from reportgen.core.rules.tiers import Tier
from reportgen.core.target import Target


@frozen
class Step:
    """计分步骤：一句话，和这一步得到的值（没有值的步骤为 None）。"""

    text: str
    value: Decimal | None = None


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
    """疑问：诊断代码、说明、改法；at 是说的那一项的出处，没有则指到指标名。"""

    code: str
    message: str
    help: str
    at: Span | None = None


@frozen
class Outcome:
    """结果：未舍入的得分、得来的步骤、疑问，和印在实际完成值一栏的分项实绩（没有则为空）。

    各种规则给出的 exact 还带着除法的尾数，由 kinds.py 的 score_rule 最后抹去。
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


def unscorable(code: str, message: str, help: str, at: Span | None = None) -> Unscorable:
    """造一个算不了的理由。"""
    return Unscorable(Doubt(code, message, help, at))


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
    """实际完成值的单位不同则算不了。"""
    if _differ(actual.unit, unit):
        message = f"“{case.name}”的实际完成值是 {actual}，要比的是 {against}，单位不同。"
        raise unscorable("R06", message, "把两处写成同一个单位。")


def target_in_unit(case: Case, unit: str, against: str) -> None:
    """年度指标值同规则里的数单位不同，也算不了；指标值是文字的不比。"""
    target = case.target
    if target is not None and target.quantity is not None and _differ(target.quantity.unit, unit):
        message = f"“{case.name}”的年度指标值是 {target}，规则里是 {against}，单位不同。"
        raise unscorable("R06", message, "把两处写成同一个单位。")


def _differ(unit: str, other: str) -> bool:
    """一个有单位一个没有不算不同；百分数只同百分数比。"""
    return unit != other and ("%" in {unit, other} or bool(unit and other))


def one_unit(units: Iterable[tuple[str, str]]) -> tuple[str, tuple[str, str]]:
    """规则里写的几个数（叫什么、单位）是不是同一个单位。

    给出那个单位（都没有写的为空），和单位不同的两个数（相同的为空）。
    没有写单位的随别的；百分号不能省。
    """
    first_name = first = ""
    for name, unit in units:
        if not first_name:
            first_name, first = name, unit
        elif _differ(unit, first):
            names = (f"{first_name}（{first or '没有单位'}）", f"{name}（{unit or '没有单位'}）")
            return first, names
        elif unit and not first:
            first_name, first = name, unit
    return first, ("", "")


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


def clamp(share: Decimal) -> Decimal:
    """份额限在 0 与 1 之间。"""
    return min(max(share, ZERO), ONE)


def earn(case: Case, share: Decimal, *steps: Step, doubts: tuple[Doubt, ...] = ()) -> Outcome:
    """最后一步：分值 × 份额。"""
    exact = case.weight * share
    last = Step(f"{shown(case.weight)} × {percent(share)} = {shown(exact)}", exact)
    return Outcome(exact, (*steps, last), doubts)
