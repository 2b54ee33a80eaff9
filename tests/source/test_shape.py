"""形状：判断与 jsonschema 一致；每个错都指到写错的那一处，一次说全。"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Diagnostic, Source
from reportgen.source.schema import SchemaError, compile_schema, inline, shipped_schema
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = sorted(ROOT.glob("templates/*/schema.json"))

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "样例",
    "required": ["name", "lines"],
    "properties": {
        "name": {"title": "名称", "format": "text"},
        "lines": {
            "title": "各行",
            "type": "array",
            "minItems": 1,
            "items": {
                "title": "一行",
                "type": "object",
                "required": ["weight"],
                "properties": {"weight": {"title": "分值", "format": "number"}, "kind": {"enum": ["甲", "乙"]}},
                "additionalProperties": False,
            },
        },
        "rule": {
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}},
            "allOf": [
                {
                    "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
                    "then": {"required": ["x"], "properties": {"x": {"format": "text"}}},
                }
            ],
            "unevaluatedProperties": False,
        },
    },
    "additionalProperties": False,
}


def plain(node: Node) -> Any:
    """树 → jsonschema 认得的值，标量都是字符串。"""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def check(text: str, schema: dict[str, Any] = SCHEMA) -> tuple[Diagnostic, ...]:
    node, problems = parse(Source("x.yaml", text))
    assert node is not None, problems
    return check_shape(node, compile_schema(schema))


values = st.recursive(
    st.sampled_from(["甲", "丙", "12", "a", "b"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["name", "lines", "weight", "kind", "rule", "x", "other"]), inner, max_size=4),
    ),
    max_leaves=12,
)


@given(values)
def test_the_verdict_is_that_of_jsonschema(value: Any) -> None:
    node, _ = parse(Source("x.yaml", json.dumps(value, ensure_ascii=False)))
    if not isinstance(node, Mapping):
        return
    structural = [d for d in check_shape(node, compile_schema(SCHEMA)) if "写法不对" not in d.message]
    scalars = {"anyOf": [{"type": "string"}, {"type": "number"}]}
    strict = json.loads(json.dumps(SCHEMA).replace('"format": "text"', '"type": "string"'))
    strict["properties"]["lines"]["items"]["properties"]["weight"] = scalars
    assert bool(structural) == bool(list(jsonschema.Draft202012Validator(strict).iter_errors(value)))


def test_every_fault_of_an_input_is_told_with_its_place_and_its_chinese_name() -> None:
    found = check("nmae: x\nlines:\n  - {weight: 八, kind: 丙}\n  - {weihgt: 8}\n")
    assert [(d.code, d.span.line, d.span.column) for d in found] == [
        ("I02", 1, 1),
        ("I03", 3, 14),
        ("I04", 3, 23),
        ("I02", 4, 6),
        ("I01", 4, 6),
        ("I01", 1, 1),
    ]
    assert "是不是想写 name（名称）" in found[0].help
    assert "“分值”写法不对" in found[1].message
    assert "缺少“名称”（name）" in found[-1].message


def test_a_key_written_as_its_chinese_title_is_answered_with_the_key() -> None:
    found = check("名称: x\nlines: [{weight: 1}]\n")
    assert "是不是想写 name（名称）" in found[0].help


def test_conditions_ask_for_more_only_where_they_hold() -> None:
    assert not check("name: x\nlines: [{weight: 1}]\nrule: {kind: b}\n")
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: a}\n")] == ["I01"]
    assert [d.code for d in check("name: x\nlines: [{weight: 1}]\nrule: {kind: b, x: 1}\n")] == ["I02"]


def test_a_place_still_to_be_filled_in_is_told_with_its_comment() -> None:
    found = check("name: 待填 # 填：单位的全称\nlines: [{weight: 1}]\n")
    assert [(d.code, d.help) for d in found] == [("I10", "填：单位的全称")]


def test_variants_of_numbers_are_read_and_noted_with_an_edit() -> None:
    found = check("name: x\nlines: [{weight: １２}]\n")
    assert [(d.code, d.severity) for d in found] == [("I05", "warning")]
    assert found[0].edit is not None
    assert found[0].edit.text == "12"


OPEN = {"core": {"type": "object", "additionalProperties": {"format": "text"}}}
CLOSED_OR_NOT = {
    "closed where it is used": ({"$ref": "#/$defs/core", "additionalProperties": False}, ["I02"]),
    "closed with keys of its own": (
        {"$ref": "#/$defs/core", "properties": {"甲": {"format": "text"}}, "additionalProperties": False},
        [],
    ),
    "left open": ({"$ref": "#/$defs/core", "properties": {"乙": {"format": "text"}}}, []),
    "other keys of another kind": ({"$ref": "#/$defs/core", "additionalProperties": {"type": "array"}}, ["I03"]),
}


@pytest.mark.parametrize(("schema", "codes"), CLOSED_OR_NOT.values(), ids=CLOSED_OR_NOT)
def test_what_is_closed_is_closed_though_its_base_is_open(schema: dict[str, Any], codes: list[str]) -> None:
    assert [d.code for d in check("甲: 一\n", {**schema, "$defs": OPEN})] == codes


WITH_SECTIONS = [path for path in SCHEMAS if "sections" in json.loads(path.read_text("utf-8"))["properties"]]


@pytest.mark.parametrize("path", WITH_SECTIONS, ids=lambda path: path.parent.name)
def test_a_misspelt_section_of_a_shipped_format_is_answered_with_the_right_one(path: Path) -> None:
    shape = compile_schema(json.loads(path.read_text("utf-8")))
    sample = (path.parent / "sample.yaml").read_text("utf-8")
    for name in shape.properties["sections"].properties:
        misspelt, found = re.subn(rf"(?m)^  {name}:", f"  {name}x:", sample)
        if not found:  # 不是必写的一节，例子里没有
            continue
        node, _ = parse(Source("x.yaml", misspelt))
        assert node is not None
        first = check_shape(node, shape)[0]
        assert first.code == "I02"
        assert first.message == f"“叙述”里没有“{name}x”这个键。"
        assert first.help.startswith(f"是不是想写 {name}（")


@pytest.mark.parametrize("schema", [{"oneOf": []}, {"type": "string"}, {"format": "uuid"}, {"$ref": "#/$defs/none"}])
def test_a_schema_beyond_the_vocabulary_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        compile_schema(schema)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.parent.name)
def test_the_schema_for_editors_is_whole_and_accepts_the_shipped_inputs(path: Path) -> None:
    import yaml

    schema = inline(json.loads(path.read_text("utf-8")))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "reportgen:" not in json.dumps(schema).replace('"$id"', "").replace(schema.get("$id", "@"), "")
    inputs = [sample for sample in (path.parent / "sample.yaml", *ROOT.glob("inputs/**/*.yaml")) if sample.is_file()]
    checked = 0
    for sample in inputs:
        value = yaml.load(sample.read_text("utf-8"), Loader=yaml.BaseLoader)
        if value["format"] == path.parent.name:
            assert not list(jsonschema.Draft202012Validator(schema).iter_errors(value)), sample
            checked += 1
    assert checked


def test_the_shipped_schemas_compile_whole() -> None:
    from reportgen.formats.load import walk

    walk(compile_schema(shipped_schema("core")))
    for name in shipped_schema("format")["$defs"]:
        walk(compile_schema({"$ref": f"reportgen:format#/$defs/{name}"}))


def _untitled(schema: dict[str, Any], where: str) -> list[str]:
    """没有中文名的各项；引用别处定义的由那里给。"""
    found = []
    for name, item in schema.get("properties", {}).items():
        if "$ref" not in item and not re.search("[一-龥]", item.get("title", "")):
            found.append(f"{where}.{name}")
        found += _untitled(item, f"{where}.{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            found += _untitled(schema[key], f"{where}.{key}")
    return found


def test_every_property_of_the_input_has_a_chinese_title_for_editors() -> None:
    core = shipped_schema("core")
    assert _untitled(dict(core), "核心") == []
    for name, definition in core["$defs"].items():
        assert _untitled(definition, name) == []
    for path in SCHEMAS:
        shape = compile_schema(json.loads(path.read_text("utf-8")))
        for name in shape.properties:
            assert re.search("[一-龥]", shape.properties[name].title), f"{path.parent.name} {name}"


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.parent.name)
def test_the_schema_for_editors_is_a_schema_on_its_own(path: Path) -> None:
    schema = inline(json.loads(path.read_text("utf-8")))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "reportgen:" not in json.dumps({key: value for key, value in schema.items() if key != "$id"})
