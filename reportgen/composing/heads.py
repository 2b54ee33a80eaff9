"""表头：一层或多层。上层相同而相邻的并成一格，层数少的竖向合并到底。"""

from __future__ import annotations

from reportgen.composing.tidy import lines
from reportgen.core.document import Cell, Row
from reportgen.core.tablespec import Column, TableSpec


def head_rows(spec: TableSpec) -> list[Row]:
    """一张表的表头各行。"""
    depth = max((len(column.head) for column in spec.columns), default=1)
    return [Row(tuple(_cells(spec.columns, level, depth)), spec.span) for level in range(depth)]


def _cells(columns: tuple[Column, ...], level: int, depth: int) -> list[Cell]:
    """表头第 level 行（从 0 起）的各格。"""
    cells: list[Cell] = []
    before: tuple[str, ...] = ()
    for column in columns:
        last = len(column.head) - 1
        if last < level:
            cells.append(Cell(merge="continue", align="center", role="head"))
            before = ()
        elif last == level:
            cells.append(
                Cell((column.head[level],), merge="start" if level < depth - 1 else "", align="center", role="head")
            )
            before = ()
        elif column.head[: level + 1] == before:
            group = cells[-1]
            cells[-1] = Cell(group.paragraphs, group.span + 1, "", "center", "head")
        else:
            before = column.head[: level + 1]
            cells.append(Cell(_text(column.head[level]), align="center", role="head"))
    return cells


def _text(head: str) -> tuple[str, ...]:
    return tuple(lines(head)) or ("",)
