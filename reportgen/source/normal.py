"""树的常形：两棵树说的是不是同一件事，只看它，不看写在哪里、加没加引号、键的次序。

值前后的空白去掉；空着和没有写一样（空的值、列表、映射、行），只有必填的列表例外，
写 [] 是说一条也没有；是和否即 true 和 false。
工作簿、页面、转年度交回来的树，和文件里的树，都先化成常形再比。
"""

from __future__ import annotations

from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Source, Span, whole
from reportgen.core.shape import Shape
from reportgen.source.scalars import Unreadable, read_flag
from reportgen.source.shape import choose, chosen_variant
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

Value = str | Mappings[str, "Value"] | Sequences["Value"]
"""没有出处的树：文字、键到值、列表。"""

NOTHING = ("", "~")


def value_of(node: Node) -> Value:
    """树 → 没有出处的值，一字不动。"""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [value_of(item) for item in node.items]
    return {key.text: value_of(value) for key, value in node.entries}


def node_of(value: Value, span: Span | None = None) -> Node:
    """没有出处的值 → 树；出处都是 span（页面的一栏），没有则是一个没有名字的文件。"""
    span = span or whole(Source(""))
    if isinstance(value, str):
        return Scalar(value, span, plain=False)
    if isinstance(value, Mappings):
        keys = [Scalar(key, span, plain=False) for key in value]
        parts = [node_of(part, span) for part in value.values()]
        return Mapping(tuple(zip(keys, parts, strict=True)), span)
    return Sequence(tuple(node_of(item, span) for item in value), span)


def normal(node: Node, shape: Shape) -> Value:
    """树的常形；全是空的，是空的文字、列表或映射。"""
    shape = choose(node, shape)
    if isinstance(node, Scalar):
        return _text(node.text, shape)
    if isinstance(node, Sequence):
        inner = shape.items or Shape()
        items = [normal(item, inner) for item in node.items]
        return [item for item in items if not empty(item)]
    shape = chosen_variant(node, shape)
    entries: dict[str, Value] = {}
    for key, value in node.entries:
        part = normal(value, member(shape, key.text))
        if counts(key.text, value, part, shape):
            entries[key.text] = part
    return entries


def counts(key: str, node: Node, value: Value, shape: Shape) -> bool:
    """写了东西的：不空，或是必填的列表（value 是 node 的常形）。"""
    return not empty(value) or (key in shape.required and isinstance(node, Sequence))


def empty(value: Value) -> bool:
    """空的值、列表、映射。"""
    return value in NOTHING if isinstance(value, str) else not value


def entries_of(value: Value) -> Mappings[str, Value]:
    """映射的各项。"""
    assert isinstance(value, Mappings)
    return value


def member(shape: Shape, key: str) -> Shape:
    """一个键的形状；形状里没有的键，什么都可以写。"""
    return shape.properties.get(key, shape.rest) or Shape()


def _text(text: str, shape: Shape) -> str:
    text = text.strip()
    if shape.format != "flag":
        return text
    try:
        return "true" if read_flag(text, None) else "false"
    except Unreadable:
        return text
