"""全体的各项数：资金合计、总分和等级、各级指标的个数、完成几个。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checking.topic_figures import Figure, rates_of
from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.prose.words import Aspect
from reportgen.core.quantity import HUNDRED, Quantity, percent_of
from reportgen.core.scorecard import Scorecard

_WHOLE_MONEY: tuple[Aspect, ...] = ("initial", "adjusted", "arrived", "spent", "balance")


def whole_figures(
    evaluation: Evaluation,
    scorecard: Scorecard | None,
    judged: bool,
    printed_totals: Sequence[Decimal] = (),
) -> Iterator[tuple[Aspect, tuple[Figure, ...]]]:
    """全体的各项：资金合计，总分，各级指标的个数。"""
    total = evaluation.funds.total
    if total is not None:
        yield from _whole_funds(total, evaluation)
    if scorecard is None or scorecard.scoring == "none":
        return
    if len(set(printed_totals)) == 1:
        lost = scorecard.full_marks - printed_totals[0]
        yield "deducted", (Figure("评分表扣的分", lost, "scorecard.total"),)
    if judged and scorecard.complete and scorecard.total:
        totals = [scorecard.total]
        if scorecard.reviewed is not None:
            totals.append(scorecard.reviewed)
        called = "评分表的总分"
        yield "total", tuple(Figure(called, number, "scorecard.total") for number in totals)
        yield "weight", (Figure("满分", scorecard.full_marks, "scorecard.total"),)
        lost = scorecard.full_marks - scorecard.total
        yield "deducted", (Figure("评分表扣的分", lost, "scorecard.total"),)
        rate = percent_of(scorecard.total, scorecard.full_marks or HUNDRED, 2)
        yield "score_rate", (Figure("总分的得分率", rate, "scorecard.total"),)
    if scorecard.grade:
        yield "grade", (Figure("评分表的等级", scorecard.grade, "scorecard.grade"),)
    for level in ("level1", "level2", "level3"):
        number = getattr(scorecard.counts, level)
        if number:
            path = f"scorecard.counts.{level}"
            yield level, (Figure("评分表里数得的个数", number, path),)
    if judged and scorecard.printed:
        yield from _finished(scorecard)


def _finished(scorecard: Scorecard) -> Iterator[tuple[Aspect, tuple[Figure, ...]]]:
    """完成的、没有完成的个数：印的各行，和连不印的在内。"""
    rows = [row for row in scorecard.lines if not row.adds]
    met = {len(scorecard.met), sum(row.met for row in rows)}
    unmet = {len(scorecard.unmet), sum(not row.met for row in rows)}
    yield "met", tuple(Figure("评分表里完成的指标", n, "scorecard.met") for n in sorted(met))
    missed = sorted(unmet)
    yield "unmet", tuple(Figure("评分表里没有完成的指标", n, "scorecard.unmet") for n in missed)


def _whole_funds(
    total: FundLine, evaluation: Evaluation
) -> Iterator[tuple[Aspect, tuple[Figure, ...]]]:
    figures: dict[Aspect, tuple[Figure, ...]] = {}
    for aspect in _WHOLE_MONEY:
        fact = getattr(total, aspect)
        if fact is not None:
            place = getattr(fact, "span", None)
            figures[aspect] = (Figure("资金里的数", fact, f"funds.total.{aspect}", place),)
    figures["budget"] = figures.get("adjusted", ()) + figures.get("initial", ())
    if "balance" in figures:
        figures["balance"] += tuple(_other_balances(total, evaluation))
    yield from figures.items()
    rates = rates_of(total, "由资金算得的执行率", "funds.total.rate")
    if rates:
        yield "rate", rates
    if total.arrival_rate is not None:
        rate = total.arrival_rate
        yield "arrival_rate", (Figure("由资金算得的到位率", rate, "funds.total.arrival_rate"),)


def _other_balances(total: FundLine, evaluation: Evaluation) -> Iterator[Figure]:
    """结余的别的算法：到位减支出，和年末结转结余。"""
    subject = "funds.total.balance"
    if total.spent is not None:
        for base in (total.budget, total.arrived):
            if base is not None:
                number = base.number - total.spent.number
                yield Figure("资金里的数", Quantity(number, "", f"{number:f}"), subject)
    carryover = evaluation.funds.carryover
    for fact in (carryover.closing, carryover.opening) if carryover is not None else ():
        if fact is not None:
            yield Figure("资金里的数", fact, subject, fact.span)
