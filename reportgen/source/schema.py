"""形状的编译：JSON Schema（2020-12 的一个子集）→ Shape。

只认 KEYWORDS 里的关键字，够写输入和格式文件；schema 用了别的即是 schema 的错，抛 SchemaError。
`$ref` 引来的要求和本处写的要求都要满足：属性逐项合并，必填相加，其余以本处为准。
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from reportgen.core.frozen import frozen
from reportgen.source.scalars import READERS

Kind = Literal["object", "array", "scalar"]
Json = Mapping[str, Any]

SHIPPED = Path(__file__).resolve().parent.parent / "schema"

KEYWORDS = frozenset(
    (
        *("$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "examples", "x-rollover"),
        *("type", "properties", "required", "additionalProperties", "unevaluatedProperties", "items", "minItems"),
        *("enum", "format", "anyOf", "allOf"),
    )
)


class SchemaError(ValueError):
    """schema 本身写得不对。"""


@frozen
class Condition:
    """条件：键 key 等于 value 时另加的要求。"""

    key: str
    value: str
    then: Shape


@frozen
class Shape:
    """编好的形状：种类、中文名、各键的形状、必填的键、列表各项的形状、可选值、写法（format）。

    rest 是未列出的键的形状，None 表示不许有别的键；choices 是按种类区分的几种写法（anyOf）。
    """

    kind: Kind = "scalar"
    title: str = ""
    description: str = ""
    properties: Mapping[str, Shape] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    rest: Shape | None = None
    items: Shape | None = None
    least: int = 0
    enum: tuple[str, ...] = ()
    format: str = "text"
    conditions: tuple[Condition, ...] = ()
    choices: tuple[Shape, ...] = ()


class Properties(Mapping[str, Shape]):
    """各键的形状，用到时才编（规则里还有规则，不能一次编完）；同一个键有几处要求则合并。"""

    def __init__(self, sources: Mapping[str, tuple[tuple[Json, Json], ...]]) -> None:
        self._sources = sources
        self._known: dict[str, Shape] = {}

    def __getitem__(self, key: str) -> Shape:
        if key not in self._known:
            shape: Shape | None = None
            for schema, root in self._sources[key]:
                shape = _compile(schema, root, shape)
            assert shape is not None
            self._known[key] = shape
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def joined(self, schemas: Json, root: Json) -> Properties:
        """加上另一处对各键的要求。"""
        sources = dict(self._sources)
        for key, schema in schemas.items():
            sources[key] = (*sources.get(key, ()), (schema, root))
        return Properties(sources)


@lru_cache(maxsize=8)
def shipped_schema(name: Literal["core", "format"]) -> Json:
    """随程序带的 schema：core（输入的核心）、format（格式文件）。"""
    loaded: Json = json.loads((SHIPPED / f"{name}.json").read_text("utf-8"))
    return loaded


def compile_schema(schema: Json) -> Shape:
    """schema → Shape；`reportgen:core` 指核心，`#/$defs/名` 指它所在文件的定义。"""
    return _compile(schema, schema, None)


def _compile(schema: Json, root: Json, base: Shape | None) -> Shape:
    unknown = [word for word in schema if word not in KEYWORDS]
    if unknown:
        raise SchemaError(f"schema 里有不认识的关键字 {unknown[0]}")
    if "$ref" in schema:
        target, target_root = _resolve(schema["$ref"], root)
        base = _compile(target, target_root, base)
    base = base or Shape()
    changes: dict[str, Any] = {}
    for word, name in (("title", "title"), ("description", "description"), ("minItems", "least")):
        if word in schema:
            changes[name] = schema[word]
    if "type" in schema:
        if schema["type"] not in {"object", "array"}:
            raise SchemaError(f"schema 里的 type 只能是 object 或 array，不能是 {schema['type']}")
        changes["kind"] = schema["type"]
    if "format" in schema:
        if schema["format"] not in READERS:
            raise SchemaError(f"schema 里有不认识的 format {schema['format']}")
        changes["format"] = schema["format"]
    if "enum" in schema:
        changes["enum"] = tuple(schema["enum"])
    if "properties" in schema:
        old = base.properties if isinstance(base.properties, Properties) else Properties({})
        changes["properties"] = old.joined(schema["properties"], root)
    if "required" in schema:
        changes["required"] = tuple(dict.fromkeys([*base.required, *schema["required"]]))
    others = schema.get("additionalProperties")
    if isinstance(others, dict):
        changes["rest"] = _compile(others, root, None)
    elif others is False:
        changes["rest"] = None  # 引来的形状许有别的键，这里写 false 就关上
    if "items" in schema:
        changes["items"] = _compile(schema["items"], root, base.items)
    if "anyOf" in schema:
        changes["choices"] = tuple(_compile(choice, root, None) for choice in schema["anyOf"])
    if "allOf" in schema:
        changes["conditions"] = (*base.conditions, *(_condition(clause, root) for clause in schema["allOf"]))
    return replace(base, **changes)


def _condition(clause: Json, root: Json) -> Condition:
    try:
        ((key, test),) = clause["if"]["properties"].items()
        return Condition(key, test["const"], _compile(clause["then"], root, None))
    except (KeyError, ValueError, AttributeError) as error:
        raise SchemaError("allOf 里只能写 if（一个键等于一个值）和 then") from error


def _resolve(reference: str, root: Json) -> tuple[Json, Json]:
    if reference == "reportgen:core":
        return shipped_schema("core"), shipped_schema("core")
    owner, _, name = reference.rpartition("#/$defs/")
    homes: dict[str, Json] = {
        "": root,
        "reportgen:core": shipped_schema("core"),
        "reportgen:format": shipped_schema("format"),
    }
    definitions: Json = homes[owner].get("$defs", {}) if owner in homes else {}
    if name not in definitions:
        raise SchemaError(f"schema 里的 $ref 指向没有的定义 {reference}")
    return definitions[name], homes[owner]


def inline(schema: Json) -> dict[str, Any]:
    """给编辑器用的独立 schema：核心并入 $defs，不再引用别的文件。"""
    core = shipped_schema("core")
    definitions = {f"core.{name}": _relocate(value) for name, value in core.get("$defs", {}).items()}
    definitions["core"] = _relocate(
        {key: value for key, value in core.items() if key not in {"$defs", "$schema", "$id"}}
    )
    own: dict[str, Any] = _relocate(dict(schema), local=False)
    own["$defs"] = {**definitions, **own.get("$defs", {})}
    return own


def _relocate(value: Any, *, local: bool = True) -> Any:
    if isinstance(value, list):
        return [_relocate(item, local=local) for item in value]
    if not isinstance(value, Mapping):
        return value
    moved = {key: _relocate(item, local=local) for key, item in value.items()}
    reference = moved.get("$ref", "")
    if reference == "reportgen:core":
        moved["$ref"] = "#/$defs/core"
    elif reference.startswith("reportgen:core#/$defs/") or (local and reference.startswith("#/$defs/")):
        moved["$ref"] = "#/$defs/core." + reference.rpartition("/")[2]
    return moved
