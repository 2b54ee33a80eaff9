"""指标值的写法 → 意思。输入、叙述、别处来的成稿都用这一处；印的仍是原来的写法。

    ≥90%、≧90%、》90%、>=90%、９０％、12（含）                     符号和数，全角半角都认
    不低于90%、至少3场、达到90%以上、900盏以上、90%及以上、90%（含）以上   ≥
    不超过12件、控制在5%以内、100万元以下（含）、3个工作日内              ≤
    大于5、超过90%；小于5天、低于3%                                    >、<：不含那个数
    满意度≥90%、开展培训不少于4次、较上年增长5%以上                     前面是这个数的名称、做的事、增减
    300—350天、95%-100%、10至20个、≥5%且≤10%、±5%                    区间，含两端
    2024年12月31日前、12月底前、第三季度、春节前                        期限（见 deadline.py）
    300天左右、约300天、300余天                                       大概的数：不读，由人认定

“以上”“以下”没有写含不含的，读作含，由格式另行约定（见 Target.convention）。符号、词、后面的“以上”方向相反的
（≥5%以下）、数不止一个的、数不是拿来比的（60岁以上老年人全部体检、三级以上医院），一概不读，仍是一句文字。

一句话先看开头是不是期限，再按数拆成前后两段，各套一个式子；长过 40 个字的不读，所以时间只随字数增长。
"""

from __future__ import annotations

import re
from typing import cast

from reportgen.core.comparison import ENDINGS, WORDS, same_signs
from reportgen.core.deadline import read_deadline
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.numerals import CHINESE, digits_of
from reportgen.core.quantity import NotANumber, Quantity, half_width
from reportgen.core.target import Comparison, Range, Target
from reportgen.core.text import HAN

_LONGEST = 40
_LONGEST_UNIT = 8
_MORE, _LESS = frozenset("≥>"), frozenset("≤<")

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
_LEAD = "全年|年度|年均|年内|每年|当年|本年度?|力争|确保|努力|原则上|应当?|须|需|要"
_VERB = "完成|达到|组织|开展|举办|召开|培训|建设|新建|服务|发放|采购|控制在"
# 同别的数比出来的（上年的、预算的），每个、人均的，说一部分的，读成单独一个数就变了意思。
_OTHER = "上年|去年|往年|同期|同比|环比|每|各|预算|计划|较|其中|(?<!平)均|未|没"
_NOUN = rf"(?:(?!{_OTHER}){HAN}){{1,12}}?(?:[率度数量额值本费]|时间|周期)"
_CHANGE = "(?:(?:较|比)?[上去]年(?:同期)?|同比|环比)?(?:增长|增加|提高|提升|下降|降低|减少|压减|压缩|节约)"
_SUBJECT = rf"(?:{_CHANGE}|(?:(?!{_OTHER}|[不第前]){HAN}){{1,12}}?)"
_TELLING = "[含余多左上下以内或及年月季前底到至]"
"""单位里有这些字的，不只是一个符号、一个数和一个单位。"""
# 这些式子编译要几毫秒，写成文字：只有符号和数的指标值用不着它们。
_HEAD = (
    rf"(?:(?P<noun>{_NOUN})|(?P<subject>{_SUBJECT}))??"
    rf"(?P<lead>(?:{_LEAD}){{0,3}})(?P<word>{_WORD})?(?:{_VERB})?"
    r"[:：]?(?P<sign>[≥≤><=])?(?P<about>约为?|大约|大概|接近|将近)?"
)

_DIGITS = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TENTHS = "[一二三四五六七八九]成[一二三四五六七八九半]?"
_MEASURES = (
    "%个次人名家户项件场天日年周小分套台辆份篇条处座公米亩吨元倍盏株棵批门班部本册间所支组轮届例起"
)
_SMALL = rf"(?![百千万亿])[{CHINESE}]{{1,12}}(?!分之)(?=[{_MEASURES}至到])"
_NUMBER = rf"{_DIGITS}|百分之[{CHINESE}]{{1,8}}|{_TENTHS}|{_SMALL}"
_TERM = rf"[{CHINESE}](?:个?月|年|周|天|日|小时)"
"""数前面另有一个期限的（两年内不少于3次），是两个数。"""
_UNIT = rf"(?:[%‰]|(?:(?![含以及或左上下余多]){HAN}|[A-Za-z²³㎡/·]){{0,8}}?(?:[（(][套人次组]{{1,2}}[）)])?)"
_INCLUDED = r"[（(](?:不?含)[^（()）]{0,6}[）)]"
_TAIL = (
    rf"(?P<odd>余|多)?(?P<unit>{_UNIT})(?P<some>余|多)?(?P<before>{_INCLUDED}|含)?(?:及其?|或者?|、)?"
    rf"(?P<ending>以上|以下|以内|之内|之间|范围内|内)?(?P<after>{_INCLUDED})?(?P<about>左右|上下)?"
)
_EXPLICIT = re.compile(r"(?:及其?|或者?)(?:以上|以下)")
_DASH = rf"(?P<unit>{_UNIT})(?P<dash>[-—–―－~～〜]{{1,2}}|至|到|和|与)"
_BETWEEN = rf"(?P<noun>{_NOUN})??(?:{_LEAD}|介于|保持在|控制在|稳定在|为|在)?"
_PAIRED = re.compile(r"[，,、；;]?(?:且|并且|同时|并)|[，,、；;]")
_LEVEL = r"[A-Za-z]{0,5}(?:级|星|档|等奖|类(?:标准|水|$))|[月号]"
_NOT_A_UNIT = re.compile(
    r"\d|^[月号余多]|^[%‰].|以[上下内]|[≥≤><=]|(?:之前|之内|左右|[前内底]|[年月日号][起止初])$"
)
_SPELL = r"个?工作日|个?月|个?小时|天|日|周|年|分钟"
_TIME_AND_WORDS = re.compile(rf"(?:{_SPELL})(?![/次度均])[^\W\d_]")
"""时间之后还有话的（天内完成、日办结）不是单位：35 天内完成不是“完成了 35”。"""
_DOING = (
    "(?:全部)?(?:完成|办结|办理|办完|响应|到位|交付|答复|回复|反馈|送达|拨付|支付|整改|修复|处置|解决)"
    "(?:到位|完毕|完成)?"
)
_WITHIN = rf"(?:在|于)?(?P<number>{_NUMBER})(?P<unit>{_SPELL})(?:以内|之内|内)?{_DOING}"
_REACHED = rf"(?:{_NOUN})??(?:达到?|完成|实现|为|是|共计?|累计|合计)?[:：]?[-+\d百零一二三四五六七八九两十]"


