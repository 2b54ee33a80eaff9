"""合计与小计：取自资金行、逐列求和、评分表的小计，或直接给出各列文字。"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from reportgen.composing.cells import Wording, content_cell, resolved, text_of, value_at, with_row
from reportgen.composing.environment import Environment
from reportgen.composing.filters import field_of, number_of
from reportgen.composing.tidy import tidy
from reportgen.core.document import Cell, Row
from reportgen.core.paths import Names
from reportgen.core.tablespec import Column, TableSpec


def total_row(
    spec: TableSpec,
    environment: Environment,
    names: Names,
    items: Sequence[Any],
    wordings: Sequence[Wording],
) -> Row:
    """合计行：取自一个资金行的，各列照列的写法；逐列求和的，只印求和的列和另外给出的列。"""
    total = spec.total
    assert total is not None
    place = f"表 {spec.name} 的合计"
    row: Any = None
    if total.row:
        row = value_at(names, total.row, total.span, place)
    given = dict(total.cells)
    wanted = (*total.sum, *given) if row is None else None
    inner = with_row(names, row or Sums(items), 0)
    texts = _texts(spec.columns, environment, inner, wordings, given, wanted)
    label = resolved(environment, Wording(total.label, f"{place}：", total.span), inner)
    return Row(_labelled(label, spec, texts, 0), getattr(row, "span", None) or total.span)


def subtotal_row(
    spec: TableSpec, environment: Environment, names: Names, item: Any, wordings: Sequence[Wording]
) -> Row:
    """小计行：item 是一级或二级指标的小计，或“其中”各行的那一行。"""
    subtotal = spec.subtotal
    assert subtotal is not None
    given = dict(subtotal.cells)
    # 没有 expand 的，一组的小计只印另外给出的列；“其中”的小计就是那一行，各列照印
    wanted = None if spec.expand else tuple(given)
    inner = with_row(names, item, 0)
    texts = _texts(spec.columns, environment, inner, wordings, given, wanted)
    wording = Wording(subtotal.label, f"表 {spec.name} 的小计：", subtotal.span)
    label = resolved(environment, wording, inner)
    kept = sum(column.merge for column in spec.columns[: subtotal.level - 1])
    return Row(_labelled(label, spec, texts, kept), subtotal.span)


def _texts(
    columns: tuple[Column, ...],
    environment: Environment,
    names: Names,
    wordings: Sequence[Wording],
    given: dict[str, str],
    wanted: Sequence[str] | None,
) -> tuple[str, ...]:
    """各列的文字，首列是标签，先空着；wanted 里的列，None 是全部；另外给出的优先于列自己的写法。

    分组的表头下，几列可以同名（两组各有一列“上年”），所以按列的次序，不按名称。
    """
    texts = [""]
    for column, wording in zip(columns[1:], wordings[1:], strict=True):
        head = column.head[-1]
        if wanted is not None and head not in wanted:
            texts.append("")
            continue
        if head in given:
            wording = Wording(given[head], wording.place, wording.span)
        texts.append(text_of(environment, wording, names))
    return tuple(texts)


def _labelled(label: str, spec: TableSpec, texts: tuple[str, ...], kept: int) -> tuple[Cell, ...]:
    """标签占到第一个有文字的列为止；kept 是前面仍归上一级合并的列数。"""
    columns = spec.columns
    end = kept + 1
    while end < len(columns) and not texts[end]:
        end += 1
    span = end - kept
    centred = span > 1 or spec.role == "scorecard"
    cells = [Cell(merge="continue", align="center", role="label") for _ in range(kept)]
    cells.append(Cell((label,), span, align="center" if centred else "left"))
    for column, text in zip(columns[end:], texts[end:], strict=True):
        cells.append(content_cell((tidy(text),), column.align))
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
        total: Decimal | None = None
        for row in self._rows:
            number = number_of(field_of(row, name))
            if number is None:
                continue
            total = number if total is None else total + number
        return total
