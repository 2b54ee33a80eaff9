"""一级、二级指标：小计是其下各行之和，各行只在一处；不印的行不在指标树里；换了行，各级跟着换。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.corridor.pipeline import examine
from reportgen.scoring.card import score

ROOT = Path(__file__).resolve().parents[2]
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"


def card() -> Scorecard:
    examined = examine(NANJING)
    assert examined.scorecard is not None
    return examined.scorecard


def leaves(lines: tuple[ScoreLine, ...]) -> list[ScoreLine]:
    """其下的三级指标。"""
    found: list[ScoreLine] = []
    for line in lines:
        found += [line] if line.level == 3 else leaves(line.children)
    return found


def test_every_line_stands_under_its_two_levels_once() -> None:
    scorecard = card()
    assert leaves(scorecard.level1) == list(scorecard.lines)
    for first in scorecard.level1:
        assert {second.level1 for second in first.children} == {first.name}
        for second in first.children:
            assert {line.group for line in second.children} == {second.group}


def test_a_level_is_the_sum_of_what_is_below_it() -> None:
    scorecard = card()
    for level in (*scorecard.level1, *scorecard.level2):
        below = leaves((level,))
        assert level.weight == sum((line.full for line in below), Decimal(0))
        assert level.score == sum((line.earned for line in below), Decimal(0))
        assert level.count == len(below)
        assert {line.level1_weight for line in below} == {scorecard_weight(scorecard, level.level1)}


def scorecard_weight(scorecard: Scorecard, level1: str) -> Decimal | None:
    return next(first.weight for first in scorecard.level1 if first.level1 == level1)


def test_a_line_that_is_not_printed_is_not_in_the_tree() -> None:
    scorecard = card()
    gone = scorecard.level2[0].name
    lines = [replace(line, printed=line.level2 != gone) for line in scorecard.lines]
    hidden = scorecard.with_lines(lines)
    assert gone in [second.name for second in hidden.level2]
    assert gone not in [second.name for first in hidden.tree for second in first.children]
    assert leaves(hidden.tree) == list(hidden.printed)


def test_the_levels_follow_when_the_lines_are_replaced() -> None:
    scorecard = card()
    lines = [replace(line, actual="换过") for line in scorecard.lines]
    assert {line.actual for line in leaves(scorecard.with_lines(lines).level1)} == {"换过"}
    assert scorecard.with_lines(scorecard.lines) is scorecard


def test_a_row_of_the_parts_below_an_indicator_has_its_place_but_no_score() -> None:
    sample = ROOT / "templates" / "mof-evaluation-2020" / "sample.yaml"
    examined = examine(sample, templates=ROOT / "templates")
    assert (
        examined.scorecard is not None
        and examined.evaluation is not None
        and examined.format is not None
    )
    scorecard, _ = score(examined.evaluation, examined.format)
    parents = [line for line in scorecard.lines if line.children]
    assert parents
    for parent in parents:
        assert [part.name for part in parent.children] == [
            part.name for part in parent.indicator.includes
        ]
        for part in parent.children:
            assert (part.level, part.group, part.level1_weight) == (
                4,
                parent.group,
                parent.level1_weight,
            )
            assert (part.weight, part.score) == (None, None)
