"""指标值里的区间：300—350天，95%-100%，≥5%且≤10%，±5%，含两端；两句比较也能夹出一个。"""

from __future__ import annotations

import re

from reportgen.core.diagnostics import Span
from reportgen.core.quantity import Quantity
from reportgen.core.target import Range
from reportgen.core.target_number import (
    DIGITS,
    LEAD,
    LESS,
    MORE,
    NOUN,
    NUMBER,
    TAIL,
    UNIT,
    first_number,
    quantity_of,
    read_compared,
)

_DASH = rf"(?P<unit>{UNIT})(?P<dash>[-—–―－~～〜]{{1,2}}|至|到|和|与)"
_BETWEEN = rf"(?P<noun>{NOUN})??(?:{LEAD}|介于|保持在|控制在|稳定在|为|在)?"
_PLUS_MINUS = rf"(?:{LEAD}|控制在)?±(?P<number>{DIGITS})(?P<unit>{UNIT})(?:以内|之内|之间|内)?"
_PAIRED = r"[，,、；;]?(?:且|并且|同时|并)|[，,、；;]"


def read_range(plain: str, span: Span | None) -> Range | None:
    """区间：300—350天，≥5%且≤10%，±5%。"""
    around = re.fullmatch(_PLUS_MINUS, plain) if "±" in plain else None
    if around:
        low = quantity_of(f"-{around['number']}", around["unit"], span)
        high = quantity_of(around["number"], around["unit"], span)
        return _ordered(low, high)
    first = first_number(plain)
    if first is None:
        return None
    dash = re.compile(_DASH).match(plain, first.end())
    second = re.compile(NUMBER).match(plain, dash.end()) if dash else None
    if dash and second and re.fullmatch(_BETWEEN, plain[: first.start()]):
        return _from_to(first[0], dash, second[0], plain[second.end() :], span)
    return _two_sided(plain, span)


def _from_to(
    first: str, dash: re.Match[str], second: str, rest: str, span: Span | None
) -> Range | None:
    """从一个数到另一个：300—350天。rest 是后一个数之后的话；“5和10”要写明“之间”才是区间。"""
    tail = re.fullmatch(TAIL, rest)
    if tail is None or (dash["dash"] in {"和", "与"} and tail["ending"] != "之间"):
        return None
    about = tail["about"] or tail["odd"] or tail["some"]
    if about or tail["ending"] in {"以上", "以下"}:
        return None
    high = quantity_of(second, tail["unit"], span)
    low = quantity_of(first, dash["unit"] or (high.unit if high else ""), span)
    return _ordered(low, high)


def _two_sided(plain: str, span: Span | None) -> Range | None:
    """两句比较夹出的区间：不低于5%，不超过10%。"""
    pieces = re.split(_PAIRED, plain)
    if len(pieces) != 2:
        return None
    one, other = read_compared(pieces[0], span), read_compared(pieces[1], span)
    if one is None or other is None or one.vague or other.vague:
        return None
    if one.comparison in LESS:
        one, other = other, one
    if one.comparison not in MORE or other.comparison not in LESS:
        return None
    return _ordered(one.quantity, other.quantity, one.comparison == ">", other.comparison == "<")


def _ordered(
    low: Quantity | None, high: Quantity | None, low_open: bool = False, high_open: bool = False
) -> Range | None:
    """下限小于上限、单位相同的才是区间。"""
    if low is None or high is None or low.unit != high.unit or low.number >= high.number:
        return None
    return Range(low, high, low_open, high_open)
