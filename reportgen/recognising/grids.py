"""整表：跨页的几张接成一张，横着的转过来。各格还是它自己，地方不变。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from reportgen.core.plain import PlainCell, PlainTable
from reportgen.recognising.heads import (
    FUND_HEADS,
    SCORE_HEADS,
    columns_of,
    is_total,
    label_of,
)
from reportgen.recognising.tables import number_in

CONTINUED = re.compile(r"[（(]?(?:续表|续上表|接上表|上接|续|转下页|接下页|下转).{0,12}")
"""两张表之间说是接着的话。"""
LONGEST_RUNNING_HEAD = 20
"""接着的表之间只有这样短的一段（页眉、页码），也可能是接着的。"""
MOST_TURNED = 40
"""横着的表最多这么多列：各年、各个一级指标。"""


def joined(tables: Sequence[PlainTable]) -> list[PlainTable]:
    """跨页分成几张的接成一张。"""
    whole: list[PlainTable] = []
    for table in tables:
        piece = _continues(whole[-1], table) if whole else None
        if piece is None:
            whole.append(table)
        else:
            whole[-1] = replace(whole[-1], rows=(*whole[-1].rows, *piece))
    return whole


Rows = tuple[tuple[PlainCell, ...], ...]


def _continues(first: PlainTable, second: PlainTable) -> Rows | None:
    """第二张是不是接着第一张：是的，给出要接上的各行（重印的表头不算）；不是的为 None。"""
    if not first.rows or not second.rows or _has_total(first.rows):
        return None
    between = [text for text in second.above if text]
    said = any(CONTINUED.fullmatch(text) for text in between)
    heads = [row for row in first.rows if _is_head(row)]
    top = second.rows[0]
    if _says_continued(top):  # 表里第一行写着“续表”
        said, second = True, replace(second, rows=second.rows[1:])
        top = second.rows[0] if second.rows else ()
    same = next((row for row in heads if _titles(row) == _titles(top)), None)
    if same is not None and (said or not between):
        return second.rows[1:]
    if heads and (said or not between) and _fits(heads[-1], second.rows):
        return second.rows
    return None


def _has_total(rows: Rows) -> bool:
    """最后几行有没有合计：有的已经完了。"""
    return any(any(is_total(str(cell.text)) for cell in row) for row in rows[-3:])


def _says_continued(row: Sequence[PlainCell]) -> bool:
    texts = {str(cell.text) for cell in row if cell.text}
    return len(texts) == 1 and CONTINUED.fullmatch(next(iter(texts))) is not None


def _titles(row: Sequence[PlainCell]) -> list[str]:
    return [label_of(str(cell.text)) for cell in row]


def _is_head(row: Sequence[PlainCell]) -> bool:
    """像表头的一行：认得其中三列。"""
    counts = [len(columns_of(row, (), heads)) for heads in (SCORE_HEADS, FUND_HEADS)]
    return max(counts) >= 3


def _fits(head: Sequence[PlainCell], rows: Rows) -> bool:
    """没有表头的一张：列数相同，自己没有表头，分值、得分的列里是数。"""
    if len(rows[0]) != len(head) or any(_is_head(row) for row in rows):
        return False
    columns = columns_of(head, (), SCORE_HEADS)
    places = [column.at for column in columns if column.role in {"weight", "score"}]
    cells = [rows[0][at] for at in places]
    return bool(cells) and all(number_in(cell) is not None for cell in cells)


def turned(table: PlainTable) -> PlainTable | None:
    """行列对换：各年、各个一级指标是一列的表。太宽的不是。"""
    widest = max((len(row) for row in table.rows), default=0)
    if not 2 < widest <= MOST_TURNED or len(table.rows) < 2:
        return None
    blank = replace(table.rows[0][0], text=type(table.rows[0][0].text)(""))
    columns: Iterable[tuple[PlainCell, ...]] = zip_longest(*table.rows, fillvalue=blank)
    return replace(table, rows=tuple(tuple(column) for column in columns))
