"""表格版面：真实的列宽、各行高度的估计、从哪一行起换页。长度单位一律是缇（1/20 磅）。

列宽固定、行距固定，所以行高可以事先算出：行数 × 行距 + 上下边距。每行多算一行作余地，因为 LibreOffice 在中文与数字
之间多占 0.2 字，避头尾也会把字挤到下一行。换页处用来把合并的层级标签断开、在新页首再印一次。

假定：表所在的那一页上面只有它自己的表题、单位和（附件页的）标记与标题；正文中间的表，起点无从得知，按在页首计。
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportgen.core.document import Cell, Row, Table

CELL_MARGIN = 85
"""单元格左右边距。"""
CELL_PADDING = 56 + 10
"""单元格上下边距与框线。"""
LOWEST_ROW = 400
NARROWEST = 360


@dataclass(frozen=True, slots=True)
class Area:
    """版心：宽、高。"""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Metrics:
    """一种样式的字号和行距。"""

    size: int
    line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """一张表的版面：各列宽，换页处的行号（该行在新页首），高过一页、只好断开的行。"""

    widths: tuple[int, ...]
    page_starts: frozenset[int]
    split_rows: frozenset[int]


def column_widths(relative: Sequence[int], total: int) -> tuple[int, ...]:
    """相对宽度 → 缇，合计正好是 total；太窄的列先给足最窄的宽度。"""
    number = len(relative)
    least = min(NARROWEST, total // max(1, number))
    spare = total - least * number
    whole = sum(relative) or number
    shares = [spare * width // whole for width in relative]
    widths = [least + share for share in shares]
    for at in range(total - sum(widths)):
        widths[at % number] += 1
    return tuple(widths)


def lay_out(table: Table, area: Area, metrics: Metrics, above: int) -> Layout:
    """一张表在版心里的版面；above 是同一页上表以上的高度。"""
    widths = column_widths(table.widths, area.width)
    heights = [_row_height(row, widths, metrics) for row in table.rows]
    header = sum(heights[: table.header_rows])
    room = area.height - above - header
    page = area.height - header
    starts: list[int] = []
    split: list[int] = []
    used = 0
    for index, height in enumerate(heights[table.header_rows :], table.header_rows):
        if height > page:
            split.append(index)
        if used and used + height > room:
            starts.append(index)
            used, room = 0, page
        used += height
        while used > room:  # 一行高过一页：余下的部分占到后面的页上
            used, room = used - room, page
    return Layout(widths, frozenset(starts), frozenset(split))


def _row_height(row: Row, widths: tuple[int, ...], metrics: Metrics) -> int:
    column, lines = 0, 1
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        if cell.merge != "start" or cell.role == "head":
            lines = max(lines, _lines(cell, width, metrics.size))
    spare = metrics.line if lines > 2 else 0
    return max(LOWEST_ROW, lines * metrics.line + CELL_PADDING + spare)


def _lines(cell: Cell, width: int, size: int) -> int:
    """一格里排成几行：每行能排的半字数，各段分别折行。"""
    halves = max(2, (width - 2 * CELL_MARGIN) * 2 // size)
    return sum(max(1, -(-text_width(text) // halves)) for text in cell.paragraphs)


@lru_cache(maxsize=8192)
def text_width(text: str) -> int:
    """一段字占几个半字：中文两个，西文和数字一个。"""
    if text.isascii():
        return len(text)
    return sum(1 if char < "\u0100" else _char_width(char) for char in text)


@lru_cache(maxsize=8192)
def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def broken_merges(table: Table, starts: frozenset[int]) -> list[list[tuple[str, tuple[str, ...], bool]]]:
    """换页之后各格的合并：逐行逐格 (restart | continue | 空, 文字, 是不是重印的标签)。

    合并在换页处断开，新页首那一格再印一次标签；断开后只剩一行的不再合并。
    """
    result: list[list[tuple[str, tuple[str, ...], bool]]] = []
    labels: dict[int, tuple[str, ...]] = {}
    for index, row in enumerate(table.rows):
        cells: list[tuple[str, tuple[str, ...], bool]] = []
        column = 0
        for cell in row.cells:
            if cell.merge == "start":
                labels[column] = cell.paragraphs
            if cell.merge == "continue" and index in starts and table.repeat_labels:
                cells.append(("restart", labels.get(column, ("",)), True))
            else:
                merge = {"start": "restart", "continue": "continue", "": ""}[cell.merge]
                cells.append((merge, cell.paragraphs, False))
            column += cell.span
        result.append(cells)
    return [[_settled(table, result, index, at) for at in range(len(cells))] for index, cells in enumerate(result)]


def _settled(
    table: Table, merges: list[list[tuple[str, tuple[str, ...], bool]]], index: int, at: int
) -> tuple[str, tuple[str, ...], bool]:
    """只有一行的起点不算合并。"""
    merge, text, repeated = merges[index][at]
    if merge != "restart":
        return merge, text, repeated
    below = _cell_below(table, merges, index, at)
    return (merge if below == "continue" else "", text, repeated)


def _cell_below(table: Table, merges: list[list[tuple[str, tuple[str, ...], bool]]], index: int, at: int) -> str:
    if index + 1 >= len(merges):
        return ""
    column = sum(cell.span for cell in table.rows[index].cells[:at])
    below = 0
    for position, cell in enumerate(table.rows[index + 1].cells):
        if below == column:
            return merges[index + 1][position][0]
        below += cell.span
    return ""
