"""填好的 Excel 表样印出的样子：一张工作表是一张表，合并的格子横跨竖跨；公式要打开时才算，照印公式。"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from openpyxl.worksheet.worksheet import Worksheet

from reportgen.core.document import Block, Cell, Merge, Row, Table
from reportgen.core.quantity import fixed, plain


def sheet_blocks(sheet: Worksheet) -> Iterator[Block]:
    """一张工作表；空的没有。"""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for area in sheet.merged_cells.ranges:
        spans[area.min_row, area.min_col] = (area.max_row, area.max_col)
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                covered[row, column] = (area.min_row, area.min_col)
    width = sheet.max_column
    rows = []
    for number in range(1, sheet.max_row + 1):
        cells = tuple(_cells(sheet, number, width, spans, covered))
        if any(cell.text or cell.merge == "continue" for cell in cells):
            rows.append(Row(cells))
    if rows:
        yield Table("", "", (1,) * width, 0, tuple(rows), "form")


def _cells(
    sheet: Worksheet,
    number: int,
    width: int,
    spans: dict[tuple[int, int], tuple[int, int]],
    covered: dict[tuple[int, int], tuple[int, int]],
) -> Iterator[Cell]:
    column = 1
    while column <= width:
        home = covered.get((number, column), (number, column))
        bottom, right = spans.get(home, (number, column))
        across = max(right - column + 1, 1)
        merge: Merge = ""
        if home[0] < number:
            merge = "continue"
        elif bottom > number:
            merge = "start"
        text = "" if merge == "continue" else _text(sheet, number, column)
        yield Cell(tuple(text.split("\n")), across, merge)
        column += across


def _text(sheet: Worksheet, row: int, column: int) -> str:
    cell = sheet._cells.get((row, column))
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return str(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, str) or not hasattr(value, "as_tuple"):
        return str(value)
    places = cell.number_format.rpartition(".")[2].count("0") if "." in cell.number_format else 0
    if "," in cell.number_format:
        return fixed(value, places, group=True)
    return fixed(value, places) if places else plain(value)
