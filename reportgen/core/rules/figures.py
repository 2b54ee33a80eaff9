"""规则里的数写给人看：计分步骤和印出的规则用同一种写法。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.quantity import EXACT, HUNDRED, divide, plain, settle, shown


def percent(share: Decimal) -> str:
    """比例 → 百分数，最多四位小数：80%、12.5%；没有完的加省略号，如 66.6666…%。"""
    return f"{shown(EXACT.multiply(share, HUNDRED), 4)}%"


def fraction(share: tuple[Decimal, Decimal]) -> str:
    """一份占多少：整百分数写成 50%，别的照分数写成 1/3、1/8，读者不必去想舍入。"""
    top, bottom = share
    hundredths = settle(divide(EXACT.multiply(top, HUNDRED), bottom))
    if hundredths == hundredths.to_integral_value():
        return f"{plain(hundredths)}%"
    return f"{plain(top)}/{plain(bottom)}"
