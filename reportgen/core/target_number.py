"""一个数和同它怎么比：指标值、实际完成值里“不低于”“90%”“以上”这些词和数合成的意思。

一句话按数拆成前后两段，各套一个式子（_HEAD、TAIL）；符号、词、后面的“以上”方向相反的不读。
"""

from __future__ import annotations

import re
from typing import cast

from reportgen.core.comparison import ENDINGS, WORDS, same_signs
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.numerals import CHINESE, digits_of
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.target import Comparison
from reportgen.core.text import HAN

_LONGEST_UNIT = 8
MORE, LESS = frozenset("≥>"), frozenset("≤<")
_INCLUDING: dict[Comparison, Comparison] = {"≥": "≥", ">": "≥", "≤": "≤", "<": "≤"}
_EXCLUDING: dict[Comparison, Comparison] = {"≥": ">", ">": ">", "≤": "<", "<": "<"}
"""写了（含）、（不含）以后的符号：听它的。"""
_HARD: tuple[tuple[str, Comparison], ...] = (
    *WORDS,
    ("最低", "≥"),
    ("最高", "≤"),
    ("不足|不满|不到", "<"),
    ("等于", "="),
)
"""词和它的符号；听它的，后面的“以上”“以内”只能同它一个方向。"""
_SOFT: tuple[tuple[str, Comparison], ...] = (
    ("达到|达|提高到|提高至|提升到|提升至|增加到|增加至|增长到|不断提高到", "≥"),
    # “降低5%”说的是降了多少，“降至5%”才是降到多少。
    ("(?:控制|限制)(?:在|到|至)?|(?:压缩|压减|降低|减少|下降|压|降)(?:到|至)", "≤"),
    ("(?:保持|稳定|维持)(?:在|到)?|完成|实现|为|是|共|共计|累计|合计", ""),
)
"""后面有“以上”“以内”的，听后面的。"""
_WORD = "|".join(words for words, _ in (*_HARD, *_SOFT))
LEAD = "全年|年度|年均|年内|每年|当年|本年度?|力争|确保|努力|原则上|应当?|须|需|要"
_VERB = "完成|达到|组织|开展|举办|召开|培训|建设|新建|服务|发放|采购|控制在"
# 同别的数比出来的（上年的、预算的），每个、人均的，说一部分的，读成单独一个数就变了意思。
_OTHER = "上年|去年|往年|同期|同比|环比|每|各|预算|计划|较|其中|(?<!平)均|未|没"
NOUN = rf"(?:(?!{_OTHER}){HAN}){{1,12}}?(?:[率度数量额值本费]|时间|周期)"
_CHANGE = "(?:(?:较|比)?[上去]年(?:同期)?|同比|环比)?(?:增长|增加|提高|提升|下降|降低|减少|压减|压缩|节约)"
_SUBJECT = rf"(?:{_CHANGE}|(?:(?!{_OTHER}|[不第前]){HAN}){{1,12}}?)"
# 这些式子编译要几毫秒，写成文字：只有符号和数的指标值用不着它们。
_HEAD = (
    rf"(?:(?P<noun>{NOUN})|(?P<subject>{_SUBJECT}))??"
    rf"(?P<lead>(?:{LEAD}){{0,3}})(?P<word>{_WORD})?(?:{_VERB})?"
    r"[:：]?(?P<sign>[≥≤><=])?(?P<about>约为?|大约|大概|接近|将近)?"
)

DIGITS = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TENTHS = "[一二三四五六七八九]成[一二三四五六七八九半]?"
_MEASURES = (
    "%个次人名家户项件场天日年周小分套台辆份篇条处座公米亩吨元倍盏株棵批门班部本册间所支组轮届例起"
)
_SMALL = rf"(?![百千万亿])[{CHINESE}]{{1,12}}(?!分之)(?=[{_MEASURES}至到])"
NUMBER = rf"{DIGITS}|百分之[{CHINESE}]{{1,8}}|{_TENTHS}|{_SMALL}"
_TERM = rf"[{CHINESE}](?:个?月|年|周|天|日|小时)"
"""数前面另有一个期限的（两年内不少于3次），是两个数。"""
UNIT = rf"(?:[%‰]|(?:(?![含以及或左上下余多]){HAN}|[A-Za-z²³㎡/·]){{0,8}}?(?:[（(][套人次组]{{1,2}}[）)])?)"
_INCLUDED = r"[（(](?:不?含)[^（()）]{0,6}[）)]"
TAIL = (
    rf"(?P<odd>余|多)?(?P<unit>{UNIT})(?P<some>余|多)?(?P<before>{_INCLUDED}|含)?(?:及其?|或者?|、)?"
    rf"(?P<ending>以上|以下|以内|之内|之间|范围内|内)?(?P<after>{_INCLUDED})?(?P<about>左右|上下)?"
)
_EXPLICIT = r"(?:及其?|或者?)(?:以上|以下)"
_LEVEL = r"[A-Za-z]{0,5}(?:级|星|档|等奖|类(?:标准|水|$))|[月号]"
_NOT_A_UNIT = (
    r"\d|^[月号余多]|^[%‰].|以[上下内]|[≥≤><=]|(?:之前|之内|左右|[前内底]|[年月日号][起止初])$"
)
SPELL = r"个?工作日|个?月|个?小时|天|日|周|年|分钟"
_TIME_AND_WORDS = rf"(?:{SPELL})(?![/次度均])[^\W\d_]"
"""时间之后还有话的（天内完成、日办结）不是单位：35 天内完成不是“完成了 35”。"""


