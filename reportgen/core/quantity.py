"""数量：十进制数、单位和原来的写法；四舍五入；印出来的数所代表的区间。

从第一个字符到最后一个字符都是 Decimal：不接受浮点数，除法最后做，只在印出时舍入一次。
印出来的 `2.80` 代表 [2.795, 2.805)，整数只代表它自己，除出来的百分率除外（见 Interval）。
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
"""中间计算用的精度：60 位有效数字，远多于任何金额与分值需要的。"""

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)

_SETTLED = Decimal(1).scaleb(-30)
_HUGE = 30

MOST_DIGITS = 18
"""一个数最多写这么多位数字；再多必是误写。"""

_NUMBER = re.compile(r"(?P<sign>[-+−－]?)\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?")
_FULL_WIDTH = {
    ord(f): ord(h)
    for f, h in zip("０１２３４５６７８９．，％＋－−", "0123456789.,%+--", strict=True)
}
_ANY_FULL_WIDTH = re.compile("[０-９．，％＋－−]")


class NotANumber(ValueError):
    """不是数：理由用中文写在异常文字里。"""


@frozen
class Quantity:
    """数量：数、单位（人、家、%、万元；可空）和原来的写法。百分数的 number 是印出来的数（98.15% 是 98.15）。"""

    number: Decimal
    unit: str = ""
    text: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    @property
    def places(self) -> int:
        """印出来的小数位数。"""
        return max(0, -int(self.number.as_tuple().exponent))

    @property
    def percent(self) -> bool:
        """是不是百分数。"""
        return self.unit == "%"

    @property
    def interval(self) -> Interval:
        """印出来的这个数代表什么。百分数是除出来的，印整数的也是舍入的结果：67% 可以是 66.67%。"""
        return Interval.rounded(self.number) if self.percent else Interval.of(self.number)

    @property
    def ratio(self) -> Decimal:
        """作为比例的值：80% 是 0.8；不带百分号的数就是它自己。"""
        return EXACT.divide(self.number, HUNDRED) if self.percent else self.number

    @classmethod
    def parse(cls, text: str, span: Span | None = None) -> Quantity:
        """读一个带单位的数，如 `1,664.08`、`98.15%`、`800 人`；读不成则抛 NotANumber。"""
        number, unit = _number_and_unit(str(text))
        return cls(number, unit, text.strip(), span)


@lru_cache(maxsize=16384)
def _number_and_unit(text: str) -> tuple[Decimal, str]:
    """一个数和它的单位。同一格的字计分、核对、认自己将要印的表时各读一遍，所以记着。"""
    plain = half_width(text).strip()
    match = _NUMBER.match(plain)
    if not match:
        raise NotANumber(f"“{text}”不是数")
    rest = plain[match.end() :].strip()
    if re.match(r"[eE][-+]?\d", rest):
        raise NotANumber(f"“{shorten(text)}”是科学计数法，请写成普通的数")
    if rest[:1].isdigit() or rest[:1] in {".", ","}:
        raise NotANumber(f"“{shorten(text)}”的分节或小数点写得不对")
    digits = match["digits"].replace(",", "") + (match["fraction"] or "")
    if len(digits) > MOST_DIGITS:
        raise NotANumber(f"“{shorten(text)}”有 {len(digits)} 位数字，最多 {MOST_DIGITS} 位")
    sign = "-" if match["sign"] in {"-", "−", "－"} else ""
    return Decimal(sign + digits), rest


def too_long(text: str) -> str:
    """写的数位数太多的，说有几位；不多的是空。"""
    digits = sum(char.isdigit() for char in text)
    return f"有 {digits} 位数字，最多 {MOST_DIGITS} 位" if digits > MOST_DIGITS else ""


def half_width(text: str) -> str:
    """把全角数字、小数点、逗号、百分号和正负号换成半角。"""
    # 多半没有可换的：找一遍比逐字查表快十倍。
    return text.translate(_FULL_WIDTH) if _ANY_FULL_WIDTH.search(text) else text


def shorten(text: str, most: int = 24) -> str:
    """太长的原文截短，供诊断引用。"""
    return text if len(text) <= most else text[: most - 1] + "…"


def divide(numerator: Decimal, denominator: Decimal) -> Decimal:
    """商，60 位有效数字；除数为零由调用者先行排除。"""
    return EXACT.divide(numerator, denominator)


def settle(number: Decimal) -> Decimal:
    """抹去除法在第 60 位上留下的尾数：三个三分之一相加正好是一。

    只在全部算完以后做一次；先抹后乘，尾数又回来了。整数部分超过 30 位的（误写的天文数字）没有尾数可抹。
    """
    if not number:
        return ZERO
    return (number if number.adjusted() >= _HUGE else EXACT.quantize(number, _SETTLED)).normalize(
        EXACT
    )


def shown(number: Decimal, places: int = 6) -> str:
    """给人看的未舍入值：最多 places 位小数，没有完的加省略号。"""
    settled = settle(number)
    text = plain(settled)
    if len(text.partition(".")[2]) <= places:
        return text
    return f"{plain(settled.quantize(Decimal(1).scaleb(-places), ROUND_DOWN, EXACT))}…"


def round_half_up(number: Decimal, places: int) -> Decimal:
    """四舍五入到 places 位小数；负数按绝对值（-0.005 成为 -0.01），不产生负零。"""
    rounded = EXACT.quantize(number, Decimal(1).scaleb(-places))
    return abs(rounded) if rounded.is_zero() else rounded


def fixed(number: Decimal, places: int, *, group: bool = False) -> str:
    """固定小数位数的写法，如 7.00；group 加千分位分节，如 1,664.08。"""
    return f"{round_half_up(number, places):{',' if group else ''}f}"


def plain(number: Decimal) -> str:
    """最短的写法：7.00 是 7，4.80 是 4.8，没有科学计数法。"""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def percent_of(part: Decimal, base: Decimal, places: int) -> Quantity | None:
    """百分率：part ÷ base，四舍五入到 places 位；base 为零时没有率。先乘后除，只舍入一次。"""
    if base.is_zero():
        return None
    number = round_half_up(divide(part * HUNDRED, base), places)
    return Quantity(number, "%", f"{number:f}%")


@frozen
class Interval:
    """可能的真值范围：一个印出来的数，或由这样的数算出的数，能代表的全部真值。

    四舍五入的数，离零远的一端不在内：9.02 是 [9.015, 9.025)，-9.02 是 (-9.025, -9.015]，
    0.00 两端都不在内。三个小于 3.005 的数相加小于 9.015，印不成 9.02。
    """

    low: Decimal
    high: Decimal
    above_low: bool = False
    below_high: bool = False

    @classmethod
    def of(cls, number: Decimal) -> Interval:
        """印出来的数代表什么：有小数位的是舍入的结果，整数只代表它自己。"""
        if int(number.as_tuple().exponent) < 0:
            return cls.rounded(number)
        return cls(number, number)

    @classmethod
    def rounded(cls, number: Decimal) -> Interval:
        """舍入得来的数，整数也是（除出来的百分率）：向两边各放宽末位的一半。"""
        half = Decimal(5).scaleb(min(0, int(number.as_tuple().exponent)) - 1)
        return cls(number - half, number + half, number <= 0, number >= 0)

    def __add__(self, other: Interval) -> Interval:
        return Interval(
            self.low + other.low,
            self.high + other.high,
            self.above_low or other.above_low,
            self.below_high or other.below_high,
        )

    def scaleb(self, places: int) -> Interval:
        """换到另一个单位：122.03 万元代表的范围，以元计。"""
        low, high = self.low.scaleb(places), self.high.scaleb(places)
        return Interval(low, high, self.above_low, self.below_high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low, self.below_high, self.above_low)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        return _between(self, other, EXACT.multiply)

    def __truediv__(self, other: Interval) -> Interval:
        """商；除数的范围含零时抛 ZeroDivisionError。"""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return _between(self, other, EXACT.divide)

    def meets(self, other: Interval) -> bool:
        """两个范围有没有公共的真值。"""
        return self.starts_before(other) and other.starts_before(self)

    def starts_before(self, other: Interval) -> bool:
        """有没有一个真值不大于另一个范围里的某个真值。"""
        if self.low == other.high:
            return not (self.above_low or other.below_high)
        return self.low < other.high


def _between(
    left: Interval, right: Interval, operation: Callable[[Decimal, Decimal], Decimal]
) -> Interval:
    """积或商的范围：四个角里最小、最大的。

    到不到得了那个角，看两边的端点在不在内；零在内的，另一边不论。
    """
    corners: list[tuple[Decimal, bool]] = []
    for a, a_out in ((left.low, left.above_low), (left.high, left.below_high)):
        for b, b_out in ((right.low, right.above_low), (right.high, right.below_high)):
            reached = (not a_out and (not a or not b_out)) or (not b and not b_out)
            corners.append((operation(a, b), not reached))
    low, high = min(corners), max(corners, key=lambda corner: (corner[0], not corner[1]))
    return Interval(low[0], high[0], low[1], high[1])
