"""一行自己写的：规则里的数能不能用，实绩同程序算的一不一样，分数是不是比印的位数细。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.quantity import Quantity, fixed, half_width, plain, round_half_up
from reportgen.core.rules.case import Case, Doubt, Outcome
from reportgen.core.scoreline import ScoreLine


def own_faults(line: ScoreLine) -> Iterator[Doubt]:
    """这一行自己写的规则，数不能用的各处；格式的规则另由 format check 核对。"""
    if line.rule is None or line.rule_from != "row":
        return
    for fault in line.rule.faults():
        message = f"“{line.name}”自己的规则不能用：{fault.message}"
        yield Doubt("R07", message, fault.help, fault.span)


def _number_and_place(quantity: Quantity | None) -> tuple[Decimal | None, Span | None]:
    return (None, None) if quantity is None else (quantity.number, quantity.span)


def too_fine(line: ScoreLine, format: Format) -> Iterator[Diagnostic]:
    """R09 写的分数比印的位数细：8.005 印成 8.01，印的就不是写的。"""
    places = format.manifest.rounding.score_places
    indicator = line.indicator
    judgement = indicator.judgement
    weight, review = indicator.weight, indicator.review.score
    written: tuple[tuple[str, Decimal | None, Span | None], ...] = (
        ("认定得分", judgement.score, dict(judgement.spans).get("score")),
        ("复核得分", *_number_and_place(review)),
        ("分值", *_number_and_place(weight)),
    )
    for title, number, span in written:
        if number is None or span is None or round_half_up(number, places) == number:
            continue
        message = f"“{line.name}”的{title}写的是 {plain(number)}，得分只印 {places} 位小数，"
        message += f"会印成 {fixed(number, places)}。"
        help = f"{title}最多写 {places} 位小数。"
        yield diagnose("R09", span, message, help, subject=str(line.name))


def overruled(line: ScoreLine, case: Case, outcome: Outcome) -> tuple[Doubt, ...]:
    """R10 实绩由程序取自事实的，输入又写成别的。"""
    written = str(line.indicator.actual_text or "")
    reckoned = "\n".join(outcome.actuals)
    if not reckoned and line.measure:
        reckoned = case.actual_text
    if not written or not reckoned or half_width(written) == reckoned:
        return ()
    message = f"“{line.name}”的实际完成值写的是“{written}”，"
    message += f"由输入里的资金等算得“{'、'.join(reckoned.split())}”，按算得的计。"
    return (Doubt("R10", message, "删去 actual，或核对资金等各行的数。"),)
