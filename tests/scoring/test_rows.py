"""评分表的行：不靠输入文件，把一份好的评价改一处再计分，看这一处怎么说。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.format import Catalogue, CatalogueEntry, Format
from reportgen.core.grading import Grade, Rounding
from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.rules.bands import Band, Bands
from reportgen.core.rules.case import Case, Unscorable
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule, score_rule
from reportgen.core.rules.note import Note
from reportgen.core.rules.parts import Part, Parts
from reportgen.core.rules.ratio import Ratio
from reportgen.core.rules.steps import Steps
from reportgen.core.rules.threshold import Threshold
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine
from reportgen.papers.score_record import as_record, write_score_yaml
from reportgen.scoring.card import score

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
SPAN = whole(Source("x.yaml"))


@cache
def good() -> tuple[Evaluation, Format]:
    """郑州原件的评价和格式。"""
    examined = examine(ZHENGZHOU)
    assert examined.evaluation is not None
    assert examined.format is not None
    return examined.evaluation, examined.format


def changed(name: str, **changes: Any) -> Evaluation:
    """改一个指标。"""
    evaluation, _ = good()
    indicators = tuple(
        replace(each, **changes) if each.name == name else each for each in evaluation.indicators
    )
    assert indicators != evaluation.indicators
    return replace(evaluation, indicators=indicators)


def manifest(**changes: Any) -> Format:
    """改 format.yaml 的一项。"""
    _, format = good()
    return replace(format, manifest=replace(format.manifest, **changes))


def measured(text: str) -> dict[str, Any]:
    """实际完成值，像从文件里读来的一样。"""
    return {"actual": Quantity.parse(text), "actual_text": Text(text, SPAN)}


def codes(found: tuple[Diagnostic, ...], *wanted: str) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in found if each.code in wanted]


def row(card: Scorecard, name: str) -> ScoreLine:
    return next(line for line in card.lines if line.name == name)


def only(
    rule: Rule, target: Target, *actuals: str, weight: str = "100"
) -> tuple[Evaluation, Format]:
    """指标库里只有这一条规则的格式，和一份实绩。"""
    evaluation, format = good()
    names = [Text(f"指标{index}", SPAN) for index in range(len(actuals))]
    entries = tuple(
        CatalogueEntry(name, "甲", "乙", Decimal(weight), target, rule, span=SPAN) for name in names
    )
    own = [
        Indicator(name, span=SPAN, **measured(text))
        for name, text in zip(names, actuals, strict=True)
    ]
    return replace(evaluation, indicators=tuple(own)), replace(format, catalogue=Catalogue(entries))


def test_the_published_input_lacks_nothing_that_is_printed() -> None:
    card, found = score(*good())
    assert f"{card.total:f}" == "93.36"
    assert [(each.code, each.subject) for each in found if each.severity == "error"] == []


def test_an_actual_that_contradicts_the_measured_one_is_told_and_does_not_count() -> None:
    _, format = good()
    card, found = score(changed("预算执行率", **measured("100%")), format)
    assert (row(card, "预算执行率").actual, f"{row(card, '预算执行率').score:f}") == (
        "74.66%",
        "7.47",
    )
    assert codes(found, "R10") == [("R10", "预算执行率")]
    _, found = score(changed("预算执行率", **measured("74.66%")), format)
    assert not codes(found, "R10")


def test_the_exact_rate_scores_unrounded_and_prints_rounded() -> None:
    evaluation, _ = good()
    card, _ = score(evaluation, manifest(score_from="exact"))
    line = row(card, "预算执行率")
    assert line.actual == "74.66%"
    assert line.exact is not None
    assert line.exact * 193 - Decimal(1441) < Decimal("1e-25"), "144.10 ÷ 193.00 × 10"
    assert line.exact != Decimal("7.466")
    assert not [step.text for step in line.steps if len(step.text) > 80]


def test_weight_target_and_rule_of_the_catalogue_are_not_changed_by_the_input() -> None:
    _, format = good()
    evaluation = changed(
        "预算执行率",
        weight=Quantity(Decimal(5), "", "5", SPAN),
        target=Target("≥90%", "≥", Quantity.parse("90%"), SPAN),
        rule=Threshold(note=Note(span=SPAN)),
    )
    card, found = score(evaluation, format)
    line = row(card, "预算执行率")
    assert (line.weight, str(line.target), line.rule and line.rule.kind) == (
        Decimal(10),
        "100%",
        "ratio",
    )
    assert len(codes(found, "R10")) == 3


def test_the_weight_of_an_own_indicator_is_more_than_nothing() -> None:
    _, format = good()
    name = next(each.name for each in good()[0].indicators if each.weight is not None)
    for weight in ("-5", "0"):
        _, found = score(changed(name, weight=Quantity(Decimal(weight), "", weight, SPAN)), format)
        assert ("I03", name) in codes(found, "I03")


def test_an_evaluation_without_indicators_is_told_what_it_lacks() -> None:
    evaluation, format = good()
    card, found = score(replace(evaluation, indicators=()), format)
    assert not card.complete
    assert [code for code, _ in codes(found, "R02", "R03")] == ["R02"] * 5 + ["R03"]


def test_an_indicator_written_twice_is_scored_once() -> None:
    evaluation, format = good()
    card, _ = score(replace(evaluation, indicators=evaluation.indicators * 2), format)
    assert f"{card.total:f}" == "93.36"


def test_an_unconfirmed_rule_inside_a_composed_one_is_told_once() -> None:
    guess = Ratio(note=Note(reference="待证实", span=SPAN))
    rule = Parts(
        (Part("甲", (Decimal(1), Decimal(2)), guess), Part("乙", (Decimal(1), Decimal(2)), Ratio()))
    )
    target = Target("≥2 人", "≥", Quantity.parse("2 人"))
    _, found = score(*only(rule, target, "2 人", "1 人", weight="50"))
    assert codes(found, "R08") == [("R08", "指标0")]


OVER_ZERO = Steps(per=Decimal(1), deduct=Decimal("0.05"), above=Quantity.parse("0%"), unit="%")


@pytest.mark.parametrize(
    ("rule", "actual", "met"),
    [
        (Threshold(), "8.47%", False),
        (Threshold(), "0%", True),
        (OVER_ZERO, "10.34%", False),
        (OVER_ZERO, "-3%", True),
    ],
)
def test_a_target_without_a_sign_is_met_as_its_rule_compares(
    rule: Rule, actual: str, met: bool
) -> None:
    evaluation, format = only(rule, Target("0%", "", Quantity.parse("0%")), actual)
    card, _ = score(evaluation, replace(format, manifest=replace(format.manifest, met="target")))
    assert row(card, "指标0").met is met


def test_over_achievement_meets_its_target_though_it_lost_points() -> None:
    evaluation, _ = good()
    lost = [line.name for line in score(evaluation, manifest(met="full_score"))[0].unmet]
    assert len(lost) == 2
    assert not score(evaluation, manifest(met="target"))[0].unmet


def test_a_row_that_cannot_be_scored_is_not_met() -> None:
    name = next(each.name for each in good()[0].indicators if each.weight is not None)
    card, _ = score(changed(name, **measured("9999 户")), manifest(met="target"))
    assert row(card, name).score is None
    assert row(card, name).met is False


def test_what_rounding_alone_takes_away_is_not_a_deduction() -> None:
    evaluation, format = only(
        Ratio(), Target("≥2 人", "≥", Quantity.parse("2 人")), "2 人", weight="0.123"
    )
    card, found = score(evaluation, format)
    line = row(card, "指标0")
    assert (f"{line.score:f}", line.lost, line.met) == ("0.12", False, True)
    assert not codes(found, "R05")


def test_rounding_the_total_only_differs_from_rounding_each_row() -> None:
    evaluation, format = only(
        Ratio(), Target("≥3 人", "≥", Quantity.parse("3 人")), "1 人", "1 人", "1 人", weight="1"
    )
    for at, total in (("indicator", "0.99"), ("total", "1.00")):
        rounding = Rounding(2, at)  # type: ignore[arg-type]
        card, _ = score(
            evaluation, replace(format, manifest=replace(format.manifest, rounding=rounding))
        )
        assert f"{card.total:f}" == total


def test_grades_may_be_written_in_any_order() -> None:
    evaluation, format = good()
    grades = tuple(reversed(format.manifest.grades))
    assert score(evaluation, manifest(grades=grades))[0].grade == "优"
    assert score(evaluation, manifest(grades=(Grade("优", Decimal(95)),)))[0].grade == ""


def test_bands_of_one_unit_do_not_take_an_actual_of_another() -> None:
    rule = Bands((Band(Decimal(90), Decimal(1)),), unit="%")
    target = Target("≥90%", "≥", Quantity.parse("90%"))
    case = Case("满意度", Decimal(10), target, Quantity.parse("0.95"), "0.95", Judgement())
    with pytest.raises(Unscorable) as caught:
        score_rule(rule, case)
    assert caught.value.doubt.code == "R06"
    assert (
        score_rule(rule, replace(case, actual=Quantity.parse("95%"), actual_text="95%")).exact == 10
    )


def test_words_that_yaml_would_take_for_truth_are_quoted() -> None:
    evaluation, format = only(Judged(), Target("no", "", None), "1 人")
    indicator = replace(evaluation.indicators[0], actual=None, actual_text=Text("no", SPAN))
    card, _ = score(replace(evaluation, indicators=(indicator,)), format)
    assert 'actual: "no"' in write_score_yaml(card, format)
    assert as_record(card, format)["lines"][0]["score"] == "100.00"


def test_a_given_score_above_the_weight_and_points_too_few_are_out_of_range() -> None:
    target = Target("健全", "", None)
    for rule, judgement in (
        (Judged(), Judgement(score=Decimal("100.01"))),
        (Judged(), Judgement(score=Decimal("-0.01"))),
        (KeyPoints(("甲", "乙")), Judgement(points=(Decimal(1),))),
    ):
        evaluation, format = only(rule, target, "1 人")
        indicator = replace(evaluation.indicators[0], judgement=judgement)
        _, found = score(replace(evaluation, indicators=(indicator,)), format)
        assert codes(found, "R09") == [("R09", "指标0")]
