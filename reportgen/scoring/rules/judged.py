"""整项认定（R12、R16）：评价人给分数或份额；定性指标也可由用词或百分数得到份额。

依次看：score 认定得分；share 认定份额；规则 words 里的用词；实际完成值写成百分数；实际完成值与年度指标值
文字相同（满分）。

用词与档次：规则 words 里的词，份额要与它所定的份额同档；档次（如 达成 100–80%、部分达成 80–60%、
未达成 60–0%）的名字要落在那一档；“较×”“基本×”表示至少部分达成，份额不应落在最低一档。“欠×”“不×”不作要求。
"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.format import Tier
from reportgen.core.quantity import ONE, ZERO, shown
from reportgen.core.rule import Judged
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Doubt, Outcome, earn, percent, unscorable

HALFWAY = ("较", "基本")
"""表示“至少部分达成”的词头。"""


def score_judged(rule: Judged, case: Case) -> Outcome:
    """按认定计分；得分超出 0 与分值之间的算不了（R09）。"""
    facts = [Step(f"实际完成值 {case.actual_text}，年度指标值 {case.target}")] if case.actual_text else []
    given = case.judgement.score
    if given is None:
        share, how = _share(rule, case)
        return earn(case, share, *facts, Step(how, share), doubts=_doubts(rule, case, share))
    if not ZERO <= given <= case.weight:
        message = f"“{case.name}”认定得 {shown(given)} 分，超出 0 与分值 {shown(case.weight)} 之间。"
        raise unscorable("R09", message, "核对认定的分数。")
    share = given / case.weight if case.weight else ZERO
    step = Step(f"评价人认定 {shown(given)} 分，是分值的 {percent(share)}", given)
    return Outcome(given, (*facts, step), _doubts(rule, case, share))


def _share(rule: Judged, case: Case) -> tuple[Decimal, str]:
    if case.judgement.share is not None:
        return case.judgement.share, f"评价人认定分值的 {percent(case.judgement.share)}"
    for word, share in rule.words:
        if case.actual_text == word:
            return share, f"用词“{word}”定为分值的 {percent(share)}"
    if case.actual is not None and case.actual.percent and (case.target is None or case.target.quantity is None):
        if not ZERO <= case.actual.ratio <= ONE:
            message = f"“{case.name}”的完成程度 {case.actual} 超出 0 与 100% 之间。"
            raise unscorable("R09", message, "核对实际完成值。")
        return case.actual.ratio, f"定性指标的完成程度 {case.actual}"
    if case.target is not None and case.actual_text == case.target.text:
        return ONE, "与年度指标值相同，得满分"
    message = f"“{case.name}”要由评价人认定，没有写认定得分或份额。"
    raise unscorable("R02", message, "加上 score: 分数（或 share: 80%），扣分的在 deviation 写理由。")


def _doubts(rule: Judged, case: Case, share: Decimal) -> tuple[Doubt, ...]:
    """用词与档次相不相符（R04）。"""
    tiers, word = case.tiers, case.actual_text
    if len(tiers) < 2:
        return ()
    actual = _tier(tiers, share)
    fixed = next((fixed for known, fixed in rule.words if known == word), None)
    named = _tier(tiers, fixed) if fixed is not None else next((tier for tier in tiers if tier.name == word), None)
    if named == actual or (named is None and not (word.startswith(HALFWAY) and actual == tiers[-1])):
        return ()
    bands = "，".join(f"{tier.name} {percent(tier.lower)} 起" for tier in tiers)
    message = f"“{case.name}”的认定是分值的 {percent(share)}，属“{actual.name}”一档，用词却是“{word}”。"
    return (Doubt("R04", message, f"改认定或改用词；本格式的档次：{bands}。"),)


def _tier(tiers: tuple[Tier, ...], share: Decimal) -> Tier:
    """份额属哪一档。"""
    return next((tier for tier in tiers if share >= tier.lower), tiers[-1])
