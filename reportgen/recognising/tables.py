"""认出的表是什么样子：评分表、资金表的各行，各在哪一格；一格里的数怎样读。"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.target import Target
from reportgen.core.target_text import read_actual_text, read_target_text
from reportgen.core.text import Text

POINTS = re.compile(r"[（(]\s*(?:权重|分值)?[:：]?\s*(\d+(?:\.\d+)?)\s*[分%％][）)]")
"""一级、二级指标后面印的分值。"""
BLANK = re.compile(r"[-—–－―/／\\\s]*|无|不适用")
"""没有数的格子里写的。"""
_UNITS = frozenset(("", "%", "％", "分", "万元", "元"))


_LIKE_A_NUMBER = re.compile(r"\s*[-+−－＋]?\s*\d")


@frozen
class ScoreRow:
    """评分表的一行：名称、指标值、实绩、分值、得分、原因等各在哪一格；没有这一列的为 None。

    scores 是各个得分的列（自评、复核）；rate 是得分率；levels 是一级、二级指标自己的分值。
    """

    name: PlainCell
    level1: PlainCell | None
    level2: PlainCell | None
    target: PlainCell | None
    actual: PlainCell | None
    weight: PlainCell | None
    scores: tuple[PlainCell, ...]
    rate: PlainCell | None = None
    deviation: PlainCell | None = None
    levels: tuple[PlainCell, ...] = ()

    @property
    def score(self) -> PlainCell | None:
        """得分；有几列的是第一列。"""
        return self.scores[0] if self.scores else None


@frozen
class SumRow:
    """小计、合计的一行：行名，分值、各得分、得分率的格子；rows 是小计之下的第几行到第几行。"""

    name: PlainCell
    weight: PlainCell | None
    scores: tuple[PlainCell, ...]
    rate: PlainCell | None = None
    rows: tuple[int, int] = (0, 0)


@frozen
class ScoreTable:
    """认出的评分表：各行，小计和合计的各行，不占分值的得分（附加分、扣分），同一份里资金一块。

    declared 是表头或别处写明的总分（“自评总分：94.5分”），full 是表头写明的满分（“分值（100分）”）。
    gap 是表里没有认作一行、而可能占分值的数：合计差的正好是它，就看不出对错。
    """

    rows: tuple[ScoreRow, ...]
    totals: tuple[SumRow, ...] = ()
    subtotals: tuple[SumRow, ...] = ()
    extras: tuple[PlainCell, ...] = ()
    declared: tuple[Quantity, ...] = ()
    full: Quantity | None = None
    fund: FundTable | None = None
    gaps: tuple[Decimal, ...] = ()
    scored: bool = True

    @property
    def finals(self) -> tuple[PlainCell, ...]:
        """最后一行合计的各个得分。"""
        return self.totals[-1].scores if self.totals else ()


@frozen
class FundRow:
    """资金表的一行：名称和各列的格子；kind 说它是合计、小计，还是“其中”之下的。"""

    name: PlainCell
    cells: dict[str, PlainCell]
    kind: str = ""
    group: str = ""

    def number(self, column: str) -> Decimal | None:
        """一列的数；没有这一列，或不是数，为 None。"""
        cell = self.cells.get(column)
        return number_in(cell) if cell is not None else None


@frozen
class FundTable:
    """认出的资金表：各行，和其中的合计行（没有则为 None）；unit 是表里写明的金额单位。"""

    rows: tuple[FundRow, ...]
    total: FundRow | None
    unit: str = ""


def target_in(cell: PlainCell | None, year: int) -> Target | None:
    """一格里的指标值；空的为 None。year 是没有写年份的期限的年，0 是看不出。"""
    if cell is None or not cell.text:
        return None
    target = read_target_text(str(cell.text), cell.text.span)
    if target.deadline is None:
        return target
    return replace(target, deadline=target.deadline.on_calendar(year, {}))


def actual_in(cell: PlainCell | None) -> Quantity | None:
    """一格里做到的数；不是数的为 None。"""
    return None if cell is None else read_actual_text(str(cell.text), cell.text.span)


def quantity_in(cell: PlainCell | None) -> Quantity | None:
    """一格里的数量；不是数的为 None。"""
    if cell is None or not cell.text:
        return None
    quantity = _quantity(str(cell.text))
    return quantity and Quantity(quantity.number, quantity.unit, quantity.text, cell.text.span)


@lru_cache(maxsize=16384)
def _quantity(text: str) -> Quantity | None:
    """字里的数量，没有出处。同一格认表头、找合计、列算式时各读几遍，所以记着。"""
    bare = text.lstrip("≥≤＞＜><=＝》《 ")
    if _LIKE_A_NUMBER.match(bare) is None:  # 多半是字：不必试读
        return None
    try:
        return Quantity.parse(bare)
    except NotANumber:
        return None


def figure_in(cell: PlainCell | None) -> Quantity | None:
    """一格里的数；带别的字（百分号、分、元除外）的不算。"""
    quantity = quantity_in(cell)
    return quantity if quantity is not None and quantity.unit in _UNITS else None


def number_in(cell: PlainCell | None) -> Decimal | None:
    """一格里的数，同 figure_in，只要数。"""
    quantity = _quantity(str(cell.text)) if cell is not None else None
    return quantity.number if quantity is not None and quantity.unit in _UNITS else None


def is_blank(cell: PlainCell | None) -> bool:
    """没有这一格，空着，或写着表示没有的横线。"""
    return cell is None or BLANK.fullmatch(cell.text) is not None


def unreadable(cell: PlainCell | None) -> bool:
    """格里有字，读不成数，也不是表示没有的横线。"""
    return cell is not None and number_in(cell) is None and not is_blank(cell)


def with_text(cell: PlainCell, text: str) -> PlainCell:
    """同一格，换了字：几格的字连起来看。"""
    return replace(cell, text=Text(text, cell.text.span))
