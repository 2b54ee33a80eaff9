"""印出的事实合不合：别处来的成稿，和自己将要印的表，认成事实（core/recognised.py）以后都由此查。

合计、率、总分用的是同输入一样的算术（arithmetic.py、figures.py），只是照印出的数判断，说的是“印”；
查输入的那些核对，凭表里印了的就查得了的，也在这里照样查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checking import figures, judgements, money, results, targets
from reportgen.checking.arithmetic import (
    NotArithmetic,
    Worked,
    added,
    explained,
    in_units_of,
    work,
)
from reportgen.checking.checks import Check
from reportgen.checking.claims import NUMBER, check_printed_claims
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Format, Grade
from reportgen.core.model import Indicator
from reportgen.core.quantity import HUNDRED, ZERO, Interval, Quantity, fixed, plain
from reportgen.core.recognised import Facts, Recognised, Unread
from reportgen.core.scorecard import Counts, Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.stated import Figure

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
MOST_PARTS = 3
"""相加的各项最多指出这么多处。"""
ADJUST = "核对后改其中一处。"
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
    grades = format.manifest.grades if recognised.grades is None else recognised.grades
    problems += check_statements(recognised, grades)
    problems += check_printed_claims(recognised.whole, format)
    for facts in recognised.tables:
        problems += _as_an_input(facts, format)
    whole = recognised.whole
    if whole.scorecard is not None and "funds.total.rate" in whole.printed:
        problems += money.check_score_against_rate(whole.evaluation, whole.scorecard, format)
    problems += map(_not_understood, recognised.unread)
    return tuple(problems)


def check_arithmetic(facts: Facts) -> Iterator[Diagnostic]:
    """一张表自己的数合不合。"""
    if facts.scorecard is None:
        yield from _rates(facts)
        yield from _sums(facts)
        yield from _additions(facts)
    else:
        yield from _scores(facts.scorecard)
        yield from _levels(facts.scorecard)
        yield from _totals(facts, facts.scorecard)


def _as_an_input(facts: Facts, format: Format) -> Iterator[Diagnostic]:
    """查输入的核对，凭这张表查得了的。"""
    scorecard = facts.scorecard or NO_SCORECARD
    for check in ANYWHERE + (REASONED if facts.deviations else ()):
        yield from check(facts.evaluation, scorecard, format)


def _rates(facts: Facts) -> Iterator[Diagnostic]:
    """C02 每行的执行率等于支出除以预算（或到位）。"""
    for figure in facts.evaluation.stated.figures:
        if not figure.printed.percent:
            continue
        worked = _worked(figure)
        if worked is not None and not explained(figure.printed, worked):
            how = re.sub(NUMBER, _plainly, figure.worked)
            message = f"执行率印 {figure.printed}，{how} 得 {fixed(worked.exact, 2)}%。"
            yield from _at(figure.printed.span, "C02", message, str(figure.name))


def _plainly(number: re.Match[str]) -> str:
    return plain(Decimal(number[0]))


def _worked(figure: Figure) -> Worked | None:
    """算式的结果；算不出的（除以零）没有。"""
    try:
        return in_units_of(work(figure.worked), figure.printed)
    except NotArithmetic:
        return None


def _sums(facts: Facts) -> Iterator[Diagnostic]:
    """C01 各行之和等于合计。有一行没有印的、只有一行的不查。"""
    for total in figures.totals_of(facts.evaluation.funds):
        parts = total.filled
        if len(parts) < max(2, len(total.parts)) or explained(total.printed, added(parts)):
            continue
        message = f"{total.title}的合计印 {total.printed}，各行之和是 {added(parts).exact:f}。"
        yield from _at(total.printed.span, "C01", message, total.subject, parts=parts)


def _additions(facts: Facts) -> Iterator[Diagnostic]:
    """C01 每行的年初加追加等于调整后。"""
    for figure in facts.evaluation.stated.figures:
        worked = _worked(figure)
        if figure.printed.percent or worked is None or explained(figure.printed, worked):
            continue
        subject = f"{figure.name}的全年预算数"
        message = f"{subject}印 {figure.printed}，年初预算数与追加预算数之和是 {worked.exact:f}。"
        parts: list[Quantity] = []
        for line in facts.evaluation.funds.named():
            if line.adjusted is not None and line.adjusted.span == figure.printed.span:
                parts = [part for part in (line.initial, line.added) if part is not None]
        yield from _at(figure.printed.span, "C01", message, subject, parts=parts)


def _scores(card: Scorecard) -> Iterator[Diagnostic]:
    """C06 得分大于分值；C15 没有达到指标值而得满分。规则看得出的才说。"""
    for line in card.printed:
        indicator = line.indicator
        if line.weight is None or line.score is None:
            continue
        place, name = _place_of_score(indicator), str(line.name)
        if line.score > line.weight:
            message = f"“{name}”得 {plain(line.score)} 分，大于分值 {plain(line.weight)}。"
            yield from _at(place, "C06", message, name, other=indicator.weight)
        target, actual = line.target, line.actual_value
        if target is None or target.quantity is None or actual is None:
            continue
        if line.score == line.weight and _missed(line):
            message = f"“{name}”的指标值 {target.quantity}，实际完成 {actual}，没有达到而得满分。"
            yield from _at(place, "C15", message, name, other=actual)


def _missed(line: ScoreLine) -> bool:
    """没有达到指标值；没有写符号的、单位不同的看不出。"""
    target, actual = line.target, line.actual_value
    if target is None or target.quantity is None or actual is None:
        return False
    at_least = target.comparison in {"≥", ">"}
    same = target.quantity.unit == actual.unit
    return at_least and same and actual.number < target.quantity.number


def _place_of_score(indicator: Indicator) -> Span | None:
    return dict(indicator.judgement.spans).get("score")


def _levels(card: Scorecard) -> Iterator[Diagnostic]:
    """C01 一级、二级指标后面印的分值等于其下各行之和。"""
    for level in (*card.level1, *card.level2):
        total = sum((line.full for line in _rows(level)), ZERO)
        if level.weight is not None and level.weight != total:
            message = f"“{level.name}”，其下各行的分值之和是 {plain(total)}。"
            yield from _at(level.span, "C01", message, str(level.name))


def _rows(level: ScoreLine) -> Iterator[ScoreLine]:
    """其下各行，隔着二级指标的也算。"""
    for child in level.children:
        if child.level < 3:
            yield from _rows(child)
        else:
            yield child


TOTALS = {"分值": "C01", "得分": "C06"}
"""评分表合计行的两列，和不合时的代码。"""


def _totals(facts: Facts, card: Scorecard) -> Iterator[Diagnostic]:
    """C01 分值合计、C06 总分，等于各行之和；资金另有分值的，加上它也算合。"""
    beside = [line for line in card.lines if not line.counted]
    for figure in facts.evaluation.stated.figures:
        title, total = str(figure.name), work(figure.worked).exact
        extra = None
        for line in beside:
            extra = line.weight if title == "分值" else line.score
        sums = (total, total + (extra or ZERO))
        if any(explained(figure.printed, Worked(each, Interval(each, each))) for each in sums):
            continue
        more = ""
        if extra is not None:
            more = f"，加上资金的 {plain(extra)} 是 {plain(total + extra)}"
        printed = plain(figure.printed.number)
        message = f"{title}合计印 {printed}，各行之和是 {plain(total)}{more}。"
        yield from _at(figure.printed.span, TOTALS[title], message, title)


def check_statements(recognised: Recognised, grades: tuple[Grade, ...]) -> Iterator[Diagnostic]:
    """C06 各处印的总分相同，等级与总分相合。自评、复核两个总分的，等级说的是哪一个看不出。"""
    totals = recognised.totals
    if not totals:
        return
    for stated in recognised.statements:
        score, grade = stated.score, stated.grade
        if score is not None and score.span is not None and score.number not in totals:
            message = f"文中总得分 {score}，评分表的总分是 {plain(totals[0])}。"
            yield diagnose("C06", score.span, message, ADJUST, subject="总分")
        if grade is None or grade.span is None or len(set(totals)) > 1:
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


def _not_understood(unread: Unread) -> Diagnostic:
    """C35 没有看懂的，说出来：没有认出评分表、资金表，或认出几张而分不清。"""
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


def _at(
    span: Span | None,
    code: str,
    message: str,
    subject: str,
    *,
    other: Quantity | None = None,
    parts: Sequence[Quantity] = (),
) -> Iterator[Diagnostic]:
    """指着一格的诊断；other 是与它相比的，parts 是相加的各项（列出前几项）。没有出处的不说。"""
    if span is None:
        return
    spans = [part.span for part in parts[:MOST_PARTS]]
    related = [Related(place, "相加的一项") for place in spans if place is not None]
    if other is not None and other.span is not None:
        related.append(Related(other.span, "与它相比"))
    yield diagnose(code, span, message, ADJUST, related=related, subject=subject)
