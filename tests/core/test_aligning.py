"""对齐：哪块是哪块改成的，添了、删了哪块；很长的、全一样的也不会很久。"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.aligning import Step, changed_words, differences, steps

words = st.lists(st.sampled_from(["p甲", "p乙", "p丙", "r丁", "r戊"]), max_size=8)


@given(words, words)
def test_the_steps_turn_one_into_the_other(was: list[str], now: list[str]) -> None:
    """去掉删的，换上改的，添上添的，就是现在的。"""
    found = steps(was, now, (was, now))
    kept = [at for at in range(len(was)) if at not in {step.was for step in found}]
    same = [at for at in range(len(now)) if at not in {step.now for step in found}]
    assert [was[at] for at in kept] == [now[at] for at in same]
    for step in found:
        assert step.was is not None or step.now is not None
        if step.was is not None and step.now is not None:
            assert was[step.was][0] == now[step.now][0], "同一种块才是改成的"
    assert len({step.was for step in found if step.was is not None}) == len(was) - len(kept)


@given(words)
def test_equal_ones_have_no_difference(was: list[str]) -> None:
    assert list(differences(was, was)) == []
    assert steps(was, was, ()) == []


def test_the_one_most_alike_is_the_one_changed() -> None:
    was = ["培训企业家三百人次，满意度九成。", "预算执行率为七成。"]
    now = ["新添的一句。", "培训企业家四百人次，满意度九成。", "预算执行率为七成。"]
    found = steps([f"p{text}" for text in was], [f"p{text}" for text in now], (was, now))
    assert found == [Step(None, 0, 0), Step(0, 1, 1)]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (["p同"] * 50_000, ["p头", *["p同"] * 49_998, "p尾"]),
        ([f"p{at}" for at in range(20_000)], [f"p{at}" for at in range(20_000, 0, -1)]),
    ],
    ids=["全一样的", "倒过来的"],
)
def test_long_ones_take_seconds_at_most(was: list[str], now: list[str]) -> None:
    start = time.perf_counter()
    found = steps(was, now, ())
    assert time.perf_counter() - start < 10
    assert found


def test_a_long_stretch_of_equal_blocks_tells_only_what_changed() -> None:
    was = ["p同"] * 5_000
    now = ["p头", *["p同"] * 4_998, "p尾"]
    assert steps(was, now, ()) == [Step(0, 0, 0), Step(4_999, 4_999, 4_999)]


def test_the_words_around_a_change_are_few() -> None:
    was = "全年预算数为一百万元，全年执行数为九十万元，执行率为百分之九十，完成情况良好。"
    now = was.replace("九十万", "八十万")
    assert changed_words(was, now) == (
        "…为一百万元，全年执行数为九十万元，执行率为百分之九…",
        "…为一百万元，全年执行数为八十万元，执行率为百分之九…",
    )
