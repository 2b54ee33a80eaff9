"""附带的部件：图片、条形图、脚注放进任何模板都不损坏它；坏了的成稿，自查说得出。"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from reportgen.core.document import Block, Chart, Document, Paragraph, Picture, Run
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.template import read_frame
from reportgen.word.package import read_package, write_package
from reportgen.word.reading.reader import read_docx
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS, png
from tests.word.lint import lint_docx

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES, RELATIONS, DOCUMENT = (
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
)
PICTURE = Picture("图 1 现场", png(40, 30), 40, 30, "png")
CHART = Chart("图 2 得分率", "得分率", ("决策", "过程"), (Decimal("95.00"), Decimal("88.20")), "%")
NOTED = Paragraph((Run("正文"), Run("", note="甲注"), Run("，再有"), Run("", note="乙注")))


def parts_of(*body: Block, frame: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """写进模板的各部件；自查没有毛病，读回来一样。"""
    data = write_package(frame) if frame else blank_frame("landscape")
    found, problems = read_frame(data, "report.docx")
    assert found is not None, problems
    document = Document(("题",), body, (), (*FIELDS, ("draft", "")))
    written = write_docx(document, found, datetime.date(2025, 1, 1))
    assert lint_docx(written) == ()
    assert read_docx(written) == document
    return read_package(written)


def blank(**changed: Callable[[bytes], bytes]) -> dict[str, bytes]:
    parts = read_package(blank_frame("landscape"))
    names = {
        "types": TYPES,
        "relations": RELATIONS,
        "footer": "word/footer3.xml",
        "settings": "word/settings.xml",
    }
    for key, change in changed.items():
        parts[names[key]] = change(parts[names[key]])
    return parts


def saved_by_word(own: str = "") -> dict[str, bytes]:
    """Word 存过的模板：已有脚注部件。"""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    parts = blank(
        types=lambda text: text.replace(
            b"</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode(),
        ),
        relations=lambda text: text.replace(
            b"</Relationships>",
            f'<Relationship Id="rId90" Type="{OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'.encode(),
        ),
    )
    rule = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    )
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/footnotes.xml"] = (
        f'<w:footnotes xmlns:w="{main}">{rule}{own}</w:footnotes>'.encode()
    )
    return parts


def test_notes_are_numbered_as_they_occur_and_their_rules_are_named_in_the_settings() -> None:
    parts = parts_of(NOTED)
    notes = parts["word/footnotes.xml"].decode()
    assert notes.index("甲注") < notes.index("乙注")
    settings = parts["word/settings.xml"].decode()
    assert (
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat>'
        in settings
    )


def test_a_report_without_notes_pictures_or_charts_carries_no_part_for_them() -> None:
    frame = read_package(blank_frame("landscape"))
    parts = parts_of(Paragraph((Run("正文"),)))
    assert set(parts) - set(frame) == {"docProps/core.xml"}
    assert parts["word/settings.xml"] == frame["word/settings.xml"]


def test_notes_join_those_of_a_frame_that_word_has_saved() -> None:
    parts = parts_of(NOTED, frame=saved_by_word())
    assert (
        parts[TYPES].count(b"/word/footnotes.xml") == parts[RELATIONS].count(b"footnotes.xml") == 1
    )
    assert parts["word/footnotes.xml"].count(b"<w:separator/>") == 1


def test_one_picture_shown_twice_is_stored_once() -> None:
    parts = parts_of(
        PICTURE,
        Picture("图 2", PICTURE.data, 40, 30, "png"),
        Picture("图 3", png(9, 9), 9, 9, "png"),
    )
    assert [name for name in sorted(parts) if "media" in name] == [
        "word/media/image1.png",
        "word/media/image2.png",
    ]


def test_a_picture_of_the_frame_is_not_overwritten_by_one_of_the_report() -> None:
    logo = png(3, 3)
    frame = blank(
        types=lambda text: text.replace(
            b"<Override", b'<Default Extension="png" ContentType="image/png"/><Override', 1
        )
    )
    parts = parts_of(PICTURE, frame={**frame, "word/media/image1.png": logo})
    assert parts["word/media/image1.png"] == logo
    assert parts["word/media/image2.png"] == PICTURE.data


def test_drawings_are_numbered_after_those_of_the_frame() -> None:
    frame = blank(footer=lambda text: text.replace(b'docPr id="3"', b'docPr id="700"'))
    assert b'docPr id="701"' in parts_of(PICTURE, frame=frame)[DOCUMENT]


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (96, 96, (914400, 914400)),  # 一英寸，照原大
        (5000, 500, (8845 * 635, 8845 * 635 // 10)),  # 缩到版心宽
        (500, 5000, (12738 * 635 * 6 // 100, 12738 * 635 * 6 // 10)),  # 缩到版心高的六成
    ],
)
def test_a_picture_keeps_its_shape_within_the_text_area(
    width: int, height: int, expected: tuple[int, int]
) -> None:
    parts = parts_of(Picture("", png(width, height), width, height, "png"))
    assert f'<wp:extent cx="{expected[0]}" cy="{expected[1]}"/>'.encode() in parts[DOCUMENT]


SPOILT = {
    "登记了不止一次": (
        TYPES,
        b'<Override PartName="/word/document.xml"',
        b'<Override PartName="/word/document.xml" ContentType="x"/>',
    ),
    "关系号 rId1 重复": (
        RELATIONS,
        b'<Relationship Id="rId1"',
        b'<Relationship Id="rId1" Type="x" Target="styles.xml"/>',
    ),
    "不止一个脚注部件": (
        RELATIONS,
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{OFFICE}/footnotes" Target="styles.xml"/>'.encode(),
    ),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_what_word_would_have_to_repair_is_told(fault: str) -> None:
    part, place, extra = SPOILT[fault]
    parts = parts_of(NOTED, PICTURE)
    parts[part] = parts[part].replace(place, extra + place, 1)
    assert any(fault in told for told in lint_docx(write_package(parts)))


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (DOCUMENT, b'<w:footnoteReference w:id="2"/>', b"", "正文的注号是 1，脚注是 1、2"),
        ("word/footnotes.xml", b'w:id="2"', b'w:id="5"', "正文的注号是 1、2，脚注是 1、5"),
        (
            DOCUMENT,
            b'r:embed="rIdImage1"',
            b'r:embed="rIdImage7"',
            "正文引用了没有的关系 rIdImage7",
        ),
        (DOCUMENT, b'docPr id="5"', b'docPr id="4"', "图的编号 4 重复"),
    ],
)
def test_notes_and_drawings_that_do_not_agree_are_told(
    part: str, old: bytes, new: bytes, fault: str
) -> None:
    parts = parts_of(NOTED, PICTURE)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    assert fault in lint_docx(write_package(parts))


def test_a_chart_carries_a_workbook_with_the_same_figures() -> None:
    parts = parts_of(CHART)
    assert b"../embeddings/chart1.xlsx" in parts["word/charts/_rels/chart1.xml.rels"]
    sheet = openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"])).active
    assert [cell.value for cell in sheet["A"]] == ["", "决策", "过程"]
    assert [cell.value for cell in sheet["B"]] == ["得分率", 95, 88.2]
    assert "数据!$B$2:$B$3" in parts["word/charts/chart1.xml"].decode(), "图指向工作表的数"


@pytest.mark.parametrize("unit", ["", "%", "元&<", "个/㎡"])
@pytest.mark.parametrize("value", ["0", "12.5", "-3.00", "100.0000"])
def test_any_unit_and_value_of_a_chart_reads_back(unit: str, value: str) -> None:
    parts = parts_of(Chart("图", "系列<&>", ("甲&乙",), (Decimal(value),), unit))
    assert (b'<c:min val="0"/>' in parts["word/charts/chart1.xml"]) == (Decimal(value) >= 0)
