"""一份文件里的各块：资金、评分、问卷。跨页的先接上；横着的转过来再认，哪样讲得通的格子多，用哪样。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.core.equation import Equation
from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainTable
from reportgen.recognising.fundblocks import fund_block
from reportgen.recognising.grids import joined, turned
from reportgen.recognising.money import equations_of_funds
from reportgen.recognising.scoreblocks import declared_in, score_block
from reportgen.recognising.scoreheads import layout_at
from reportgen.recognising.scoresums import equations_of_scores
from reportgen.recognising.tables import FundTable, ScoreTable, number_in

_POINTS = re.compile(r"[（(](\d{1,3})分[）)]")


@frozen
class Blocks:
    """认出的各块，按先后。"""

    funds: tuple[FundTable, ...] = ()
    scores: tuple[ScoreTable, ...] = ()


def blocks_of(tables: Sequence[PlainTable]) -> Blocks:
    """各张表里的资金和评分。"""
    funds: list[FundTable] = []
    scores: list[ScoreTable] = []
    for table in joined(tables):
        blocks = _best(table)
        funds += blocks.funds
        scores += blocks.scores
    return Blocks(tuple(funds), tuple(_with_funds(scores, funds)))


def _best(table: PlainTable) -> Blocks:
    """照原样认，转过来认：讲得通的格子多的算；一样多而各说各的，看不出，不算。"""
    upright = _blocks_in(table)
    other = turned(table)
    if other is None or (upright.funds and upright.scores):
        return upright
    sideways = _blocks_in(other)
    if not (sideways.funds or sideways.scores):
        return upright
    if not (upright.funds or upright.scores):
        return sideways
    one, two = _explained(upright), _explained(sideways)
    if one and one == two:
        return Blocks()
    return sideways if two > one else upright


def _explained(blocks: Blocks) -> int:
    """照这种读法，讲得通的算式有几个。"""
    equations: list[Equation] = []
    for fund in blocks.funds:
        equations += equations_of_funds(fund)
    for score in blocks.scores:
        equations += equations_of_scores(score)
    return sum(equation.holds for equation in equations)


def _blocks_in(table: PlainTable) -> Blocks:
    """一张表从上到下认。"""
    funds: list[FundTable] = []
    scores: list[ScoreTable] = []
    at = free = 0
    while at < len(table.rows):
        money = fund_block(table, at)
        if money is not None:
            funds += money.tables
            at = money.end
            continue
        block = score_block(table, at, len(table.rows))
        if block is None:
            at += 1
            continue
        inside = [fund for fund in funds if _starts(fund, table, free)]
        found = replace(
            block.table,
            fund=inside[-1] if inside else None,
            declared=tuple(declared_in(table, free, block.top)),
            gaps=tuple(_gaps(table, free, block.top)),
        )
        scores.append(found)
        at = free = block.end
    return Blocks(tuple(funds), tuple(scores))


def _starts(fund: FundTable, table: PlainTable, first: int) -> bool:
    """这块资金在表的第 first 行以后。"""
    return fund.rows[0].name.row >= table.rows[first][0].row


def _gaps(table: PlainTable, first: int, end: int) -> Iterator[Decimal]:
    """评分以上没有认作资金的各行里，可能占分值的数：“10”“（10分）”。"""
    for row in table.rows[first:end]:
        if layout_at(table, first) is not None:
            continue
        for cell in dict.fromkeys(row):
            number = number_in(cell)
            if number is not None and 0 < number <= 100:
                yield number
            for match in _POINTS.finditer(cell.text):
                yield Decimal(match[1])


def _with_funds(scores: Sequence[ScoreTable], funds: Sequence[FundTable]) -> Iterator[ScoreTable]:
    """另成一张表的资金，占分值的只有一块的，是唯一一张评分表的。"""
    weighted = [
        fund for fund in funds if fund.total is not None and fund.total.number("weight") is not None
    ]
    for score in scores:
        if score.fund is None and len(scores) == 1 and len(weighted) == 1:
            yield replace(score, fund=weighted[0])
        else:
            yield score
