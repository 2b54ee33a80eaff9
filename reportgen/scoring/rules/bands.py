"""按区间分档，含下限（R8、R9）：财预〔2021〕101号的执行率、满意度，各地的预算控制率等。"""

from __future__ import annotations

from reportgen.core.quantity import EXACT, ZERO, plain, settle
from reportgen.core.rule import Bands
from reportgen.core.scorecard import Step
from reportgen.scoring.case import Case, Outcome, compared, measured, percent, weighed


def score_bands(rule: Bands, case: Case) -> Outcome:
    """看实际完成值（或它与目标之差）落在哪一档；都不到则不得分。按期完成且未超预算的按 finished。"""
    if rule.finished is not None and case.judgement.finished:
        share = rule.finished
        step = Step(f"按期完成且未超预算，得分值的 {percent(share)}", share)
        return Outcome(settle(EXACT.multiply(case.weight, share)), (step, weighed(share, case.weight, percent(share))))
    if rule.on == "deviation":
        actual, target = compared(case)
        value = actual.number - target.number
        facts = f"实际完成值 {actual}，年度指标值 {case.target}，相差 {plain(value)}"
    else:
        actual = measured(case)
        value = actual.number
        facts = f"实际完成值 {actual}"
    unit = actual.unit if actual.percent else ""
    band = next((band for band in rule.rows if value >= band.lower), None)
    share = band.share if band else ZERO
    reached = f"达到 {plain(band.lower)}{unit} 一档" if band else f"不到最低一档 {plain(rule.rows[-1].lower)}{unit}"
    steps = (Step(f"{facts}，{reached}，得分值的 {percent(share)}", share), weighed(share, case.weight, percent(share)))
    return Outcome(settle(EXACT.multiply(case.weight, share)), steps)
