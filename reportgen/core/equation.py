"""算式（Equation）：成稿里印的一个数，和它应当等于的几个数之和、之差、之商；各数都带着自己的格子。

几种算法都说得通的（含不含资金的得分，分母是预算还是到位）列在 ways 里，合其一就是合；都不合时说第一种。
各数是印出来的，代表一个区间：差异能由四舍五入解释的，算合。
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import (
    EXACT,
    HUNDRED,
    ZERO,
    Interval,
    Quantity,
    divide,
    fixed,
    plain,
    round_half_up,
)

Sign = Literal["+", "−", "÷"]
"""各数之间：相加、相减、相除。"""
Code = Literal["C01", "C02", "C06"]
MOST_SHOWN = 12
"""算式写得出这么多项；再多的中间省去。"""


@frozen
class Way:
    """一种算法：几个数，之间的符号；percent 说商是百分数。"""

    parts: tuple[Quantity, ...]
    sign: Sign = "+"
    percent: bool = False

    @property
    def exact(self) -> Decimal:
        """按印出的数算得的。"""
        numbers = [part.number for part in self.parts]
        if self.sign == "÷":
            times = HUNDRED if self.percent else Decimal(1)
            return divide(EXACT.multiply(numbers[0], times), numbers[1])
        rest = sum(numbers[1:], ZERO)
        return numbers[0] + rest if self.sign == "+" else numbers[0] - rest

    @property
    def interval(self) -> Interval:
        """可能的真值范围。"""
        first, *others = [Interval.of(part.number) for part in self.parts]
        if self.sign == "÷":
            quotient = first / others[0]
            return quotient * Interval(HUNDRED, HUNDRED) if self.percent else quotient
        for other in others:
            first = first + other if self.sign == "+" else first - other
        return first

    @property
    def shown(self) -> str:
        """算得的数，小数位数照算式里最多的；商最少两位。"""
        places = max(part.places for part in self.parts)
        if self.sign == "÷":
            places = max(places, 2)
        return fixed(self.exact, places) + ("%" if self.percent else "")

    @property
    def written(self) -> str:
        """算式：“52.00 + 0.00”。"""
        numbers = [part.text or plain(part.number) for part in self.parts]
        if len(numbers) > MOST_SHOWN:
            numbers[MOST_SHOWN - 2 : -1] = ["…"]
        return f" {self.sign} ".join(numbers)

    def agrees(self, printed: Quantity) -> bool:
        """算得的数舍入到所印的位数，正是印出的数。"""
        return round_half_up(self.exact, printed.places) == printed.number

    def explains(self, printed: Quantity) -> bool:
        """印出的数与算得的数，能不能由各数的四舍五入解释。"""
        if self.agrees(printed):
            return True
        divided = self.sign == "÷"
        held = Interval.rounded(printed.number) if divided else printed.interval
        return self.interval.meets(held)


@frozen
class Equation:
    """印的数和它的几种算法。code 是不合时的诊断代码，title 是这个数叫什么，subject 是豁免写的对象。

    whose 是相加的是什么（“各行”“其下各行”）；strict 说各数都不是舍入来的（分值），一点不能差。
    """

    code: Code
    title: str
    subject: str
    printed: Quantity
    ways: tuple[Way, ...]
    whose: str = ""
    strict: bool = False

    @property
    def holds(self) -> bool:
        """有一种算法讲得通。"""
        if self.strict:
            return self.exact
        return any(way.explains(self.printed) for way in self.ways)

    @property
    def exact(self) -> bool:
        """有一种算法正好是它，不靠四舍五入。"""
        if self.strict:
            return any(way.exact == self.printed.number for way in self.ways)
        return any(way.agrees(self.printed) for way in self.ways)
