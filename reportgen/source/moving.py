"""移来上年的：声明里写着 takes 的各项，从上年的树里取。上年结转取年末结转，历年资金添上年合计的一行，
上年问题整改情况照上年的问题一条一条列出，正文待填；格式比较各年的，资金行、指标的上年各数取上年的同一行。
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.frozen import frozen
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.shape import Shape
from reportgen.core.units import same_number
from reportgen.source.normal import Value, empty, member, value_of
from reportgen.source.rows import LABELS, aligned, label
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

THIS_ROW = "."
"""takes 写点的，移来上年的同一行。"""
DEEPEST = 8
"""形状里可以有自己（规则里有规则），这么深以下不再找。"""


def moved(value: Value, last: Node, shape: Shape, year: str) -> Value:
    """今年的树，添上移来的各项。year 是上年在历年各行里的名称，如“2024年”。"""
    whole = value_of(last)
    return _moved(value, whole, whole, shape, year, 0)


def _moved(value: Value, last: Value, whole: Value, shape: Shape, year: str, depth: int) -> Value:
    if depth > DEEPEST or not isinstance(last, Mappings):
        return value
    if shape.kind != "object" or (isinstance(value, str) and value):
        return value
    entries = dict(value) if isinstance(value, Mappings) else {}
    for key in shape.properties:
        inner = shape.properties[key]
        if inner.rollover == "previous" and inner.takes:
            taken = _taken(inner.takes, last, whole)
            made = _made(taken, entries.pop(key, ""), inner, year)
            if not empty(made):
                entries[key] = made
        elif not inner.rollover and key in last and inner.kind == "object":
            grown = _moved(entries.get(key, {}), last[key], whole, inner, year, depth + 1)
            if not empty(grown):
                entries[key] = grown
        elif not inner.rollover and inner.kind == "array" and key in entries:
            entries[key] = _rows(entries[key], last.get(key, ""), whole, inner, year, depth)
        elif not inner.rollover and inner.kind == "object" and key in {"facts", "sections"}:
            grown = _moved(entries.get(key, {}), {}, whole, inner, year, depth + 1)
            if not empty(grown):
                entries[key] = grown
    return entries


def _rows(rows: Value, last: Value, whole: Value, shape: Shape, year: str, depth: int) -> Value:
    """列表的各行：凭名称对着上年的同一行；上年没有的一行不动。"""
    if isinstance(rows, str | Mappings) or isinstance(last, str | Mappings):
        return rows
    pairs = aligned(last, rows)
    inner = shape.items or Shape()
    moved_rows = []
    for at, row in enumerate(rows):
        before = last[pairs[at]] if at in pairs else ""
        moved_rows.append(_moved(row, before, whole, inner, year, depth + 1))
    return moved_rows


def _taken(path: str, last: Mappings[str, Value], whole: Value) -> Value:
    """同一层的一项；没有则从头走起。点是这一层自己。"""
    if path == THIS_ROW:
        return last
    keys = path.split(".")
    for start in (last, whole):
        value: Value = start
        for key in keys:
            value = value.get(key, "") if isinstance(value, Mappings) else ""
        if not empty(value):
            return value
    return ""


def _made(taken: Value, written: Value, shape: Shape, year: str) -> Value:
    """移来的样子：一个值；同名的几个数（同一行的）；一行（历年）；一条一条（问题）。

    没有可移的列表照原来的；值和数是前年的了，留着就成了上年的：值写成待填，数去掉。
    """
    listed = next((choice for choice in shape.choices if choice.kind == "array"), shape)
    if shape.kind == "object" and not shape.choices:
        return _same_named(taken, shape)
    if empty(taken) or taken == PLACEHOLDER:
        stale = listed.kind == "scalar" and not empty(written)
        return PLACEHOLDER if stale else written
    if listed.kind == "scalar":
        return taken if isinstance(taken, str) else PLACEHOLDER
    if listed.kind != "array":
        return written
    rows = list(written) if not isinstance(written, str | Mappings) else []
    if isinstance(taken, Mappings):
        if not rows:  # 没有列历年的，不替他列
            return written
        known = listed.items.properties if listed.items is not None else {}
        row: dict[str, Value] = {"name": year}
        for key, part in taken.items():
            if key in known and key not in LABELS:
                row[key] = part
        return [*rows, row]
    if isinstance(taken, Sequences) and not isinstance(taken, str):
        return [_answered(row, listed.items or Shape()) for row in taken]
    return written


def _same_named(taken: Value, shape: Shape) -> Value:
    """上年的一行里，名称相同的几个数；没有填的不移。"""
    if not isinstance(taken, Mappings):
        return ""
    kept: dict[str, Value] = {}
    for key in shape.properties:
        value = taken.get(key, "")
        if not empty(value) and value != PLACEHOLDER:
            kept[key] = value
    return kept


def _answered(row: Value, shape: Shape) -> Value:
    """上年的一条 → 今年要答的一条：叫什么照抄，正文待填。"""
    if not isinstance(row, Mappings) or shape.kind != "object":
        return PLACEHOLDER
    answer: dict[str, Value] = {}
    label = next((row[key] for key in LABELS if key in row and key != "id"), "")
    for key in shape.properties:
        if key in row and key in LABELS and key != "text":
            answer[key] = row[key]
        elif key in {"title", "name"} and label:
            answer[key] = label
    if "text" in shape.properties:
        answer["text"] = PLACEHOLDER
    return answer


@frozen
class Altered:
    """移来以后改过的一个数：属于哪一行、叫什么、写的、上年的输入里的。"""

    owner: str
    title: str
    written: Scalar
    last: str


def altered(tree: Node, last: Node, shape: Shape) -> Iterator[Altered]:
    """写的上年的数，与上年的输入里的不同；写法不同而数相同的不算，列表（历年、整改）不比。"""
    expected = moved(value_of(tree), last, shape, "")
    yield from _altered(tree, expected, shape, "", "", 0)


def _altered(
    node: Node, expected: Value, shape: Shape, owner: str, title: str, depth: int
) -> Iterator[Altered]:
    """title 不空的，是移来的一项之下。"""
    if depth > 2 * DEEPEST:
        return
    if isinstance(node, Scalar):
        if title and isinstance(expected, str) and not _same(node.text, expected):
            yield Altered(owner, title, node, expected)
    elif isinstance(node, Sequence):
        rows = () if title or isinstance(expected, str | Mappings) else expected
        for item, row in zip(node.items, rows, strict=False):
            name = label(value_of(item)) if isinstance(item, Mapping) else ""
            yield from _altered(item, row, shape.items or Shape(), name, "", depth + 1)
    elif isinstance(expected, Mappings):
        for key, value in node.entries:
            inner = member(shape, key.text)
            if key.text in expected:
                called = _title(inner, title)
                name = owner if called or isinstance(value, Scalar) else inner.title
                yield from _altered(value, expected[key.text], inner, name, called, depth + 1)


def _title(shape: Shape, above: str) -> str:
    """移来的一项叫什么；不是移来的为空。"""
    if above:
        return f"{above}·{shape.title}"
    return shape.title if shape.rollover == "previous" and shape.takes else ""


def _same(written: str, expected: str) -> bool:
    """同一个数，或一字不差；没有填的不比。"""
    texts = (written.strip(), expected.strip())
    if PLACEHOLDER in texts or texts[0] == texts[1]:
        return True
    try:
        one, other = (Quantity.parse(text) for text in texts)
    except NotANumber:
        return False
    return same_number(one, other)
