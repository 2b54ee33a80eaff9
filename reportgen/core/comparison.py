"""话里的比较：“不低于90%”“三次以上”“满意度≥90%”要同一个数相比，不是一句定性的话。

这里只认出来，并给出写法（≥90%），好让人改写；不替人计分。没有数的（“不低于上年水平”）、数是年月日和等级的
（“不低于2023年水平”“三级以上医院”）、说的是对象的（“60岁以上老年人全部体检”）都不是比较。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from operator import itemgetter
from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.core.numerals import CHINESE, digits_of
from reportgen.core.quantity import HUNDRED, half_width
from reportgen.core.text import HAN

_SIGNS = str.maketrans(
    {
        "≧": "≥",
        "⩾": "≥",
        "≮": "≥",
        "≦": "≤",
        "⩽": "≤",
        "≯": "≤",
        "＞": ">",
        "﹥": ">",
        "＜": "<",
        "﹤": "<",
        "＝": "=",
        "﹦": "=",
    }
)

Sign = Literal["≥", "≤", ">", "<", "=", ""]

_NOT = "(?:不|未|没有|不得|不能|不应|不可|不宜|不准|不许)"
WORDS: tuple[tuple[str, Sign], ...] = (
    (f"{_NOT}(?:低于|少于|小于|下于)|至少|最少", "≥"),
    (f"{_NOT}(?:高于|超过|大于|多于|超出|突破|超)|至多|最多", "≤"),
    (
        "(?:大于|高于|多于|超过|达到)(?:或者?|及|、)?(?:等于|超过)|等于(?:或者?|及|、)?(?:大于|高于)",
        "≥",
    ),
    ("(?:小于|低于|少于)(?:或者?|及|、)?等于|等于(?:或者?|及|、)?(?:小于|低于)", "≤"),
    ("大于|高于|多于|超过|超出|突破", ">"),
    ("小于|低于|少于", "<"),
)
"""词和它的符号。"""
# “达到一致”“控制在三类以内”：后面不一定是数，只认阿拉伯数字；后面有“以上”“以内”的，听后面的。
_SOFT_WORDS = (("达到|(?<![传送到下])达(?=\\d+(?:\\.\\d+)?%)", "≥"), ("控制在|限制在", "≤"))
ENDINGS: dict[str, Sign] = {"以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤"}

# 数之前不能是“第3名”“12月31日”“GB3838”，数之后不能是年月号和等级；独占的重复（++）免得把 12 拆成 1 和 2。
_DATE_OR_LEVEL = r"(?!\s*(?:月(?!龄)|号|[A-Za-z]{0,5}\+?(?:级|星|档|等奖)|类(?:标准|水|及?以上)))"
_NEITHER_ORDINAL_NOR_YEAR = r"(?<![\d.A-Za-z月第/:])(?!(?:19|20)\d\d年)"
_RANGE_OR_FRACTION = r"(?:\s?[-—~～至到/]\s?\d[\d.]*+)?+"
_DIGITS = (
    rf"{_NEITHER_ORDINAL_NOR_YEAR}[-+]?\d[\d,]*+(?:\.\d+)?+{_RANGE_OR_FRACTION}{_DATE_OR_LEVEL}"
)
_MEASURES = (
    "[%‰]|个(?!全|统一|百分百)|次|人|名|家|户|项|件|场|天|日|年|周|小时|分钟|套|台|辆|份|篇|条|处|座|公里|米|亩|吨|元|倍|盏|株|棵|批|门|班|"
    "部|本|册|间|所|支|组|轮|届"
)
_CHINESE_NUMBER = (
    rf"(?<![第{CHINESE}])(?:百分之[{CHINESE}点]++|[{CHINESE}]++分之[{CHINESE}]++"
    rf"|[一二三四五六七八九]成[一二三四五六七八九半]?|[{CHINESE}]++(?={_MEASURES}))"
)
_NUMBER = rf"(?P<number>{_DIGITS}|{_CHINESE_NUMBER})"
_ONLY_DIGITS = rf"(?P<number>{_DIGITS})"
# 词和数之间可以隔几个字：不低于上年的90%，至少完成3次。
_GAP = rf"(?P<gap>[\s:：]*(?:(?:19|20)\d\d年度?)?(?:(?![且并和同第])(?:{HAN})){{0,8}}?\s*)"
_UNIT = rf"(?P<unit>[%‰]|(?:{HAN}|[A-Za-z²³/])*)"
_CLAUSE_END = r"(?=\s*的?\s*(?:$|[，。；、,.;:：（(）)！!]))"
_INCLUDING = r"(?:\s*[（(]\s*含[^（()）]*[）)]|含)?\s*(?:及其?|或者?)?"
# 这些式子编译要十来毫秒，写成文字，有数的话才编译。
_ENDING = (
    rf"{_NUMBER}\s*(?:(?P<rate>[%‰]?){_INCLUDING}(?P<anywhere>以上|以下|以内)"
    rf"|(?P<unit>(?:[%‰]|{HAN}|[A-Za-z²³/]){{0,7}}?){_INCLUDING}"
    rf"(?P<last>以上|以下|以内|之内|内){_CLAUSE_END})"
)
_SIGN = rf"(?P<sign>[≥≤><=])\s*{_NUMBER}\s*{_UNIT}"
_SIGN_AFTER = rf"{_NUMBER}\s*(?P<unit>[%‰]|(?:{HAN}|[A-Za-z]){{0,4}}?)\s*(?P<sign>[≥≤><])"
_TURNED = {"≥": "≤", "≤": "≥", ">": "<", "<": ">"}

# 数是同别的数比出来的（上年的90%、预算的5%），单写这个数就变了意思，不给写法。
_BASE = re.compile(r"[上去往]年|同期|平均|预算|计划|年初|目标|[全市省国县区]|当年|总额|年|的$")
_TAIL = re.compile(rf"{_INCLUDING}(?:以上|以下|以内|之内|内)$")
_REST = re.compile(rf"{_INCLUDING}以[上下内].*$")
_LONGEST_UNIT = 6
_ONE_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_PERCENT = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%")


@frozen
class Comparison:
    """一处比较：说比较的词（不低于、以上、≥），和指标值应有的写法；写不出的为空。"""

    word: str
    written: str


Place = tuple[int, int, Comparison]
"""一处比较：在话里从第几个字到第几个字。"""


def comparisons(text: str) -> tuple[Comparison, ...]:
    """一句话里的全部比较，按先后。"""
    plain = same_signs(text)
    if not re.search(rf"[\d{CHINESE}]", plain):
        return ()
    apart: list[Place] = []
    for start, end, comparison in _candidates(plain):
        if all(end <= left or start >= right for left, right, _ in apart):
            apart.append((start, end, comparison))
    apart.sort(key=itemgetter(0, 1))
    return tuple(comparison for _, _, comparison in apart)


def partial_percents(text: str) -> tuple[str, ...]:
    """话里 100% 以外的百分数：它同写成百分数的实绩是两回事还是一回事，程序分不清。"""
    return tuple(
        match[0] for match in _PERCENT.finditer(half_width(text)) if Decimal(match[1]) != HUNDRED
    )


def same_signs(text: str) -> str:
    """全角换半角，各种符号换成五种，连着的空白只留一个；“《办法》”的书名号不是符号。"""
    plain = re.sub(r"\s+", " ", half_width(text))
    if not ("《" in plain and "》" in plain):
        plain = plain.replace("》", "≥").replace("《", "≤")
    plain = plain.translate(_SIGNS)
    plain = re.sub(r">\s*=|=\s*>|≥\s*=", "≥", plain)
    return re.sub(r"<\s*=|=\s*<|≤\s*=", "≤", plain)


def _candidates(plain: str) -> Iterator[Place]:
    """可能的比较，认得准的在前；后面的同前面的重叠就不算。"""
    for words, sign in WORDS:
        yield from _after_word(rf"(?P<word>{words}){_GAP}{_NUMBER}\s*{_UNIT}", sign, plain)
    for match in re.finditer(_ENDING, plain):
        word = match["anywhere"] or match["last"]
        unit = match["rate"] if match["anywhere"] else match["unit"]
        yield (
            match.start(),
            match.end(),
            Comparison(word, _written(ENDINGS[word], match["number"], unit or "")),
        )
    for words, soft in _SOFT_WORDS:
        yield from _after_word(rf"(?P<word>{words}){_GAP}{_ONLY_DIGITS}\s*{_UNIT}", soft, plain)
    for match in re.finditer(_SIGN, plain):
        yield (
            match.start(),
            match.end(),
            Comparison(match["sign"], _written(match["sign"], match["number"], match["unit"])),
        )
    for match in re.finditer(_SIGN_AFTER, plain):
        written = _written(_TURNED[match["sign"]], match["number"], match["unit"])
        yield match.start(), match.end(), Comparison(match["sign"], written)


def _after_word(pattern: str, sign: str, plain: str) -> Iterator[Place]:
    """词在前、数在后的。"""
    for match in re.finditer(pattern, plain):
        written = (
            "" if _BASE.search(match["gap"]) else _written(sign, match["number"], match["unit"])
        )
        yield match.start(), match.end(), Comparison(match["word"], written)


def _written(sign: str, number: str, unit: str) -> str:
    """指标值的写法；中文的数换成阿拉伯数字，换不成的、是分数的为空。太长的不是单位，不写。"""
    digits = number if _ONE_NUMBER.fullmatch(number) else digits_of(number)
    if not digits:
        return ""
    unit = _REST.sub("", _TAIL.sub("", unit))
    return sign + digits + (unit if len(unit) <= _LONGEST_UNIT else "")
