"""Word 模板：断开的字段补得起来，改了样子不改内容，坏处一次说全；影子与模板一致。"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.core.document import Document, Paragraph, Run
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.shadow import shadow
from reportgen.word.frame.template import read_frame
from reportgen.word.frame.tidying import normalise
from reportgen.word.package import read_package, write_package
from reportgen.word.reading.reader import read_docx
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS

ROOT = Path(__file__).resolve().parents[2]
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
DOCUMENT = Document(("题",), (Paragraph((Run("正文"),)),), (), (*FIELDS, ("draft", "")))


def changed(part: str, change: Callable[[str], str]) -> bytes:
    parts = read_package(blank_frame("landscape"))
    text = parts[part].decode()
    assert change(text) != text
    return write_package({**parts, part: change(text).encode()})


def written(frame_data: bytes) -> Document:
    frame, problems = read_frame(frame_data, "report.docx")
    assert frame is not None, problems
    return read_docx(write_docx(DOCUMENT, frame, datetime.date(2025, 1, 1)))


SPLIT = (
    '<w:r w:rsidR="00AB"><w:t xml:space="preserve">{</w:t></w:r><w:proofErr w:type="spellStart"/>'
    '<w:r><w:t>{ ti</w:t></w:r><w:r w:rsidR="00AC"><w:t>tle }</w:t></w:r><w:r><w:t>}</w:t></w:r>'
)


def test_a_field_split_by_word_is_mended() -> None:
    whole = '<w:r><w:t xml:space="preserve">{{ title }}</w:t></w:r>'
    split = changed("word/document.xml", lambda text: text.replace(whole, SPLIT))
    assert written(split) == written(blank_frame("landscape")) == DOCUMENT


def test_restyling_changes_no_word_of_the_report() -> None:
    restyled = changed(
        "word/styles.xml", lambda text: text.replace('w:val="32"', 'w:val="30"').replace("仿宋_GB2312", "宋体")
    )
    assert written(restyled) == DOCUMENT
    moved = changed("word/document.xml", lambda text: text.replace('w:top="2098"', 'w:top="1701"'))
    assert written(moved) == DOCUMENT


def test_a_field_in_a_header_is_filled_in() -> None:
    data = changed("word/header1.xml", lambda text: text.replace("{{ draft }}", "{{ unit.name }}{{ draft }}"))
    frame, _ = read_frame(data, "report.docx")
    assert frame is not None
    parts = read_package(write_docx(DOCUMENT, frame, datetime.date(2025, 1, 1)))
    assert "值" in parts["word/header1.xml"].decode()


def test_all_faults_of_a_frame_are_told_in_one_run() -> None:
    def spoil(text: str) -> str:
        return text.replace("{{ title }}", "{{ titel }} {% if x %} ｛｛ year ｝｝").replace("{{p appendix }}", "附件")

    frame, problems = read_frame(changed("word/document.xml", spoil), "report.docx")
    assert frame is None
    assert [problem.code for problem in problems] == ["W02", "W03", "W05", "W06"]


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
@pytest.mark.parametrize("text", ["", "<", "<w:document>", "no xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"])
def test_a_frame_with_broken_xml_is_a_diagnostic(part: str, text: str) -> None:
    frame, problems = read_frame(changed(part, lambda _: text), "report.docx")
    assert frame is None
    assert problems
    assert {problem.code[0] for problem in problems} == {"W"}


def test_what_word_adds_at_every_save_is_taken_out_and_nothing_else() -> None:
    whole = '<w:r><w:t xml:space="preserve">{{ title }}</w:t></w:r>'

    def saved(text: str) -> str:
        return text.replace(whole, SPLIT).replace(
            "<w:p>", f'<w:p xmlns:w14="{W14}" w:rsidR="00112233" w14:paraId="4F2A">'
        )

    noisy = changed("word/document.xml", saved)
    clean = normalise(noisy)
    text = read_package(clean)["word/document.xml"].decode()
    assert "rsid" not in text
    assert "proofErr" not in text
    assert "{{ title }}" in text
    assert normalise(clean) == clean


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.docx")), ids=lambda path: path.stem)
def test_the_shadow_of_a_shipped_frame_is_the_one_stored(path: Path) -> None:
    data = path.read_bytes()
    assert normalise(data) == data
    assert shadow(data) == path.with_name(f"{path.name}.txt").read_text("utf-8")
