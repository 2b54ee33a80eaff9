"""认问卷的统计表：选项、人数、占比 → 各个算式。占比是人数除以总数，人数相加得总数；多选的占比不必相加得 100%。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.core.equation import Equation, Way
from reportgen.core.model import NO_FACTS
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.quantity import ZERO, Quantity
from reportgen.core.recognised import Facts
from reportgen.recognising.fundblocks import fund_block
from reportgen.recognising.grids import turned
from reportgen.recognising.heads import SURVEY_HEADS, columns_of, is_total
from reportgen.recognising.scoreheads import layout_at
from reportgen.recognising.tables import number_in, quantity_in

COUNTED = frozenset(("", "人", "人次", "份", "票", "户", "家", "次", "%"))
"""人数一列里的数可以带的单位。"""

Row = Sequence[PlainCell]


def questionnaires_in(tables: Iterable[PlainTable]) -> Iterator[Facts]:
    """各张问卷统计表的事实；别的表没有。"""
    for table in tables:
        equations = _equations(table)
        other = turned(table)
        if not equations and other is not None:
            equations = _equations(other)
        if equations:
            yield replace(Facts(NO_FACTS), equations=equations)


def _equations(table: PlainTable) -> tuple[Equation, ...]:
    for at, row in enumerate(table.rows[:3]):
        columns = {column.role: column.at for column in columns_of(row, (), SURVEY_HEADS)}
        if "count" not in columns or "share" not in columns:
            continue
        if layout_at(table, at) is not None or fund_block(table, at) is not None:
            return ()
        rows = [line for line in table.rows[at + 1 :] if len(line) > max(columns.values())]
        return tuple(_of_rows(rows, columns["count"], columns["share"]))
    return ()


def _of_rows(rows: Sequence[Row], count: int, share: int) -> Iterator[Equation]:
    """多数的占比合得上的总数才是总数；都合不上的看不出，不算。"""
    totals = [row for row in rows if _is_total(row, min(count, share))]
    parts = [row for row in rows if row not in totals]
    counts = [_count(row[count]) for row in parts]
    known = [number for number in counts if number is not None]
    if len(known) < 2 or len(known) < len(parts):
        return
    printed = _count(totals[-1][count]) if totals else None
    whole = printed
    if whole is None:
        number = sum((one.number for one in known), ZERO)
        whole = Quantity(number, "", f"{number:f}")
    if not whole.number:
        return
    shares = list(_shares(parts, known, share, whole, min(count, share)))
    holding = sum(equation.holds for equation in shares)
    if holding <= len(shares) - holding:
        return
    yield from shares
    if printed is not None:
        way = (Way(tuple(known)),)
        yield Equation("C01", "人数合计", str(totals[-1][0].text), printed, way, "各项")


def _is_total(row: Row, first: int) -> bool:
    """合计的一行：数以前的各格里有合计。"""
    return any(is_total(str(cell.text)) for cell in row[:first])


def _shares(
    rows: Sequence[Row], counts: Sequence[Quantity], share: int, whole: Quantity, first: int
) -> Iterator[Equation]:
    for row, number in zip(rows, counts, strict=True):
        printed = quantity_in(row[share])
        if printed is None or printed.unit not in {"", "%"} or number_in(row[share]) is None:
            continue
        percents = (True,) if printed.percent else (True, False)
        ways = tuple(Way((number, whole), "÷", percent) for percent in percents)
        name = str(row[first - 1].text)
        yield Equation("C02", f"“{name}”的占比", name, printed, ways)


def _count(cell: PlainCell) -> Quantity | None:
    quantity = quantity_in(cell)
    return quantity if quantity is not None and quantity.unit in COUNTED else None
