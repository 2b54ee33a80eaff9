"""表：tables.yaml 的规定 → Table。各列的文字由模板渲染，合并按指标层级，合计由程序求和。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.composing.cells import (
    Wording,
    caption_and_unit,
    content_cell,
    including,
    items_at,
    mark_starts,
    resolved,
    same_group,
    texts_of,
    value_at,
    with_row,
)
from reportgen.composing.environment import ROW, Environment
from reportgen.composing.heads import Heads, head_rows
from reportgen.composing.tidy import cell_lines
from reportgen.composing.totals import subtotal_row, total_row
from reportgen.core.document import Cell, Row, Table
from reportgen.core.paths import Names
from reportgen.core.survey import DataTable
from reportgen.core.tablespec import Column, TableSpec

WIDEST = 24
"""数据文件的列，宽度最多按这么多个字算。"""
_NOT_DIGITS = str.maketrans("", "", ",%-.")


_Parts = tuple[tuple[int, ...], list[Row], list[Row]]
"""各列宽、表头各行、其余各行。"""


def compose_table(spec: TableSpec, environment: Environment, names: Names, number: int) -> Table:
    """一张表；number 是它在报告里的序号（表题里的 {n}）。写不成则抛 TableFault。"""
    caption, unit = caption_and_unit(spec, "表", environment, names, number)
    if spec.columns:
        widths, head, body = _composed(spec, environment, names)
    else:
        widths, head, body = _as_it_is(spec, names)
    if spec.transpose:
        widths, head, body = _transposed(widths, head, body)
    return Table(
        caption=caption,
        unit=unit,
        widths=widths,
        header_rows=len(head),
        rows=(*head, *body),
        role=spec.role,
        repeat_labels=spec.repeat_labels,
        origin=spec.span,
        fixed=tuple(at for at, column in enumerate(spec.columns) if column.fixed),
        fit=spec.fit,
    )


def _composed(spec: TableSpec, environment: Environment, names: Names) -> _Parts:
    items = items_at(names, spec.rows, spec.span, f"表 {spec.name} 的 rows")
    wordings = [_wording(column) for column in spec.columns]
    body = _body(spec, environment, names, items, wordings)
    if spec.total is not None:
        total = total_row(spec, environment, names, items, wordings)
        body.insert(0 if spec.total.at == "top" else len(body), total)
    head = head_rows(_heads(spec, environment, names), spec.span)
    return tuple(column.width for column in spec.columns), head, body


def _heads(spec: TableSpec, environment: Environment, names: Names) -> Heads:
    """各列的表头，引用已经换好。合计、小计仍按规定里写的表头认列。"""
    place = f"表 {spec.name} 的表头："
    heads = []
    for column in spec.columns:
        wordings = [Wording(text, place, column.span) for text in column.head]
        heads.append(tuple(resolved(environment, wording, names) for wording in wordings))
    return tuple(heads)


def _wording(column: Column) -> Wording:
    place = f"“{column.head[-1] or '第一列'}”一列："
    if column.text:
        return Wording(including(column.text), place, column.span)
    return Wording(column.value, place, column.span)


def _body(
    spec: TableSpec,
    environment: Environment,
    names: Names,
    items: Sequence[Any],
    wordings: Sequence[Wording],
) -> list[Row]:
    """表头以下、合计以外的各行。

    写了 expand 又写小计的，有“其中”的一行印在它们之后，作它们的小计；
    没有写 expand 的，一组完了印这一组的小计。
    """
    columns = list(zip(spec.columns, _levels(spec.columns), strict=True))
    rows: list[Row] = []
    before: Any = None
    for number, item in enumerate(items, 1):
        inner = _inner(spec, item)
        sums_up = spec.subtotal is not None and bool(inner)
        block = inner if sums_up else (item, *inner)
        for line in block:
            texts = texts_of(environment, wordings, with_row(names, line, number))
            cells = []
            for (column, level), text in zip(columns, texts, strict=True):
                continues = level > 0 and same_group(line, before, level)
                cells.append(_cell(column, level, text, continues=continues))
            rows.append(Row(tuple(cells), getattr(line, "span", None)))
            before = line
        if sums_up:
            rows.append(subtotal_row(spec, environment, names, item, wordings))
        elif spec.subtotal is not None and not spec.expand:
            following = items[number] if number < len(items) else None
            if not same_group(item, following, spec.subtotal.level):
                total = _level_total(spec, names, item)
                rows.append(subtotal_row(spec, environment, names, total, wordings))
    return mark_starts(rows)


def _inner(spec: TableSpec, item: Any) -> tuple[Any, ...]:
    """一行之后接着印的下一级各行。"""
    if not spec.expand:
        return ()
    return items_at({ROW: item}, f"{ROW}.{spec.expand}", spec.span, f"表 {spec.name} 的 expand")


def _level_total(spec: TableSpec, names: Names, item: Any) -> Any:
    """一行所在的一级或二级指标的小计。"""
    assert spec.subtotal is not None
    level = spec.subtotal.level
    totals = value_at(names, f"scorecard.level{level}", spec.span, f"表 {spec.name} 的小计")
    for total in totals:
        if total.group[:level] == item.group[:level]:
            return total
    return None


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
        return Cell(cell_lines(text), align="center", role="label")
    return content_cell(cell_lines(text), column.align)


def _as_it_is(spec: TableSpec, names: Names) -> _Parts:
    """没有规定列的：照数据文件的表头和各行印，全是数的列右对齐。"""
    data = value_at(names, spec.rows.removesuffix(".rows"), spec.span, f"表 {spec.name} 的 rows")
    if not isinstance(data, DataTable) or not data.heads:  # 没有读成的，草稿里留一张空表
        return (1,), [Row((_head_cell(("",)),), spec.span)], []
    columns: list[list[Cell]] = []
    widths: list[int] = []
    for head in data.heads:
        texts = [str(row[head]) for row in data.rows]  # type: ignore[index]
        longest = max(map(len, (head, *texts)))
        widths.append(min(WIDEST, longest) + 2)
        columns.append(_data_column(texts))
    heads = tuple(_head_cell((head,)) for head in data.heads)
    body = [Row(cells, data.span) for cells in zip(*columns, strict=True)]
    return tuple(widths), [Row(heads, spec.span)], body


def _data_column(texts: list[str]) -> list[Cell]:
    numeric = all(_numeric(text) for text in texts)
    return [content_cell((text,), "right" if numeric else "left") for text in texts]


def _numeric(text: str) -> bool:
    return not text or text.translate(_NOT_DIGITS).isdigit()


def _transposed(widths: tuple[int, ...], head: list[Row], body: list[Row]) -> _Parts:
    """行列对调：各列的表头成为首列，首列的文字成为表头。"""
    rows = [head[0], *body]
    turned: list[Row] = []
    for at in range(len(head[0].cells)):
        cells = [row.cells[at] for row in rows]
        if not turned:
            cells = [_head_cell(cell.paragraphs) for cell in cells]
        cells[0] = _head_cell(cells[0].paragraphs)
        turned.append(Row(tuple(cells), head[0].origin))
    others = max(1, sum(widths[1:]) // max(1, len(widths) - 1))
    first = max(widths[0], others)
    return (first, *(others for _ in body)), turned[:1], turned[1:]


def _head_cell(paragraphs: tuple[str, ...]) -> Cell:
    return Cell(paragraphs, align="center", role="head")
