"""Excel 表样：格、重复的行、套着的组、合计、合并、打印区域，和写坏了怎么说。"""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.core.text import Text
from tests.forms.drawn import filled_bytes, filled_sheet, names, sheet_faults, sheet_form, values
from tests.forms.test_word import lines_of

LINES = {"rg_行_funds.lines": "$A$2:$C$2"}
ROWS = [
    ["资金", "支出", "备注"],
    ["{{ r.name }}", "{{ r.spent | money }}", "{{ n }}/{{ funds.lines | length }}"],
    ["合计", "=SUM(B2:B2)", "=B3*2"],
]


def test_a_row_repeats_sums_grow_and_addresses_move() -> None:
    book = filled_sheet(sheet_form(ROWS, LINES), names(funds=lines_of("1", "2.5", "3")))
    assert values(book) == [
        ["资金", "支出", "备注"],
        ["第1笔", 1, "1/3"],
        ["第2笔", 2.5, "2/3"],
        ["第3笔", 3, "3/3"],
        ["合计", "=SUM(B2:B4)", "=B5*2"],
    ]
    assert "rg_行_funds.lines" not in book.defined_names


def test_numbers_are_numbers_with_their_places_and_everything_else_is_text() -> None:
    rows = [
        [
            "{{ funds.total.spent | money }}",
            "{{ year }}",
            "{{ funds.total.rate | rate }}",
            "共 {{ year }}",
        ]
    ]
    cells = filled_sheet(sheet_form(rows))["表"][1]
    assert [cell.value for cell in cells] == [144, 2024, "96.00%", "共 2024"]
    assert [cell.number_format for cell in cells[:2]] == ["0.00", "General"]


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A1", "=1+1", "+1", "-1", "@SUM(A1)", "#N/A", "1,234"]
)
def test_what_looks_like_a_formula_or_a_number_stays_text(text: str) -> None:
    told = names(unit=replace(names()["unit"], name=Text(text)))
    cell = filled_sheet(sheet_form([["{{ unit.name }}"]]), told)["表"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_an_empty_list_leaves_no_row_and_a_sum_of_nothing_is_zero() -> None:
    book = filled_sheet(sheet_form(ROWS, LINES), names(funds=lines_of()))
    assert values(book) == [["资金", "支出", "备注"], ["合计", "=SUM(0)", "=B2*2"]]


def test_groups_nest_and_merges_repeat_or_grow() -> None:
    rows = [
        ["指标", "一级指标", "{{ year }}"],
        [None, "{{ r.name }}", "{{ r.weight | plain }}"],
        [None, "{{ g.name }}", "{{ r.name }}"],
        ["合计", None, "=SUM(C2)"],
    ]
    areas = {"rg_行_scorecard.level1": "$A$2:$C$3", "rg_行_r.children": "$A$3:$C$3"}
    form = sheet_form(rows, areas)
    form["表"].merge_cells("A1:A3")
    form["表"].merge_cells("A4:B4")
    book = filled_sheet(form)
    assert values(book)[1:5] == [
        [None, "预算执行", 10],
        [None, "预算执行", "预算执行"],
        [None, "成本指标", 20],
        [None, "成本指标", "经济成本指标"],
    ]
    merged = sorted(str(area) for area in book["表"].merged_cells.ranges)
    assert merged == ["A14:B14", "A1:A13"]
    assert values(book)[-1][2] == "=SUM(C2:C12)"


def test_merge_joins_the_same_above() -> None:
    rows = [["{{ r.level1 | merge }}", "{{ r.level2 | merge }}", "{{ r.name }}"]]
    book = filled_sheet(sheet_form(rows, {"rg_行_scorecard.printed": "$A$1:$C$1"}))
    assert sorted(str(area) for area in book["表"].merged_cells.ranges) == ["A2:A5", "B2:B3"]


def test_every_style_height_and_setting_is_kept_and_moves() -> None:
    form = sheet_form(ROWS, LINES)
    sheet = form["表"]
    for row in sheet.iter_rows():
        for number, cell in enumerate(row):
            cell.font = Font(name="仿宋", size=10 + number, bold=cell.row == 3)
            cell.fill = PatternFill("solid", fgColor=f"FF00{cell.row}{number}")
            cell.alignment = Alignment(wrap_text=True, horizontal="center")
    for row, height in ((1, 30), (2, 20), (3, 40)):
        sheet.row_dimensions[row].height = height
    sheet.print_area = "A1:C3"
    sheet.print_title_rows = "1:1"
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.conditional_formatting.add(
        "B2", CellIsRule("lessThan", ["$B$3"], font=Font(color="FF0000"))
    )
    choice = DataValidation("list", '"是,否"')
    choice.add("C2")
    sheet.add_data_validation(choice)
    book = filled_sheet(form, names(funds=lines_of("1", "2", "3")))
    moved = book["表"]
    for at, old in ((1, 1), (2, 2), (3, 2), (4, 2), (5, 3)):
        for column in (1, 2, 3):
            new, before = moved.cell(at, column), sheet.cell(old, column)
            for name in ("font", "fill", "alignment", "border"):
                assert copy(getattr(new, name)) == copy(getattr(before, name)), (at, column, name)
        assert moved.row_dimensions[at].height == sheet.row_dimensions[old].height
    assert moved.print_area == "'表'!$A$1:$C$5" and moved.print_title_rows == "$1:$1"
    assert (moved.freeze_panes, moved.page_setup.orientation) == ("A2", "landscape")
    (conditional,) = list(moved.conditional_formatting)
    assert str(conditional.sqref) == "B2:B4" and conditional.rules[0].formula == ["$B$5"]
    (validation,) = moved.data_validations.dataValidation
    assert str(validation.sqref) == "C2:C4"


def test_other_sheets_are_filled_and_their_formulas_follow() -> None:
    form = sheet_form(ROWS, LINES)
    other = form.create_sheet("封面")
    other["A1"], other["A2"], other["A3"] = "{{ unit.name }}", "=表!B3", "=SUM(表!B2:B2)"
    cover = filled_sheet(form, names(funds=lines_of("1", "2")))["封面"]
    assert [cover[f"A{row}"].value for row in (1, 2, 3)] == [
        "云河市公共图书馆",
        "=表!B4",
        "=SUM(表!B2:B3)",
    ]


def test_a_tall_text_makes_its_row_taller() -> None:
    form = sheet_form([["{{ goals.annual }}"]])
    form["表"]["A1"].alignment = Alignment(wrap_text=True)
    form["表"].row_dimensions[1].height = 15
    height = filled_sheet(form)["表"].row_dimensions[1].height
    assert height is not None and height > 60


def test_five_hundred_rows_and_the_same_bytes_twice() -> None:
    many = names(funds=lines_of(*(["1"] * 500)))
    form = sheet_form(ROWS, LINES)
    first = filled_bytes(form, many)
    assert filled_bytes(form, many) == first
    sheet = load_workbook(io.BytesIO(first))["表"]
    assert sheet.max_row == 502 and sheet["B502"].value == "=SUM(B2:B501)"
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("rows", "areas", "message"),
    [
        ([["{{ r.name"]], {}, "form.xlsx 表!A1 F11 “{{ r.name”这个标签没有写完。"),
        ([["｛｛ year ｝｝"]], {}, "form.xlsx 表!A1 F11 “｛｛ year ｝｝”花括号是全角的"),
        ([["{% if year %}"]], {}, "form.xlsx 表!A1 F11 “{% if year %}”Excel 表样里不写这种标签。"),
        ([["=A2&{{ year }}"]], {}, "表!A1 F11 “{{ year }}”写在公式里，填不了。"),
        ([["{{ pictures[0] | picture }}"]], {}, "Excel 表样里不放图片。"),
        ([["甲"]], {"rg_列_funds": "$A$1"}, "名称 rg_列_funds F11 “rg_列_funds”不认识这种名称。"),
        (
            [["甲"], ["乙"], ["丙"]],
            {"rg_行_funds.lines": "$A$1:$A$2", "rg_行_findings": "$A$2:$A$3"},
            "交叉或重复",
        ),
    ],
)
def test_a_fault_says_where_what_and_why(rows, areas, message) -> None:  # type: ignore[no-untyped-def]
    problems = sheet_faults(sheet_form(rows, areas))
    assert any(message in problem for problem in problems), problems


def test_what_openpyxl_would_lose_is_refused_by_name() -> None:
    form = sheet_form([["甲"]])
    form["表"]["A1"].comment = Comment("填单位名称", "局")
    assert any("F09 里面有批注或控件（xl/comments" in problem for problem in sheet_faults(form))


def test_money_is_exact() -> None:
    told = names(funds=lines_of("0.1", "0.2"))
    data = filled_bytes(sheet_form(ROWS, LINES), told)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall("<v>(0[.0-9]*)</v>", text)[:2] == ["0.1", "0.2"]
