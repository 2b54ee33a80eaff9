"""指标值的写法 → 意思。输入、叙述、别处来的成稿都用这一处；印的仍是原来的写法。

    ≥90%、≧90%、》90%、>=90%、９０％、12（含）                     符号和数，全角半角都认
    不低于90%、至少3场、达到90%以上、900盏以上、90%及以上、90%（含）以上   ≥
    不超过12件、控制在5%以内、100万元以下（含）、3个工作日内              ≤
    大于5、超过90%；小于5天、低于3%                                    >、<：不含那个数
    满意度≥90%、开展培训不少于4次、较上年增长5%以上                     前面是这个数的名称、做的事、增减
    300—350天、95%-100%、10至20个、≥5%且≤10%、±5%                    区间，含两端
    2024年12月31日前、12月底前、第三季度、春节前                        期限（见 deadline_text.py）
    300天左右、约300天、300余天                                       大概的数：不读，由人认定

“以上”“以下”没有写含不含的，读作含，由格式另行约定（见 Target.convention）。符号、词、后面的“以上”方向相反的
（≥5%以下）、数不止一个的、数不是拿来比的（60岁以上老年人全部体检、三级以上医院），一概不读，仍是一句文字。

一句话先看是不是期限，再看是不是区间（target_range.py），再按数拆成前后两段（target_number.py）；长过 40 个字的不读，所以时间只随字数增长。
"""

from __future__ import annotations

import re
from typing import cast

from reportgen.core.comparison import same_signs
from reportgen.core.deadline_text import read_deadline
from reportgen.core.diagnostics import Span
from reportgen.core.quantity import Quantity, half_width
from reportgen.core.target import Comparison, Target
from reportgen.core.target_number import (
    NOUN,
    NUMBER,
    SPELL,
    plain_text,
    quantity_of,
    read_compared,
    read_measured,
)
from reportgen.core.target_range import read_range

_LONGEST = 40
_TELLING = "[含余多左上下以内或及年月季前底到至]"
"""单位里有这些字的，不只是一个符号、一个数和一个单位。"""
_DOING = (
    "(?:全部)?(?:完成|办结|办理|办完|响应|到位|交付|答复|回复|反馈|送达|拨付|支付|整改|修复|处置|解决)"
    "(?:到位|完毕|完成)?"
)
_WITHIN = rf"(?:在|于)?(?P<number>{NUMBER})(?P<unit>{SPELL})(?:以内|之内|内)?{_DOING}"
_REACHED = (
    rf"(?:{NOUN})??(?:达到?|完成|实现|为|是|共计?|累计|合计)?[:：]?[-+\d百零一二三四五六七八九两十]"
)


def read_target_text(text: str, span: Span | None = None) -> Target:
    """一句指标值 → 指标值；没有读懂的只有文字。"""
    written = text.strip()
    simple = _signed(written, span)
    if simple.quantity is not None and not re.search(_TELLING, simple.quantity.unit):
        return simple
    deadline = read_deadline(written)
    if deadline is not None:
        return Target(written, span=span, deadline=deadline)
    plain = plain_text(written)
    if len(plain) > _LONGEST:
        return Target(written, span=span)
    spell = _within(plain, span)
    if spell is not None:
        return Target(written, "≤", spell, span)
    between = read_range(plain, span)
    if between is not None:
        return Target(written, span=span, range=between)
    one = read_compared(plain, span)
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


def read_actual_text(text: str, span: Span | None = None) -> Quantity | None:
    """实际完成值里的数：98.15%、≥5000 家（按 5000 计）、达到95%、已完成420人、满意度93%；没有的为 None。"""
    plain = half_width(text).strip()
    quantity = read_measured(plain[1:] if plain[:1] in {"≥", ">"} else plain, span)
    if quantity is not None:
        return quantity
    plain = plain_text(text).removeprefix("已").removeprefix("实际")
    spell = _within(plain, span) if len(plain) <= _LONGEST else None
    if spell is not None:
        return spell
    one = read_compared(plain, span, named=True) if len(plain) <= _LONGEST else None
    # 实绩是做到的数：不低于、以上、左右的不是准数，不读。
    if one is None or one.vague or not re.match(_REACHED, plain) or re.search("[以之]|内", plain):
        return None
    return one.quantity


def _within(plain: str, span: Span | None) -> Quantity | None:
    """多少时间之内做完：30天内完成、5个工作日办结，越短越好；不是的为 None。"""
    match = re.fullmatch(_WITHIN, plain)
    return quantity_of(match["number"], match["unit"], span) if match else None


def _signed(written: str, span: Span | None) -> Target:
    """只有符号和数的：≥800 人。数照原来的写法（留着空格），印的规则用它。"""
    plain = same_signs(written)
    sign = plain[:1] if plain[:1] in {"≥", "≤", ">", "<", "="} else ""
    quantity = read_measured(plain[len(sign) :], span)
    return Target(written, cast(Comparison, sign) if quantity else "", quantity, span)
