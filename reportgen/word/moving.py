"""挪宽度：一份一份地从一列挪给另一列，直到各行合计再也矮不下去。长度单位是缇，行数以千分之一行计。

高度用平滑的估计：折行的一段算作宽度除以格宽，再加半行。这样每挪一份都看得出是好是坏，不会停在“还差一点才少一行”的地方。
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.core.document import Row, Table
from reportgen.word.advance import EM, length

CELL_SIDE = 57
"""单元格左右边距，各一毫米。"""
FRAME = 3
"""框线占去的宽度：LibreOffice 里一格的字比两边边距之间还窄这么多。"""

COSTLY = 12
"""比较列宽时看最费纸的几行。"""
SHARES = (24, 96)
"""一次挪多少：版心的几分之一，先大后小。"""
MOST_MOVES = 40
"""最多挪几次。"""
RAGGED = 400
"""折行的一段每行末尾平均空着多少（千分之一字）。"""
LEAST_GAIN = 50
"""至少矮多少才挪，千分之一行。"""
_LINE = 1000


class Demand(NamedTuple):
    """一格要的：横跨的列（起止）、各段的宽度、竖跨的行数。"""

    first: int
    stop: int
    lengths: tuple[int, ...]
    rows: int


def lowest(
    widths: Sequence[int],
    least: Sequence[int],
    fixed: Sequence[int],
    rows: Sequence[Sequence[Demand]],
    size: int,
) -> tuple[int, ...]:
    """从 widths 出发挪到各行合计最矮；不窄于 least，fixed 的各列不动。"""
    state = _State(list(widths), rows, size)
    free = [at for at in range(len(widths)) if at not in fixed]
    moves = 0
    for share in SHARES:
        step = max(1, sum(widths) // share)
        while moves < MOST_MOVES and state.move(free, least, step):
            moves += 1
    return tuple(state.widths)


class _State:
    """挪到一半：现在的列宽，各格现在的高度，各行最高的和次高的。"""

    def __init__(self, widths: list[int], rows: Sequence[Sequence[Demand]], size: int) -> None:
        self.widths, self.rows, self.size = widths, rows, size
        self.columns: list[list[tuple[int, int]]] = [[] for _ in widths]
        for index, row in enumerate(rows):
            for place, demand in enumerate(row):
                for column in range(demand.first, demand.stop):
                    self.columns[column].append((index, place))
        self.heights = [[self.height(demand, 0) for demand in row] for row in rows]
        self.tops = [_two_highest(heights) for heights in self.heights]

    def height(self, demand: Demand, step: int) -> int:
        """一格大约排几行（千分之一行），格宽再加 step。"""
        width = sum(self.widths[demand.first : demand.stop]) + step - 2 * CELL_SIDE - FRAME
        room = max(EM, width * EM // self.size)
        full = max(EM, room - RAGGED)
        height = 0
        for extent in demand.lengths:
            height += _LINE if extent <= room else max(2 * _LINE, extent * _LINE // full + 500)
        return height // demand.rows

    def move(self, free: Sequence[int], least: Sequence[int], step: int) -> bool:
        """挪一份，挪了为真：给最能变矮的一列，从最不怕窄的一列拿。"""
        gains = [(self.gain(at, step), -at) for at in free]
        gain, taker = max(gains, default=(0, 0))
        if gain < LEAST_GAIN:
            return False
        taker = -taker
        givers = [at for at in free if at != taker and self.widths[at] - step >= least[at]]
        losses = [(self.loss(at, step), at) for at in givers]
        loss, giver = min(losses, default=(gain, 0))
        if gain - loss < LEAST_GAIN:
            return False
        self.widths[taker] += step
        self.widths[giver] -= step
        for index, place in {*self.columns[taker], *self.columns[giver]}:
            self.heights[index][place] = self.height(self.rows[index][place], 0)
            self.tops[index] = _two_highest(self.heights[index])
        return True

    def gain(self, column: int, step: int) -> int:
        """一列宽出 step，各行合计矮多少：只有它最高的那些行会矮。"""
        gain = 0
        for index, place in self.columns[column]:
            highest, second = self.tops[index]
            if self.heights[index][place] == highest > second:
                gain += highest - max(second, self.height(self.rows[index][place], step))
        return gain

    def loss(self, column: int, step: int) -> int:
        """一列窄了 step，各行合计高多少。"""
        loss = 0
        for index, place in self.columns[column]:
            height = self.height(self.rows[index][place], -step)
            loss += max(0, height - self.tops[index][0])
        return loss


def _two_highest(heights: Sequence[int]) -> tuple[int, int]:
    """一行里最高的和次高的；只有一行字的不算高。"""
    ordered = sorted((*heights, _LINE, _LINE))
    return ordered[-1], ordered[-2]


def demands(table: Table) -> list[list[Demand]]:
    """全部表头行和最费纸的几行，各格要的。"""
    body = range(table.header_rows, len(table.rows))
    if len(body) > COSTLY:
        costly = sorted(body, key=lambda at: (-_amount(table, table.rows[at]), at))
        body = sorted(costly[:COSTLY])  # type: ignore[assignment]
    return [_row_demands(table, at) for at in (*range(table.header_rows), *body)]


def _amount(table: Table, row: Row) -> int:
    """一行大约多高：各格的字数与愿望的宽度之比，最大的一格的。"""
    column, amount = 0, 0
    for cell in row.cells:
        stop = column + cell.span
        if not cell.merge:
            width = sum(table.widths[column:stop]) or 1
            amount = max(amount, sum(map(len, cell.paragraphs)) * EM // width)
        column = stop
    return amount


def _row_demands(table: Table, index: int) -> list[Demand]:
    demands: list[Demand] = []
    column = 0
    for cell in table.rows[index].cells:
        stop = column + cell.span
        if cell.merge != "continue":
            lengths = tuple(length(text) for text in cell.paragraphs)
            rows = _height(table, index, column) if cell.merge else 1
            demands.append(Demand(column, stop, lengths, rows))
        column = stop
    return demands


def _height(table: Table, index: int, column: int) -> int:
    """竖向合并的一格跨几行。"""
    rows = 1
    for row in table.rows[index + 1 :]:
        if not _continues(row, column):
            break
        rows += 1
    return rows


def _continues(row: Row, column: int) -> bool:
    """这一行里从某一列开始的格子是上面合并来的。"""
    at = 0
    for cell in row.cells:
        if at == column:
            return cell.merge == "continue"
        at += cell.span
    return False
