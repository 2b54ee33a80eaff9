"""表的末尾：合计一行，分值合计，一行也没有的写明。"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.core.plan import ROW
from reportgen.workbook.canvas import Texts
from reportgen.workbook.drawing import FIRST_COLUMN, Box
from reportgen.workbook.library import INDICATORS, NAME
from reportgen.workbook.marks import HEAD, NONE, TOTAL, path_text
from reportgen.workbook.previews import sum_box
from reportgen.workbook.texts import text_of

if TYPE_CHECKING:
    from reportgen.workbook.tables import TablePainter

WEIGHT = ("weight",)
NO_ROWS = "无"


def draw_none(painter: TablePainter) -> None:
    """必填的列表，一行也没有的要写明。"""
    table, content = painter.table, painter.content
    whole = painter.setting.only is None
    wanted = whole and (content.none or (table.required and not table.least))
    if table.kind != "rows" or ROW in table.path or not wanted:
        return
    boxes = {
        FIRST_COLUMN: Box(f"一行也没有的，在右边填“{NO_ROWS}”", "preview"),
        FIRST_COLUMN + 1: Box(NO_ROWS if content.none else "", "input"),
    }
    painter.canvas.line(NONE, boxes, hidden=painter.hidden)


def draw_total(painter: TablePainter, first: int, last: int) -> None:
    """表末的合计；指标表末是分值合计。first、last 是各行的首末（从 0 数）。"""
    table, canvas, at = painter.table, painter.canvas, painter.at
    if table.total:
        _pinned(painter)
    elif table.path == INDICATORS and WEIGHT in at and painter.setting.only is None:
        column = at[WEIGHT]
        texts = [line.boxes[column].text for line in canvas.lines[first : last + 1]]
        label = Box("分值合计", "preview")
        boxes = {FIRST_COLUMN: label, column: sum_box(column, first + 1, last + 1, texts)}
        canvas.line(HEAD, boxes, hidden=painter.hidden)


def _pinned(painter: TablePainter) -> None:
    table, canvas = painter.table, painter.canvas
    fields = {field.keys: field for field in table.total_columns}
    boxes: dict[int, Box] = {}
    texts: Texts = {}
    for slot in painter.slots:
        keys = slot.mark.keys
        if slot.field is None or keys not in fields:
            continue
        value = painter.content.values.get(keys)
        text, look = "" if value is None else text_of(value, fields[keys]), slot.look
        address = (*table.total, *keys)
        fault = painter.setting.faults.get(address, "")
        texts[keys] = text
        if keys == NAME and not text:
            text, look = table.total_title, "library"
        boxes[slot.column] = Box(text, "bad" if fault else look, note=fault)
        canvas.place(address, slot.column)
    for slot in painter.slots:
        if slot.preview is not None:
            boxes[slot.column] = painter.preview(slot.preview, texts)
    mark = f"{TOTAL} {path_text(table.total)}|{table.total_title}"
    canvas.line(mark, boxes, hidden=painter.hidden)
