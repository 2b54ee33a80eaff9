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
from reportgen.core.units import akin, in_unit, unclear, without_multiple


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


@frozen
class Comparable:
    """可以相比的实际完成值：已换成要比的单位；单位相近而不同的带着提醒。"""

    actual: Quantity
    doubts: tuple[Doubt, ...] = ()

    @property
    def number(self) -> Decimal:
        """换好单位的数。"""
        return self.actual.number


def compared(case: Case) -> tuple[Comparable, Quantity]:
    """实际完成值和年度指标值，单位相同，可以相比；区间的是它的下限。"""
    actual = measured(case)
    target = case.target.number if case.target is not None else None
    if target is None:
        raise _no_number(case)
    if unclear(actual, target):
        message = f"“{case.name}”的实际完成值是 {actual}，要比的是 {case.target}，有一处没有写单位，两数差得太远。"
        raise unscorable("R06", message, _unit_help(case, actual, str(case.target), target.unit))
    # 没有单位的零同什么都能比：0 和 3% 不必先说是 0%。
    unit = actual.unit if target.number.is_zero() and not target.unit else target.unit
    return same_unit(case, actual, unit, str(case.target)), target


def _no_number(case: Case) -> Unscorable:
    target = case.target
    written = f"“{target}”" if target else "没有填"
    message = f"“{case.name}”的年度指标值{written}，这条规则要数。"
    if target is not None and target.vague:
        message = (
            f"“{case.name}”的年度指标值“{target}”里有“{target.vague}”，是大概的数，要由评价人认定。"
        )
        help = "写 rule: {kind: judged} 和认定得分 score；要按数计的写成范围，如 290—310天。"
        return unscorable("R07", message, help, target.span)
    help = "把年度指标值写成 ≥800 人这样的数，或改用 judged、key_points。"
    return unscorable("R07", message, help)


def same_unit(case: Case, actual: Quantity, unit: str, against: str) -> Comparable:
    """实际完成值换成要比的单位；换不成的算不了。一个有单位一个没有也算相同，百分数只同百分数比。"""
    converted = in_unit(actual, unit)
    if converted is None:
        raise _different_units(case, actual, against, unit)
    if not actual.unit or not unit or not akin(actual.unit, unit):
        return Comparable(converted)
    message = (
        f"“{case.name}”的实际完成值是 {actual}，要比的是 {against}，单位相近而不同，按同一个数比。"
    )
    help = f"是同一件事的，两处都写“{unit}”；不是的，换成同一个单位的数。"
    return Comparable(converted, (Doubt("R11", message, help),))


def _different_units(case: Case, actual: Quantity, against: str, unit: str) -> Unscorable:
    message = f"“{case.name}”的实际完成值是 {actual}，要比的是 {against}，单位不同。"
    return unscorable("R06", message, _unit_help(case, actual, against, unit))


def target_in_unit(case: Case, unit: str, against: str) -> None:
    """年度指标值同规则里的数不是一类单位，也算不了；指标值是文字的不比。"""
    target = case.target
    if target is None or target.quantity is None or in_unit(target.quantity, unit) is not None:
        return
    message = f"“{case.name}”的年度指标值是 {target}，规则里是 {against}，单位不同。"
    raise unscorable("R06", message, "把两处写成同一个单位。")


def one_unit(units: Iterable[tuple[str, str]]) -> tuple[str, tuple[str, str]]:
    """规则里写的几个数（叫什么、单位）能不能相比：是不是一类单位。

    给出头一个单位（都没有写的为空），和单位不同的两个数（没有的为空）。没有写单位的随别的，
    所以有一个没有写的，别的就要一字不差：5、1千册、900册，分不清 5 是千册还是册。百分号不能省。
    """
    numbers = tuple(units)
    first_name, first = next(((name, unit) for name, unit in numbers if unit), ("", ""))
    any_bare = any(not unit for _, unit in numbers)
    for name, unit in numbers:
        unclear_bare = any_bare and unit and unit != first
        if unclear_bare or in_unit(Quantity(ONE, unit), first) is None:
            return first, (f"{first_name}（{first}）", f"{name}（{unit or '没有单位'}）")
    return first, ("", "")


def _unit_help(case: Case, actual: Quantity, against: str, unit: str) -> str:
    """单位怎么改：只有一边没有写的，说写成什么。"""
    if not actual.unit and unit == "%":
        return f"实际完成值加 %：{actual}%。"
    if not actual.unit and unit:
        return (
            f"写明实际完成值的单位：{actual}{unit}，还是 {actual}{without_multiple(unit) or '个'}。"
        )
    if unit or against != str(case.target):
        return "把两处写成同一个单位。"
    if actual.unit == "%":
        return f"年度指标值加 %：{against}%。"
    return f"写明年度指标值的单位：{against}{actual.unit}，还是 {against}{without_multiple(actual.unit) or '个'}。"


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


def just_at(case: Case) -> Unscorable:
    """不含那个数的指标值，实绩正好等于它。"""
    message = f"“{case.name}”的年度指标值 {case.target} 不含那个数，实际完成值 {case.actual_text} 正好等于它，"
    message += "没有达到；完成率是 100%，规则没有说扣多少。"
    help = "含那个数的写 ≤、≥；不含的在这一行写 rule: {kind: threshold}（没有达到不得分），或 {kind: judged} 和认定得分。"
    return unscorable("R07", message, help, case.target.span if case.target else None)


def clamp(share: Decimal) -> Decimal:
    """份额限在 0 与 1 之间。"""
    return min(max(share, ZERO), ONE)


def earn(case: Case, share: Decimal, *steps: Step, doubts: tuple[Doubt, ...] = ()) -> Outcome:
    """最后一步：分值 × 份额。"""
    exact = case.weight * share
    last = Step(f"{shown(case.weight)} × {percent(share)} = {shown(exact)}", exact)
    return Outcome(exact, (*steps, last), doubts)
