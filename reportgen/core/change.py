"""与上年相比：增减、增减率。

增减 = 今年 − 上年，单位照今年的；百分数的增减以百分点计。增减率 = 增减 ÷ 上年的绝对值，不舍入，印时只舍入一次。
上年没有填、单位不是一类的，两样都没有；上年为零的没有增减率，百分数的只说百分点，也没有增减率。
"""

from __future__ import annotations

from reportgen.core.quantity import HUNDRED, Quantity, divide, fixed, plain
from reportgen.core.units import akin, in_unit

POINTS = "个百分点"
"""百分数相减的单位。"""
PLACES = 2
"""直接印出的增减率有几位小数；格式另定的用过滤器 rate。"""


def change_of(now: Quantity | None, before: Quantity | None) -> Quantity | None:
    """增减：1200 人比 1000 人是 200人，98.2% 比 97% 是 1.2个百分点。"""
    last = _comparable(now, before)
    if now is None or last is None:
        return None
    number = now.number - last.number
    unit = POINTS if now.percent else now.unit
    return Quantity(number, unit, f"{number:f}{unit}")


def change_rate_of(now: Quantity | None, before: Quantity | None) -> Quantity | None:
    """增减率：1200 人比 1000 人是 20.00%；从负的增加也是正的。"""
    last = _comparable(now, before)
    if now is None or last is None or now.percent or last.number.is_zero():
        return None
    rate = divide((now.number - last.number) * HUNDRED, abs(last.number))
    return Quantity(rate, "%", f"{fixed(rate, PLACES)}%")


def change_steps(now: Quantity | None, before: Quantity | None) -> tuple[str, ...]:
    """增减和增减率是怎么算的，一步一句；没有可比的为空。"""
    change, last = change_of(now, before), _comparable(now, before)
    if now is None or last is None or change is None:
        return ()
    numbers = f"{plain(now.number)} − {plain(last.number)}"
    steps = [f"比上年增减：{numbers} = {plain(change.number)}{change.unit}"]
    rate = change_rate_of(now, before)
    if rate is not None:
        base = plain(abs(last.number))
        steps.append(f"增减率：{plain(change.number)} ÷ {base} = {rate.text}")
    elif last.number.is_zero() and not now.percent:
        steps.append("增减率：上年为 0，没有增减率，印“—”")
    return tuple(steps)


def _comparable(now: Quantity | None, before: Quantity | None) -> Quantity | None:
    """上年的数，换成今年的单位；比不了的没有。人和人次相近而不同，不相减。"""
    if now is None or before is None or akin(now.unit, before.unit):
        return None
    return in_unit(before, now.unit)
