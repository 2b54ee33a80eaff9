"""读 Excel 表样：各工作表的格里的标签、重复的行，和填写时会丢的内容；毛病一次说全，各有地方。"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.core.archive import Archive, BadArchive
from reportgen.core.diagnostics import Diagnostic, Source, Span, blocking, diagnose, whole
from reportgen.core.form import Form, Output, Tag
from reportgen.forms.sheetareas import ROW, Area, areas_in, chain_of, loops_of
from reportgen.forms.sheetrefused import refused_parts
from reportgen.forms.tags import PICTURE, Fault, pieces_of
from reportgen.forms.wordreading import told

NAME: Output = "form.xlsx"
_OPENING = re.compile(r"\{\{|\{%|\{#|｛")
MOST_CELLS = 200_000
_MARGINS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


def read_sheet_form(data: bytes, shown: str) -> tuple[Form | None, tuple[Diagnostic, ...]]:
    """表样的字节 → 表样；毛病一次说全，有毛病的没有表样。"""
    source = Source(shown)
    try:
        archive = Archive(data)
        parts = {name: archive.read(name) for name in archive.names}
    except BadArchive as error:
        return None, (_unreadable(source, str(error)),)
    problems = list(refused_parts(parts, source))
    if blocking(problems):
        return None, tuple(problems)
    try:
        book = load_form(data)
    except Exception as error:  # openpyxl 遇到坏文件抛的种类很多，都是打不开
        return None, (_unreadable(source, f"读不懂（{type(error).__name__}）"),)
    areas, faults = areas_in(book, shown)
    tags = [area_tag(area, areas, source) for area in areas]
    found = list(faults)
    for sheet in book.worksheets:
        inner, more = _sheet(sheet, areas, source)
        tags += inner
        found += more
    problems += told(found)
    return (None if problems else Form(NAME, shown, data, tuple(tags))), tuple(problems)


def load_form(data: bytes) -> Workbook:
    """openpyxl 读成的一本，一格里几种字体的照样留着。"""
    return load_workbook(io.BytesIO(data), rich_text=True)


def _unreadable(source: Source, reason: str) -> Diagnostic:
    help = "在 Excel 或 WPS 里另存为 .xlsx。"
    return diagnose("F09", whole(source), f"{NAME} 打不开：{reason}。", help)


def area_tag(area: Area, areas: tuple[Area, ...], source: Source) -> Tag:
    """重复的行当作一个循环的标签，路径和别的标签一样查。"""
    named = {other.name: other for other in areas}
    outer = chain_of(named.get(area.outer), named)
    place = Span(source, 1, 1, 0, 0, f"名称 {area.name}")
    return Tag("for", "tr", area.name, place, area.rows, ROW, loops=loops_of(outer))


def innermost(areas: tuple[Area, ...], sheet: str, row: int) -> Area | None:
    """一行在哪个重复的行里，最里的一层。"""
    holding = [area for area in areas if area.sheet == sheet and area.holds(row, row)]
    return holding[-1] if holding else None


def _sheet(
    sheet: Worksheet, areas: tuple[Area, ...], source: Source
) -> tuple[list[Tag], list[Fault]]:
    tags: list[Tag] = []
    faults: list[Fault] = []
    named = {area.name: area for area in areas}
    for row in sheet.iter_rows():
        loops = loops_of(chain_of(innermost(areas, sheet.title, row[0].row), named))
        for cell in row:
            place = Span(source, 1, 1, 0, 0, f"{sheet.title}!{cell.coordinate}")
            for piece in pieces_of(text_of(cell.value), place):
                if piece.fault is not None:
                    faults.append(piece.fault)
                elif piece.tag is not None:
                    tags.append(replace(piece.tag, loops=loops))
                    faults += _refused(piece.tag, cell.value)
            faults += _formula(cell.value, place)
    faults += _margins(sheet, source)
    return tags, faults


def text_of(value: object) -> str:
    """一格的字；不是字的为空。"""
    return str(value) if isinstance(value, str | CellRichText) else ""


def _refused(tag: Tag, value: object) -> Iterator[Fault]:
    text = str(value)
    if tag.kind != "value" or tag.level:
        help = "Excel 表样里只写 {{ … }}；要重复的行，给它起名称 rg_行_路径（公式—名称管理器）。"
        yield Fault(tag.text, "Excel 表样里不写这种标签", help, tag.place)
    elif text.startswith("="):
        yield Fault(tag.text, "写在公式里，填不了", "另写一格放标签，公式引用那一格。", tag.place)
    elif tag.reference is not None and any(c.name == PICTURE for c in tag.reference.calls):
        yield Fault(tag.text, "Excel 表样里不放图片", "图片放在 Word 表样里。", tag.place)


def _formula(value: object, place: Span) -> Iterator[Fault]:
    if isinstance(value, ArrayFormula | DataTableFormula):
        yield Fault("", "这一格是数组公式或模拟运算表，行数变了改不对", "换成普通的公式。", place)


def _margins(sheet: Worksheet, source: Source) -> Iterator[Fault]:
    """页眉、页脚、工作表名里的标签：openpyxl 不在那里填。"""
    texts = [sheet.title]
    for name in _MARGINS:
        part = getattr(sheet, name)
        texts += [str(side.text or "") for side in (part.left, part.center, part.right)]
    for text in texts:
        if _OPENING.search(text):
            place = Span(source, 1, 1, 0, 0, f"{sheet.title} 的页眉页脚或名称")
            yield Fault(text[:30], "标签只写在格里，这里不填", "移到一格里。", place)
