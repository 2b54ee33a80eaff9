"""工作簿：一格一格地读，照 Excel 显示的样子；远处的一格、错的编号、太多的元素，都停在限度上。"""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.archive import BadArchive
from reportgen.source import sheetcells, sheetxml, workbook
from reportgen.source.grid import BadTable
from reportgen.source.sheets import open_xlsx, read_sheet, read_xlsx
from tests.packages import STRICT, packed, sheet_parts, text_cell

HEAD = f"<row>{text_cell('A1', '甲')}{text_cell('B1', '乙')}</row>"


def read(rows: str, **more: str) -> tuple[tuple[str, ...], ...]:
    """表头后面接着 rows 的一张表。"""
    return read_xlsx(packed(sheet_parts(HEAD + rows, **more))).grid


CELLS = {
    "整数": ('<c r="A2"><v>12</v></c>', "12"),
    "小数照 Excel 的十五位": ('<c r="A2"><v>0.30000000000000004</v></c>', "0.3"),
    "科学计数法": ('<c r="A2"><v>1.5E-3</v></c>', "0.0015"),
    "文字": (text_cell("A2", " 007 "), "007"),
    "几段同样的字": (
        '<c r="A2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>',
        "甲乙",
    ),
    "注音不算": (
        '<c r="A2" t="inlineStr"><is><t>某局</t><rPh sb="0" eb="1"><t>mou</t></rPh></is></c>',
        "某局",
    ),
    "是": ('<c r="A2" t="b"><v>1</v></c>', "是"),
    "否的另一种写法": ('<c r="A2" t="b"><v>false</v></c>', "否"),
    "数的两边有空白": ('<c r="A2"><v> 1.50\n</v></c>', "1.5"),
    "公式的结果": ('<c r="A2"><f>1+1</f><v>2</v></c>', "2"),
    "公式的文字": ('<c r="A2" t="str"><f>A1</f><v>甲</v></c>', "甲"),
    "ISO 的日期": ('<c r="A2" t="d"><v>2024-03-05T00:00:00Z</v></c>', "2024-03-05"),
    "没有写位置": ('<c t="inlineStr"><is><t>丙</t></is></c>', "丙"),
    "绝对的位置": ('<c r="$A$2"><v>3</v></c>', "3"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_reads_as_excel_shows_it(name: str) -> None:
    cell, text = CELLS[name]
    assert read(f"<row>{cell}</row>") == (("甲", "乙"), (text, ""))


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell() -> None:
    row = f'<row>{text_cell("A2", "丙")}<c r="B2" t="str"><f>IF(1,"")</f><v></v></c></row>'
    assert read(row) == (("甲", "乙"), ("丙", ""))


def test_rows_and_cells_left_out_are_empty() -> None:
    assert read(f'<row r="4">{text_cell("B4", "丁")}</row>') == (
        ("甲", "乙"),
        ("", ""),
        ("", ""),
        ("", "丁"),
    )


def test_a_wrong_dimension_loses_nothing_and_builds_nothing() -> None:
    row = f"<row>{text_cell('A2', '丙')}</row>"
    for dimension in ("A1", "A1:XFD1048576"):
        assert read(row, before=f'<dimension ref="{dimension}"/>') == (("甲", "乙"), ("丙", ""))


def test_empty_cells_far_away_are_no_cells() -> None:
    """整列设了格式的表，空格一直到 XFD1048576。"""
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert read(f"<row>{text_cell('A2', '丙')}</row>{far}") == (("甲", "乙"), ("丙", ""))


def test_shared_texts_are_found_wherever_they_are() -> None:
    strings = "<si><t>零</t></si><si><r><t>壹</t></r><rPh><t>yi</t></rPh></si><si><t>贰</t></si>"
    row = '<row><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>1</v></c></row>'
    assert read(row, strings=strings) == (("甲", "乙"), ("贰", "壹"))


def test_a_workbook_of_the_strict_kind_is_read() -> None:
    assert read("<row><c><v>1</v></c></row>", space=STRICT) == (("甲", "乙"), ("1", ""))


STYLES = '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs>' + "".join(
    f'<xf numFmtId="{number}"/>' for number in (0, 164, 4, 10, 70_000)
)
BAD = {
    "远处的一格": (
        '<c r="XFD2"><v>1</v></c>',
        "这一格在第 2 行第 16384 列，最多 20000 行（表头不算）60 列",
        "表!XFD2",
    ),
    "比 Excel 还远": ('<c r="ZZZ2"><v>1</v></c>', "有一格在第 18278 列，Excel 最多 16384 列", ""),
    "位置不成样子": ('<c r="A-2"><v>1</v></c>', "第 2 行有一格的位置写着“A-2”", ""),
    "写了两次": ('<c r="A2"><v>1</v></c><c r="A2"><v>2</v></c>', "这一格在文件里写了两次", "表!A2"),
    "不是数": ('<c r="A2"><v>1_0</v></c>', "这一格写的“1_0”不是数", "表!A2"),
    "太大的数": ('<c r="B2"><v>1E+18</v></c>', "整数最多 18 位", "表!B2"),
    "太小的数": ('<c r="B2"><v>1E-31</v></c>', "小数最多 30 位", "表!B2"),
    "五千位的数": (f'<c r="B2"><v>{"9" * 5000}</v></c>', "不是数", "表!B2"),
    "不是日期的日期": (
        '<c r="A2" s="1"><v>2958466</v></c>',
        "按日期显示，日期的序号是 0 到 2958465",
        "表!A2",
    ),
    "没有这种样式": (
        '<c r="A2" s="9"><v>1</v></c>',
        "这一格的样式序号是 9，应是不大于 4 的整数",
        "表!A2",
    ),
    "格式编号太大": ('<c r="A2" s="4"><v>1</v></c>', "这一格的数字格式编号是 70000", "表!A2"),
    "没有这条文字": ('<c r="A2" t="s"><v>7</v></c>', "这一格写的“7”读不成", "表!A2"),
    "不是日期的文字": ('<c r="A2" t="d"><v>昨天</v></c>', "这一格写的“昨天”读不成", "表!A2"),
    "错误值": ('<c r="A2" t="e"><v>#N/A</v></c>', "这一格是错误值 #N/A，请改好公式", "表!A2"),
    "十六位的数": ('<c r="A2"><v>1234567890123456</v></c>', "超过 15 位，Excel 只", "表!A2"),
    "没有结果的公式": ('<c r="B2"><f>A1</f></c>', "这一格是公式，没有存下结果", "表!B2"),
    "太长": (text_cell("A2", "长" * 40_000), "这一格有 32768 字，最多 2000 字", "表!A2"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_cell_that_cannot_be_right_is_told_at_its_place(name: str) -> None:
    cells, reason, label = BAD[name]
    with pytest.raises(BadTable, match=reason) as caught:
        read(f"<row>{cells}</row>", styles=f"{STYLES}</cellXfs>", strings="<si><t>零</t></si>")
    assert caught.value.label == label


@pytest.mark.parametrize("number", ["1048577", "999999999999", "-1", "1.5", "x"])
def test_a_row_number_excel_does_not_have_is_told(number: str) -> None:
    with pytest.raises(BadTable, match=f"有一行的行号是 {number}，应是不大于 1048576 的整数"):
        read(f'<row r="{number}"/>')


def test_a_row_beyond_the_last_is_told_where_it_begins() -> None:
    with pytest.raises(BadTable, match="这一格在第 20002 行第 1 列") as caught:
        read(f'<row r="20002">{text_cell("A20002", "丙")}</row>')
    assert caught.value.label == "表!A20002"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            "<row " + " ".join(f'a{number}=""' for number in range(200_000)) + "/>",
            "有一个标签超过 1 MB",
        ),
        ("<!--" + "甲" * 1_000_000 + "-->", "有一个标签超过 1 MB"),
        ("<row>", "XML 已损坏"),
        ("&lol;", "XML 已损坏"),
    ],
)
def test_xml_that_excel_does_not_write_is_refused(rows: str, reason: str) -> None:
    with pytest.raises(BadTable, match=reason):
        read_xlsx(packed(sheet_parts(rows), 0))


def test_a_dtd_is_refused_at_once() -> None:
    parts = sheet_parts(HEAD)
    parts["xl/workbook.xml"] = '<!DOCTYPE a [<!ENTITY b "c">]>' + parts["xl/workbook.xml"]
    with pytest.raises(BadTable, match="里面的 XML 有 DTD"):
        read_xlsx(packed(parts))


def test_text_that_is_stored_once_and_shown_many_times_is_counted_each_time() -> None:
    rows = HEAD + ("<row>" + '<c t="s"><v>0</v></c>' * 2 + "</row>") * 3_000
    with pytest.raises(BadTable, match="全表已超过 10000000 字") as caught:
        read_xlsx(packed(sheet_parts(rows, strings=f"<si><t>{'长' * 2_000}</t></si>"), 0))
    assert caught.value.label == "表!B2501"


def test_the_cells_of_a_table_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheetcells, "MOST_CELLS", 3)
    with pytest.raises(BadTable, match="有内容的格超过 3 个") as caught:
        read("<row><c><v>1</v></c><c><v>2</v></c></row>")
    assert caught.value.label == "表!B2"


