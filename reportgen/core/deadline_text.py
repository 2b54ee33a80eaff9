"""期限：年度指标值写成日期的（2024年12月31日前、12月底前、第三季度、春节前），和实际是哪一天做到的。

    ≤2024年12月31日、2024年12月31日前、不晚于12月31日     到那一天为止，含当天
    12月底前、12月底、第三季度、上半年、年底前、2024年内    到那一段的最后一天为止
    3月至6月                                              到后一个的最后一天为止
    春节前、汛期前                                        那一天（输入的 dates 里写）的前一天为止
    12月前、第三季度前                                    说不清到月初还是月底，不算（unclear）

期限的值（Deadline、When、Period）和历法在 deadline.py。
"""

from __future__ import annotations

import re
from datetime import date

from reportgen.core.deadline import LAST, Deadline, Period, When
from reportgen.core.numerals import digits_of
from reportgen.core.quantity import half_width
from reportgen.core.text import HAN

_TENTHS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, LAST),
    "底": (LAST, LAST),
    "末": (LAST, LAST),
}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_LONGEST = 40
_ABOUT_TIME = r"[年月季前]|\d{4}[-/.]"
"""没有这些的不是期限，不必套下面的式子。"""

_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<relative>当年|本年度?|今年|次年|下年度?|翌年))?"
_DAY = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
_MONTH = r"(?P<whole>\d{1,2})月份?(?P<tenth>初|上旬|中旬|下旬|底|末)?"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度(?P<quarter_end>[底末]?)"
_HALF = r"(?P<half>上半年|下半年)(?P<half_end>[底末]?)"
_WHEN = rf"{_YEAR}(?:{_DAY}|{_MONTH}|{_QUARTER}|{_HALF}|(?P<end>年?[底末终]|年?内))?"
_ISO = r"(?P<year>(?:19|20)\d\d)([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})日?"
_CHINESE_MONTH = re.compile(r"(?:十[一二]?|[一二三四五六七八九])(?=月(?!龄))")
_TO = re.compile(r"[至到—–―~～〜-]{1,2}")

# “不低于2023年水平”“达到2025年标准”说的是那一年的情况，不是期限。
_SUBJECT = rf"(?:(?![每各未没低高超少多比较同]){HAN}){{0,8}}?"
_LEADING = r"(?:[≤<=]|不晚于|不迟于|不超过|不得晚于|不得迟于|早于|截止到|截至|截止|最迟|最晚|力争|确保|应|须|于|在|到)"
_VERBS = (
    "完成|完工|竣工|交工|建成|建设|改造|修缮|投入|投用|启用|使用|运行|交付|移交|供货|验收|通过|兑现|发放|拨付|支付|下达|分配|到位|"
    "办结|上线|开工|启动|实施|落实|出台|印发|提交|报送|公开|公示|结题|举办|开展|召开|安装|采购|开放|开业|通车|通水|通电|通气"
)
# 日子后面只认做事的话：“2024年汛期”“2023年水平”说的不是那一年之内。
_DONE = rf"(?:(?:全部|全面|如期|按期|正式|顺利|实现|予以)?(?:{_VERBS})(?:(?![未没起后前]){HAN}){{0,6}})?"
_TARGET = (
    rf"(?P<subject>{_SUBJECT})(?P<lead>{_LEADING}{{0,3}})"
    rf"(?P<when>[\d〇年月日号底末终内初上中下旬半第季度一二三四当本今次翌\-/.至到—–―~～〜]{{2,24}})"
    rf"(?:(?P<end>[底末内]?)(?P<before>之前|以前|前)|内|期间)?{_DONE}"
)
_NAMED = rf"(?:(?:19|20)\d\d年|当年|本年)?(?:于|在)?(?P<name>{HAN}{{2,8}}?)(?:来临|到来)?(?:之前|以前|前){_DONE}"
_HAPPENED = (
    rf"(?:已|于|在|截至|截止|实际){{0,3}}"
    rf"(?P<when>[\d年月日号底末终内初上中下旬半第季度一二三四当本今次翌\-/.]{{2,24}})"
    rf"(?P<before>之前|以前|前)?(?:(?![未没基部预拟计约起后]){HAN}){{0,8}}[。]?"
)


