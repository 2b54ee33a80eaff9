"""全部核对：写稿之前的 CHECKS，写成之后的 TEXT_CHECKS。每个都是函数，加一个核对就在这里加一项。"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.checking.figures import check_fund_order, check_fund_sums, check_stated_figures, check_worked
from reportgen.checking.results import check_answers, check_reasons, check_stated_counts, check_stated_total
from reportgen.checking.text import check_dropped
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.document import Document
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard

Check = Callable[[Evaluation, Scorecard, Format], Iterator[Diagnostic]]
TextCheck = Callable[[Document, Evaluation], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_fund_sums,
    check_fund_order,
    check_worked,
    check_stated_figures,
    check_stated_total,
    check_stated_counts,
    check_reasons,
    check_answers,
)
TEXT_CHECKS: tuple[TextCheck, ...] = (check_dropped,)


def check_facts(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> tuple[Diagnostic, ...]:
    """事实之间相不相合。"""
    return tuple(diagnostic for check in CHECKS for diagnostic in check(evaluation, scorecard, format))


def check_text(document: Document, evaluation: Evaluation) -> tuple[Diagnostic, ...]:
    """成稿与事实相不相合。"""
    return tuple(diagnostic for check in TEXT_CHECKS for diagnostic in check(document, evaluation))
