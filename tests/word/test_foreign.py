"""读别处来的 Word：只取印得出的文字；修订、内容控件、文本框都照印出来的样子读。"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen.word.reading.foreign import read_foreign

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def word(body: str) -> bytes:
    """正文的 XML → docx，其余部件取自空白文件。"""
    blank, buffer = BytesIO(), BytesIO()
    docx.Document().save(blank)
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in set(old.namelist()) - {"word/document.xml"}:
            new.writestr(name, old.read(name))
        new.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


PARAGRAPHS = {
    "插入的算，删掉的不算": (
        f"{run('执行率')}<w:del><w:r><w:delText>90%</w:delText></w:r></w:del><w:ins>{run('98%')}</w:ins>",
        "执行率98%",
    ),
    "移走的不算": (f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo>", "乙甲"),
    "文本框只读一份": (
        f"<w:r><mc:AlternateContent><mc:Choice>{run('得分96分')}</mc:Choice>"
        f"<mc:Fallback>{run('得分96分')}</mc:Fallback></mc:AlternateContent></w:r>",
        "得分96分",
    ),
    "内容控件里的字照读": (f"<w:sdt><w:sdtContent>{run('某局')}</w:sdtContent></w:sdt>", "某局"),
    "换行和制表符是空格": (f"{run('一')}<w:r><w:br/></w:r>{run('二')}<w:r><w:tab/></w:r>{run('三')}", "一 二 三"),
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_a_paragraph_reads_as_it_prints(name: str) -> None:
    inside, expected = PARAGRAPHS[name]
    document = read_foreign(word(f"<w:p>{inside}</w:p>"), "报告.docx")
    assert [str(paragraph.text) for paragraph in document.paragraphs] == [expected]


def cell(text: str) -> str:
    return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"


def control(inside: str) -> str:
    return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def test_rows_and_cells_in_content_controls_count_and_deleted_rows_do_not() -> None:
    rows = [
        f"<w:tr>{cell('资金')}{control(cell('金额'))}</w:tr>",
        control(f"<w:tr>{cell('合计')}{cell('200')}</w:tr>"),
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('其他')}{cell('1')}</w:tr>",
    ]
    document = read_foreign(word(f"<w:tbl>{''.join(rows)}</w:tbl>"), "报告.docx")
    grid = [[str(each.text) for each in row] for row in document.tables[0].rows]
    assert grid == [["资金", "金额"], ["合计", "200"]]


def test_a_report_written_by_python_docx_reads_back(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、基本情况")
    path = tmp_path / "报告.docx"
    document.save(str(path))
    assert [str(each.text) for each in read_foreign(path.read_bytes(), "报告.docx").paragraphs] == ["一、基本情况"]
