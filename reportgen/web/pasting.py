"""贴：从 Excel、WPS 复制的几行 → 表里的几行。先给看，再填；一次贴是一步，撤销一次就回去。

有表头的照表头对栏，没有的从光标那一栏起往右对；页面上可以改。贴进来的有名称的，名称相同的行是同一行，
一格也没有填的行先拿来用，别的接在末尾；没有名称的，从光标那一行往下填。已经有字的格不盖掉，说出有几格。
"""

from __future__ import annotations

import re
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.core.plan import Field, Path, Table
from reportgen.recognising.heads import head_key
from reportgen.source.cells import Address
from reportgen.source.normal import NOTHING, Value, empty
from reportgen.source.scalars import PLACEHOLDER
from reportgen.web import editing
from reportgen.web.clipboard import Rows, TooLong, rows_of
from reportgen.web.folder import Refused
from reportgen.web.texts import Unwritable, value_from

ROLES = {"level3": "name"}
"""三级指标就是指标的名称。"""
LABEL_HEAD = "名称"
"""别处的表常这样叫第一栏。"""
HEADS_WITHIN = 3
"""表头在头几行里找。"""
_BESIDES = re.compile(r"\s|[（(][^（）()]*[）)]|[*：:]")
_NUMBER_ONLY = re.compile(r"[0-9]{1,4}[.、]?")


@frozen
class Pasted:
    """要贴的：各行，每栏填到哪一格（键，没有的不要），头几行是表头。"""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[Path | None, ...]
    heads: int


def pasted(text: str, html: str, block: Table, start: Path) -> Pasted:
    """剪贴板 → 要贴的；start 是光标在哪一栏。"""
    try:
        rows = rows_of(text, html)
    except TooLong as error:
        raise Refused(413, str(error)) from None
    if not rows:
        raise Refused(422, "剪贴板里没有表格的内容。")
    fields = [field for field in block.columns if field.kind != "yaml"]
    columns, heads = _columns(rows, fields, start)
    return Pasted(tuple(tuple(row) for row in rows[heads:]), columns, heads)


def _columns(rows: Rows, fields: list[Field], start: Path) -> tuple[tuple[Path | None, ...], int]:
    for at, row in enumerate(rows[:HEADS_WITHIN]):
        named = _headed(row, fields)
        if sum(keys is not None for keys in named) >= min(2, len(row)):
            return named, at + 1
    order = [field.keys for field in fields]
    first = order.index(start) if start in order else 0
    width = len(rows[0])
    if len(rows) > 1 and first == 0 and all(_NUMBER_ONLY.fullmatch(row[0]) for row in rows):
        return (None, *_padded(order, width - 1)), 0  # 头一栏是序号
    return _padded(order[first:], width), 0


def _padded(order: list[Path], width: int) -> tuple[Path | None, ...]:
    return tuple(order[at] if at < len(order) else None for at in range(width))


def _headed(row: list[str], fields: list[Field]) -> tuple[Path | None, ...]:
    """一行当作表头：每格是哪一栏；同一栏只算一次。"""
    titles = {_BESIDES.sub("", field.title): field.keys for field in fields}
    titles.setdefault(LABEL_HEAD, fields[0].keys)
    keys = {field.keys[-1]: field.keys for field in fields if len(field.keys) == 1}
    named: list[Path | None] = []
    for cell in row:
        role = head_key(cell)
        found = titles.get(_BESIDES.sub("", cell)) or keys.get(ROLES.get(role, role))
        named.append(None if found in named else found)
    return tuple(named)


def preview(tree: dict[str, Any], address: Address, block: Table, paste: Pasted, at: int) -> Any:
    """给看的：各行填到哪里，几行新的，几格已经有字不动。"""
    plan = _planned(tree, address, block, paste, at)
    titles = [[list(field.keys), field.title] for field in block.columns if field.kind != "yaml"]
    return {
        "fields": titles,
        "columns": [None if keys is None else list(keys) for keys in paste.columns],
        "heads": paste.heads,
        "rows": [list(row) for row in paste.rows],
        "new": sum(place is None for place, _ in plan),
        "kept": _kept(tree, address, plan),
    }


Planned = list[tuple[int | None, dict[Path, Value]]]
"""各行：填进原来的第几行（新的为 None），填什么。"""


def apply(tree: dict[str, Any], address: Address, block: Table, paste: Pasted, at: int) -> None:
    """填进树里。"""
    plan = _planned(tree, address, block, paste, at)
    existing = _existing(tree, address)
    for place, row in plan:
        if place is not None:
            for keys, value in row.items():
                if _open(existing[place], keys):
                    _set(existing[place], keys, value)
    fresh = [row for place, row in plan if place is None]
    editing.paste_rows(tree, address, block, fresh)


def _planned(
    tree: dict[str, Any], address: Address, block: Table, paste: Pasted, at: int
) -> Planned:
    existing = _existing(tree, address)
    values = [_values(row, block, paste.columns) for row in paste.rows]
    values = [row for row in values if row]
    label = block.columns[0].keys
    if label not in paste.columns:
        below = list(range(at, len(existing)))
        places = [below[number] if number < len(below) else None for number in range(len(values))]
        return list(zip(places, values, strict=True))
    places_of: dict[Any, list[int]] = {}
    for number, row in enumerate(existing):
        places_of.setdefault(_at(row, label), []).append(number)
    blank = editing.blank_rows(existing, block)
    plan: Planned = []
    for row in values:
        same = places_of.get(row.get(label, ""), [])
        free = same or blank
        plan.append((free.pop(0) if free else None, row))
    return plan


def _values(
    row: tuple[str, ...], block: Table, columns: tuple[Path | None, ...]
) -> dict[Path, Value]:
    fields = {field.keys: field for field in block.columns}
    values: dict[Path, Value] = {}
    for cell, keys in zip(row, columns, strict=False):
        if keys is None or not cell.strip():
            continue
        try:
            value = value_from(fields[keys], cell)
        except Unwritable as error:
            raise Refused(422, str(error)) from None
        if not empty(value):
            values[keys] = value
    return values


def _kept(tree: dict[str, Any], address: Address, plan: Planned) -> int:
    """已经有字、又与贴进来的不同的格。"""
    existing = _existing(tree, address)
    kept = 0
    for place, row in plan:
        if place is not None:
            for keys, value in row.items():
                old = _at(existing[place], keys)
                kept += not _open(existing[place], keys) and old != value
    return kept


def _existing(tree: dict[str, Any], address: Address) -> list[Any]:
    node: Any = tree
    for step in address:
        missing: Any = {}
        if isinstance(node, dict):
            node = node.get(step, missing)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return []
    return node if isinstance(node, list) else []


def _at(row: Any, keys: Path) -> Any:
    for key in keys:
        row = row.get(key, "") if isinstance(row, dict) else ""
    return row


def _open(row: Any, keys: Path) -> bool:
    """这一格还空着。"""
    value = _at(row, keys)
    return isinstance(value, str) and (value in NOTHING or value == PLACEHOLDER)


def _set(row: dict[str, Any], keys: Path, value: Value) -> None:
    for key in keys[:-1]:
        row = row.setdefault(key, {})
    row[keys[-1]] = value
