"""移来上年的：声明里写着 takes 的各项，从上年的树里取。上年结转取年末结转，历年资金添上年合计的一行，
上年问题整改情况照上年的问题一条一条列出，正文待填。
"""

from __future__ import annotations

from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.shape import Shape
from reportgen.source.normal import Value, empty, value_of
from reportgen.source.rows import LABELS
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Node

DEEPEST = 8
"""形状里可以有自己（规则里有规则），这么深以下不再找。"""


def moved(value: Value, last: Node, shape: Shape, year: str) -> Value:
    """今年的树，添上移来的各项。year 是上年在历年各行里的名称，如“2024年”。"""
    whole = value_of(last)
    return _moved(value, whole, whole, shape, year, 0)


def _moved(value: Value, last: Value, whole: Value, shape: Shape, year: str, depth: int) -> Value:
    if depth > DEEPEST or shape.kind != "object" or not isinstance(last, Mappings):
        return value
    entries = dict(value) if isinstance(value, Mappings) else {}
    for key in shape.properties:
        inner = shape.properties[key]
        if inner.rollover == "previous" and inner.takes:
            taken = _taken(inner.takes, last, whole)
            made = _made(taken, entries.get(key, ""), inner, year)
            if not empty(made):
                entries[key] = made
        elif not inner.rollover and key in last and inner.kind == "object":
            grown = _moved(entries.get(key, {}), last[key], whole, inner, year, depth + 1)
            if not empty(grown):
                entries[key] = grown
        elif not inner.rollover and inner.kind == "object" and key in {"facts", "sections"}:
            grown = _moved(entries.get(key, {}), {}, whole, inner, year, depth + 1)
            if not empty(grown):
                entries[key] = grown
    return entries


def _taken(path: str, last: Mappings[str, Value], whole: Value) -> Value:
    """同一层的一项；没有则从头走起。"""
    keys = path.split(".")
    for start in (last, whole):
        value: Value = start
        for key in keys:
            value = value.get(key, "") if isinstance(value, Mappings) else ""
        if not empty(value):
            return value
    return ""


def _made(taken: Value, written: Value, shape: Shape, year: str) -> Value:
    """移来的样子：一个值；一行（历年）；一条一条（问题）。没有可移的，照原来的。"""
    if empty(taken) or taken == PLACEHOLDER:
        return written
    listed = next((choice for choice in shape.choices if choice.kind == "array"), shape)
    if listed.kind == "scalar":
        return taken if isinstance(taken, str) else PLACEHOLDER
    if listed.kind != "array":
        return written
    rows = list(written) if not isinstance(written, str | Mappings) else []
    if isinstance(taken, Mappings):
        if not rows:  # 没有列历年的，不替他列
            return written
        fields = {key: part for key, part in taken.items() if key not in LABELS}
        return [*rows, {"name": year, **fields}]
    if isinstance(taken, Sequences) and not isinstance(taken, str):
        return [_answered(row, listed.items or Shape()) for row in taken]
    return written


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
