"""数据表：xlsx 的一张工作表 → 表头和各行的文字。数照 Excel 里显示的样子（小数位数、百分号、分节），不经过舍入。

用 openpyxl（MIT）只读地流式打开；打开之前先看压缩包里有多大，公式取存下的结果，没有存下结果的要说出来。
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import zipfile
import zlib
from decimal import Decimal
from typing import Any

from reportgen.core.quantity import HUNDRED, fixed, plain

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 2_000
LARGEST_UNPACKED = 100 * 1024 * 1024

Grid = tuple[tuple[str, ...], ...]
"""第一行是表头，各行一样长。"""

_PLACES = re.compile(r"0\.(0+)")
_ELAPSED = re.compile(r"(?:\[(?P<hours>h+)\]:mm|\[(?P<minutes>m+)\])(?P<seconds>:ss)?(?:;@)?", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""解开坏了或加了密码的压缩包时会遇到的各种错误。"""


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
    import openpyxl

    _look_before_opening(data)
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        if sheet and sheet not in shown.sheetnames:
            raise BadTable(f"没有工作表“{sheet}”，有：{'、'.join(shown.sheetnames)}")
        name = sheet or shown.sheetnames[0]
        rows = [
            _row(values, formulas, name) for values, formulas in zip(shown[name].rows, written[name].rows, strict=True)
        ]
    except (*DAMAGED, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError) as error:
        if isinstance(error, BadTable):
            raise
        raise BadTable("不是能读的 xlsx") from None
    return as_grid(rows, name)


def _look_before_opening(data: bytes) -> None:
    """打开之前看压缩包：解开有多大、有没有加密。"""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
    except DAMAGED:
        raise BadTable("不是 xlsx 文件（可能是旧的 xls，或加了密码）") from None
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED or len(entries) > 2_000:
        raise BadTable("解开以后太大")


def _row(values: tuple[Any, ...], formulas: tuple[Any, ...], sheet: str) -> tuple[str, ...]:
    texts = []
    for value, formula in zip(values, formulas, strict=True):
        if value.value is None and formula.value is not None:
            label = cell_label(sheet, formula.row, formula.column)
            raise BadTable("这一格是公式，没有存下结果，请在 Excel 里打开、保存一次", label)
        style = getattr(value, "number_format", "General") or "General"
        try:
            texts.append(_text(value.value, style))
        except (ArithmeticError, ValueError):  # 无穷大、大得写不下的数，和数字格式认不得的时长
            reason = f"这一格的值（数字格式 {style}）读不成文字，请改成普通的数或文字"
            raise BadTable(reason, cell_label(sheet, value.row, value.column)) from None
    return tuple(texts)


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
    number = Decimal(repr(value))
    match = _PLACES.search(style)
    places = len(match[1]) if match else 0
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
    """各行 → 一样长的各行：去掉末尾的空行和空列；表头不空、不重复，大小在限度之内。sheet 是工作表名，CSV 没有。"""
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise BadTable("是空的")
    width = max(at + 1 for row in rows for at, text in enumerate(row) if text)
    if len(rows) - 1 > MOST_ROWS or width > MOST_COLUMNS:
        raise BadTable(f"有 {len(rows) - 1} 行 {width} 列，最多 {MOST_ROWS} 行 {MOST_COLUMNS} 列")
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
            raise BadTable(f"这一格超过 {LONGEST_CELL} 字", cell_label(sheet, number, column))
        if _UNPRINTABLE.search(text):
            raise BadTable("这一格有不能印的控制字符", cell_label(sheet, number, column))
    return (*row[:width], *[""] * (width - len(row)))
