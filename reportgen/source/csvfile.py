"""CSV → 表头和各行的文字。UTF-8（有没有 BOM 都行），不是的按 GB18030 读；格里的文字照原样。"""

from __future__ import annotations

import csv
import io

from reportgen.source.sheets import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, BadTable, Grid, as_grid
from reportgen.source.sheetxml import MOST_CELLS

ENCODINGS = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))


def read_csv(data: bytes) -> tuple[Grid, str]:
    """CSV → 文字，和所用的编码。"""
    for codec, name in ENCODINGS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return as_grid(_rows(text)), name
    raise BadTable("既不是 UTF-8，也不是 GB18030")


def _rows(text: str) -> list[tuple[str, ...]]:
    """各行的文字；行数、列数、格数边读边数，末尾的空行不算。"""
    rows: list[tuple[str, ...]] = []
    heads = blank = cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    limit = csv.field_size_limit(max(LONGEST_CELL * 4, 8192))
    try:
        for row in reader:
            if rows and row and len(row) > heads:
                raise BadTable(f"有 {len(row)} 格，表头只有 {heads} 格", f"第 {reader.line_num} 行")
            heads = heads if rows else len(row)
            fields = _without_tail([field.strip() for field in row])
            if not fields and rows:
                blank += 1
                continue
            cells += len(fields)
            _within_limits(len(rows) + blank, len(fields), cells, f"第 {reader.line_num} 行")
            rows += [()] * blank
            rows.append(tuple(fields))
            blank = 0
    except csv.Error:
        raise BadTable("引号不配对，或一格太长", f"第 {reader.line_num} 行") from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _without_tail(fields: list[str]) -> list[str]:
    """去掉末尾的空格子。"""
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _within_limits(before: int, columns: int, cells: int, label: str) -> None:
    if before > MOST_ROWS:
        raise BadTable(f"这是第 {before + 1} 行，最多 {MOST_ROWS} 行（表头不算）", label)
    if columns > MOST_COLUMNS:
        raise BadTable(f"这一行有 {columns} 列，最多 {MOST_COLUMNS} 列", label)
    if cells > MOST_CELLS:
        raise BadTable(f"到这一行有 {cells} 格，全表最多 {MOST_CELLS} 格", label)
