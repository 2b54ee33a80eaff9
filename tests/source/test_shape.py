"""形状：判断与 jsonschema 对生成的 schema 的判断一致；每个错都指到写错的那一处，一次说全。"""

from __future__ import annotations

import json
from dataclasses import field
from decimal import Decimal
from typing import Any

import jsonschema
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.declare import Either, Kinds, Many, Open, Words, bare_number, declared
from reportgen.core.diagnostics import Diagnostic, Source, Span
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape, shape_of
from reportgen.core.text import Text
from reportgen.source.reading import read
from reportgen.source.schema import editor_schema
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse


@frozen
class Line:
    """一行。"""

    weight: Decimal = declared("分值", "number", then=bare_number)
    kind: str = declared("种类", Words.of("甲", "乙"), default="甲")


@frozen
class Plain:
    """规则的一种，没有别的键。"""

    kind: str = "b"


@frozen
class Fancy:
    """规则的一种，另有一个必填的键。"""

    x: str = declared("某数")


RULE = Kinds("SampleRule", "kind", "规则种类", {"a": Fancy, "b": Plain}, labels={})


@frozen
class Sample:
    """样例。"""

    name: Text = declared("名称")
    lines: tuple[Line, ...] = declared("各行", Many(Line, "一行", least=1))
    rule: Fancy | Plain | None = declared("规则", RULE, default=None)
    other: str | tuple[Line, ...] = declared("其他", Either("text", Many(Line, "一行")), default="")
    words: tuple[tuple[str, Text], ...] = declared("用词", Open("text", "词"), default=())
    span: Span | None = field(default=None, compare=False, repr=False)


def sample_shape() -> Shape:
    """样例的形状，连同它的中文名。"""
    return shape_of(Many(Sample, "样例")).items or Shape()


def plain(node: Node) -> Any:
    """树 → jsonschema 认得的值，标量都是字符串。"""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def check(text: str) -> tuple[Diagnostic, ...]:
    node, problems = parse(Source("x.yaml", text))
    assert node is not None, problems
    return check_shape(node, sample_shape())


KEYS = ["name", "lines", "weight", "kind", "rule", "x", "other", "words", "nmae"]
values = st.recursive(
    st.sampled_from(["甲", "丙", "12", "a", "b"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    ),
    max_leaves=12,
)
rules = st.dictionaries(st.sampled_from(["kind", "x", "y"]), st.sampled_from(["a", "b", "c"]))
lines = st.lists(
    st.dictionaries(st.sampled_from(["weight", "kind", "y"]), st.sampled_from(["1", "甲"])),
    max_size=2,
)
inputs = st.fixed_dictionaries(
    {"name": st.just("x"), "lines": lines},
    optional={"rule": rules, "other": st.one_of(values, lines), "words": values},
)


@given(st.one_of(values, inputs))
def test_the_verdict_is_that_of_jsonschema_on_the_generated_schema(value: Any) -> None:
    node, _ = parse(Source("x.yaml", json.dumps(value, ensure_ascii=False)))
    if not isinstance(node, Mapping):
        return
    structural = [d for d in check_shape(node, sample_shape()) if "写法不对" not in d.message]
    oracle = jsonschema.Draft202012Validator(editor_schema(sample_shape(), "sample"))
    assert bool(structural) == bool(list(oracle.iter_errors(plain(node))))


def test_every_fault_of_an_input_is_told_with_its_place_and_its_chinese_name() -> None:
    found = check("nmae: x\nlines:\n  - {weight: 八, kind: 丙}\n  - {weihgt: 8}\n")
    assert [(d.code, d.span.line, d.span.column) for d in found] == [
        ("I02", 1, 1),
        ("I03", 3, 14),
        ("I04", 3, 23),
        ("I02", 4, 6),
    ]
    assert "是不是想写 name（名称）" in found[0].help
    assert "“分值”写法不对" in found[1].message
    assert "是不是想写 weight（分值）" in found[3].help


def test_a_missing_key_is_told_unless_a_misspelt_one_is_taken_for_it() -> None:
    assert [d.code for d in check("nmae: x\nlines: [{weight: 1}]\n")] == ["I02"]
    (missing,) = check("lines: [{weight: 1}]\n")
    assert (missing.code, "缺少“名称”（name）" in missing.message) == ("I01", True)
    assert [d.code for d in check("xyz: x\nlines: [{weight: 1}]\n")] == ["I02", "I01"]


def test_a_key_written_as_its_chinese_title_is_answered_with_the_key() -> None:
    found = check("名称: x\nlines: [{weight: 1}]\n")
    assert "是不是想写 name（名称）" in found[0].help


def test_a_kind_asks_for_its_own_keys_and_allows_no_others() -> None:
    assert not check("name: x\nlines: [{weight: 1}]\nrule: {kind: b}\n")
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: a}\n")] == ["I01"]
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: b, x: 1}\n")] == [
        "I02"
    ]


def test_a_wrong_kind_is_one_fault_not_one_for_each_key_of_the_right_kind() -> None:
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: c, x: 1}\n")] == [
        "I04"
    ]
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {x: 1}\n")] == ["I01"]
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: c, y: 1}\n")] == [
        "I04",
        "I02",
    ]


def test_a_place_still_to_be_filled_in_is_told_with_its_comment() -> None:
    found = check("name: 待填 # 填：单位的全称\nlines: [{weight: 1}]\n")
    assert [(d.code, d.help) for d in found] == [("I10", "填：单位的全称")]


def test_variants_of_numbers_are_read_and_noted_with_an_edit() -> None:
    found = check("name: x\nlines: [{weight: １２}]\n")
    assert [(d.code, d.severity) for d in found] == [("I05", "warning")]
    assert found[0].edit is not None
    assert found[0].edit.text == "12"


def test_the_same_declarations_read_the_values_with_their_places() -> None:
    text = "name: 甲\nlines: [{weight: 12}]\nrule: {kind: a, x: 一}\nother: [{weight: 3}]\nwords: {乙: 丙}\n"
    node, _ = parse(Source("x.yaml", text))
    assert node is not None
    sample = read(node, Sample)
    assert sample == Sample(
        Text("甲"),
        (Line(Decimal(12)),),
        Fancy("一"),
        (Line(Decimal(3)),),
        (("乙", Text("丙")),),
    )
    assert sample.span == node.span
    assert type(sample.rule.x) is str  # 标注为 str 的是普通的 str，Jinja 编译出的代码才存得下
    assert type(sample.name) is Text
    assert sample.name.span is not None and sample.name.span.line == 1


def test_the_schema_takes_what_an_editor_makes_of_the_yaml() -> None:
    """编辑器把 2024 读成数、true 读成真假；分不清的词（1、2）两样都许。"""
    shape = shape_of(Many(Words.of("1", "2"), "级"))
    oracle = jsonschema.Draft202012Validator(editor_schema(shape, "levels"))
    assert oracle.is_valid(yaml.safe_load("[1, '2']"))
    assert not oracle.is_valid(yaml.safe_load("[3]"))
    assert oracle.is_valid([1, "2"])
    scalars = jsonschema.Draft202012Validator(
        editor_schema(shape_of(Many("count", "数")), "counts")
    )
    assert scalars.is_valid([39, "39 人", True, 1.5])
    assert not scalars.is_valid([None])
    assert not scalars.is_valid([{}])
