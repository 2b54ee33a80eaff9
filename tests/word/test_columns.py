"""列宽：合计分毫不差；数和单位、日期、短的表头不折开；写死的不动；挪得的只往矮里挪。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.document import Cell, Row, Table
from reportgen.word.breaking import lines
from reportgen.word.columns import column_widths, lacking, least_widths, shared
from reportgen.word.heads import head_lines, head_words
from reportgen.word.layout import Metrics, cell_room, row_heights

SIZE = 210
METRICS = Metrics(SIZE, 320)
PORTRAIT, LANDSCAPE = 8845, 12756
LONG = "按照年度工作要点开展培训，各项活动按期完成，参训企业反映良好。"


def table(widths: tuple[int, ...], heads: str, *rows: str, fixed: tuple[int, ...] = ()) -> Table:
    """表头一行，其余各行；格与格之间是竖线。"""
    head = Row(tuple(Cell((text,), role="head") for text in heads.split("|")))
    body = (Row(tuple(Cell((text,)) for text in row.split("|"))) for row in rows)
    return Table("", "", widths, 1, (head, *body), "grid", False, None, fixed)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20), st.integers(4000, 20000))
def test_shares_add_up_to_the_text_width(relative: list[int], total: int) -> None:
    widths = shared(relative, total)
    assert sum(widths) == total
    assert min(widths) > 0


FIGURES = [
    "98.15%",
    "3,000.20万元",
    "≥ 90%",
    "≥1000家",
    "2024年12月31日",
    "2024-12-31",
    "＝12场",
    "5个工作日",
    "-5.51%",
]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_with_its_unit_stands_on_one_line(figure: str) -> None:
    """愿望再窄，别的列再长，这一格也只有一行。"""
    narrow = table((1, 60, 60), "值|依据|说明", f"{figure}|{LONG * 3}|{LONG * 2}")
    widths = column_widths(narrow, PORTRAIT, SIZE)
    assert lines(figure, cell_room(widths[0], SIZE)) == 1


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("一级指标", "一级指标"),
        ("得分", "得分"),
        ("年初指标值", "年初|指标值"),
        ("调整后预算数", "调整后|预算数"),
        ("偏差原因分析及改进措施", "偏差|原因|分析及|改进|措施"),
        ("项目资金（万元）", "项目|资金|（万元）"),
        ("未完成原因", "未完成|原因"),
        ("主管部门及代码", "主管|部门及|代码"),
    ],
)
def test_a_head_breaks_between_its_words_only(head: str, words: str) -> None:
    assert "|".join(head_words(head)) == words
    narrow = table((1, 100), f"{head}|依据", f"值|{LONG * 9}")
    width = column_widths(narrow, PORTRAIT, SIZE)[0]
    rows = head_lines(head, cell_room(width, SIZE))
    assert "".join(rows) == head
    breaks = {head.index(row) for row in rows}
    allowed = {sum(map(len, head_words(head)[:at])) for at in range(len(head_words(head)))}
    assert breaks <= allowed


def test_the_wish_stands_where_nothing_gets_lower() -> None:
    plain = table((50, 25, 25), "名称|预算数|执行数", "培训费|1.00|2.00", "会议费|3.00|4.00")
    assert column_widths(plain, PORTRAIT, SIZE) == shared(plain.widths, PORTRAIT)


def test_width_goes_where_the_words_are() -> None:
    wishes = (30, 30, 40)
    loose = table(wishes, "名称|备注|依据", f"甲|无|{LONG * 4}", f"乙|无|{LONG * 5}")
    fitted = column_widths(loose, PORTRAIT, SIZE)
    assert fitted[2] > 6000
    before = sum(row_heights(loose, shared(wishes, PORTRAIT), METRICS))
    assert sum(row_heights(loose, fitted, METRICS)) < before


def test_a_fixed_width_is_a_law() -> None:
    wishes = (30, 30, 40)
    loose = table(wishes, "名称|备注|依据", f"甲|无|{LONG * 4}", fixed=(1,))
    fitted = column_widths(loose, PORTRAIT, SIZE)
    assert fitted[1] == shared(wishes, PORTRAIT)[1]
    assert fitted[0] < shared(wishes, PORTRAIT)[0]


def test_a_table_that_cannot_be_lawful_says_how_much_is_lacking() -> None:
    crowded = table((1,) * 14, "|".join(["一级指标"] * 14), "|".join(["3,000.20万元"] * 14))
    assert lacking(crowded, PORTRAIT, SIZE) == sum(least_widths(crowded, SIZE)) - PORTRAIT > 0
    assert sum(column_widths(crowded, PORTRAIT, SIZE)) == PORTRAIT


words = st.text(st.sampled_from("绩效评价预算，。（）“”0123456789.%≥ABC"), min_size=1, max_size=60)


@given(
    st.lists(st.tuples(words, words, words, words), min_size=1, max_size=20),
    st.lists(st.integers(1, 99), min_size=4, max_size=4),
)
def test_any_table_is_lawful_and_never_higher_than_its_wish_made_lawful(
    rows: list[tuple[str, ...]], wishes: list[int]
) -> None:
    body = tuple(Row(tuple(Cell((text,)) for text in row)) for row in rows)
    any_table = Table("", "", tuple(wishes), 0, body)
    widths = column_widths(any_table, LANDSCAPE, SIZE)
    assert sum(widths) == LANDSCAPE
    least = least_widths(any_table, SIZE)
    if sum(least) <= LANDSCAPE:
        assert all(width >= needed for width, needed in zip(widths, least, strict=True))
