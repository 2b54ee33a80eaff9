"""抄录的各行：原件评分表逐行照印（scoring: stated），或逐行同规则算得的比（stated.rows）。

五份公开的原件里印出的得分都在 published.yaml；原件没有分列的行（附表不印的）不在其中。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.examined import Examined
from reportgen.core.model import Evaluation, Scoring
from reportgen.core.quantity import Quantity
from reportgen.core.stated import Stated, StatedProject, StatedRow
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine, examine_facts
from reportgen.papers.markdown import write_markdown

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = yaml.safe_load((Path(__file__).parent / "published.yaml").read_text("utf-8"))
SPAN = whole(Source("原件"))


def input_of(report: Mapping[str, Any]) -> Examined:
    return examine(ROOT / "inputs" / report["input"])


def quantity(number: str) -> Quantity:
    return Quantity(Decimal(number), "", str(number), SPAN)


def rows_of(scores: Mapping[str, str]) -> tuple[StatedRow, ...]:
    return tuple(StatedRow(Text(name, SPAN), quantity(score)) for name, score in scores.items())


def stated(examined: Examined, scoring: Scoring, scores: Mapping[str, str], **changes: Any) -> Examined:
    """同一份评价，抄上各行的得分再查。"""
    evaluation = examined.evaluation
    assert evaluation is not None and examined.format is not None
    copied = replace(evaluation.stated, rows=rows_of(scores), **changes)
    renewed = replace(evaluation, scoring=scoring, stated=copied)
    return examine_facts(renewed, examined.format, examined.source)


def new(found: Examined, before: Examined) -> list[str]:
    """多出来的诊断。"""
    known = {(problem.code, problem.subject, problem.message) for problem in before.diagnostics}
    fresh = [p for p in found.diagnostics if (p.code, p.subject, p.message) not in known]
    return [f"{problem.code} {problem.message}" for problem in fresh]


def names(published: list[Mapping[str, Any]]) -> list[str]:
    return [report["input"] for report in published]


@pytest.mark.parametrize("report", PUBLISHED, ids=names(PUBLISHED))
def test_the_total_is_as_published(report: Mapping[str, Any]) -> None:
    card = input_of(report).scorecard
    assert card is not None
    assert (f"{card.total:f}", card.grade) == (report["total"], report["grade"])
    if report["recomputed"]:
        assert card.scoring == "rules"
        assert card.total == sum(line.score or 0 for line in card.lines if line.counted)


WITH_ROWS = [report for report in PUBLISHED if report["rows"]]


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_every_published_row_scores_as_published(report: Mapping[str, Any]) -> None:
    card = input_of(report).scorecard
    assert card is not None
    scores = {str(line.name): line.score for line in card.lines}
    deviations = []
    for name, score in report["rows"].items():
        if scores[name] != Decimal(score):
            deviations.append(f"{name}：原件 {score}，算得 {scores[name]}")
    assert deviations == []


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_the_program_compares_every_row_itself(report: Mapping[str, Any]) -> None:
    examined = input_of(report)
    assert new(stated(examined, "rules", report["rows"]), examined) == []
    for name, score in report["rows"].items():
        other = "0.01" if score == "0.00" else str(Decimal(score) - Decimal("0.01"))
        found = new(stated(examined, "rules", report["rows"] | {name: other}), examined)
        assert len([message for message in found if f"抄录的“{name}”得 {other}" in message]) == 1


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_a_copied_table_prints_the_report_that_the_rules_print(report: Mapping[str, Any]) -> None:
    examined = input_of(report)
    assert examined.scorecard is not None and examined.document is not None
    scores = {str(line.name): f"{line.score:f}" for line in examined.scorecard.lines}
    copied = stated(examined, "stated", scores)
    assert copied.document is not None
    assert write_markdown(copied.document) == write_markdown(examined.document)
    assert new(copied, examined) == []
