"""句子的比：次序、序号、目录、日期不算；改动的字标得整齐。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.comparing.sentences import compare_sentences, stretches
from reportgen.core.document import (
    Block,
    Cell,
    Contents,
    Document,
    Entry,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
)
from reportgen.papers.difference import marked


def document(*blocks: Block) -> Document:
    """正文是这几块的报告。"""
    return Document(("某报告",), blocks)


def paragraph(text: str) -> Paragraph:
    """一段正文。"""
    return Paragraph((Run(text),))


def changes(old: Document, new: Document, *, exact: bool = True) -> list[str]:
    """不同的句子，地方和标好的话。"""
    found = compare_sentences(old, new, exact=exact)
    return [f"{change.place}：{marked(change.stretches)}" for change in found]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("共举办 6 场。", "共举办 3 场。", "共举办 【6→3】 场。"),
        ("支出 144.10 万元", "支出 150.10 万元", "支出 【144.10→150.10】 万元"),
        ("加强人员培训", "加强业务人员培训", "加强【增：业务】人员培训"),
        ("认真加强培训", "加强培训", "【删：认真】加强培训"),
        # 只隔一两个字的两处并成一处
        ("甲方与乙方签约完毕", "丙方与丁方签约完毕", "【甲方与乙→丙方与丁】方签约完毕"),
        ("", "新的一句。", "【增：新的一句。】"),
        ("旧的一句。", "", "【删：旧的一句。】"),
    ],
)
def test_changed_characters_are_marked(before: str, after: str, shown: str) -> None:
    assert marked(stretches(before, after)) == shown


@given(st.text("甲乙丙丁1.5%，。", max_size=40), st.text("甲乙丙丁1.5%，。", max_size=40))
def test_the_stretches_put_together_are_the_two_sentences(before: str, after: str) -> None:
    parts = stretches(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_order_ordinals_contents_and_dates_are_no_changes() -> None:
    old = document(
        Contents("目录", (Entry(1, "一、概况", "1"),)),
        Heading(1, "一、", "概况"),
        paragraph("1. 甲。"),
        paragraph("2. 乙。"),
        Paragraph((Run("2024年3月15日"),), "signature"),
    )
    new = document(
        Contents("目录", (Entry(1, "二、概况", "2"),)),
        Heading(1, "二、", "概况"),
        paragraph("1. 乙。"),
        paragraph("2. 甲。"),
        Paragraph((Run("2025年3月15日"),), "signature"),
    )
    assert changes(old, new, exact=False) == []


def test_an_entry_that_goes_from_one_list_to_another_has_moved() -> None:
    def lists(first: str, second: str) -> Document:
        met, unmet = Heading(1, "", "完成的"), Heading(1, "", "没有完成的")
        return document(met, paragraph(first), unmet, paragraph(second))

    (change,) = compare_sentences(lists("甲；乙。", "丙。"), lists("甲。", "丙；乙。"), exact=True)
    assert (change.moved, change.before) == (True, "乙")
    assert (change.old_place, change.place) == ("完成的", "没有完成的")


def test_a_renamed_row_of_a_table_does_not_change_its_other_cells() -> None:
    def table(name: str, text: str) -> Document:
        cells = (Cell((name,)), Cell((text,)))
        return document(Table("表 1 情况", "", (1, 1), 0, (Row(cells),)))

    old, new = table("培训人数", "企业报名踊跃。"), table("参训人数", "企业报名踊跃。")
    assert changes(old, new) == ["情况·参训人数：【培→参】训人数"]


def test_a_mark_at_the_end_of_a_sentence_counts_where_only_print_is_known() -> None:
    old, new = document(paragraph("甲完成。")), document(paragraph("甲完成；"))
    assert changes(old, new) == []
    assert changes(old, new, exact=False) == ["：甲完成【。→；】"]


def test_a_thousand_rewritten_sentences_take_no_long_time() -> None:
    old = document(*(paragraph(f"第{n}号企业的情况甲乙丙丁戊己。") for n in range(1000)))
    new = document(*(paragraph(f"{n}号厂家的境况子丑寅卯辰巳。") for n in range(1000)))
    assert len(changes(old, new)) == 2000
