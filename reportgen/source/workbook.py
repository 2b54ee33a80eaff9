"""工作簿：xlsx 里的一张工作表，有内容的各格照写的次序给出，只读一遍；在哪里由格子自己的行号列号说。

公式取存下的结果，没有存下结果的要说出来；数、日期超出范围的，说是哪一格。
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple
from xml.parsers import expat

from reportgen.core.archive import Archive, BadArchive
from reportgen.core.outside import megabytes
from reportgen.core.quantity import MOST_DIGITS, shorten
from reportgen.source.cellformat import GAP, Section, UnknownFormat, read_format
from reportgen.source.cellmoment import MACINTOSH, WINDOWS, show_moment
from reportgen.source.cellnumber import show_number
from reportgen.source.sheetcells import Merge, SheetCells, WrittenCell
from reportgen.source.sheetxml import (
    BadWorkbook,
    Handler,
    Links,
    SharedStrings,
    SheetList,
)
from reportgen.source.styles import Styles

MOST_ELEMENTS = 1_000_000
"""不论文件大小都可以读的 XML 元素个数，约一秒；更大的表照文件的大小，每个字节两个。"""
MOST_DECIMALS = 30
LONGEST_TAG = 1024 * 1024
"""一个标签（连同属性）最多的字节数：expat 收齐一个标签才交出来。"""

_NUMBER = re.compile(r"[-+]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][-+]?\d{1,5})?")
_AS_EXCEL_SHOWS = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel 的有效数字是 15 位；文件里存的第 16、17 位是二进制的尾数。"""
_MOST_WHOLE_DIGITS = 15
_BOOLEANS = {"1": "是", "true": "是", "0": "否", "false": "否"}
_SECONDS = 24 * 60 * 60
_TEXT_SECTION = 3
"""文字的一段是第四段，前面有三个分号。"""
_AFTER_FEBRUARY_1900 = 60
_GAPS = re.compile(f"[{GAP} ]*{GAP}[{GAP} ]*")


class Cell(NamedTuple):
    """有内容的一格：行、列、照 Excel 显示的文字；number 是不是数，formula 是不是公式。

    problem 是这一格读不成的理由；只有 read_each 给。
    """

    row: int
    column: int
    text: str
    number: bool = False
    formula: bool = False
    problem: str = ""


class SheetContent(NamedTuple):
    """一张工作表：有内容的各格，合并的各块；hidden 说一格在不在隐藏的行、列里。"""

    cells: Iterator[Cell]
    merges: tuple[Merge, ...]
    hidden: Callable[[int, int], bool]


