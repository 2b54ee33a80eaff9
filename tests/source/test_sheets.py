"""数据表：隐藏的不读而说出来，合并的标签每行都有，标题行、序号列认得；CSV 的编码和分隔自己认。"""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.source.csvfile import DELIMITERS, read_csv
from reportgen.source.grid import BadTable, Table
from reportgen.source.sheets import read_xlsx
from tests.packages import packed, sheet_parts

ROADS = ["区县|路段|金额", "某区|一路|12", "|二路|8", "某县|（作废）三路|9", "某县|四路|7"]


def sheet(
    lines: list[str], *merges: str, hidden: tuple[int, ...] = (), before: str = "", state: str = ""
) -> bytes:
    """一张表，格与格之间是 |，像数的存成数；hidden 是隐藏的行。"""
    rows = ""
    for number, line in enumerate(lines, 1):
        mark = ' hidden="1"' if number in hidden else ""
        rows += f'<row r="{number}"{mark}>'
        for column, text in enumerate(line.split("|")):
            place = f"{'ABCDEFGH'[column]}{number}"
            if text.replace(".", "").isdigit():
                rows += f'<c r="{place}"><v>{text}</v></c>'
            elif text:
                rows += f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
        rows += "</row>"
    parts = sheet_parts(rows, before=before)
    inside = "".join(f'<mergeCell ref="{place}"/>' for place in merges)
    page = "xl/worksheets/sheet1.xml"
    parts[page] = parts[page].replace(
        "</sheetData>", f"</sheetData><mergeCells>{inside}</mergeCells>"
    )
    if state:
        book = parts["xl/workbook.xml"]
        first = book[book.index("<sheet ") : book.index("</sheets>")]
        other = first.replace('"表"', '"旧表"').replace("/>", f' state="{state}"/>')
        parts["xl/workbook.xml"] = book.replace(first, other + first)
    return packed(parts)


def said(table: Table) -> list[str]:
    return [f"{remark.code} {remark.label} {remark.message}" for remark in table.remarks]


def test_a_merged_label_stands_on_every_row_and_a_hidden_row_is_left_out_and_told() -> None:
    table = read_xlsx(sheet(ROADS, "A2:A3", hidden=(4,)))
    assert table.grid == (
        ("区县", "路段", "金额"),
        ("某区", "一路", "12"),
        ("某区", "二路", "8"),
        ("某县", "四路", "7"),
    )
    assert said(table) == ["I06 表!A4 隐藏的行没有读：第 4 行。"]


@pytest.mark.parametrize("marks", ['hidden="1"', 'width="0" customWidth="1"'])
def test_a_hidden_column_is_left_out_and_told(marks: str) -> None:
    cols = f'<cols><col min="2" max="2" {marks}/></cols>'
    table = read_xlsx(sheet(ROADS, before=cols))
    assert table.grid[:2] == (("区县", "金额"), ("某区", "12"))
    assert said(table) == ["I06 表!B1 隐藏的列没有读：B 列。"]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_the_first_sheet_is_the_first_that_can_be_seen(state: str) -> None:
    data = sheet(ROADS, state=state)
    message = "I06 表 前面隐藏的工作表没有读：旧表；读的是“表”。"
    assert said(read_xlsx(data)) == [message]
    assert said(read_xlsx(data, "表")) == []
    assert said(read_xlsx(data, "旧表")) == ["I05 旧表 工作表“旧表”是隐藏的，照读了。"]


def test_an_unreadable_cell_in_a_hidden_row_does_no_harm() -> None:
    rows = '<row r="3" hidden="1"><c r="A3"><f>A1</f></c><c r="B3" t="e"><v>#N/A</v></c></row>'
    data = sheet(ROADS[:2])
    parts = sheet_parts(
        '<row><c t="str"><v>甲</v></c></row><row><c t="str"><v>一</v></c></row>' + rows
    )
    assert read_xlsx(packed(parts)).grid == (("甲",), ("一",))
    assert read_xlsx(data).remarks == ()


def test_a_merged_label_whose_first_row_is_hidden_is_still_a_label() -> None:
    assert read_xlsx(sheet(ROADS, "A2:A3", hidden=(2,))).grid[1] == ("某区", "二路", "8")


def test_a_merged_amount_belongs_to_no_row() -> None:
    lines = ["区县|路段|金额", "某区|一路|12", "某区|二路|"]
    with pytest.raises(BadTable, match="这一格的数是第 2 到 3 行合并的") as caught:
        read_xlsx(sheet(lines, "C2:C3"))
    assert caught.value.label == "表!C2"


def test_a_merged_number_of_the_first_column_is_a_label() -> None:
    lines = ["序号|路段", "1|一路", "|二路", "2|三路"]
    assert [row[0] for row in read_xlsx(sheet(lines, "A2:A3")).grid] == ["序号", "1", "1", "2"]


