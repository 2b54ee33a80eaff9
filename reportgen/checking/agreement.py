"""话里的数合不合事实：单位换成一样的，余、多、以上、约各有各的宽窄，印出的数按区间比。"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reportgen.checking.topic_figures import Figure, Topic, decimal_of
from reportgen.core.prose.saying import Saying
from reportgen.core.quantity import Interval, Quantity
from reportgen.core.units import MONEY, akin, range_in_unit, without_multiple

ROOM = Decimal("1.25")
"""“200 余家”说的是 200 到 250 家之间；超出的只提醒。"""
NEAR = Decimal("0.1")
"""“约 215 万元”上下一成之内都算。"""
_ALIKE = (("人", "人次", "名", "位"), ("场", "场次", "次", "期"), ("家", "户", "个", "家次"))
_COUNTERS = "个场次家户人名项件期册份"


def unit_fits(saying: Saying, topic: Topic) -> bool:
    """数的单位同指标的单位是一类。"""
    unit, own = saying.number.unit, topic.unit
    if unit in {"%", "‰"} or own in {"%", "‰"}:
        return unit == own
    if unit in MONEY or own.endswith("元"):
        return unit in MONEY and own in {"万", "亿", *MONEY}
    if unit == "分":
        return own == "分"
    bare = without_multiple(own)
    after = saying.unit_after
    if not bare:
        return not after or after[0] in _COUNTERS or not after[0].isalpha()
    return any(after.startswith(each) for each in alike(bare))


def alike(unit: str) -> Iterable[str]:
    """说同一件事时常换着用的单位，自己在前：场、场次、次。"""
    group = next((units for units in _ALIKE if unit in units), ())
    return (unit, *group)


def with_unit(saying: Saying, own: str) -> Quantity:
    """数和它的单位；单位写在数后面的，是指标的单位，倍数（万、亿）照写的。"""
    number = saying.number
    if number.unit in {"%", "‰", "分", *MONEY}:
        return number
    bare = without_multiple(own)
    after = saying.unit_after
    unit = next((each for each in alike(bare) if bare and after.startswith(each)), bare)
    return Quantity(number.number, f"{number.unit}{unit}", number.text)


def agrees(saying: Saying, figure: Figure, money: str) -> bool:
    """写的数合不合事实；余、多、以上、约各有各的宽窄。"""
    written, held = _ranges(saying, figure, money)
    if written is None or held is None:
        return True
    if saying.bound == "about":
        low, high = held.low * (1 - NEAR), held.high * (1 + NEAR)
        return low <= written.high and written.low <= high
    if saying.bound == "least":
        return written.starts_before(held) and held.low <= written.high * ROOM
    if saying.bound == "most":
        return held.starts_before(written)
    return written.meets(held)


def more(saying: Saying, figure: Figure, money: str) -> bool:
    """“14 亿以上”而实际 40 亿：话没有错，只是差得远。"""
    written, held = _ranges(saying, figure, money)
    return written is not None and held is not None and written.starts_before(held)


def _ranges(saying: Saying, figure: Figure, money: str) -> tuple[Interval | None, Interval | None]:
    """写的数和事实各代表的范围，换成同一个单位；比不了的没有。"""
    fact = figure.fact
    number = decimal_of(fact)
    if number is None:
        return None, None
    if is_money(saying) and not (isinstance(fact, Quantity) and fact.unit):
        shift = MONEY[saying.number.unit] - MONEY[money]
        said = Interval.of(saying.number.number).scaleb(shift)  # 122.03 万元是舍入来的
        return said, _held(fact, number)
    if isinstance(fact, Quantity) and fact.unit:
        quantity = with_unit(saying, fact.unit)
        if quantity.unit and quantity.unit != fact.unit:
            if akin(quantity.unit, fact.unit) or quantity.unit in alike(fact.unit):
                return quantity.interval, _held(fact, number)
            return range_in_unit(quantity, fact.unit), _held(fact, number)
        return quantity.interval, _held(fact, number)
    said_number = saying.number
    multiple = {"万": 4, "亿": 8}.get(said_number.unit, 0)
    return Interval.of(said_number.number.scaleb(multiple)), _held(fact, number)


def is_money(saying: Saying) -> bool:
    """写的是金额。"""
    return saying.number.unit in MONEY


def _held(fact: object, number: Decimal) -> Interval:
    """事实代表的范围：数量看它印成的样子，别的数只是它自己。"""
    return fact.interval if isinstance(fact, Quantity) else Interval.of(number)
