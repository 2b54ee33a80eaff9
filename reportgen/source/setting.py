"""换一处试试：路径（同比对里印的一样）和写法 → 换过的树。文件不动。

`indicators.政策宣讲场次（场）.actual`：列表的一条写它的名称，键也可以写中文名。值是空的，就是去掉这一处。
"""

from __future__ import annotations

from dataclasses import replace

from reportgen.core.diagnostics import Source, Span
from reportgen.core.shape import Shape
from reportgen.source.changes import labels
from reportgen.source.normal import member, value_of
from reportgen.source.shape import choose, chosen_variant
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

OPTION = "--set"


class NoSuchPlace(LookupError):
    """路径走不通：走到哪里（中文），那里没有哪个词，有哪些词。"""

    def __init__(self, reached: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{reached or '输入'}里没有“{name}”")
        self.reached, self.name, self.known = reached, name, known


class NotWritable(ValueError):
    """这样写读不成：是一组或一条，不能写成一个值。"""


def with_value(tree: Node, shape: Shape, assignment: str) -> Node:
    """照“路径=值”换过的树；走不通的抛 NoSuchPlace，写法不对的抛 NotWritable。"""
    path, mark, value = assignment.partition("=")
    if not mark or not path.strip():
        raise NotWritable(f"“{assignment}”要写成 路径=值")
    start = len(path) + 1 + len(value) - len(value.lstrip())
    source = Source(OPTION, assignment)
    span = Span(source, 1, start + 1, start, max(start, len(assignment)))
    return _Setter(value.strip(), span).replaced(tree, shape, path.strip(), "")


class _Setter:
    """要写的值和它的出处。"""

    def __init__(self, value: str, span: Span) -> None:
        self.value, self.span = value, span

    def replaced(self, node: Node, shape: Shape, path: str, reached: str) -> Node:
        """node 之下 path 那一处换过。"""
        shape = choose(node, shape)
        if isinstance(node, Mapping):
            return self.in_mapping(node, chosen_variant(node, shape), path, reached)
        if isinstance(node, Sequence):
            return self.in_list(node, shape, path, reached)
        raise NoSuchPlace(reached, path, ())

    def in_mapping(self, node: Mapping, shape: Shape, path: str, reached: str) -> Node:
        """一组“键: 值”里的一个键。"""
        words = {key.text: key.text for key, _ in node.entries}
        words |= {key: key for key in shape.properties}
        titles = {shape.properties[key].title: key for key in shape.properties}
        word, rest = _first(path, tuple(words | titles))
        if not word and shape.rest is not None and "." not in path:
            word, words = path, {path: path}
        if not word:
            raise NoSuchPlace(reached, _head(path), _known(shape, words))
        key = words.get(word) or titles[word]
        inner = member(shape, key)
        before = node.get(key)
        if rest:
            if before is None:
                raise NoSuchPlace(reached, key, tuple(name.text for name, _ in node.entries))
            after: Node | None = self.replaced(before, inner, rest, inner.title or key)
        else:
            after = self.written(inner, before, inner.title or key)
        return _with_entry(node, key, after, self.span)

    def in_list(self, node: Sequence, shape: Shape, path: str, reached: str) -> Node:
        """列表里凭名称认的一条；值是空的，去掉这一条。"""
        names = labels([value_of(item) for item in node.items])
        word, rest = _first(path, names)
        if not word:
            raise NoSuchPlace(reached, _head(path), names)
        at = names.index(word)
        items = list(node.items)
        if rest:
            items[at] = self.replaced(items[at], shape.items or Shape(), rest, f"“{word}”")
        elif self.value:
            raise NotWritable(
                f"“{word}”是一条，写明改它的哪一项，如 {word}.actual=3；或不写值，去掉它"
            )
        else:
            del items[at]
        return replace(node, items=tuple(items))

    def written(self, shape: Shape, before: Node | None, title: str) -> Node | None:
        """写下的值；空的是去掉。要列表、要一组的，照 YAML 的写法读：[80%, 60%]、{kind: judged}。"""
        if not self.value:
            return None
        kinds = {choice.kind for choice in shape.choices or (shape,)}
        if kinds == {"scalar"} or self.value[0] not in "[{":
            if "scalar" in kinds:
                return Scalar(self.value, self.span, plain=True)
            example = "[甲, 乙]" if "array" in kinds else "{键: 值}"
            raise NotWritable(f"{title}不是一个值，照 YAML 写，如 {example}；或写明改其中的哪一项")
        node, problems = parse(Source(OPTION, self.value))
        if node is None or problems:
            raise NotWritable(f"“{self.value}”不是合法的 YAML")
        return node


def _with_entry(node: Mapping, key: str, value: Node | None, span: Span) -> Node:
    """一个键换了值（没有的加在末尾，None 的去掉）。"""
    entries: list[tuple[Scalar, Node]] = []
    there = False
    for name, before in node.entries:
        if name.text != key:
            entries.append((name, before))
        elif value is not None:
            entries.append((name, value))
        there = there or name.text == key
    if not there and value is not None:
        entries.append((Scalar(key, span), value))
    return replace(node, entries=tuple(entries))


def _first(path: str, known: tuple[str, ...]) -> tuple[str, str]:
    """路径的第一个词（名称里可以有点，取最长的）和余下的；不认得的为空。"""
    for word in sorted(known, key=len, reverse=True):
        if path == word:
            return word, ""
        if word and path.startswith(f"{word}."):
            return word, path[len(word) + 1 :]
    return "", path


def _head(path: str) -> str:
    return path.partition(".")[0]


def _known(shape: Shape, words: dict[str, str]) -> tuple[str, ...]:
    """可以写的词：键；写的是中文名的，也猜得到。"""
    return (*words, *(part.title for part in shape.properties.values()))
