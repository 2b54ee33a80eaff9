"""列多出来的表：{%tc for %} 重复了几列，docxtpl 只把网格切成大小不一的几份。各列照格子自己写的宽，缩到原来那么宽。"""

from __future__ import annotations

from lxml import etree

from reportgen.word.columns import shared
from reportgen.word.markup import W, value_of, whole_number


def fit_columns(table: etree._Element) -> None:
    """各格写的宽合起来超过网格的，一起缩。有横着并的格、各行格数不一的不动：那不是重复出来的列。"""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    rows = [row.findall(f"{W}tc") for row in table.findall(f"{W}tr")]
    if not rows or any(len(row) != len(columns) for row in rows):
        return
    total = sum(whole_number(value_of(column, "w")) for column in columns)
    wanted = [whole_number(value_of(cell.find(f"{W}tcPr/{W}tcW"), "w")) for cell in rows[0]]
    if not all(wanted) or sum(wanted) <= total:
        return
    widths = shared(wanted, total)
    for column, width in zip(columns, widths, strict=True):
        column.set(f"{W}w", str(width))
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            size = cell.find(f"{W}tcPr/{W}tcW")
            if size is not None:
                size.set(f"{W}w", str(width))
