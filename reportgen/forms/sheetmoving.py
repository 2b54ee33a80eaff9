"""行移了以后，工作表上跟着移的：合并、条件格式、数据验证、打印区域、分页、筛选、冻结、名称。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.forms.formulas import Spread, moved, moved_address
from reportgen.forms.sheetlayout import SheetLayout

Layouts = Mapping[str, SheetLayout]


def move_sheet(sheet: Worksheet, layouts: Layouts) -> None:
    """一张工作表。"""
    layout = layouts[sheet.title]
    _merges(sheet, layout)
    _formats(sheet, layout, layouts)
    _validations(sheet, layout, layouts)
    _printing(sheet, layout)


def _merges(sheet: Worksheet, layout: SheetLayout) -> None:
    old = list(sheet.merged_cells.ranges)
    sheet.merged_cells = MultiCellRange()
    for merged in sorted(old, key=lambda area: area.bounds):
        for first, last in layout.everywhere(merged.min_row, merged.max_row):
            if (first, merged.min_col) != (last, merged.max_col):
                bounds = (merged.min_col, first, merged.max_col, last)
                sheet.merged_cells.add(MergedCellRange(sheet, _coordinates(*bounds)))


def _coordinates(left: int, top: int, right: int, bottom: int) -> str:
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"


def _spread_ranges(ranges: MultiCellRange, layout: SheetLayout) -> Iterator[CellRange]:
    """各处现在的范围；只有一格的也跟着变长。"""
    for area in ranges.ranges:
        extent = layout.spread(area.min_row, area.max_row)
        if extent is not None:
            first, last = extent
            yield CellRange(min_col=area.min_col, max_col=area.max_col, min_row=first, max_row=last)


def _within(layout: SheetLayout, layouts: Layouts, title: str, row: int) -> Spread:
    """公式照范围左上角那一格所在的行移。"""
    chain = layout.lines[row - 1].chain if 0 < row <= len(layout.lines) else ()

    def spread(sheet: str, first: int, last: int) -> tuple[int, int] | None:
        if not sheet or sheet == title:
            return layout.spread(first, last, chain)
        other = layouts.get(sheet)
        return (first, last) if other is None else other.spread(first, last)

    return spread


def _formats(sheet: Worksheet, layout: SheetLayout, layouts: Layouts) -> None:
    old = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for conditional in old:
        ranges = list(_spread_ranges(conditional.sqref, layout))
        if not ranges:
            continue
        spread = _within(layout, layouts, sheet.title, ranges[0].min_row)
        text = " ".join(area.coord for area in ranges)
        for rule in conditional.rules:
            rule.formula = [_moved(formula, spread) for formula in rule.formula]
            sheet.conditional_formatting.add(text, rule)


def _moved(formula: str, spread: Spread) -> str:
    return moved(f"={formula}", spread, _never)[1:]


def _never(_sheet: str, _row: int) -> bool:
    return False


def _validations(sheet: Worksheet, layout: SheetLayout, layouts: Layouts) -> None:
    kept = DataValidationList()
    for validation in sheet.data_validations.dataValidation:
        ranges = list(_spread_ranges(validation.sqref, layout))
        if not ranges:
            continue
        spread = _within(layout, layouts, sheet.title, ranges[0].min_row)
        validation.sqref = MultiCellRange(" ".join(area.coord for area in ranges))
        for name in ("formula1", "formula2"):
            formula = getattr(validation, name)
            if formula and not formula.startswith('"'):
                setattr(validation, name, _moved(formula, spread))
        kept.append(validation)
    sheet.data_validations = kept


def _printing(sheet: Worksheet, layout: SheetLayout) -> None:
    """打印区域、每页重复的行、分页、筛选、冻结。"""

    def spread(_: str, first: int, last: int) -> tuple[int, int] | None:
        return layout.spread(first, last)

    if sheet.print_area:
        areas = str(sheet.print_area).split(",")
        sheet.print_area = ",".join(_cells(moved_address(area, spread)) for area in areas)
    if sheet.print_title_rows:
        sheet.print_title_rows = _cells(moved_address(str(sheet.print_title_rows), spread))
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_address(str(sheet.auto_filter.ref), spread)
    if sheet.freeze_panes:
        sheet.freeze_panes = moved_address(str(sheet.freeze_panes), spread)
    breaks = []
    for old in sheet.row_breaks.brk:
        extent = layout.spread(old.id, old.id)
        if extent is not None:
            breaks.append(Break(id=extent[1], min=old.min, max=old.max, man=old.man))
    sheet.row_breaks.brk = breaks


def _cells(address: str) -> str:
    """地址里去掉工作表名。"""
    return address.rpartition("!")[2]


def move_names(book: Workbook, layouts: Layouts) -> None:
    """名称指着的格子。"""

    def spread(sheet: str, first: int, last: int) -> tuple[int, int] | None:
        layout = layouts.get(sheet)
        return (first, last) if layout is None else layout.spread(first, last)

    homes = [book.defined_names, *(sheet.defined_names for sheet in book.worksheets)]
    for names in homes:
        for defined in names.values():
            if defined.attr_text:
                defined.attr_text = _moved(defined.attr_text, spread)
