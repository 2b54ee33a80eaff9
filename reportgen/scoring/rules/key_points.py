"""要点：各占 1/n（或写明占比），逐点认定份额（R11）；“具备一项得几分”即每点非 0 即 100%（R14）。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.quantity import EXACT, ONE, ZERO, divide, plain, settle
from reportgen.core.rule import KeyPoints
from reportgen.core.scorecard import Step
from reportgen.scoring.case import Case, Outcome, percent, unscorable, weighed


def score_key_points(rule: KeyPoints, case: Case) -> Outcome:
    """得分 = 分值 × Σ（占比 × 份额）；各占 1/n 时先加后除，不先把 1/n 化成小数。"""
    shares = _judged(rule, case)
    number = Decimal(len(rule.points))
    if rule.shares:
        portions = [EXACT.multiply(weight, share) for weight, share in zip(rule.shares, shares, strict=True)]
        total = settle(sum(portions, ZERO))
        sizes = [percent(weight) for weight in rule.shares]
    else:
        total = settle(divide(sum(shares, ZERO), number))
        sizes = [f"1/{plain(number)}"] * len(shares)
    steps = [
        Step(f"要点{index}占 {size}，认定 {percent(share)}：{text}", share)
        for index, (size, share, text) in enumerate(zip(sizes, shares, rule.points, strict=True), 1)
    ]
    exact = settle(EXACT.multiply(case.weight, total))
    return Outcome(exact, (*steps, weighed(total, case.weight, percent(total))))


def _judged(rule: KeyPoints, case: Case) -> tuple[Decimal, ...]:
    judgement = case.judgement
    if judgement.all_points:
        return (ONE,) * len(rule.points)
    if judgement.points:
        if len(judgement.points) != len(rule.points):
            given, asked = len(judgement.points), len(rule.points)
            message = f"“{case.name}”有 {asked} 个要点，认定写了 {given} 个份额。"
            raise unscorable("R09", message, f"key_points 里写 {asked} 个份额，如 [{', '.join(['100%'] * asked)}]。")
        return judgement.points
    for word, share in rule.words:
        if case.actual_text == word:
            return (share,) * len(rule.points)
    message = f"“{case.name}”有 {len(rule.points)} 个要点，没有写认定。"
    raise unscorable("R02", message, "全部达成写 key_points: all，否则逐点写份额，如 [80%, 60%]。")
