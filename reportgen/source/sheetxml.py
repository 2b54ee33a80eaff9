"""工作簿的各部件：关系、工作表的名单、共用的文字，都流式地读（expat，标准库）。

读的人（Handler）只记要用的，元素数着读。一张表的各格在 sheetcells.py，样式在 styles.py。
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from reportgen.core.quantity import shorten

LONGEST_TEXT = 32_767
"""Excel 一格最多的字数；再多的不收，收下的已超过数据表的限度。"""
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
TRUE = ("1", "true")


class BadWorkbook(ValueError):
    """工作簿用不了：理由用中文；说的是一格的，有它的行列（从 1 数）。"""

    def __init__(self, reason: str, row: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.row, self.column = row, column


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
            self.macintosh = attributes.get("date1904") in TRUE


class TextHandler(Handler):
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


class SharedStrings(TextHandler):
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


def whole_number(written: str, most: int, title: str) -> int:
    """一个不大的整数；不是的说出来。"""
    if not (written.isascii() and written.isdigit() and len(written) <= 9 and int(written) <= most):
        raise BadWorkbook(f"{title}是 {shorten(written)}，应是不大于 {most} 的整数")
    return int(written)
