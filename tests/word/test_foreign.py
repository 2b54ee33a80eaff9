"""读别处来的 Word：只取印得出的文字；修订、内容控件、文本框都照印出来的样子读。"""

from __future__ import annotations

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen.word.package import BadPackage
from reportgen.word.reading.foreign import read_foreign
from tests.packages import packed, paragraph, word_parts

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
    "移走的不算": (
        f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo>",
        "乙甲",
    ),
    "文本框只读一份": (
        f"<w:r><mc:AlternateContent><mc:Choice>{run('得分96分')}</mc:Choice>"
        f"<mc:Fallback>{run('得分96分')}</mc:Fallback></mc:AlternateContent></w:r>",
        "得分96分",
    ),
    "内容控件里的字照读": (f"<w:sdt><w:sdtContent>{run('某局')}</w:sdtContent></w:sdt>", "某局"),
    "汉字之间的换行连起来，别处的换行和制表符是空格": (
        f"{run('一')}<w:r><w:br/></w:r>{run('二')}<w:r><w:tab/></w:r>{run('三')}"
        f"<w:r><w:br/></w:r>{run('4')}",
        "一二 三 4",
    ),
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
    assert [str(each.text) for each in read_foreign(path.read_bytes(), "报告.docx").paragraphs] == [
        "一、基本情况"
    ]


LIMITS = {
    "一段太长": (paragraph("甲" * 100_001), "正文的第 1 段有一处 100001 字，最多 100000 字"),
    "一格太长": (
        f"<w:tbl><w:tr><w:tc>{paragraph('甲' * 100_001)}</w:tc></w:tr></w:tbl>",
        "最多 100000 字",
    ),
    "段太多": (paragraph("甲") * 50_001, "正文有 50001 段（一张表算一段），最多 50000 段"),
    "字太多": (paragraph("甲" * 100_000) * 21, "全文有 2100000 字，最多 2000000 字"),
    "横跨太多": (
        "<w:tbl>"
        + ("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc>' * 100 + "</w:tr>")
        * 40,
        "第 1 张表到第 32 行有 200025 格，最多 200000 格",
    ),
    "嵌套太深": ("<w:r>" * 300, "里面的标签嵌套超过 256 层"),
    "一段字太长": (f"<w:p><w:r><w:t>{'甲' * 4_000_000}", "里面有一段文字超过 10 MB"),
    "XML 坏了": ("<w:p>", "里面的 XML 已损坏"),
    "元素太多": ("<w:p/>" * 600_001, "里有 600004 个元素和属性，最多 600000 个"),
}
CLOSING = {"横跨太多": "</w:tbl>", "嵌套太深": "</w:r>" * 300, "一段字太长": "</w:t></w:r></w:p>"}


@pytest.mark.parametrize("name", LIMITS)
def test_a_document_beyond_its_budget_is_refused_with_the_figure_and_the_limit(name: str) -> None:
    body, reason = LIMITS[name]
    data = packed(word_parts(body + CLOSING.get(name, "")), zipfile.ZIP_STORED)
    with pytest.raises(BadPackage, match=reason):
        read_foreign(data, "报告.docx")


def calls_to_read(body: str) -> int:
    """读一份 Word 文件，调用了多少次函数（C 写的也算）。"""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    data = packed(word_parts(body), zipfile.ZIP_STORED)
    sys.setprofile(counted)
    try:
        read_foreign(data, "报告.docx")
    finally:
        sys.setprofile(None)
    return count


CELL = '<w:tc><w:tcPr><w:gridSpan w:val="9"/></w:tcPr><w:p/></w:tc>'
GROWING = {
    "段": lambda count: paragraph("甲") * count,
    "一段里的字": lambda count: "<w:p>" + "<w:r><w:t>甲</w:t></w:r>" * count + "</w:p>",
    "行": lambda count: "<w:tbl>" + f"<w:tr>{CELL}</w:tr>" * count + "</w:tbl>",
    "横跨的格": lambda count: f"<w:tbl><w:tr>{CELL * count}</w:tr></w:tbl>",
}


@pytest.mark.parametrize("name", GROWING)
def test_a_document_ten_times_as_long_takes_ten_times_the_steps(name: str) -> None:
    few, many = (calls_to_read(GROWING[name](count)) for count in (300, 3_000))
    assert many <= 11 * few


def test_only_the_body_is_unpacked_for_checking() -> None:
    """图片再多也不解开；坏了的图片不妨碍核对。"""
    whole = packed({**word_parts(paragraph("甲")), "word/media/图.png": b"1234567890" * 10})
    broken = whole.replace(b"1234567890", b"123456789x")
    assert [str(each.text) for each in read_foreign(broken, "报告.docx").paragraphs] == ["甲"]
