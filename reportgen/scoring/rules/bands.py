"""按区间分档，含下限（R8、R9）：财预〔2021〕101号的执行率、满意度，各地的预算控制率等。"""

from __future__ import annotations

from reportgen.core.quantity import ZERO, shown
from reportgen.core.rule import Bands
from reportgen.core.scoreline import Step
from reportgen.scoring.case import Case, Outcome, compared, earn, measured, percent, same_unit


def score_bands(rule: Bands, case: Case) -> Outcome:
    """看实际完成值（或它与目标之差）落在哪一档；都不到则不得分。按期完成且未超预算的按 finished。"""
    if rule.finished is not None and case.judgement.finished:
        share = rule.finished
        return earn(case, share, Step(f"按期完成且未超预算，得分值的 {percent(share)}", share))
    if rule.on == "deviation":
        actual, target = compared(case)
        value = actual.number - target.number
        facts = f"实际完成值 {actual}，年度指标值 {case.target}，相差 {shown(value)}"
    else:
        actual = measured(case)
        value = actual.number
        facts = f"实际完成值 {actual}"
    if rule.unit is not None:
        same_unit(case, actual, rule.unit, f"各档下限 {shown(rule.rows[-1].lower)}{rule.unit} 等")
    unit = actual.unit if actual.percent else ""
    band = next((band for band in rule.rows if value >= band.lower), None)
    share = band.share if band else ZERO
    reached = f"达到 {shown(band.lower)}{unit} 一档" if band else f"不到最低一档 {shown(rule.rows[-1].lower)}{unit}"
    return earn(case, share, Step(f"{facts}，{reached}，得分值的 {percent(share)}", share))
