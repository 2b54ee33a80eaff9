"""认评分：评分表的各格 → 各行和评分表（Scorecard），各带着格子；表里的算式在 scoresums.py。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import NO_FACTS
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import HUNDRED, ZERO
from reportgen.core.recognised import Facts
from reportgen.core.scorecard import Counts, Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Text
from reportgen.recognising.scoresums import equations_of_scores, label_of_level
from reportgen.recognising.tables import (
    POINTS,
    ScoreRow,
    ScoreTable,
    actual_in,
    number_in,
    quantity_in,
    target_in,
)


def scores_of(table: ScoreTable, year: int) -> Facts:
    """一张评分表的事实；year 是报告的年度。"""
    rows = [_line(row, year) for row in table.rows]
    weight = sum((line.full for line in rows), ZERO)
    total = sum((line.earned for line in rows), ZERO)
    counts = Counts(_distinct(table, "level1"), _distinct(table, "level2"), len(rows))
    scorecard = Scorecard(
        lines=tuple(rows),
        level1=tuple(_levels(table, rows)),
        weight=weight,
        total=total,
        grade="",
        full_marks=HUNDRED,
        counts=counts,
        complete=all(line.score is not None for line in rows),
    )
    indicators = tuple(line.indicator for line in rows)
    evaluation = replace(NO_FACTS, indicators=indicators)
    deviations = any(row.deviation is not None for row in table.rows)
    equations = tuple(equations_of_scores(table))
    return Facts(evaluation, scorecard, tuple(_printed(table)), deviations, equations)


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
    span = row.score.text.span if row.score is not None else None
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
        first, second = label_of_level(row.level1), label_of_level(row.level2)
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
