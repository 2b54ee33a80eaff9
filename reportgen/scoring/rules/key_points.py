"""要点：各占 1/n（或写明占比），逐点认定份额（R11）；“具备一项得几分”即每点非 0 即 100%（R14）。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.quantity import ONE, ZERO, settle
from reportgen.core.rule import KeyPoints
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Outcome, earn, percent, unscorable


def score_key_points(rule: KeyPoints, case: Case) -> Outcome:
    """得分 = 分值 × Σ（占比 × 份额）；各占 1/n 时先加后除，不先把 1/n 化成小数。"""
    number = len(rule.points)
    if rule.shares and (len(rule.shares) != number or settle(sum(rule.shares, ZERO)) > ONE):
        message = f"“{case.name}”的规则有 {number} 个要点、{len(rule.shares)} 个占比，占比与要点不合或合计大于 100%。"
        raise unscorable("R07", message, "一个要点一个占比，合计 100%；各占一样的不写 shares。")
    shares = _judged(rule, case)
    if rule.shares:
        total = sum((size * share for size, share in zip(rule.shares, shares, strict=True)), ZERO)
        sizes = [percent(size) for size in rule.shares]
    else:
        total = sum(shares, ZERO) / number
        sizes = [f"1/{number}"] * number
    steps = [
        Step(f"要点{index}占 {size}，认定 {percent(share)}：{text}", share)
        for index, (size, share, text) in enumerate(zip(sizes, shares, rule.points, strict=True), 1)
    ]
    return earn(case, total, *steps)


def _judged(rule: KeyPoints, case: Case) -> tuple[Decimal, ...]:
    """各要点的认定份额。"""
    asked, given = len(rule.points), case.judgement.points
    if case.judgement.all_points:
        return (ONE,) * asked
    if given and len(given) != asked:
        message = f"“{case.name}”有 {asked} 个要点，认定写了 {len(given)} 个份额。"
        raise unscorable("R09", message, f"key_points 里写 {asked} 个份额，如 [{', '.join(['100%'] * asked)}]。")
    if given:
        return given
    for word, share in rule.words:
        if case.actual_text == word:
            return (share,) * asked
    message = f"“{case.name}”有 {asked} 个要点，没有写认定。"
    raise unscorable("R02", message, "全部达成写 key_points: all，否则逐点写份额，如 [80%, 60%]。")
