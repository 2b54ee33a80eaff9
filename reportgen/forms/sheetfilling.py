"""填 Excel 表样：openpyxl 读，重复的行展开，样式、行高、合并、公式、条件格式、验证、打印区域跟着移，封成部件。"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.core.archive import Archive
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.document import Block
from reportgen.core.form import Form
from reportgen.core.format import Format
from reportgen.forms.environment import FormEnvironment, environment_for
from reportgen.forms.formulas import Repeats, Spread, moved
from reportgen.forms.sheetareas import RESERVED, Area, areas_in
from reportgen.forms.sheetcells import CellFault, Value, source_for, value_at
from reportgen.forms.sheetheights import needed_height
from reportgen.forms.sheetlayout import Line, SheetLayout, TooManyRows
from reportgen.forms.sheetmoving import Layouts, move_names, move_sheet
from reportgen.forms.sheetprinted import sheet_blocks
from reportgen.forms.sheetreading import load_form, text_of

_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
Filled = tuple[dict[str, bytes], tuple[Block, ...], tuple[Diagnostic, ...]]


def fill_sheet_form(form: Form, format: Format, names: Mapping[str, Any]) -> Filled:
    """表样和名字 → 填好的各部件、印出的各块；填不成的没有部件，诊断指到那一格。"""
    environment = environment_for(format.manifest, escape=False)
    environment.begin()
    book = load_form(form.data)
    areas, _ = areas_in(book, form.shown)
    try:
        layouts = _layouts(book, areas, names)
    except TooManyRows as error:
        place = whole(Source(form.shown))
        return {}, (), (diagnose("F06", place, f"表样填不成：{error}。", "列表里的条数太多。"),)
    problems: list[Diagnostic] = []
    blocks: list[Block] = []
    for sheet in book.worksheets:
        filler = _Filler(sheet, layouts, environment, form.shown)
        filler.fill()
        problems += filler.problems
    if problems:
        return {}, (), tuple(dict.fromkeys(problems))
    move_names(book, layouts)
    for name in [name for name in book.defined_names if name.startswith(RESERVED)]:
        del book.defined_names[name]
    for sheet in book.worksheets:
        for name in [name for name in sheet.defined_names if name.startswith(RESERVED)]:
            del sheet.defined_names[name]
        if sheet.sheet_state == "visible":
            blocks += sheet_blocks(sheet)
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True
    return _parts(book), tuple(blocks), ()


def _layouts(book: Workbook, areas: tuple[Area, ...], names: Mapping[str, Any]) -> Layouts:
    layouts = {}
    for sheet in book.worksheets:
        inside = tuple(area for area in areas if area.sheet == sheet.title)
        height = max([sheet.max_row, *(area.last for area in inside)])
        layouts[sheet.title] = SheetLayout(inside, height, names)
    return layouts


def _parts(book: Workbook) -> dict[str, bytes]:
    stream = io.BytesIO()
    book.save(stream)
    archive = Archive(stream.getvalue())
    return {name: archive.read(name) for name in archive.names}


@lru_cache(maxsize=4096)
def _source(text: str) -> str:
    return source_for(text)


class _Filler:
    """一张工作表：照展开的各行重写一遍。"""

    def __init__(
        self, sheet: Worksheet, layouts: Layouts, environment: FormEnvironment, shown: str
    ) -> None:
        self.sheet, self.layouts, self.environment = sheet, layouts, environment
        self.layout: SheetLayout = layouts[sheet.title]
        self.source = Source(shown)
        self.problems: list[Diagnostic] = []
        self.rows: dict[int, list[Cell]] = {}
        for (row, _), cell in sorted(sheet._cells.items()):
            self.rows.setdefault(row, []).append(cell)
        self.merged: dict[tuple[int, int], str] = {}

    def fill(self) -> None:
        """各行各格，再移合并、格式和打印的设置。"""
        heights = {row: copy(size) for row, size in self.sheet.row_dimensions.items()}
        contents = {}
        for number, line in enumerate(self.layout.lines, 1):
            for cell in self.rows.get(line.row, ()):
                contents[number, cell.column] = self._cell(cell, number, line)
        self.sheet._cells = contents
        self.sheet.row_dimensions.clear()
        for number, line in enumerate(self.layout.lines, 1):
            if line.row in heights:
                self.sheet.row_dimensions[number] = _height(heights[line.row], number)
        move_sheet(self.sheet, self.layouts)
        self._merge()
        for number, line in enumerate(self.layout.lines, 1):
            height = needed_height(self.sheet, number)
            if height is not None and _has_tags(self.rows.get(line.row, ())):
                self.sheet.row_dimensions[number].height = height

    def _cell(self, cell: Any, number: int, line: Line) -> Cell:
        """一格：样式照表样，标签填好，公式移过。"""
        new = Cell(self.sheet, row=number, column=cell.column)
        if cell.has_style:
            new._style = copy(cell._style)
        value = getattr(cell, "value", None)
        if getattr(cell, "data_type", "") == "f" and isinstance(value, str):
            new.value = moved(value, self._spread(line), self._repeats(line))
        elif "{{" in text_of(value):
            self._fill(new, str(value), cell.coordinate, line)
        elif value is not None:
            new._value, new.data_type = value, cell.data_type
        if getattr(cell, "hyperlink", None) is not None:
            new.hyperlink = copy(cell.hyperlink)
            new.hyperlink.ref = new.coordinate
        return new

    def _fill(self, new: Cell, text: str, coordinate: str, line: Line) -> None:
        label = f"{self.sheet.title}!{coordinate}"
        place = Span(self.source, 1, 1, 0, 0, label)
        try:
            value = value_at(_source(text), self.environment, line.names, place)
        except CellFault as fault:
            self.problems.append(fault.diagnostic)
            return
        _put(new, value)
        if value.merged:
            self.merged[new.row, new.column] = value.text

    def _spread(self, line: Line) -> Spread:
        def spread(sheet: str, first: int, last: int) -> tuple[int, int] | None:
            if not sheet or sheet == self.sheet.title:
                return self.layout.spread(first, last, line.chain)
            layout = self.layouts.get(sheet)
            return (first, last) if layout is None else layout.spread(first, last)

        return spread

    def _repeats(self, line: Line) -> Repeats:
        def repeats(sheet: str, row: int) -> bool:
            if not sheet or sheet == self.sheet.title:
                return self.layout.repeats(row, line.chain)
            layout = self.layouts.get(sheet)
            return layout is not None and layout.repeats(row, ())

        return repeats

    def _merge(self) -> None:
        """写了 merge 的格子，同上一行一样的并成一格；左边不并的，右边也不并。"""
        columns = sorted({column for _, column in self.merged})
        for column in columns:
            start = 0
            for number in range(1, len(self.layout.lines) + 2):
                if start and self._same(number, column, columns):
                    self.sheet._cells[number, column].value = None
                    continue
                if start and number - start > 1:
                    self.sheet.merged_cells.add(_range(start, number - 1, column))
                start = number if (number, column) in self.merged else 0

    def _same(self, number: int, column: int, columns: list[int]) -> bool:
        """这一行与上一行，这一列和左边写了 merge 的各列都一样。"""
        for left in columns:
            if left > column:
                return True
            here, above = self.merged.get((number, left)), self.merged.get((number - 1, left))
            if here is None or here != above:
                return False
        return True


def _range(first: int, last: int, column: int) -> CellRange:
    return CellRange(min_row=first, max_row=last, min_col=column, max_col=column)


def _put(cell: Cell, value: Value) -> None:
    """写进去：数是数，别的总是字，以等号开头也不是公式。"""
    if value.number is not None:
        cell._value, cell.data_type = value.number, "n"
        if cell.number_format == "General" and (value.places or value.grouped):
            decimals = "." + "0" * value.places if value.places else ""
            cell.number_format = ("#,##0" if value.grouped else "0") + decimals
    elif value.text:
        cell._value, cell.data_type = value.text, "s"


def _height(old: RowDimension, number: int) -> RowDimension:
    new = copy(old)
    new.index = number
    return new


def _has_tags(cells: Any) -> bool:
    return any("{{" in text_of(getattr(cell, "value", None)) for cell in cells)