def test_the_elements_of_a_part_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ELEMENTS", 100)
    with pytest.raises(BadTable, match="一个部件里的 XML 元素超过"):
        read("<x/>" * 20_000)


def elements_of(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """读 count 行的一张表，看了多少个元素。"""
    seen = 0
    start = sheetxml.Handler._start

    def counted(self: sheetxml.Handler, tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen += 1
        start(self, tag, attributes)

    monkeypatch.setattr(sheetxml.Handler, "_start", counted)
    rows = "".join('<row><c t="s"><v>0</v></c><c><v>1.5</v></c></row>' for _ in range(count))
    assert len(read(rows, strings="<si><t>丙</t></si>")) == count + 1
    monkeypatch.undo()
    return seen


def test_a_sheet_is_read_once_whatever_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """每行五个元素，各看一次：一行，两格，两个值。"""
    few, many = elements_of(100, monkeypatch), elements_of(1_000, monkeypatch)
    assert many - few == 900 * 5


def test_several_sheets_are_read_from_one_workbook_and_its_budget() -> None:
    book = open_xlsx(
        packed(sheet_parts("<row><c><v>1</v></c></row>", before="<x>" + " " * 900_000 + "</x>"))
    )
    assert read_sheet(book, "表").grid == (("1",),)
    with pytest.raises(BadTable, match="解开后超过 16 MB"):
        for _ in range(20):
            read_sheet(book, "表")


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=3).map(str).map(lambda text: ("数", text)),
    st.text("甲乙丙预算 0123.%<>&\"'x_", max_size=12),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2100, 1, 1)),
    st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(2100, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
)


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_openpyxl_writes_is_read_with_the_same_values(rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["甲", "乙", "丙"])
    for at, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = float(value[1]) if isinstance(value, tuple) else value
            if isinstance(value, str):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    grid = read_xlsx(buffer.getvalue()).grid
    for row, read_back in zip(rows, grid[1:], strict=False):
        assert [expected(value) for value in row] == list(read_back)


