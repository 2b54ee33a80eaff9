"""达标得满分，否则得 otherwise，通常不得分（R1）。比较方式取自年度指标值；没有写符号的按“等于”。"""

from __future__ import annotations

from reportgen.core.quantity import ONE
from reportgen.core.rule import Threshold
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Outcome, compared, direction, earn, holds, percent, unscorable


def score_threshold(rule: Threshold, case: Case) -> Outcome:
    """达标得满分，否则得 otherwise。定性目标看实际完成值的文字是否一致。"""
    if case.target is not None and case.target.quantity is None:
        if not case.actual_text:
            raise unscorable("R02", f"“{case.name}”没有填实际完成值。", "加上 actual: …")
        reached = case.actual_text == case.target.text
    else:
        actual, target = compared(case)
        comparison = (case.target.comparison if case.target else "") or direction(rule)
        reached = holds(comparison, actual.number, target.number)
    share = ONE if reached else rule.otherwise
    verdict = "达标，得满分" if reached else f"未达标，得分值的 {percent(rule.otherwise)}"
    return earn(case, share, Step(f"实际完成值 {case.actual_text}，年度指标值 {case.target}，{verdict}", share))
