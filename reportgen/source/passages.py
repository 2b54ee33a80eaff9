"""叙述：树里要印的话，一段一段给出，各有自己的名字（`sections.overview`）。核对留着的旧话用它。

转年度时照旧的（keep）不在内；不印的（豁免、抄录、文件名）也不在内。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from reportgen.core.shape import Shape
from reportgen.core.text import Text
from reportgen.source.normal import member, normal
from reportgen.source.rows import label
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.shape import choose, chosen_variant
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

NOT_PRINTED = frozenset({"waivers", "stated", "files", "last", "unchanged"})
"""顶层的这几项不印在报告里。"""
NAMES = frozenset({"id", "answers", "finding", "file"})
"""只是编号、路径的。"""
LONGEST_LABEL = 20

Passage = tuple[str, Text]
"""地方和那里的话。"""


def passages(tree: Node, shape: Shape) -> tuple[Passage, ...]:
    """要印的话，按写的次序；同一个地方名的，后面的加上是第几个。"""
    times: Counter[str] = Counter()
    named: list[Passage] = []
    for place, text in _walk(tree, shape, ()):
        times[place] += 1
        numbered = place if times[place] == 1 else f"{place}（{times[place]}）"
        named.append((numbered, text))
    return tuple(named)


def _walk(node: Node, shape: Shape, path: tuple[str, ...]) -> Iterator[Passage]:
    if shape.rollover in {"keep", "year"}:
        return
    # 上一层说了的，下面各层都照它：清空的一整段里，没有照旧的
    whole = bool(shape.rollover)
    shape = choose(node, shape)
    if isinstance(node, Scalar):
        written = node.text.strip()
        if shape.format in {"text", "prose"} and not shape.words and written != PLACEHOLDER:
            yield ".".join(path), Text(node.text, node.span)
    elif isinstance(node, Sequence):
        inner = shape.items or Shape()
        for item in node.items:
            row = label(normal(item, inner)) if isinstance(item, Mapping) else ""
            name = row.replace("\n", " ")[:LONGEST_LABEL]
            yield from _walk(item, _told(inner, whole), (*path, name) if name else path)
    else:
        shape = chosen_variant(node, shape)
        for key, value in node.entries:
            if key.text in NAMES or (not path and key.text in NOT_PRINTED):
                continue
            inner = _told(member(shape, key.text), whole)
            yield from _walk(value, inner, (*path, key.text))


def _told(shape: Shape, whole: bool) -> Shape:
    """上一层说了清空的，这一层说照旧也不算。"""
    if not whole or shape.rollover != "keep":
        return shape
    return replace(shape, rollover="clear")
