"""认评分表：一张表里从哪一行到哪一行是评分，凭表头和格子里的数。

表头里有名称，又有分值和得分（或指标值和实绩）的一行起头；重印的表头不算一行；小计、合计各归各的；
层级的标签空着的，接着上一行的。没有分值、得分两列的也认得，只是没有分可核对。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.recognising.heads import (
    SCORE_HEADS,
    is_subtotal,
    is_total,
    role_of,
)
from reportgen.recognising.scoreheads import Layout, Row, layout_at, same_titles
from reportgen.recognising.tables import (
    ScoreRow,
    ScoreTable,
    SumRow,
    is_blank,
    number_in,
    with_text,
)

LARGEST_WEIGHT = Decimal(1000)
"""分值不会比它大；大的是电话号码、金额。"""
_SIGNS = re.compile(r"[≥≤＞＜><=＝≧≦《》]{1,2}")
_DECLARED = re.compile(
    r"(?:自评|评价|综合|考核|最终|项目)*(?:总得分|总分值?|得分合计|合计得分|综合得分|自评得分|评价得分)"
)
_DECLARED_INLINE = re.compile(rf"{_DECLARED.pattern}[:：为]?(\d{{1,3}}(?:\.\d+)?)分?(?![\d.])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FULL = re.compile(r"[（(]\s*(?:满分|总分|合计|共)?\s*(\d{2,4})\s*分?[）)]")


@frozen
class ScoreBlock:
    """表里的一块评分：从第几行（表头）到第几行，认出的评分表。"""

    top: int
    end: int
    table: ScoreTable


def score_block(table: PlainTable, at: int, limit: int) -> ScoreBlock | None:
    """从第 at 行起是不是一块评分，最多到第 limit 行。"""
    layout = layout_at(table, at)
    if layout is None:
        return None
    below = layout_at(table, at + 1) if at + 1 < limit else None
    if below is not None and not same_titles(below.head, layout.head):
        layout, at = below, at + 1  # 表头有两行，各列的名称在下面一行
    body = list(range(at + 1, _end(table, at, limit, layout)))
    last = _last_total(table, body, layout)
    reader = _Reader(layout)
    for line in body if last is None else [line for line in body if line <= last]:
        reader.read(table.rows[line])
    found = reader.table()
    if found is None:
        return None
    end = (last if last is not None else body[-1]) + 1
    return ScoreBlock(at, end, replace(found, full=_full(layout)))


def _end(table: PlainTable, at: int, limit: int, layout: Layout) -> int:
    """到哪一行为止：合计之后又有表头的，是另一张。"""
    seen_total = False
    for line in range(at + 1, limit):
        row = table.rows[line]
        if seen_total and layout_at(table, line) is not None:
            return line
        if not seen_total and _is_another_head(table, line, layout):
            return line
        seen_total = seen_total or _total_cell(row, layout) is not None
    return limit


def _is_another_head(table: PlainTable, line: int, layout: Layout) -> bool:
    """又一行表头，和这一张的不同：另一种表。"""
    other = layout_at(table, line)
    if other is None:
        return False
    return [column.title for column in other.columns] != [column.title for column in layout.columns]


def _last_total(table: PlainTable, body: Sequence[int], layout: Layout) -> int | None:
    totals = [line for line in body if _total_cell(table.rows[line], layout) is not None]
    return totals[-1] if totals else None


def _labels(row: Row, layout: Layout) -> list[PlainCell]:
    """分值、得分之前的各格。"""
    figures = [at for at in (layout.weight, layout.first("score")) if at is not None]
    labels = row[: min(figures, default=layout.needed)]  # 横跨几列的是同一格，只算一次
    return [cell for at, cell in enumerate(labels) if not at or cell is not labels[at - 1]]


def _total_cell(row: Row, layout: Layout) -> PlainCell | None:
    """合计行的行名；不是合计行为 None。"""
    if len(row) < layout.needed:
        return None
    figures = [row[at] for at in (layout.weight, *layout.all("score")) if at is not None]
    if all(number_in(cell) is None for cell in figures):
        return None
    return next((cell for cell in _labels(row, layout) if is_total(str(cell.text))), None)


def _full(layout: Layout) -> Quantity | None:
    """表头写明的满分：“分值（100分）”。"""
    if layout.weight is None:
        return None
    cell = layout.head[layout.weight]
    match = _FULL.search(str(cell.text))
    return Quantity(Decimal(match[1]), "分", match[1], cell.text.span) if match else None


class _Reader:
    """一行一行地读：记着上一行的层级。"""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows: list[ScoreRow] = []
        self.totals: list[SumRow] = []
        self.subtotals: list[SumRow] = []
        self.extras: list[PlainCell] = []
        self.since = 0

    def read(self, row: Row) -> None:
        """读一行；表头重印的、列数不够的、没有数的不算。"""
        layout = self.layout
        if len(row) < layout.needed or same_titles(row, layout.head):
            return
        total = _total_cell(row, layout)
        if total is not None:
            self.totals.append(self._sum(row, total))
            return
        small = next((cell for cell in _labels(row, layout) if is_subtotal(str(cell.text))), None)
        if small is not None:
            self.subtotals.append(self._sum(row, small))
            self.since = len(self.rows)
            return
        self._read_row(row)

    def _read_row(self, row: Row) -> None:
        layout = self.layout
        assert layout.name is not None
        name = row[layout.name]
        weight = row[layout.weight] if layout.weight is not None else None
        scores = tuple(row[at] for at in layout.all("score"))
        number = number_in(weight)
        if weight is not None and number is None:
            if is_blank(weight) and scores and number_in(scores[0]):
                self.extras.append(scores[0])
            return
        if number is not None and not 0 <= number <= LARGEST_WEIGHT:
            return
        if weight is None and not self._says_something(row):
            return
        if not name.text or name is weight or name in scores:
            return
        self.rows.append(self._row(row, name, weight, scores))

    def _says_something(self, row: Row) -> bool:
        """没有分值一列的：有得分，或有指标值和实绩。"""
        at = self.layout.first("score")
        if at is not None:
            return number_in(row[at]) is not None
        actual = self.layout.first("actual")
        return actual is not None and bool(row[actual].text)

    def _row(
        self, row: Row, name: PlainCell, weight: PlainCell | None, scores: tuple[PlainCell, ...]
    ) -> ScoreRow:
        level1 = self._level(row, "level1")
        level2 = self._level(row, "level2")
        if self.rows:
            before = self.rows[-1]
            if level1 is not None and not level1.text:
                level1 = before.level1
            if level2 is not None and not level2.text and level1 == before.level1:
                level2 = before.level2
        weights = [at for at in self.layout.all("weight") if at != self.layout.weight]
        return ScoreRow(
            name,
            level1,
            level2,
            self._target(row),
            self._actual(row),
            weight,
            scores,
            self._cell(row, "rate"),
            self._cell(row, "deviation"),
            tuple(row[at] for at in weights),
        )

    def _cell(self, row: Row, role: str) -> PlainCell | None:
        at = self.layout.first(role)
        return row[at] if at is not None else None

    def _level(self, row: Row, role: str) -> PlainCell | None:
        """层级的一格：表头横跨几列的（左边一列只写“绩效指标”），取最右的一列；排版断开的字接上。

        名称一列就是它的，没有这一级。
        """
        at, head, name = self.layout.first(role), self.layout.head, self.layout.name
        if at is None or name is None:
            return None
        places = [place for place in range(at, len(head)) if head[place] is head[at]]
        cell = row[places[-1]] if places else row[at]
        if cell is row[name]:
            return None
        text = "".join(cell.text.split())
        return cell if text == cell.text else with_text(cell, text)

    def _target(self, row: Row) -> PlainCell | None:
        """指标值：分成符号、值、单位几列的，几格的字连起来看。"""
        at = self.layout.first("target")
        if at is None:
            return None
        spread = _spread(self.layout, row, at)
        if spread is not row[at]:
            return spread
        sign, unit = self._cell(row, "sign"), self._cell(row, "unit")
        text = str(row[at].text)
        if sign is not None and _SIGNS.fullmatch(str(sign.text)) and _NUMBER.match(text):
            text = f"{sign.text}{text}"
        if unit is not None and text and _NUMBER.fullmatch(str(row[at].text)):
            text = f"{text}{'' if is_blank(unit) else unit.text}"
        return row[at] if text == row[at].text else with_text(row[at], text)

    def _actual(self, row: Row) -> PlainCell | None:
        """实绩：单位另有一列的，添上单位。"""
        cell, unit = self._cell(row, "actual"), self._cell(row, "unit")
        if cell is None or unit is None or is_blank(unit):
            return cell
        return with_text(cell, f"{cell.text}{unit.text}") if _NUMBER.fullmatch(cell.text) else cell

    def _sum(self, row: Row, name: PlainCell) -> SumRow:
        layout = self.layout
        weight = row[layout.weight] if layout.weight is not None else None
        scores = tuple(row[at] for at in layout.all("score"))
        return SumRow(name, weight, scores, self._cell(row, "rate"), (self.since, len(self.rows)))

    def table(self) -> ScoreTable | None:
        """读完了：一行也没有的不是。"""
        if not self.rows:
            return None
        scored = self.layout.first("score") is not None
        return ScoreTable(
            tuple(self.rows),
            tuple(self.totals),
            tuple(self.subtotals),
            tuple(self.extras),
            scored=scored,
        )


def _spread(layout: Layout, row: Row, at: int) -> PlainCell:
    """指标值的一格；上一行表头的一格横跨符号、值、单位几列的，连起来看。"""
    lines = [line for line in (layout.head, layout.above) if at < len(line)]
    for top in lines:
        if role_of(top[at], SCORE_HEADS) != "target":
            continue
        places = [place for place in range(at, min(len(top), len(row))) if top[place] is top[at]]
        cells = list(dict.fromkeys(row[place] for place in places))
        if len(cells) > 1:
            return with_text(cells[0], "".join(str(cell.text) for cell in cells))
    return row[at]


def declared_in(table: PlainTable, first: int, end: int) -> Iterator[Quantity]:
    """表头和别处写明的总分：“自评总分：94.5分”，或“自评总分”右边一格的数。合计行不在内。"""
    for row in table.rows[first:end]:
        cells = list(dict.fromkeys(row))
        for at, cell in enumerate(cells):
            text = str(cell.text).replace(" ", "")
            match = _DECLARED_INLINE.search(text)
            if match is not None and len(cells) < 4:
                yield Quantity(Decimal(match[1]), "分", match[1], cell.text.span)
            elif _DECLARED.fullmatch(text.rstrip(":：")) and at + 1 < len(cells) < 5:
                yield from _number_beside(cells[at + 1])


def _number_beside(cell: PlainCell) -> Iterator[Quantity]:
    try:
        quantity = Quantity.parse(str(cell.text), cell.text.span)
    except NotANumber:
        return
    if quantity.unit in {"", "分"} and 0 < quantity.number <= LARGEST_WEIGHT:
        yield quantity
