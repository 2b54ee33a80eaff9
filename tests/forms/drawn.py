"""画表样：几段字、几张表 → Word；几行格子 → Excel；连同填好它要的名字。测试里一眼看得见表样和填成的样子。"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from reportgen.composing.names import names_for
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.document import Paragraph, Table
from reportgen.core.examined import Examined, FilledForm
from reportgen.core.form import Form
from reportgen.core.format import Format
from reportgen.corridor.pipeline import examine
from reportgen.forms.sealing import Sealing, sealed
from reportgen.forms.sheetfilling import fill_sheet_form
from reportgen.forms.sheetreading import read_sheet_form
from reportgen.forms.wordfilling import fill_word_form
from reportgen.forms.wordprinted import word_blocks
from reportgen.forms.wordreading import read_word_form

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "templates" / "mof-self-2021" / "sample.yaml"
SHOWN = "form.docx"

Part = str | Sequence[Sequence[str]]


@lru_cache(maxsize=1)
def sample() -> Examined:
    """一份查过的输入：公共图书馆免费开放补助。"""
    return examine(SAMPLE, name="sample.yaml")


def format_of() -> Format:
    """它的格式。"""
    format = sample().format
    assert format is not None
    return format


def names(**more: Any) -> dict[str, Any]:
    """它的名字；more 换成别的。"""
    examined = sample()
    assert examined.evaluation is not None and examined.scorecard is not None
    return {**names_for(examined.evaluation, examined.scorecard), **more}


def word_form(
    *parts: Part,
    header: str = "",
    footer: str = "",
    runs: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """各部分 → Word 表样：一段字，或一张表（各行各格）；runs 里的字照写的断成几段。"""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = footer
    for part in parts:
        if isinstance(part, str):
            _write(document.add_paragraph(), part, runs or {})
            continue
        table = document.add_table(len(part), max(map(len, part)))
        table.style = "Table Grid"
        for row, cells in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, cells, strict=False):
                _write(cell.paragraphs[0], text, runs or {})
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write(paragraph: Any, text: str, runs: Mapping[str, Sequence[str]]) -> None:
    for piece in runs.get(text, (text,)):
        paragraph.add_run(piece)


def faults(data: bytes, slots: frozenset[str] = frozenset()) -> list[str]:
    """Word 表样的毛病，一条一行：地方和话。"""
    _, problems = read_word_form(data, SHOWN, slots)
    return told(problems)


def told(problems: Sequence[Diagnostic]) -> list[str]:
    """诊断 → “地方 代码 话”。"""
    return [f"{problem.span.place} {problem.code} {problem.message}" for problem in problems]


def form_in(data: bytes) -> Form:
    """没有毛病的 Word 表样。"""
    form, problems = read_word_form(data, SHOWN)
    assert form is not None, told(problems)
    return form


def filled_word(data: bytes, named: Mapping[str, Any] | None = None) -> bytes:
    """填好、封好的 Word。"""
    form = form_in(data)
    manifest = format_of().manifest
    parts, problems = fill_word_form(form, manifest, named or names(), {}, None)
    assert parts, told(problems)
    document = sample().document
    assert document is not None
    sealing = Sealing(names()["date"], (("input", "0"),))
    return sealed(FilledForm("form.docx", parts, ()), document, sealing, None)[0]


def printed_word(data: bytes, named: Mapping[str, Any] | None = None) -> list[Any]:
    """填好以后印出的：段落是字，表是各行各格的字（承上的格子是“〃”）。"""
    from reportgen.word.package import read_package

    body, _ = word_blocks(read_package(filled_word(data, named)))
    return [block.text if isinstance(block, Paragraph) else grid(block) for block in body]


def grid(block: Any) -> list[list[str]]:
    """一张表各行各格的字。"""
    assert isinstance(block, Table)
    rows = []
    for row in block.rows:
        rows.append(["〃" if cell.merge == "continue" else cell.text for cell in row.cells])
    return rows


def sheet_form(
    rows: Sequence[Sequence[Any]], areas: Mapping[str, str] | None = None, **more: Any
) -> Workbook:
    """各行各格 → 一张叫“表”的工作表；areas 是名称 → 范围。"""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for row in rows:
        sheet.append(list(row))
    for name, cells in (areas or {}).items():
        book.defined_names[name] = DefinedName(name, attr_text=f"表!{cells}")
    return book


def saved(book: Workbook) -> bytes:
    """工作簿的字节。"""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_faults(book: Workbook) -> list[str]:
    """Excel 表样的毛病。"""
    return told(read_sheet_form(saved(book), "form.xlsx")[1])


def filled_sheet(book: Workbook, named: Mapping[str, Any] | None = None) -> Workbook:
    """填好、封好，再由 openpyxl 读回的工作簿。"""
    return load_workbook(io.BytesIO(filled_bytes(book, named)))


def filled_bytes(book: Workbook, named: Mapping[str, Any] | None = None) -> bytes:
    """填好、封好的字节。"""
    form, problems = read_sheet_form(saved(book), "form.xlsx")
    assert form is not None, told(problems)
    parts, _, problems = fill_sheet_form(form, format_of(), named or names())
    assert parts, told(problems)
    document = sample().document
    assert document is not None
    sealing = Sealing(names()["date"], (("input", "0"),))
    return sealed(FilledForm("form.xlsx", parts, ()), document, sealing, None)[0]


def values(book: Workbook) -> list[list[Any]]:
    """“表”的各行各格，末尾的空格不要。"""
    rows = [list(row) for row in book["表"].iter_rows(values_only=True)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows
