"""表格版面：各行的高度，换页处层级标签再印一次，只剩一行的不合并。"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.document import Cell, Row, Table
from reportgen.word.advance import EM
from reportgen.word.columns import shared
from reportgen.word.layout import (
    CELL_PADDING,
    LOWEST_ROW,
    Area,
    Metrics,
    cell_room,
    lay_out,
    row_heights,
)
from reportgen.word.merging import broken_merges

AREA, METRICS = Area(12756, 8845), Metrics(210, 320)


def grouped(sizes: list[int], text: str = "字" * 100) -> Table:
    rows = [Row((Cell(("一级",), role="head"), Cell(("依据",), role="head")))]
    for number, size in enumerate(sizes):
        for index in range(size):
            merge = "" if size == 1 else "start" if index == 0 else "continue"
            label = (f"组{number}",) if index == 0 else ("",)
            rows.append(Row((Cell(label, 1, merge, "center", "label"), Cell((text,)))))  # type: ignore[arg-type]
    return Table("", "", (20, 80), 1, tuple(rows), "scorecard", True)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.integers(1, 400))
def test_every_page_of_a_merged_column_begins_with_its_label(sizes: list[int], length: int) -> None:
    table = grouped(sizes, "字" * length)
    layout = lay_out(table, AREA, METRICS, 0)
    merges = broken_merges(table, layout.page_starts)
    label = ""
    for index, row in enumerate(merges[1:], 1):
        merge, texts, repeated = row[0]
        label = table.rows[index].cells[0].text or label
        if index in layout.page_starts:
            assert merge != "continue"
            assert texts == (label,)
            assert repeated == (table.rows[index].cells[0].merge == "continue")
        below = merges[index + 1][0][0] if index + 1 < len(merges) else ""
        assert merge != "restart" or below == "continue"


def test_a_row_higher_than_half_a_page_may_be_split_and_no_other() -> None:
    tall = lay_out(grouped([3], "字" * 3000), AREA, METRICS, 0)
    assert tall.split_rows and not tall.page_starts, "断开的一行不留下空白"
    low = lay_out(grouped([3] * 20, "字" * 300), AREA, METRICS, 0)
    assert low.page_starts and not low.split_rows


def test_a_table_knows_where_on_the_page_it_begins() -> None:
    table = grouped([1] * 12, "字")
    assert not lay_out(table, AREA, METRICS, 0).page_starts
    begun = lay_out(table, AREA, METRICS, AREA.height - 4 * LOWEST_ROW)
    assert begun.page_starts == {3}, "表头和两行还放得下"
    assert begun.ending == (1 + 10) * LOWEST_ROW
    moved = lay_out(table, AREA, METRICS, AREA.height - 2 * LOWEST_ROW, lead=LOWEST_ROW)
    assert moved.page_starts == {1}, "表题、表头和第一行一起到下一页"


def test_twenty_thousand_rows_are_laid_out_in_one_pass() -> None:
    table = grouped([20] * 1000)
    layout = lay_out(table, AREA, METRICS, 0)
    assert len(layout.page_starts) > 1000
    assert len(broken_merges(table, layout.page_starts)) == 20001


def labelled(rows: int, label: str, *, header: int = 0) -> Table:
    """左边一格竖着合并到底的表。"""
    left = [
        Cell((label if at == 0 else "",), 1, "start" if at == 0 else "continue", role="label")
        for at in range(rows)
    ]
    return Table(
        "", "", (8, 92), header, tuple(Row((cell, Cell(("一行",)))) for cell in left), "form"
    )


@given(st.integers(1, 8), st.integers(1, 200), st.integers(0, 1))
def test_the_rows_beside_a_merged_label_are_high_enough_for_it(
    rows: int, length: int, header: int
) -> None:
    table = labelled(rows, "字" * length, header=header * rows)
    widths = shared(table.widths, AREA.width)
    room = cell_room(widths[0], METRICS.size) // EM
    heights = row_heights(table, widths, METRICS)
    needed = -(-length // room) * METRICS.line + CELL_PADDING
    assert sum(heights) == max(needed, rows * LOWEST_ROW)
    assert heights[:-1] == [LOWEST_ROW] * (rows - 1), "补在最后一行"


def test_a_page_break_is_reckoned_with_the_height_of_merged_labels() -> None:
    first, second = labelled(2, "字" * 900), labelled(2, "字")
    table = Table("", "", first.widths, 0, first.rows + second.rows * 8, "form", True)
    plain = Table("", "", first.widths, 0, second.rows * 9, "form", True)
    assert lay_out(plain, AREA, METRICS, 0).page_starts == frozenset()
    assert lay_out(table, AREA, METRICS, 0).page_starts
