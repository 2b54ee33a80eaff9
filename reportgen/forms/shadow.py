"""表样的文字影子：各段、各格的字和标签，一处一行；机关发来新的一版，比一比影子就知道改了哪里。"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from reportgen.core.diagnostics import Source
from reportgen.core.form import Form
from reportgen.forms.sheetareas import areas_in
from reportgen.forms.sheetreading import load_form
from reportgen.forms.wordplaces import parts_in, places_in
from reportgen.word.markup import parse_xml, usual
from reportgen.word.package import read_package

HEAD = "表样的文字影子：由 reportgen format check 格式 --write 写出，不要手改。"
WORD = "form.docx"
SUFFIX = ".txt"


def shadow_of(form: Form) -> str:
    """一份表样的文字影子。"""
    lines = list(_word(form) if form.name == WORD else _sheet(form))
    return "\n".join((HEAD, "", *lines)) + "\n"


def _word(form: Form) -> Iterator[str]:
    parts = read_package(form.data)
    for name in parts_in(parts):
        for place in places_in(usual(parse_xml(parts[name])), name, Source("")):
            if place.text.strip() and not place.spare:
                yield f"{place.span.label}　{place.text.strip()}"


def _sheet(form: Form) -> Iterator[str]:
    book = load_form(form.data)
    areas, _ = areas_in(book, form.shown)
    for sheet in book.worksheets:
        yield f"工作表　{sheet.title}　{sheet.dimensions}"
        yield from _settings(sheet)
        for area in areas:
            if area.sheet == sheet.title:
                yield f"重复的行　{area.name}　{area.first}–{area.last}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    text = str(cell.value).replace("\n", "↵")
                    yield f"{cell.coordinate}　{text}"


def _settings(sheet: Worksheet) -> Iterator[str]:
    merged = sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col))
    if merged:
        yield "合并　" + " ".join(str(area) for area in merged)
    if sheet.print_area:
        yield f"打印区域　{sheet.print_area}"
