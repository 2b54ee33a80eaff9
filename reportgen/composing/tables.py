"""表：tables.yaml 的规定 → Table。各列的文字由模板渲染，合并按指标层级，合计由程序求和。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.composing.cells import (
    Wording,
    including,
    items_at,
    mark_starts,
    resolved,
    same_group,
    text_of,
    texts_of,
    value_at,
    with_row,
)
from reportgen.composing.environment import Environment
from reportgen.composing.heads import Heads, head_rows
from reportgen.composing.tidy import lines
from reportgen.composing.totals import subtotal_row, total_row
from reportgen.core.document import Align, Cell, Row, Table
from reportgen.core.paths import Names
from reportgen.core.survey import DataTable
from reportgen.core.tablespec import Column, TableSpec

WIDEST = 24
"""数据文件的列，宽度最多按这么多个字算。"""


def compose_table(spec: TableSpec, environment: Environment, names: Names, number: int) -> Table:
    """一张表；number 是它在报告里的序号（表题里的 {n}）。写不成则抛 TableFault。"""
    title = (
        text_of(environment, Wording(spec.title, f"表 {spec.name} 的表题：", spec.span), names) if spec.title else ""
    )
    if spec.columns:
        widths, head, body = _composed(spec, environment, names)
    else:
        widths, head, body = _as_it_is(spec, names)
    if spec.transpose:
        widths, head, body = _transposed(widths, head, body)
    unit = resolved(environment, Wording(spec.unit, f"表 {spec.name} 的金额单位：", spec.span), names)
    return Table(
        caption=title.strip().replace("{n}", str(number)),
        unit=f"单位：{unit}" if unit else "",
        widths=widths,
        header_rows=len(head),
        rows=(*head, *body),
        role=spec.role,
        repeat_labels=spec.repeat_labels,
        origin=spec.span,
    )


_Parts = tuple[tuple[int, ...], list[Row], list[Row]]
"""各列宽、表头各行、其余各行。"""


def _composed(spec: TableSpec, environment: Environment, names: Names) -> _Parts:
    items = items_at(names, spec.rows, spec.span, f"表 {spec.name} 的 rows")
    wordings = [_wording(spec, column) for column in spec.columns]
    body = _body(spec, environment, names, items, wordings)
    if spec.total is not None:
        total = total_row(spec, environment, names, items, wordings)
        body = [total, *body] if spec.total.at == "top" else [*body, total]
    return tuple(column.width for column in spec.columns), head_rows(_heads(spec, environment, names), spec.span), body


def _heads(spec: TableSpec, environment: Environment, names: Names) -> Heads:
    """各列的表头，引用已经换好。合计、小计仍按规定里写的表头认列。"""

    def head(column: Column) -> tuple[str, ...]:
        place = f"表 {spec.name} 的表头："
        return tuple(resolved(environment, Wording(text, place, column.span), names) for text in column.head)

    return tuple(head(column) for column in spec.columns)


def _wording(spec: TableSpec, column: Column) -> Wording:
    place = f"“{column.head[-1] or '第一列'}”一列："
    return Wording(including(column.text) if column.text else column.value, place, column.span)


def _body(
    spec: TableSpec, environment: Environment, names: Names, items: Sequence[Any], wordings: Sequence[Wording]
) -> list[Row]:
    levels = _levels(spec.columns)
    rows: list[Row] = []
    before: Any = None
    for number, item in enumerate(items, 1):
        parent = spec.subtotal is not None and bool(spec.expand) and bool(getattr(item, spec.expand))
        inner = getattr(item, spec.expand, ()) if spec.expand else ()
        for each in (*(() if parent else (item,)), *inner):
            texts = texts_of(environment, wordings, with_row(names, each, number))
            cells = tuple(
                _cell(column, level, text, continues=level > 0 and same_group(each, before, level))
                for column, level, text in zip(spec.columns, levels, texts, strict=True)
            )
            rows.append(Row(cells, getattr(each, "span", None)))
            before = each
        if parent:
            rows.append(subtotal_row(spec, environment, names, item, wordings))
        elif spec.subtotal is not None and not spec.expand:
            following = items[number] if number < len(items) else None
            if not same_group(item, following, spec.subtotal.level):
                rows.append(subtotal_row(spec, environment, names, _level_total(spec, names, item), wordings))
    return mark_starts(rows)


def _level_total(spec: TableSpec, names: Names, item: Any) -> Any:
    """一行所在的一级或二级指标的小计。"""
    assert spec.subtotal is not None
    level = spec.subtotal.level
    totals = value_at(names, f"scorecard.level{level}", spec.span, f"表 {spec.name} 的小计")
    same = [each for each in totals if each.level1 == item.level1 and (level == 1 or each.level2 == item.level2)]
    return same[0] if same else None


def _levels(columns: tuple[Column, ...]) -> list[int]:
    """各列合并到第几级：第一个合并列是一级指标，第二个是二级；不合并为 0。"""
    level, levels = 0, []
    for column in columns:
        level += column.merge
        levels.append(level if column.merge else 0)
    return levels


def _cell(column: Column, level: int, text: str, *, continues: bool) -> Cell:
    if continues:
        return Cell(merge="continue", align="center", role="label")
    if level:
        return Cell(tuple(lines(text)) or ("",), align="center", role="label")
    align: Align = column.align
    return Cell(tuple(lines(text)) or ("",), align=align, role="number" if align == "right" else "text")


def _as_it_is(spec: TableSpec, names: Names) -> _Parts:
    """没有规定列的：照数据文件的表头和各行印，全是数的列右对齐。"""
    data = value_at(names, spec.rows.removesuffix(".rows"), spec.span, f"表 {spec.name} 的 rows")
    if not isinstance(data, DataTable):
        return (1,), [Row((Cell(align="center", role="head"),), spec.span)], []
    heads = data.heads
    columns = [[str(row[head]) for row in data.rows] for head in heads]  # type: ignore[index]
    widths = tuple(
        min(WIDEST, max([len(head), *map(len, column)], default=1)) + 2
        for head, column in zip(heads, columns, strict=True)
    )
    numeric = [bool(column) and all(_numeric(text) for text in column) for column in columns]
    head = Row(tuple(Cell((text,), align="center", role="head") for text in heads), spec.span)
    body = [
        Row(
            tuple(
                Cell((text,), align="right" if right else "left", role="number" if right else "text")
                for text, right in zip(texts, numeric, strict=True)
            ),
            data.span,
        )
        for texts in zip(*columns, strict=True)
    ]
    return widths, [head], body


def _numeric(text: str) -> bool:
    return not text or text.replace(",", "").replace("%", "").replace("-", "").replace(".", "").isdigit()


def _transposed(widths: tuple[int, ...], head: list[Row], body: list[Row]) -> _Parts:
    """行列对调：各列的表头成为首列，首列的文字成为表头。"""
    rows = [head[0], *body]
    count = len(head[0].cells)
    turned = [Row(tuple(row.cells[at] for row in rows), head[0].origin) for at in range(count)]
    first = Row(tuple(Cell(cell.paragraphs, align="center", role="head") for cell in turned[0].cells), turned[0].origin)
    rest = [
        Row((Cell(row.cells[0].paragraphs, align="center", role="head"), *row.cells[1:]), row.origin)
        for row in turned[1:]
    ]
    others = max(1, sum(widths[1:]) // max(1, len(widths) - 1))
    return (max(widths[0], others), *(others for _ in body)), [first], rest
