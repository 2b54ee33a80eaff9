"""放进另一种形状：放得下的留下，放不下的一行一行列出（L05）。换格式、用新的一版时用它。

放不放得下看声明：那里有这个键，写法也是同一种（一个值、一个列表、一组键）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape
from reportgen.source.rows import LABELS
from reportgen.source.scalars import PLACEHOLDER, READERS, Unreadable, tidy
from reportgen.source.shape import choose, chosen_variant, kind_of
from reportgen.source.tree import Mapping, Node, Scalar, Sequence


def fitted(
    tree: Mapping,
    shape: Shape,
    unit: str = "",
) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """放得下的各项，和放不下的各一条诊断。

    unit 是原来的金额单位，新的格式用别的单位时才写：没有写单位的金额补上它，读的时候换算。
    """
    fitting = Fitting(unit)
    kept = fitting.node(tree, shape, "")
    assert isinstance(kept, Mapping)
    return kept, tuple(fitting.unplaced)


class Fitting:
    """记下放不下的。"""

    def __init__(self, unit: str = "") -> None:
        self.unit = unit
        self.unplaced: list[Diagnostic] = []

    def node(self, node: Node, shape: Shape, path: str) -> Node | None:
        """放得下的样子；整个放不下的没有。"""
        shape = choose(node, shape)
        if kind_of(node) != shape.kind:
            self.refuse(node, path, "写法不同")
            return None
        if isinstance(node, Scalar):
            return self.measured(node, shape) if self.readable(node, shape, path) else None
        if isinstance(node, Sequence):
            inner = shape.items or Shape()
            items = [self.row(item, inner, path) for item in node.items]
            return Sequence(tuple(item for item in items if item is not None), node.span)
        shape = chosen_variant(node, shape)
        entries: list[tuple[Scalar, Node]] = []
        for key, value in node.entries:
            inner_shape = shape.properties.get(key.text, shape.rest)
            place = f"{path}.{key.text}" if path else key.text
            if key.text == "format" and not path:
                entries.append((key, value))
                continue
            if inner_shape is None:
                self.refuse(value, place, "那里没有这一项")
                continue
            part = self.node(value, inner_shape, place)
            if part is not None:
                entries.append((key, part))
        return Mapping(tuple(entries), node.span)

    def row(self, row: Node, shape: Shape, path: str) -> Node | None:
        """列表的一行：名称放不下的，整行放不下。"""
        before = len(self.unplaced)
        kept = self.node(row, shape, path)
        if not isinstance(kept, Mapping) or not isinstance(row, Mapping):
            return kept
        names = [key.text for key, _ in row.entries if key.text in LABELS]
        if kept.entries and (not names or kept.get(names[0]) is not None):
            return kept
        del self.unplaced[before:]
        self.refuse(row, path, "那里没有这一行的地方")
        return None

    def measured(self, node: Scalar, shape: Shape) -> Scalar:
        """金额补上单位。"""
        bare = re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?", node.text.strip())
        if not self.unit or shape.format != "money" or bare is None:
            return node
        return Scalar(f"{node.text.strip()} {self.unit}", node.span)

    def readable(self, node: Scalar, shape: Shape, path: str) -> bool:
        """那里读得了这个写法。"""
        text = node.text.strip()
        if text in {"", PLACEHOLDER}:
            return True
        if shape.words and text not in [word for word, _ in shape.words]:
            self.refuse(node, path, "不在那里可选的词里")
            return False
        try:
            READERS[shape.format](tidy(text, shape.format), node.span)
        except Unreadable as reason:
            self.refuse(node, path, reason.message)
            return False
        return True

    def refuse(self, node: Node, path: str, reason: str) -> None:
        """一项一条；一大段的，每个值一条。"""
        for place, scalar in _values(node, path):
            message = f"{place} 的“{shorten(scalar.text.strip())}”没有放下：{reason}。"
            help = "要用的，照新格式的写法自己写上；用不着就不管。"
            self.unplaced.append(diagnose("L05", scalar.span, message, help, subject=place))


def _values(node: Node, path: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _values(item, path)
    else:
        for key, value in node.entries:
            yield from _values(value, f"{path}.{key.text}" if path else key.text)
