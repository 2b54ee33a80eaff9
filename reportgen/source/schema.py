"""给编辑器的 schema：形状 → JSON Schema（2020-12），自成一体，`$ref` 都指本文件里的定义。

编辑器凭它补全、提示、标出写错的键。值写得对不对由程序自己核对（shape.py），schema 只管有哪些键、哪些词。
读法写作 x-is，不写作 format：`format: date` 编辑器自有解释，会把“2025年3月31日”标成错。
凭一个词分几种的（规则、表），各种的键合在一处，用 if/then 和 propertyNames 限定；不用 unevaluatedProperties，
因为常用的编辑器还不认它。
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from reportgen.core.shape import Shape, Variants, told
from reportgen.source.scalars import PLACEHOLDER

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WIDTH = 140
UNFILLED = {"type": "string", "pattern": f"^{PLACEHOLDER}$"}
"""起始输入里还没有填的；该填什么由程序说（I10），编辑器不把它当作写错了的词，也不拿它补全。"""
SCALAR = ["string", "number", "boolean"]
"""一个值在编辑器看来的类型：2024 是数，true 是真假，其余是文字。"""


def editor_schema(shape: Shape, name: str) -> Json:
    """形状 → 独立的 schema。name 是它的名字（$id）。"""
    definitions: Json = {}
    schema: Json = {"$schema": DIALECT, "$id": f"reportgen:{name}"}
    schema |= _schema(replace(shape, named=""), definitions)
    return {**schema, "$defs": dict(sorted(definitions.items()))}


def schema_text(schema: Json) -> str:
    """schema → 文件的全文：一行写得下的写成一行，人也读得。"""
    return _text(schema, "") + "\n"


def _text(value: Any, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not isinstance(value, dict | list):
        return line
    inner = indent + " "
    if isinstance(value, list):
        items = [_text(item, inner) for item in value]
        return "[\n" + ",\n".join(inner + item for item in items) + f"\n{indent}]"
    entries = [
        f"{json.dumps(key, ensure_ascii=False)}: {_text(item, inner)}"
        for key, item in value.items()
    ]
    return "{\n" + ",\n".join(inner + entry for entry in entries) + f"\n{indent}}}"


def _schema(shape: Shape, definitions: Json) -> Json:
    hints: Json = {}
    for word, value in (
        ("title", shape.title),
        ("description", shape.help),
        ("x-rollover", shape.rollover),
    ):
        if value:
            hints[word] = value
    if not shape.named:
        return hints | _body(shape, definitions)
    if shape.named not in definitions:
        definitions[shape.named] = {}  # 占住名字：定义里还会说到自己
        definitions[shape.named] = _body(shape, definitions)
    return hints | {"$ref": f"#/$defs/{shape.named}"}


def _body(shape: Shape, definitions: Json) -> Json:
    if shape.choices:
        return {"anyOf": [_schema(told(choice, ""), definitions) for choice in shape.choices]}
    if shape.kind == "array":
        return _array(shape, definitions)
    if shape.kind == "scalar":
        return _scalar(shape)
    if shape.variants is not None:
        return _variants(shape.variants, definitions)
    return _object(shape, definitions)


def _scalar(shape: Shape) -> Json:
    if not shape.words:
        return {"type": SCALAR, "x-is": shape.format}
    words = [word for word, _ in shape.words]
    # 不加引号的 1 和 1.，编辑器读成数
    numbers = [int(word.removesuffix(".")) for word in words if word.removesuffix(".").isdecimal()]
    return {"anyOf": [{"enum": [*words, *numbers]}, UNFILLED]}


def _array(shape: Shape, definitions: Json) -> Json:
    array: Json = {"type": "array"}
    if shape.least:
        array["minItems"] = shape.least
    if shape.items is not None:
        array["items"] = _schema(shape.items, definitions)
    return array


def _object(shape: Shape, definitions: Json) -> Json:
    body: Json = {"type": "object"}
    if shape.required:
        body["required"] = list(shape.required)
    if shape.properties:
        body["properties"] = _properties(shape, definitions)
    rest = shape.rest
    body["additionalProperties"] = False if rest is None else _schema(rest, definitions)
    return body


def _properties(shape: Shape, definitions: Json) -> Json:
    return {key: _schema(shape.properties[key], definitions) for key in shape.properties}


def _variants(variants: Variants, definitions: Json) -> Json:
    """各种的键合在一处；几种里写法不同的键，写法在各自的 then 里。"""
    properties: Json = {}
    clauses = []
    for word, shape in variants.shapes.items():
        of_kind = _properties(shape, definitions)
        for key, schema in of_kind.items():
            same = properties.setdefault(key, schema) == schema
            properties[key] = schema if same else {"title": schema.get("title", key)}
        then: Json = {"propertyNames": {"enum": list(of_kind)}, "properties": of_kind}
        if shape.required:
            then["required"] = list(shape.required)
        clauses.append({"if": _is(variants, word), "then": then})
    body: Json = {"type": "object"}
    if not variants.default:
        body["required"] = [variants.key]
    return body | {"properties": properties, "additionalProperties": False, "allOf": clauses}


def _is(variants: Variants, word: str) -> Json:
    """这一种的条件；没有写那个词时的那一种，不写也是。"""
    condition: Json = {"properties": {variants.key: {"const": word}}}
    if word != variants.default:
        condition["required"] = [variants.key]
    return condition
