"""规则的种类。加一种规则：在这个文件夹里写一个文件，在这里加一行，再加一张用例表。

各文件的说明里，R1 至 R18 是各地办法里常见的算法的编号，一种规则可以管几种（R09 一类两位数的是诊断代码，在 codes.py）：

    R1  达标得满分，否则不得分        R10 每超过（低于）多少扣多少
    R2  完成率 × 分值，以满分为限     R11 要点各占一份，逐点认定份额
    R3  过了线才起算的完成率          R12 评判等级，份额在等级的档次之内
    R4  越少越好的完成率              R13 每出现一例扣多少
    R5  等于指标值的完成率            R14 具备一项得几分
    R6  超额太多的调减                R15 几条规则各占一份
    R7  率 × 分值，一个或几个率       R16 评价人直接给分，要写理由
    R8  执行率分档，看按期完成没有    R17 扣分项、加分项（在 scoring/totals.py）
    R9  按区间分档                    R18 一票否决（在 scoring/vetoes.py）
"""

from __future__ import annotations

from dataclasses import replace
from decimal import localcontext

from reportgen.core.deadline_text import read_done
from reportgen.core.quantity import EXACT, Quantity, settle
from reportgen.core.rules.bands import Bands
from reportgen.core.rules.case import Case, Outcome, holds
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.note import LABELS, RULE, WAYS
from reportgen.core.rules.parts import Parts
from reportgen.core.rules.ratio import Ratio
from reportgen.core.rules.setting import Setting
from reportgen.core.rules.steps import Steps
from reportgen.core.rules.threshold import UNSIGNED, Threshold
from reportgen.core.target import Target
from reportgen.core.units import in_unit, unclear

Rule = Ratio | Threshold | Bands | Steps | Judged | KeyPoints | Parts
"""一条规则。各种都会三件事：faults() 自己的数错在哪里，score(情形) 计分，sentence(用处) 印成的话。"""

KINDS: dict[str, type[Rule]] = {
    "ratio": Ratio,
    "threshold": Threshold,
    "bands": Bands,
    "steps": Steps,
    "judged": Judged,
    "key_points": KeyPoints,
    "parts": Parts,
}
WAYS.update(KINDS)
LABELS.update(
    ratio="按完成率",
    threshold="达标得满分，否则不得分",
    bands="按区间分档",
    steps="每偏离多少扣多少，扣完为止",
    judged="整项认定",
    key_points="要点，各自认定",
    parts="分项组合",
)

__all__ = [
    "KINDS",
    "RULE",
    "Rule",
    "achieved",
    "direction",
    "grounded",
    "nature",
    "score_rule",
    "wording",
]


def grounded(rule: Rule, reference: str, place: str = "", name: str = "") -> Rule:
    """补上依据：没有另写依据的用 reference，分项没有写的用整条规则的。

    name 是规则在格式里的名字；place 是规则所在的文件，行号由出处补上。
    """
    note = rule.note
    line = note.span.line if note.span is not None else 0
    note = replace(
        note,
        reference=note.reference or reference,
        name=name,
        place=f"{place}:{line}" if place else "",
    )
    if not isinstance(rule, Parts):
        return replace(rule, note=note)
    parts = []
    for part in rule.parts:
        parts.append(replace(part, rule=grounded(part.rule, note.reference, place, name)))
    return replace(rule, note=note, parts=tuple(parts))


def score_rule(rule: Rule, case: Case) -> Outcome:
    """计分；算不了则抛 Unscorable。

    从头到尾用 60 位有效数字，不管调用者的 decimal 环境；除法留下的尾数只在最后抹去一次：
    3 × 401 ÷ 600 是 2.005，得 2.01，先把 401 ÷ 600 舍成小数再乘就成了 2.00。
    """
    with localcontext(EXACT):
        outcome = rule.score(case)
        return replace(outcome, exact=settle(outcome.exact))


def wording(rule: Rule, setting: Setting) -> str:
    """印出的评分规则：公布了原文的照印原文，没有的由规则生成。"""
    return rule.note.basis or rule.sentence(setting)


def direction(rule: Rule | None, target: Target | None = None) -> str:
    """年度指标值没有写比较符号时按什么比。

    达标与否按 =，高了才扣分的按 ≤，两头都扣的按 =；指标值是零的按 ≤（一个也没有），其余按 ≥。
    """
    if isinstance(rule, Threshold):
        return UNSIGNED
    if isinstance(rule, Steps) and rule.above is not None:
        return "≤" if rule.below is None else "="
    zero = target is not None and target.quantity is not None and target.quantity.number.is_zero()
    return "≤" if zero and isinstance(rule, Ratio) else "≥"


def reached(target: Target, actual: Quantity | None, text: str, unsigned: str) -> bool | None:
    """实绩达到指标值没有；不能比的（一句文字、单位不同、没有数）为 None。unsigned 是没有写符号时按什么比。"""
    deadline = target.deadline
    if deadline is not None and deadline.last is not None:
        done = read_done(text, deadline.year or deadline.last.year)
        if done is None or done.first <= deadline.last < done.last:
            return None
        return done.last <= deadline.last
    number = target.number
    if number is None or actual is None or unclear(actual, number):
        return None
    zero = number.number.is_zero() and not number.unit
    converted = actual if zero else in_unit(actual, number.unit)
    if converted is None:
        return None
    if target.range is not None:
        return target.range.holds(converted.number)
    return holds(target.comparison or unsigned, converted.number, number.number)


def achieved(rule: Rule | None, target: Target | None, actual: Quantity | None, text: str) -> bool:
    """有没有达到年度指标值：能比的按比较方式，没写的看规则（见 direction）；不能比的看文字是否一致。"""
    if target is None:
        return False
    met = reached(target, actual, text, direction(rule, target))
    return text == target.text if met is None else met


def nature(rule: Rule | None, target: Target | None) -> str:
    """指标性质：正向（越多越好）、反向、定值（区间也是）、定性。"""
    if target is None or target.number is None:
        return "定性指标"
    if target.range is not None:
        return "定值指标"
    comparison = target.comparison or direction(rule, target)
    if comparison == "=":
        return "定值指标"
    if comparison in {"≥", ">"}:
        return "正向指标"
    return "反向指标"
