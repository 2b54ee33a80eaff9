"""没有读的：写在表外面的字，另加的工作表。说出来，免得填的人以为进了报告。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.core.quantity import shorten
from reportgen.workbook.gathering import Gathering
from reportgen.workbook.marks import FORM, NONE
from reportgen.workbook.structure import Region, SheetPage
from reportgen.workbook.texts import cleaned

_HEAD_ROWS = 2
"""页名和提示。"""
_NONE_COLUMNS = (2, 3)


def report_strays(
    gathering: Gathering,
    regions: Iterable[Region],
    strangers: Iterable[SheetPage],
) -> None:
    """regions 是读过的各块，strangers 是不是填报表的工作表。"""
    pages = {region.page.title: region.page for region in regions}
    for title, page in pages.items():
        inside = _columns_by_row(title, regions)
        for (row, column), cell in sorted(page.cells.items()):
            text = cleaned(cell.text)
            seen = (title, row, column) in gathering.looked_at or column == page.marks
            if text and not seen and _is_stray(page, row, column, inside):
                at = gathering.ledger.add(text, page.label(row, column))
                message = f"“{shorten(text)}”写在表的外面，没有读。"
                gathering.ledger.remark(at, "I06", message, "要的写进表里的一格；不要的删去。")
    for page in strangers:
        if any(cleaned(cell.text) for cell in page.cells.values()):
            at = gathering.ledger.add("", page.label(1, 1))
            message = f"工作表“{page.title}”不是填报表里的，没有读。"
            gathering.ledger.remark(at, "I06", message, "", "note")


def _columns_by_row(title: str, regions: Iterable[Region]) -> dict[int, frozenset[int]]:
    """各张表的各行有哪几列是表里的。"""
    inside: dict[int, frozenset[int]] = {}
    for region in regions:
        if region.page.title == title and region.word != FORM:
            for line in region.lines:
                none = line.mark == NONE
                inside[line.row] = frozenset(_NONE_COLUMNS if none else region.columns)
    return inside


def _is_stray(
    page: SheetPage,
    row: int,
    column: int,
    inside: Mapping[int, frozenset[int]],
) -> bool:
    """表的行里、各栏之外的；没有标记的行里的。"""
    if row in inside:
        return column not in inside[row]
    return (row, page.marks) not in page.cells and row > _HEAD_ROWS