@frozen
class _One:
    """一个数和同它怎么比。"""

    comparison: Comparison
    quantity: Quantity
    convention: bool = False
    vague: str = ""


def read_target_text(text: str, span: Span | None = None) -> Target:
    """一句指标值 → 指标值；没有读懂的只有文字。"""
    written = text.strip()
    simple = _signed(written, span)
    if simple.quantity is not None and not re.search(_TELLING, simple.quantity.unit):
        return simple
    deadline = read_deadline(written)
    if deadline is not None:
        return Target(written, span=span, deadline=deadline)
    plain = _plain(written)
    if len(plain) > _LONGEST:
        return Target(written, span=span)
    spell = _within(plain, span)
    if spell is not None:
        return Target(written, "≤", spell, span)
    between = _range(plain, span)
    if between is not None:
        return Target(written, span=span, range=between)
    one = _one(plain, span)
    if one is None:
        return simple
    if one.vague:
        return Target(written, span=span, vague=one.vague)
    quantity = simple.quantity
    if quantity is None or (quantity.number, quantity.unit) != (
        one.quantity.number,
        one.quantity.unit,
    ):
        quantity = one.quantity
    return Target(written, one.comparison, quantity, span, convention=one.convention)


def read_measured(text: str, span: Span | None = None) -> Quantity | None:
    """一个带单位的数，后面没有别的话：800 人、98.15%；不是的为 None。"""
    try:
        quantity = Quantity.parse(text, span)
    except NotANumber:
        return None
    unit = quantity.unit
    if len(unit) > 6 or _NOT_A_UNIT.search(unit) or _TIME_AND_WORDS.match(unit):
        return None
    return quantity


def read_actual_text(text: str, span: Span | None = None) -> Quantity | None:
    """实际完成值里的数：98.15%、≥5000 家（按 5000 计）、达到95%、已完成420人、满意度93%；没有的为 None。"""
    plain = half_width(text).strip()
    quantity = read_measured(plain[1:] if plain[:1] in {"≥", ">"} else plain, span)
    if quantity is not None:
        return quantity
    plain = _plain(text).removeprefix("已").removeprefix("实际")
    spell = _within(plain, span) if len(plain) <= _LONGEST else None
    if spell is not None:
        return spell
    one = _one(plain, span, named=True) if len(plain) <= _LONGEST else None
    # 实绩是做到的数：不低于、以上、左右的不是准数，不读。
    if one is None or one.vague or not re.match(_REACHED, plain) or re.search("[以之]|内", plain):
        return None
    return one.quantity


def _within(plain: str, span: Span | None) -> Quantity | None:
    """多少时间之内做完：30天内完成、5个工作日办结，越短越好；不是的为 None。"""
    match = re.fullmatch(_WITHIN, plain)
    return _quantity(match["number"], match["unit"], span) if match else None


def _signed(written: str, span: Span | None) -> Target:
    """只有符号和数的：≥800 人。数照原来的写法（留着空格），印的规则用它。"""
    plain = same_signs(written)
    sign = plain[:1] if plain[:1] in {"≥", "≤", ">", "<", "="} else ""
    quantity = read_measured(plain[len(sign) :], span)
    return Target(written, cast(Comparison, sign) if quantity else "", quantity, span)


def _plain(text: str) -> str:
    """全角换半角，各种符号换成五种；数字之间以外的空白、句末的标点去掉。"""
    plain = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", same_signs(text))
    return plain.rstrip("。；;，,.！!").strip("“”\"'")


