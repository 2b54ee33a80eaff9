"""CSV → 数据表。编码（UTF-8、UTF-16、GB18030）和分隔（逗号、制表符、分号）自己认，文字照原样。"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from reportgen.source.grid import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    Grid,
    Line,
    Remark,
    as_table,
)
from reportgen.source.sheetcells import MOST_CELLS

ENCODINGS = (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"))
DELIMITERS = (",", "\t", ";")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAMPLE, _SAMPLED_ROWS = 64 * 1024, 50


class CsvTable(NamedTuple):
    """读成的 CSV：网格、所用的编码，和要说的。"""

    grid: Grid
    encoding: str
    remarks: tuple[Remark, ...] = ()


def read_csv(data: bytes) -> CsvTable:
    """CSV → 数据表。"""
    text, encoding = _decoded(data)
    lines = _lines(text)
    width = max((len(line.texts) for line in lines), default=0)
    table = as_table(lines, range(1, width + 1))
    return CsvTable(table.grid, encoding, table.remarks)


def _decoded(data: bytes) -> tuple[str, str]:
    """文字和编码的名字。没有 BOM 的 UTF-16 凭半角字符里的零字节认。"""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise BadTable("UTF-16 的文字不完整") from None
    for codec, name in (*_without_mark(data), *ENCODINGS):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise BadTable("既不是 UTF-8、UTF-16，也不是 GB18030")


def _without_mark(data: bytes) -> Iterator[tuple[str, str]]:
    if b"\0" not in data[:_SAMPLE]:
        return
    odd, even = data[1:_SAMPLE:2].count(0), data[:_SAMPLE:2].count(0)
    yield ("utf-16-le" if odd >= even else "utf-16-be"), "UTF-16"


def _delimiter(text: str) -> str:
    """格与格之间的符号：照它分开，格数相同的行最多；一样多的是逗号。"""
    sample = text[:_SAMPLE].splitlines()[:_SAMPLED_ROWS]
    scores = [_even_rows(sample, delimiter) for delimiter in DELIMITERS]
    return DELIMITERS[scores.index(max(scores))]


def _even_rows(sample: list[str], delimiter: str) -> int:
    """照这个符号分成两格以上、格数相同的行最多有几行。"""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(sample, delimiter=delimiter):
            widths[len(row)] += 1
    except csv.Error:
        pass
    return max((count for width, count in widths.items() if width > 1), default=0)


def _lines(text: str) -> list[Line]:
    """各行的文字；行数、列数、格数边读边数，末尾的空行不算。"""
    lines: list[Line] = []
    blank = cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    limit = csv.field_size_limit(max(LONGEST_CELL * 4, 8192))
    try:
        for row in reader:
            fields = _without_tail([field.strip() for field in row])
            if not fields and lines:
                blank += 1
                continue
            number = reader.line_num
            cells += len(fields)
            _within_limits(len(lines) + blank, len(fields), cells, f"第 {number} 行")
            lines += [Line(number, ())] * blank
            lines.append(Line(number, tuple(fields)))
            blank = 0
    except csv.Error:
        raise BadTable("引号不配对，或一格太长", f"第 {reader.line_num} 行") from None
    finally:
        csv.field_size_limit(limit)
    return lines


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
