"""规范的 YAML：任何一棵树写出来再读，说的还是同一件事；写法只有一种。"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.core.shape import Shape
from reportgen.source.emit import emit
from reportgen.source.normal import node_of, normal
from reportgen.source.quoting import quoted, quoted_if_needed
from reportgen.source.tree import Mapping, Scalar, parse
from tests.source.trees import FORMATS, INPUTS, format_of, grown, shape_for, tree_of

texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)
TREES = settings(max_examples=200 if os.environ.get("CI") else 60)


@TREES
@given(st.sampled_from(FORMATS), st.integers(0, 2**32))
def test_a_tree_of_any_format_reads_back_as_written(name: str, seed: int) -> None:
    shape = format_of(name).shape
    tree = node_of(grown(Random(seed), shape))
    text = emit(tree, shape)
    for pure in (False, True):
        back, problems = parse(Source("x.yaml", text), pure=pure)
        assert back is not None, problems
        assert normal(back, shape) == normal(tree, shape)
        assert emit(back, shape) == text


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_shipped_inputs_read_back_as_written(path: Path) -> None:
    tree = tree_of(path)
    shape = shape_for(tree)
    back, problems = parse(Source("x.yaml", emit(tree, shape)))
    assert back is not None
    assert not problems
    assert normal(back, shape) == normal(tree, shape)


@settings(max_examples=1000 if os.environ.get("CI") else 200)
@given(texts, st.sampled_from(("", "'", '"')))
def test_any_text_is_read_back_from_its_quotes_or_without_them(text: str, mark: str) -> None:
    for written in (quoted_if_needed(text), quoted(text, mark)):
        assert _value(f"a: {written}\n") in (text, None)
    for written in (quoted_if_needed(text, flow=True), quoted(text, mark)):
        assert _value(f"a: [x, {written}, {{b: {written}}}]\n") in (text, None)


def _value(text: str) -> str | None:
    """读回的值；有印不出的字符而不收的，没有。"""
    node, problems = parse(Source("x.yaml", text))
    if any(problem.code == "S10" for problem in problems):
        return None
    assert isinstance(node, Mapping), (text, problems)
    value = node.entries[0][1]
    if isinstance(value, Scalar):
        return value.text
    assert not isinstance(value, Mapping)
    first, pair = value.items[1:]
    assert isinstance(first, Scalar)
    assert isinstance(pair, Mapping)
    inner = pair.get("b")
    assert isinstance(inner, Scalar)
    assert first.text == inner.text
    return first.text


def test_keys_follow_the_shape_lines_go_under_a_bar_and_quotes_only_where_needed() -> None:
    tree = node_of(
        {
            "sections": {
                "process": "第一段。\n\n第二段。",
                "methods": [{"text": "乙", "title": "甲"}],
            },
            "indicators": [
                {"weight": "5", "name": "甲: 乙", "key_points": ["80%", "1/3"], "includes": []},
            ],
            "unit": {"name": " 甲局 ", "short": ""},
            "year": "2024",
        }
    )
    assert emit(tree, format_of("nanjing-whole-2024").shape) == (
        "year: 2024\n"
        "unit:\n"
        "  name: 甲局\n"
        "indicators:\n"
        "  - name: '甲: 乙'\n"
        "    weight: 5\n"
        "    key_points:\n"
        "      - 80%\n"
        "      - 1/3\n"
        "sections:\n"
        "  methods:\n"
        "    - title: 甲\n"
        "      text: 乙\n"
        "  process: |\n"
        "    第一段。\n"
        "\n"
        "    第二段。\n"
    )


def test_a_tree_with_nothing_in_it_is_an_empty_mapping() -> None:
    tree = node_of({"unit": {"name": " "}, "findings": [{}, {"title": "~"}]})
    assert emit(tree, Shape("object")) == "{}\n"
