"""资金的比：各行的各个数和算出的率、结余，前后不同的。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.comparing.sides import Side
from reportgen.core.difference import FundChange
from reportgen.core.funds import FundLine, Funds
from reportgen.core.pairing import Entry, pair
from reportgen.core.quantity import Quantity, plain

COLUMNS = {
    "initial": "年初预算数",
    "added": "追加预算数",
    "adjusted": "全年预算数",
    "arrived": "实际到位数",
    "spent": "全年执行数",
}
RATES = {"rate": "执行率", "arrival_rate": "到位率"}
"""算出来的；到位率只在有一边填了实际到位数时说。"""
TOTAL = "合计"


def compare_funds(old: Side, new: Side) -> Iterator[FundChange]:
    """全体的和各项目的资金。"""
    yield from _funds("", old.evaluation.funds, new.evaluation.funds)
    before = {card.project: card.evaluation.funds for card in old.cards if card.project}
    after = {card.project: card.evaluation.funds for card in new.cards if card.project}
    for project in dict.fromkeys((*before, *after)):
        earlier, later = before.get(project, Funds()), after.get(project, Funds())
        yield from _funds(project, earlier, later)


def _funds(project: str, old: Funds, new: Funds) -> Iterator[FundChange]:
    lines, new_lines = tuple(_lines(old)), tuple(_lines(new))
    before = [Entry(name, place) for name, place, _ in lines]
    after = [Entry(name, place) for name, place, _ in new_lines]
    for at, to in pair(before, after):
        one = lines[at][2] if at is not None else None
        other = new_lines[to][2] if to is not None else None
        name = new_lines[to][0] if to is not None else lines[at or 0][0]
        for title, was, now in _figures(one, other):
            yield FundChange(name, title, was, now, project)
    for key, title in (("opening", "上年结转和结余"), ("closing", "年末结转和结余")):
        earlier, later = getattr(old.carryover, key, None), getattr(new.carryover, key, None)
        if _differ(earlier, later):
            yield FundChange(title, "", _text(earlier), _text(later), project)


def _lines(funds: Funds) -> Iterator[tuple[str, tuple[str, ...], FundLine]]:
    """各行，名称和在哪一块；合计先说。"""
    if funds.total is not None:
        yield str(funds.total.name or TOTAL), ("total",), funds.total
    for place in ("lines", "projects", "years"):
        for line in getattr(funds, place):
            yield str(line.name), (place,), line
            for part in line.includes:
                yield str(part.name), (place, str(line.name)), part


def _figures(old: FundLine | None, new: FundLine | None) -> Iterator[tuple[str, str, str]]:
    """一行前后不同的各个数。"""
    for column, title in (COLUMNS | RATES).items():
        was, now = getattr(old, column, None), getattr(new, column, None)
        if column == "arrival_rate" and not _arrived(old) and not _arrived(new):
            continue
        if _differ(was, now):
            yield title, _text(was), _text(now)


def _arrived(line: FundLine | None) -> bool:
    return line is not None and line.arrived is not None


def _differ(old: Quantity | None, new: Quantity | None) -> bool:
    if old is None or new is None:
        return old is not new
    return (old.number, old.unit) != (new.number, new.unit)


def _text(quantity: Quantity | None) -> str:
    """印的样子：金额最短的写法，率带百分号。"""
    if quantity is None:
        return ""
    return quantity.text if quantity.percent else plain(quantity.number)
