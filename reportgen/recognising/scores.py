"""认评分表：评分表的各格 → 指标、评分表各行、一级和二级的分值、印出的合计。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import NO_FACTS
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import HUNDRED, ZERO, plain
from reportgen.core.recognised import Facts
from reportgen.core.scorecard import Counts, Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.stated import Figure, Stated
from reportgen.core.text import Text
from reportgen.recognising.tables import (
    POINTS,
    FundRow,
    FundTable,
    ScoreRow,
    ScoreTable,
    actual_in,
    number_in,
    quantity_in,
    target_in,
)

WEIGHTS, SCORES = "分值", "得分"
"""合计行的两个数。"""


def scores_of(table: ScoreTable, funds: Sequence[FundTable], year: int) -> Facts:
    """一张评分表的事实；funds 是同一份报告里的资金表，资金另占分值的作不计入的一行；year 是报告的年度。"""
    rows = [_line(row, year) for row in table.rows]
    fund = _fund_row(table, funds)
    beside = (_fund_line(fund),) if fund is not None else ()
    weight = sum((line.full for line in rows), ZERO)
    total = sum((line.earned for line in rows), ZERO)
    counts = Counts(_distinct(table, "level1"), _distinct(table, "level2"), len(rows))
    scorecard = Scorecard(
        lines=(*rows, *beside),
        level1=tuple(_levels(table, rows)),
        weight=weight,
        total=total,
        grade="",
        full_marks=HUNDRED,
        counts=counts,
        complete=all(line.score is not None for line in rows),
    )
    indicators = tuple(line.indicator for line in rows)
    stated = Stated(figures=tuple(_totals(table, rows)))
    evaluation = replace(NO_FACTS, indicators=indicators, stated=stated)
    deviations = any(row.deviation is not None for row in table.rows)
    return Facts(evaluation, scorecard, tuple(_printed(table)), deviations)


def _printed(table: ScoreTable) -> Iterator[str]:
    """表里印了的：各行的实绩，各级的个数。"""
    yield "scorecard.printed"
    yield "scorecard.counts.level3"
    for level in ("level1", "level2"):
        if any(getattr(row, level) is not None for row in table.rows):
            yield f"scorecard.counts.{level}"


def _line(row: ScoreRow, year: int) -> ScoreLine:
    """一行；各格的出处记在它的指标上。"""
    actual, score = actual_in(row.actual), number_in(row.score)
    span = row.score.text.span
    indicator = Indicator(
        row.name.text,
        level1=row.level1.text if row.level1 is not None else None,
        level2=row.level2.text if row.level2 is not None else None,
        target=target_in(row.target, year),
        actual=actual,
        actual_text=row.actual.text if row.actual is not None else None,
        weight=quantity_in(row.weight),
        deviation=(row.deviation.text or None) if row.deviation is not None else None,
        judgement=Judgement(score=score, spans=(("score", span),) if span is not None else ()),
        span=row.name.text.span,
    )
    return ScoreLine(
        row.name.text,
        level1=str(indicator.level1 or ""),
        level2=str(indicator.level2 or ""),
        weight=number_in(row.weight),
        target=indicator.target,
        indicator=indicator,
        actual=str(indicator.actual_text or ""),
        actual_value=actual,
        score=score,
        exact=score,
        span=row.name.text.span,
    )


def _levels(table: ScoreTable, rows: Sequence[ScoreLine]) -> Iterator[ScoreLine]:
    """各行归到一级、二级指标之下；跨页重印的同一个标签并在一起。标签上没有印分值的没有分值。"""
    grouped: dict[str, dict[str, list[int]]] = {}
    labels: dict[tuple[str, ...], PlainCell] = {}
    for at, row in enumerate(table.rows):
        first, second = _label(row.level1), _label(row.level2)
        grouped.setdefault(first, {}).setdefault(second, []).append(at)
        for key, cell in (((first,), row.level1), ((first, second), row.level2)):
            if cell is not None:
                labels.setdefault(key, cell)
    for first, inner in grouped.items():
        children = []
        for second, places in inner.items():
            lines = tuple(rows[at] for at in places)
            children.append(_level(2, labels.get((first, second)), lines))
        yield _level(1, labels.get((first,)), tuple(children))


def _label(cell: PlainCell | None) -> str:
    return str(cell.text) if cell is not None else ""


def _level(
    level: Literal[1, 2], cell: PlainCell | None, children: tuple[ScoreLine, ...]
) -> ScoreLine:
    """一个一级或二级指标：名称照印的，分值是标签上“（50分）”的数。"""
    name = cell.text if cell is not None else Text("")
    points = POINTS.search(name)
    weight = Decimal(points[1]) if points else None
    return ScoreLine(name, level=level, weight=weight, children=children, span=name.span)


def _distinct(table: ScoreTable, level: str) -> int:
    cells = [cell for row in table.rows if (cell := getattr(row, level)) is not None]
    return len({str(cell.text) for cell in cells})


def _fund_row(table: ScoreTable, funds: Sequence[FundTable]) -> FundRow | None:
    """资金一块自己的分值在哪一行：同一张表里的，或者只有一张表有的。"""
    if table.fund is not None:
        return table.fund.total
    totals = [fund.total for fund in funds if fund.total is not None]
    scored = [total for total in totals if total.number("weight") is not None]
    return scored[0] if len(scored) == 1 else None


def _fund_line(row: FundRow) -> ScoreLine:
    """资金的分值和得分作一行：合计里算不算它，表上没有说。"""
    return ScoreLine(
        row.name.text,
        weight=row.number("weight"),
        score=row.number("score"),
        counted=False,
        printed=False,
        span=row.name.text.span,
    )


def _totals(table: ScoreTable, rows: Sequence[ScoreLine]) -> Iterator[Figure]:
    """合计行印的分值和得分，和各行相加的算式；有一行读不出的、另有附加分的，加不起来。"""
    if not rows:
        return
    weight, score = quantity_in(table.total_weight), quantity_in(table.total_score)
    weights = [line.weight for line in rows]
    scores = [line.score for line in rows]
    if weight is not None and number_in(table.total_weight) is not None and None not in weights:
        yield Figure(Text(WEIGHTS), weight, _sum(weights))
    if score is None or number_in(table.total_score) is None or table.others:
        return
    if None not in scores:
        yield Figure(Text(SCORES), score, _sum(scores))


def _sum(numbers: Sequence[Decimal | None]) -> Text:
    return Text(" + ".join(plain(number) for number in numbers if number is not None))
