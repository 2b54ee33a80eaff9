"""写成 YAML：树 → 规范的文字。键照形状的次序，一层一层缩进，多行的文字写在 `|` 之下。

规范的文字只有一种写法，所以同一棵树写两次一字不差。照原文件改的在 edits.py。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from reportgen.core.shape import Shape
from reportgen.source.normal import Value, empty, member, normal
from reportgen.source.quoting import literal, quoted_if_needed
from reportgen.source.tree import Node

INDENT = "  "


def emit(node: Node, shape: Shape) -> str:
    """树 → 规范的全文。"""
    return "\n".join(block_lines(normal(node, shape), shape)) + "\n"


def block_lines(value: Value, shape: Shape) -> list[str]:
    """映射、列表 → 各行，缩进从零起；一个值是一行（`|` 的几行）。"""
    if isinstance(value, str):
        return scalar_lines(value)
    if isinstance(value, Mapping):
        return list(_mapping_lines(value, shape)) or ["{}"]
    inner = _items(shape)
    lines = chain.from_iterable(item_lines(part, inner) for part in value)
    return list(lines) or ["[]"]


def item_lines(value: Value, shape: Shape) -> list[str]:
    """列表的一项 → 各行，第一行以“- ”开头。"""
    first, *rest = block_lines(value, shape)
    return [f"- {first}", *indented(rest, INDENT)]


def entry_lines(key: str, value: Value, shape: Shape) -> list[str]:
    """映射的一项 → 各行。"""
    first, *rest = block_lines(value, shape)
    name = quoted_if_needed(key, flow=True)
    if isinstance(value, str) or empty(value):
        return [f"{name}: {first}", *rest]
    return [f"{name}:", *indented([first, *rest], INDENT)]


def indented(lines: list[str], indent: str) -> list[str]:
    """各行缩进；空行不留空格。"""
    return [indent + line if line else line for line in lines]


def flow_text(value: Value, shape: Shape) -> str:
    """写在一行里：`{name: 甲, items: [乙, 丙]}`。"""
    if isinstance(value, str):
        return quoted_if_needed(value, flow=True)
    if isinstance(value, Mapping):
        entries = [flow_entry(key, part, inner) for key, part, inner in ordered(value, shape)]
        return "{" + ", ".join(entries) + "}"
    return "[" + ", ".join(flow_text(item, _items(shape)) for item in value) + "]"


def flow_entry(key: str, value: Value, shape: Shape) -> str:
    """花括号里的一项。"""
    return f"{quoted_if_needed(key, flow=True)}: {flow_text(value, shape)}"


def ordered(value: Mapping[str, Value], shape: Shape) -> Iterator[tuple[str, Value, Shape]]:
    """映射的各项和各自的形状，照形状的次序；形状里没有的键在后，照写的次序。"""
    shape = shape_of_mapping(value, shape)
    for key in sorted(value, key=key_order(shape).__getitem__):
        yield key, value[key], _choice_like(value[key], member(shape, key))


def shape_of_mapping(value: Mapping[str, Value], shape: Shape) -> Shape:
    """几种写法里映射的那一种；凭一个词分几种的，是写的那一种。"""
    written = shape.variants and value.get(shape.variants.key, shape.variants.default)
    if shape.variants is None or not isinstance(written, str):
        return shape
    return shape.variants.shapes.get(written, shape)


class KeyOrder(dict[str, int]):
    """键排在第几；没有的排在最后。"""

    def __missing__(self, key: str) -> int:
        return len(self)


def key_order(shape: Shape) -> KeyOrder:
    """形状里各键的次序。"""
    return KeyOrder({key: rank for rank, key in enumerate(shape.properties)})


def scalar_lines(text: str) -> list[str]:
    """一个值 → 一行，或 `|` 和它的几行。"""
    if "\n" not in text or not literal(text):
        return [quoted_if_needed(text)]
    return ["|", *indented(text.split("\n"), INDENT)]


def _mapping_lines(value: Mapping[str, Value], shape: Shape) -> Iterator[str]:
    for key, part, inner in ordered(value, shape):
        yield from entry_lines(key, part, inner)


def _items(shape: Shape) -> Shape:
    return shape.items or Shape()


def _choice_like(value: Value, shape: Shape) -> Shape:
    """几种写法里与这个值同种类的那一种。"""
    kind = "array"
    if isinstance(value, str | Mapping):
        kind = "scalar" if isinstance(value, str) else "object"
    return next((choice for choice in shape.choices if choice.kind == kind), shape)
