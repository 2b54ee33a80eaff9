"""CSV → 表头和各行的文字。UTF-8（有没有 BOM 都行），不是的按 GB18030 读；格里的文字照原样。"""

from __future__ import annotations

import csv
import io

from reportgen.source.sheets import LONGEST_CELL, BadTable, Grid, as_grid

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
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    limit = csv.field_size_limit(max(LONGEST_CELL * 4, 8192))
    try:
        for row in reader:
            if rows and row and len(row) > len(rows[0]):
                raise BadTable(f"有 {len(row)} 格，表头只有 {len(rows[0])} 格", f"第 {reader.line_num} 行")
            rows.append(tuple(field.strip() for field in row))
    except csv.Error:
        raise BadTable("引号不配对，或一格太长", f"第 {reader.line_num} 行") from None
    finally:
        csv.field_size_limit(limit)
    return rows
