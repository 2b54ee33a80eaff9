"""分节：换向、换页、封面之后，各节的页面、页脚和页码；没有一节是空的。"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest

from reportgen.core.document import Block, Document, Page, Paragraph, Run, Turn
from reportgen.word.frame.blank import Orientation, blank_frame
from reportgen.word.frame.template import read_frame
from reportgen.word.package import read_package, write_package
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS
from tests.word.lint import lint_docx

DOCUMENT = "word/document.xml"
COVER = (Paragraph((Run("封面"),), "cover_title"),)
MARK = Paragraph((Run("附件"),), "attachment")


def text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def written(
    *body: Block,
    appendix: tuple[Block, ...] = (),
    front: tuple[Block, ...] = (),
    orientation: Orientation = "landscape",
    appendix_page: Page = "",
    change: Callable[[str], str] = str,
) -> str:
    """写出的 document.xml；change 改的是模板的。"""
    parts = read_package(blank_frame(orientation))
    parts[DOCUMENT] = change(parts[DOCUMENT].decode()).encode()
    frame, problems = read_frame(write_package(parts), "report.docx")
    assert frame is not None, problems
    document = Document(
        ("题",), body, appendix, (*FIELDS, ("draft", "")), False, front, appendix_page
    )
    data = write_docx(document, frame, datetime.date(2025, 1, 1))
    assert lint_docx(data) == ()
    return read_package(data)[DOCUMENT].decode()


def sections(document: str) -> list[str]:
    return re.findall(r"<w:sectPr>.*?</w:sectPr>", document)


def pages(document: str) -> list[str]:
    return ["landscape" if "w:orient" in section else "portrait" for section in sections(document)]


UPRIGHT, WIDE = Turn("portrait"), Turn("landscape")
甲, 乙, 丙 = text("甲"), text("乙"), text("丙")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ((甲, WIDE, 乙, UPRIGHT, 丙), ["portrait", "landscape", "portrait"]),
        ((甲, WIDE, 乙, UPRIGHT), ["portrait", "landscape"]),
        ((甲, WIDE, 乙, UPRIGHT, WIDE, 丙), ["portrait", "landscape"]),
        ((甲, WIDE, UPRIGHT, 乙), ["portrait"]),
        ((甲, Turn(), WIDE, 乙), ["portrait", "landscape"]),
        ((甲, WIDE, Turn(), 乙), ["portrait", "landscape"]),
        ((WIDE, 乙), ["portrait", "landscape"]),
    ],
    ids=[
        "there and back",
        "back at the end",
        "back and there",
        "for nothing",
        "page first",
        "page after",
        "at once",
    ],
)
def test_pages_are_turned_only_for_what_stands_on_them(
    body: tuple[Block, ...], expected: list[str]
) -> None:
    document = written(*body)
    assert pages(document) == expected
    assert "<w:pageBreakBefore/>" not in document
    assert document.count("<w:p>") == 1 + sum(isinstance(block, Paragraph) for block in body) + (
        body[0] == WIDE
    )


def test_a_new_page_in_the_same_direction_is_a_break_before_the_next_paragraph() -> None:
    document = written(甲, Turn(), 乙)
    assert pages(document) == ["portrait"]
    assert (
        document.index("甲</w:t>")
        < document.index("<w:pageBreakBefore/>")
        < document.index("乙</w:t>")
    )


@pytest.mark.parametrize(
    ("orientation", "asked", "expected"),
    [
        ("landscape", "", "landscape"),
        ("portrait", "", "portrait"),
        ("landscape", "portrait", "portrait"),
        ("portrait", "landscape", "landscape"),
    ],
)
def test_the_appendix_is_turned_as_the_format_asks_or_else_as_the_frame_is(
    orientation: Orientation, asked: Page, expected: str
) -> None:
    document = written(甲, appendix=(MARK, 乙), orientation=orientation, appendix_page=asked)
    assert pages(document) == ["portrait", expected]


def test_an_appendix_that_begins_with_a_turn_has_no_page_before_it() -> None:
    assert pages(written(甲, appendix=(UPRIGHT, MARK, 乙))) == ["portrait", "portrait"]


@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_landscape_pages_of_either_frame_have_their_turned_footers(
    orientation: Orientation,
) -> None:
    upright, wide = sections(written(甲, WIDE, 乙, orientation=orientation))
    assert 'r:id="rId12"' in wide
    assert 'r:id="rId13"' in wide
    assert 'r:id="rId10"' in upright


def test_a_frame_without_a_landscape_section_has_its_sheet_turned_a_quarter() -> None:
    sample = re.compile(
        r"<w:p><w:pPr><w:pStyle[^>]*/><w:sectPr>(?:(?!</w:sectPr>).)*landscape.*?</w:p>"
    )
    wide = sections(
        written(甲, WIDE, 乙, orientation="portrait", change=lambda text: sample.sub("", text))
    )[1]
    assert '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>' in wide
    assert 'w:top="1587" w:right="2098" w:bottom="1474" w:left="1984"' in wide


def test_the_front_has_no_page_numbers_and_the_body_begins_at_one() -> None:
    front, first, second = sections(written(甲, WIDE, 乙, front=COVER))
    assert "footerReference" not in front
    assert "headerReference" in front, "草稿仍在页眉"
    assert '<w:pgNumType w:start="1" w:fmt="decimal"/>' in first
    assert "w:start" not in second
    assert "w:start" not in written(甲, WIDE, 乙)


def test_the_cover_stands_before_the_title_of_the_report() -> None:
    document = written(甲, front=COVER)
    assert document.index("封面</w:t>") < document.index("题</w:t>") < document.index("甲</w:t>")


def test_numbers_run_on_in_the_style_of_the_frame_wherever_its_sections_return() -> None:
    def dashed(text: str) -> str:
        number = '<w:pgNumType w:fmt="numberInDash" w:start="1"/>'
        return text.replace('<w:pgNumType w:fmt="decimal"/>', number, 1).replace(
            "<w:docGrid", "<w:titlePg/><w:docGrid", 1
        )

    first, _, third = sections(written(甲, WIDE, 乙, UPRIGHT, 丙, change=dashed))
    assert '<w:pgNumType w:fmt="numberInDash" w:start="1"/>' in first
    assert "<w:titlePg/>" in first
    assert '<w:pgNumType w:fmt="numberInDash"/>' in third
    assert "<w:titlePg/>" not in third
    body = sections(written(甲, front=COVER, change=dashed))[1]
    assert '<w:pgNumType w:start="1" w:fmt="numberInDash"/>' in body


def test_a_sheet_is_wide_by_its_size_even_if_its_direction_is_not_written() -> None:
    wide = written(
        甲, appendix=(MARK, 乙), change=lambda text: text.replace(' w:orient="landscape"', "")
    )
    assert re.findall(r'<w:pgSz w:w="(\d+)"', wide) == ["11906", "16838"]


def test_a_frame_that_does_not_number_its_pages_is_numbered_from_one_in_the_place_word_wants() -> (
    None
):
    bare = written(
        甲, front=COVER, change=lambda text: text.replace('<w:pgNumType w:fmt="decimal"/>', "")
    )
    assert "<w:pgMar" in bare
    assert re.search(r'<w:pgMar [^>]*/><w:pgNumType w:start="1"/><w:cols ', bare)
