"""另一种格式的事实放进起始输入：凭声明的中文名认是不是同一项，凭名称认是不是同一行。

起始输入里还是待填的行，放上了别的行就去掉；格式里定了的行（指标库的指标、名称只许几个词的）留着，没有填的仍是待填。
"""

from __future__ import annotations

from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.shape import Shape
from reportgen.source.fitting import Fitting
from reportgen.source.normal import Value, empty, member
from reportgen.source.rows import label
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

OF_ITS_FORMAT = frozenset({"facts", "sections"})
"""里面的键由格式自己定的：同一个键在两种格式里可以是两回事，凭中文名认。"""
LINKS = ("finding", "answers")
CATALOGUED = "indicators"
"""只写名称和实绩的指标，别的在指标库里：新的格式没有这一个，就没有地方放。"""


def translated(tree: Mapping, old: Shape, new: Shape) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """格式自己的各项换成新格式里同名（中文名）的键；没有的列出（L05）。"""
    fitting = Fitting()
    entries: list[tuple[Scalar, Node]] = []
    for key, value in tree.entries:
        if key.text not in OF_ITS_FORMAT or not isinstance(value, Mapping):
            entries.append((key, value))
            continue
        before, after = member(old, key.text), member(new, key.text)
        inner: list[tuple[Scalar, Node]] = []
        for name, part in value.entries:
            there = same_meaning(name.text, before, after)
            if there:
                inner.append((Scalar(there, name.span), part))
            else:
                fitting.refuse(part, f"{key.text}.{name.text}", "那里没有这一项")
        entries.append((key, Mapping(tuple(inner), value.span)))
    return Mapping(tuple(entries), tree.span), tuple(fitting.unplaced)


def same_meaning(key: str, old: Shape, new: Shape) -> str:
    """同一个中文名的键，先看是不是同一个键；没有则为空。没有另起名字的（什么都可以写），键相同就是。"""
    title = member(old, key).title
    there = new.properties.get(key)
    if there is not None and there.title == title:
        return key
    for name in new.properties:
        if new.properties[name].title == title:
            return name
    return key if there is None and new.rest is not None else ""


def without_strangers(
    tree: Mapping, start: Value, columns: str = "level1"
) -> tuple[Mapping, tuple[Diagnostic, ...]]:
    """去掉新格式的指标库里没有、自己又没有写全的指标；各列一条。"""
    rows = tree.get(CATALOGUED)
    if not isinstance(rows, Sequence):
        return tree, ()
    fitting = Fitting()
    known = {label(row) for row in _rows(start, CATALOGUED)}
    kept: list[Node] = []
    for row in rows.items:
        name = row.get("name") if isinstance(row, Mapping) else None
        whole = isinstance(row, Mapping) and row.get(columns) is not None
        if whole or (isinstance(name, Scalar) and name.text.strip() in known):
            kept.append(row)
        else:
            fitting.refuse(row, CATALOGUED, "新格式的指标库里没有这个指标")
    entries = []
    for key, value in tree.entries:
        inner = Sequence(tuple(kept), rows.span) if key.text == CATALOGUED else value
        entries.append((key, inner))
    return Mapping(tuple(entries), tree.span), tuple(fitting.unplaced)


def _rows(value: Value, key: str) -> Sequences[Value]:
    rows = value.get(key, ()) if isinstance(value, Mappings) else ()
    return () if isinstance(rows, str | Mappings) else rows


def overlaid(start: Value, given: Value, shape: Shape) -> Value:
    """given 放在 start 上面。"""
    if empty(given):
        return start
    if isinstance(start, Mappings) and isinstance(given, Mappings):
        merged = dict(start)
        for key, value in given.items():
            inner = member(shape, key)
            if key not in start:
                merged[key] = value
            elif key == CATALOGUED:
                merged[key] = overlaid(start[key], value, Shape())
            else:
                merged[key] = overlaid(start[key], value, inner)
        return merged
    if isinstance(start, str | Mappings) or isinstance(given, str | Mappings):
        return given
    return _rows_overlaid(start, given, shape)


def _rows_overlaid(start: Sequences[Value], given: Sequences[Value], shape: Shape) -> list[Value]:
    """各行凭名称对；没有对上的接在后面。"""
    inner = shape.items or Shape()
    wanted = {label(row): row for row in given}
    repeated = len(wanted) < len(given)
    if repeated or not all(isinstance(row, Mappings) for row in start):
        return list(given)
    rows: list[Value] = []
    placed: set[str] = set()
    for row in start:
        name = label(row)
        if name in wanted:
            placed.add(name)
            same = _without_examples(_unlinked(row), wanted[name], inner)
            rows.append(overlaid(same, wanted[name], inner))
        elif PLACEHOLDER not in _texts_of_label(row) and not _spare(row, inner):
            rows.append(row)
    fresh = [row for row in given if label(row) not in placed]
    return [*rows, *fresh]


def _spare(row: Value, shape: Shape) -> bool:
    """起始输入里举例的一行：名称可以随便取，别的一项也没有填。名称由格式定的不是。"""
    if not isinstance(row, Mappings) or not shape.properties:
        return False
    named = [member(shape, key) for key in ("name", "title") if key in row]
    if not named or any(name.words for name in named):
        return False
    return all(_unfilled(value) for key, value in row.items() if key not in {"name", "title"})


def _without_examples(row: Value, given: Value, shape: Shape) -> Value:
    """对上的一行里，起始输入举例的下级各行（“其中”）：原来没有、不必有、又没有填的，去掉。"""
    assert isinstance(row, Mappings)
    written = given if isinstance(given, Mappings) else {}
    kept: dict[str, Value] = {}
    for key, value in row.items():
        listed = not isinstance(value, str | Mappings)
        example = listed and key not in written and key not in shape.required
        if not (example and shape.properties and _unfilled(value)):
            kept[key] = value
    return kept


def _unfilled(value: Value) -> bool:
    """里面的各个值都是待填。"""
    if isinstance(value, str):
        return value == PLACEHOLDER
    parts = value.values() if isinstance(value, Mappings) else value
    return all(_unfilled(part) for part in parts)


def _unlinked(row: Value) -> Value:
    """起始输入里举例的行，指到举例的问题；问题换了，就不再指。"""
    assert isinstance(row, Mappings)
    return {key: value for key, value in row.items() if key not in LINKS}


def _texts_of_label(row: Value) -> tuple[str, ...]:
    """一行的名称、标题：还是待填的，是起始输入里举例的一行。"""
    if not isinstance(row, Mappings):
        return (row,) if isinstance(row, str) else ()
    names = (row.get(key, "") for key in ("name", "title", "text"))
    return tuple(name for name in names if isinstance(name, str))


def completed(value: Value, shape: Shape) -> Value:
    """新的格式必填而没有写的，写上待填；分几种写法的（规则）不管。"""
    if shape.choices or shape.variants is not None or isinstance(value, str):
        return value
    if not isinstance(value, Mappings):
        inner = shape.items or Shape()
        return [completed(row, inner) for row in value]
    entries = {key: completed(part, member(shape, key)) for key, part in value.items()}
    for key in shape.required:
        if key not in entries:
            inner = member(shape, key)
            group = inner.kind == "object" and inner.required
            entries[key] = completed({}, inner) if group else PLACEHOLDER
    return entries
