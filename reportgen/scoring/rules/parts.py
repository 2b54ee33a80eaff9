"""分项组合：几条规则各占一份（R15），或几个率各占一份（R7）。"""

from __future__ import annotations

from dataclasses import replace

from reportgen.core.quantity import ONE, ZERO, plain, settle, shown
from reportgen.core.rule import Part, Parts
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Doubt, Outcome, Scorer, unscorable


def score_parts(rule: Parts, case: Case, scorer: Scorer) -> Outcome:
    """各分项以自己那份分值计分后相加；有 measure 的分项，实绩取自事实，并印在实际完成值一栏。"""
    if settle(sum((top / bottom for top, bottom in (part.share for part in rule.parts)), ZERO)) != ONE:
        message = f"“{case.name}”的规则各分项占比之和不是 1。"
        raise unscorable("R07", message, "改各分项的 share，使合计为 1，如 1/2 加 1/2。")
    exact = ZERO
    steps: list[Step] = []
    doubts: list[Doubt] = []
    actuals: list[str] = []
    for part in rule.parts:
        own = _own_case(part, case)
        outcome = scorer(part.rule, own)
        share = f"{plain(part.share[0])}/{plain(part.share[1])}"
        steps.append(Step(f"{part.name}（占 {share}，{shown(own.weight)} 分）"))
        steps += outcome.steps
        doubts += outcome.doubts
        exact += outcome.exact
        if part.measure:
            actuals.append(own.actual_text)
    steps.append(Step(f"各分项相加，得 {shown(exact)}", exact))
    return Outcome(exact, tuple(steps), tuple(doubts), tuple(actuals))


def _own_case(part: Part, case: Case) -> Case:
    """分项自己的情形：名称、分值，有 measure 的另取实绩。"""
    top, bottom = part.share
    weight = case.weight * top / bottom
    if not part.measure:
        return replace(case, name=part.name, weight=weight)
    actual = case.measure(part.measure)
    if actual is None:
        message = f"“{case.name}”的分项“{part.name}”取自 {part.measure}，那里没有填。"
        raise unscorable("R02", message, f"在输入里补上 {part.measure} 所要的数。")
    return replace(case, name=part.name, weight=weight, actual=actual, actual_text=str(actual))
