"""一个日期的序号照一段数字格式的样子：年月日、时分秒、星期、上午下午，累计的时长。

序号 1 是 1900 年 1 月 1 日；序号 60 是 Excel 里有而日历上没有的 1900 年 2 月 29 日，不认。
没有写明地区的照简体中文的 Excel：mmm、ddd 是英文的缩写，aaaa 是“星期三”。
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.source.cellformat import Section, Token, UnknownFormat

LAST_DAY = 2_958_465
"""Excel 最大的日期 9999-12-31 的序号。"""
WINDOWS, MACINTOSH = date(1899, 12, 30), date(1904, 1, 1)
"""日期从哪一天数起。"""

_DAY = 24 * 60 * 60
_FALSE_LEAP_DAY = 60
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS = "一二三四五六日"
_CHINESE, _OTHER_CHINESE, _ENGLISH = ("804", "1004"), ("404", "C04"), ("409", "809")
_MOST_SECOND_PLACES = 3


class Moment(NamedTuple):
    """要显示的时刻：从起点数的秒（已舍到要显示的位数）、哪一天、地区、是不是十二小时制。"""

    seconds: Decimal
    day: date | None
    locale: str
    halved: bool

    @property
    def of_day(self) -> int:
        """这一天里的第几秒。"""
        return int(self.seconds) % _DAY

    @property
    def date(self) -> date:
        """哪一天；序号是 0 的没有。"""
        if self.day is None:
            raise UnknownFormat("按日期显示，而没有这一天")
        return self.day


def show_moment(number: Decimal, section: Section, epoch: date) -> str:
    """日期的序号 → 照这一段的样子。"""
    if not 0 <= number < LAST_DAY + 1:
        raise UnknownFormat(f"按日期显示，日期的序号是 0 到 {LAST_DAY}")
    if section.locale not in {"", *_CHINESE, *_OTHER_CHINESE, *_ENGLISH}:
        raise UnknownFormat(f"“[$-{section.locale}]”是哪里的日期看不懂")
    tokens = _with_minutes(section.tokens)
    places = _second_places(tokens)
    step = Decimal(1).scaleb(-places)
    seconds = (number * _DAY).quantize(Decimal("0.001"), ROUND_HALF_UP)
    seconds = seconds.quantize(step, ROUND_HALF_UP)
    halved = any(token.kind == "half_day" for token in tokens)
    moment = Moment(seconds, _day(int(seconds) // _DAY, epoch), section.locale, halved)
    return "".join(_pieces(tokens, moment, places))


def _day(serial: int, epoch: date) -> date | None:
    """序号 → 哪一天；1900 年 3 月以前的，序号比日历少一天。"""
    if epoch == MACINTOSH:
        return epoch + timedelta(days=serial) if serial <= LAST_DAY - 1462 else None
    if not 0 < serial <= LAST_DAY or serial == _FALSE_LEAP_DAY:
        return None
    return epoch + timedelta(days=serial + (serial < _FALSE_LEAP_DAY))


@lru_cache(maxsize=1024)
def _with_minutes(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """m 跟在小时后面、写在秒前面的是分，写作 n；别的是月。"""
    settled = list(tokens)
    units = [at for at, token in enumerate(tokens) if token.kind in {"date", "elapsed"}]
    for order, at in enumerate(units):
        text = tokens[at].text.lower()
        settled[at] = Token(tokens[at].kind, text)
        before = tokens[units[order - 1]].text.lower() if order else ""
        after = tokens[units[order + 1]].text.lower() if order + 1 < len(units) else ""
        if (
            tokens[at].kind == "date"
            and text in {"m", "mm"}
            and (before[:1] == "h" or after[:1] == "s")
        ):
            settled[at] = Token("date", text.replace("m", "n"))
    return tuple(settled)


def _second_places(tokens: tuple[Token, ...]) -> int:
    """秒后面有几位小数；别处不许有占位的 0。"""
    places = 0
    for at, token in enumerate(tokens):
        if token == ("mark", "."):
            seconds = at and tokens[at - 1].text[:1] == "s"
            following = [other.kind == "digit" for other in tokens[at + 1 :]]
            places = [*following, False].index(False)
            if not seconds and places:
                raise UnknownFormat("小数不在秒的后面")
    digits = sum(token.kind in {"digit", "number"} for token in tokens)
    if digits != places or places > _MOST_SECOND_PLACES:
        raise UnknownFormat("日期里有占位的 0 # ?")
    return places


def _pieces(tokens: tuple[Token, ...], moment: Moment, places: int) -> Iterator[str]:
    for at, token in enumerate(tokens):
        if token.kind == "date":
            yield _unit(token.text, moment)
        elif token.kind == "elapsed":
            divisor = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            yield f"{int(moment.seconds) // divisor:0{len(token.text)}d}"
        elif token.kind == "half_day":
            yield _half_of_day(token.text, moment)
        elif token == ("mark", ".") and places and tokens[at - 1].text[:1] == "s":
            yield "." + f"{moment.seconds:f}".partition(".")[2]
        elif token.kind in {"literal", "gap"} or token.text in {"/", ".", ","}:
            yield token.text
        elif token.kind != "digit":
            raise UnknownFormat(f"日期里的“{token.text}”看不懂")


def _unit(text: str, moment: Moment) -> str:
    """年、月、日、星期、时、分（n）、秒。"""
    letter, width = text[0], len(text)
    if letter == "e" or (letter == "y" and width > 2):
        return f"{moment.date.year:04d}"
    if letter == "y":
        return f"{moment.date.year % 100:02d}"
    if letter == "m":
        return _named(moment, width, moment.date.month, _MONTHS[moment.date.month - 1])
    if letter == "d":
        weekday = _WEEKDAYS[moment.date.weekday()]
        return _named(moment, width, moment.date.day, weekday)
    if letter == "a":
        if moment.locale not in {"", *_CHINESE}:
            raise UnknownFormat("这个地区的星期怎么写看不懂")
        return ("星期" if width == 4 else "") + _CHINESE_WEEKDAYS[moment.date.weekday()]
    hour, minute = moment.of_day // 3600, moment.of_day // 60 % 60
    if letter == "h" and moment.halved:
        hour = hour % 12 or 12
    values = {"h": hour, "n": minute, "s": moment.of_day % 60}
    return f"{values[letter]:0{min(width, 2)}d}"


def _named(moment: Moment, width: int, number: int, name: str) -> str:
    """月、日：一个字母、两个字母是数，三个是缩写，四个是全名，五个是首字母。"""
    if width <= 2:
        return f"{number:0{width}d}"
    if moment.locale not in {"", *_ENGLISH}:
        raise UnknownFormat("这个地区的月份、星期怎么写看不懂")
    return {3: name[:3], 5: name[0]}.get(width, name)


def _half_of_day(text: str, moment: Moment) -> str:
    """上午、下午。"""
    if not text.startswith("上") and moment.locale not in {"", *_ENGLISH}:
        raise UnknownFormat("这个地区的上午、下午怎么写看不懂")
    first, second = text.split("/")
    return first if moment.of_day < _DAY // 2 else second
