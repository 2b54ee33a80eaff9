"""一张工作表的各格：在哪里、写着什么，哪些行列是隐藏的，哪些格是合并的。

远处孤零零的一格、写错的行号，只是一格，不占地方。
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reportgen.core.quantity import shorten
from reportgen.source.sheetxml import TRUE, BadWorkbook, TextHandler, whole_number

MOST_CELLS = 400_000
"""一张表最多这么多个有内容的格；读成数据表以后每格约占 250 字节。"""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel 自己的最后一行、最后一列。"""
MOST_MERGES = 100_000
"""一张表最多这么多处合并的格。"""

_COORDINATE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,20})")


class WrittenCell(NamedTuple):
    """一格在文件里的写法：行、列、种类、格式的序号、写着的值。"""

    row: int
    column: int
    kind: str
    style: str
    text: str
    formula: bool = False


class Merge(NamedTuple):
    """合并的一块：从哪一行哪一列到哪一行哪一列。"""

    top: int
    left: int
    bottom: int
    right: int


class SheetCells(TextHandler):
    """工作表：收下有内容的各格，记着哪些行、哪些列是隐藏的，哪些格是合并的。"""

    def __init__(self, *, leniently: bool = False) -> None:
        """leniently：没有存下结果的公式也收下，由读的人说。"""
        super().__init__()
        self._leniently = leniently
        self.cells: list[WrittenCell] = []
        self._places: set[tuple[int, int]] = set()
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._row = self._column = 0
        self._kind = self._style = ""
        self._value: list[str] | None = None
        self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row, self._column = self._row_number(attributes.get("r", "")), 0
            if _is_hidden(attributes, "ht"):
                self.hidden_rows.add(self._row)
        elif name == "c":
            self._column = self._column_number(attributes.get("r", ""))
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._value, self._formula, self._pieces = None, False, None
        elif name == "f":
            self._formula = True
        elif name == "v" and self._kind != "inlineStr":
            self._value = []
            self.collect(self._value)
        elif name == "is" and self._kind == "inlineStr":
            self._value = self._pieces = []
        elif name == "col" and _is_hidden(attributes, "width"):
            self._hide_columns(attributes.get("min", ""), attributes.get("max", ""))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            self.text_start(name)

    def end(self, name: str) -> None:
        if name == "v":
            self.collect(None)
        elif name == "c":
            self._close()
        else:
            self.text_end(name)

    def is_hidden(self, row: int, column: int) -> bool:
        """这一格在不在隐藏的行、列里。"""
        return row in self.hidden_rows or column in self.hidden_columns

    def _close(self) -> None:
        """一格读完：空格不收，没有结果的公式说出来（隐藏的不用它，不说）。

        写了两次的当场就停：几万字节压得下一百万个 A1。
        """
        place = self._row, self._column
        if place in self._places:
            raise BadWorkbook("这一格在文件里写了两次", *place)
        self._places.add(place)
        text = "".join(self._value or ())
        stored = self._value is not None and (text or self._kind == "str")
        unstored = self._formula and not stored
        shown = not self.is_hidden(self._row, self._column)
        if unstored and shown and not self._leniently:
            reason = "这一格是公式，没有存下结果，请在 Excel 里打开、保存一次"
            raise BadWorkbook(reason, self._row, self._column)
        if not text and not (unstored and self._leniently):
            return
        if len(self.cells) == MOST_CELLS:
            raise BadWorkbook(f"有内容的格超过 {MOST_CELLS} 个", self._row, self._column)
        kind, style = self._kind, self._style
        cell = WrittenCell(self._row, self._column, kind, style, text, self._formula)
        self.cells.append(cell)

    def _hide_columns(self, first: str, last: str) -> None:
        """<col> 说的几列；Excel 写的一个接一个，不重叠。"""
        least = whole_number(first, LAST_COLUMN, "有一列的列号")
        most = whole_number(last, LAST_COLUMN, "有一列的列号")
        if least in self.hidden_columns or most in self.hidden_columns:
            raise BadWorkbook(f"第 {least} 列的宽写了两次")
        self.hidden_columns.update(range(least, most + 1))

    def _merge(self, written: str) -> None:
        """合并的一块，写作 A2:A3。"""
        if len(self.merges) == MOST_MERGES:
            raise BadWorkbook(f"合并的格超过 {MOST_MERGES} 处")
        first, _, last = written.partition(":")
        top, left = self._place(first)
        bottom, right = self._place(last or first)
        self.merges.append(Merge(top, left, bottom, right))

    def _row_number(self, written: str) -> int:
        return whole_number(written, LAST_ROW, "有一行的行号") if written else self._row + 1

    def _column_number(self, written: str) -> int:
        if not written:
            return self._column + 1
        match = _COORDINATE.fullmatch(written)
        if match is None:
            place = shorten(written)
            raise BadWorkbook(f"第 {self._row} 行有一格的位置写着“{place}”，不是 C5 这样的")
        return _column(match[1])

    def _place(self, written: str) -> tuple[int, int]:
        match = _COORDINATE.fullmatch(written)
        if match is None:
            raise BadWorkbook(f"有合并的格写着“{shorten(written)}”，不是 A2:A3 这样的")
        return whole_number(match[2], LAST_ROW, "合并的格的行号"), _column(match[1])


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """隐藏的行、列：写明隐藏的，或高、宽是零的。"""
    written = attributes.get(size, "")
    return attributes.get("hidden") in TRUE or (bool(written) and not written.strip("0."))


def _column(letters: str) -> int:
    """列的字母 → 第几列。"""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > LAST_COLUMN:
        raise BadWorkbook(f"有一格在第 {number} 列，Excel 最多 {LAST_COLUMN} 列")
    return number
