"""表格版面：真实的列宽、各行的高度、从哪一行起换页。长度单位一律是缇（1/20 磅）。

列宽固定、行距固定，所以行高可以事先算出：行数 × 行距 + 上下边距。折行照 LibreOffice 和 Word 各算一遍，取高的；
同一页的各行由“与下段同页”连在一起，只要估计不偏低，两边换页都在估计的地方。
换页处用来把合并的层级标签断开、在新页首再印一次。
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from reportgen.core.document import Cell, Row, Table
from reportgen.core.frozen import frozen
from reportgen.word.advance import EM
from reportgen.word.breaking import lines
from reportgen.word.columns import column_widths
from reportgen.word.heads import head_lines, is_heading
from reportgen.word.moving import CELL_SIDE, FRAME

CELL_TOP = 28
"""单元格上下边距，各半毫米。"""
RULES = 10
"""一行上下框线所占：半磅的线，Word 和 LibreOffice 都算在行高里。"""
CELL_PADDING = 2 * CELL_TOP + RULES
"""一行里文字以外的高度。"""
LOWEST_ROW = 400
"""最矮的行，7 毫米：空行也放得下手写的字。"""
FEWEST_LINES = 2
"""断开的一行在一页上至少留几行字。"""
FEWEST_UNDER = 3
"""表头下面至少有几行，才在后面各页重复。"""
ROUNDS = 4
"""换页处断开的标签要占高度，换页的地方又可能因此提前：至多重排几遍。"""
BEHIND = 20
"""表后面那一段的高度，一磅：一节以表结束、表单分成两张写、表后面紧接标题时，那一段没有字。"""


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
    """一张表的版面：字号行距，各列宽，换页处的行号（该行在新页首），可以断开的行，与下一行同页的行。

    ending 是表在它最后一页上占到的高度，连同那一页上表以上的。
    """

    metrics: Metrics
    widths: tuple[int, ...]
    page_starts: frozenset[int]
    split_rows: frozenset[int]
    together: frozenset[int]
    ending: int


DENSE = Metrics(180, 270)
"""紧凑的表：小五号字，行距一倍半。"""
SHRINKING = ((20, 19), (20, 18), (19, 17), (18, 16), (17, 15))
"""一页排完的表怎样缩：字号、行距各乘二十分之几。再小的字看不清，不缩。"""


def lay_out(table: Table, area: Area, metrics: Metrics, above: int, lead: int = 0) -> Layout:
    """一张表在版心里的版面；above 是同一页上表题以上的高度，lead 是表题和单位的：它们与表同页。"""
    metrics = metrics_of(table, metrics)
    layout = _laid_out(table, area, metrics, above, lead)
    if table.fit == "page":
        for size, line in SHRINKING:
            if not layout.page_starts and not layout.split_rows:
                break
            smaller = Metrics(metrics.size * size // 20, metrics.line * line // 20)
            layout = _laid_out(table, area, smaller, above, lead)
    return layout


def metrics_of(table: Table, usual: Metrics) -> Metrics:
    """一张表的字号和行距：紧凑的用小五号，已经更小的照样式。"""
    return DENSE if table.fit == "dense" and usual.size > DENSE.size else usual


def lay_out_parts(
    table: Table,
    area: Area,
    metrics: Metrics,
    above: int,
    lead: int = 0,
) -> tuple[tuple[Table, Layout], ...]:
    """一张表分成几张写的版面，上下紧挨着。

    只有跨页的表单分：Word 只在表的开头认逐页重复的表头，表单的指标一块要另成一张，它的表头才能在后面各页重复。
    """
    layout = lay_out(table, area, metrics, above, lead)
    at = _repeated_head(table) if layout.page_starts else 0
    if not at:
        return ((table, layout),)
    upper = replace(table, rows=table.rows[:at])
    lower = replace(table, rows=table.rows[at:], header_rows=1, caption="", unit="")
    first = _laid_out(upper, area, layout.metrics, above, lead, layout.widths)
    second = _laid_out(lower, area, layout.metrics, first.ending + BEHIND, 0, layout.widths)
    return ((upper, first), (lower, second))


def _repeated_head(table: Table) -> int:
    """表单里最后一个表头的行号：一行标签，没有竖着合并的，下面还有几行；没有则为零。"""
    if table.role != "form":
        return 0
    heads = [
        at
        for at, row in enumerate(table.rows)
        if 0 < at < len(table.rows) - FEWEST_UNDER
        and _only_labels(row)
        and not any(cell.merge for cell in row.cells)
    ]
    return heads[-1] if heads else 0


def _laid_out(
    table: Table,
    area: Area,
    metrics: Metrics,
    above: int,
    lead: int,
    widths: tuple[int, ...] = (),
) -> Layout:
    widths = widths or column_widths(table, area.width, metrics.size)
    pages = Pages(frozenset(), frozenset(), 0)
    for _ in range(ROUNDS):
        starts = pages.starts
        heights = row_heights(table, widths, metrics, starts)
        pages = _paged(table, heights, area.height - BEHIND, (above, lead), metrics)
        if pages.starts == starts:
            break
    together = _kept_together(table, len(heights), sorted(pages.starts), pages.split)
    return Layout(metrics, widths, pages.starts, pages.split, together, pages.ending)


class Pages(NamedTuple):
    """换页：新页首的行号、断开的行、最后一页上占到的高度。"""

    starts: frozenset[int]
    split: frozenset[int]
    ending: int


def _paged(
    table: Table,
    heights: Sequence[int],
    height: int,
    before: tuple[int, int],
    metrics: Metrics,
) -> Pages:
    """一行一行往下排，排不下的另起一页；高过半页的行可以在行与行之间断开。"""
    header = sum(heights[: table.header_rows])
    room = height - header
    tall = {at for at, row in enumerate(heights) if at >= table.header_rows and row > room // 2}
    starts: list[int] = []
    split: set[int] = set()
    above, lead = before
    used = above + lead
    for index, row in enumerate(heights[table.header_rows :], table.header_rows):
        if used + row <= room:
            used += row
            continue
        kept = _kept(row, room - used, metrics) if index in tall else 0
        if not kept and used:
            earliest = starts[-1] if starts else table.header_rows
            first = _with_its_heads(table, index, earliest)
            starts.append(first)
            used = sum(heights[first:index])
            if first == table.header_rows:  # 表题和表头一起到下一页
                used += lead
        else:
            split.add(index)
            row -= kept
            used = 0
        while used + row > room:  # 一行高过一页：余下的部分占到后面的页上
            split.add(index)
            row -= max(1, _kept(row, room - used, metrics))
            used = 0
        used += row
    last = len(heights) - 1
    if starts[-1:] == [last] and last - 1 > max(starts[-2:-1], default=table.header_rows):
        starts[-1] -= 1  # 末行（多是合计）不单独在一页上
        used += heights[last - 1]
    return Pages(frozenset(starts), frozenset(split), header + used)


def _kept(row: int, room: int, metrics: Metrics) -> int:
    """断开的一行留在这一页上的高度：几行字；连两行都放不下的不断开。"""
    lines_here = (room - CELL_PADDING) // metrics.line
    if lines_here < FEWEST_LINES:
        return 0
    return min(row, lines_here * metrics.line)


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


def row_heights(
    table: Table,
    widths: tuple[int, ...],
    metrics: Metrics,
    starts: frozenset[int] = frozenset(),
) -> list[int]:
    """各行的高度；starts 是新页首的行，合并的标签在那里断开，重印的一份也要放得下。

    竖向合并的格子不撑高它开始的那一行，各行加起来还不够的由它的最后一行补足，Word 也是这样。末尾多看一个空行，
    好让到表尾的合并也有机会补足。
    """
    heights = [_row_height(row, widths, metrics) for row in table.rows]
    opened: dict[int, tuple[int, int]] = {}  # 列 → 起点的行号、要的高度
    for index, row in enumerate((*table.rows, Row(()))):
        column = 0
        going: dict[int, tuple[int, int]] = {}
        again: dict[int, tuple[int, int]] = {}
        for cell in row.cells:
            if cell.merge == "start":
                count = cell_lines(cell, sum(widths[column : column + cell.span]), metrics.size)
                going[column] = (index, count * metrics.line + CELL_PADDING)
            elif cell.merge and column in opened:
                if index in starts and table.repeat_labels:
                    again[column] = (index, opened[column][1])
                else:
                    going[column] = opened.pop(column)
            column += cell.span
        for start, needed in opened.values():
            heights[index - 1] += max(0, needed - sum(heights[start:index]))
        opened = going | again
    return heights


def _row_height(row: Row, widths: tuple[int, ...], metrics: Metrics) -> int:
    column, count = 0, 1
    for cell in row.cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        if not cell.merge:
            count = max(count, cell_lines(cell, width, metrics.size))
    return max(LOWEST_ROW, count * metrics.line + CELL_PADDING)


def cell_lines(cell: Cell, width: int, size: int) -> int:
    """一格里排成几行：逐段折行，表头和标签在词之间折。"""
    room = cell_room(width, size)
    count = 0
    for text in cell.paragraphs:
        rows = head_lines(text, room) if is_heading(cell, text) else ()
        count += len(rows) or lines(text, room)
    return count


def cell_room(width: int, size: int) -> int:
    """一格里一行放得下多宽的字，千分之一字；再窄也放得下两个字，不至于算出成千行。"""
    return max(2 * EM, (width - 2 * CELL_SIDE - FRAME) * EM // size)
