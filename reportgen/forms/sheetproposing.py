"""Excel 空表：各张工作表铺成网格，找到的写上标签，重复的一行起名称 rg_行_scorecard.printed。"""

from __future__ import annotations

import io

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.core.archive import Archive
from reportgen.core.packing import pack
from reportgen.forms.labels import BLANK, BOXES, tag_for
from reportgen.forms.proposing import Proposal, Slot, find
from reportgen.forms.sheetareas import PREFIX
from reportgen.forms.sheetreading import load_form, text_of
from reportgen.forms.wordproposing import BOXED, INDICATOR_ROWS
from reportgen.word.package import FIRST


def propose_sheet(data: bytes) -> tuple[bytes, tuple[Proposal, ...]]:
    """空表 → 写了标签的表样，和各处空着的。"""
    book = load_form(data)
    proposals: list[Proposal] = []
    for sheet in book.worksheets:
        grid = _grid(sheet)
        if not grid:
            continue
        found = find(grid)
        for at, tag in found.tags.items():
            found.slots[at].handle.value = tag
        proposals += found.proposals
        if found.repeated >= 0:
            row = grid[found.repeated][0].handle.row
            last = get_column_letter(sheet.max_column)
            name = PREFIX + INDICATOR_ROWS
            title = sheet.title.replace("'", "''")
            cells = f"'{title}'!$A${row}:${last}${row}"
            book.defined_names[name] = DefinedName(name, attr_text=cells)
        for number in found.spare:
            place = f"{sheet.title}!{grid[number][0].handle.row}:{grid[number][0].handle.row}"
            proposals.append(Proposal(place, "多余的空行", "请删去这一行", False))
        proposals += _texts(sheet)
    stream = io.BytesIO()
    book.save(stream)
    archive = Archive(stream.getvalue())
    parts = {name: archive.read(name) for name in archive.names}
    return pack(parts, FIRST), tuple(proposals)


def _grid(sheet: Worksheet) -> list[list[Slot]]:
    """各行的格，合并盖住的不算。"""
    covered: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        inside = [(r, c) for r in range(area.min_row, area.max_row + 1) for c in _columns(area)]
        covered.update(inside[1:])
    rows = []
    for row in sheet.iter_rows():
        slots = []
        for cell in row:
            if (cell.row, cell.column) not in covered:
                value = "" if cell.value is None else str(cell.value)
                place = f"{sheet.title}!{cell.coordinate}"
                slots.append(Slot(value, cell.column, place, cell))
        if slots:
            rows.append(slots)
    return rows


def _columns(area: object) -> range:
    return range(area.min_col, area.max_col + 1)  # type: ignore[attr-defined]


def _texts(sheet: Worksheet) -> list[Proposal]:
    """“填报单位：____”和等级的方框。"""
    proposals = []
    for row in sheet.iter_rows():
        for cell in row:
            text, place = text_of(cell.value), f"{sheet.title}!{cell.coordinate}"
            match = BLANK.search(text)
            if BOXES.search(text):
                cell.value = BOXES.sub(BOXED, text)
                proposals.append(Proposal(place, "等级", BOXED, True))
            elif match is not None and tag_for(match["label"]):
                label, tag = match["label"], tag_for(match["label"])
                cell.value = text[: match.start()] + f"{label}：{tag}" + text[match.end() :]
                proposals.append(Proposal(place, label, tag, True))
    return proposals
