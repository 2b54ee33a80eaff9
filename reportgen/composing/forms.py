"""表单：一张网格上的标签和格子，横跨、竖跨都行；按条目重复的行，和左边竖跨整组的标签。

自上而下一行行排：竖跨的格子占着下面几行的位置，那几行只写余下的格子，排满为止。
"""

from __future__ import annotations

from typing import Any

from reportgen.composing.cells import (
    Wording,
    caption_and_unit,
    content_cell,
    fault,
    including,
    items_at,
    mark_starts,
    same_group,
    text_of,
    texts_of,
    with_row,
)
from reportgen.composing.environment import Environment
from reportgen.composing.tidy import cell_lines
from reportgen.core.document import Cell, Row, Table
from reportgen.core.frozen import frozen
from reportgen.core.paths import Names, NoSuchPath, empty, reach
from reportgen.core.tablespec import Box, BoxGroup, BoxRow, FormSpec


def compose_form(spec: FormSpec, environment: Environment, names: Names, number: int) -> Table:
    """一张表单；number 是它在报告里的序号。写不成则抛 TableFault。"""
    caption, unit = caption_and_unit(spec, "表单", environment, names, number)
    rows = _Grid(spec, environment).rows(spec.rows, len(spec.widths), names)
    return Table(
        caption=caption,
        unit=unit,
        widths=spec.widths,
        header_rows=0,
        rows=tuple(mark_starts(rows)),
        role="form",
        repeat_labels=spec.repeat_labels,
        origin=spec.span,
        fit=spec.fit,
    )


@frozen
class _Held:
    """竖跨的格子还占着的位置：起列、列数、还有几行。"""

    column: int
    across: int
    left: int


@frozen
class _Grid:
    """排一张表单要知道的。"""

    spec: FormSpec
    environment: Environment

    def rows(self, rows: tuple[BoxRow | BoxGroup, ...], width: int, names: Names) -> list[Row]:
        """一段行，排在 width 列宽的网格上。"""
        placed: list[Row] = []
        held: tuple[_Held, ...] = ()
        for row in rows:
            if not self.present(row.when, names):
                continue
            if isinstance(row, BoxGroup):
                placed += self.group(row, width, names)
                continue
            before: Any = None
            for at, item in enumerate(self.items(row, names), 1):
                inner = with_row(names, item, at) if row.each else names
                cells, held = self.row(row, width, held, inner, before)
                placed.append(Row(cells, getattr(item, "span", None) or row.span))
                before = item
        return placed

    def group(self, group: BoxGroup, width: int, names: Names) -> list[Row]:
        """一组行；有 side 的，左边一格竖跨整组。"""
        if group.side is None:
            return self.rows(group.rows, width, names)
        side = group.side
        inner = self.rows(group.rows, width - side.across, names)
        label = self.cell(side, text_of(self.environment, self.wording(side), names))
        first = Cell(label.paragraphs, side.across, "", "center", "label")
        rest = Cell(("",), side.across, "continue", "center", "label")
        rows: list[Row] = []
        for row in inner:
            rows.append(Row((rest if rows else first, *row.cells), row.origin))
        return rows

    def items(self, row: BoxRow, names: Names) -> tuple[Any, ...]:
        """一行重复几次：没有 each 的一次。"""
        if not row.each:
            return (None,)
        return items_at(names, row.each, row.span, f"表单 {self.spec.name} 的 each")

    def present(self, when: str, names: Names) -> bool:
        """when 所指的内容有没有。"""
        try:
            return not when or not empty(reach(names, when))
        except NoSuchPath:
            return False

    def row(
        self, row: BoxRow, width: int, held: tuple[_Held, ...], names: Names, before: Any
    ) -> tuple[tuple[Cell, ...], tuple[_Held, ...]]:
        """一行的各格，和排完之后还被竖跨占着的位置。"""
        texts = texts_of(self.environment, [self.wording(box) for box in row.boxes], names)
        boxes = list(zip(row.boxes, texts, strict=True))
        taken = {place.column: place for place in held}
        kept: list[_Held] = []
        for place in held:
            if place.left > 1:
                kept.append(_Held(place.column, place.across, place.left - 1))
        cells: list[Cell] = []
        column = 0
        while column < width:
            if column in taken:
                cells.append(Cell(("",), taken[column].across, "continue", "center", "label"))
                column += taken[column].across
                continue
            if not boxes:
                message = f"表单 {self.spec.name} 的这一行只排到第 {column} 列，"
                raise fault(row.span, f"{message}网格有 {width} 列。")
            box, text = boxes.pop(0)
            cell = self.cell(box, text)
            if box.merge and same_group(names.get("r"), before, box.merge):
                cell = Cell(("",), box.across, "continue", cell.align, cell.role)
            if box.down > 1:
                kept.append(_Held(column, box.across, box.down - 1))
            cells.append(cell)
            column += box.across
        if boxes or column > width:
            raise fault(row.span, f"表单 {self.spec.name} 的这一行超出了网格的 {width} 列。")
        return tuple(cells), tuple(sorted(kept, key=lambda place: place.column))

    def wording(self, box: Box) -> Wording:
        """一格的文字从哪里来。"""
        template = box.value
        if box.text:
            template = including(box.text)
        elif box.label is not None:
            template = box.label
        return Wording(template, f"表单 {self.spec.name}：", box.span)

    def cell(self, box: Box, text: str) -> Cell:
        """一格：标签居中；内容靠左，写明对齐的照写明的。"""
        if box.label is not None or box.merge > 0:
            return Cell(cell_lines(text), box.across, "", box.align or "center", "label")
        return content_cell(cell_lines(text), box.align or "left", box.across)
