"""印出的表：报告将要印的资金表、评分表，写稿之前照成稿的核对算一遍，指到输入的那一处。

输入里的数合得上，舍入到所印的位数以后仍可能合不上：三个 66.7 与 200 相差在四舍五入之内，
印成 66.70 三行、合计 200.00 就差了 0.10。读报告的人只看得到印出的数，所以照印出的数判断。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.checking.finished import check_score_table
from reportgen.checking.fundtable import check_fund_table
from reportgen.checking.recognise import FundRow, FundTable, fund_table, score_table
from reportgen.core.diagnostics import Diagnostic, Span
from reportgen.core.document import Document, Table
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine, Funds
from reportgen.core.model import Evaluation
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import Text

CODES = ("C01", "C02", "C06")
"""合计、率、得分和等级；成稿的其余核对（如没有达到而得满分），输入有自己的。"""
TOTALS = ("分值", "得分")
"""评分表合计行的诊断说的是哪一列。"""
COLUMN_OF = {"rate": "spent"}
"""印出的列在输入里没有写的，指到算它的那一项。"""
ROUNDED = "报告照格式的位数印，印出的各数要合得上；确实只差在舍入的可以豁免。"


def check_printed(
    document: Document, evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Diagnostic, ...]:
    """C01、C02、C06 报告将要印的各表，照印出的数合不合；同一处的同一件事只说一次。"""
    span = _place_of_totals(evaluation)
    if span is None:
        return ()
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    grids = [_grid(table, number, span) for number, table in enumerate(tables, 1)]
    known = _Input(evaluation)
    funds = [known.placed(fund) for grid in grids if (fund := fund_table(grid)) is not None]
    scores = [score for grid in grids if (score := score_table(grid)) is not None]
    found: list[Diagnostic] = []
    for fund in funds:
        found += check_fund_table(fund)
    adds_up = _adds_up_by_rule(scorecard, format)
    for score in scores:
        problems = check_score_table(score, funds, evaluation.year)
        found += (each for each in problems if adds_up or each.subject not in TOTALS)
    told: dict[tuple[str, Span, str], Diagnostic] = {}
    for problem in found:
        if problem.code in CODES:  # 同一张表可以在正文和附件各印一次
            told.setdefault((problem.code, problem.span, problem.subject), _in_words(problem))
    return tuple(told.values())


def _in_words(problem: Diagnostic) -> Diagnostic:
    """同成稿的说法，另说为什么输入里合得上而印出来合不上。"""
    rounded = ROUNDED if problem.code in {"C01", "C02"} else ""
    message = f"照报告将要印的数，{problem.message}"
    return replace(problem, message=message, help=f"{problem.help}{rounded}")


def said_once(said: Iterable[Diagnostic], printed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """输入自己的诊断，加上照印出的数才看得出的。

    输入已经说了的不再说；照印出的数合不上的，输入那一处的“相差在四舍五入之内”不再说。
    """
    said = tuple(said)
    known = {(each.code, each.span) for each in said}
    weighed = any(each.code == "R03" for each in said)
    fresh = [each for each in printed if (each.code, each.span) not in known]
    if weighed:  # 分值不等于满分，分值一列的合计自然不合
        fresh = [each for each in fresh if (each.code, each.subject) != ("C01", TOTALS[0])]
    contradicted = {each.span for each in fresh if each.code == "C01"}
    kept = [each for each in said if each.code != "C11" or each.span not in contradicted]
    return (*kept, *fresh)


def _place_of_totals(evaluation: Evaluation) -> Span | None:
    """程序算出的合计在输入里没有写，指到第一个指标；没有指标的指到全篇。照抄的指到抄的那一处。"""
    stated = evaluation.stated.score
    if evaluation.scoring == "stated" and stated is not None and stated.span is not None:
        return stated.span
    first = evaluation.indicators[0].span if evaluation.indicators else None
    return first or evaluation.span


def _adds_up_by_rule(scorecard: Scorecard, format: Format) -> bool:
    """总分是不是印出的各行之和。

    折算、加分扣分、只在总分舍入、几个项目取平均的，格式另有算法，表里的各行不必相加得总分。
    """
    if scorecard.adjustments or scorecard.projects or format.manifest.rounding.at == "total":
        return False
    return all(level.folded is None for level in scorecard.level1)


def _grid(table: Table, number: int, totals: Span) -> PlainTable:
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

    def placed(self, fund: FundTable) -> FundTable:
        """同一张资金表，各格的出处是输入里写这个数的地方。"""
        rows = [self.row(row, self.line(row, fund)) for row in fund.rows]
        total = next((rows[at] for at, row in enumerate(fund.rows) if row is fund.total), None)
        return FundTable(tuple(rows), total)

    def line(self, row: FundRow, fund: FundTable) -> FundLine | None:
        """印出的一行在输入里的资金行；合计由程序相加的，是相加的最后一行。"""
        known = self.lines()
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

    def lines(self) -> Mapping[Span | None, FundLine]:
        """出处 → 资金行，合计也在内。"""
        lines = [line for funds in self.all() for line in (*funds.named(), funds.total)]
        return {line.span: line for line in lines if line is not None and line.span is not None}

    def row(self, row: FundRow, line: FundLine | None) -> FundRow:
        """一行的各格，各有各的出处。"""
        if line is None:
            return row
        cells = {column: _at(cell, line, column) for column, cell in row.cells.items()}
        return FundRow(row.name, cells)


def _at(cell: PlainCell, line: FundLine, column: str) -> PlainCell:
    """一格和输入里写这个数的地方；这一列输入没有写的，是这一行。"""
    figure = getattr(line, COLUMN_OF.get(column, column), None)
    span = getattr(figure, "span", None) or line.span or cell.text.span
    return replace(cell, text=Text(str(cell.text), span))