def test_what_a_merged_cell_covers_is_not_shown() -> None:
    lines = ["区县|路段|金额", "合计|旧的字|27"]
    assert read_xlsx(sheet(lines, "A2:B2")).grid[1] == ("合计", "", "27")


@pytest.mark.parametrize(
    ("merges", "reason"),
    [
        (("A1:Z9999999999",), "合并的格的行号是 9999999999"),
        (("甲",), "有合并的格写着“甲”"),
        (tuple(["A1:BH1048576"] * 3_000), "合并的格有 400000 个以上"),
    ],
)
def test_merges_that_cannot_be_right_are_refused(merges: tuple[str, ...], reason: str) -> None:
    lines = [*ROADS, *["某区|路|1"] * 3_000]
    with pytest.raises(BadTable, match=reason):
        read_xlsx(sheet(lines, *merges))


TITLED = {
    "合并的标题": (["路灯台账", *ROADS], ("A1:C1",), 1),
    "没有合并的标题": (["路灯台账", *ROADS], (), 1),
    "标题和单位": (["附件1", "路灯台账", "填报单位：某局||单位：万元", *ROADS], ("A2:C2",), 3),
    "空行": (["", "", *ROADS], (), 2),
    "两列的单位": (["单位：万元", "路段|金额", "一路|12"], (), 1),
    "年份的表头": (["路灯台账", "路段|2023|2024", "一路|12|8"], (), 1),
    "两列的标题": (["路灯明细", "路段|金额", "一路|12"], (), 1),
}


@pytest.mark.parametrize("name", TITLED)
def test_titles_above_the_heads_are_passed_over_and_told(name: str) -> None:
    lines, merges, titles = TITLED[name]
    table = read_xlsx(sheet(lines, *merges))
    assert table.grid[0] == tuple(lines[titles].split("|"))
    assert len(table.grid) == len(lines) - titles
    assert [remark.code for remark in table.remarks] == ["I05"]
    assert f"表头是第 {titles + 1} 行" in table.remarks[0].message


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["路段|", "一路|12"], "这一列没有表头"),
        (["路灯台账", "一路|12|3", "二路|8|4"], "这一列没有表头"),
        (["路灯台账", "路段|路段|金额", "一路|东|3"], "表头“路段”有两列"),
    ],
)
def test_heads_that_are_no_heads_are_refused(lines: list[str], reason: str) -> None:
    with pytest.raises(BadTable, match=reason):
        read_xlsx(sheet(lines))


def test_a_table_of_one_column_has_no_title() -> None:
    assert read_xlsx(sheet(["路灯台账", "一路"])).grid == (("路灯台账",), ("一路",))


@pytest.mark.parametrize("first", [0, 1])
def test_a_column_that_only_counts_needs_no_head(first: int) -> None:
    text = f",路段,金额\n{first},一路,12\n{first + 1},二路,8\n"
    table = read_csv(text.encode())
    assert table.grid[:2] == (("序号", "路段", "金额"), (str(first), "一路", "12"))
    assert [remark.code for remark in table.remarks] == ["I05"]


@pytest.mark.parametrize("text", [",路段\n一,一路\n", ",路段\n1,一路\n3,二路\n", ",序号\n1,一路\n"])
def test_a_column_that_does_not_count_needs_a_head(text: str) -> None:
    with pytest.raises(BadTable, match="这一列没有表头"):
        read_csv(text.encode())


ENCODED = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030",
}


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("codec", ENCODED)
def test_every_text_excel_saves_is_read(codec: str, delimiter: str) -> None:
    rows = [
        ["路段", "金额", "备注"],
        ["一路", '"1,000"', '"甲;乙"'],
        ["二路", "12", "好"],
        ["三路", "8", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    table = read_csv(text.encode(codec))
    assert table.grid[1:3] == (("一路", "1,000", "甲;乙"), ("二路", "12", "好"))
    assert table.encoding == ENCODED[codec]
    assert len(table.grid) == len(rows)


def test_amounts_with_commas_between_tabs_are_amounts() -> None:
    text = "路段\t金额\n一路\t1,000\n二路\t2,000\n三路\t3,000\n"
    assert read_csv(text.encode()).grid[1] == ("一路", "1,000")


def test_a_title_above_a_csv_is_passed_over() -> None:
    table = read_csv("路灯台账\n\n路段,金额,备注\n一路,12,\n".encode())
    assert table.grid == (("路段", "金额", "备注"), ("一路", "12", ""))
    assert [remark.label for remark in table.remarks] == ["第 1 行第 1 列"]


@given(
    st.lists(
        st.lists(st.text("甲乙12.;\t", min_size=1, max_size=4), min_size=3, max_size=3), max_size=6
    )
)
def test_a_comma_csv_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([["子", "丑", "寅"], *rows])
    kept = [tuple(text.strip() for text in row) for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    assert read_csv(buffer.getvalue().encode()).grid == (("子", "丑", "寅"), *kept)
