"""合计与小计：取自资金行、逐列求和、评分表的小计，或直接给出各列文字。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reportgen.composing.cells import Wording, resolved, text_of, value_at, with_row
from reportgen.composing.environment import Environment
from reportgen.composing.filters import number_of
from reportgen.composing.tidy import tidy
from reportgen.core.document import Cell, Row
from reportgen.core.paths import Names
from reportgen.core.tablespec import Column, TableSpec


def total_row(
    spec: TableSpec, environment: Environment, names: Names, items: Sequence[Any], wordings: Sequence[Wording]
) -> Row:
    """合计行。"""
    total = spec.total
    assert total is not None
    row = value_at(names, total.row, total.span, f"表 {spec.name} 的合计") if total.row else None
    wanted = None if row is not None else (*total.sum, *(head for head, _ in total.cells))
    own = with_row(names, row or Sums(items), 0)
    texts = dict(_texts(spec.columns, environment, own, wordings, total.cells, wanted))
    label = resolved(environment, Wording(total.label, f"表 {spec.name} 的合计：", total.span), own)
    return Row(_labelled(label, spec, texts, 0), getattr(row, "span", None) or total.span)


def subtotal_row(
    spec: TableSpec, environment: Environment, names: Names, item: Any, wordings: Sequence[Wording]
) -> Row:
    """小计行：item 是一级或二级指标的小计，或“其中”各行的那一行。"""
    subtotal = spec.subtotal
    assert subtotal is not None
    wanted = None if spec.expand else tuple(head for head, _ in subtotal.cells)
    own = with_row(names, item, 0)
    texts = dict(_texts(spec.columns, environment, own, wordings, subtotal.cells, wanted))
    label = resolved(environment, Wording(subtotal.label, f"表 {spec.name} 的小计：", subtotal.span), own)
    kept = sum(column.merge for column in spec.columns[: subtotal.level - 1])
    return Row(_labelled(label, spec, texts, kept), subtotal.span)


def _texts(
    columns: tuple[Column, ...],
    environment: Environment,
    names: Names,
    wordings: Sequence[Wording],
    given: tuple[tuple[str, str], ...],
    wanted: Sequence[str] | None,
) -> Iterator[tuple[str, str]]:
    """各列的文字（首列是标签）：wanted 里的列，None 是全部；另外给出的优先于列自己的写法。"""
    own = dict(given)
    for column, wording in list(zip(columns, wordings, strict=True))[1:]:
        head = column.head[-1]
        if wanted is None or head in wanted:
            used = Wording(own[head], wording.place, wording.span) if head in own else wording
            yield head, text_of(environment, used, names)


def _labelled(label: str, spec: TableSpec, texts: dict[str, str], kept: int) -> tuple[Cell, ...]:
    """标签占到第一个有文字的列为止；kept 是前面仍归上一级合并的列数。"""
    columns = spec.columns
    filled = [bool(texts.get(column.head[-1])) and at > kept for at, column in enumerate(columns)]
    upto = filled.index(True) if True in filled else len(filled)
    span = max(1, upto - kept)
    centred = span > 1 or spec.role == "scorecard"
    cells = [Cell(merge="continue", align="center", role="label") for _ in range(kept)]
    cells.append(Cell((label,), span, align="center" if centred else "left"))
    for column in columns[kept + span :]:
        text = tidy(texts.get(column.head[-1], ""))
        cells.append(Cell((text,), align=column.align, role="number" if column.align == "right" else "text"))
    return tuple(cells)


class Sums:
    """各行之和，用起来像一行：`r.spent` 是各行 spent 之和，没有填的不计。"""

    def __init__(self, rows: Sequence[Any]) -> None:
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
