"""数据表：xlsx 的一张工作表 → 表头和各行的文字。数照 Excel 里显示的样子（小数位数、百分号、分节），不经过舍入。

行数、列数、字数都在读的时候数，超过限度的在那一格停下。
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from reportgen.core.archive import BadArchive, DamagedArchive
from reportgen.core.quantity import HUNDRED, fixed, plain, shorten
from reportgen.source.sheetxml import BadWorkbook
from reportgen.source.workbook import MOST_DECIMALS, Cell, Workbook

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 2_000
MOST_CHARACTERS = 10_000_000
"""全表的字数：共用的文字存一份，可以印几十万次。"""
MOST_NAMED = 10

Grid = tuple[tuple[str, ...], ...]
"""第一行是表头，各行一样长。"""

_PLACES = re.compile(r"0\.(0+)")
_ELAPSED = re.compile(r"(?:\[(?P<hours>h+)\]:mm|\[(?P<minutes>m+)\])(?P<seconds>:ss)?(?:;@)?", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class BadTable(ValueError):
    """数据表用不了：理由用中文；label 是表里的地方（“资金!C5”、“第 3 行”），说的是整个文件的为空。"""

    def __init__(self, reason: str, label: str = "") -> None:
        super().__init__(reason)
        self.label = label


def cell_label(sheet: str, row: int, column: int) -> str:
    """一格的地方，照表格程序的写法“资金!C5”；没有工作表名的（CSV）是“第 5 行第 3 列”。行列从 1 数。"""
    if not sheet:
        return f"第 {row} 行第 {column} 列"
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{sheet}!{letters}{row}"


def read_xlsx(data: bytes, sheet: str = "") -> Grid:
    """xlsx → 文字；sheet 是工作表名，空则第一张。"""
    return read_sheet(open_xlsx(data), sheet)


def open_xlsx(data: bytes) -> Workbook:
    """xlsx → 工作簿；几张表从同一个工作簿读，解开的字节合在一起算。"""
    with _as_bad_table():
        return Workbook(data)


def read_sheet(book: Workbook, sheet: str = "") -> Grid:
    """工作簿的一张表 → 文字；sheet 是工作表名，空则第一张。"""
    name = sheet if sheet in book.sheets else _first_sheet(book, sheet)
    with _as_bad_table(name):
        return as_grid(_rows(book.cells(name), name), name)


@contextmanager
def _as_bad_table(sheet: str = "") -> Iterator[None]:
    """工作簿的毛病 → 数据表用不了的理由。"""
    try:
        yield
    except BadWorkbook as error:
        label = cell_label(sheet, error.row, error.column) if error.row else ""
        raise BadTable(str(error), label) from None
    except DamagedArchive:
        raise BadTable("不是能读的 xlsx（可能是旧的 xls，或加了密码）") from None
    except BadArchive as error:
        raise BadTable(str(error)) from None


def _first_sheet(book: Workbook, wanted: str) -> str:
    """第一张工作表；写了名字而没有这一张的，说有哪些。"""
    if not book.sheets:
        raise BadTable("里面没有工作表")
    if wanted:
        more = f"等 {len(book.sheets)} 张" if len(book.sheets) > MOST_NAMED else ""
        names = "、".join(shorten(name) for name in list(book.sheets)[:MOST_NAMED])
        raise BadTable(f"没有工作表“{wanted}”，有：{names}{more}")
    return next(iter(book.sheets))


def _rows(cells: Iterable[Cell], sheet: str) -> list[tuple[str, ...]]:
    """各格 → 各行的文字。格子的位置先看过，才占地方；中间缺的行和格是空的。"""
    rows: dict[int, dict[int, str]] = {}
    length = 0
    for cell in cells:
        try:
            text = _text(cell.value, cell.style)
        except (ArithmeticError, ValueError):
            reason = f"这一格的值（数字格式 {shorten(cell.style)}）读不成文字，请改成普通的数或文字"
            raise _at_cell(reason, cell, sheet) from None
        if not text:
            continue
        if cell.row > MOST_ROWS + 1 or cell.column > MOST_COLUMNS:
            limits = f"最多 {MOST_ROWS} 行（表头不算）{MOST_COLUMNS} 列"
            raise _at_cell(f"这一格在第 {cell.row} 行第 {cell.column} 列，{limits}", cell, sheet)
        length += len(text)
        if length > MOST_CHARACTERS:
            raise _at_cell(f"到这一格，全表已超过 {MOST_CHARACTERS} 字", cell, sheet)
        row = rows.setdefault(cell.row, {})
        if cell.column in row:
            raise _at_cell("这一格在文件里写了两次", cell, sheet)
        row[cell.column] = text
    return [_even_row(rows.get(number, {})) for number in range(1, max(rows, default=0) + 1)]


def _at_cell(reason: str, cell: Cell, sheet: str) -> BadTable:
    return BadTable(reason, cell_label(sheet, cell.row, cell.column))


def _even_row(cells: dict[int, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(1, max(cells, default=0) + 1))


def _text(value: object, style: str) -> str:
    """一格的文字，照 Excel 里显示的样子。"""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return _elapsed(value, style)
    if isinstance(value, str):
        return value.strip()
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    match = _PLACES.search(style)
    places = min(len(match[1]), MOST_DECIMALS) if match else 0
    if "%" in style:
        return f"{fixed(number * HUNDRED, places)}%"
    if style == "General":
        return plain(number)
    return fixed(number, places, group="#,##0" in style) if match or "0" in style else plain(number)


def _elapsed(length: datetime.timedelta, style: str) -> str:
    """时长：一天半在 [h]:mm 里是 36:00，在 [mm]:ss 里是 2160:00；不到显示的那一位的舍去，与 Excel 相同。"""
    seconds = length.days * 86_400 + length.seconds + (length.microseconds >= 500_000)
    match = _ELAPSED.fullmatch(style)
    if match is None or seconds < 0:
        raise ValueError
    whole, part = divmod(seconds, 3600 if match["hours"] else 60)
    pieces = [f"{whole:0{len(match['hours'] or match['minutes'])}d}"]
    if match["hours"]:
        pieces.append(f"{part // 60:02d}")
    if match["seconds"]:
        pieces.append(f"{seconds % 60:02d}")
    return ":".join(pieces)


def as_grid(rows: list[tuple[str, ...]], sheet: str = "") -> Grid:
    """各行 → 一样长的各行：去掉末尾的空行和空列；表头不空、不重复。sheet 是工作表名，CSV 没有。"""
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise BadTable("是空的")
    width = max(at + 1 for row in rows for at, text in enumerate(row) if text)
    heads = rows[0][:width]
    for at in range(width):
        if at >= len(heads) or not heads[at]:
            raise BadTable("这一列没有表头", cell_label(sheet, 1, at + 1))
        if heads[at] in heads[:at]:
            raise BadTable(f"表头“{heads[at]}”有两列", cell_label(sheet, 1, at + 1))
    return tuple(_even(row, width, number, sheet) for number, row in enumerate(rows, 1))


def _even(row: tuple[str, ...], width: int, number: int, sheet: str) -> tuple[str, ...]:
    for column, text in enumerate(row, 1):
        if len(text) > LONGEST_CELL:
            raise BadTable(f"这一格有 {len(text)} 字，最多 {LONGEST_CELL} 字", cell_label(sheet, number, column))
        if _UNPRINTABLE.search(text):
            raise BadTable("这一格有不能印的控制字符", cell_label(sheet, number, column))
    return (*row[:width], *[""] * (width - len(row)))
