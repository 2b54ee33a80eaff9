"""认资金：资金表的各格 → 资金（Funds）和各个算式：合计是哪几行之和，率是哪两列之商，结余是哪两列之差。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.core.equation import Equation, Sign, Way
from reportgen.core.funds import FundLine, Funds, RateBasis, Stage
from reportgen.core.model import NO_FACTS
from reportgen.core.quantity import ZERO, Quantity
from reportgen.core.recognised import Facts
from reportgen.recognising.sums import COLUMNS, Sum, fit, sums_of, values_of, way_of
from reportgen.recognising.tables import FundRow, FundTable, figure_in, quantity_in

STAGES: tuple[Stage, ...] = ("adjusted", "arrived", "initial")
"""执行率的分母，先试调整后的预算。"""
TITLES = {
    "initial": "年初预算数",
    "added": "追加预算数",
    "adjusted": "全年预算数",
    "arrived": "实际到位数",
    "spent": "全年执行数",
}
_PLAIN_RATE = 2
"""没有百分号的率不大于它的，是小数（0.93）；大的是百分数。"""


def money_of(table: FundTable) -> Facts:
    """一张资金表的事实。"""
    equations = tuple(equations_of_funds(table))
    evaluation = replace(NO_FACTS, funds=_funds(table))
    printed = tuple(_printed(table.total))
    return Facts(evaluation, printed=printed, equations=equations, unit=table.unit)


def _printed(total: FundRow | None) -> Iterator[str]:
    """合计行印了哪些数。"""
    if total is None:
        return
    for column in COLUMNS:
        if total.number(column) is not None:
            yield f"funds.total.{column}"
    if quantity_in(total.cells.get("rate")) is not None:
        yield "funds.total.rate"


def _funds(table: FundTable) -> Funds:
    """资金：相加得合计的各行在 lines，其下的在 includes，看不出怎么相加的都在 projects。"""
    total = table.total
    parts = [row for row in table.rows if row is not total and row.kind != "total"]
    way: frozenset[int] = frozenset()
    if total is not None:
        way = frozenset(way_of(parts, total, last=table.rows[-1] is total))
    lines: list[FundLine] = []
    others: list[FundLine] = []
    for at, row in enumerate(parts):
        line = _line(row)
        if at in way:
            lines.append(line)
        elif lines:
            above = lines[-1]
            lines[-1] = replace(above, includes=(*above.includes, replace(line, depth=1)))
        else:
            others.append(line)
    whole = _line(total) if total is not None else None
    return Funds(tuple(lines), whole, projects=tuple(others))


def _line(row: FundRow) -> FundLine:
    """一行；各数带着自己那一格的出处。"""
    return FundLine(
        row.name.text,
        initial=_money(row, "initial"),
        added=_money(row, "added"),
        adjusted=_money(row, "adjusted"),
        arrived=_money(row, "arrived"),
        spent=_money(row, "spent"),
        span=row.name.text.span,
        basis=_basis(row),
    )


def _money(row: FundRow, column: str) -> Quantity | None:
    return figure_in(row.cells.get(column))


def _basis(row: FundRow) -> RateBasis:
    """执行率的算法：分母是合得上的那一列（都合不上的是先试的一列），印几位小数。"""
    printed = quantity_in(row.cells.get("rate"))
    bases = [stage for stage in STAGES if row.number(stage)]
    fitting = [stage for stage in bases if _fits(row, stage)]
    base = next(iter(fitting or bases), STAGES[0])
    return RateBasis(base, printed.places if printed is not None and printed.percent else 2)


def _fits(row: FundRow, stage: Stage) -> bool:
    equation = _rate(row, "rate", "spent", (stage,))
    return equation is not None and equation.holds


def equations_of_funds(table: FundTable) -> Iterator[Equation]:
    """一张资金表的各个算式。"""
    sums = sums_of(table.rows, table.total)
    for sum in sums:
        yield from _column_sums(sum, table.total)
    yield from _nested_sums(table, sums)
    yield from _rates(table)
    yield from _balances(table)
    for row in table.rows:
        if row is not table.total:
            yield from _addition(row)


def _column_sums(sum: Sum, total: FundRow | None) -> Iterator[Equation]:
    """一个合计的各列。"""
    name = "资金合计" if sum.total is total else f"“{sum.total.name.text}”"
    for column in (*COLUMNS, "balance"):
        printed = figure_in(sum.total.cells.get(column))
        numbers = values_of(sum.parts, column)
        if printed is None or numbers is None:
            continue
        cells = [part.cells[column] for part in sum.parts]
        parts = [figure_in(cell) or Quantity(ZERO, "", "0", cell.text.span) for cell in cells]
        title = TITLES.get(column, "结余")
        subject = f"资金合计的{title}" if sum.total is total else str(sum.total.name.text)
        yield Equation("C01", f"{name}的{title}", subject, printed, (Way(tuple(parts)),), "各行")


def _nested_sums(table: FundTable, sums: Sequence[Sum]) -> Iterator[Equation]:
    """“其中”各行相加得上一行：合得上的列比合不上的多，才看得出列全了。"""
    tops = {id(part) for sum in sums for part in sum.parts}
    above: FundRow | None = None
    inner: list[FundRow] = []
    for row in (*table.rows, None):
        if row is not None and id(row) not in tops and row.kind == "nested" and not inner:
            inner = [row]
        elif row is not None and inner and id(row) not in tops and row.kind in {"", "nested"}:
            inner.append(row)
        else:
            if above is not None and len(inner) > 1:
                yield from _if_fitting(Sum(above, tuple(inner)), table.total)
            inner = []
            above = row if row is not None and id(row) in tops else None


def _if_fitting(sum: Sum, total: FundRow | None) -> Iterator[Equation]:
    fitting, failing = fit(sum)
    if fitting > failing:
        yield from _column_sums(sum, total)


def _rates(table: FundTable) -> Iterator[Equation]:
    """各行的执行率、到位率。合得上的分母有几种的，先说多数行用的那一种。"""
    for role, part, bases in (
        ("rate", "spent", STAGES),
        ("arrival_rate", "arrived", ("adjusted", "initial")),
    ):
        usual = _usual_base(table, role, part, bases)
        for row in table.rows:
            equation = _rate(row, role, part, usual)
            if equation is not None:
                yield equation


def _usual_base(table: FundTable, role: str, part: str, bases: Sequence[str]) -> tuple[str, ...]:
    """分母的次序：合得上的行多的在前。"""

    def fitting(base: str) -> int:
        equations = [_rate(row, role, part, (base,)) for row in table.rows]
        return sum(equation is not None and equation.holds for equation in equations)

    return tuple(sorted(bases, key=fitting, reverse=True))


def _rate(row: FundRow, role: str, part: str, bases: Sequence[str]) -> Equation | None:
    """一行的一个率；没有印、分母是零的没有。没有百分号的，小数和百分数两种读法都试。"""
    printed, top = quantity_in(row.cells.get(role)), figure_in(row.cells.get(part))
    if printed is None or printed.unit not in {"", "%"} or top is None:
        return None
    percents: tuple[bool, ...] = (True,)
    if not printed.percent:
        percents = (False, True) if abs(printed.number) <= _PLAIN_RATE else (True, False)
    ways: list[Way] = []
    for percent in percents:
        for base in bases:
            bottom = figure_in(row.cells.get(base))
            if bottom is not None and bottom.number:
                ways.append(Way((top, bottom), "÷", percent))
    if not ways:
        return None
    title = "执行率" if role == "rate" else "到位率"
    return Equation("C02", title, str(row.name.text), printed, tuple(ways))


def _balances(table: FundTable) -> Iterator[Equation]:
    """结余是预算（到位）减支出：合得上的行比合不上的多，才看得出是这样算的。"""
    equations = [equation for row in table.rows for equation in _balance(row)]
    holding = sum(equation.holds for equation in equations)
    if holding > len(equations) - holding:
        yield from equations


def _balance(row: FundRow) -> Iterator[Equation]:
    printed, spent = figure_in(row.cells.get("balance")), figure_in(row.cells.get("spent"))
    if printed is None or spent is None:
        return
    bases = [figure_in(row.cells.get(stage)) for stage in STAGES]
    sign: Sign = "−"
    ways = [Way((base, spent), sign) for base in bases if base is not None]
    if ways:
        yield Equation("C01", "结余", str(row.name.text), printed, tuple(ways))


def _addition(row: FundRow) -> Iterator[Equation]:
    """每行的年初加追加等于调整后。三列紧挨着才算：中间另有调减等列的，看不出怎么相加。

    合计行不另算：各行、各列都合得上的，它也合得上。
    """
    cells = [row.cells[column] for column in COLUMNS[:3] if column in row.cells]
    figures = [figure for cell in cells if (figure := figure_in(cell)) is not None]
    if len(figures) < 3 or cells[2].column != cells[0].column + 2:
        return
    subject = f"{row.name.text}的全年预算数"
    way = Way(tuple(figures[:2]))
    whose = "年初预算数与追加预算数"
    yield Equation("C01", subject, subject, figures[2], (way,), whose)