class Workbook:
    """打开的工作簿：有哪些工作表，各在哪个部件里。"""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        self._most = max(MOST_ELEMENTS, 2 * len(data))
        links = Links()
        self._parse("_rels/.rels", links, optional=True)
        home = next(
            (target for kind, target in links.found.values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        self._home = posixpath.normpath(home.lstrip("/"))
        book, links = SheetList(), Links()
        self._parse(self._home, book)
        folder, name = posixpath.split(self._home)
        self._parse(f"{folder}/_rels/{name}.rels", links)
        kinds = {kind: self._inside(target) for kind, target in links.found.values()}
        self._strings_part, self._styles_part = (
            kinds.get("sharedStrings", ""),
            kinds.get("styles", ""),
        )
        self._epoch = MACINTOSH if book.macintosh else WINDOWS
        self.sheets: dict[str, str] = {}
        self.hidden = tuple(book.hidden)
        for title, link in book.sheets:
            kind, target = links.found.get(link, ("", ""))
            if kind == "worksheet" and self._inside(target) in self._archive:
                self.sheets[title] = self._inside(target)

    def _inside(self, target: str) -> str:
        """工作簿里写的部件 → 包里的名字。"""
        return posixpath.normpath(
            posixpath.join("/", posixpath.dirname(self._home), target)
        ).lstrip("/")

    def read(self, sheet: str, *, lenient: bool = False) -> SheetContent:
        """一张工作表，照写的次序。lenient 为真则显示不出的一格（错误值、太怪的格式）照存着的字给出。"""
        reader = SheetCells()
        self._parse(self.sheets[sheet], reader)
        return SheetContent(self._cells(reader, lenient), tuple(reader.merges), reader.is_hidden)

    def read_each(self, sheet: str) -> tuple[list[Cell], tuple[Merge, ...]]:
        """一张工作表的各格，隐藏的也在内，和合并的各块；一格读不成的不妨碍别的格，理由在它的 problem 里。"""
        reader = SheetCells(leniently=True)
        self._parse(self.sheets[sheet], reader)
        strings, styles = self._shared(reader)
        cells = [self._each(cell, strings, styles) for cell in reader.cells]
        return cells, tuple(reader.merges)

    def _each(self, cell: WrittenCell, strings: SharedStrings, styles: Styles) -> Cell:
        reason = "这一格是公式，没有存下结果"
        try:
            if cell.text or not cell.formula:
                return self._shown(cell, strings, styles)
        except BadWorkbook as error:
            reason = str(error)
        return Cell(cell.row, cell.column, "", formula=cell.formula, problem=reason)

    def _shared(self, reader: SheetCells) -> tuple[SharedStrings, Styles]:
        """各格用到的共用文字和样式。"""
        shared = {cell.text for cell in reader.cells if cell.kind == "s"}
        strings = SharedStrings(shared)
        if shared and self._strings_part:
            self._parse(self._strings_part, strings)
        styles = Styles()
        if self._styles_part and any(cell.style for cell in reader.cells):
            self._parse(self._styles_part, styles, optional=True)
        return strings, styles

    def _cells(self, reader: SheetCells, lenient: bool) -> Iterator[Cell]:
        strings, styles = self._shared(reader)
        for cell in reader.cells:
            try:
                yield self._shown(cell, strings, styles)
            except BadWorkbook:
                if lenient:
                    yield Cell(cell.row, cell.column, cell.text)
                elif not reader.is_hidden(cell.row, cell.column):
                    raise

    def _shown(self, cell: WrittenCell, strings: SharedStrings, styles: Styles) -> Cell:
        """一格的文字，照 Excel 里显示的样子；照不出的说是哪一格、什么格式。"""
        code = ""
        try:
            if cell.kind == "e":
                raise BadWorkbook(f"这一格是错误值 {shorten(cell.text)}，请改好公式或数")
            if cell.kind == "b":
                text = _BOOLEANS[cell.text]
                return Cell(cell.row, cell.column, text, formula=cell.formula)
            code = styles.code(cell.style)
            text = self._text(cell, strings, code)
        except BadWorkbook as error:
            raise BadWorkbook(str(error), cell.row, cell.column) from None
        except (UnknownFormat, ArithmeticError) as error:
            why = str(error) if isinstance(error, UnknownFormat) else "位数太多"
            reason = (
                f"这一格的值 {shorten(cell.text)} 照数字格式 {shorten(code, 40)} 显示不出：{why}"
            )
            raise BadWorkbook(f"{reason}，请换一种数字格式", cell.row, cell.column) from None
        except (KeyError, ValueError):
            reason = f"这一格写的“{shorten(cell.text)}”读不成"
            raise BadWorkbook(reason, cell.row, cell.column) from None
        return Cell(cell.row, cell.column, text, cell.kind == "n", cell.formula)

    def _text(self, cell: WrittenCell, strings: SharedStrings, code: str) -> str:
        if cell.kind == "n":
            number = _number(cell.text.strip())
            choice = read_format(code).choose(number)
            return _trimmed(_figure(number, choice.section, choice.signed, self._epoch))
        if cell.kind == "d":
            return self._dated(cell.text, code)
        written = strings.found[cell.text] if cell.kind == "s" else cell.text
        if "@" not in code and code.count(";") < _TEXT_SECTION:
            return written.strip()  # 没有说文字怎么显示的，看不懂的格式也不碍事
        tokens = read_format(code).text.tokens
        return _trimmed("".join(written if token.text == "@" else token.text for token in tokens))

    def _dated(self, written: str, code: str) -> str:
        """照 ISO 8601 写的日期、时刻：有日期格式的照格式，没有的照原样。"""
        value = _iso(written)
        section = read_format(code).choose(Decimal(1)).section
        if section.kind != "date" or not isinstance(value, datetime | date):
            return _plain_date(value)
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        passed = moment - datetime.combine(self._epoch, time())
        if passed.days <= _AFTER_FEBRUARY_1900:
            return _plain_date(value)
        seconds = Decimal(passed.seconds) / _SECONDS
        return _trimmed(show_moment(passed.days + seconds, section, self._epoch))

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
        except (expat.ExpatError, LookupError):  # 声明了没有的编码
            raise BadArchive(f"部件 {name} 里的 XML 已损坏") from None


def _number(written: str) -> Decimal:
    """一格里存的数，照 Excel 显示的有效数字；太大太小的不认。"""
    if _NUMBER.fullmatch(written) is None:
        raise BadWorkbook(f"这一格写的“{shorten(written)}”不是数")
    number = _AS_EXCEL_SHOWS.create_decimal(written)
    if number and not -MOST_DECIMALS <= number.adjusted() < MOST_DIGITS:
        limits = f"整数最多 {MOST_DIGITS} 位，小数最多 {MOST_DECIMALS} 位"
        raise BadWorkbook(f"这一格的值 {shorten(written)} 超出范围，{limits}")
    if number.adjusted() >= _MOST_WHOLE_DIGITS and number != Decimal(written):
        reason = f"这一格的数 {shorten(written)} 超过 15 位，Excel 只存得准 15 位"
        raise BadWorkbook(f"{reason}，证件号、账号请存成文字")
    return number


def _figure(number: Decimal, section: Section, signed: bool, epoch: date) -> str:
    """一个数照一段格式的样子。"""
    if section.kind == "date":
        return show_moment(number, section, epoch)
    return ("-" if signed else "") + show_number(abs(number), section)


def _trimmed(text: str) -> str:
    """留的空并成一个空格，两头的去掉。"""
    return (_GAPS.sub(" ", text) if GAP in text else text).strip()


def _plain_date(value: date | datetime | time) -> str:
    """没有日期格式的日期、时刻，照 ISO 8601；零点的只写日期。"""
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat()


def _iso(written: str) -> date | datetime | time:
    """照 ISO 8601 写的日期、时刻；读不成的抛 ValueError。"""
    text = written.removesuffix("Z")
    if "-" not in text:
        return time.fromisoformat(text.removeprefix("T"))
    return datetime.fromisoformat(text) if ":" in text else date.fromisoformat(text)