@frozen
class Compared:
    """一个数和同它怎么比。"""

    comparison: Comparison
    quantity: Quantity
    convention: bool = False
    vague: str = ""


def read_measured(text: str, span: Span | None = None) -> Quantity | None:
    """一个带单位的数，后面没有别的话：800 人、98.15%；不是的为 None。"""
    try:
        quantity = Quantity.parse(text, span)
    except NotANumber:
        return None
    unit = quantity.unit
    if len(unit) > 6 or re.search(_NOT_A_UNIT, unit) or re.match(_TIME_AND_WORDS, unit):
        return None
    return quantity


def plain_text(text: str) -> str:
    """全角换半角，各种符号换成五种；数字之间以外的空白、句末的标点去掉。"""
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", same_signs(text))
    return plain.rstrip("。；;，,.！!").strip("“”\"'")


def first_number(plain: str) -> re.Match[str] | None:
    """要比的数：有阿拉伯数字的是它（三公经费不超过50万元），没有的才是中文的数。"""
    return re.search(DIGITS, plain) or re.search(NUMBER, plain)


def read_compared(plain: str, span: Span | None, *, named: bool = False) -> Compared | None:
    """一个数和前后的词。named 说的是前面可以只有名称（满意度93%），那是实绩的写法。"""
    number = first_number(plain)
    if number is None or re.search(_TERM, plain[: number.start()]):
        return None
    head = re.fullmatch(_HEAD, plain[: number.start()])
    tail = re.fullmatch(TAIL, plain[number.end() :])
    if head is None or tail is None or re.match(_LEVEL, tail["unit"]):
        return None
    quantity = quantity_of(number[0], tail["unit"], span)
    if quantity is None:
        return None
    vague = head["about"] or tail["odd"] or tail["some"] or tail["about"]
    if vague:
        return Compared("", quantity, vague=vague)
    comparison = _comparison(head, tail)
    if comparison is None:
        return None
    if head["noun"] and not named and not (head["sign"] or head["word"] or tail["ending"]):
        return None  # “合格率98%”没有说是要达到还是完成了
    if head["subject"] and (not comparison or tail["unit"].endswith("岁")):
        return None  # “新建公厕5座”也没有说；“面向60岁以上”说的是对象
    ending = tail["ending"] or ""
    said = tail["before"] or tail["after"] or re.search(_EXPLICIT, tail[0])
    bare = (
        ending in {"以上", "以下"}
        and not said
        and not (head["sign"] or _sign_of(head["word"], _HARD))
    )
    return Compared(comparison, quantity, convention=bare)


def _comparison(head: re.Match[str], tail: re.Match[str]) -> Comparison | None:
    """符号、词、后面的“以上”合成一个比较；方向相反的为 None。"""
    word = head["word"] or ""
    signs = [head["sign"] or "", _sign_of(word, _HARD)]
    ending = tail["ending"] or ""
    if ending in {"之间", "范围内"}:
        return None
    included = f"{tail['before'] or ''}{tail['after'] or ''}"
    if ending:
        signs.append(ENDINGS[ending])
    elif not any(signs):
        signs.append(_sign_of(word, _SOFT))
    said = [sign for sign in signs if sign]
    if not said:
        return ""
    if not (set(said) <= MORE or set(said) <= LESS or set(said) == {"="}):
        return None
    # 先写的为准：“超过90%以上”是大于，“≥10个以上”是不小于。
    first = cast(Comparison, said[0])
    if "不含" in included:
        return _EXCLUDING.get(first)
    return _INCLUDING.get(first, first) if included else first


def _sign_of(word: str | None, words: tuple[tuple[str, Comparison], ...]) -> Comparison:
    """一个词的符号；不在这些词里的为空。"""
    for pattern, sign in words:
        if word and re.fullmatch(pattern, word):
            return sign
    return ""


def quantity_of(number: str, unit: str, span: Span | None) -> Quantity | None:
    """数和单位；中文的数换成阿拉伯数字，单位不像单位的为 None。"""
    digits = number if re.fullmatch(DIGITS, number) else digits_of(number)
    if (
        not digits
        or len(unit) > _LONGEST_UNIT
        or re.search(_NOT_A_UNIT, unit)
        or re.match(_TIME_AND_WORDS, unit)
        or re.match(_LEVEL, unit)
    ):
        return None
    try:
        return Quantity.parse(f"{digits}{unit}", span)
    except NotANumber:
        return None
