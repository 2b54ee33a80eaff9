"""表格版面：真实的列宽、各行高度的估计、从哪一行起换页。长度单位一律是缇（1/20 磅）。

列宽固定、行距固定，所以行高可以事先算出：行数 × 行距 + 上下边距。折行时计入中文与数字之间的空隙（LibreOffice
总加 0.2 字）和避头尾，西文按偏宽的字体算，宁可估高：同一页的各行由“与下段同页”连在一起，只要估计不偏低，实际的
换页就正在估计的地方。换页处用来把合并的层级标签断开、在新页首再印一次。

假定：表所在的那一页上面只有它自己的表题、单位和（附件页的）标记与标题；正文中间的表，起点无从得知，按在页首计。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reportgen.core.document import Cell, Row, Table
from reportgen.core.frozen import frozen

CELL_SIDE = 85
"""单元格左右边距，各 1.5 毫米。"""
CELL_TOP = 28
"""单元格上下边距，各半毫米。"""
RULES = 10
"""一行上下框线所占：半磅的线，Word 和 LibreOffice 都算在行高里。"""
CELL_PADDING = 2 * CELL_TOP + RULES
"""一行里文字以外的高度。"""
LOWEST_ROW = 400
"""最矮的行，7 毫米：空行也放得下手写的字。"""
NARROWEST = 360
"""最窄的列：两边边距之外，还放得下一个小五号字。"""
FEWEST = 20
"""一格里至少按两个字宽折行（十分之一字），再窄的格也不至于算出成千行。"""

_LATIN = 6
"""西文字符的宽度，十分之一字：仿宋_GB2312 是五，替代字体可到五点六。"""
_GAP = 2
"""中文与西文、数字之间的空隙，十分之一字。"""
_CLOSING = "，。；：、！？）》〉】〕」』”’％"
_UNIT = re.compile(rf"[（《〈【〔「『“‘]*(?:[!-~]+|[^!-~])[{_CLOSING}]*")
"""不能断开的一小段：前面的开括号、一个字或一串西文、后面的句读。"""


@frozen
class Area:
    """版心：宽、高。"""

    width: int
    height: int


@frozen
class Metrics:
    """一种样式的字号和行距。"""

    size: int
    line: int


@frozen
class Layout:
    """一张表的版面：各列宽，换页处的行号（该行在新页首），高过一页、只好断开的行，与下一行同页的行。"""

    widths: tuple[int, ...]
    page_starts: frozenset[int]
    split_rows: frozenset[int]
    together: frozenset[int]


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
    heights = row_heights(table, widths, metrics)
    header = sum(heights[: table.header_rows])
    page = area.height - header - metrics.line  # 表后面的一行也要留在页内
    starts = _page_starts(table, heights, page - above, page)
    rows = enumerate(heights[table.header_rows :], table.header_rows)
    split = frozenset(index for index, height in rows if height > page)
    together = _kept_together(table, len(heights), starts, split)
    return Layout(widths, frozenset(starts), split, together)


def _page_starts(table: Table, heights: Sequence[int], room: int, page: int) -> list[int]:
    """换页处的行号：一行一行往下排，排不下的另起一页。room 是第一页余下的高度，page 是后面各页的。"""
    starts: list[int] = []
    used = 0
    for index, height in enumerate(heights[table.header_rows :], table.header_rows):
        if used and used + height > room:
            before = starts[-1] if starts else table.header_rows
            first = _with_its_heads(table, index, before)
            starts.append(first)
            used, room = sum(heights[first:index]), page
        used += height
        while used > room:  # 一行高过一页：余下的部分占到后面的页上
            used, room = used - room, page
    return starts


def _kept_together(
    table: Table,
    rows: int,
    starts: Sequence[int],
    split: frozenset[int],
) -> frozenset[int]:
    """与下一行同页的行：表头总是；要重印层级标签的，一页之内各行连成一串，换页才正在估计的地方。"""
    together = set(range(table.header_rows))
    if table.repeat_labels:
        broken_before = {0, *starts, *split, *(index + 1 for index in split)}
        for index in range(table.header_rows, rows - 1):
            if index + 1 not in broken_before and index not in split:
                together.add(index)
    return frozenset(together)


def _with_its_heads(table: Table, index: int, after: int) -> int:
    """表单里只有标签的行（一段的表头）不单独留在页末：换页从它开始。after 之前的行不动。"""
    first = index
    while table.role == "form" and first - 1 > after and _only_labels(table.rows[first - 1]):
        first -= 1
    return first


def _only_labels(row: Row) -> bool:
    """这一行自己的格（不算竖向合并来的）不止一个，而且都是标签。"""
    alone = [cell for cell in row.cells if not cell.merge]
    return len(alone) > 1 and all(cell.role == "label" for cell in alone)


def row_heights(table: Table, widths: tuple[int, ...], metrics: Metrics) -> list[int]:
    """各行的高度。

    竖向合并的格子不撑高它开始的那一行，各行加起来还不够的由它的最后一行补足，Word 也是这样。末尾多看一个空行，
    好让到表尾的合并也有机会补足。
    """
    heights = [_row_height(row, widths, metrics) for row in table.rows]
    opened: dict[int, tuple[int, int]] = {}  # 列 → 起点的行号、要的高度
    for index, row in enumerate((*table.rows, Row(()))):
        column = 0
        going: dict[int, tuple[int, int]] = {}
        for cell in row.cells:
            if cell.merge == "start":
                lines = _lines(cell, sum(widths[column : column + cell.span]), metrics.size)
                going[column] = (index, lines * metrics.line + CELL_PADDING)
            elif cell.merge and column in opened:
                going[column] = opened.pop(column)
            column += cell.span
        for start, needed in opened.values():
            heights[index - 1] += max(0, needed - sum(heights[start:index]))
        opened = going
    return heights


def _row_height(row: Row, widths: tuple[int, ...], metrics: Metrics) -> int:
    column, lines = 0, 1
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        if not cell.merge:
            lines = max(lines, _lines(cell, width, metrics.size))
    return max(LOWEST_ROW, lines * metrics.line + CELL_PADDING)


def _lines(cell: Cell, width: int, size: int) -> int:
    """一格里排成几行：逐段折行，宽度以十分之一字计。"""
    room = max(FEWEST, (width - 2 * CELL_SIDE) * 10 // size)
    return sum(wrapped(text, room) for text in cell.paragraphs)


@lru_cache(maxsize=4096)  # 四百行的一份用一千七百个；再大，出几千份时只是越积越多
def wrapped(text: str, room: int) -> int:
    """一段字在 room（十分之一字）宽里排成几行：西文和数字连成一个词不断开，标点跟着它的字。"""
    lines, used, before = 1, 0, ""
    for unit in _UNIT.findall(text):
        gap = _GAP if before and _spaced(before[-1], unit[0]) else 0
        width = _unit_width(unit)
        if used and used + gap + width > room:
            lines, used, gap = lines + 1, 0, 0
        used += gap + width
        while used > room:  # 一个词比一行还宽，只好断开
            lines, used = lines + 1, used - room
        before = unit
    return lines


def _spaced(left: str, right: str) -> bool:
    """中文字与西文、数字之间有空隙；标点两边没有。"""
    return (_is_han(left) and right.isascii()) or (left.isascii() and _is_han(right))


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"


def _unit_width(unit: str) -> int:
    width = sum(_LATIN if char.isascii() else 10 for char in unit)
    return width + sum(_GAP for left, right in pairwise(unit) if _spaced(left, right))


class MergedCell(NamedTuple):
    """换页之后的一格：竖向合并（restart、continue、空）、文字、是不是重印的标签。"""

    merge: str
    texts: tuple[str, ...]
    repeated: bool


_MERGES = {"start": "restart", "continue": "continue", "": ""}
"""报告结构里的合并 → Word 里的写法。"""


def broken_merges(table: Table, starts: frozenset[int]) -> list[list[MergedCell]]:
    """换页之后各格的合并，逐行逐格。

    合并在换页处断开，新页首那一格再印一次标签；断开后只剩一行的不再合并。
    """
    rows: list[list[MergedCell]] = []
    labels: dict[int, tuple[str, ...]] = {}
    for index, row in enumerate(table.rows):
        cells: list[MergedCell] = []
        column = 0
        for cell in row.cells:
            if cell.merge == "start":
                labels[column] = cell.paragraphs
            if cell.merge == "continue" and index in starts and table.repeat_labels:
                cells.append(MergedCell("restart", labels.get(column, ("",)), True))
            else:
                cells.append(MergedCell(_MERGES[cell.merge], cell.paragraphs, False))
            column += cell.span
        rows.append(cells)
    for index, cells in enumerate(rows):
        for at, merged in enumerate(cells):
            if merged.merge == "restart" and _merge_below(table, rows, index, at) != "continue":
                cells[at] = merged._replace(merge="")
    return rows


def _merge_below(table: Table, rows: Sequence[Sequence[MergedCell]], index: int, at: int) -> str:
    """正下方那一格的合并；没有下一行，或下面的格不从同一列开始，则为空。"""
    if index + 1 >= len(rows):
        return ""
    column = sum(cell.span for cell in table.rows[index].cells[:at])
    below = 0
    for position, cell in enumerate(table.rows[index + 1].cells):
        if below == column:
            return rows[index + 1][position].merge
        below += cell.span
    return ""
