"""认出的事实合不合：别处来的成稿，自己写出的成稿，都由此查。

一张表自己的数由 printed.py 查；这里查各处印的总分和等级，文中的话，再照样用查输入的那些核对，
凭表里印了的就查得了的都查。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reportgen.checking import figures, judgements, money, results, targets
from reportgen.checking.checks import Check
from reportgen.checking.claims import check_printed_claims
from reportgen.checking.printed import ADJUST, check_arithmetic
from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.grading import Grade
from reportgen.core.quantity import HUNDRED, ZERO, plain, shorten
from reportgen.core.recognised import Facts, Recognised, Unread, Unreadable
from reportgen.core.scorecard import Counts, Scorecard
from reportgen.core.units import MONEY

ANYWHERE: tuple[Check, ...] = (
    figures.check_fund_order,
    judgements.check_score_and_target,
    judgements.check_all_as_planned,
    targets.check_measurable,
    targets.check_cost_direction,
    targets.check_repeated_rows,
)
"""查输入的核对里，只凭表就查得了的；要看输入别处的（问题、问卷、叙述）成稿里认不出，不查。"""
REASONED: tuple[Check, ...] = (
    results.check_reasons,
    judgements.check_same_reasons,
    judgements.check_over_achievement,
)
"""还要表里印着偏差原因的。"""
NO_SCORECARD = Scorecard((), (), ZERO, ZERO, "", HUNDRED, Counts(0, 0, 0), complete=False)
SAME_GRADE = {
    "优秀": "优",
    "良好": "良",
    "一般": "中",
    "合格": "中",
    "较差": "差",
    "不合格": "差",
}
"""同一个等级的不同叫法。"""


def check_recognised(recognised: Recognised, format: Format) -> tuple[Diagnostic, ...]:
    """一份成稿的全部诊断。format 是成稿自己的格式；别处来的是通用的，等级照它自己说的。"""
    problems: list[Diagnostic] = []
    for facts in recognised.tables:
        problems += check_arithmetic(facts)
    problems += check_prose(recognised, format)
    for facts in recognised.tables:
        problems += _as_an_input(facts, format)
    whole = recognised.whole
    if whole.scorecard is not None and "funds.total.rate" in whole.printed:
        problems += money.check_score_against_rate(whole.evaluation, whole.scorecard, format)
    for unread in recognised.unread:
        problems += _not_understood(unread)
    return tuple(problems)


def check_prose(recognised: Recognised, format: Format) -> Iterator[Diagnostic]:
    """C03、C04、C06 文中说的总得分、等级、个数、率、金额，与表里的合不合。"""
    grades = format.manifest.grades if recognised.grades is None else recognised.grades
    yield from check_statements(recognised, grades)
    spoken = _in_unit(format, recognised.whole.unit)
    yield from check_printed_claims(recognised.whole, spoken, recognised.totals)


def _in_unit(format: Format, unit: str) -> Format:
    """文中的金额照表里写明的单位比：表里写“（元）”的，576000 就是 576000 元。"""
    if unit not in MONEY:
        return format
    return replace(format, manifest=replace(format.manifest, unit_of_money=unit))


def _as_an_input(facts: Facts, format: Format) -> Iterator[Diagnostic]:
    """查输入的核对，凭这张表查得了的。"""
    scorecard = facts.scorecard or NO_SCORECARD
    for check in ANYWHERE + (REASONED if facts.deviations else ()):
        yield from check(facts.evaluation, scorecard, format)


def check_statements(recognised: Recognised, grades: tuple[Grade, ...]) -> Iterator[Diagnostic]:
    """C06 各处印的总分相同，等级与总分相合。自评、复核两个总分的，等级说的是哪一个看不出。"""
    totals = recognised.totals
    if not totals:
        return
    one = len(set(totals)) == 1
    for stated in recognised.statements:
        score, grade = stated.score, stated.grade
        if score is not None and score.span is not None and score.number not in totals:
            message = f"文中总得分 {score}，评分表的总分是 {plain(totals[0])}。"
            yield diagnose("C06", score.span, message, ADJUST, subject="总分")
        if grade is None or grade.span is None or not one:
            continue
        expected = _grade_at(totals[0], grades)
        if expected is not None and _differs(grade, expected, grades):
            message = f"等级写“{grade}”，总分 {plain(totals[0])}，应是“{expected.name}”。"
            yield diagnose("C06", grade.span, message, "核对总分和等级。", subject="等级")


def _grade_at(total: Decimal, grades: tuple[Grade, ...]) -> Grade | None:
    """总分应得的等级；比哪一档都低的没有。"""
    reached = [grade for grade in grades if total >= grade.lower]
    return max(reached, key=lambda grade: grade.lower, default=None)


def _differs(word: str, expected: Grade, grades: tuple[Grade, ...]) -> bool:
    """说的是另一个等级；这几档里没有的叫法，说的是哪一档看不出，不算。"""
    if word == expected.name:
        return False
    names = {grade.name for grade in grades}
    if word in names:
        return True
    kind = SAME_GRADE.get(word, word)
    same = [name for name in names if SAME_GRADE.get(name, name) == kind]
    return bool(same) and expected.name not in same


def _not_understood(unread: Unread | Unreadable) -> Iterator[Diagnostic]:
    """C35 没有看懂的，说出来：没有认出的表，几张分不清的表，读不成的数。"""
    if isinstance(unread, Unread):
        yield _table_not_understood(unread)
    elif unread.text.span is not None:
        message = f"{unread.what}写“{shorten(unread.text)}”，读不成数，与它有关的合计没有核对。"
        help = "只写一个数，如 1,664.08、95%；没有的写“—”。"
        yield diagnose("C35", unread.text.span, message, help, subject=unread.what)


def _table_not_understood(unread: Unread) -> Diagnostic:
    what, count = unread.what, unread.count
    if count:
        message = f"认出 {count} 张{what}，文中的数说的是哪一张分不清，没有比对。"
        return diagnose("C35", unread.span, message, "各表自己的合计和率仍核对过。", subject=what)
    message = f"没有认出{what}，与它有关的没有核对。全文有 {unread.tables} 张表。"
    return diagnose("C35", unread.span, message, HEADS[what], subject=what)


HEADS = {
    "评分表": "表头要有“三级指标”“分值”“得分”的表才认得。",
    "资金表": "表头要有预算、执行（支出）和执行率的表才认得。",
}
"""怎样的表才认得。"""
