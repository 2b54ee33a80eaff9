"""表：tables.yaml 的规定 → Table。各列的文字由模板渲染，合并按指标层级，合计由程序求和。

一行只渲染一次：各列的模板用一个不会出现在数据里的分隔符连成一个，渲染后再切开。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from reportgen.composing.environment import FAULTS, ROW, Environment, expression, reason_of
from reportgen.composing.filters import number_of
from reportgen.composing.tidy import lines, tidy
from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.document import Align, Cell, Merge, Row, Table
from reportgen.core.format import Column, TableSpec
from reportgen.core.paths import NoSuchPath, follow
from reportgen.core.scorecard import ScoreLine

SEPARATOR = "\x1f"
"""单元分隔符：控制字符在读文件时已被拒绝，数据里不会有。"""


class TableFault(Exception):
    """一张表写不成，诊断在 diagnostic 里。"""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def compose_table(
    spec: TableSpec, environment: Environment, names: Mapping[str, Any], root: object, number: int
) -> Table:
    """一张表；number 是它在报告里的序号（表题里的 {n}）。写不成则抛 TableFault。"""
    source = follow_rows(spec, root, names)
    body = _body(spec, environment, names, source)
    if spec.total is not None:
        total = _total(spec, environment, names, root, source)
        body = [total, *body] if spec.total.at == "top" else [*body, total]
    head = _head(spec)
    title = _render(environment, spec.title, names, spec) if spec.title else ""
    return Table(
        caption=title.strip().replace("{n}", str(number)),
        unit=f"单位：{spec.unit}" if spec.unit else "",
        widths=tuple(column.width for column in spec.columns),
        header_rows=len(head),
        rows=(*head, *body),
        role=spec.role,
        repeat_labels=spec.repeat_labels,
        origin=spec.span,
    )


def follow_rows(spec: TableSpec, root: object, names: Mapping[str, Any]) -> tuple[Any, ...]:
    """rows 路径所指的各行；scorecard 开头的取自评分表。"""
    first, _, rest = spec.rows.partition(".")
    try:
        found = follow(names["scorecard"], rest) if first == "scorecard" else follow(root, spec.rows)
    except NoSuchPath as error:
        raise _fault(spec.span, f"表 {spec.name} 的 rows：{error}。") from None
    return found if isinstance(found, tuple) else ()


def _fault(span: Span | None, message: str) -> TableFault:
    assert span is not None
    return TableFault(diagnose("F02", span, message, "对照 tables.yaml 和输入里的名字。"))


def _render(environment: Environment, source: str, names: Mapping[str, Any], spec: TableSpec | Column) -> str:
    try:
        return expression(environment, source).render(names)
    except FAULTS as error:
        raise _fault(spec.span, reason_of(error)) from None


def _source_of(column: Column) -> str:
    return f'{{% include "{column.text}" %}}' if column.text else column.value


def _body(spec: TableSpec, environment: Environment, names: Mapping[str, Any], source: tuple[Any, ...]) -> list[Row]:
    whole = SEPARATOR.join(_source_of(column) for column in spec.columns)
    levels = _levels(spec.columns)
    rows: list[Row] = []
    before: ScoreLine | None = None
    for item in source:
        values = {**names, ROW: item}
        try:
            texts = expression(environment, whole).render(values).split(SEPARATOR)
        except FAULTS:
            texts = [_cell(environment, column, values) for column in spec.columns]
        line = item if isinstance(item, ScoreLine) else None
        cells = []
        for column, level, text in zip(spec.columns, levels, texts, strict=True):
            continues = level > 0 and line is not None and before is not None and _same_group(line, before, level)
            cells.append(_body_cell(column, level, text, continues))
        rows.append(Row(tuple(cells), getattr(item, "span", None)))
        before = line
    return _mark_starts(rows, levels)


def _cell(environment: Environment, column: Column, values: Mapping[str, Any]) -> str:
    """逐格再渲染一次，好指出是哪一列。"""
    try:
        return expression(environment, _source_of(column)).render(values)
    except FAULTS as error:
        head = column.head[-1] or "第一列"
        raise _fault(column.span, f"“{head}”一列：{reason_of(error)}") from None


def _levels(columns: tuple[Column, ...]) -> list[int]:
    """各列合并到第几级：第一个合并列是一级指标，第二个是二级；不合并为 0。"""
    level, levels = 0, []
    for column in columns:
        level += column.merge
        levels.append(level if column.merge else 0)
    return levels


def _same_group(line: ScoreLine, before: ScoreLine, level: int) -> bool:
    return line.group1 == before.group1 and (level == 1 or line.group2 == before.group2)


def _body_cell(column: Column, level: int, text: str, continues: bool) -> Cell:
    if continues:
        return Cell(merge="continue", align="center", role="label")
    if level:
        return Cell(tuple(lines(text)) or ("",), align="center", role="label")
    align: Align = column.align
    return Cell(tuple(lines(text)) or ("",), align=align, role="number" if align == "right" else "text")


def _mark_starts(rows: list[Row], levels: list[int]) -> list[Row]:
    """承上的格子上面那一格标为起点；只有一行的组不合并。"""
    if not any(levels):
        return rows
    marked = list(rows)
    for index in range(1, len(rows)):
        starts = [
            at
            for at, cell in enumerate(rows[index].cells)
            if cell.merge == "continue" and rows[index - 1].cells[at].merge != "continue"
        ]
        if starts:
            above = marked[index - 1]
            cells = tuple(_with_merge(cell, "start") if at in starts else cell for at, cell in enumerate(above.cells))
            marked[index - 1] = Row(cells, above.origin)
    return marked


def _with_merge(cell: Cell, merge: Merge) -> Cell:
    return Cell(cell.paragraphs, cell.span, merge, cell.align, cell.role)


def _head(spec: TableSpec) -> list[Row]:
    """表头：一层，或两层（上层相同而相邻的并成一格，只有一层的竖向合并）。"""
    if all(len(column.head) == 1 for column in spec.columns):
        return [Row(tuple(_head_cell(column.head[0]) for column in spec.columns), spec.span)]
    upper: list[Cell] = []
    lower: list[Cell] = []
    before = ""
    for column in spec.columns:
        if len(column.head) == 1:
            upper.append(_with_merge(_head_cell(column.head[0]), "start"))
            lower.append(Cell(merge="continue", align="center", role="head"))
            before = ""
            continue
        if column.head[0] == before:
            last = upper[-1]
            upper[-1] = Cell(last.paragraphs, last.span + 1, last.merge, last.align, last.role)
        else:
            upper.append(_head_cell(column.head[0]))
        before = column.head[0]
        lower.append(_head_cell(column.head[1]))
    return [Row(tuple(upper), spec.span), Row(tuple(lower), spec.span)]


def _head_cell(text: str) -> Cell:
    return Cell((text,), align="center", role="head")


def _total(
    spec: TableSpec, environment: Environment, names: Mapping[str, Any], root: object, source: tuple[Any, ...]
) -> Row:
    total = spec.total
    assert total is not None
    texts = dict(_total_texts(spec, environment, names, root, source))
    filled = [bool(texts.get(column.head[-1])) for column in spec.columns]
    span = max(1, filled.index(True) if True in filled else len(filled))
    cells = [Cell((total.label,), span, align="center" if span > 1 or spec.role == "scorecard" else "left")]
    for column in spec.columns[span:]:
        text = tidy(texts.get(column.head[-1], ""))
        cells.append(Cell((text,), align=column.align, role="number" if column.align == "right" else "text"))
    return Row(tuple(cells), total.span)


def _total_texts(
    spec: TableSpec, environment: Environment, names: Mapping[str, Any], root: object, source: tuple[Any, ...]
) -> Iterator[tuple[str, str]]:
    """合计行各列的文字：取自资金行、逐列求和或直接给出，可以并用（后者优先）。"""
    total = spec.total
    assert total is not None
    given = dict(total.cells)
    try:
        row = follow(root, total.row) if total.row else None
    except NoSuchPath as error:
        raise _fault(total.span, f"表 {spec.name} 的合计：{error}。") from None
    sums = _Sums(source)
    for column in spec.columns[1:]:
        head = column.head[-1]
        if head in given:
            yield head, _render(environment, given[head], {**names, ROW: row or sums}, column)
        elif row is not None:
            yield head, _cell(environment, column, {**names, ROW: row})
        elif head in total.sum:
            yield head, _cell(environment, column, {**names, ROW: sums})


class _Sums:
    """各行之和，用起来像一行：`r.spent` 是各行 spent 之和，没有填的不计。"""

    def __init__(self, rows: tuple[Any, ...]) -> None:
        self._rows = rows

    def __getattr__(self, name: str) -> Decimal | None:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Decimal | None:
        values = [number_of(_field(row, name)) for row in self._rows]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known else None


def _field(row: Any, name: str) -> Any:
    return row[name] if hasattr(row, "entries") else getattr(row, name)
