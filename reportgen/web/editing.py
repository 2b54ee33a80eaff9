"""改一棵树：填一格、添行、去行、移行、贴几行。收下没有出处的值（source/normal.py），就地改，不写文件。

一行总留着一格“待填”：一格也没有的行等于没有这一行，页面上的第几行就乱了。
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reportgen.core.plan import Field, Form, Path, Table
from reportgen.source.cells import SECTION_TEXT, Address
from reportgen.source.normal import NOTHING, Value, empty
from reportgen.source.scalars import PLACEHOLDER
from reportgen.web.places import Place, written
from reportgen.web.texts import Unwritable

MOST_ROWS = 5000
"""一次贴进来的行数；一份报告最多几百个指标。"""


class NoRow(ValueError):
    """没有这一行：页面旧了，别处已经去掉。"""


def put(tree: dict[str, Any], address: Address, value: Value, place: Place) -> None:
    """填一格；空的值去掉它，必填的写成待填。"""
    block, field = place
    if not empty(value):
        _holder(tree, address)[address[-1]] = value
        return
    if _asked(block, field):
        _holder(tree, address)[address[-1]] = PLACEHOLDER
    else:
        _remove(tree, address)
    if isinstance(block, Form) and not block.required:
        _drop_if_hollow(tree, block.path)
    row = _row_of(address)
    if row and isinstance(block, Table):
        _keep_row(tree, row, block)


def add_row(tree: dict[str, Any], table: Address, at: int, block: Table) -> None:
    """添一行，在第 at 行之前；必填的各格待填。"""
    rows = _rows(tree, table)
    rows.insert(max(0, min(at, len(rows))), _blank(block))


def remove_row(tree: dict[str, Any], table: Address, at: int, block: Table) -> None:
    """去掉一行；一行也不剩的列表，必填的写明没有，不必填的不写。"""
    rows = _rows(tree, table)
    _check(rows, at, table)
    del rows[at]
    if not rows and not block.required:
        _remove(tree, table)


def move_row(tree: dict[str, Any], table: Address, at: int, to: int) -> None:
    """移一行。"""
    rows = _rows(tree, table)
    _check(rows, at, table)
    _check(rows, to, table)
    rows.insert(to, rows.pop(at))


def name_entry(tree: dict[str, Any], address: Address, name: str) -> None:
    """名字到值的一行，改名字，次序不动。"""
    holder = _mapping(tree, address)
    old = address[-1]
    if not name.strip():
        raise Unwritable("名字不能空着。")
    if name != old and name in holder:
        raise Unwritable(f"“{name}”已经有了。")
    entries = [(name if key == old else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(entries)


def divide(tree: dict[str, Any], address: Address) -> None:
    """一节文字改成分几段写，原来的文字是第一段。"""
    holder = _mapping(tree, address)
    text = holder.get(address[-1], "")
    if isinstance(text, list):
        return
    holder[address[-1]] = [{"text": text if not empty(text) else PLACEHOLDER}]


def paste_rows(
    tree: dict[str, Any], table: Address, block: Table, rows: Iterable[dict[Path, Value]]
) -> None:
    """在末尾添几行。"""
    existing = _rows(tree, table)
    for row in rows:
        if len(existing) >= MOST_ROWS:
            raise Unwritable(f"最多 {MOST_ROWS} 行。")
        fresh = _blank(block)
        for keys, value in row.items():
            if not empty(value):
                _holder(fresh, keys)[keys[-1]] = value
        existing.append(fresh)


def blank_rows(rows: list[Any], block: Table) -> list[int]:
    """一格也没有填的各行。"""
    named = {"level1", "level2"}
    blank = []
    for at, row in enumerate(rows):
        values = [value for key, value in row.items() if key not in named] if row else []
        if all(value == PLACEHOLDER for value in values):
            blank.append(at)
    return blank


def _asked(block: object, field: Field) -> bool:
    if field is SECTION_TEXT:
        return False
    return field.required


def _holder(tree: Any, address: Address) -> Any:
    """装着最后一步的映射或列表；路上没有的映射添上。"""
    holder = tree
    for at, step in enumerate(address[:-1]):
        if isinstance(holder, list):
            if not isinstance(step, int) or not 0 <= step < len(holder):
                raise NoRow(written(address))
            holder = holder[step]
            continue
        inner = holder.get(step)
        if not isinstance(inner, dict | list):
            inner = holder[step] = [] if isinstance(address[at + 1], int) else {}
        holder = inner
    last = address[-1]
    if isinstance(holder, list) and not (isinstance(last, int) and 0 <= last < len(holder)):
        raise NoRow(written(address))
    return holder


def _mapping(tree: Any, address: Address) -> dict[Any, Any]:
    """装着最后一步的映射；最后一步是列表里的一项的，没有这一处。"""
    holder = _holder(tree, address)
    if not isinstance(holder, dict):
        raise NoRow(written(address))
    return holder


def _remove(tree: Any, address: Address) -> None:
    """去掉一处；空了的上级映射也去掉，行留着。"""
    steps = list(address)
    while steps:
        holder = _holder(tree, tuple(steps))
        if isinstance(holder, list):
            return
        holder.pop(steps[-1], None)
        steps.pop()
        if holder or not steps:
            return


def _drop_if_hollow(tree: Any, path: Path) -> None:
    """不必填的一块，只剩待填的，整块不写。"""
    holder = tree
    for step in path:
        holder = holder.get(step, {}) if isinstance(holder, dict) else {}
    if path and isinstance(holder, dict) and holder and _hollow(holder):
        _remove(tree, path)


def _hollow(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_hollow(inner) for inner in value.values())
    if isinstance(value, list):
        return all(_hollow(inner) for inner in value)
    return value in NOTHING or value == PLACEHOLDER


def _row_of(address: Address) -> Address:
    """一格所在的行；不在行里的为空。"""
    for depth in range(len(address) - 1, 0, -1):
        if isinstance(address[depth - 1], int):
            return address[:depth]
    return ()


def _keep_row(tree: Any, row: Address, block: Table) -> None:
    """清空了最后一格的行，照新添的一行。"""
    holder = _holder(tree, row)
    if not holder[row[-1]]:
        holder[row[-1]] = _blank(block)


def _blank(block: Table) -> dict[str, Any]:
    """新添的一行：必填的各格待填；没有必填的，第一格待填。"""
    fields = [field for field in block.columns if field.required] or block.columns[:1]
    row: dict[str, Any] = {}
    for field in fields:
        _holder(row, field.keys)[field.keys[-1]] = PLACEHOLDER
    return row


def _rows(tree: Any, table: Address) -> list[Any]:
    """表的各行；没有写的添上一个空的列表。"""
    holder = _mapping(tree, table)
    rows = holder.get(table[-1])
    if not isinstance(rows, list):
        rows = holder[table[-1]] = []
    return rows


def _check(rows: list[Any], at: int, table: Address) -> None:
    if not 0 <= at < len(rows):
        raise NoRow(written((*table, at)))
