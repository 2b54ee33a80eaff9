"""年度指标值（Target）：同什么比（数、区间、期限），或一句文字。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.comparison import Sign
from reportgen.core.deadline import Deadline
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity

Comparison = Sign
"""指标值同数怎么比；空是没有写。"""


@frozen
class Range:
    """区间：300—350天。两端单位相同；low_open、high_open 说不含那一端。"""

    low: Quantity
    high: Quantity
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: Decimal) -> bool:
        """数在不在里面。"""
        above = number > self.low.number if self.low_open else number >= self.low.number
        below = number < self.high.number if self.high_open else number <= self.high.number
        return above and below

    @property
    def words(self) -> str:
        """300天至350天之间。"""
        low = f"{self.low.text}（不含）" if self.low_open else self.low.text
        high = f"{self.high.text}（不含）" if self.high_open else self.high.text
        return f"{low}至{high}之间"


@frozen
class Target:
    """年度指标值：text 是原来的写法，印的是它；quantity、range、deadline 是读出的意思，至多有一个，定性的都没有。

    comparison 空表示没有写，按 ≥ 或由规则定。convention 说的是“以上”“以下”而没有写含不含，含不含看格式的约定。
    vague 是“左右”“约”一类的词：大概的数要由评价人认定。
    """

    text: str
    comparison: Comparison = ""
    quantity: Quantity | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
    range: Range | None = None
    deadline: Deadline | None = None
    convention: bool = False
    vague: str = ""

    def __str__(self) -> str:
        return self.text

    @property
    def number(self) -> Quantity | None:
        """要比的数；区间的是下限。没有数的为 None。"""
        return self.range.low if self.range is not None else self.quantity
