"""过滤器：模板里把值变成报告里的字的十二个词。数的印法由格式定，四舍五入，不经过浮点数。

值怎么印（printed）也在这里：模板的 `{{ … }}` 和叙述里的引用，各条相连、编号，印法都是它。
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from reportgen.core.format import Manifest
from reportgen.core.quantity import ZERO, Quantity, fixed, percent_of, plain, shorten
from reportgen.core.rules.kinds import wording
from reportgen.core.rules.setting import Setting
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target

CN_DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


LONGEST = 100_000
"""一段文字写好以后最多这么多字：引用长的叙述许多次、换了又换，也不会把内存占满。"""
NO_BASE = object()
"""没有写 of：值自己就是率。写了而那一项没有填的，没有率可印。"""


class Unprintable(TypeError):
    """过滤器得到了它印不出的东西；理由用中文。"""


class TooLong(Unprintable):
    """写出来的文字太长。"""


def printed(value: object) -> str:
    """印出一个值：没有填的印空，数用最短的写法，日期用中文；是非、列表和一组内容不是能印的值。"""
    if isinstance(value, bool):
        raise Unprintable("这是一个是非，不是能印的值，请直接写出要说的话")
    if isinstance(value, str | Quantity | int | Target):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime.date):
        return date_cn(value)
    raise Unprintable("这是一组内容，不是一个值，请接着写出其中的一项")


def described(value: object) -> str:
    """一个值是什么，给诊断用：文字“甲”、3 条的列表。"""
    if value is None:
        return "没有填写的一项"
    if isinstance(value, str):
        return f"文字“{shorten(value)}”"
    if isinstance(value, bool):
        return "一个是非"
    if isinstance(value, Quantity | Target):
        return f"“{shorten(value.text)}”"
    if isinstance(value, int | Decimal):
        return f"数 {value}"
    if isinstance(value, datetime.date):
        return f"日期 {value}"
    return f"{len(value)} 条的列表" if isinstance(value, tuple) else "一组内容"


def replaced(text: str, old: str, new: str, most: int | None = None) -> str:
    """把 text 里的 old 换成 new，最多换 most 处；先算出有多长再换。"""
    if not old:
        raise Unprintable("replace 要换掉的文字是空的")
    times = text.count(old)
    if most is not None:
        times = min(times, most)
    within_length(len(text) + times * (len(new) - len(old)))
    return text.replace(old, new, times)


def joined(parts: Sequence[str], mark: str) -> str:
    """各条相连，中间加 mark。"""
    within_length(sum(map(len, parts)) + len(mark) * len(parts))
    return mark.join(parts)


def within_length(length: int) -> None:
    """太长的不写。"""
    if length > LONGEST:
        raise TooLong(f"换成文字以后超过 {LONGEST} 字")


def number_of(value: object) -> Decimal | None:
    """Decimal、Quantity、整数或 None → 数。"""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, Quantity):
        return value.number
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise Unprintable(f"{described(value)}不是数")


def cn_number(value: object) -> str:
    """中文数字：1 是一，10 是十，21 是二十一，110 是一百一十，1001 是一千零一；不到一亿。"""
    given = number_of(value)
    if given is None:
        return ""
    number = int(given)
    if number != given:
        raise Unprintable(f"{plain(given)} 不是整数，写不成中文数字")
    if not 0 <= number < 10**8:
        raise Unprintable(f"{number} 超出中文数字的范围（0–99999999）")
    upper, lower = divmod(number, 10**4)
    if not upper:
        text = _under_ten_thousand(lower)
    elif not lower:
        text = f"{_under_ten_thousand(upper)}万"
    else:
        gap = "" if lower >= 10**3 else "零"  # 一万零一百，一万一千
        text = f"{_under_ten_thousand(upper)}万{gap}{_under_ten_thousand(lower)}"
    return text[1:] if text.startswith("一十") else text


def _under_ten_thousand(number: int) -> str:
    """不到一万的数，十写作一十；中间空着的位不论几个，读一个零。"""
    if number == 0:
        return CN_DIGITS[0]
    text, skipped = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if skipped and text else "") + CN_DIGITS[digit] + unit
        skipped = not digit
    return text


def circled(items: Sequence[object]) -> str:
    """①甲；②乙。末尾加句号。"""
    if len(items) > len(CIRCLED):
        raise Unprintable(f"有 {len(items)} 条，带圈数字只到 {len(CIRCLED)}")
    return _joined([f"{mark}{_bare(item)}" for mark, item in zip(CIRCLED, items, strict=False)])


def enumerate_cn(items: Sequence[object]) -> str:
    """一是甲；二是乙。末尾加句号；只有一条则不编号。"""
    if len(items) == 1:
        return _joined([_bare(items[0])])
    return _joined([f"{cn_number(number)}是{_bare(item)}" for number, item in enumerate(items, 1)])


def _bare(item: object) -> str:
    return printed(item).strip().rstrip("。；")


def _joined(parts: list[str]) -> str:
    if not parts:
        return ""
    return joined(parts, "；") + "。"


def date_cn(date: object) -> str:
    """2024年3月5日。"""
    if not isinstance(date, datetime.date):
        raise Unprintable(f"{described(date)}不是日期")
    return f"{date.year}年{date.month}月{date.day}日"


def total(items: Sequence[Any], name: str) -> Decimal:
    """各条的 name 之和；没有填的不计。"""
    try:
        numbers = [number_of(field_of(item, name)) for item in items]
    except (KeyError, AttributeError):
        raise Unprintable(f"各条里没有“{name}”") from None
    return sum((number for number in numbers if number is not None), ZERO)


def field_of(item: Any, name: str) -> Any:
    """一条的一项：按名字取的（专有事实、数据表的一行），或值的字段。"""
    if hasattr(item, "entries"):
        return item[name]
    return getattr(item, name)


def filters(manifest: Manifest) -> dict[str, Callable[..., str | Decimal]]:
    """一种格式的过滤器。"""
    numbers, places = manifest.numbers, manifest.rounding.score_places

    def money(value: object, none: str = "") -> str:
        """金额：按格式的位数和分节；没有填的印 none。"""
        number = number_of(value)
        if number is None:
            return none
        return fixed(number, numbers.money_places, group=numbers.group)

    def rate(value: object, of: object = NO_BASE, none: str = "") -> str:
        """百分率：98.15%；给了 of 则是 value ÷ of。没有率（未填、除数为零）的印 none。"""
        number = number_of(value)
        if number is not None and of is not NO_BASE:
            base = number_of(of) or ZERO
            number = number_of(percent_of(number, base, numbers.rate_places))
        if number is None:
            return none
        return f"{fixed(number, numbers.rate_places)}%"

    def changed(value: object, unit: str = "", none: str = "—") -> str:
        """增减写成话：增加 50.00 万元、下降 2.10%、持平；没有可比的印 none。金额写明 unit。"""
        number = number_of(value)
        if number is None:
            return none
        if number.is_zero():
            return "持平"
        own = value.unit if isinstance(value, Quantity) else ""
        rises, falls = ("增长", "下降") if own == "%" else ("增加", "减少")
        size = abs(number)
        if own == "%":
            text = rate(size)
        elif unit:
            text = f"{money(size)} {unit}"
        else:
            text = f"{plain(size)} {own}".strip()
        return f"{rises if number > 0 else falls} {text}"

    def score(value: object) -> str:
        """得分：固定位数，如 7.00。"""
        number = number_of(value)
        return "" if number is None else fixed(number, places)

    def shortest(value: object) -> str:
        """最短的写法：4.80 是 4.8，8.00 是 8。"""
        number = number_of(value)
        return "" if number is None else plain(number)

    def grade_boxes(grade: str) -> str:
        """等级方框：优☑良□中□差□。"""
        text = ""
        for known in manifest.grades:
            text += known.name + ("☑" if known.name == grade else "□")
        return text

    def rule(line: object) -> str:
        """评分规则：评分表一行的规则印成的话；没有规则的、“其中”各行和没有评的印空。"""
        if not isinstance(line, ScoreLine):
            raise Unprintable(f"{described(line)}不是评分表的一行，没有评分规则")
        if line.rule is None:
            return ""
        setting = Setting(str(line.name), line.full, line.target, line.definition, manifest.tiers)
        return wording(line.rule, setting)

    return {
        "money": money,
        "rate": rate,
        "changed": changed,
        "score": score,
        "plain": shortest,
        "total": total,
        "enumerate": enumerate_cn,
        "circled": circled,
        "cn_number": cn_number,
        "date": date_cn,
        "grade_boxes": grade_boxes,
        "rule": rule,
    }
