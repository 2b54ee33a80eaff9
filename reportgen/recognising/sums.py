"""资金表里哪些行相加得哪一行：表里没有说，凭行名和各列的数看出来。

有小计的，小计归小计，总计是各小计（和没有归到小计的行）之和。没有小计的，先看全部的行；不合的，找各列
都合得上的一种取法，“其中”各行归到上一行之下。一列也不合的，凭行名看得出列全了的（有“其他资金”，或没有
“其中”）才算数。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from reportgen.core.frozen import frozen
from reportgen.core.quantity import ZERO, Interval
from reportgen.recognising.heads import OTHER_SOURCE
from reportgen.recognising.tables import FundRow, is_blank

COLUMNS = ("initial", "added", "adjusted", "arrived", "spent")
MOST_PARTS = 10
"""行数不多于此的才逐个试哪些行相加得合计：取法随行数成倍地多。"""

Way = tuple[int, ...]
"""一种取法：相加的是第几行。"""


@frozen
class Sum:
    """一个合计（小计）和相加得它的各行。"""

    total: FundRow
    parts: tuple[FundRow, ...]


def sums_of(rows: Sequence[FundRow], total: FundRow | None) -> tuple[Sum, ...]:
    """一张资金表里的各个合计；看不出怎么相加的没有。"""
    if any(row.kind == "subtotal" for row in rows):
        return tuple(_with_subtotals(rows, total))
    if total is None:
        return ()
    parts = [row for row in rows if row is not total and row.kind != "total"]
    way = way_of(parts, total, last=rows[-1] is total)
    chosen = tuple(parts[at] for at in way)
    return (Sum(total, chosen),) if len(chosen) > 1 else ()


def values_of(rows: Sequence[FundRow], column: str) -> list[Decimal] | None:
    """几行在一列里的数；空着的、写横线的是零，都空着的、有读不成的为 None。"""
    numbers: list[Decimal] = []
    filled = False
    for row in rows:
        number = row.number(column)
        if number is None and not is_blank(row.cells.get(column)):
            return None
        filled = filled or number is not None
        numbers.append(number if number is not None else ZERO)
    return numbers if filled else None


def fit(sum: Sum) -> tuple[int, int]:
    """各列里合得上的、合不上的有几列；全是零的不算。"""
    fitting = failing = 0
    for column in COLUMNS:
        printed = sum.total.number(column)
        numbers = values_of(sum.parts, column)
        if printed is None or numbers is None or not (printed or any(numbers)):
            continue
        if _summed(numbers).meets(Interval.of(printed)):
            fitting += 1
        else:
            failing += 1
    return fitting, failing


def _with_subtotals(rows: Sequence[FundRow], total: FundRow | None) -> Iterator[Sum]:
    """小计在各组的末尾，或在各组的开头：哪样合得上的列多，是哪样；一样多的看不出。"""
    after, before = list(_groups(rows)), list(_groups(rows[::-1]))
    one, two = _fitting(after), _fitting(before)
    groups = after if one >= two else before
    if max(one, two):
        yield from (group for group in groups if group.parts)
    if total is None:
        return
    inside = {id(part) for group in groups for part in group.parts}
    loose = [row for row in rows if not row.kind and id(row) not in inside]
    tops = tuple(row for row in rows if row.kind == "subtotal" or row in loose)
    whole = Sum(total, tops)
    if len(tops) > 1 and max(one, two):
        yield whole


def _groups(rows: Sequence[FundRow]) -> Iterator[Sum]:
    parts: list[FundRow] = []
    for row in rows:
        if row.kind == "subtotal":
            yield Sum(row, tuple(parts))
            parts = []
        elif row.kind == "total":
            parts = []
        elif row.kind != "nested":
            parts.append(row)


def _fitting(groups: Sequence[Sum]) -> int:
    return sum(fit(group)[0] for group in groups)


def way_of(parts: Sequence[FundRow], total: FundRow, *, last: bool) -> Way:
    """相加得合计的是哪几行；看不出的为空。last 说合计在最后一行。"""
    if len(parts) < 2:
        return ()
    every = tuple(range(len(parts)))
    flat = _flat(parts)
    fitness = {way: fit(Sum(total, tuple(parts[at] for at in way))) for way in (every, flat) if way}
    natural = max(fitness, key=lambda way: (fitness[way][0], way == every))
    if fitness[natural][1] == 0 and fitness[natural][0]:
        return natural
    best = _best_way(parts, total, fitness[natural][0])
    if best:
        return best
    if fitness[natural][0] or _is_complete(parts, last):
        return natural
    return ()


def _flat(parts: Sequence[FundRow]) -> Way:
    """不在“其中”之下的各行：头一行就是“其中”的，是合计的“其中”。"""
    kept: list[int] = []
    for at, row in enumerate(parts):
        if row.kind == "nested" and at:
            continue
        kept.append(at)
    return tuple(kept) if len(kept) > 1 else ()


def _is_complete(parts: Sequence[FundRow], last: bool) -> bool:
    """看行名，合计的各行列全了：没有“其中”，或者最后一行是“其他资金”“单位资金”。"""
    nested = [row for row in parts if row.kind == "nested"]
    if not nested:
        return True
    alone = len(nested) == 1 and parts[0] is nested[0]
    return alone and OTHER_SOURCE.match(str(parts[-1].name.text)) is not None


def _best_way(parts: Sequence[FundRow], total: FundRow, least: int) -> Way:
    """逐个试的取法里，合得上的列最多的：至少两列，比照原样的多；“其中”少的、行数多的在前。"""
    if len(parts) > MOST_PARTS:
        return ()
    columns = [_Column.of(parts, total, column) for column in COLUMNS]
    known = [column for column in columns if column is not None]
    needed = max(least + 1, min(2, len(known)))
    best: tuple[int, int, int, int] | None = None
    chosen: Way = ()
    for size in range(2, len(parts) + 1):
        for way in combinations(range(len(parts)), size):
            fitting = sum(column.meets(way) for column in known)
            if fitting < needed:
                continue
            inner = sum(parts[at].kind == "nested" for at in way)
            rank = (fitting, -inner, -way[0], size)
            if best is None or rank > best:
                best, chosen = rank, way
    return chosen


@frozen
class _Column:
    """一列：各行的区间，合计的区间。取法上千种，各数的区间只算一次。"""

    intervals: tuple[Interval, ...]
    whole: Interval

    @classmethod
    def of(cls, parts: Sequence[FundRow], total: FundRow, column: str) -> _Column | None:
        """合计没有印、是零，或有读不成的，为 None。"""
        printed, numbers = total.number(column), values_of(parts, column)
        if not printed or numbers is None:
            return None
        return cls(tuple(map(Interval.of, numbers)), Interval.of(printed))

    def meets(self, way: Way) -> bool:
        """照这种取法合得上。"""
        whole = Interval(ZERO, ZERO)
        for at in way:
            whole = whole + self.intervals[at]
        return whole.meets(self.whole)


def _summed(numbers: Sequence[Decimal]) -> Interval:
    total = Interval(ZERO, ZERO)
    for number in numbers:
        total = total + Interval.of(number)
    return total
