"""一张表自己的数合不合：合计、率、得分。将要印的表、各处来的成稿，认成事实以后都由此查。

用的是同输入一样的算术（arithmetic.py、figures.py），只是照印出的数判断，说的是“印”。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checking.arithmetic import NotArithmetic, Worked, explained, in_units_of, work
from reportgen.checking.phrases import NUMBER
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.equation import Equation, Way
from reportgen.core.indicator import Indicator
from reportgen.core.quantity import Quantity, fixed, plain
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
    yield from check_changes(facts.changes)
    for equation in facts.equations:
        yield from _contradicted(equation)
    if facts.scorecard is not None:
        yield from _scores(facts.scorecard)


def _contradicted(equation: Equation) -> Iterator[Diagnostic]:
    """C01、C02、C06 印的数和它的算式不合；得分合计只差在四舍五入的，说明一句（C11）。"""
    printed = equation.printed
    if equation.exact:
        return
    way = equation.ways[0]
    if equation.holds:
        if equation.code == "C06":
            message = f"{equation.title}印 {_shown(printed)}，{_reckoned(equation, way)}，"
            message += "相差在各数的四舍五入之内。"
            yield from _at(printed.span, "C11", message, equation.subject, parts=way.parts)
        return
    message = f"{equation.title}印 {_shown(printed)}，{_reckoned(equation, way)}。"
    yield from _at(printed.span, equation.code, message, equation.subject, parts=way.parts)


def _reckoned(equation: Equation, way: Way) -> str:
    """算式写出来：“各行之和 52.00 + 20.00 是 72”。"""
    if way.sign == "÷":
        return f"{way.written} 得 {way.shown}"
    if way.sign == "−":
        return f"{way.written} 是 {way.shown}"
    if not equation.whose:
        return f"别处印的是 {way.written}"
    if len(way.parts) == 1:
        return f"{equation.whose}之和是 {way.shown}"
    return f"{equation.whose}之和 {way.written} 是 {way.shown}"


def check_changes(changes: Sequence[Figure]) -> Iterator[Diagnostic]:
    """C01、C02 各年相比的表：增减等于今年减上年，增减率等于增减除以上年。"""
    for figure in changes:
        worked, printed = _worked(figure), figure.printed
        if worked is None:
            yield from _without_base(figure)
            continue
        if explained(printed, worked):
            continue
        code, unit = ("C02", "%") if printed.percent else ("C01", "")
        reckoned = fixed(worked.exact, max(printed.places, 2)) + unit
        how = re.sub(NUMBER, _plainly, figure.worked)
        message = f"{figure.name}印 {printed}，{how} 得 {reckoned}。"
        yield from _at(printed.span, code, message, str(figure.name))


def _without_base(figure: Figure) -> Iterator[Diagnostic]:
    """C41 上年是 0 而印了增减率。许多单位写 100%，所以只提醒。"""
    if figure.printed.span is None or not figure.worked.endswith("÷ 0"):
        return
    message = f"{figure.name}印 {figure.printed}，上年是 0，没有增减率。"
    help = "写“—”；要说的，写增加了多少。"
    yield diagnose("C41", figure.printed.span, message, help, subject=str(figure.name))


def _worked(figure: Figure) -> Worked | None:
    """算式的结果；算不出的（除以零）没有。"""
    try:
        return in_units_of(work(figure.worked), figure.printed)
    except NotArithmetic:
        return None


def _plainly(number: re.Match[str]) -> str:
    return plain(Decimal(number[0]))


def _shown(printed: Quantity) -> str:
    return printed.text or plain(printed.number)


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


TOTALS = ("分值", "得分")
"""评分表合计行的两列：诊断说的是它们时，对象这样叫。"""


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
    related = [Related(place, "算式里的一个数") for place in spans if place is not None]
    if other is not None and other.span is not None:
        related.append(Related(other.span, "与它相比"))
    yield diagnose(code, span, message, ADJUST, related=related, subject=subject)
