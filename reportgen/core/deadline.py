"""期限的值：到哪一天为止、晚了几天几个月。话怎样读成期限，在 deadline_text.py。

没有写年份的是评价年度；“次年”“下年”加一年。工作日要有放假的安排才算得出，不算。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import MINYEAR, date, timedelta
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import EXACT

FIXED = {
    "六一": (6, 1),
    "儿童节": (6, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "五一劳动节": (5, 1),
    "七一": (7, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "国庆节": (10, 1),
}
"""每年同一天的节日；别的（春节、汛期）哪一天由输入的 dates 写。"""
MOVABLE = frozenset(
    ("春节", "元旦", "元宵节", "清明", "清明节", "端午", "端午节", "中秋", "中秋节", "重阳节")
)
"""知道是日子而不知道是哪一天的：每年不同，元旦是年初还是年末也说不清。"""

_DAYS = MOVABLE | frozenset(FIXED)

LAST = 0
"""一个月的最后一天：二月有几天看年份。"""


@frozen
class Period:
    """一段日子，从 first 到 last，两天都算；一天的两者相同。"""

    first: date
    last: date


@frozen
class When:
    """话里的日子：年（没有写为 None）、加几年、从哪月哪日到哪月哪日；whole 说写的是一段，不是一天。"""

    year: int | None
    later: int
    start: tuple[int, int]
    end: tuple[int, int]
    whole: bool = False

    def period(self, year: int) -> Period | None:
        """year 是没有写年份时的年；没有这一天的为 None。"""
        number = (self.year or year) + self.later
        try:
            return Period(_date(number, *self.start), _date(number, *self.end))
        except ValueError:
            return None


@frozen
class Deadline:
    """期限：when 是日子，没有则 name 是节日一类的名称。

    strict 说不含那一天（<、春节前）；unclear 说分不清到哪里为止（12月前）。
    last 是最后的一天，year 是评价年度：两者由 on_calendar 填上，没有填的为 None。
    """

    when: When | None = None
    name: str = ""
    strict: bool = False
    unclear: bool = False
    last: date | None = None
    year: int | None = None

    @property
    def dated(self) -> bool:
        """写的是日子或常见的节日；“疫情前”这样的，dates 里没有写就只是一句话。"""
        return self.when is not None or self.last is not None or self.name in _DAYS

    def on_calendar(self, year: int, named: Mapping[str, date]) -> Deadline:
        """评价年度和节日的日期 → 最后的一天。"""
        if self.when is not None:
            period = self.when.period(year)
        elif self.name in named:
            period = Period(named[self.name], named[self.name])
        elif self.name in FIXED and year >= MINYEAR:
            day = date(year, *FIXED[self.name])
            period = Period(day, day)
        else:
            period = None
        if period is None or self.unclear:
            return replace(self, last=None, year=year)
        last = period.first - timedelta(1) if self.strict else period.last
        return replace(self, last=last, year=year)


def _date(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError
    return date(year, month, day or _length(year, month))


def _length(year: int, month: int) -> int:
    """一个月有几天。"""
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - date(year, month, 1)).days


def days_late(last: date, done: date) -> Decimal:
    """晚了几天；没有晚为 0。"""
    return Decimal(max((done - last).days, 0))


def months_late(last: date, done: date) -> Decimal:
    """晚了几个月：整月数，加上余下的天数占那个月的几分之几。月底的期限，满一个月是下一个月的月底。"""
    if done <= last:
        return Decimal(0)
    months = (done.year - last.year) * 12 + done.month - last.month
    if _months_after(last, months) > done:
        months -= 1
    start = _months_after(last, months)
    length = (_months_after(last, months + 1) - start).days
    return months + EXACT.divide(Decimal((done - start).days), Decimal(length))


def _months_after(day: date, months: int) -> date:
    """若干个月之后的同一天；没有这一天的、原来就是月底的，是那个月的月底。"""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = _length(year, index + 1)
    if day.day == _length(day.year, day.month):
        return date(year, index + 1, longest)
    return date(year, index + 1, min(day.day, longest))


def chinese(day: date) -> str:
    """2024年12月31日。"""
    return f"{day.year}年{day.month}月{day.day}日"
