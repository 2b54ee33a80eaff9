"""行：事实的树照打算拆成各块的各行，每行的各栏是什么值、在树的哪里。

行的号是它在这张表里的次序，填报表记着它：交回来的行改了名、换了地方，仍知道是原来的哪一行。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.core.plan import ROW, Field, Form, Path, Plan, Table
from reportgen.source.cells import NO_ROWS, Address, Cell, cells, reached
from reportgen.source.normal import Value, value_of
from reportgen.source.tree import Mapping as Node_Mapping
from reportgen.source.tree import Node, Scalar, Sequence
from reportgen.workbook.labels import distinct, label_in

RowKind = Literal["row", "text"]


@frozen
class Row:
    """表的一行：在树的哪里、号、各栏的值；kind 是 text 的，是叙述里没有小标题的一节。name 是节名或名字。"""

    address: Address
    number: int
    values: Mapping[Path, Value]
    kind: RowKind = "row"
    name: str = ""


@frozen
class Content:
    """一块的内容：表单的各值，或表的各行和合计；none 是写明一行也没有。"""

    values: Mapping[Path, Value]
    rows: tuple[Row, ...] = ()
    none: bool = False


def contents(plan: Plan, tree: Node) -> dict[Path, Content]:
    """各块的内容；tree 是常形的树。路径相同的表单和表，种类不同，各记各的（表单在前面加一个空）。"""
    cut: dict[int, list[Cell]] = {}
    for cell in cells(plan, tree):
        cut.setdefault(id(cell.block), []).append(cell)
    found: dict[Path, Content] = {}
    for block in plan.blocks:
        own = cut.get(id(block), [])
        if isinstance(block, Form):
            found[form_key(block.path)] = Content(_values(own, block.path))
        else:
            found[block.path] = _table(block, own, tree)
    return found


def form_key(path: Path) -> Path:
    """表单记在哪里。"""
    return ("", *path)


def _values(cut: list[Cell], start: Address) -> dict[Path, Value]:
    depth = len(start)
    return {_keys(cell.address[depth:]): value_of(cell.node) for cell in cut}


def _keys(address: Address) -> Path:
    return tuple(str(step) for step in address)


def _table(table: Table, cut: list[Cell], tree: Node) -> Content:
    depth = len(table.total)
    total: list[Cell] = []
    by_row: dict[Address, dict[Path, Value]] = {}
    for cell in cut:
        if depth and cell.address[:depth] == table.total:
            total.append(cell)
        elif cell.field is not NO_ROWS:
            address = _row_address(table, cell)
            by_row.setdefault(address, {})[cell.field.keys] = value_of(cell.node)
    none = ROW not in table.path and any(cell.field is NO_ROWS for cell in cut)
    rows: list[Row] = []
    for address, kind in _row_addresses(table, tree):
        name = str(address[len(table.path)]) if table.kind != "rows" else ""
        values = by_row.get(address, {})
        rows.append(Row(address, len(rows) + 1, values, kind, name))
    return Content(_values(total, table.total), tuple(rows), none)


def _row_address(table: Table, cell: Cell) -> Address:
    depth = len(table.path) + 1
    passage = table.kind == "sections" and cell.field in table.columns
    return cell.address[: depth + 1 if passage else depth]


def _row_addresses(table: Table, tree: Node) -> Iterator[tuple[Address, RowKind]]:
    """各行在树的哪里，照写的次序；没有行的必填的列表（上级的行里），给一行空的。"""
    for address, node in reached(tree, table.path):
        if isinstance(node, Sequence):
            for at in range(len(node.items)):
                yield (*address, at), "row"
            if not node.items and table.parent:
                yield (*address, 0), "row"
        elif isinstance(node, Node_Mapping):
            yield from _named(table, address, node)


def _named(
    table: Table,
    address: Address,
    node: Node_Mapping,
) -> Iterator[tuple[Address, RowKind]]:
    for key, value in node.entries:
        if isinstance(value, Scalar):
            yield (*address, key.text), "text" if table.kind == "sections" else "row"
        elif isinstance(value, Sequence):
            for at in range(len(value.items)):
                yield (*address, key.text, at), "row"


def parent_rows(table: Table, found: Mapping[Path, Content]) -> tuple[Row, ...]:
    """上级的表的各行。"""
    return found[table.parent[:-1]].rows if table.parent[-1:] == (ROW,) else ()


def text_field(table: Table, field: Field, row: Row) -> Value | None:
    """一行的一栏的值；没有小标题的一节，正文在 text 一栏。"""
    if row.kind == "text":
        return row.values.get(()) if field.keys in ((), ("text",)) else None
    return row.values.get(field.keys)


def row_labels(rows: tuple[Row, ...]) -> list[str]:
    """各行的叫法，不重复。"""
    return distinct(plain_label(row) or row.name for row in rows)


def plain_label(row: Row) -> str:
    """一行叫什么；没有名称一类的为空。"""
    return label_in({keys: value for keys, value in row.values.items() if isinstance(value, str)})
