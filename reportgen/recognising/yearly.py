"""认各年相比的表：凭表头认出上年、今年、增减、增减率各列，一行一行得出算式，与别的算式一样核对。

一张表可以有几组（预算一组，支出一组）：增减一列说的是它左边最近的上年和今年。认不出上年和今年的不猜。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.core.frozen import frozen
from reportgen.core.model import NO_FACTS
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.quantity import Quantity
from reportgen.core.recognised import Facts
from reportgen.core.stated import Figure
from reportgen.core.text import Text
from reportgen.recognising.tables import quantity_in

_LAST = re.compile(r"(?:上年|去年|上一年)度?")
_NOW = re.compile(r"(?:本年|今年|当年)度?")
_YEAR = re.compile(r"(20\d\d)年")
_CHANGE = re.compile(r"(?:比上年|较上年|同比)?增减(?:额|数|值|量|变化|情况)?")
_RATE = re.compile(r"(?:比上年|较上年|同比)?(?:增减(?:率|幅度|比例|幅)|增幅|增长率)")
_BESIDES = re.compile(r"\s|[（(][^（）()]*[）)]")
HEADS = 2
"""表头最多几行：上面一行是组（全年执行数），下面一行是上年、今年、增减、增减率。"""

Row = tuple[PlainCell, ...]


@frozen
class Columns:
    """一组各在第几列：上年、今年、增减、增减率；没有增减或增减率的为 None。"""

    last: int
    now: int
    change: int | None = None
    rate: int | None = None


def comparisons_in(tables: Iterable[PlainTable]) -> Iterator[Facts]:
    """各张各年相比的表印出的增减、增减率，和它们的算式；别的表没有。"""
    for table in tables:
        for at, row in enumerate(table.rows[:HEADS]):
            groups = tuple(_groups(row))
            if groups:
                yield Facts(NO_FACTS, changes=tuple(_figures(table.rows[at + 1 :], groups)))
                break


def _groups(heads: Row) -> Iterator[Columns]:
    """表头一行 → 各组。"""
    last = now = None
    years = _years(heads)
    for at, head in enumerate(heads):
        title = _BESIDES.sub("", str(head.text))
        year = _YEAR.match(title)
        if _RATE.fullmatch(title) or (_CHANGE.fullmatch(title) and _is_rate(head)):
            if last is not None and now is not None:
                yield Columns(last, now, rate=at)
        elif _CHANGE.fullmatch(title):
            if last is not None and now is not None:
                yield Columns(last, now, change=at)
        elif _LAST.match(title):
            last = at
        elif _NOW.match(title):
            now = at
        elif year is not None and len(years) == len({"上年", "今年"}):
            if year[1] == years[0]:
                last = at
            else:
                now = at


def _years(heads: Row) -> Sequence[str]:
    """表头里说到的年度，早的在前。"""
    matches = [_YEAR.match(_BESIDES.sub("", str(head.text))) for head in heads]
    return sorted({match[1] for match in matches if match is not None})


def _is_rate(head: PlainCell) -> bool:
    """“增减（%）”是增减率。"""
    return re.search(r"[（(]\s*[%％]\s*[）)]", str(head.text)) is not None


def _figures(rows: Sequence[Row], groups: Sequence[Columns]) -> Iterator[Figure]:
    """各行印出的增减、增减率和它们的算式。"""
    for row in rows:
        for group in groups:
            if len(row) > max(group.last, group.now, group.change or 0, group.rate or 0):
                yield from _of_row(row, group)


def _of_row(row: Row, group: Columns) -> Iterator[Figure]:
    last, now = quantity_in(row[group.last]), quantity_in(row[group.now])
    if last is None or now is None or last.unit != now.unit:
        return
    name = re.sub(r"\s", "", str(row[0].text))
    change = quantity_in(row[group.change]) if group.change is not None else None
    if change is not None:
        printed = Quantity(change.number, "", change.text, change.span)
        worked = f"{now.number:f} - {last.number:f}"
        yield Figure(Text(f"{name}的增减", row[0].text.span), printed, Text(worked))
    rate = quantity_in(row[group.rate]) if group.rate is not None else None
    # 两年都是 0 的，印 0% 说得通；只有上年是 0 的没有增减率，留着算式，核对时说
    if rate is not None and (last.number > 0 or (last.number == 0 and now.number != 0)):
        printed = Quantity(rate.number, "%", rate.text, rate.span)
        base = f"{last.number:f}" if last.number else "0"
        worked = f"({now.number:f} - {last.number:f}) ÷ {base}"
        yield Figure(Text(f"{name}的增减率", row[0].text.span), printed, Text(worked))
