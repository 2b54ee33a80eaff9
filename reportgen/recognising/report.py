"""认一份成稿：段落和表 → 认出的事实（Recognised）。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from reportgen.core.diagnostics import Source, whole
from reportgen.core.model import NO_FACTS
from reportgen.core.narrative import Sections
from reportgen.core.plain import PlainDocument
from reportgen.core.recognised import Facts, Recognised, Unread, Unreadable
from reportgen.recognising.bands import bands_in
from reportgen.recognising.blocks import blocks_of
from reportgen.recognising.money import money_of
from reportgen.recognising.prose import cells_of, results_in, statements_in, year_of
from reportgen.recognising.questionnaires import questionnaires_in
from reportgen.recognising.scores import scores_of
from reportgen.recognising.tables import FundTable, ScoreTable, figure_in, unreadable
from reportgen.recognising.ticks import ticked_in
from reportgen.recognising.yearly import comparisons_in

SCORE_TABLE, FUND_TABLE = "评分表", "资金表"
PROSE = "正文"


def recognise(document: PlainDocument, name: str = "") -> Recognised:
    """一份成稿的全部事实。"""
    blocks = blocks_of(document.tables)
    scores, funds = blocks.scores, blocks.funds
    money = [money_of(fund) for fund in funds]
    cells = chain.from_iterable(score.finals for score in scores)
    printed = tuple(figure for cell in cells if (figure := figure_in(cell)) is not None)
    year = year_of(document)
    cards = [scores_of(score, year) for score in scores]
    bands = bands_in(_texts(document))
    return Recognised(
        tables=(
            *money,
            *cards,
            *comparisons_in(document.tables),
            *questionnaires_in(document.tables),
        ),
        whole=_whole(document, money, cards, year),
        totals=tuple(figure.number for figure in printed),
        statements=(
            *statements_in(document, year, bands, _names(money, cards)),
            *ticked_in(document),
        ),
        grades=bands.grades,
        unread=(*_unread(document, scores, funds, name), *_unreadable(scores, funds)),
        printed_totals=printed,
    )


def _names(money: Sequence[Facts], cards: Sequence[Facts]) -> Iterator[str]:
    """表里的名称：资金行、各级指标。"""
    for facts in (*money, *cards):
        yield from (str(line.name) for line in facts.evaluation.funds.named())
        if facts.scorecard is not None:
            for level in (*facts.scorecard.level1, *facts.scorecard.level2):
                name = re.sub(r"[（(].*[）)]$", "", str(level.name))
                core = name.removesuffix("指标")
                yield from (name, core, f"{core}指标")
            yield from (str(line.name) for line in facts.scorecard.lines)


def _texts(document: PlainDocument) -> Iterator[str]:
    """各段、各格的文字，空格去掉。"""
    for paragraph in document.paragraphs:
        yield paragraph.text.replace(" ", "")
    for cell in cells_of(document):
        yield cell.text.replace(" ", "")


def _whole(
    document: PlainDocument, money: Sequence[Facts], cards: Sequence[Facts], year: int
) -> Facts:
    """全文的话要与之相合的事实。只有一张资金表、一张评分表时才有，几张的分不清说的是哪一张。"""
    sections = Sections(tuple((PROSE, text) for text in results_in(document.paragraphs)))
    evaluation = replace(NO_FACTS, year=year, sections=sections)
    scorecard = None
    printed: tuple[str, ...] = ()
    totals = [facts for facts in money if facts.evaluation.funds.total is not None]
    unit = ""
    if len(totals) == 1:
        evaluation = replace(evaluation, funds=totals[0].evaluation.funds)
        printed += totals[0].printed
        unit = totals[0].unit
    if len(cards) == 1:
        evaluation = replace(evaluation, indicators=cards[0].evaluation.indicators)
        scorecard = cards[0].scorecard
        printed += cards[0].printed
    return Facts(evaluation, scorecard, printed, unit=unit)


def _unread(
    document: PlainDocument, scores: Sequence[ScoreTable], funds: Sequence[FundTable], name: str
) -> Iterator[Unread]:
    """没有认出评分表、资金表，或认出几张而分不清。"""
    place = replace(whole(Source(name)), label="全文")
    for what, count in ((SCORE_TABLE, len(scores)), (FUND_TABLE, len(funds))):
        if count != 1:
            yield Unread(what, count, len(document.tables), place)


def _unreadable(scores: Sequence[ScoreTable], funds: Sequence[FundTable]) -> Iterator[Unreadable]:
    """资金合计的各数、评分表各行的得分，写了而读不成数的：与它们有关的合计都没有查。"""
    for fund in funds:
        for column, title in FIGURES.items():
            cell = fund.total.cells.get(column) if fund.total is not None else None
            if cell is not None and unreadable(cell):
                yield Unreadable(f"资金合计的{title}", cell.text)
    for score in scores:
        for row in score.rows:
            if row.score is not None and unreadable(row.score):
                yield Unreadable(f"“{row.name.text}”的得分", row.score.text)
        for cell in score.finals[:1]:
            if unreadable(cell):
                yield Unreadable("总分", cell.text)


FIGURES = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "arrived": "实际到位数",
    "spent": "全年执行数",
}
"""资金合计里要读的数。"""
