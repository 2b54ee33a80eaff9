"""认资金表：一张表里从哪一行到哪一行是资金，凭表头和格子里的数。认不出的不猜。

一行表头里同一种列有几套的（2021年 预算 支出、2022年 预算 支出），一套一张。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.recognising.heads import (
    FUND_HEADS,
    NESTED,
    SCORE_HEADS,
    Column,
    columns_of,
    is_subtotal,
    is_total,
    title_of,
    unit_in,
)
from reportgen.recognising.tables import FundRow, FundTable, is_blank, number_in, with_text

MONEY = frozenset(("initial", "added", "adjusted", "arrived", "spent"))
BUDGETS = frozenset(("initial", "adjusted", "arrived"))
_NAMES = ("名称", "项目", "来源", "类别", "科目", "用途", "性质", "内容", "单位", "部门", "资金")
"""表头里有这些字的一列是行名，先有的先取。"""
SAMPLED = 6
"""看一列是不是数，看表头以下这么多行。"""
_PERCENT = "%"

Row = Sequence[PlainCell]


@frozen
class FundBlock:
    """表里的一块资金：从第几行（表头）到第几行，认出的资金表。"""

    top: int
    end: int
    tables: tuple[FundTable, ...]


def fund_block(table: PlainTable, at: int) -> FundBlock | None:
    """从第 at 行起是不是一块资金：这一行是表头，有预算和支出两列，各是数。"""
    row = table.rows[at]
    above = table.rows[at - 1] if at else ()
    columns = [
        column
        for column in columns_of(row, above, FUND_HEADS)
        if _is_numeric(table.rows[at + 1 :], row, column)
    ]
    groups = [group for group in _groups(columns) if _is_money(group)]
    if not groups or len(columns_of(row, above, SCORE_HEADS)) > len(columns):
        return None
    titles = [str(cell.text) for cell in (*row, *above)]
    unit = unit_in(titles) or unit_in(table.above[-3:])
    found: list[FundTable] = []
    end = at + 1
    for group in groups:
        rows = tuple(_rows(table.rows[at + 1 :], row, group))
        if rows:
            total = next((line for line in rows if line.kind == "total"), None)
            found.append(FundTable(rows, total, unit))
            last = max(cell.row for line in rows for cell in line.cells.values())
            end = max(end, last - table.rows[0][0].row + 1, at + 1 + len(rows))
    return FundBlock(at, min(end, len(table.rows)), tuple(found)) if found else None


def _groups(columns: Sequence[Column]) -> list[dict[str, Column]]:
    """一行表头里的各套列：同一种列又出现了，是下一套。"""
    groups: list[dict[str, Column]] = [{}]
    for column in columns:
        if column.role in groups[-1]:
            groups.append({})
        groups[-1][column.role] = column
    return groups


def _is_money(group: dict[str, Column]) -> bool:
    return "spent" in group and bool(BUDGETS.intersection(group))


def _is_numeric(rows: Sequence[Row], head: Row, column: Column) -> bool:
    """表头以下的几行，这一列有数，先遇到的不是字。"""
    for row in rows[:SAMPLED]:
        if len(row) != len(head):
            return False
        cell = row[column.at]
        if number_in(cell) is not None:
            return True
        if not is_blank(cell) and column.role in MONEY:
            return False
    return False


def _rows(rows: Sequence[Row], head: Row, group: dict[str, Column]) -> Iterator[FundRow]:
    """各行：数都没有而有字的一行，资金到此为止。"""
    places = {role: column.at for role, column in group.items()}
    named = _name_column(head, min(places.values()))
    percents = {role for role, column in group.items() if column.percent}
    label = ""
    for row in rows:
        if len(row) <= max(places.values()):
            return
        cells = {role: row[at] for role, at in places.items()}
        money = [cell for role, cell in cells.items() if role in MONEY]
        numbers = [cell for cell in money if number_in(cell) is not None]
        if not numbers and not all(is_blank(cell) for cell in money):
            return
        labels = list(dict.fromkeys(row[: min(places.values())] or row[:1]))
        name = row[named]
        if not any(cell.text for cell in labels):
            continue
        kind = _kind([str(cell.text) for cell in labels])
        label = str(labels[0].text) or label
        for role in percents:
            cells[role] = _as_percent(cells[role])
        yield FundRow(_shown_name(name, labels), cells, kind, label if len(labels) > 1 else "")


def _as_percent(cell: PlainCell) -> PlainCell:
    """表头写明是百分数的，格里的数添上百分号再读；小数（0.93）照原样。"""
    number = number_in(cell)
    if number is None or _PERCENT in cell.text or "％" in cell.text or abs(number) <= 1:
        return cell
    return with_text(cell, f"{cell.text}{_PERCENT}")


def _shown_name(name: PlainCell, labels: Sequence[PlainCell]) -> PlainCell:
    """行名：取名称一列的；那里空着的，取左边有字的一格。"""
    if name.text:
        return name
    return next(cell for cell in reversed(labels) if cell.text)


def _kind(labels: Sequence[str]) -> str:
    if any(is_subtotal(label) for label in labels):
        return "subtotal"
    if any(is_total(label) for label in labels):
        return "total"
    return "nested" if NESTED.match(labels[-1]) else ""


def _name_column(head: Row, first: int) -> int:
    """行名在哪一列：紧挨着第一列数的；它左边另有一列表头说是名称的，取那一列。"""
    if not first:
        return 0
    titles = [title_of(str(cell.text)) for cell in head[:first]]
    for at, title in enumerate(titles):
        if title.endswith("名称") or title in _NAMES:
            return at
    return first - 1
