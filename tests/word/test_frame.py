"""Word 模板：断开的字段补得起来，改了样子不改内容，坏处一次说全；影子与模板一致。"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
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


WHOLE = '<w:r><w:t xml:space="preserve">{{ title }}</w:t></w:r>'


def runs(*texts: str) -> str:
    """一段字断成几处，样子各不相同。"""
    return "".join(
        f'<w:r><w:rPr><w:sz w:val="{44 + at}"/></w:rPr><w:t>{text}</w:t></w:r>'
        for at, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("{{", " title }}"),
        ("{", "{ ", "title", " }", "}"),
        ("{{ ti", "", "tle }}"),
        ("甲{{ ti", "tle }}乙{{ ye", "ar }}丙"),
        ("甲", "{{ title }}乙{", "{ year }", "}丙"),
        ("{{ title", " }}{{ year }}{{ gra", "de }}"),
    ],
)
def test_however_a_field_is_split_the_words_around_it_stay(texts: tuple[str, ...]) -> None:
    data = changed("word/document.xml", lambda text: text.replace(WHOLE, runs(*texts)))
    expected = (
        "".join(texts)
        .replace("{{ title }}", "题")
        .replace("{{ year }}", "值")
        .replace("{{ grade }}", "值")
    )
    assert written(data).title == (expected,)


def test_a_slot_may_be_split_and_may_carry_the_break_of_its_section() -> None:
    slot = '<w:r><w:t xml:space="preserve">{{p body }}</w:t></w:r>'

    def spoil(text: str) -> str:
        text = text.replace(slot, runs("{{p", " bo", "dy }}"))
        start = text.index("<w:sectPr>")
        end = text.index("</w:sectPr>") + len("</w:sectPr>")
        section = text[start:end]
        paragraph = text.rindex("<w:p>", 0, start)
        text = text[:paragraph] + text[text.index("</w:p>", end) + len("</w:p>") :]
        at = text.rindex("</w:pPr>", 0, text.index("{{p</w:t>"))
        return text[:at] + section + text[at:]

    data = changed("word/document.xml", spoil)
    frame, problems = read_frame(data, "report.docx")
    assert frame is not None, problems
    assert (frame.body.landscape, frame.final.landscape) == (False, True)
    assert written(data) == DOCUMENT


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml"])
def test_a_frame_may_use_another_prefix_for_the_same_names(part: str) -> None:
    def renamed(text: str) -> str:
        return (
            text.replace("<w:", "<ns0:")
            .replace("</w:", "</ns0:")
            .replace(" w:", " ns0:")
            .replace("xmlns:w=", "xmlns:ns0=")
        )

    assert written(changed(part, renamed)) == DOCUMENT
    two_lines = replace(DOCUMENT, title=("题", "目"))
    frame, problems = read_frame(changed(part, renamed), "report.docx")
    assert frame is not None, problems
    assert read_docx(write_docx(two_lines, frame, datetime.date(2025, 1, 1))) == two_lines


def test_a_watermark_may_hold_a_field() -> None:
    shape = '<w:r><w:pict><v:shape><v:textpath string="{{ draft }} {{ unit.name }} {{ x }}"/></v:shape></w:pict></w:r>'
    data = changed("word/header1.xml", lambda text: text.replace("</w:p>", f"{shape}</w:p>"))
    frame, problems = read_frame(data, "report.docx")
    assert frame is not None, problems
    document = replace(DOCUMENT, fields=(*FIELDS, ("draft", '草稿"<&'), ("unit.name", "局")))
    parts = read_package(write_docx(document, frame, datetime.date(2025, 1, 1)))
    assert 'string="草稿&quot;&lt;&amp; 局 {{ x }}"' in parts["word/header1.xml"].decode()


def test_restyling_changes_no_word_of_the_report() -> None:
    restyled = changed(
        "word/styles.xml",
        lambda text: text.replace('w:val="32"', 'w:val="30"').replace("仿宋_GB2312", "宋体"),
    )
    assert written(restyled) == DOCUMENT
    moved = changed("word/document.xml", lambda text: text.replace('w:top="2098"', 'w:top="1701"'))
    assert written(moved) == DOCUMENT


def test_a_field_in_a_header_is_filled_in() -> None:
    data = changed(
        "word/header1.xml", lambda text: text.replace("{{ draft }}", "{{ unit.name }}{{ draft }}")
    )
    frame, _ = read_frame(data, "report.docx")
    assert frame is not None
    parts = read_package(write_docx(DOCUMENT, frame, datetime.date(2025, 1, 1)))
    assert "值" in parts["word/header1.xml"].decode()


def test_all_faults_of_a_frame_are_told_in_one_run() -> None:
    def spoil(text: str) -> str:
        return text.replace("{{ title }}", "{{ titel }} {% if x %} ｛｛ year ｝｝").replace(
            "{{p appendix }}", "附件"
        )

    frame, problems = read_frame(changed("word/document.xml", spoil), "report.docx")
    assert frame is None
    assert [problem.code for problem in problems] == ["W02", "W03", "W05", "W06"]


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
@pytest.mark.parametrize(
    "text", ["", "<", "<w:document>", "no xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"]
)
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


def test_the_cursor_the_thumbnail_and_the_list_of_edits_go() -> None:
    marks = '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>'
    kept = '<w:bookmarkStart w:id="8" w:name="甲"/><w:bookmarkEnd w:id="8"/>'
    parts = read_package(
        changed(
            "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{marks}{kept}")
        )
    )
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        b"<w:compat>", b"<w:rsids/><w:compat>"
    )
    parts["docProps/thumbnail.jpeg"] = b"x"
    thumbnail = (
        b'<Relationship Id="rId9" Type="x" Target="docProps/thumbnail.jpeg"/></Relationships>'
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", thumbnail)
    clean = read_package(normalise(write_package(parts)))
    blank = read_package(blank_frame("landscape"))
    assert clean.pop("word/document.xml").decode().count("bookmark") == 2
    del blank["word/document.xml"]
    assert clean == blank


def test_runs_that_look_different_are_not_joined() -> None:
    data = changed("word/document.xml", lambda text: text.replace(WHOLE, runs("甲", "{{ title }}")))
    assert normalise(data) == data


def test_a_part_that_cannot_be_read_is_left_as_it_is() -> None:
    parts = read_package(blank_frame("landscape"))
    data = write_package({**parts, "word/theme/theme1.xml": b"<a:theme"})
    assert normalise(data) == data


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("templates/_shared/frames/*.docx")), ids=lambda path: path.stem
)
def test_the_shadow_of_a_shipped_frame_is_the_one_stored(path: Path) -> None:
    data = path.read_bytes()
    assert normalise(data) == data
    assert shadow(data) == path.with_name(f"{path.name}.txt").read_text("utf-8")
