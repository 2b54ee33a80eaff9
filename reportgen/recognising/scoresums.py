"""评分表的各个算式：总分、小计是哪些行之和，各级分值是其下各行之和，得分率是哪两格之商。

资金一块在同一份里、自己占分值的，加进合计；表里没有认出的一块正好差它的分值的，看不出对错，不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from reportgen.core.equation import Equation, Way
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import ZERO, Quantity
from reportgen.recognising.tables import (
    POINTS,
    FundTable,
    ScoreRow,
    ScoreTable,
    SumRow,
    figure_in,
    is_blank,
    number_in,
    quantity_in,
)

_EXECUTION = re.compile(r"执行率|支出率|支出进度|资金使用率|预算执行")
"""指标里说的是预算执行的。"""
_INPUTS = re.compile(r"投入|过程|管理|预算|资金|决策|执行")
"""这样的一级指标之下可以算上资金的分值。"""
WEIGHTS, SCORES = "分值", "得分"
"""合计行的两个数。"""


def label_of_level(cell: PlainCell | None) -> str:
    """一级、二级指标的标签；没有的为空。"""
    return str(cell.text) if cell is not None else ""


def equations_of_scores(table: ScoreTable) -> Iterator[Equation]:
    """一张评分表的各个算式。"""
    yield from _level_points(table)
    yield from _level_columns(table)
    for row in table.rows:
        yield from _rate(row.name, row.rate, row.score, row.weight)
    for part in table.subtotals:
        yield from _subtotal(table, part)
    whole = _Whole(table)
    for total in table.totals:
        score = total.scores[0] if total.scores else None
        yield from _rate(total.name, total.rate, score, total.weight)
        yield from whole.total(total)
    yield from whole.declared()


def _rate(
    name: PlainCell, rate: PlainCell | None, score: PlainCell | None, weight: PlainCell | None
) -> Iterator[Equation]:
    """得分率是得分除以分值。"""
    printed, top, bottom = quantity_in(rate), figure_in(score), figure_in(weight)
    if printed is None or top is None or bottom is None or not bottom.number:
        return
    if printed.unit not in {"", "%"}:
        return
    percents = (True,) if printed.percent else (True, False)
    ways = tuple(Way((top, bottom), "÷", percent) for percent in percents)
    yield Equation("C02", f"“{name.text}”的得分率", str(name.text), printed, ways)


def _level_points(table: ScoreTable) -> Iterator[Equation]:
    """一级、二级指标后面印的“（50分）”是其下各行之和。"""
    labelled: dict[str, tuple[PlainCell, list[Quantity]]] = {}
    for row in table.rows:
        weight = figure_in(row.weight)
        pairs = (("1", row.level1), (f"2{label_of_level(row.level1)}", row.level2))
        for key, cell in pairs:
            if cell is not None and POINTS.search(cell.text) and weight is not None:
                labelled.setdefault(f"{key}{cell.text}", (cell, []))[1].append(weight)
    for cell, parts in labelled.values():
        points = POINTS.search(cell.text)
        assert points is not None
        printed = Quantity(Decimal(points[1]), "分", points[1], cell.text.span)
        title = f"“{cell.text}”的分值"
        ways = [Way(tuple(parts))]
        fund = _fund_figure(table.fund, "weight")
        if fund is not None and _INPUTS.search(cell.text):  # 之下也可以算上资金的分值
            ways.append(Way((*parts, fund)))
        yield Equation("C01", title, str(cell.text), printed, tuple(ways), "其下各行", strict=True)


def _level_columns(table: ScoreTable) -> Iterator[Equation]:
    """一级、二级指标的分值另成一列的：每一格是它盖住的各行之和。多数的格子合得上才是这样一列。"""
    widest = max((len(row.levels) for row in table.rows), default=0)
    for column in range(widest):
        covered: dict[PlainCell, list[Quantity]] = {}
        names: dict[PlainCell, PlainCell] = {}
        for row in table.rows:
            weight = figure_in(row.weight)
            cell = row.levels[column] if column < len(row.levels) else None
            if cell is None or weight is None or number_in(cell) is None:
                continue
            covered.setdefault(cell, []).append(weight)
            names.setdefault(cell, row.level1 or row.name)
        equations: list[Equation] = []
        for cell, parts in covered.items():
            printed = figure_in(cell)
            if printed is not None:
                name = str(names[cell].text)
                way = (Way(tuple(parts)),)
                equations.append(Equation("C01", f"“{name}”的分值", name, printed, way, "各行"))
        holding = sum(equation.holds for equation in equations)
        if holding > len(equations) - holding:
            yield from equations


def _subtotal(table: ScoreTable, part: SumRow) -> Iterator[Equation]:
    """小计是上一个小计以来各行之和；两列里有一列合得上，或各行同属一个一级指标，才看得出是这几行。"""
    rows = table.rows[part.rows[0] : part.rows[1]]
    if not rows:
        return
    name = str(part.name.text)
    equations: list[Equation] = []
    weights = [figure_in(row.weight) for row in rows]
    equations += _column(f"“{name}”的分值", name, "C01", part.weight, weights)
    for at, cell in enumerate(part.scores):
        scores = [_score(row, at) for row in rows]
        equations += _column(f"“{name}”的得分", name, "C06", cell, scores)
    same = len({label_of_level(row.level1) for row in rows}) == 1
    if same or any(equation.holds for equation in equations):
        yield from equations


def _column(
    title: str,
    subject: str,
    code: Literal["C01", "C06"],
    cell: PlainCell | None,
    parts: Sequence[Quantity | None],
) -> Iterator[Equation]:
    printed = figure_in(cell)
    known = [part for part in parts if part is not None]
    if printed is not None and len(known) == len(parts):
        yield Equation(code, title, subject, printed, (Way(tuple(known)),), "各行")


def _score(row: ScoreRow, at: int) -> Quantity | None:
    """一行的第 at 个得分；空着的、写横线的是零。

    第二个得分（复核分）空着的，是没有复核、照第一个得分算，还是零分，看不出。
    """
    cell = row.scores[at]
    if at and not str(cell.text).strip() and figure_in(row.scores[0]) is not None:
        return None
    if is_blank(cell):
        return Quantity(ZERO, "", "0", cell.text.span)
    return figure_in(cell)


def _fund_figure(fund: FundTable | None, column: str) -> Quantity | None:
    """资金一块的分值或得分。"""
    if fund is None or fund.total is None:
        return None
    return figure_in(fund.total.cells.get(column))


class _Whole:
    """合计：全部的行，加上资金一块。"""

    def __init__(self, table: ScoreTable) -> None:
        self.table = table
        self.weights = [figure_in(row.weight) for row in table.rows]
        self.fund_weight = _fund_figure(table.fund, "weight")
        self.fund_score = _fund_figure(table.fund, "score")
        self.either = any(_EXECUTION.search(row.name.text) for row in table.rows)
        self.extras = [figure for cell in table.extras if (figure := figure_in(cell)) is not None]

    def total(self, total: SumRow) -> Iterator[Equation]:
        """合计的一行：分值和各个得分。"""
        label = str(total.name.text)
        several = len(self.table.totals) > 1
        last = total is self.table.totals[-1]
        title = f"“{label}”的" if several else ""
        yield from self._weights(f"{title}分值合计", total.weight, label, several and not last)
        for at, cell in enumerate(total.scores):
            yield from self._scores(f"{title}得分合计", cell, at, label, several and not last)

    def _weights(
        self, title: str, cell: PlainCell | None, label: str, either: bool
    ) -> Iterator[Equation]:
        printed = figure_in(cell)
        known = [part for part in self.weights if part is not None]
        if printed is None or len(known) < len(self.weights) or self._unseen(printed):
            return
        ways = self._ways(known, self.fund_weight, label, either)
        yield Equation("C01", title, WEIGHTS, printed, ways, "各行")

    def _scores(
        self, title: str, cell: PlainCell, at: int, label: str, either: bool
    ) -> Iterator[Equation]:
        printed = figure_in(cell)
        scores = [_score(row, at) for row in self.table.rows]
        known = [part for part in scores if part is not None]
        if printed is None or len(known) < len(scores) or not any(p.number for p in known):
            return
        weights = figure_in(self.table.totals[-1].weight) if self.table.totals else None
        if weights is not None and self._unseen(weights):
            return
        if self.fund_weight is not None and self.fund_score is None:
            return
        ways = list(self._ways(known, self.fund_score, label, either))
        if self.extras:
            ways += [Way((*way.parts, *self.extras)) for way in ways]
        yield Equation("C06", title, SCORES, printed, tuple(ways), "各行")

    def _ways(
        self, parts: Sequence[Quantity], fund: Quantity | None, label: str, either: bool
    ) -> tuple[Way, ...]:
        """加不加资金：行名说了含不含的照它；不是最后一行合计的，加不加都行；资金另有分值的，加。

        指标里已经有执行率的，资金一块的分值可以只是再印一遍，加不加都行。
        """
        alone = Way(tuple(parts))
        if fund is None:
            return (alone,)
        together = Way((*parts, fund))
        if "不含" in label:
            return (alone,)
        return (together, alone) if either or self.either else (together,)

    def _unseen(self, printed: Quantity) -> bool:
        """合计差的，正好是表里没有认作一行的一个数：多半是没有看懂的资金一块占的分值。"""
        if self.fund_weight is not None:
            return False
        known = sum((part.number for part in self.weights if part is not None), ZERO)
        return printed.number - known in self.table.gaps

    def declared(self) -> Iterator[Equation]:
        """表头和别处写明的总分、满分。"""
        full = self.table.full
        known = [part for part in self.weights if part is not None]
        if full is not None and len(known) == len(self.weights) and not self._unseen(full):
            ways = self._ways(known, self.fund_weight, "", False)
            yield Equation("C01", "表头写的满分", WEIGHTS, full, ways, "各行")
        for printed in self.table.declared:
            finals = [figure for cell in self.table.finals if (figure := figure_in(cell))]
            if finals:
                ways = tuple(Way((figure,)) for figure in finals)
                yield Equation("C06", "写明的总分", SCORES, printed, ways)
            elif self._declared_ways():
                yield Equation("C06", "写明的总分", SCORES, printed, self._declared_ways(), "各行")

    def _declared_ways(self) -> tuple[Way, ...]:
        """没有合计行的：各行之和。"""
        scores = [_score(row, 0) for row in self.table.rows if row.scores]
        known = [part for part in scores if part is not None]
        if not known or len(known) < len(self.table.rows):
            return ()
        ways = self._ways(known, self.fund_score, "", True)
        return (*ways, *(Way((*way.parts, *self.extras)) for way in ways if self.extras))
