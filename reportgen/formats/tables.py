"""表的译码：tables.yaml → TableSpec、FormSpec、ChartSpec。"""

from __future__ import annotations

from typing import cast

from reportgen.core.tablespec import (
    Box,
    BoxGroup,
    BoxRow,
    ChartSpec,
    Column,
    FormSpec,
    Side,
    Subtotal,
    TableSpec,
    Total,
)
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.tree import Node, Scalar, Sequence

BLANK = "{{ '' }}"
"""什么也不印的模板。"""


def decode_tables(node: Node) -> tuple[TableSpec | FormSpec | ChartSpec, ...]:
    """tables.yaml：各表、表单和图。"""
    return tuple(_decode(name, Fields(value)) for name, value in Fields(node).nodes.items())


def _decode(name: str, fields: Fields) -> TableSpec | FormSpec | ChartSpec:
    kind = fields.words("kind", "table")
    if kind == "form":
        return _form(name, fields)
    return _chart(name, fields) if kind == "chart" else _table(name, fields)


def _chart(name: str, fields: Fields) -> ChartSpec:
    return ChartSpec(
        name=name,
        title=fields.words("title"),
        rows=fields.text("rows") or "",
        label=str(fields.prose("label") or ""),
        value=str(fields.prose("value") or ""),
        series=fields.words("series"),
        span=fields.span,
    )


def _table(name: str, fields: Fields) -> TableSpec:
    scorecard = fields.words("style") == "评分表"
    return TableSpec(
        name=name,
        title=fields.words("title"),
        rows=fields.text("rows") or "",
        columns=tuple(_column(Fields(item)) for item in fields.items("columns")),
        unit=fields.words("unit"),
        total=_total(fields.mapping("total")) if "total" in fields else None,
        subtotal=_subtotal(fields.mapping("subtotal")) if "subtotal" in fields else None,
        expand=fields.words("expand"),
        transpose=fields.flag("transpose", False),
        role="scorecard" if scorecard else "grid",
        repeat_labels=fields.flag("repeat_labels", scorecard),
        span=fields.span,
    )


def _column(fields: Fields) -> Column:
    head = fields.nodes["head"]
    heads = fields.texts("head", "wording") if isinstance(head, Sequence) else (str(fields.read("head", "wording")),)
    return Column(
        head=tuple(str(text) for text in heads),
        width=fields.integer("width", 1),
        value=_value(fields),
        text=fields.words("text"),
        align=cast(Side, fields.words("align", "left")),
        merge=fields.flag("merge", False),
        span=fields.span,
    )


def _value(fields: Fields) -> str:
    """格里的文字；写明 value: "" 的是留空待填的一列（如签字）。"""
    return str(fields.read("value", "wording") or BLANK) if "value" in fields else ""


def _total(fields: Fields) -> Total:
    return Total(
        label=fields.words("label"),
        row=fields.text("row") or "",
        sum=tuple(str(text) for text in fields.texts("sum", "text")),
        cells=_cells(fields),
        at="top" if fields.words("at") == "top" else "bottom",
        span=fields.span,
    )


def _subtotal(fields: Fields) -> Subtotal:
    return Subtotal(fields.words("label"), int(fields.words("level", "1")), _cells(fields), fields.span)


def _cells(fields: Fields) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key.text, str(read_scalar(value, "prose")))
        for key, value in fields.entries("cells")
        if isinstance(value, Scalar)
    )


def _form(name: str, fields: Fields) -> FormSpec:
    return FormSpec(
        name=name,
        title=fields.words("title"),
        widths=tuple(
            int(read_scalar(item, "count").number) for item in fields.items("widths") if isinstance(item, Scalar)
        ),
        rows=_box_rows(fields),
        unit=fields.words("unit"),
        repeat_labels=fields.flag("repeat_labels", True),
        span=fields.span,
    )


def _box_rows(fields: Fields) -> tuple[BoxRow | BoxGroup, ...]:
    return tuple(_box_row(item) for item in fields.items("rows"))


def _box_row(node: Node) -> BoxRow | BoxGroup:
    if isinstance(node, Sequence):
        return BoxRow(tuple(_box(Fields(item)) for item in node.items), span=node.span)
    fields = Fields(node)
    if "cells" in fields:
        boxes = tuple(_box(Fields(item)) for item in fields.items("cells"))
        return BoxRow(boxes, fields.text("each") or "", fields.text("when") or "", fields.span)
    side = _box(fields.mapping("side")) if "side" in fields else None
    return BoxGroup(_box_rows(fields), side, fields.text("when") or "", fields.span)


def _box(fields: Fields) -> Box:
    align = fields.words("align")
    return Box(
        label=str(fields.read("label", "wording")) if "label" in fields else None,
        value=str(fields.prose("value") or ""),
        text=fields.words("text"),
        across=fields.integer("span", 1),
        down=fields.integer("down", 1),
        align=cast(Side, align) if align else None,
        merge=int(fields.words("merge", "0")),
        span=fields.span,
    )
