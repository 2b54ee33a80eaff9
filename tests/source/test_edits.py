"""照原文件改：每一条规矩一个例子（edits.yaml）。

随意的改动要么一字不差，要么不动；没有改的，字节不变。
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.core.diagnostics import Edit, Source, Span
from reportgen.core.shape import Shape
from reportgen.source.emit import emit
from reportgen.source.merge import merge
from reportgen.source.normal import node_of, normal, value_of
from reportgen.source.pen import Overlapping, apply
from reportgen.source.tree import Node, parse
from tests.source.trees import (
    FORMATS,
    INPUTS,
    changed,
    format_of,
    grown,
    shape_for,
    styled,
    tree_of,
)

TABLE = yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text("utf-8"))
CHANGES = settings(max_examples=1000 if os.environ.get("CI") else 150)
NANJING = format_of("nanjing-whole-2024").shape
seeds = st.integers(0, 2**32)


def read(text: str) -> Node:
    node, problems = parse(Source("x.yaml", text))
    assert node is not None, problems
    return node


def merged(text: str, wanted: Any, shape: Shape) -> str | None:
    return merge(read(text), node_of(wanted), shape).text


@pytest.mark.parametrize("rule", TABLE)
def test_each_rule_by_its_example(rule: str) -> None:
    case = TABLE[rule]
    assert merged(case["before"], case["wanted"], NANJING) == case["after"]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_untouched_file_stays_byte_for_byte(path: Path) -> None:
    node = tree_of(path)
    shape = shape_for(node)
    canonical = read(emit(node, shape))
    for same in (node, node_of(value_of(node)), canonical):
        result = merge(node, same, shape)
        assert (result.text, result.edits) == (node.span.source.text, ())


@CHANGES
@given(st.sampled_from(INPUTS), seeds, st.integers(1, 4))
def test_any_change_of_an_input_is_exact_or_refused(path: Path, seed: int, times: int) -> None:
    node = tree_of(path)
    shape = shape_for(node)
    wanted, done = changed(Random(seed), value_of(node), shape, times)
    result = merge(node, node_of(wanted), shape)
    if result.text is None:
        assert [problem.code for problem in result.diagnostics] == ["S15"]
        return
    assert normal(read(result.text), shape) == normal(node_of(wanted), shape), done
    before, after = node.span.source.text.split("\n"), result.text.split("\n")
    touched = {edit.span.line + at for edit in result.edits for at in range(_height(edit) + 1)}
    notes = [line for number, line in enumerate(before, 1) if "#" in line and number not in touched]
    assert _in_order(notes, after), "没有动的行上，注释都在"


def _height(edit: Edit) -> int:
    span = edit.span
    return span.source.text.count("\n", span.start, span.end)


def _in_order(notes: list[str], lines: list[str]) -> bool:
    """各行照次序都在；移了地方的行也算在。"""
    return not set(notes) - set(lines)


@CHANGES
@given(st.sampled_from(FORMATS), seeds)
def test_a_file_written_in_any_style_is_changed_exactly_or_refused(name: str, seed: int) -> None:
    random, shape = Random(seed), format_of(name).shape
    node = read(styled(random, grown(random, shape)))
    wanted, done = changed(random, value_of(node), shape, random.randint(1, 4))
    text = merge(node, node_of(wanted), shape).text
    assert text is None or normal(read(text), shape) == normal(node_of(wanted), shape), done
    assert merge(node, node, shape).text == node.span.source.text


def test_hardly_any_change_is_refused() -> None:
    """守卫只为例外；改动多数不成的，是改法坏了，不是文件特别。"""
    refused = 0
    for path in INPUTS:
        node = tree_of(path)
        shape = shape_for(node)
        for seed in range(20):
            wanted, _ = changed(Random(seed), value_of(node), shape, 3)
            refused += merge(node, node_of(wanted), shape).text is None
    assert refused <= 2


def test_six_changes_of_an_officer_make_a_small_difference() -> None:
    """两格、一格两段的叙述、新的一行、去掉的一行、一个金额。"""
    node = tree_of(INPUTS[5])
    shape = shape_for(node)
    wanted: Any = value_of(node)
    wanted["indicators"][0]["actual"] = "较健全"
    wanted["facts"]["staff"]["actual"] = "41"
    wanted["goals"]["long_term"] = "第一段。\n第二段。"
    wanted["indicators"].insert(3, {"name": "新指标", "actual": "1 场", "weight": "2"})
    del wanted["findings"][1]
    wanted["funds"]["total"]["spent"] = "4371.20"
    result = merge(node, node_of(wanted), shape)
    assert result.text is not None
    before, after = node.span.source.text.split("\n"), result.text.split("\n")
    lines = [line for line in difflib.ndiff(before, after) if line[:1] in "+-"]
    assert len(result.edits) == 6
    assert len(lines) <= 25, "\n".join(lines)
    assert not [line for line in lines if line[2:].lstrip().startswith("#")]


def test_overlapping_edits_are_refused_and_insertions_keep_their_order() -> None:
    source = Source("x.yaml", "abcdef")

    def edit(start: int, end: int, text: str) -> Edit:
        return Edit(Span(source, 1, start + 1, start, end), text)

    changes = [edit(4, 5, "E"), edit(1, 1, "1"), edit(1, 1, "2"), edit(1, 2, "B")]
    assert apply(source.text, changes) == "a12BcdEf"
    assert apply(source.text, []) == "abcdef"
    with pytest.raises(Overlapping):
        apply(source.text, [edit(0, 3, "x"), edit(2, 4, "y")])


@pytest.mark.parametrize(
    "text",
    [
        "? unit\n: {name: 甲}\n",
        "unit: {name}\n",
        "? unit\n# 注\n: name: 甲\n",
    ],
)
def test_a_strange_way_of_writing_is_left_alone_and_named(text: str) -> None:
    node = read(text)
    wanted = node_of({"unit": {"name": "乙", "short": "丙"}})
    result = merge(node, wanted, NANJING)
    assert result.text is None
    (problem,) = result.diagnostics
    assert (problem.code, problem.severity) == ("S15", "warning")
