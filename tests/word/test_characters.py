"""取字：纸上看得见的都取到，看不见的一个字也不取；读成稿、查模板、做影子得到的是同样的字。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.word.characters import Lines, line_text, printed_text
from reportgen.word.markup import COMPATIBILITY, MAIN, OFFICE, W, parse_xml

NAMES = f'xmlns:w="{MAIN}" xmlns:mc="{COMPATIBILITY}" xmlns:m="{OFFICE}/math"'
BOX = "<w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent>"


def run(inside: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>"


def text_of(inside: str, *, fields: bool = False) -> str:
    return printed_text(parse_xml(f"<w:p {NAMES}>{inside}</w:p>".encode()), fields=fields)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (run("<w:t>甲</w:t>") + run("<w:t> 乙</w:t>"), "甲 乙"),
        (run("<w:t>一</w:t><w:tab/><w:t>1</w:t>"), "一\t1"),
        (run("<w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/>"), "上\n下\n"),
        (run("<w:t>2020</w:t><w:noBreakHyphen/><w:t>2021</w:t>"), "2020-2021"),
        (run("<w:t>软</w:t><w:softHyphen/><w:t>连</w:t>"), "软连"),
        (run('<w:sym w:font="Symbol" w:char="F0B3"/><w:t>300家</w:t>'), "≥300家"),
        (run('<w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0FE"/>'), "是☑"),
        (run('<w:t>1</w:t><w:sym w:font="Webdings" w:char="F061"/><w:t>2</w:t>'), "1 2"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        ("<w:ins>" + run("<w:t>添</w:t>") + "</w:ins>", "添"),
        ("<w:hyperlink>" + run("<w:t>网址</w:t>") + "</w:hyperlink>", "网址"),
        ("<w:sdt><w:sdtContent>" + run("<w:t>控件</w:t>") + "</w:sdtContent></w:sdt>", "控件"),
        ('<w:fldSimple w:instr=" DATE ">' + run("<w:t>5月</w:t>") + "</w:fldSimple>", "5月"),
    ],
)
def test_what_the_reader_sees_is_taken(inside: str, expected: str) -> None:
    assert text_of(inside) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<w:del>" + run("<w:delText>删</w:delText>") + "</w:del>",
        "<w:moveFrom>" + run("<w:t>移走</w:t>") + "</w:moveFrom>",
        run("<w:t>隐藏</w:t>", "<w:vanish/>"),
        run("<w:instrText> PAGE </w:instrText>"),
        "<w:r><w:ruby><w:rt>" + run("<w:t>zhù</w:t>") + "</w:rt><w:rubyBase/></w:ruby></w:r>",
        "<mc:AlternateContent><mc:Fallback>"
        + run("<w:t>备用</w:t>")
        + "</mc:Fallback></mc:AlternateContent>",
        "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><!-- 注释 -->",
    ],
)
def test_what_is_not_printed_is_not_taken(inside: str) -> None:
    assert text_of(inside) == ""


def test_hidden_that_is_switched_off_is_printed() -> None:
    assert text_of(run("<w:t>印</w:t>", '<w:vanish w:val="0"/>')) == "印"


def test_a_text_box_stands_once_with_its_paragraphs_apart() -> None:
    box = f"<mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
    assert text_of(f"<w:r><mc:AlternateContent>{box}</mc:AlternateContent></w:r>") == "框\n"


def test_fields_show_their_instruction_when_asked() -> None:
    field = run("<w:instrText> PAGE </w:instrText>") + run("<w:t>1</w:t>")
    assert text_of(field) == "1"
    assert text_of(field, fields=True) == "{PAGE}1"


PIECES = [
    *(run(f"<w:t>{text}</w:t>") for text in ("甲", " 乙  丙 ", "4.80", "")),
    run('<w:t xml:space="preserve"> </w:t>') + "\n  ",
    run("<w:t>30</w:t>") + run("<w:t>1</w:t>", '<w:vertAlign w:val="superscript"/>'),
    run("<w:t>隐藏</w:t>", "<w:vanish/>"),
    run("<w:t>一</w:t><w:tab/><w:noBreakHyphen/><w:t>二</w:t><w:br/>"),
    run("<w:instrText> PAGE </w:instrText>"),
    "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>",
    "<w:hyperlink>" + run("<w:t>网址</w:t>") + "</w:hyperlink>",
    "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
    "<w:del>" + run("<w:delText>删</w:delText>") + "</w:del>",
    run("<w:t>前</w:t>" + BOX + "<w:t>后</w:t>"),
]
PARAGRAPH = st.lists(st.sampled_from(PIECES), max_size=3).map(
    lambda pieces: "<w:p>" + "".join(pieces) + "</w:p>"
)
PARAGRAPHS = st.lists(PARAGRAPH, max_size=3).map("".join)
CELL = st.one_of(
    PARAGRAPHS.map("<w:tc><w:tcPr/>{}</w:tc>".format),
    PARAGRAPHS.map("<w:tc>{}</w:tc>".format),
    PARAGRAPHS.map("<w:tc><w:tcPr/><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tc>".format),
)
ROW = st.lists(CELL, min_size=1, max_size=3).map(
    lambda cells: "<w:tr>" + "".join(cells) + "</w:tr>"
)
NESTED = ROW.map(lambda row: f"<w:tr><w:tc><w:tbl>{row}</w:tbl><w:p/></w:tc></w:tr>")


@given(st.lists(PARAGRAPH | ROW | NESTED, max_size=4))
def test_lines_read_faster_what_line_text_reads(blocks: list[str]) -> None:
    root = parse_xml(f"<w:body {NAMES}>{''.join(blocks)}</w:body>".encode())
    lines = Lines(root)
    for element in root.iter(f"{W}p", f"{W}tc"):
        assert lines.line(element) == line_text(element)
