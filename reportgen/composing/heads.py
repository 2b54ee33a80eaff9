"""表头：一层或多层。上层相同而相邻的并成一格，层数少的竖向合并到底。"""

from __future__ import annotations

from reportgen.composing.tidy import cell_lines
from reportgen.core.diagnostics import Span
from reportgen.core.document import Cell, Merge, Row

Heads = tuple[tuple[str, ...], ...]
"""各列的表头，从上层到下层。"""


def head_rows(heads: Heads, origin: Span | None) -> list[Row]:
    """一张表的表头各行。"""
    depth = max(map(len, heads), default=1)
    return [Row(tuple(_cells(heads, level, depth)), origin) for level in range(depth)]


def _cells(heads: Heads, level: int, depth: int) -> list[Cell]:
    """表头第 level 行（从 0 起）的各格。"""
    cells: list[Cell] = []
    before: tuple[str, ...] = ()
    for head in heads:
        last = len(head) - 1
        if last < level:
            cells.append(Cell(merge="continue", align="center", role="head"))
            before = ()
        elif last == level:
            merge: Merge = "start" if level < depth - 1 else ""
            cells.append(Cell((head[level],), merge=merge, align="center", role="head"))
            before = ()
        elif head[: level + 1] == before:
            group = cells[-1]
            cells[-1] = Cell(group.paragraphs, group.span + 1, "", "center", "head")
        else:
            before = head[: level + 1]
            cells.append(Cell(cell_lines(head[level]), align="center", role="head"))
    return cells
