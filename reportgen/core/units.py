"""单位：一类之内精确换算，两类之间不相比。计分、文中说法、别处来的成稿都用这一处。

    1.8万元 = 18000元      20万人次 = 200000人次      9成 = 90%      1公顷 = 15亩      2周 = 14天

- 万、亿、千这些倍数可以加在任何单位前面：万户、千册、亿元；只写“万”“亿”的也算。
- 人、名、位是一个单位；天、日是一个单位；场、场次是一个单位；个项目、名学员按开头的量词（个、名）。
- 人和人次、家和家次、天和工作日相近而不同：按同一个数比，另给提醒。
- “/年”可写可不写（一个年度的数），别的分母（元/人）要一样。
- 一边没有写单位的，当作与另一边相同；百分数除外（0.95 和 95 都不是 95%），而 0 就是 0%。
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import EXACT, ONE, Interval, Quantity, settle, shown

_MULTIPLES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
"""加在单位前面的倍数，长的在前。"""

_SIZES: dict[str, dict[str, str]] = {
    "元": {"元": "1", "元人民币": "1", "块": "1"},
    "人": {"人": "1", "名": "1", "位": "1", "个人": "1", "人员": "1"},
    "场": {"场": "1", "场次": "1"},
    "次": {"次": "1", "回": "1"},
    "天": {
        "秒": "1",
        "分钟": "60",
        "小时": "3600",
        "个小时": "3600",
        "天": "86400",
        "日": "86400",
        "自然日": "86400",
        "个自然日": "86400",
        "日历天": "86400",
        "周": "604800",
        "星期": "604800",
        "个星期": "604800",
    },
    "工作日": {"工作日": "1", "个工作日": "1"},
    # 一个月有几天不一定，月和天不换算。
    "月": {"月": "1", "个月": "1", "季度": "3", "个季度": "3", "年": "12", "年度": "12"},
    "%": {
        "‰": "0.1",
        "%": "1",
        "％": "1",
        "百分比": "1",
        "百分点": "1",
        "个百分点": "1",
        "成": "10",
    },
    "米": {
        "毫米": "0.001",
        "mm": "0.001",
        "厘米": "0.01",
        "cm": "0.01",
        "米": "1",
        "m": "1",
        "延米": "1",
        "延长米": "1",
        "里": "500",
        "公里": "1000",
        "千米": "1000",
        "km": "1000",
    },
    # 一亩是三分之二千平方米：以三分之一平方米为一，个个都是整数。
    "平方米": {
        "平方米": "3",
        "平米": "3",
        "㎡": "3",
        "m²": "3",
        "m2": "3",
        "亩": "2000",
        "公顷": "30000",
        "平方公里": "3000000",
        "平方千米": "3000000",
        "km²": "3000000",
    },
    "千克": {
        "毫克": "0.000001",
        "克": "0.001",
        "g": "0.001",
        "斤": "0.5",
        "公斤": "1",
        "千克": "1",
        "kg": "1",
        "吨": "1000",
        "t": "1000",
    },
    "立方米": {
        "毫升": "0.000001",
        "升": "0.001",
        "立方米": "1",
        "立方": "1",
        "方": "1",
        "m³": "1",
        "m3": "1",
    },
    "千瓦时": {"千瓦时": "1", "度": "1", "kwh": "1"},
}
_KNOWN: dict[str, tuple[str, Decimal]] = {}
"""单位 → 哪一类，是那一类基本单位的几倍。"""
for _family, _sizes in _SIZES.items():
    _KNOWN.update({name: (_family, Decimal(size)) for name, size in _sizes.items()})
MONEY = {"元": 0, "万元": 4, "亿元": 8}
"""金额的单位是元的十的几次方；金额只移小数点，位数照写的留着。"""

_COUNTERS = "个名家户项件场次所处座条套台辆篇份册本起例宗批株棵盏支间部门期届"
_AFTER_A_COUNTER = "次天日月年均班/"
"""量词后面是这些字的，是另一个单位（家次、人天），不是后面带了名词。"""

_ALIKE = (("人", "人次", "名", "余人"), ("场", "场次", "次", "期"), ("家", "户", "个"))
"""说同一件事时常换着用的单位；只用来找出话里说的是哪个指标，不用来计分。"""

_FAR = 1000
"""一边写了万、亿而另一边没有单位，两数又差这么多倍，就分不清写的是不是同一个单位。"""


@frozen
class Unit:
    """读懂的单位：family 是哪一类，size 是多大（同一类的才可比），per 是“每”（/人、/亩）。

    times 是前面的倍数（万元是一万，元是一）；只写“万”“亿”的没有类，family 为空。
    """

    family: str
    size: Decimal
    per: str = ""
    times: int = 1


def unit_of(text: str) -> Unit:
    """读一个单位；不认得的自成一类。"""
    name, _, per = text.replace(" ", "").partition("/")
    per = "" if per == "年" else per
    if name in _KNOWN or name.lower() in _KNOWN:
        family, size = _KNOWN[name] if name in _KNOWN else _KNOWN[name.lower()]
        return Unit(family, size, per)
    for word, times in _MULTIPLES.items():
        if name.startswith(word):
            inner = unit_of(name.removeprefix(word))
            return Unit(inner.family, inner.size * times, per, times)
    if len(name) > 1 and name[0] in _COUNTERS and name[1] not in _AFTER_A_COUNTER:
        inner = unit_of(name[0])
        return Unit(inner.family, inner.size, per)
    return Unit(name, ONE, per)


def in_unit(quantity: Quantity, unit: str) -> Quantity | None:
    """换成另一个单位的数量，写法里两样都有：18000元（1.8万元）；不是一类的为 None。

    单位本来相同、有一边没有单位的，原样返回。
    """
    if quantity.unit == unit:
        return quantity
    if not quantity.unit or not unit:
        zero = not quantity.unit and quantity.number.is_zero()
        return None if "%" in {quantity.unit, unit} and not zero else quantity
    given, wanted = unit_of(quantity.unit), unit_of(unit)
    if given.per != wanted.per:
        return None
    if given.family == wanted.family:
        size, base = given.size, wanted.size
    elif akin(quantity.unit, unit) or (
        "%" not in {given.family, wanted.family} and not (given.family and wanted.family)
    ):
        size, base = Decimal(given.times), Decimal(wanted.times)
    else:
        return None
    if size == base:
        return Quantity(quantity.number, unit, quantity.text, quantity.span)
    number = settle(EXACT.divide(EXACT.multiply(quantity.number, size), base))
    text = f"{quantity.text}（{shown(number)}{unit}）"
    return Quantity(number, unit, text, quantity.span)


def akin(one: str, other: str) -> bool:
    """相近而不同的单位：人和人次，天和工作日。"""
    families = {unit_of(one).family, unit_of(other).family}
    if families == {"天", "工作日"}:
        return bool({one, other} & {"天", "日"})
    return len(families) == 2 and any(f"{family}次" in families for family in families if family)


def unclear(actual: Quantity, target: Quantity) -> bool:
    """一边写了万、亿，另一边没有单位，两数又差得太远：45000 和 3万。"""
    if bool(actual.unit) == bool(target.unit) or not actual.number or not target.number:
        return False
    if unit_of(actual.unit or target.unit).times == 1:
        return False
    one, other = abs(actual.number), abs(target.number)
    return one >= other * _FAR or other >= one * _FAR


def without_multiple(unit: str) -> str:
    """万元 → 元；没有倍数的原样。"""
    if unit in _KNOWN:
        return unit
    word = next((word for word in _MULTIPLES if unit.startswith(word)), "")
    return unit.removeprefix(word)


def kind_of(unit: str) -> str:
    """单位的类，宽一些：人、人次算一类。只用来找出话里说的是哪个指标。

    每人补助 1200 元和全年补助 500 万元多半不是一件事，元和万元不算一类。
    """
    unit = unit.replace("％", "%")
    if not unit.endswith("元"):
        unit = without_multiple(unit)
    return next((alike[0] for alike in _ALIKE if unit in alike), unit)


def range_in_unit(quantity: Quantity, unit: str) -> Interval | None:
    """印出来的数代表的范围，换成另一个单位：1.8万元 是 17500 元到 18500 元；不是一类的为 None。"""
    printed = quantity.interval
    low = in_unit(Quantity(printed.low, quantity.unit), unit)
    high = in_unit(Quantity(printed.high, quantity.unit), unit)
    if low is None or high is None:
        return None
    return Interval(low.number, high.number, printed.above_low, printed.below_high)


def same_number(one: Quantity, other: Quantity) -> bool:
    """两个数量是不是同一个数；单位可以换算的先换算。"""
    converted = in_unit(one, other.unit)
    return (one if converted is None else converted).number == other.number
