"""认自己将要印的表：报告的各张表铺成网格，照成稿的表一样认；各格的出处是输入里写这个数的地方。

输入里的数合得上，舍入到所印的位数以后仍可能合不上：三个 66.7 与 200 相差在四舍五入之内，
印成 66.70 三行、合计 200.00 就差了 0.10。读报告的人只看得到印出的数，所以照印出的数判断。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reportgen.core.diagnostics import Span
from reportgen.core.document import Document, Table
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine, Funds
from reportgen.core.model import NO_FACTS, Evaluation
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.recognised import Facts
from reportgen.core.text import Text
from reportgen.recognising.blocks import blocks_of
from reportgen.recognising.money import equations_of_funds
from reportgen.recognising.scores import scores_of
from reportgen.recognising.tables import FundRow, FundTable
from reportgen.recognising.yearly import comparisons_in

YEAR_UNKNOWN = 0
"""期限没有写年份的不比：这里只核对各表的合计、率和得分。"""

COLUMN_OF = {"rate": "spent"}
"""印出的列在输入里没有写的，指到算它的那一项。"""


def recognise_composed(document: Document, evaluation: Evaluation) -> tuple[Facts, ...]:
    """将要印的各张表的事实，资金表在前；输入里没有地方可指的没有。"""
    place = _place_of_totals(evaluation)
    if place is None:
        return ()
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    grids = [grid_of(table, number, place) for number, table in enumerate(tables, 1)]
    known = _Input(evaluation, _lines_of(evaluation))
    blocks = blocks_of(grids)
    return (
        *(_sums(known.placed(fund)) for fund in blocks.funds),
        *(scores_of(score, YEAR_UNKNOWN) for score in blocks.scores),
        *comparisons_in(grids),
    )


def _sums(fund: FundTable) -> Facts:
    """一张资金表的各个算式；资金本身输入里有，不必再认。"""
    return Facts(NO_FACTS, equations=tuple(equations_of_funds(fund)))


def _place_of_totals(evaluation: Evaluation) -> Span | None:
    """程序算出的合计在输入里没有写，指到第一个指标；没有指标的指到全篇。照抄的指到抄的那一处。"""
    stated = evaluation.stated.score
    if evaluation.scoring == "stated" and stated is not None and stated.span is not None:
        return stated.span
    first = evaluation.indicators[0].span if evaluation.indicators else None
    return first or evaluation.span


def grid_of(table: Table, number: int, totals: Span) -> PlainTable:
    """一张表铺满网格，同 Word 里读出的一样；每格记着它那一行在输入里的出处，没有的是 totals。"""
    format = table.origin.source if table.origin is not None else None
    rows: list[tuple[PlainCell, ...]] = []
    for at, row in enumerate(table.rows, 1):
        span = row.origin
        if span is None or span.source == format:  # 出自格式，不是输入的一条
            span = totals
        cells: list[PlainCell] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            column = len(cells)
            placed = PlainCell(Text(text, span), number, at, column + 1)
            if cell.merge == "continue" and rows and column < len(rows[-1]):
                placed = rows[-1][column]
            cells += [placed] * cell.span
        rows.append(tuple(cells))
    return PlainTable(number, tuple(rows))


@frozen
class _Input:
    """输入里的资金：印出的一行是其中哪一行。几个项目的，各项目的也在内。"""

    evaluation: Evaluation
    known: Mapping[Span | None, FundLine]
    """出处 → 资金行，合计也在内。"""

    def placed(self, fund: FundTable) -> FundTable:
        """同一张资金表，各格的出处是输入里写这个数的地方。"""
        rows = [self.row(row, self.line(row, fund)) for row in fund.rows]
        total = next((rows[at] for at, row in enumerate(fund.rows) if row is fund.total), None)
        return replace(fund, rows=tuple(rows), total=total)

    def line(self, row: FundRow, fund: FundTable) -> FundLine | None:
        """印出的一行在输入里的资金行；合计由程序相加的，是相加的最后一行。"""
        known = self.known
        line = known.get(row.name.text.span)
        if line is not None or row is not fund.total:
            return line
        parts = [known[part.name.text.span] for part in fund.rows if part.name.text.span in known]
        if not parts:
            return self.evaluation.funds.total
        first = parts[0].span  # 几个项目的资金行可以一字不差，凭出处认
        owners = [funds for funds in self.all() if first in {line.span for line in funds.lines}]
        owner = owners[0] if owners else None
        return owner.total if owner is not None and owner.total is not None else parts[-1]

    def all(self) -> Iterator[Funds]:
        """各处的资金。"""
        yield self.evaluation.funds
        for part in self.evaluation.projects:
            yield part.funds

    def row(self, row: FundRow, line: FundLine | None) -> FundRow:
        """一行的各格，各有各的出处。"""
        if line is None:
            return row
        cells = {column: _at(cell, line, column) for column, cell in row.cells.items()}
        return replace(row, cells=cells)


def _lines_of(evaluation: Evaluation) -> Mapping[Span | None, FundLine]:
    """出处 → 资金行，合计也在内；几个项目的，各项目的也在内。"""
    known: dict[Span | None, FundLine] = {}
    for part in (evaluation, *evaluation.projects):
        for line in (*part.funds.named(), part.funds.total):
            if line is not None and line.span is not None:
                known[line.span] = line
    return known


def _at(cell: PlainCell, line: FundLine, column: str) -> PlainCell:
    """一格和输入里写这个数的地方；这一列输入没有写的，是这一行。"""
    figure = getattr(line, COLUMN_OF.get(column, column), None)
    span = getattr(figure, "span", None) or line.span or cell.text.span
    return replace(cell, text=Text(str(cell.text), span))
