"""一行得分为什么变：旧的一行和新的一行逐项比，每项说成一句话，配上一步一步算出的分。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.comparing.sentences import stretches
from reportgen.comparing.stages import Exchange, Stage
from reportgen.core.difference import Cause, Kind
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import HUNDRED, ZERO, plain
from reportgen.core.rules.kinds import Rule, wording
from reportgen.core.rules.note import Note
from reportgen.core.rules.parts import Parts
from reportgen.core.rules.setting import Setting
from reportgen.core.rules.tiers import Tier
from reportgen.core.scoreline import ScoreLine

KIND_OF: dict[Stage, Kind] = {
    "actual": "fact",
    "target": "fact",
    "weight": "fact",
    "judgement": "fact",
    "others": "fact",
    "rules": "rule",
    "format": "format",
}

Amounts = dict[Stage, Decimal]
"""每一步这一行的得分变了多少。"""


def amounts_of(old: ScoreLine, new: ScoreLine, steps: Sequence[Exchange]) -> Amounts:
    """一行每一步变的分。中间一步算不出而最后算得出的，按上一步的；最后也算不出的，从那一步起没有得分。"""
    amounts: Amounts = {}
    before = old.earned
    for step in steps:
        row = _row(step, str(old.name), str(new.name))
        after = before if new.score is not None else ZERO
        if row is not None and row.score is not None:
            after = row.score
        amounts[step.stage] = after - before
        before = after
    return amounts


def _row(step: Exchange, name: str, new: str) -> ScoreLine | None:
    """这一步里的这一行：旧名、新名都找。"""
    for line in step.scorecard.lines:
        if line.name in (name, new):
            return line
    return None


def causes_of(
    old: ScoreLine, new: ScoreLine, amounts: Amounts, tiers: Sequence[Tier], exact: bool
) -> tuple[Cause, ...]:
    """两边都有的一行的各个原因，带着各占的分。exact 为假的没有规则，不比规则。"""
    differences = dict(_facts(old, new))
    if exact:
        differences |= dict(_rules(old, new, tuple(tiers)))
    left = {stage: amount for stage, amount in amounts.items() if amount}
    causes: list[Cause] = []
    for stage, cause in differences.items():
        amount = left.pop(stage, ZERO)
        if amount or cause.before or cause.after:  # 规则的数改了，话和得分都没有变的，不说
            causes.append(replace(cause, amount=amount))
    for stage, amount in left.items():
        causes.append(replace(_computed(stage, old, new), amount=amount))
    return (*causes, *_review(old, new))


def _review(old: ScoreLine, new: ScoreLine) -> Iterator[Cause]:
    """复核的不同：完成值、得分、备注；得分（第一个）不因它变。"""
    pairs = (
        ("复核完成值", old.review_actual, new.review_actual),
        ("复核得分", _fixed(old.reviewed), _fixed(new.reviewed)),
        ("复核备注", old.review_remark, new.review_remark),
    )
    for title, before, after in pairs:
        if (before or "") != (after or ""):
            yield Cause("fact", title, _one_line(before or ""), _one_line(after or ""), ZERO)


def _fixed(score: Decimal | None) -> str:
    return "" if score is None else f"{score:f}"


def without_amounts(old: ScoreLine, new: ScoreLine) -> tuple[Cause, ...]:
    """只有成稿的一行：原因看得出，只有一个时才知道它占多少。印出的得分在认定里，不是原因。"""
    causes = [cause for stage, cause in _facts(old, new) if stage != "judgement"]
    amount = new.earned - old.earned
    if len(causes) == 1:
        return (replace(causes[0], amount=amount),)
    if not causes and amount:
        return (Cause("rest", "成稿里看不出原因", amount=amount),)
    return tuple(causes)


def _facts(old: ScoreLine, new: ScoreLine) -> Iterator[tuple[Stage, Cause]]:
    """事实的不同：实际完成值、年度指标值、分值、认定。"""
    before, after = "、".join(old.actual.split("\n")), "、".join(new.actual.split("\n"))
    if before != after:
        yield "actual", Cause("fact", "实际完成值", before, after)
    target, later = str(old.target or ""), str(new.target or "")
    if target != later:
        yield "target", Cause("fact", "年度指标值", target, later)
    if old.weight != new.weight:
        yield "weight", Cause("fact", "分值", _number(old.weight), _number(new.weight))
    judged, judged_later = old.indicator.judgement, new.indicator.judgement
    if judged != judged_later:
        words = (judgement_words(judged), judgement_words(judged_later))
        yield "judgement", Cause("fact", "认定", *words)


def _rules(
    old: ScoreLine, new: ScoreLine, tiers: tuple[Tier, ...]
) -> Iterator[tuple[Stage, Cause]]:
    """规则的不同：在同样的指标值和分值下印成的话；话一样的只说改了。"""
    if _same_rule(old.rule, new.rule):
        return
    stage: Stage = "rules" if "row" in (old.rule_from, new.rule_from) else "format"
    setting = Setting(str(new.name), new.full, new.target, new.definition, tiers)
    before = wording(old.rule, setting) if old.rule is not None else ""
    after = wording(new.rule, setting) if new.rule is not None else ""
    if before == after:
        yield stage, Cause(KIND_OF[stage], "评分规则改了")
        return
    marked = stretches(before, after) if before and after else ()
    yield (
        stage,
        Cause(KIND_OF[stage], "评分规则", _quoted(before), _quoted(after), stretches=marked),
    )


def _computed(stage: Stage, old: ScoreLine, new: ScoreLine) -> Cause:
    """看不出是哪一项的：输入里有没有写它；算法的第一处不同。"""
    if bool(old.indicator.name) != bool(new.indicator.name):
        written = "输入里写了这个指标" if new.indicator.name else "输入里去掉了这个指标"
        return Cause(KIND_OF[stage], written)
    if new.score is None:
        return Cause(KIND_OF[stage], "算不出得分")
    before = [step.text for step in old.steps]
    after = [step.text for step in new.steps]
    for one, other in zip(before, after, strict=False):
        if one != other:
            words = (_quoted(one), _quoted(other))
            return Cause(KIND_OF[stage], "算法", *words, stretches=stretches(one, other))
    return Cause(KIND_OF[stage], _OTHER[stage])


_OTHER: dict[Stage, str] = {
    "actual": "所取的事实变了",
    "target": "指标值的意思变了",
    "weight": "分值变了",
    "judgement": "认定变了",
    "others": "一票否决或抄录的得分变了",
    "rules": "规则变了",
    "format": "格式的算法变了",
}
"""说不出由什么改为什么的。"""


def judgement_words(judgement: Judgement) -> str:
    """认定的一句话：得分 7.5、份额 80%、要点 100%、60%。"""
    words: list[str] = []
    if judgement.all_points:
        words.append("要点全部达成")
    if judgement.points:
        words.append("要点 " + "、".join(map(_percent, judgement.points)))
    if judgement.share is not None:
        words.append(f"份额 {_percent(judgement.share)}")
    if judgement.score is not None:
        words.append(f"得分 {plain(judgement.score)}")
    if judgement.finished:
        words.append("按期完成且未超预算")
    return "，".join(words)


def _same_rule(old: Rule | None, new: Rule | None) -> bool:
    if old is None or new is None:
        return old is new
    return _bare(old) == _bare(new)


def _bare(rule: Rule) -> Rule:
    """规则的各个数：不管写在哪里、依据什么。分项的各条也是。"""
    bare = replace(rule, note=Note(basis=rule.note.basis))
    if not isinstance(bare, Parts):
        return bare
    return replace(bare, parts=tuple(replace(part, rule=_bare(part.rule)) for part in bare.parts))


def _percent(share: Decimal) -> str:
    return f"{plain(share * HUNDRED)}%"


def _number(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return f"“{_one_line(text)}”" if text else ""
