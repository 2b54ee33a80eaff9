"""认出的事实：表里的数各带着格子，看不出怎么相加的不归到合计之下，没有印的不在其中。"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.core.diagnostics import Source, Span
from reportgen.core.funds import Funds
from reportgen.core.plain import PlainCell, PlainDocument, PlainParagraph, PlainTable
from reportgen.core.recognised import Recognised
from reportgen.core.text import Text
from reportgen.recognising.report import recognise

HEADS = ("资金", "年初预算数", "全年预算数", "全年执行数", "执行率")
OUTLAYS = (
    HEADS,
    ("基本支出", "100.00", "110.00", "108.9", "99%"),
    ("其中：人员经费", "80", "85", "84", "98.82%"),
    ("公用经费", "20", "25", "24.9", "99.6%"),
    ("项目支出", "50", "60", "30", "50%"),
    ("合计", "150", "170", "138.9", "81.71%"),
)
SCORES = (
    ("一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出（60分）", "修复河道", "≥4.8公里", "4.32公里", "60", "54"),
    ("效益（40分）", "居民满意", "明显改善", "明显改善", "40", "—"),
    ("总分", "", "", "", "100", "94"),
)


def table(rows: Sequence[Sequence[str]], number: int = 1) -> PlainTable:
    """几行文字 → 一张表，每格的出处写明是第几行第几列。"""
    source = Source("报告.docx")
    placed = []
    for at, row in enumerate(rows, 1):
        cells = []
        for column, text in enumerate(row, 1):
            span = Span(source, at, column, 0, 0, f"第 {number} 张表第 {at} 行第 {column} 列")
            cells.append(PlainCell(Text(text, span), number, at, column))
        placed.append(tuple(cells))
    return PlainTable(number, tuple(placed))


def recognised(*tables: Sequence[Sequence[str]], prose: Sequence[str] = ()) -> Recognised:
    paragraphs = []
    for number, text in enumerate(prose, 1):
        span = Span(Source("报告.docx", text), 1, 1, 0, len(text), f"第 {number} 段")
        paragraphs.append(PlainParagraph(Text(text, span), number))
    grids = [table(rows, number) for number, rows in enumerate(tables, 1)]
    return recognise(PlainDocument(tuple(paragraphs), tuple(grids)), "报告.docx")


def tree(funds: Funds) -> list[str]:
    """各资金行，“其中”的缩进；看不出归到哪里的写在后面。"""
    lines = []
    for line in funds.lines:
        lines.append(str(line.name))
        lines += [f"  {part.name}" for part in line.includes]
    return [*lines, *(f"？{line.name}" for line in funds.projects)]


def test_the_rows_that_add_up_stand_under_the_total_and_their_parts_under_them() -> None:
    (facts,) = recognised(OUTLAYS).tables
    funds = facts.evaluation.funds
    assert tree(funds) == ["基本支出", "  其中：人员经费", "  公用经费", "项目支出"]
    assert funds.total is not None and funds.total.spent is not None
    assert funds.total.spent.span is not None
    assert funds.total.spent.span.label == "第 1 张表第 6 行第 4 列"
    assert str(funds.total.rate) == "81.71%"


def test_rows_of_which_it_is_not_seen_how_they_add_up_are_not_put_under_the_total() -> None:
    part = (HEADS, OUTLAYS[5], ("其中：中央", "60", "70", "50", ""), ("省级", "30", "40", "20", ""))
    (facts,) = recognised(part).tables
    assert tree(facts.evaluation.funds) == ["？其中：中央", "？省级"]


def test_the_rate_is_of_the_column_that_it_fits() -> None:
    """以到位资金为分母的，预算数不同，率仍合得上；印成小数的也看得出。"""
    heads = (*HEADS[:3], "实际到位数", *HEADS[3:])
    (facts,) = recognised((heads, ("合计", "100", "100", "80", "72", "90%"))).tables
    total = facts.evaluation.funds.total
    assert total is not None and (total.basis.of, str(total.rate)) == ("arrived", "90%")
    (facts,) = recognised((HEADS, ("合计", "100", "80", "72", "0.90"))).tables
    assert facts.evaluation.stated.figures == ()


def test_what_is_not_printed_is_none_and_not_among_what_is_printed() -> None:
    blank = (HEADS, ("财政拨款", "—", "60", "57.6", ""), ("合计", "", "60", "57.6", ""))
    facts, _ = recognised(blank, SCORES).tables
    assert facts.evaluation.funds.total is not None
    assert facts.evaluation.funds.total.initial is None
    assert facts.printed == ("funds.total.adjusted", "funds.total.spent")


def test_a_score_table_gives_its_lines_their_places_and_its_levels_their_points() -> None:
    (facts,) = recognised(SCORES).tables
    card = facts.scorecard
    assert card is not None
    first, second = card.lines
    assert first.target is not None and first.target.comparison == "≥"
    assert str(first.target.quantity) == "4.8公里" and str(first.actual_value) == "4.32公里"
    assert dict(first.indicator.judgement.spans)["score"].label == "第 1 张表第 2 行第 6 列"
    assert second.score is None and not card.complete
    assert [(str(level.name), level.weight) for level in card.level1] == [
        ("产出（60分）", 60),
        ("效益（40分）", 40),
    ]
    assert (card.counts.level1, card.counts.level3) == (2, 2)
    assert "scorecard.counts.level2" not in facts.printed  # 没有二级指标一列，不是零个


def test_the_prose_stands_against_one_table_and_goals_are_no_results() -> None:
    prose = ["二、绩效目标", "支出预算60万元。", "三、结果", "2023年综合得分94分，等级为优。"]
    found = recognised(OUTLAYS, SCORES, prose=prose)
    assert [str(text) for _, text in found.whole.evaluation.sections.entries] == prose[2:]
    assert found.whole.evaluation.year == 2023 and found.totals == (94,)
    assert [str(each.score or each.grade) for each in found.statements] == ["94", "优"]
    assert found.unread == ()
    twice = recognised(OUTLAYS, OUTLAYS, SCORES, prose=prose)
    assert twice.whole.evaluation.funds == Funds()
    assert [(each.what, each.count) for each in twice.unread] == [("资金表", 2)]
