"""工作簿：xlsx 里的一张工作表，有内容的各格照写的次序给出，只读一遍；在哪里由格子自己的行号列号说。

公式取存下的结果，没有存下结果的要说出来；数、日期超出范围的，说是哪一格。
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import NamedTuple
from xml.parsers import expat

from reportgen.core.archive import Archive, BadArchive
from reportgen.core.outside import megabytes
from reportgen.core.quantity import MOST_DIGITS, shorten
from reportgen.source.sheetxml import (
    BadWorkbook,
    Handler,
    Links,
    SharedStrings,
    SheetCells,
    SheetList,
    Styles,
    WrittenCell,
)

MOST_ELEMENTS = 1_000_000
"""不论文件大小都可以读的 XML 元素个数，约一秒；更大的表照文件的大小，每个字节两个。"""
LAST_DAY = 2_958_465
"""Excel 最大的日期 9999-12-31 的序号。"""
MOST_DECIMALS = 30
LONGEST_TAG = 1024 * 1024
"""一个标签（连同属性）最多的字节数：expat 收齐一个标签才交出来。"""

_NUMBER = re.compile(r"[-+]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,5})?")
_WINDOWS, _MACINTOSH = datetime(1899, 12, 30), datetime(1904, 1, 1)
_AS_EXCEL_SHOWS = Context(prec=15)
"""Excel 显示的有效数字是 15 位；文件里存的第 16、17 位是二进制的尾数。"""
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
_MILLISECONDS = 24 * 60 * 60 * 1000

Value = str | bool | Decimal | datetime | date | time | timedelta


class Cell(NamedTuple):
    """有内容的一格：行、列、值、显示的格式。"""

    row: int
    column: int
    value: Value
    style: str


class Workbook:
    """打开的工作簿：有哪些工作表，各在哪个部件里。"""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        self._most = max(MOST_ELEMENTS, 2 * len(data))
        links = Links()
        self._parse("_rels/.rels", links, optional=True)
        home = next((target for kind, target in links.found.values() if kind == "officeDocument"), "xl/workbook.xml")
        self._home = posixpath.normpath(home.lstrip("/"))
        book, links = SheetList(), Links()
        self._parse(self._home, book)
        folder, name = posixpath.split(self._home)
        self._parse(f"{folder}/_rels/{name}.rels", links)
        kinds = {kind: self._inside(target) for kind, target in links.found.values()}
        self._strings_part, self._styles_part = kinds.get("sharedStrings", ""), kinds.get("styles", "")
        self._epoch = _MACINTOSH if book.macintosh else _WINDOWS
        self.sheets: dict[str, str] = {}
        for title, link in book.sheets:
            kind, target = links.found.get(link, ("", ""))
            if kind == "worksheet" and self._inside(target) in self._archive:
                self.sheets[title] = self._inside(target)

    def _inside(self, target: str) -> str:
        """工作簿里写的部件 → 包里的名字。"""
        return posixpath.normpath(posixpath.join("/", posixpath.dirname(self._home), target)).lstrip("/")

    def cells(self, sheet: str) -> Iterator[Cell]:
        """一张工作表里有内容的各格，照写的次序。"""
        reader = SheetCells()
        self._parse(self.sheets[sheet], reader)
        shared = {cell.text for cell in reader.cells if cell.kind == "s"}
        strings = SharedStrings(shared)
        if shared and self._strings_part:
            self._parse(self._strings_part, strings)
        styles = Styles()
        if self._styles_part and any(cell.kind == "n" and cell.style for cell in reader.cells):
            self._parse(self._styles_part, styles, optional=True)
        for cell in reader.cells:
            yield self._value(cell, strings, styles)

    def _value(self, cell: WrittenCell, strings: SharedStrings, styles: Styles) -> Cell:
        value: Value = cell.text
        style = "General"
        try:
            if cell.kind == "n":
                style, number = styles.code(cell.style), _number(cell.text.strip())
                value = _moment(number, style, self._epoch) if styles.is_date(style) else number
            elif cell.kind == "s":
                value = strings.found[cell.text]
            elif cell.kind == "b":
                value = _BOOLEANS[cell.text]
            elif cell.kind == "d":
                value = _iso(cell.text)
        except BadWorkbook as error:
            raise BadWorkbook(str(error), cell.row, cell.column) from None
        except (KeyError, ValueError):
            raise BadWorkbook(f"这一格写的“{shorten(cell.text)}”读不成", cell.row, cell.column) from None
        return Cell(cell.row, cell.column, value, style)

    def _parse(self, name: str, handler: Handler, *, optional: bool = False) -> None:
        if optional and name not in self._archive:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        handler.listen(parser, self._most)
        fed = 0
        try:
            for piece in self._archive.pieces(name):
                parser.Parse(piece)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise BadArchive(f"部件 {name} 里有一个标签超过 {megabytes(LONGEST_TAG)}")
                if handler.done:
                    return
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise BadArchive(f"部件 {name} 里的 XML 已损坏") from None


def _number(written: str) -> Decimal:
    """一格里存的数，照 Excel 显示的有效数字；太大太小的不认。"""
    if _NUMBER.fullmatch(written) is None:
        raise BadWorkbook(f"这一格写的“{shorten(written)}”不是数")
    exact = not re.search(r"[.eE]", written)
    number = Decimal(written) if exact else _AS_EXCEL_SHOWS.create_decimal(written)
    if number and not -MOST_DECIMALS <= number.adjusted() < MOST_DIGITS:
        limits = f"整数最多 {MOST_DIGITS} 位，小数最多 {MOST_DECIMALS} 位"
        raise BadWorkbook(f"这一格的值 {shorten(written)} 超出范围，{limits}")
    return number


def _moment(number: Decimal, style: str, epoch: datetime) -> Value:
    """日期的序号 → 日期、时刻或时长；序号 60 是 Excel 里并不存在的 1900 年 2 月 29 日。"""
    from openpyxl.styles.numbers import is_timedelta_format

    if not 0 <= number < LAST_DAY + 1:
        raise BadWorkbook(f"这一格的值 {number:f} 按日期显示，日期的序号是 0 到 {LAST_DAY}")
    day, fraction = divmod(number, 1)
    passed = timedelta(milliseconds=round(fraction * _MILLISECONDS))
    if is_timedelta_format(style):
        return timedelta(days=int(day)) + passed
    if number < 1 and not passed.days:
        return (datetime.min + passed).time()
    if 0 < number < 60 and epoch == _WINDOWS:
        day += 1
    return epoch + timedelta(days=int(day)) + passed


def _iso(written: str) -> Value:
    """照 ISO 8601 写的日期、时刻；读不成的抛 ValueError。"""
    text = written.removesuffix("Z")
    if "-" not in text:
        return time.fromisoformat(text.removeprefix("T"))
    return datetime.fromisoformat(text) if ":" in text else date.fromisoformat(text)
