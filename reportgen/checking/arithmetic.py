"""算式：输入里的 `worked`、`figures`，如 `(1453.23 - 1317.08) / 1317.08`。

每个数既按印出的值算（exact），也按它代表的区间算（interval）：前者用来比对印出的结果，后者用来判断差异能否由舍入解释。
只认数、加减乘除和括号；没有变量，没有函数，什么也不执行。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import (
    EXACT,
    HUNDRED,
    ZERO,
    Interval,
    Quantity,
    half_width,
    round_half_up,
)

_TOKEN = re.compile(r"\s*(\d[\d,]*(?:\.\d+)?%?|[-+*/()])")
_VARIANTS = str.maketrans({"×": "*", "÷": "/", "−": "-", "（": "(", "）": ")"})
DEEPEST = 20


class NotArithmetic(ValueError):
    """不是算式，或除以零；理由用中文。"""


@frozen
class Worked:
    """算式的结果：按印出的数算得的值，和可能的真值范围。"""

    exact: Decimal
    interval: Interval


def added(numbers: Iterable[Quantity]) -> Worked:
    """几个印出的数相加。"""
    worked = Worked(ZERO, Interval(ZERO, ZERO))
    for number in numbers:
        interval = worked.interval + Interval.of(number.number)
        worked = Worked(worked.exact + number.number, interval)
    return worked


def agrees(printed: Quantity, worked: Worked) -> bool:
    """算得的数舍入到所印的位数，正是印出的数。"""
    return round_half_up(worked.exact, printed.places) == printed.number


def explained(printed: Quantity, worked: Worked) -> bool:
    """印出的数与算得的数，能不能由各数的四舍五入解释。合计、率、得分都这样判断，没有容差设置。"""
    if agrees(printed, worked):
        return True
    if printed.percent:
        return worked.interval.meets(Interval.rounded(printed.number))
    return worked.interval.meets(Interval.of(printed.number))


def work(text: str) -> Worked:
    """算一个算式；不成算式则抛 NotArithmetic。"""
    plain = half_width(text).translate(_VARIANTS)
    tokens: list[str] = []
    at = 0
    while plain[at:].strip():
        match = _TOKEN.match(plain, at)
        if not match:
            raise NotArithmetic(f"“{text}”里有看不懂的“{plain[at:].strip()[:8]}”")
        tokens.append(match[1])
        at = match.end()
    parser = _Parser(text, tokens)
    try:
        result = parser.sum(0)
    except (ZeroDivisionError, ArithmeticError):
        raise NotArithmetic(f"“{text}”除以零") from None
    if parser.tokens:
        raise NotArithmetic(f"“{text}”在“{parser.tokens[0]}”处断开了")
    return result


class _Parser:
    """递归下降：和 → 积 → 项。"""

    def __init__(self, text: str, tokens: list[str]) -> None:
        self.text, self.tokens = text, tokens

    def sum(self, depth: int) -> Worked:
        left = self.product(depth)
        while self.tokens and self.tokens[0] in "+-":
            sign, right = self.tokens.pop(0), self.product(depth)
            if sign == "+":
                left = Worked(left.exact + right.exact, left.interval + right.interval)
            else:
                left = Worked(left.exact - right.exact, left.interval - right.interval)
        return left

    def product(self, depth: int) -> Worked:
        left = self.term(depth)
        while self.tokens and self.tokens[0] in "*/":
            sign, right = self.tokens.pop(0), self.term(depth)
            if sign == "*":
                left = Worked(
                    EXACT.multiply(left.exact, right.exact), left.interval * right.interval
                )
            else:
                left = Worked(EXACT.divide(left.exact, right.exact), left.interval / right.interval)
        return left

    def term(self, depth: int) -> Worked:
        if depth > DEEPEST or not self.tokens:
            raise NotArithmetic(f"“{self.text}”没有写完")
        token = self.tokens.pop(0)
        if token == "-":
            inner = self.term(depth + 1)
            return Worked(-inner.exact, -inner.interval)
        if token == "(":
            inner = self.sum(depth + 1)
            if not self.tokens or self.tokens.pop(0) != ")":
                raise NotArithmetic(f"“{self.text}”的括号没有配对")
            return inner
        if not token[0].isdigit():
            raise NotArithmetic(f"“{self.text}”里的“{token}”前后缺一个数")
        number = Decimal(token.rstrip("%").replace(",", ""))
        interval = Interval.of(number)
        if token.endswith("%"):
            return Worked(number / HUNDRED, interval / Interval(HUNDRED, HUNDRED))
        return Worked(number, interval)


def in_units_of(worked: Worked, printed: Quantity) -> Worked:
    """与印出的数同单位：印的是百分数，结果乘以 100。"""
    if not printed.percent:
        return worked
    interval = worked.interval * Interval(HUNDRED, HUNDRED)
    return Worked(EXACT.multiply(worked.exact, HUNDRED), interval)
