"""往返：写成 Word 再读回来，一字不差；写出的文件自己查得过，同样的报告得同样的字节。"""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given

from reportgen.core.document import Document, Paragraph, Run
from reportgen.corridor.pipeline import examine, render
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.template import Frame, read_frame
from reportgen.word.reading.reader import read_docx
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS, documents
from tests.word.lint import lint_docx

ROOT = Path(__file__).resolve().parents[2]
DATE = datetime.date(2025, 3, 31)
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))


def frame(orientation: str = "landscape") -> Frame:
    found, problems = read_frame(blank_frame(orientation), "report.docx")  # type: ignore[arg-type]
    assert found is not None, problems
    return found


@given(documents)
def test_reading_what_was_written_gives_the_same_document(document: Document) -> None:
    data = write_docx(document, frame(), DATE)
    assert read_docx(data) == document
    assert lint_docx(data) == ()
    assert write_docx(document, frame(), DATE) == data


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_shipped_reports_read_back_whole_and_pass_the_lint(path: Path) -> None:
    examined = examine(path)
    contents, _ = render(examined)
    data = dict(contents)[".docx"]
    assert read_docx(data) == examined.document
    assert lint_docx(data) == ()


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def simple(**changes: object) -> Document:
    values: dict[str, object] = {
        "title": ("甲", "乙"),
        "body": (Paragraph((Run("正文"),)),),
        "fields": (*FIELDS, ("draft", "")),
    }
    return Document(**{**values, **changes})  # type: ignore[arg-type]


def test_without_an_appendix_there_is_one_section_and_no_empty_page() -> None:
    document = parts(write_docx(simple(), frame(), DATE))["word/document.xml"]
    assert document.count("<w:sectPr>") == 1
    assert "w:orient" not in document
    assert document.count("<w:p>") == 2, "标题和一段正文"


def test_the_section_break_rides_in_the_last_paragraph_of_the_body() -> None:
    appendix = (Paragraph((Run("附件"),), "attachment"),)
    document = parts(write_docx(simple(appendix=appendix), frame(), DATE))["word/document.xml"]
    assert document.count("<w:sectPr>") == 2
    assert document.count("<w:p>") == 3
    assert document.index("<w:sectPr>") < document.index("正文</w:t>")


def test_a_draft_says_so_in_its_headers_and_changes_nothing_else() -> None:
    final = parts(write_docx(simple(), frame(), DATE))
    draft = parts(
        write_docx(simple(fields=(*FIELDS, ("draft", "草稿")), draft=True), frame(), DATE)
    )
    different = [name for name in final if final[name] != draft[name]]
    assert different == ["word/header1.xml", "word/header2.xml"]
    assert "草稿" in draft["word/header1.xml"]


def test_the_dates_in_the_file_are_the_date_of_the_report() -> None:
    core = parts(write_docx(simple(), frame(), DATE, (("input", "ab12"),)))
    assert core["docProps/core.xml"].count("2025-03-31T00:00:00Z") == 2
    assert "<dc:title>甲乙</dc:title>" in core["docProps/core.xml"]
    assert "ab12" in core["docProps/custom.xml"]


@pytest.mark.parametrize(
    "text", ["A&B <c> \"d\" 'e'", "𠮷☑□", "a\x00b\x0bc\ufffe", "]]>", "{{ x }} {% y %}"]
)
def test_no_text_breaks_the_xml(text: str) -> None:
    document = simple(body=(Paragraph((Run(text),)),), title=(text,))
    back = read_docx(write_docx(document, frame(), DATE))
    kept = "".join(char for char in text if char >= " " and char != "\ufffe")
    assert [block.text for block in back.body] == [kept]  # type: ignore[union-attr]
    assert back.title == (kept,)


def test_compression_changes_only_the_packing() -> None:
    plain, packed = (
        write_docx(simple(), frame(), DATE, compress=compress) for compress in (False, True)
    )
    assert parts(plain) == parts(packed)
    assert len(packed) < len(plain)
