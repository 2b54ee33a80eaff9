"""读成值：核过形状的树 → 值类型。照声明逐项读，只在形状全对之后调用，所以这里不再报写法的错。

没有写的项留它的默认值。每个值记得自己写在哪里（span）。一项读了以后还要做的（换算金额单位、补简称）不在这里，
在各个译码里，一步一步看得见。
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Nodes
from functools import lru_cache
from typing import Any

from reportgen.core.diagnostics import Span
from reportgen.core.shape import Shape, class_of, shape_of, slots_of
from reportgen.core.text import Record
from reportgen.source.scalars import AS_TYPED, READERS, tidy
from reportgen.source.shape import choose, chosen_variant
from reportgen.source.tree import Mapping, Node, Scalar, Sequence


def read(node: Node, way: Any) -> Any:
    """按声明读：way 是值类型或别的写法。"""
    return read_shaped(node, shape_of(way))


def read_shaped(node: Node, shape: Shape) -> Any:
    """按形状读一处。"""
    outer, shape = shape, choose(node, shape)
    value: Any
    if isinstance(node, Scalar):
        value = read_scalar(node, shape.format)
    elif isinstance(node, Sequence):
        value = _items(node, shape)
    else:
        value = _entries(node, shape)
    for then in (shape.then, outer.then if outer is not shape else None):
        value = value if then is None else then(value)
    return value


def read_scalar(node: Scalar, format: str) -> Any:
    """按 format 读一个标量。

    变体先换成规范写法；年度指标值和实际完成值自己认各种写法，印的照原样。
    """
    text = node.text if format in AS_TYPED else tidy(node.text, format)
    return READERS[format](text, node.span)


def _items(node: Sequence, shape: Shape) -> Any:
    assert shape.items is not None
    items = shape.items
    values = tuple(read_shaped(item, items) for item in node.items)
    return values if shape.make is None else shape.make(values, span=node.span)


def _entries(node: Mapping, shape: Shape) -> Any:
    shape = chosen_variant(node, shape)
    if shape.make is Record:
        return _record(node, shape)
    if isinstance(shape.make, type):
        nodes = {key.text: value for key, value in node.entries}
        return _object(shape.make, nodes, shape, node.span)
    values = tuple((key.text, _entry(key, value, shape)) for key, value in node.entries)
    return values if shape.make is None else shape.make(values, span=node.span)


def _entry(key: Scalar, value: Node, shape: Shape) -> Any:
    inner = shape.properties.get(key.text, shape.rest)
    return read_shaped(value, inner or Shape())


def _record(node: Mapping, shape: Shape) -> Record:
    """一组专有事实；形状里有而没有写的，值是 None。"""
    entries = [(key.text, _entry(key, value, shape)) for key, value in node.entries]
    given = {name for name, _ in entries}
    entries += [(name, None) for name in shape.properties if name not in given]
    return Record(tuple(entries), node.span)


def _object(cls: type, nodes: Nodes[str, Node], shape: Shape, span: Span) -> Any:
    """值类型：声明过的各字段。"""
    values: dict[str, Any] = {}
    for name, key, declaration, then, optional in slots_of(cls):
        if declaration.spread:
            value = _object(class_of(declaration.way), nodes, shape, span)
        elif declaration.places:
            value = tuple((part, nodes[part].span) for part in declaration.places if part in nodes)
        else:
            node = nodes.get(key)
            if node is None or key not in shape.properties:
                if not optional:
                    values[name] = None
                continue
            value = read_shaped(node, shape.properties[key])
        values[name] = value if then is None else then(value)
    if _placed(cls):
        values["span"] = span
    return cls(**values)


@lru_cache(maxsize=512)
def _placed(cls: type) -> bool:
    """值类型记不记出处。"""
    return any(member.name == "span" for member in dataclasses.fields(cls))
