"""成稿自查：程序写坏的正文说得出坏在哪里，坏的文件不写出；Word 模板自己的毛病不算程序的。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.files import replace_files
from reportgen.corridor.pipeline import build
from reportgen.door import cli
from reportgen.word.markup import MAIN
from reportgen.word.writing import docx
from reportgen.word.writing.soundness import Unsound, check_sound, enclosed

ROOT = Path(__file__).resolve().parents[2]
INPUT = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PARAGRAPH = "<w:p/>"


def cell(width: int, properties: str = "", inside: str = PARAGRAPH) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}"/>{properties}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'


def table(
    *rows: str, widths: tuple[int, ...] = (10, 20), total: int = 30, after: str = PARAGRAPH
) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = f'<w:tblPr><w:tblW w:w="{total}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    return f"<w:tbl>{head}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>{after}"


ROW = cell(10) + cell(20)
HEAD = "<w:trPr><w:tblHeader/></w:trPr>" + ROW
SPAN = '<w:gridSpan w:val="2"/>'
START, GOING = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def check(text: str) -> None:
    names = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}" xmlns:wp="{DRAWING}"'
    theirs = '<w:p><w:pPr><w:pStyle w:val="S9"/></w:pPr></w:p><w:tbl/>'
    body = f"<w:body>{theirs}{enclosed(text)}</w:body>"
    check_sound(f"<w:document {names}>{body}</w:document>".encode(), {"S1"}, {"r1"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        '<w:p><w:pPr><w:pStyle w:val="S1"/></w:pPr></w:p>',
        '<w:p><w:r><w:drawing><w:x r:id="r1"/></w:drawing></w:r></w:p>',
        table(HEAD, HEAD, ROW, ROW),
        table(cell(30, SPAN), cell(10, START) + cell(20), cell(10, GOING) + cell(20), ROW),
        table(ROW, after="<w:p/><w:p/>"),
    ],
)
def test_what_is_sound_passes(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<w:p>", "不是合法的 XML"),
        ('<w:p><w:pPr><w:pStyle w:val="S2"/></w:pPr></w:p>', "没有的样式 S2"),
        ('<w:p><w:r><w:drawing><w:x r:embed="r2"/></w:drawing></w:r></w:p>', "没有的关系 r2"),
        (
            '<w:p><w:drawing><wp:docPr id="7"/></w:drawing><w:drawing><wp:docPr id="7"/></w:drawing></w:p>',
            "图的编号 7 重复",
        ),
        (
            '<w:p><w:footnoteReference w:id="2"/><w:footnoteReference w:id="2"/></w:p>',
            "注的编号 2 重复",
        ),
        (table(ROW, after="") + table(ROW), "表后面紧接着表"),
        (table(ROW, after=""), "表后面紧接着表或分节"),
        (table(ROW, total=31), "第 1 张表的总宽与各列不合"),
        (table(ROW, HEAD), "第 1 张表第 2 行：表头行不连续"),
        (table(cell(10) + cell(21)), "第 1 张表第 1 行第 2 列：宽度与网格不合"),
        (table(ROW, cell(10)), "第 1 张表第 2 行占 1 列，网格有 2 列"),
        (table(cell(10, inside="") + cell(20)), "第 1 张表第 1 行第 1 列：没有以段落结束"),
        (table(ROW, cell(10, GOING) + cell(20)), "第 1 张表第 2 行第 1 列：承上的合并没有起点"),
        (
            table(ROW) + table(cell(30, SPAN), cell(10, GOING) + cell(20)),
            "第 2 张表第 2 行第 1 列：承上",
        ),
    ],
)
def test_what_word_would_have_to_repair_is_not_let_through(text: str, fault: str) -> None:
    with pytest.raises(Unsound, match=fault):
        check(text)


def test_an_unsound_report_is_our_fault_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = build(INPUT, directory=tmp_path, pages=False).files[0]
    assert not replace_files(((target, b"old"),))
    real = docx.blocks_xml
    monkeypatch.setattr(
        docx, "blocks_xml", lambda *given: real(*given).replace("<w:tblHeader/>", "<w:tblHeader>")
    )
    assert cli.run(["build", str(INPUT), "-o", str(tmp_path), "--no-pages"]) == 70
    assert "不是输入的错" in capsys.readouterr().err
    assert target.read_bytes() == b"old"