def expected(value: object) -> str:
    """一个值印出来的样子。"""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        text = str(value[1])
        return (
            text.rstrip("0").rstrip(".").replace("-0", "0")
            if not float(text)
            else text.rstrip("0").rstrip(".")
        )
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d} {value.hour}:{value:%M:%S}"
    return value.isoformat() if isinstance(value, datetime.date) else str(value).strip()


def test_a_bad_archive_names_the_part() -> None:
    with pytest.raises(BadArchive, match="缺少部件 xl/workbook"):
        workbook.Workbook(packed({"a": "1"}))


TWICE = {
    "一行里一百万次": '<row r="2">' + '<c r="A2"><v>1</v></c>' * 1_000_000 + "</row>",
    "隔一格": '<row r="2"><c r="A2"/><c r="B2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "换一行又写": '<row r="2"><c r="A2"/></row>' * 2,
    "绝对的位置": '<row r="2"><c r="A2"/><c r="$a$2"/></row>',
}


@pytest.mark.parametrize("name", TWICE)
def test_a_cell_written_twice_stops_the_reading_there(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_so_far = 0
    close = sheetcells.SheetCells._close

    def count(cells: sheetcells.SheetCells) -> None:
        nonlocal read_so_far
        read_so_far += 1
        close(cells)

    monkeypatch.setattr(sheetcells.SheetCells, "_close", count)
    with pytest.raises(BadTable, match="这一格在文件里写了两次"):
        read(TWICE[name])
    assert read_so_far <= 5
