"""中文的数：百分之九十五、九成半、一百二十，换成阿拉伯数字。"""

from __future__ import annotations

import re

CHINESE = "零〇一二两三四五六七八九十百千万亿"
"""中文的数用的字。"""

_ONES = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def digits_of(number: str) -> str:
    """百分之九十五 → 95%，九成半 → 95%，一百二十 → 120；读不成的为空。"""
    percent = re.fullmatch(rf"百分之([{CHINESE}]+)", number)
    if percent:
        value = _value(percent[1])
        return "" if value is None else f"{value}%"
    tenths = re.fullmatch(r"(.)成(.?)", number)
    if tenths:
        return f"{_ONES[tenths[1]]}{5 if tenths[2] == '半' else _ONES.get(tenths[2], 0)}%"
    value = _value(number)
    return "" if value is None else str(value)


def _value(number: str) -> int | None:
    """中文的整数；“二〇”一类逐字写的、不合写法的不读。"""
    total = section = 0
    digit: int | None = None
    for letter in number:
        if letter in _ONES:
            if digit:
                return None
            digit = _ONES[letter]
        elif letter in _TENS:
            section += (1 if digit is None else digit) * _TENS[letter]
            digit = None
        elif letter in _MYRIADS:
            total += (section + (digit or 0)) * _MYRIADS[letter]
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)
