"""两份输入的事实有哪些不同：树 → 一处一处的变化（FactChange），合起来由旧的得到新的。

列表的一条凭名称（编号、标题……）认，不凭第几条；只是次序不同的不算。规则、要点份额一类的列表说的是次序，整个地比。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.core.difference import FactChange, Written
from reportgen.core.pairing import Entry, pair
from reportgen.core.quantity import NotANumber, Quantity, shorten
from reportgen.core.shape import Shape
from reportgen.source.normal import member, normal
from reportgen.source.tree import Node

IDENTITIES = ("id", "name", "title", "file", "about", "text")
"""列表的一条凭哪个键认：先有的为准。"""
NUMBERS = ("money", "number", "count")
"""只看数的写法：193 和 193.00 一样。"""
ORDERED = ("share", "number")
"""次序有意思的列表：要点份额照要点的次序写。"""
WHOLE = ("Rule",)
"""整个地比的：规则的各个数合起来才有意思。"""


def changes(old: Node, new: Node, shape: Shape, new_shape: Shape) -> tuple[FactChange, ...]:
    """旧的和新的各照自己格式的形状读；中文名照新的，新的没有的照旧的。"""
    walk = _Walk((), ())
    return tuple(walk.values(normal(old, shape), normal(new, new_shape), shape, new_shape))


class _Walk:
    """走到的一处：路径和各段的中文名。"""

    def __init__(self, path: tuple[str, ...], titles: tuple[str, ...]) -> None:
        self.path, self.titles = path, titles

    def into(self, key: str, title: str) -> _Walk:
        """再往里一步。"""
        return _Walk((*self.path, key), (*self.titles, title))

    def values(
        self, old: Written | None, new: Written | None, shape: Shape, new_shape: Shape
    ) -> Iterator[FactChange]:
        """一处前后的不同。"""
        if same(old, new, new_shape):
            return
        old_shape, new_shape = shape_for(old, shape), shape_for(new, new_shape)
        if isinstance(old, Mapping) and isinstance(new, Mapping) and new_shape.named not in WHOLE:
            for key in dict.fromkeys((*old, *new)):
                inner, new_inner = member(old_shape, key), member(new_shape, key)
                step = self.into(key, new_inner.title or inner.title or key)
                yield from step.values(old.get(key), new.get(key), inner, new_inner)
        elif _rows(old) and _rows(new) and (old or new):
            yield from self.rows(_listed(old), _listed(new), old_shape, new_shape)
        else:
            yield FactChange(self.path, self.titles, old, new, new_shape.format)

    def rows(
        self, old: Sequence[Written], new: Sequence[Written], shape: Shape, new_shape: Shape
    ) -> Iterator[FactChange]:
        """列表的各条配成对，一对一对地比。"""
        inner, new_inner = shape.items or Shape(), new_shape.items or Shape()
        names, new_names = labels(old), labels(new)
        for at, to in pair(_entries(old), _entries(new)):
            label = names[at] if at is not None else new_names[to or 0]
            before = old[at] if at is not None else None
            after = new[to] if to is not None else None
            title = _title(after if after is not None else before, label)
            yield from self.into(label, title).values(before, after, inner, new_inner)


def same(old: Written | None, new: Written | None, shape: Shape) -> bool:
    """两处说的是不是同一件事：照数比的看数，清单不论次序。"""
    if old == new:
        return True
    if isinstance(old, str) and isinstance(new, str) and shape.format in NUMBERS:
        return _number(old) is not None and _number(old) == _number(new)
    if not _rows(old) and isinstance(old, list) and isinstance(new, list):
        item = shape_for(new, shape).items
        if item is None or item.format not in ORDERED:
            return sorted(map(str, old)) == sorted(map(str, new))
    return False


def shape_for(value: Written | None, shape: Shape) -> Shape:
    """几种写法里同这个值的种类相同的那一种。"""
    kind = "scalar"
    if isinstance(value, Mapping):
        kind = "object"
    elif isinstance(value, list):
        kind = "array"
    shape = next((choice for choice in shape.choices if choice.kind == kind), shape)
    if shape.variants is None or not isinstance(value, Mapping):
        return shape
    word = str(value.get(shape.variants.key) or shape.variants.default)
    return shape.variants.shapes.get(word, shape)


def labels(rows: Sequence[Written]) -> tuple[str, ...]:
    """列表各条的名字，路径里用；同名的第二条起加上（2）。"""
    names: list[str] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        name = identity(row) or f"第 {number} 条"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return tuple(names)


def identity(row: Written) -> str:
    """一条凭什么认：编号、名称、标题；豁免凭代码和对象。"""
    if not isinstance(row, Mapping):
        return ""
    if "code" in row and "at" in row:
        return f"{row['code']} {row['at']}"
    for key in IDENTITIES:
        value = row.get(key)
        if isinstance(value, str) and value:
            return shorten(" ".join(value.split()))
    return ""


def _title(row: Written | None, label: str) -> str:
    """一条的中文名：有标题的用标题，比编号好认。"""
    title = row.get("title") if isinstance(row, Mapping) else None
    return shorten(title) if isinstance(title, str) and title else label


def _entries(rows: Sequence[Written]) -> list[Entry]:
    entries = []
    for row in rows:
        place = (_text(row, "level1"), _text(row, "level2"))
        entries.append(Entry(identity(row), place))
    return entries


def _text(row: Written, key: str) -> str:
    value = row.get(key) if isinstance(row, Mapping) else None
    return value if isinstance(value, str) else ""


def _rows(value: Written | None) -> bool:
    """是不是一条一条的列表（各条是“键: 值”）；没有写的也算，空的列表。"""
    if value is None:
        return True
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _listed(value: Written | None) -> Sequence[Written]:
    return value if isinstance(value, list) else []


def _number(text: str) -> tuple[object, str] | None:
    try:
        quantity = Quantity.parse(text)
    except NotANumber:
        return None
    return quantity.number, quantity.unit
