"""第二个得分：复核人写了复核完成值的，按这一行自己的规则再算一遍；只写复核得分的，照写的计。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportgen.core.judgement import Judgement
from reportgen.core.quantity import fixed, plain, round_half_up
from reportgen.core.rules.case import Case, Doubt, Outcome, Step
from reportgen.core.scoreline import ScoreLine
from reportgen.core.second import Review


def second_case(case: Case, review: Review) -> Case:
    """复核的情形：复核完成值换下自评的，认定只看复核人的。"""
    judgement = Judgement(share=review.share)
    if review.score is not None:
        judgement = replace(judgement, score=review.score.number)
    if review.actual_text is None:
        return replace(case, judgement=judgement)
    actual = str(review.actual_text)
    return replace(case, actual=review.actual, actual_text=actual, judgement=judgement)


def typed_only(line: ScoreLine, review: Review, places: int) -> ScoreLine:
    """只写了复核得分的一行。"""
    assert review.score is not None
    score = round_half_up(review.score.number, places)
    step = Step(f"复核人给 {fixed(score, places)} 分", score)
    return replace(line, reviewed=score, review_exact=review.score.number, review_steps=(step,))


def ruled(
    line: ScoreLine, review: Review, outcome: Outcome, rounding: Step, score: Decimal
) -> tuple[ScoreLine, tuple[Doubt, ...]]:
    """按规则再算过的一行。复核人另写了得分而不同的：写了备注照写的计，没有写的是错误。"""
    places = max(0, -int(score.as_tuple().exponent))
    steps = (*outcome.steps, rounding)
    again = replace(line, reviewed=score, review_exact=outcome.exact, review_steps=steps)
    typed = review.score
    if typed is None or round_half_up(typed.number, places) == score:
        return again, outcome.doubts
    message = f"“{line.name}”的复核得分写的是 {plain(typed.number)}，"
    message += f"按规则和复核完成值算得 {fixed(score, places)}。"
    if review.remark is None:
        help = "核对复核完成值，或删去复核得分；确实另给的，写明备注（review_remark，复核文件里是 remark）。"
        return again, (*outcome.doubts, Doubt("C06", message, help, typed.span))
    step = Step(f"复核人另给 {plain(typed.number)} 分：{' '.join(review.remark.split())}")
    kept = typed_only(line, review, places)
    kept = replace(kept, review_steps=(*steps, step))
    help = "照写的计；备注里要说得出为什么。"
    return kept, (*outcome.doubts, Doubt("R12", message, help, typed.span))
