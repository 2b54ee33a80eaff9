"""全部核对：写稿之前的 CHECKS，写成之后的 TEXT_CHECKS。每个都是函数，加一个核对就在这里加一项。"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.checking import (
    answers,
    explained,
    figures,
    goals,
    judgements,
    leftovers,
    money,
    parts,
    placing,
    plausible,
    published,
    results,
    spelling,
    surveys,
    targets,
    wording,
)
from reportgen.checking.approved import check_approved
from reportgen.checking.claims import check_claims
from reportgen.checking.unprinted import check_unprinted
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.document import Document
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard

Check = Callable[[Evaluation, Scorecard, Format], Iterator[Diagnostic]]
TextCheck = Callable[[Document, Evaluation, Scorecard, Format], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    figures.check_fund_sums,
    parts.check_fund_parts,
    figures.check_fund_order,
    figures.check_worked,
    figures.check_stated_figures,
    parts.check_indicator_parts,
    parts.check_shares,
    results.check_stated_total,
    published.check_stated_names,
    published.check_stated_rows,
    published.check_typed_scores,
    published.check_unused,
    results.check_stated_counts,
    results.check_stated_lists,
    results.check_reasons,
    results.check_answers,
    judgements.check_same_reasons,
    judgements.check_words_and_shares,
    judgements.check_score_and_target,
    judgements.check_all_as_planned,
    judgements.check_over_achievement,
    judgements.check_deductions_have_findings,
    targets.check_measurable,
    targets.check_cost_direction,
    targets.check_named_days,
    targets.check_same_goals,
    targets.check_satisfaction,
    targets.check_repeated_rows,
    targets.check_expected_levels,
    targets.check_result_weights,
    goals.check_goal_numbers,
    check_approved,
    check_claims,
    money.check_low_rate,
    money.check_score_against_rate,
    money.check_more_money,
    money.check_named_sources,
    wording.check_doubled,
    wording.check_unfinished,
    wording.check_years,
    wording.check_names,
    wording.check_kind,
    plausible.check_amounts,
    placing.check_placing,
    answers.check_hollow_reasons,
    answers.check_hollow_advice,
    answers.check_misuse,
    explained.check_budget_change,
    explained.check_evidence,
    explained.check_total_cost,
    explained.check_samples,
    goals.check_unmatched_numbers,
    leftovers.check_other_units,
    leftovers.check_objects,
    leftovers.check_same_paragraphs,
    spelling.check_spelling,
    spelling.check_bases,
)
SHARED_CHECKS: tuple[Check, ...] = (
    surveys.check_surveys,
    results.check_copied_total,
    plausible.check_year,
    leftovers.check_private,
)
"""几个项目共用的、说全体的内容，只核对一次。"""
TEXT_CHECKS: tuple[TextCheck, ...] = (wording.check_nothing, check_unprinted)


def check_facts(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Diagnostic, ...]:
    """事实之间相不相合。"""
    diagnostics: list[Diagnostic] = []
    for check in CHECKS:
        diagnostics += check(evaluation, scorecard, format)
    return tuple(diagnostics)


def check_shared(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Diagnostic, ...]:
    """各项目共用的事实（问卷）相不相合。"""
    diagnostics: list[Diagnostic] = []
    for check in SHARED_CHECKS:
        diagnostics += check(evaluation, scorecard, format)
    return tuple(diagnostics)


def check_text(
    document: Document, evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Diagnostic, ...]:
    """成稿与事实相不相合。"""
    diagnostics: list[Diagnostic] = []
    for check in TEXT_CHECKS:
        diagnostics += check(document, evaluation, scorecard, format)
    return tuple(diagnostics)
