"""格里的文字：值 ↔ 页面上一格里的字。

一行一项的一格，项里自己的换行写作 ↵；高级的一格写 YAML；没有填的（待填）在页面上是空的。
"""

from __future__ import annotations

from reportgen.core.diagnostics import Source
from reportgen.core.plan import Field
from reportgen.core.shape import Shape
from reportgen.source.emit import flow_text
from reportgen.source.normal import Value, normal, value_of
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

RETURN = "↵"
"""一行一项的一格里，一项自己的换行。"""


class Unwritable(ValueError):
    """这一格的字写不进文件；理由用中文。"""


def text_of(field: Field, node: Node) -> str:
    """节点 → 格里的字。"""
    if isinstance(node, Scalar):
        return "" if node.text.strip() == PLACEHOLDER else node.text.rstrip("\n")
    if field.kind == "lines" and isinstance(node, Sequence):
        return "\n".join(_line(item) for item in node.items)
    if isinstance(node, Sequence | Mapping):
        return flow_text(normal(node, field.shape), field.shape)
    return ""


def _line(item: Node) -> str:
    text = item.text if isinstance(item, Scalar) else flow_text(value_of(item), Shape())
    return text.rstrip("\n").replace("\n", RETURN)


def value_from(field: Field, text: str) -> Value:
    """格里的字 → 值；空的是空文字，由改的人决定怎样去掉。"""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.kind == "lines":
        return _lines(field, text)
    if field.kind == "yaml" and text:
        return _yaml(text)
    return text


def _lines(field: Field, text: str) -> Value:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    words = {word for choice in field.shape.choices for word, _ in choice.words}
    if len(lines) == 1 and lines[0] in words:
        return lines[0]
    return [line.replace(RETURN, "\n") for line in lines] or ""


def _yaml(text: str) -> Value:
    node, problems = parse(Source("", text))
    if node is None:
        why = problems[0].message if problems else "读不通。"
        raise Unwritable(f"这一格要写 YAML，{why}")
    return value_of(node)
