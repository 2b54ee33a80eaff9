"""一张表自己的数合不合：合计、率、得分。将要印的表、各处来的成稿，认成事实以后都由此查。

用的是同输入一样的算术（arithmetic.py、figures.py），只是照印出的数判断，说的是“印”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checking import figures
from reportgen.checking.arithmetic import (
    NotArithmetic,
    Worked,
    added,
    explained,
    in_units_of,
    work,
)
from reportgen.checking.phrases import NUMBER
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.indicator import Indicator
from reportgen.core.quantity import ZERO, Interval, Quantity, fixed, plain
from reportgen.core.recognised import Facts
from reportgen.core.rules.kinds import reached
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.stated import Figure
from reportgen.core.text import Text

MOST_PARTS = 3
"""相加的各项最多指出这么多处。"""
ADJUST = "核对后改其中一处。"
LESS_WORDS = (
    *("成本", "费用", "支出", "经费", "时效", "时限", "时间", "周期"),
    *("投诉", "事故", "差错", "逾期", "控制"),
)
"""指标值没有写符号，名称里有这些字的，多半是越少越好，不按不低于看。"""


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
    lines = {line.adjusted.span: line for line in facts.evaluation.funds.named() if line.adjusted}
    for figure in facts.evaluation.stated.figures:
        worked = _worked(figure)
        if figure.printed.percent or worked is None or explained(figure.printed, worked):
            continue
        subject = f"{figure.name}的全年预算数"
        message = f"{subject}印 {figure.printed}，年初预算数与追加预算数之和是 {worked.exact:f}。"
        line = lines.get(figure.printed.span)
        parts = (line.initial, line.added) if line is not None else ()
        known = [part for part in parts if part is not None]
        yield from _at(figure.printed.span, "C01", message, subject, parts=known)


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
        if line.score == line.weight and line.weight > 0:
            yield from _missed(line, place)


def _missed(line: ScoreLine, place: Span | None) -> Iterator[Diagnostic]:
    """C15 得满分的一行没有达到指标值；看不出该怎么比的不说。"""
    target, name = line.target, str(line.name)
    if target is None:
        return
    bare = target.quantity is not None and not target.comparison
    if bare and any(word in f"{line.level1}{line.level2}{name}" for word in LESS_WORDS):
        return
    if reached(target, line.actual_value, line.actual, "≥") is not False:
        return
    how = " 没有写符号，按不低于它看" if bare else ""
    message = f"“{name}”的指标值 {target}{how}，实际完成 {line.actual}，没有达到而得满分。"
    yield from _at(place, "C15", message, name, other=line.indicator.actual_text)


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
    beside = next((line for line in card.lines if not line.counted), None)
    for figure in facts.evaluation.stated.figures:
        title = str(figure.name)
        total, extra = card.total, beside.score if beside is not None else None
        if title == "分值":
            total, extra = card.weight, beside.weight if beside is not None else None
        sums = (total, total + (extra or ZERO))
        if any(explained(figure.printed, Worked(each, Interval(each, each))) for each in sums):
            continue
        more = ""
        if extra is not None:
            more = f"，加上资金的 {plain(extra)} 是 {plain(total + extra)}"
        printed = plain(figure.printed.number)
        message = f"{title}合计印 {printed}，各行之和是 {plain(total)}{more}。"
        yield from _at(figure.printed.span, TOTALS[title], message, title)


def _at(
    span: Span | None,
    code: str,
    message: str,
    subject: str,
    *,
    other: Quantity | Text | None = None,
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
