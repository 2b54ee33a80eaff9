"""数据表的网格：各行的文字 → 表头和各行，一样长。xlsx 和 CSV 共用。

表头上面的标题行、单位行跳过；没有表头的第一列是连续的序号的，叫“序号”。这样读的都说出来。
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 2_000
MOST_TITLES = 5
"""表头上面最多这么多行标题。"""
INDEX = "序号"

Grid = tuple[tuple[str, ...], ...]
"""第一行是表头，各行一样长。"""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[-+]?\d[\d,]*(?:\.\d+)?%?")
"""是数而不是年份：“2024”可以是表头。"""
_TITLE = re.compile(r"[表单册账录]$|名单|明细|清单|情况|统计|汇总|一览|附件|附表|\d{4}\s*年")
_NOTE = re.compile(r"单位[：:]|[：:]")


class BadTable(ValueError):
    """数据表用不了：理由用中文；label 是表里的地方（“资金!C5”），说的是整个文件的为空。"""

    def __init__(self, reason: str, label: str = "") -> None:
        super().__init__(reason)
        self.label = label


class Line(NamedTuple):
    """一行：在文件里是第几行，各格的文字。"""

    number: int
    texts: tuple[str, ...]


class Remark(NamedTuple):
    """读成了而要说的：代码、表里的地方、说明、改法。"""

    code: str
    label: str
    message: str
    help: str


class Table(NamedTuple):
    """读成的数据表，和要说的。"""

    grid: Grid
    remarks: tuple[Remark, ...] = ()


def cell_label(sheet: str, row: int, column: int) -> str:
    """一格的地方“资金!C5”；没有工作表名的（CSV）是“第 5 行第 3 列”。行列从 1 数。"""
    if not sheet:
        return f"第 {row} 行第 {column} 列"
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{sheet}!{letters}{row}"


def as_table(
    lines: list[Line],
    columns: Sequence[int],
    sheet: str = "",
    banners: frozenset[int] = frozenset(),
) -> Table:
    """各行 → 数据表：去掉末尾的空行和空列；表头不空、不重复。

    columns 是各列在文件里是第几列；sheet 是工作表名，CSV 没有；banners 是有横着合并的格的各行。
    """
    while lines and not any(lines[-1].texts):
        lines.pop()
    if not lines:
        raise BadTable("是空的")
    width = max(_length(line) for line in lines)
    head = _head_at(lines, width, banners)
    _refuse_long_rows(lines[head:], sheet)
    heads = _padded(lines[head].texts, width)
    remarks: list[Remark] = []
    if head:
        remarks.append(_about_titles(lines, head, sheet))
    if not heads[0] and _counts(lines[head + 1 :]) and INDEX not in heads:
        heads = (INDEX, *heads[1:])
        label = cell_label(sheet, lines[head].number, columns[0])
        message = f"第一列没有表头，是连续的序号，按“{INDEX}”读入。"
        remarks.append(Remark("I05", label, message, "在表格里写上表头。"))
    _refuse_bad_heads(heads, lines[head].number, columns, sheet)
    rows = [_row(line, width, columns, sheet) for line in lines[head + 1 :]]
    first = _row(Line(lines[head].number, heads), width, columns, sheet)
    return Table((first, *rows), tuple(remarks))


def _length(line: Line) -> int:
    """一行到最后一个有字的格有几格。"""
    return max((at + 1 for at, text in enumerate(line.texts) if text), default=0)


def _padded(texts: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*texts[:width], *[""] * (width - len(texts)))


def _head_at(lines: list[Line], width: int, banners: frozenset[int]) -> int:
    """表头是第几项：上面只能是标题行、单位行和空行；不像的，第一行就是表头。"""
    for at, line in enumerate(lines[: MOST_TITLES + 1]):
        if _is_title(line, width, line.number in banners):
            continue
        texts = [text for text in line.texts if text]
        numbers = any(_NUMBER.fullmatch(text) for text in texts)
        return 0 if numbers or len(texts) < 2 or at + 1 == len(lines) else at
    return 0


def _is_title(line: Line, width: int, merged: bool) -> bool:
    """是不是表头上面的一行：空行、一格标题、“单位：万元”“填报人：某”一类。"""
    texts = [text for text in line.texts if text]
    if len(texts) > 1:
        return len(texts) < width and all(_NOTE.search(text) for text in texts)
    if not texts:
        return True
    if width == 2:  # 两列的表，少一个表头也是这样，要像标题才算
        return merged or any(mark.search(texts[0]) for mark in (_TITLE, _NOTE))
    return width > 2


def _about_titles(lines: list[Line], head: int, sheet: str) -> Remark:
    titles = list(filter(None, chain.from_iterable(line.texts for line in lines[:head])))
    named = f"标题“{titles[0]}”" if titles else "空行"
    label = cell_label(sheet, lines[0].number, 1)
    message = f"表头上面的 {head} 行（{named}）没有读，表头是第 {lines[head].number} 行。"
    return Remark("I05", label, message, "核对表头；不要的标题行可以删去。")


def _counts(lines: list[Line]) -> bool:
    """第一列是不是从 0 或 1 起的连续的数。"""
    written = [line.texts[0] if line.texts else "" for line in lines]
    starts = ("0", "1")
    if not written or written[0] not in starts:
        return False
    first = int(written[0])
    return written == [str(number) for number in range(first, first + len(written))]


def _refuse_long_rows(lines: list[Line], sheet: str) -> None:
    """CSV 的一行比表头长：多半是少了引号，格子串了位。xlsx 的说是哪一列没有表头。"""
    heads = _length(lines[0])
    for line in lines[1:]:
        if not sheet and _length(line) > heads:
            reason = f"有 {_length(line)} 格，表头只有 {heads} 格"
            raise BadTable(reason, f"第 {line.number} 行")


def _refuse_bad_heads(
    heads: tuple[str, ...], number: int, columns: Sequence[int], sheet: str
) -> None:
    seen: set[str] = set()
    for column, head in zip(columns, heads, strict=False):
        label = cell_label(sheet, number, column)
        if not head:
            raise BadTable("这一列没有表头", label)
        if head in seen:
            raise BadTable(f"表头“{head}”有两列", label)
        seen.add(head)


def _row(line: Line, width: int, columns: Sequence[int], sheet: str) -> tuple[str, ...]:
    for column, text in zip(columns, line.texts, strict=False):
        if len(text) > LONGEST_CELL:
            reason = f"这一格有 {len(text)} 字，最多 {LONGEST_CELL} 字"
            raise BadTable(reason, cell_label(sheet, line.number, column))
        if _UNPRINTABLE.search(text):
            label = cell_label(sheet, line.number, column)
            raise BadTable("这一格有不能印的控制字符", label)
    return _padded(line.texts, width)