def _range(plain: str, span: Span | None) -> Range | None:
    """区间：300—350天，≥5%且≤10%，±5%。"""
    spread = re.fullmatch(
        rf"(?:{_LEAD}|控制在)?±(?P<number>{_DIGITS})(?P<unit>{_UNIT})(?:以内|之内|之间|内)?", plain
    )
    if spread:
        low, high = (
            _quantity(f"{sign}{spread['number']}", spread["unit"], span) for sign in ("-", "")
        )
        return _ordered(low, high)
    first = _first_number(plain)
    if first is None:
        return None
    dash = re.compile(_DASH).match(plain, first.end())
    second = re.compile(_NUMBER).match(plain, dash.end()) if dash else None
    if dash and second and re.fullmatch(_BETWEEN, plain[: first.start()]):
        tail = re.fullmatch(_TAIL, plain[second.end() :])
        if dash["dash"] in {"和", "与"} and not (tail and tail["ending"] == "之间"):
            return None
        if (
            not tail
            or tail["ending"] in {"以上", "以下"}
            or tail["about"]
            or tail["odd"]
            or tail["some"]
        ):
            return None
        high = _quantity(second[0], tail["unit"], span)
        low = _quantity(first[0], dash["unit"] or (high.unit if high else ""), span)
        return _ordered(low, high)
    return _two_sided(plain, span)


def _two_sided(plain: str, span: Span | None) -> Range | None:
    """两句比较夹出的区间：不低于5%，不超过10%。"""
    pieces = _PAIRED.split(plain)
    if len(pieces) != 2:
        return None
    one, other = _one(pieces[0], span), _one(pieces[1], span)
    if one is None or other is None or one.vague or other.vague:
        return None
    if one.comparison in _LESS:
        one, other = other, one
    if one.comparison not in _MORE or other.comparison not in _LESS:
        return None
    return _ordered(one.quantity, other.quantity, one.comparison == ">", other.comparison == "<")


def _ordered(
    low: Quantity | None, high: Quantity | None, low_open: bool = False, high_open: bool = False
) -> Range | None:
    """下限小于上限、单位相同的才是区间。"""
    if low is None or high is None or low.unit != high.unit or low.number >= high.number:
        return None
    return Range(low, high, low_open, high_open)


def _first_number(plain: str) -> re.Match[str] | None:
    """要比的数：有阿拉伯数字的是它（三公经费不超过50万元），没有的才是中文的数。"""
    return re.search(_DIGITS, plain) or re.search(_NUMBER, plain)


def _one(plain: str, span: Span | None, *, named: bool = False) -> _One | None:
    """一个数和前后的词。named 说的是前面可以只有名称（满意度93%），那是实绩的写法。"""
    number = _first_number(plain)
    if number is None or re.search(_TERM, plain[: number.start()]):
        return None
    head = re.fullmatch(_HEAD, plain[: number.start()])
    tail = re.fullmatch(_TAIL, plain[number.end() :])
    if head is None or tail is None or re.match(_LEVEL, tail["unit"]):
        return None
    quantity = _quantity(number[0], tail["unit"], span)
    if quantity is None:
        return None
    vague = head["about"] or tail["odd"] or tail["some"] or tail["about"]
    if vague:
        return _One("", quantity, vague=vague)
    comparison = _comparison(head, tail)
    if comparison is None:
        return None
    if head["noun"] and not named and not (head["sign"] or head["word"] or tail["ending"]):
        return None  # “合格率98%”没有说是要达到还是完成了
    if head["subject"] and (not comparison or tail["unit"].endswith("岁")):
        return None  # “新建公厕5座”也没有说；“面向60岁以上”说的是对象
    ending = tail["ending"] or ""
    said = tail["before"] or tail["after"] or _EXPLICIT.search(tail[0])
    bare = (
        ending in {"以上", "以下"}
        and not said
        and not (head["sign"] or _sign_of(head["word"], _HARD))
    )
    return _One(comparison, quantity, convention=bare)


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
    if not (set(said) <= _MORE or set(said) <= _LESS or set(said) == {"="}):
        return None
    # 先写的为准：“超过90%以上”是大于，“≥10个以上”是不小于。
    first = said[0]
    if "不含" in included:
        return ">" if first in _MORE else "<" if first in _LESS else None
    if included:
        return "≥" if first in _MORE else "≤" if first in _LESS else cast(Comparison, first)
    return cast(Comparison, first)


def _sign_of(word: str | None, words: tuple[tuple[str, Comparison], ...]) -> Comparison:
    """一个词的符号；不在这些词里的为空。"""
    for pattern, sign in words:
        if word and re.fullmatch(pattern, word):
            return sign
    return ""


def _quantity(number: str, unit: str, span: Span | None) -> Quantity | None:
    """数和单位；中文的数换成阿拉伯数字，单位不像单位的为 None。"""
    digits = number if re.fullmatch(_DIGITS, number) else digits_of(number)
    if (
        not digits
        or len(unit) > _LONGEST_UNIT
        or _NOT_A_UNIT.search(unit)
        or _TIME_AND_WORDS.match(unit)
        or re.match(_LEVEL, unit)
    ):
        return None
    try:
        return Quantity.parse(f"{digits}{unit}", span)
    except NotANumber:
        return None
