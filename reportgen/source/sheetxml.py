"""工作簿的各部件：关系、工作表的名单、共用的文字、一张表的各格，都流式地读（expat，标准库）。

读的人（Handler）只记要用的；元素数着读，远处孤零零的一格、写错的行号，只是一格，不占地方。
样式在 styles.py。
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from xml.parsers import expat

from reportgen.core.quantity import shorten

MOST_CELLS = 400_000
"""一张表最多这么多个有内容的格；读成数据表以后每格约占 250 字节。"""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel 自己的最后一行、最后一列。"""
LONGEST_TEXT = 32_767
"""Excel 一格最多的字数；再多的不收，收下的已超过数据表的限度。"""
MOST_MERGES = 100_000
"""一张表最多这么多处合并的格。"""

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
_COORDINATE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,20})")
_TRUE = ("1", "true")


class BadWorkbook(ValueError):
    """工作簿用不了：理由用中文；说的是一格的，有它的行列（从 1 数）。"""

    def __init__(self, reason: str, row: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.row, self.column = row, column


class WrittenCell(NamedTuple):
    """一格在文件里的写法：行、列、种类、格式的序号、写着的值。"""

    row: int
    column: int
    kind: str
    style: str
    text: str


class Merge(NamedTuple):
    """合并的一块：从哪一行哪一列到哪一行哪一列。"""

    top: int
    left: int
    bottom: int
    right: int


class Handler:
    """读一个部件：数元素，认名字空间，不要 DTD。"""

    done = False

    def listen(self, parser: expat.XMLParserType, most: int) -> None:
        """接上 expat；most 是最多多少个元素。"""
        self._left = self._most = most
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        self._parser = parser

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._left -= 1
        if self._left < 0:
            raise BadWorkbook(f"一个部件里的 XML 元素超过 {self._most} 个")
        space, _, name = tag.rpartition(" ")
        if space in _SPACES:
            self.start(name, attributes)

    def _end(self, tag: str) -> None:
        space, _, name = tag.rpartition(" ")
        if space in _SPACES:
            self.end(name)

    def _refuse_dtd(self, *_: object) -> None:
        raise BadWorkbook("里面的 XML 有 DTD，Excel 文件不用它")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """一个元素开始。"""

    def end(self, name: str) -> None:
        """一个元素结束。"""

    def collect(self, pieces: list[str] | None) -> None:
        """从此遇到的文字收进 pieces；None 是不收。"""
        self._parser.CharacterDataHandler = None if pieces is None else _bounded(pieces)


def _bounded(pieces: list[str]) -> Callable[[str], None]:
    """收文字，够长了就不再收。"""
    left = LONGEST_TEXT + 1

    def add(text: str) -> None:
        nonlocal left
        if left > 0:
            pieces.append(text[:left])
            left -= len(text)

    return add


class Links(Handler):
    """关系：号 → 种类（Type 的最后一段）和部件。"""

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))


class SheetList(Handler):
    """工作簿：各工作表的名字和关系号，日期从哪一年起。"""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.hidden: list[str] = []
        self.macintosh = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), link))
            if attributes.get("state", "visible") != "visible":
                self.hidden.append(attributes.get("name", ""))
        elif name == "workbookPr":
            self.macintosh = attributes.get("date1904") in _TRUE


class _Text(Handler):
    """有文字的部件：一段文字是它的各个 t，注音（rPh）里的不算。"""

    def __init__(self) -> None:
        self._pieces: list[str] | None = None
        self._phonetic = False

    def text_start(self, name: str) -> None:
        """t 开始收，注音里的不收。"""
        if name == "rPh":
            self._phonetic = True
        elif name == "t" and self._pieces is not None and not self._phonetic:
            self.collect(self._pieces)

    def text_end(self, name: str) -> None:
        """t 收完。"""
        if name == "rPh":
            self._phonetic = False
        elif name == "t":
            self.collect(None)


class SharedStrings(_Text):
    """共用的文字：只留用到的。"""

    def __init__(self, wanted: Iterable[str]) -> None:
        super().__init__()
        self._wanted = frozenset(wanted)
        self._at = -1
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._at += 1
            self._pieces = [] if str(self._at) in self._wanted else None
        else:
            self.text_start(name)

    def end(self, name: str) -> None:
        if name == "si" and self._pieces is not None:
            self.found[str(self._at)] = "".join(self._pieces).replace("x005F_", "")
            self._pieces = None
            self.done = len(self.found) == len(self._wanted)
        else:
            self.text_end(name)


class SheetCells(_Text):
    """工作表：收下有内容的各格，记着哪些行、哪些列是隐藏的，哪些格是合并的。"""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[WrittenCell] = []
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
        """一格读完：空格不收，没有结果的公式说出来（隐藏的不用它，不说）。"""
        text = "".join(self._value or ())
        stored = self._value is not None and (text or self._kind == "str")
        if self._formula and not stored and not self.is_hidden(self._row, self._column):
            reason = "这一格是公式，没有存下结果，请在 Excel 里打开、保存一次"
            raise BadWorkbook(reason, self._row, self._column)
        if not text:
            return
        if len(self.cells) == MOST_CELLS:
            raise BadWorkbook(f"有内容的格超过 {MOST_CELLS} 个", self._row, self._column)
        self.cells.append(WrittenCell(self._row, self._column, self._kind, self._style, text))

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
    return attributes.get("hidden") in _TRUE or (bool(written) and not written.strip("0."))


def _column(letters: str) -> int:
    """列的字母 → 第几列。"""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > LAST_COLUMN:
        raise BadWorkbook(f"有一格在第 {number} 列，Excel 最多 {LAST_COLUMN} 列")
    return number


def whole_number(written: str, most: int, title: str) -> int:
    """一个不大的整数；不是的说出来。"""
    if not (written.isascii() and written.isdigit() and len(written) <= 9 and int(written) <= most):
        raise BadWorkbook(f"{title}是 {shorten(written)}，应是不大于 {most} 的整数")
    return int(written)
