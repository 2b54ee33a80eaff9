"""三方合并：只有一边改了的都在，两边都改了的都列出来。"""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.source.normal import normal
from reportgen.source.threeway import joined
from tests.source.trees import INPUTS, shape_for, tree_of


def value_of(path: Any) -> Any:
    """一份输入的事实。"""
    tree = tree_of(path)
    return normal(tree, shape_for(tree))


VALUES = [value_of(path) for path in INPUTS]


def test_what_one_side_changed_goes_in() -> None:
    before = {"year": "2024", "rows": [{"name": "甲", "n": "1"}, {"name": "乙", "n": "2"}]}
    theirs = {"year": "2025", "rows": [{"name": "甲", "n": "1"}, {"name": "丙", "n": "3"}]}
    ours = {"year": "2024", "rows": [{"name": "甲", "n": "9"}, {"name": "乙", "n": "2"}]}
    result = joined(before, theirs, ours, {("rows", 0): ("rows", 0)})
    assert result.conflicts == ()
    expected = [{"name": "甲", "n": "9"}, {"name": "丙", "n": "3"}]
    assert result.value == {"year": "2025", "rows": expected}


@pytest.mark.parametrize(
    ("theirs", "ours", "count"),
    [
        ({"a": "2"}, {"a": "3"}, 1),
        ({"a": "2"}, {}, 1),
        ({}, {"a": "2"}, 1),
        ({"a": "2"}, {"a": "2"}, 0),
        ({}, {}, 0),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "2"}, 1),
    ],
)
def test_what_both_changed_is_a_conflict_unless_it_is_the_same(
    theirs: Any, ours: Any, count: int
) -> None:
    assert len(joined({"a": "1"}, theirs, ours, {}).conflicts) == count


def test_rows_deleted_moved_and_added() -> None:
    before = [{"name": name, "n": "1"} for name in "甲乙丙"]
    moved = [before[2], before[0], before[1]]
    changed = [{**before[0], "n": "2"}, before[1], before[2], {"name": "丁"}]
    result = joined({"r": before}, {"r": moved}, {"r": changed}, {})
    assert result.conflicts == ()
    expected = [before[2], {"name": "丁"}, {"name": "甲", "n": "2"}, before[1]]
    assert result.value == {"r": expected}
    gone = joined({"r": before}, {"r": before[1:]}, {"r": changed}, {})
    assert [conflict.theirs for conflict in gone.conflicts] == [None]
    other = [before[1], before[0], before[2]]
    assert joined({"r": before}, {"r": moved}, {"r": other}, {}).conflicts[0].order


def test_the_same_row_added_by_both_is_one_row() -> None:
    result = joined({}, {"r": [{"name": "丁", "a": "1"}]}, {"r": [{"name": "丁", "b": "2"}]}, {})
    assert result.value == {"r": [{"name": "丁", "a": "1", "b": "2"}]}


Spot = tuple[str | int, ...]


def spots(value: Any, here: Spot = ()) -> list[Spot]:
    """一棵树里各个值的地方。"""
    if isinstance(value, str):
        return [here]
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    return [spot for key, part in steps for spot in spots(part, (*here, key))]


def at(value: Any, spot: Spot) -> Any:
    """一处的值；没有的为 None。"""
    for step in spot:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def edited(random: Random, value: Any, mark: str) -> tuple[Any, dict[Spot, str]]:
    """改一到四个值，不动行。"""
    changed = copy.deepcopy(value)
    edits: dict[Spot, str] = {}
    for _ in range(random.randint(1, 4)):
        spot = random.choice(spots(value))
        edits[spot] = f"{mark}{random.randint(0, 9)}"
        at(changed, spot[:-1])[spot[-1]] = edits[spot]
    return changed, edits


def identities(value: Any, here: Spot = ()) -> dict[Spot, Spot]:
    """每一行都在原来的地方。"""
    if isinstance(value, str):
        return {}
    found: dict[Spot, Spot] = {}
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in steps:
        spot = (*here, key)
        if isinstance(part, dict) and isinstance(key, int):
            found[spot] = spot
        found |= identities(part, spot)
    return found


@settings(max_examples=200)
@given(st.integers(0, len(VALUES) - 1), st.integers(0, 2**32))
def test_of_two_hundred_pairs_of_edits_nothing_is_lost_and_every_conflict_is_shown(
    which: int, seed: int
) -> None:
    random, before = Random(seed), VALUES[which]
    theirs, their_edits = edited(random, before, "交")
    ours, our_edits = edited(random, before, "文")
    result = joined(before, theirs, ours, identities(before))
    listed = {conflict.theirs_at for conflict in result.conflicts}
    both = {spot for spot in their_edits if spot in our_edits}
    same_list = {
        spot
        for spot in their_edits
        for other in our_edits
        if spot[:-1] == other[:-1] and isinstance(spot[-1], int)
    }
    for spot in both:
        assert any(spot[: len(place)] == place for place in listed), spot
    if result.conflicts:
        assert listed <= {spot[:depth] for spot in (*both, *same_list) for depth in range(9)}
        return
    for spot, text in (*their_edits.items(), *our_edits.items()):
        assert at(result.value, spot) == text
    for spot in spots(before):
        if spot not in their_edits and spot not in our_edits:
            assert at(result.value, spot) == at(before, spot)


@settings(max_examples=100)
@given(st.integers(0, len(VALUES) - 1), st.integers(0, 2**32))
def test_one_side_alone_is_what_it_wrote(which: int, seed: int) -> None:
    before = VALUES[which]
    theirs, _ = edited(Random(seed), before, "交")
    assert joined(before, theirs, before, identities(before)).value == theirs
    assert joined(before, before, theirs, identities(before)).value == theirs
