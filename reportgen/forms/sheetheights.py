"""行高：表样写了行高、或格子合并着的，Excel 不会自己撑开；字多的一行照字数把它撑高，不低于表样的。"""

from __future__ import annotations

import unicodedata
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_USUAL_WIDTH = 8
_USUAL_SIZE = 11
_TALLEST = 409
"""Excel 的行最高 409 磅。"""


def needed_height(sheet: Worksheet, number: int) -> int | None:
    """第 number 行至少要多高（磅）；不用改的为 None。"""
    merged = _merged(sheet, number)
    lowest = sheet.row_dimensions[number].height if number in sheet.row_dimensions else None
    if lowest is None and not merged:
        return None
    needed = 0
    for column in range(1, sheet.max_column + 1):
        cell = sheet._cells.get((number, column))
        if cell is None or not isinstance(cell.value, str) or cell.data_type != "s":
            continue
        if not (cell.alignment.wrap_text or "\n" in cell.value):
            continue
        last = merged.get(column, column)
        needed = max(needed, _height(cell, _width(sheet, column, last)))
    if needed <= int(lowest or 0) or not needed:
        return None
    return min(needed, _TALLEST)


def _merged(sheet: Worksheet, number: int) -> dict[int, int]:
    """这一行里只占一行的合并：起列 → 末列。占几行的高低说不准，不管。"""
    spans = {}
    for area in sheet.merged_cells.ranges:
        if area.min_row == area.max_row == number:
            spans[area.min_col] = area.max_col
    return spans


def _width(sheet: Worksheet, first: int, last: int) -> int:
    """几列合起来放得下几个半角字。"""
    width = 0
    for column in range(first, last + 1):
        dimension = sheet.column_dimensions.get(get_column_letter(column))
        width += int(dimension.width) if dimension is not None else _USUAL_WIDTH
    return max(width - 1, 1)


def _height(cell: Any, width: int) -> int:
    size = int(cell.font.size or _USUAL_SIZE)
    wide = max(width * _USUAL_SIZE // size, 1)
    lines = 0
    for line in str(cell.value).split("\n"):
        letters = sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
        lines += max(-(-letters // wide), 1)
    return lines * size * 14 // 10 + 4
