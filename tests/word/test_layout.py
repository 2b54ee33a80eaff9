"""表格版面：列宽合计分毫不差，换页处层级标签再印一次，只剩一行的不合并。"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.document import Cell, Row, Table
from reportgen.word.layout import (
    CELL_PADDING,
    CELL_SIDE,
    LOWEST_ROW,
    Area,
    Metrics,
    broken_merges,
    column_widths,
    lay_out,
    row_heights,
    wrapped,
)

AREA, METRICS = Area(12756, 8845), Metrics(210, 320)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=20), st.integers(4000, 20000))
def test_column_widths_add_up_to_the_text_width(relative: list[int], total: int) -> None:
    widths = column_widths(relative, total)
    assert sum(widths) == total
    assert min(widths) > 0


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


def test_a_row_higher_than_a_page_may_be_split_and_no_other() -> None:
    table = grouped([3], "字" * 6000)
    layout = lay_out(table, AREA, METRICS, 0)
    assert layout.split_rows == {1, 2, 3}
    assert lay_out(grouped([3]), AREA, METRICS, 0).split_rows == frozenset()


def test_words_and_numbers_are_not_broken_and_punctuation_stays_with_its_word() -> None:
    assert wrapped("", 100) == 1
    assert wrapped("字" * 10, 100) == 1
    assert wrapped("字" * 11, 100) == 2
    assert wrapped("字" * 10 + "。", 100) == 2
    assert wrapped("字" * 8 + "100%-80%", 100) == 2
    assert wrapped("x" * 100, 100) == 6


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
    widths = column_widths(table.widths, AREA.width)
    room = (widths[0] - 2 * CELL_SIDE) // METRICS.size
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