def read_deadline(text: str) -> Deadline | None:
    """一句指标值 → 期限；不是的为 None。"""
    plain = _plain(text)
    if len(plain) > _LONGEST or not re.search(_ABOUT_TIME, plain):
        return None
    named = re.fullmatch(_NAMED, plain)
    if named:
        when = _when(named["name"])
        if when is None:
            return Deadline(name=named["name"], strict=True)
    match = re.fullmatch(_TARGET, plain)
    if not match:
        return None
    when = _when(match["when"] + (match["end"] or ""))
    if when is None:
        return None
    # “12月前”可以是月初以前，也可以是月底以前；写了底、末、内的，或写到日的，就清楚了。
    vague = (
        when.whole
        and bool(match["before"])
        and not re.search("[底末终内旬初]$", match["when"] + match["end"])
    )
    strict = "<" in match["lead"] or "早于" in match["lead"]
    return Deadline(when, strict=strict, unclear=vague)


def read_done(text: str, year: int) -> Period | None:
    """实际完成值 → 哪一天（或哪一段）做到的；不是日期的为 None。year 是没有写年份时的年。"""
    plain = _plain(text)
    if len(plain) > _LONGEST or not re.search(_ABOUT_TIME, plain):
        return None
    match = re.fullmatch(_HAPPENED, plain)
    when = _when(match["when"]) if match else None
    period = when.period(year) if when else None
    if match and period and match["before"]:
        return Period(date.min, period.last)
    return period


def _plain(text: str) -> str:
    """全角换半角，去掉空白和句末的标点，十二月写成 12月。"""
    plain = re.sub(r"\s+", "", half_width(text)).rstrip("。；;，,")
    plain = re.sub(r"<=|≦|⩽|=<|≯", "≤", plain).replace("＜", "<").replace("＝", "=")
    return _CHINESE_MONTH.sub(lambda match: digits_of(match[0]), plain)


def _when(text: str) -> When | None:
    iso = re.fullmatch(_ISO, text)
    if iso:
        day = (int(iso["month"]), int(iso["day"]))
        return _checked(When(int(iso["year"]), 0, day, day))
    match = re.fullmatch(_WHEN, text)
    if match and text:
        return _checked(_of_match(match))
    pair = _TO.split(text)
    if len(pair) != 2:
        return None
    first = re.fullmatch(_WHEN, pair[0] if "月" in pair[0] else f"{pair[0]}月")
    second = re.fullmatch(_WHEN, pair[1])
    if not first or not second or not (second["month"] or second["whole"]):
        return None
    start, end = _of_match(first), _of_match(second)
    year = end.year or start.year
    return _checked(
        When(
            year,
            end.later,
            start.start if start.year == end.year else end.start,
            end.end,
            whole=False,
        )
    )


def _of_match(match: re.Match[str]) -> When:
    year = int(match["year"]) if match["year"] else None
    later = 1 if (match["relative"] or "")[:1] in {"次", "下", "翌"} else 0
    if match["day"]:
        day = (int(match["month"]), int(match["day"]))
        return When(year, later, day, day)
    if match["whole"]:
        month = int(match["whole"])
        start, end = _TENTHS.get(match["tenth"] or "", (1, LAST))
        return When(year, later, (month, start), (month, end), whole=True)
    if match["quarter"]:
        last = _QUARTERS[match["quarter"]] * 3
        begin = (last, LAST) if match["quarter_end"] else (last - 2, 1)
        return When(year, later, begin, (last, LAST), whole=True)
    if match["half"]:
        last = 6 if match["half"] == "上半年" else 12
        begin = (last, LAST) if match["half_end"] else (last - 5, 1)
        return When(year, later, begin, (last, LAST), whole=True)
    if match["end"] and "内" not in match["end"]:
        return When(year, later, (12, 31), (12, 31))
    return When(year, later, (1, 1), (12, 31), whole=not match["end"])


def _checked(when: When) -> When | None:
    """有没有这样的月和日；闰年的二月二十九日看年份，这里放过。"""
    return when if when.period(when.year or 2000) is not None else None
