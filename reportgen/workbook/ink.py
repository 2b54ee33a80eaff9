"""写成 xlsx：各页 → 字节（XlsxWriter）。写的都是文字，不是数，也不会变成公式；同样的页得同样的字节。"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from reportgen.core.packing import pack
from reportgen.workbook.drawing import (
    FIRST_COLUMN,
    NARROWEST,
    Box,
    Choice,
    Line,
    Look,
    Need,
    Page,
    letter,
)

OPTIONS_SHEET = "选项"
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")
_CREATED = datetime.datetime(2000, 1, 1)
A4 = 9
ROW_HEIGHT = 18
MARGIN = Decimal("0.5")
FONT = "宋体"
GRID, PALE, GREY, YELLOW, RED = "#BFBFBF", "#E8EEF4", "#F2F2F2", "#FFF2B3", "#FFC7CE"
_TOP: dict[str, Any] = {"text_wrap": True, "valign": "top", "border": 1, "border_color": GRID}
_FILLED: dict[str, Any] = _TOP | {"num_format": "@", "locked": False}
_GIVEN: dict[str, Any] = {"font_color": "#7F7F7F", "bg_color": GREY, "valign": "vcenter"}
LOOKS: dict[Look, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "block": {"bold": True, "font_size": 12, "valign": "bottom", "font_color": "#1F3864"},
    "hint": {"font_color": "#7F7F7F", "font_size": 10, "valign": "top"},
    "head": _TOP | {"bold": True, "bg_color": PALE, "align": "center", "valign": "vcenter"},
    "label": _TOP | {"bg_color": PALE, "valign": "vcenter"},
    "input": _FILLED,
    "figure": _FILLED | {"align": "right", "valign": "vcenter"},
    "library": _FILLED | _GIVEN,
    "library figure": _FILLED | _GIVEN | {"align": "right"},
    "preview": _TOP | _GIVEN | {"italic": True, "align": "right", "locked": False},
    "bad": _FILLED | {"bg_color": RED},
    "plain": {"num_format": "@", "locked": False},
    "cell": _TOP | {"num_format": "@"},
    "number": _TOP | {"num_format": "General", "align": "right"},
    "link": _TOP | {"font_color": "#0563C1", "underline": 1},
}
_MARK: dict[str, Any] = {"num_format": "@", "locked": False, "font_color": "#FFFFFF"}
NOTE_SIZE = {"width": 260, "height": 120}


def xlsx_of(pages: Iterable[Page]) -> bytes:
    """各页 → xlsx 的字节。"""
    buffer = io.BytesIO()
    _Writer(buffer).write(tuple(pages))
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return pack(parts, FIRST_PARTS)


class _Writer:
    """一本工作簿，正在写。"""

    def __init__(self, buffer: io.BytesIO) -> None:
        from xlsxwriter import Workbook

        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        }
        self.book = Workbook(buffer, options)
        self.book.set_properties({"created": _CREATED})
        self.looks = {look: self._format(style) for look, style in LOOKS.items()}
        self.mark = self._format(_MARK)
        self.yellow = self.book.add_format({"bg_color": YELLOW})
        self.lists: dict[tuple[str, ...], str] = {}

    def _format(self, style: dict[str, Any]) -> Any:
        return self.book.add_format({"font_name": FONT, "font_size": 11} | style)

    def write(self, pages: tuple[Page, ...]) -> None:
        """写完，关上。"""
        sheets = [(self.book.add_worksheet(page.title), page) for page in pages]
        words = [choice.words for page in pages for choice in page.choices if choice.words]
        if words:
            self._options(dict.fromkeys(words))
        for sheet, page in sheets:
            self._page(sheet, page)
        first = next((sheet for sheet, page in sheets if page.state == "visible"), None)
        if first is not None:
            first.activate()
            first.set_first_sheet()
        self.book.close()

    def _options(self, lists: Iterable[tuple[str, ...]]) -> None:
        """下拉的词，一列一份；一页隐藏的表。"""
        sheet = self.book.add_worksheet(OPTIONS_SHEET)
        for column, words in enumerate(lists):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word, self.looks["plain"])
            at = letter(column)
            self.lists[words] = f"={OPTIONS_SHEET}!${at}$1:${at}${len(words)}"
        sheet.protect()
        sheet.hide()

    def _page(self, sheet: Any, page: Page) -> None:
        sheet.set_default_row(ROW_HEIGHT)
        sheet.set_column(0, 0, NARROWEST, self.mark, {"hidden": True})
        for column, width in page.widths.items():
            sheet.set_column(column, column, width)
        for column in page.folded:
            width = page.widths.get(column, NARROWEST)
            sheet.set_column(column, column, width, None, {"level": 1, "hidden": True})
        for row, line in enumerate(page.lines):
            self._line(sheet, row, line)
        for choice in page.choices:
            self._choice(sheet, choice)
        for need in page.needs:
            self._need(sheet, need)
        self._paper(sheet, page)
        if page.state == "hidden":
            sheet.hide()
        elif page.state == "veryHidden":
            sheet.very_hidden()
        if page.protected:
            freely = ("format_cells", "format_columns", "format_rows")
            sheet.protect("", dict.fromkeys(freely, True))

    def _line(self, sheet: Any, row: int, line: Line) -> None:
        if line.mark:
            sheet.write_string(row, 0, line.mark, self.mark)
        options = {"level": 1, "hidden": True} if line.hidden else {}
        if line.height or line.hidden:
            sheet.set_row(row, line.height or None, None, options)
        for column, box in line.boxes.items():
            self._box(sheet, row, column, box)

    def _box(self, sheet: Any, row: int, column: int, box: Box) -> None:
        look = self.looks[box.look]
        if box.formula:
            sheet.write_formula(row, column, box.formula, look, box.text)
        elif box.number is not None:
            sheet.write_number(row, column, box.number, look)
        elif box.link:
            sheet.write_url(row, column, f"internal:{box.link}", look, box.text)
        elif box.text:
            sheet.write_string(row, column, box.text, look)
        else:
            sheet.write_blank(row, column, None, look)
        if box.note:
            sheet.write_comment(row, column, box.note, {"author": "", **NOTE_SIZE})

    def _choice(self, sheet: Any, choice: Choice) -> None:
        """下拉：写了别的词，让它留着，核对时再说。"""
        source = self.lists[choice.words] if choice.words else choice.range
        rule = {
            "validate": "list",
            "source": source,
            "error_type": "warning",
            "error_title": "不在下拉的词里",
            "error_message": "要用这个词，选“是”；核对时会再看。",
        }
        first, last, column = choice.first, choice.last, choice.column
        sheet.data_validation(first, column, last, column, rule)

    def _need(self, sheet: Any, need: Need) -> None:
        """空着的必填格涂黄。"""
        at = letter(need.column)
        blank = f"LEN(TRIM(${at}{need.first + 1}))=0"
        if need.among is not None:
            start, end = map(letter, need.among)
            row = need.first + 1
            area = f"${start}{row}:${end}{row}"
            blank = f"AND({blank},SUMPRODUCT(LEN({area}))>0)"
        rule = {"type": "formula", "criteria": f"={blank}", "format": self.yellow}
        sheet.conditional_format(need.first, need.column, need.last, need.column, rule)

    def _paper(self, sheet: Any, page: Page) -> None:
        """A4，横向（表单竖向），一页宽；表头每页都有。"""
        sheet.set_paper(A4)
        if not page.portrait:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=MARGIN)
        sheet.set_footer("&C&P / &N")
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        sheet.outline_settings(symbols_below=False, symbols_right=False)
        if page.frozen_rows:
            sheet.freeze_panes(page.frozen_rows, FIRST_COLUMN)
        if page.repeated:
            sheet.repeat_rows(*page.repeated)
        if page.filtered:
            sheet.autofilter(*page.filtered)
