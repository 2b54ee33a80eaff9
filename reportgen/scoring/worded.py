"""话里的指标值：要同数相比的话，默认的规则不当定性指标计分；改写成 ≥90%，或在这一行写明规则。"""

from __future__ import annotations

import re

from reportgen.core.comparison import comparisons, partial_percents
from reportgen.core.quantity import Quantity, half_width
from reportgen.core.rules.case import Case, unscorable

JUDGE_IT = "要由评价人认定的，在这一行写 rule: {kind: judged}。"
RANGE = "要按数计的，年度指标值写成范围，如 290—310天。"


def refuse_worded(case: Case) -> None:
    """只用于按默认规则计分的：指标值是一句要同数相比的话，则算不了。

    “不低于90%”当作定性指标，实绩 93% 就成了“完成了 93%”。不是比较而带百分数的（如“满意度90%”），
    评价人没有认定、实绩又是百分数时，同样会算错。
    """
    target = case.target
    if target is None or target.number is not None:
        return
    if target.vague and not case.judgement.given:
        message = f"“{case.name}”的年度指标值“{target}”里有“{target.vague}”，"
        message += "是大概的数，实绩够不够要人来定。"
        help = f"{JUDGE_IT[:-1]}，再写认定得分 score；{RANGE}"
        raise unscorable("R07", message, help, target.span)
    if target.deadline is not None or target.vague:
        return
    phrases = comparisons(target.text)
    if phrases:
        words = "、".join(dict.fromkeys(f"“{phrase.word}”" for phrase in phrases))
        message = f"“{case.name}”的年度指标值“{target}”用{words}说的是同一个数相比，"
        message += "没有写规则，不能当作定性指标计分。"
        help = f"{_rewritten([phrase.written for phrase in phrases])}；{JUDGE_IT}"
        raise unscorable("R07", message, help, target.span)
    unread = _unread(target.text, case.actual)
    if unread and not case.judgement.given:
        message = f"“{case.name}”的年度指标值“{target}”里有 {unread}，"
        message += f"实际完成值是 {case.actual}，没有写怎么比。"
        help = f"同它相比的，年度指标值只写数，如 ≥{unread}；{JUDGE_IT}"
        raise unscorable("R07", message, help, target.span)
    percents = partial_percents(target.text)
    actual = case.actual
    if percents and actual is not None and actual.percent and not case.judgement.given:
        message = f"“{case.name}”的年度指标值“{target}”里有 {percents[0]}，实际完成值是 {actual}，"
        message += "没有写规则，分不清是同它相比，还是完成了这么多。"
        help = f"同它相比的，年度指标值只写数，如 ≥{percents[0]}；{JUDGE_IT}"
        raise unscorable("R07", message, help, target.span)


def _unread(text: str, actual: Quantity | None) -> str:
    """话里与实绩同一个单位的数（新建公厕5座），只有一个的；百分数另说。"""
    if actual is None or actual.percent or not actual.unit:
        return ""
    number = rf"(?<![\d.])\d[\d,]*(?:\.\d+)?\s*{re.escape(actual.unit)}"
    numbers = re.findall(number, half_width(text))
    return str(numbers[0]) if len(numbers) == 1 else ""


def _rewritten(written: list[str]) -> str:
    """怎么改写。"""
    if len(written) > 1:
        return "一个指标只比一个数，分成几个指标，年度指标值各写成 ≥90% 这样的数"
    if not written[0]:
        return "算出要比的数，年度指标值写成 ≥90% 这样的数"
    return f"年度指标值写成 {written[0]}"
