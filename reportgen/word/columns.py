"""列宽：在规矩之内，让整张表最矮的宽度。长度单位是缇（1/20 磅）。

规矩：数和它的单位或百分号、日期、比较、四个字以内的表头，一格里不折开；一列不窄于它最长的、不能断开的一段。
格式写的宽度是愿望，写明 fixed 的是规矩。

做法与排版程序相仿：从愿望出发，先让每列够宽（CSS 自动列宽的“最小内容宽度”），余下的一小份一小份地从一列挪给另一列，
只挪能让各行合计更矮的（TeX 的总劣度，这里就是高度），挪到再没有可挪的为止。行数多的表只看最费纸的几行。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reportgen.core.document import Cell, Table
from reportgen.word.advance import EM, length
from reportgen.word.breaking import longest
from reportgen.word.heads import head_words, is_heading
from reportgen.word.moving import CELL_SIDE, FRAME, demands, lowest

NARROWEST = 330
"""最窄的列：两边边距之外，还放得下一个小五号字。"""

SHORT = 16
"""多长以内的一段算是一个数、一个日期；更长的是话，话里的数跟着字折行。"""
WORD = 4
"""几个字以内的一段，放得下就不折开。"""

_FIGURE = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|[≥≤≠><=＞＜＝±约近]*\s?[-+]?\d[\d,，]*(?:\.\d+)?\s?(?:[%％‰]|[一-鿿]{1,4}(?![一-鿿]))?"
)
"""一格里不折开的：日期、带比较号和单位的数。"""


def column_widths(table: Table, total: int, size: int) -> tuple[int, ...]:
    """各列的宽度，合计正好是 total；size 是表格文字的字号。放不下规矩的，照各列最少要的按比例缩。"""
    wishes = shared(table.widths, total)
    least = least_widths(table, size, WORD)
    if sum(least) > total:
        least = least_widths(table, size)
    if sum(least) > total:
        return shared(least, total)
    fixed = [at for at in table.fixed if wishes[at] >= least[at]]
    widths = _lifted(wishes, least, fixed)
    return lowest(widths, least, fixed, demands(table), size)


def lacking(table: Table, total: int, size: int) -> int:
    """按规矩还差多少缇；零和负数是放得下。"""
    return sum(least_widths(table, size)) - total


def longest_piece(table: Table, size: int) -> tuple[int, str]:
    """最占地方的、不能断开的一格：第几行（从 1 数）、格里的字。"""
    widest, place = 0, (1, "")
    for number, row in enumerate(table.rows, 1):
        for cell in row.cells:
            needed = needed_width(cell, size) // cell.span
            if cell.merge != "continue" and needed > widest:
                widest, place = needed, (number, "".join(cell.paragraphs))
    return place


def shared(relative: Sequence[int], total: int) -> tuple[int, ...]:
    """相对宽度 → 缇，合计正好是 total；太窄的列先给足最窄的宽度。"""
    number = len(relative)
    least = min(NARROWEST, total // max(1, number))
    spare = total - least * number
    whole = sum(relative) or number
    widths = [least + spare * width // whole for width in relative]
    for at in range(total - sum(widths)):
        widths[at % number] += 1
    return tuple(widths)


def least_widths(table: Table, size: int, word: int = 0) -> list[int]:
    """各列最少要多宽；横跨几列的格子不够的，补给其中愿望最宽的一列。

    word 个字以内的一段也不折开：放得下才讲究，不是规矩。
    """
    least = [NARROWEST] * len(table.widths)
    across: list[tuple[int, int, int]] = []
    for row in table.rows:
        column = 0
        for cell in row.cells:
            stop = column + cell.span
            if cell.merge != "continue":
                needed = needed_width(cell, size, word)
                if cell.span == 1:
                    least[column] = max(least[column], needed)
                else:
                    across.append((column, stop, needed))
            column = stop
    for first, stop, needed in across:
        short = needed - sum(least[first:stop])
        if short > 0:
            widest = max(range(first, stop), key=lambda at: table.widths[at])
            least[widest] += short
    return least


def needed_width(cell: Cell, size: int, word: int = 0) -> int:
    """一格里最长的、不能断开的一段，连同两边的边距。"""
    if cell.merge:  # 竖着合并的标签，一列字也行
        return NARROWEST
    piece = EM
    for text in cell.paragraphs:
        whole = length(text) if len(text) <= word else 0
        piece = max(piece, whole, _longest_piece(text, is_heading(cell, text)))
    return -(-piece * size // EM) + 2 * CELL_SIDE + FRAME


@lru_cache(maxsize=4096)
def _longest_piece(text: str, head: bool) -> int:
    if head:
        return max((length(word) for word in head_words(text)), default=EM)
    piece = longest(text)
    if len(text) > SHORT:
        return piece
    figures = (length(found.group()) for found in _FIGURE.finditer(text))
    return max(piece, *figures, 0)


def _lifted(wishes: Sequence[int], least: Sequence[int], fixed: Sequence[int]) -> list[int]:
    """不够宽的补足，多出来的按各列的余量从别的列里匀出。"""
    widths = [max(wish, least[at]) for at, wish in enumerate(wishes)]
    over = sum(widths) - sum(wishes)
    slack = [width - least[at] for at, width in enumerate(widths)]
    for at in fixed:
        slack[at] = 0
    if sum(slack) < over:  # 写死的列占得太多，它们也要让
        slack = [width - least[at] for at, width in enumerate(widths)]
    whole = sum(slack) or 1
    taken = [over * spare // whole for spare in slack]
    for at in sorted(range(len(slack)), key=lambda at: taken[at] - slack[at]):
        rest = over - sum(taken)
        taken[at] += min(rest, slack[at] - taken[at])
    return [width - taken[at] for at, width in enumerate(widths)]
