"""换页处的合并：层级标签在换页处断开，新页首再印一次。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reportgen.core.document import Table


class MergedCell(NamedTuple):
    """换页之后的一格：竖向合并（restart、continue、空）、文字、是不是重印的标签。"""

    merge: str
    texts: tuple[str, ...]
    repeated: bool


_MERGES = {"start": "restart", "continue": "continue", "": ""}
"""报告结构里的合并 → Word 里的写法。"""


def broken_merges(table: Table, starts: frozenset[int]) -> list[list[MergedCell]]:
    """换页之后各格的合并，逐行逐格。

    合并在换页处断开，新页首那一格再印一次标签；断开后只剩一行的不再合并。
    """
    rows: list[list[MergedCell]] = []
    labels: dict[int, tuple[str, ...]] = {}
    for index, row in enumerate(table.rows):
        cells: list[MergedCell] = []
        column = 0
        for cell in row.cells:
            if cell.merge == "start":
                labels[column] = cell.paragraphs
            if cell.merge == "continue" and index in starts and table.repeat_labels:
                cells.append(MergedCell("restart", labels.get(column, ("",)), True))
            else:
                cells.append(MergedCell(_MERGES[cell.merge], cell.paragraphs, False))
            column += cell.span
        rows.append(cells)
    for index, cells in enumerate(rows):
        for at, merged in enumerate(cells):
            if merged.merge == "restart" and _merge_below(table, rows, index, at) != "continue":
                cells[at] = merged._replace(merge="")
    return rows


def _merge_below(table: Table, rows: Sequence[Sequence[MergedCell]], index: int, at: int) -> str:
    """正下方那一格的合并；没有下一行，或下面的格不从同一列开始，则为空。"""
    if index + 1 >= len(rows):
        return ""
    column = sum(cell.span for cell in table.rows[index].cells[:at])
    below = 0
    for position, cell in enumerate(table.rows[index + 1].cells):
        if below == column:
            return rows[index + 1][position].merge
        below += cell.span
    return ""
