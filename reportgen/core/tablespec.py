"""表、表单、图的规定（tables.yaml）：列是数据，样子归 Word。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

Side = Literal["left", "center", "right"]


@frozen
class Column:
    """一列：表头（一层或多层）、格里的文字模板（value）或模板文件（text）、相对宽度、对齐、是否按组合并。"""

    head: tuple[str, ...]
    width: int
    value: str = ""
    text: str = ""
    align: Side = "left"
    merge: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Total:
    """合计行：标签，取自一个资金行（row）、逐列求和（sum 列名）或直接给出各列文字（cells）；at 定在末行或首行。"""

    label: str
    row: str = ""
    sum: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    at: Literal["top", "bottom"] = "bottom"
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Subtotal:
    """小计行：在每个一级（level=1）或二级（level=2）指标之后，或“其中”各行之后；cells 是各列文字，没写的照列的写法。"""

    label: str
    level: int = 1
    cells: tuple[tuple[str, str], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class TableSpec:
    """一张表的规定：表题、金额单位、行从哪里来（路径）、各列、合计、角色、跨页是否重印层级标签。

    expand 是每行之后接着印的“其中”各行所在的字段；transpose 为真则行列对调（首列成为表头）。
    没有列的（rows 是数据文件的行）照文件的各列印。
    """

    name: str
    title: str
    rows: str
    columns: tuple[Column, ...]
    unit: str = ""
    total: Total | None = None
    subtotal: Subtotal | None = None
    expand: str = ""
    transpose: bool = False
    role: Literal["grid", "scorecard"] = "grid"
    repeat_labels: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Box:
    """表单的一格：标签（label）、文字模板（value）或模板文件（text），横跨几列、竖跨几行、对齐。

    merge 是按第几级的组与上一行合并，0 为不合并。
    """

    label: str | None = None
    value: str = ""
    text: str = ""
    across: int = 1
    down: int = 1
    align: Side | None = None
    merge: int = 0
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class BoxRow:
    """表单的一行；each 不空则每条一行。"""

    boxes: tuple[Box, ...]
    each: str = ""
    when: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class BoxGroup:
    """表单里的一组行；side 是左边竖跨整组的标签。"""

    rows: tuple[BoxRow | BoxGroup, ...]
    side: Box | None = None
    when: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class FormSpec:
    """一张表单的规定：表题、金额单位、网格各列的相对宽度、自上而下的各行和各组。"""

    name: str
    title: str
    widths: tuple[int, ...]
    rows: tuple[BoxRow | BoxGroup, ...]
    unit: str = ""
    repeat_labels: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class ChartSpec:
    """一张条形图的规定：图题、系列名、行从哪里来、每条的名称和数值（文字模板）。"""

    name: str
    title: str
    rows: str
    label: str
    value: str
    series: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


def boxes_of(rows: tuple[BoxRow | BoxGroup, ...]) -> Iterator[Box]:
    """表单里的各格，自上而下。"""
    for row in rows:
        if isinstance(row, BoxRow):
            yield from row.boxes
        else:
            if row.side is not None:
                yield row.side
            yield from boxes_of(row.rows)


def paths_of(rows: tuple[BoxRow | BoxGroup, ...]) -> Iterator[tuple[str, str, Span | None]]:
    """表单里的 when 和 each：哪个词、路径、出处。"""
    for row in rows:
        yield "when", row.when, row.span
        if isinstance(row, BoxRow):
            yield "each", row.each, row.span
        else:
            yield from paths_of(row.rows)


def wordings(spec: TableSpec | FormSpec | ChartSpec) -> Iterator[tuple[str, Span | None]]:
    """一张表里的全部文字模板，各带出处；模板文件（text）不在内。"""
    yield spec.title, spec.span
    if isinstance(spec, ChartSpec):
        yield spec.series, spec.span
        yield spec.label, spec.span
        yield spec.value, spec.span
    elif isinstance(spec, FormSpec):
        yield spec.unit, spec.span
        for box in boxes_of(spec.rows):
            yield box.label or box.value, box.span
    else:
        yield spec.unit, spec.span
        for column in spec.columns:
            yield from ((text, column.span) for text in (*column.head, column.value))
        for extra in (spec.total, spec.subtotal):
            if extra is not None:
                yield extra.label, extra.span
                yield from ((text, extra.span) for _, text in extra.cells)


def text_files(spec: TableSpec | FormSpec | ChartSpec) -> Iterator[tuple[str, Span | None]]:
    """一张表用到的模板文件，各带出处。"""
    if isinstance(spec, FormSpec):
        yield from ((box.text, box.span) for box in boxes_of(spec.rows) if box.text)
    elif isinstance(spec, TableSpec):
        yield from ((column.text, column.span) for column in spec.columns if column.text)
