"""成稿里的资金表：各行的执行率，各列的合计。凭表里自己的数复算，看不出怎么相加的不查。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from reportgen.checking.recognise import FundRow, FundTable, number_in, quantity_in
from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import HUNDRED, ZERO, Interval, Quantity, percent_of, plain

COLUMNS = {
    "initial": "年初预算数",
    "added": "追加预算数",
    "adjusted": "全年预算数",
    "arrived": "实际到位数",
    "spent": "全年执行数",
}
MOST_PARTS = 10
MOST_SHOWN = 3
_NESTED = re.compile(r"其中|小计|\s*[（(]?\d+[）).、]")


def check_fund_table(fund: FundTable) -> Iterator[Diagnostic]:
    """一张资金表的全部诊断。"""
    yield from _rates(fund)
    yield from _sums(fund)
    yield from _adjusted(fund)


def at_cell(
    cell: PlainCell,
    code: str,
    message: str,
    subject: str,
    other: PlainCell | None = None,
    parts: Sequence[PlainCell] = (),
) -> Diagnostic:
    """指着一格的诊断；other 是与它相比的那一格，parts 是相加的各格（列出前几格）。"""
    span = cell.text.span
    assert span is not None
    spans = [part.text.span for part in parts[:MOST_SHOWN]]
    related = [Related(place, "相加的一项") for place in spans if place is not None]
    if other is not None and other.text.span is not None:
        related.append(Related(other.text.span, "与它相比"))
    return diagnose(code, span, message, "核对后改其中一处。", related=related, subject=subject)


def _rates(fund: FundTable) -> Iterator[Diagnostic]:
    """C02 每行的执行率等于支出除以预算（或到位）；几种分母都不合才报。"""
    for row in fund.rows:
        printed, spent = quantity_in(row.cells.get("rate")), row.number("spent")
        bases = [base for key in ("adjusted", "arrived", "initial") if (base := row.number(key))]
        if printed is None or spent is None or not bases:
            continue
        if not any(_same_rate(spent, base, printed) for base in bases):
            worked = percent_of(spent, bases[0], 2)
            message = f"执行率印 {printed}，{plain(spent)} ÷ {plain(bases[0])} 得 {worked}。"
            yield at_cell(row.cells["rate"], "C02", message, str(row.name.text))


def _same_rate(spent: Decimal, base: Decimal, printed: Quantity) -> bool:
    """印的率是不是商舍入到所印的位数：67% 是 66.67% 舍入的。没有百分号的，单位可能在表头，也可能是小数。"""
    percent = Interval(HUNDRED, HUNDRED)
    quotient = Interval.of(spent) / Interval.of(base)
    rate = _rounded(printed)
    return (quotient * percent).meets(rate) or (not printed.percent and quotient.meets(rate))


def _rounded(printed: Quantity) -> Interval:
    """率总是除出来的，整数也是舍入的结果，与金额里的整数不同。"""
    return Interval.rounded(printed.number)


def _sums(fund: FundTable) -> Iterator[Diagnostic]:
    """C01 各行之和等于合计。有“其中”“小计”的表，哪些行相加得合计，凭别的列看出来；看不出的不查。"""
    total = fund.total
    if total is None:
        return
    parts = [row for row in fund.rows if row is not total]
    nested = any(_NESTED.match(str(row.name.text)) for row in parts)
    adding = {column: _adding(parts, total, column) for column in COLUMNS}
    for column, title in COLUMNS.items():
        printed = total.number(column)
        numbers = [row.number(column) for row in parts]
        if printed is None or adding[column] or len(parts) < 2 or None in numbers:
            continue
        if not printed and not any(numbers):  # 一列全是零：相加的各行看不出，也没有不合
            continue
        rows = tuple(range(len(parts)))
        if nested:
            elsewhere = [each for other in COLUMNS if other != column for each in adding[other]]
            if not elsewhere:
                continue
            rows = max(elsewhere, key=len)
        found = sum((numbers[at] or ZERO for at in rows), ZERO)
        cell = total.cells[column]
        message = f"{title}的合计印 {cell.text}，各行之和是 {found:f}。"
        added = [parts[at].cells[column] for at in rows]
        yield at_cell(cell, "C01", message, f"资金合计的{title}", parts=added)


def _adjusted(fund: FundTable) -> Iterator[Diagnostic]:
    """C01 每行的年初加追加等于调整后。三列紧挨着才算：中间另有调减等列的，看不出怎么相加。

    合计行不另算：各行、各列都合得上的，它也合得上。
    """
    for row in fund.rows:
        if row is fund.total:
            continue
        columns = ("initial", "added", "adjusted")
        cells = [row.cells[column] for column in columns if column in row.cells]
        numbers = [number_in(cell) for cell in cells]
        if len(cells) < 3 or None in numbers or cells[2].column != cells[0].column + 2:
            continue
        initial, added, adjusted = (number or ZERO for number in numbers)
        if not (Interval.of(initial) + Interval.of(added)).meets(Interval.of(adjusted)):
            message = f"{row.name.text}的全年预算数印 {cells[2].text}，"
            message += f"年初预算数与追加预算数之和是 {initial + added:f}。"
            yield at_cell(cells[2], "C01", message, f"{row.name.text}的全年预算数", parts=cells[:2])


def _adding(parts: Sequence[FundRow], total: FundRow, column: str) -> list[tuple[int, ...]]:
    """这一列里相加得合计的各种取法（两行以上，不全是零）；行太多的只试全部。"""
    printed = total.number(column)
    numbers = [row.number(column) for row in parts]
    if not printed or None in numbers:
        return []
    every = tuple(range(len(parts)))
    sizes = range(2, len(parts) + 1) if len(parts) <= MOST_PARTS else (len(parts),)
    ways = (way for size in sizes for way in combinations(every, size))
    intervals = [Interval.of(number or ZERO) for number in numbers]  # 取法上千种，各数的区间只算一次
    whole = Interval.of(printed)
    return [way for way in ways if _summed(intervals[at] for at in way).meets(whole)]


def _summed(intervals: Iterable[Interval]) -> Interval:
    whole = Interval(ZERO, ZERO)
    for interval in intervals:
        whole += interval
    return whole
