"""人会做的：插行、复制行、排序、粘来的数和日期、改了表名……读成什么；有错的另在 tests/diagnostics。"""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from reportgen.source.normal import normal
from reportgen.workbook.filled import Filled
from tests.source.trees import INPUTS, format_of, tree_of
from tests.workbook.books import book_of, changed, read_back

FORMAT = format_of("zhengzhou-self-2022")
TREE = tree_of(next(path for path in INPUTS if path.parent.name == FORMAT.id))
BEFORE: Any = normal(TREE, FORMAT.shape)


def filled(*changes: dict[str, Any]) -> Filled:
    """改几处，读回来。"""
    return read_back(changed(book_of(TREE, FORMAT), changes), FORMAT)


def values(*changes: dict[str, Any]) -> Any:
    """改几处，读回来的事实；没有要说的。"""
    back = filled(*changes)
    assert back.tree is not None
    assert back.diagnostics == ()
    return normal(back.tree, FORMAT.shape)


def test_saved_again_and_unchanged() -> None:
    assert values() == BEFORE


def place_of(title: str, text: str, column: int = 0) -> str:
    """写着这几个字的一格；column 是往右几格。"""
    import io

    import openpyxl

    for row in openpyxl.load_workbook(io.BytesIO(book_of(TREE, FORMAT)))[title].iter_rows():
        for cell in row:
            if cell.value == text:
                return f"{title}!{cell.offset(0, column).coordinate}"
    raise AssertionError(text)


def test_an_inserted_row_is_a_row() -> None:
    name = place_of("指标", "培训合格率")
    row = int(name.rpartition("B")[2])
    after = values(
        {"insert_row": f"指标!{row}"},
        {"cell": f"指标!B{row}", "value": "新增指标"},
        {"cell": f"指标!F{row}", "value": "3 次"},
    )
    names = [indicator["name"] for indicator in after["indicators"]]
    at = names.index("新增指标")
    assert names[at + 1] == "培训合格率"
    assert after["indicators"][at] == {"name": "新增指标", "actual": "3 次"}


def test_a_cleared_row_and_a_deleted_row_are_gone() -> None:
    row = int(place_of("指标", "培训合格率").rpartition("B")[2])
    cleared = [{"cell": f"指标!{column}{row}", "value": None} for column in "BCDEFGHIJKLMNOPQR"]
    for changes in (cleared, [{"delete_row": f"指标!{row}"}]):
        after = values(*changes)
        names = [indicator["name"] for indicator in after["indicators"]]
        assert "培训合格率" not in names
        assert len(names) == len(BEFORE["indicators"]) - 1


def test_a_copied_row_is_a_new_one_and_the_first_keeps_its_origin() -> None:
    row = int(place_of("存在问题", "预算测算不够细").rpartition("B")[2])
    copied = [
        {"cell": f"存在问题!A{row + 1}", "value": "#row 1"},
        {"cell": f"存在问题!B{row + 1}", "value": "预算测算不够细"},
        {"cell": f"存在问题!D{row + 1}", "value": "另一个问题。"},
    ]
    back = filled(*copied)
    assert [at for at in back.origins if at[0] == "findings"] == [("findings", 0)]


def test_a_renamed_row_keeps_its_origin_and_sorted_rows_follow_their_names() -> None:
    name = place_of("指标", "培训合格率")
    back = filled({"cell": name, "value": "学员合格率"})
    assert back.origins[("indicators", 6)] == ("indicators", 6)
    first, second = place_of("指标", "培训合格率"), place_of("指标", "参训人员满意度")
    back = filled(
        {"cell": first, "value": "参训人员满意度"}, {"cell": second, "value": "培训合格率"}
    )
    assert back.origins[("indicators", 6)] == ("indicators", 9)
    assert back.origins[("indicators", 9)] == ("indicators", 6)


@pytest.mark.parametrize(
    ("value", "picture", "read"),
    [
        (57.6, "General", "57.6"),
        (57.6, "0.00", "57.60"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.1 + 0.2, "General", "0.3"),
        ("'57.60", "@", "'57.60"),
        ("\u200b57.60\ufeff", "@", "57.60"),
        ("  57.60\n", "@", "57.60"),
    ],
)
def test_a_pasted_number_is_read_as_shown(value: object, picture: str, read: str) -> None:
    place = place_of("资金", "57.60")
    after = values({"cell": place, "value": value, "picture": picture})
    assert after["funds"]["lines"][0]["spent"] == read


def test_a_pasted_share_shown_as_a_percentage_is_a_percentage() -> None:
    place = place_of("指标", "98%")
    after = values({"cell": place, "value": 0.98, "picture": "0.00%"})
    assert after["indicators"][6]["actual"] == "98.00%"


def test_a_date_typed_as_a_date_is_read_as_shown() -> None:
    day = datetime.date(2023, 3, 21)
    after = values({"cell": "基本情况!C8", "value": day, "picture": "yyyy-mm-dd"})
    assert after["date"] == "2023-03-21"


def test_a_renamed_sheet_is_found_by_its_mark() -> None:
    assert values({"rename": "资金", "to": "资金（财务科填）"}) == BEFORE


def test_a_text_cell_of_several_lines_is_one_text_and_a_list_is_its_lines() -> None:
    row = place_of("存在问题", "预算测算不够细").rpartition("B")[2]
    column = place_of("存在问题", "分条").rstrip("0123456789")
    after = values({"cell": column + row, "value": "一条\n\n两行↵\n的一条\n"})
    assert after["findings"][0]["items"] == ["一条", "两行\n的一条"]


def test_no_rows_is_said_in_words() -> None:
    row = int(place_of("存在问题", "预算测算不够细").rpartition("B")[2])
    none = place_of("存在问题", "一行也没有的，在右边填“无”", 1)
    cleared = [{"cell": f"存在问题!{column}{row}", "value": None} for column in "BCDE"]
    after = values(*cleared, {"cell": none, "value": "无"})
    assert after["findings"] == []


def test_cells_merged_down_give_their_words_to_every_row_but_no_figure() -> None:
    first = int(place_of("指标", "培训科技人才人数").rpartition("B")[2])
    after = values(
        {"cell": f"指标!C{first + 1}", "value": None},
        {"cell": f"指标!C{first + 2}", "value": None},
        {"merge": f"指标!C{first}:C{first + 2}"},
    )
    assert after == BEFORE
    weight = filled(
        {"cell": f"指标!G{first + 1}", "value": None},
        {"merge": f"指标!G{first}:G{first + 1}"},
    )
    assert [problem.code for problem in weight.diagnostics] == ["I03"]


def test_a_copied_sheet_is_refused_and_so_is_a_changed_version() -> None:
    twice = filled({"copy": "资金"})
    assert twice.tree is None
    assert {problem.code for problem in twice.diagnostics} == {"S11"}
    assert "有 2 份" in twice.diagnostics[0].message
    cut = filled({"cell": "版本!A30", "value": "x"}, {"cell": "版本!B60", "value": "«{«"})
    assert cut.tree is None
    assert [problem.code for problem in cut.diagnostics] == ["S11"]
