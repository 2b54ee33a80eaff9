"""一件事的各项数：资金行的预算、支出、率，指标和各级的得分、分值，三级指标的实绩。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine
from reportgen.core.prose.words import Aspect
from reportgen.core.quantity import ZERO, Quantity, percent_of
from reportgen.core.scoreline import ScoreLine


@frozen
class Figure:
    """一个数：怎么称呼它，数，豁免要写的对象，写在哪里。"""

    called: str
    fact: Any
    subject: str
    span: Span | None = None


@frozen
class Topic:
    """说得到的一件事：各项的数；unit 是指标的单位，short 为真的是名称的简写。"""

    name: str
    figures: Mapping[Aspect, tuple[Figure, ...]]
    unit: str = ""
    target: Quantity | None = None
    short: bool = False
    kind: str = ""


def row_figures(row: ScoreLine) -> Iterator[tuple[Aspect, tuple[Figure, ...]]]:
    """三级指标的各项：实绩（没有说哪一项的就是它）、得分、分值、扣分、得分率。"""
    name, span = str(row.name), row.span
    if row.actual_value is not None:
        fact = row.actual_value
        place = fact.span or row.indicator.span
        yield "", (Figure(f"“{name}”的实际完成值", fact, name, place),)
    if row.score is not None:
        yield "score", (Figure(f"“{name}”的得分", row.score, name, span),)
    if row.weight is not None:
        yield "weight", (Figure(f"“{name}”的分值", row.weight, name, span),)
        if row.score is not None and not row.adds:
            lost = row.weight - row.score
            yield "deducted", (Figure(f"“{name}”的扣分", lost, name, span),)
            if row.weight:
                rate = percent_of(row.score, row.weight, 2)
                yield "score_rate", (Figure(f"“{name}”的得分率", rate, name, span),)


def level_figures(level: ScoreLine, complete: bool) -> dict[Aspect, tuple[Figure, ...]]:
    """一级、二级指标：得分、分值、得分率、其下的个数。认出的成稿里没有小计，由各行相加。"""
    name, span = str(level.name), level.span
    rows = [row for row in _leaves(level) if row.counted and not row.adds]
    weights = sum((row.full for row in rows), ZERO)
    weight = level.weight if level.weight is not None else weights
    figures: dict[Aspect, tuple[Figure, ...]] = {}
    count = Figure(f"“{name}”下的指标数", len(list(_leaves(level))), name, span)
    figures["level3"] = (count,)
    if weight:
        figures["weight"] = (Figure(f"“{name}”的分值", weight, name, span),)
    scored = complete and rows and all(row.score is not None for row in rows)
    if not scored:
        return figures
    score = level.score if level.score is not None else sum((row.earned for row in rows), ZERO)
    scores = [score] if level.folded is None else [score, level.folded]
    figures["score"] = tuple(Figure(f"“{name}”的得分", each, name, span) for each in scores)
    figures["deducted"] = (Figure(f"“{name}”的扣分", weight - score, name, span),)
    if weight:
        rate = percent_of(score, weight, 2)
        figures["score_rate"] = (Figure(f"“{name}”的得分率", rate, name, span),)
    return figures


def _leaves(level: ScoreLine) -> Iterator[ScoreLine]:
    for child in level.children:
        if child.level == 3:
            yield child
        elif child.level < 3:
            yield from _leaves(child)


FUND_TITLES: tuple[tuple[Aspect, str], ...] = (
    ("initial", "年初预算数"),
    ("adjusted", "全年预算数"),
    ("arrived", "到位数"),
    ("spent", "执行数"),
    ("balance", "结余"),
)


def fund_figures(line: FundLine) -> dict[Aspect, tuple[Figure, ...]]:
    """一个资金行的各数和率。"""
    name = str(line.name)
    figures: dict[Aspect, tuple[Figure, ...]] = {}
    for aspect, title in FUND_TITLES:
        fact = getattr(line, aspect)
        if fact is not None:
            place = getattr(fact, "span", None) or line.span
            figures[aspect] = (Figure(f"“{name}”的{title}", fact, name, place),)
    figures["budget"] = figures.get("adjusted", ()) + figures.get("initial", ())
    rates = rates_of(line, f"“{name}”的执行率", name)
    if rates:
        figures["rate"] = rates
    if line.arrival_rate is not None:
        place = line.span
        figures["arrival_rate"] = (Figure(f"“{name}”的到位率", line.arrival_rate, name, place),)
    return figures


def rates_of(line: FundLine, called: str, subject: str) -> tuple[Figure, ...]:
    """执行率：照格式的分母，和别的分母；合得上哪一个都不算不符。"""
    if line.spent is None or line.rate is None:
        return ()
    figures = [Figure(called, line.rate, subject, line.spent.span)]
    for base in (line.adjusted, line.initial, line.arrived):
        if base is not None and base.number:
            rate = percent_of(line.spent.number, base.number, 2)
            figures.append(Figure(called, rate, subject, line.spent.span))
    return tuple(figures)


def decimal_of(fact: Any) -> Decimal | None:
    """事实的数；不是数的没有。"""
    if isinstance(fact, Quantity):
        return fact.number
    if isinstance(fact, int):
        return Decimal(fact)
    return fact if isinstance(fact, Decimal) else None
