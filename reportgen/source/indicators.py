"""指标与专有事实的译码：输入里的指标、格式的规则用例用的是同一个函数。"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, cast

from reportgen.core.judgement import Judgement
from reportgen.core.model import Indicator, SubIndicator
from reportgen.core.quantity import Quantity
from reportgen.core.text import Record, Text
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.rules import decode_rule
from reportgen.source.schema import Shape
from reportgen.source.shape import choose
from reportgen.source.tree import Mapping, Node, Scalar

JUDGED_IN = ("score", "share", "key_points")
"""评价人的认定写在这几个键里。"""


def decode_facts(node: Node | None, shape: Shape) -> Record:
    """专有事实（facts）；shape 是写着 facts 的那一层。"""
    if node is None or "facts" not in shape.properties:
        return Record()
    return cast(Record, _fact(node, shape.properties["facts"]))


def _fact(node: Node, shape: Shape) -> object:
    """专有事实的一项：对象成 Record，列表成元组，标量按 format。"""
    shape = choose(node, shape)
    if isinstance(node, Scalar):
        value = read_scalar(node, "text" if shape.format == "path" else shape.format)
        return value[0] if isinstance(value, tuple) else value
    if isinstance(node, Mapping):
        entries = []
        for key, value in node.entries:
            inner = shape.properties.get(key.text, shape.rest)
            entries.append((key.text, _fact(value, inner or Shape())))
        given = [name for name, _ in entries]
        entries += [(name, None) for name in shape.properties if name not in given]
        return Record(tuple(entries), node.span)
    return tuple(_fact(item, shape.items or Shape()) for item in node.items)


def decode_indicator(node: Node, shape: Shape | None = None) -> Indicator:
    """一个指标；shape 用来认它的专有事实。"""
    fields = Fields(node)
    actual_text, actual = cast("tuple[Text | None, Quantity | None]", fields.read("actual", "actual") or (None, None))
    return Indicator(
        name=fields.text("name") or Text(""),
        level1=fields.text("level1"),
        level2=fields.text("level2"),
        target=fields.read("target", "target"),
        adjusted=fields.read("adjusted", "target"),
        better=cast('Literal["", "more", "less"]', fields.words("better")),
        actual=actual,
        actual_text=actual_text,
        weight=fields.quantity("weight"),
        rule=decode_rule(fields.nodes["rule"]) if "rule" in fields else None,
        definition=fields.prose("definition"),
        deviation=fields.prose("deviation"),
        judgement=_judgement(fields),
        worked=cast("Text | None", fields.read("worked", "worked")),
        finding=fields.text("finding"),
        core=fields.flag("core", False),
        met=fields.flag("met", False) if "met" in fields else None,
        text=fields.prose("text"),
        evidence=fields.prose("evidence"),
        opinion=fields.prose("opinion"),
        remark=fields.prose("remark"),
        review=fields.quantity("review"),
        includes=tuple(_included(Fields(item)) for item in fields.items("includes")),
        facts=decode_facts(fields.nodes.get("facts"), shape) if shape is not None else Record(),
        span=node.span,
    )


def _included(fields: Fields) -> SubIndicator:
    actual, _ = cast("tuple[Text | None, Quantity | None]", fields.read("actual", "actual") or (None, None))
    return SubIndicator(cast(Text, fields.text("name")), fields.read("target", "target"), actual, fields.span)


def _judgement(fields: Fields) -> Judgement:
    shares = fields.items("key_points")
    return Judgement(
        points=tuple(cast(Decimal, read_scalar(item, "share")) for item in shares if isinstance(item, Scalar)),
        all_points=isinstance(fields.nodes.get("key_points"), Scalar),
        share=fields.decimal("share", "share"),
        score=fields.number("score"),
        finished=fields.flag("finished", False),
        spans=tuple((key, fields.nodes[key].span) for key in JUDGED_IN if key in fields),
    )
