"""认资金：资金表的各格 → 资金（Funds）、印出的率和“年初加追加”的算式。

哪些行相加得合计，表里没有说，凭各列的数看出来：有一种取法在各列都合得上的，就是它；“其中”各行归到
上一行之下。看不出的，各行不归到合计之下，没有可以相加的。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from reportgen.core.funds import FundLine, Funds, RateBasis, Stage
from reportgen.core.model import NO_FACTS
from reportgen.core.quantity import HUNDRED, ZERO, Interval, Quantity
from reportgen.core.recognised import Facts
from reportgen.core.stated import Figure, Stated
from reportgen.core.text import Text
from reportgen.recognising.tables import FundRow, FundTable, number_in, quantity_in

COLUMNS = ("initial", "added", "adjusted", "arrived", "spent")
STAGES: tuple[Stage, ...] = ("adjusted", "arrived", "initial")
"""执行率的分母，先试调整后的预算。"""
MOST_PARTS = 10
"""行数不多于此的才逐个试哪些行相加得合计：取法随行数成倍地多。"""
_NESTED = re.compile(r"其中|小计|\s*[（(]?\d+[）).、]")

Way = tuple[int, ...]
"""一种取法：相加的是第几行。"""


def money_of(table: FundTable) -> Facts:
    """一张资金表的事实。"""
    parts = [row for row in table.rows if row is not table.total]
    figures = [*_rates(table), *_additions(parts)]
    evaluation = replace(
        NO_FACTS, funds=_funds(parts, table.total), stated=Stated(figures=tuple(figures))
    )
    return Facts(evaluation, printed=tuple(_printed(table.total)))


def _printed(total: FundRow | None) -> Iterator[str]:
    """合计行印了哪些数。"""
    if total is None:
        return
    for column in COLUMNS:
        if total.number(column) is not None:
            yield f"funds.total.{column}"
    if _rate(total) is not None:
        yield "funds.total.rate"


def _funds(parts: Sequence[FundRow], total: FundRow | None) -> Funds:
    """资金：相加得合计的各行在 lines，其下的在 includes，看不出怎么相加的都在 projects。"""
    way = frozenset(_way(parts, total)) if total is not None else frozenset()
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
    return quantity_in(row.cells.get(column)) if row.number(column) is not None else None


def _way(parts: Sequence[FundRow], total: FundRow) -> Way:
    """相加得合计的是哪几行；看不出的为空。"""
    if len(parts) < 2:
        return ()
    every = tuple(range(len(parts)))
    nested = [at for at in every if _NESTED.match(parts[at].name.text)]
    sums = [column for column in COLUMNS if _summable(parts, total, column)]
    if sums and all(_ways(parts, total, column, (len(parts),)) for column in sums):
        return every  # 各列都是全部相加：多半如此，不必逐个试
    ways = [ways for column in sums if (ways := _ways(parts, total, column, _sizes(parts)))]
    if not ways:
        return () if nested else every
    common = ways[0].intersection(*ways[1:])
    if every in common:
        return every

    def fitness(way: Way) -> tuple[int, Way]:
        """“其中”少的、从上面的行起的、行数多的（全是零的行也在内）在前。"""
        inner = sum(at in nested for at in way)
        return inner, (way[0], -len(way), *way)

    return min(common, key=fitness, default=())


def _summable(parts: Sequence[FundRow], total: FundRow, column: str) -> bool:
    """这一列有没有得加：合计不是零，各行都有数。"""
    return bool(total.number(column)) and all(row.number(column) is not None for row in parts)


def _sizes(parts: Sequence[FundRow]) -> Sequence[int]:
    """取几行相加：两行以上；行太多的只试全部。"""
    return range(2, len(parts) + 1) if len(parts) <= MOST_PARTS else (len(parts),)


def _ways(parts: Sequence[FundRow], total: FundRow, column: str, sizes: Sequence[int]) -> set[Way]:
    """这一列里相加得合计的各种取法，取 sizes 那么多行的。"""
    numbers = [row.number(column) or ZERO for row in parts]
    intervals = [Interval.of(number) for number in numbers]  # 取法上千种，各数的区间只算一次
    whole = Interval.of(total.number(column) or ZERO)
    ways: set[Way] = set()
    for size in sizes:
        for way in combinations(range(len(parts)), size):
            if _summed(intervals[at] for at in way).meets(whole):
                ways.add(way)
    return ways


def _summed(intervals: Iterable[Interval]) -> Interval:
    total = Interval(ZERO, ZERO)
    for interval in intervals:
        total = total + interval
    return total


def _rates(table: FundTable) -> Iterator[Figure]:
    """各行印出的执行率和它的算式；印成小数而合得上的不必再查。"""
    for row in table.rows:
        printed, spent, base = _rate(row), row.number("spent"), _base(row)
        if printed is None or spent is None or base is None or _is_fraction(row):
            continue
        number = Quantity(printed.number, "%", printed.text, printed.span)
        yield Figure(row.name.text, number, Text(f"{spent:f} ÷ {row.number(base) or ZERO:f}"))


def _rate(row: FundRow) -> Quantity | None:
    return quantity_in(row.cells.get("rate"))


def _basis(row: FundRow) -> RateBasis:
    """执行率的算法：分母是哪一列，印几位小数。"""
    printed = _rate(row)
    return RateBasis(_base(row) or STAGES[0], printed.places if printed is not None else 2)


def _base(row: FundRow) -> Stage | None:
    """执行率的分母：合得上的那一列；都合不上的是先试的一列。"""
    bases = [stage for stage in STAGES if row.number(stage)]
    fitting = [stage for stage in bases if _fits(row, stage, HUNDRED) or _is_fraction(row, stage)]
    return next(iter(fitting or bases), None)


def _is_fraction(row: FundRow, stage: Stage | None = None) -> bool:
    """率印成了小数（0.97），商正是它。"""
    printed = _rate(row)
    if printed is None or printed.percent:
        return False
    stages = STAGES if stage is None else (stage,)
    return any(_fits(row, each, Decimal(1)) for each in stages)


def _fits(row: FundRow, stage: Stage, times: Decimal) -> bool:
    """商乘以 times，是不是舍入到所印的位数：67% 是 66.67% 舍入的。"""
    printed, spent, base = _rate(row), row.number("spent"), row.number(stage)
    if printed is None or spent is None or not base:
        return False
    quotient = Interval.of(spent) / Interval.of(base) * Interval(times, times)
    return quotient.meets(Interval.rounded(printed.number))


def _additions(parts: Sequence[FundRow]) -> Iterator[Figure]:
    """每行的年初加追加等于调整后。三列紧挨着才算：中间另有调减等列的，看不出怎么相加。

    合计行不另算：各行、各列都合得上的，它也合得上。
    """
    for row in parts:
        cells = [row.cells[column] for column in COLUMNS[:3] if column in row.cells]
        numbers = [number for cell in cells if (number := number_in(cell)) is not None]
        adjusted = _money(row, "adjusted")
        if len(numbers) < 3 or adjusted is None or cells[2].column != cells[0].column + 2:
            continue
        yield Figure(row.name.text, adjusted, Text(f"{numbers[0]:f} + {numbers[1]:f}"))
