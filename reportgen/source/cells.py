"""格：一棵树照打算（plan.py）拆成一格一格，和一格一格拼回一棵树。

一格知道自己在树的哪里（键和第几行）、是打算里的哪一格、写在哪里，
所以诊断指得到格，改了哪一格也改得回原文件。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.core.plan import ROW, Block, Field, Form, Path, Plan, Table
from reportgen.core.shape import Shape
from reportgen.source.normal import Value, node_of
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

Address = tuple[str | int, ...]
"""从树的开头到一处：键，和列表里的第几项。"""


@frozen
class Cell:
    """一格：在树的哪里，是哪一块的哪一格，里面的节点。"""

    address: Address
    block: Block
    field: Field
    node: Node


SECTION_TEXT = Field((), "正文", "value", False, Shape(title="正文", format="prose"))
"""没有小标题的一节：一段文字。"""


NO_ROWS = Field((), "没有", "yaml", False, Shape("array"))
"""写明一行也没有的列表（[]）：没有行，只有这一格。"""


def cells(plan: Plan, tree: Node) -> tuple[Cell, ...]:
    """树 → 各格，按打算的次序；没有写的没有格。"""
    return tuple(chain.from_iterable(_of_block(block, tree) for block in plan.blocks))


def tree_of(cells: Iterable[Cell]) -> Node:
    """各格 → 树。行的次序就是格里写的第几项。"""
    return grown((cell.address, cell.node) for cell in cells)


def grown(placed: Iterable[tuple[Address, Node]]) -> Node:
    """各处的节点 → 树。"""
    root: dict[Any, Any] = {}
    for address, node in placed:
        holder = root
        for step in address[:-1]:
            holder = holder.setdefault(step, {})
        holder[address[-1]] = node
    return _grown(root)


def left_over(plan: Plan, tree: Node) -> tuple[tuple[Address, Scalar], ...]:
    """打算里没有地方放的值：写错了的键、种类不对的地方。照格改回原文件之前，要先问清或留着它们。"""
    placed = {cell.address for cell in cells(plan, tree)}
    return tuple(_unplaced(tree, (), placed))


def _unplaced(node: Node, here: Address, placed: set[Address]) -> Iterator[tuple[Address, Scalar]]:
    if here in placed:
        return
    if isinstance(node, Scalar):
        yield here, node
    elif isinstance(node, Sequence):
        for at, item in enumerate(node.items):
            yield from _unplaced(item, (*here, at), placed)
    else:
        for key, value in node.entries:
            yield from _unplaced(value, (*here, key.text), placed)


def filled(plan: Plan, tree: Node) -> frozenset[Path]:
    """写了东西的各格的路径：块的路径接上格的键；块自己的路径也在内。"""
    paths: set[Path] = set()
    for cell in cells(plan, tree):
        if cell.field is NO_ROWS:
            continue
        paths |= {cell.block.path, (*cell.block.path, *cell.field.keys)}
    return frozenset(paths)


def visible(plan: Plan, tree: Node, printed: frozenset[Path] = frozenset()) -> frozenset[Path]:
    """要给人看的块和格：写了东西的、必填的、格式印出来的（printed）；别的收起来，要用再打开。"""
    paths = set(filled(plan, tree)) | printed
    for block in plan.blocks:
        fields = block.fields if isinstance(block, Form) else block.columns
        needed = block.required or block.path in paths
        for field in fields:
            path = (*block.path, *field.keys)
            if field.required and needed:
                paths.add(path)
            if path in paths:
                paths.add(block.path)
        if block.required:
            paths.add(block.path)
    return frozenset(paths)


def reached(node: Node, path: Path) -> Iterator[tuple[Address, Node]]:
    """路径走到的各处；路径里有行的，每行一处。"""
    if not path:
        yield (), node
        return
    step, *rest = path
    if step == ROW and isinstance(node, Sequence):
        for at, item in enumerate(node.items):
            for address, end in reached(item, tuple(rest)):
                yield (at, *address), end
    elif isinstance(node, Mapping):
        inner = node.get(step)
        if inner is not None:
            for address, end in reached(inner, tuple(rest)):
                yield (step, *address), end


def _of_block(block: Block, tree: Node) -> Iterator[Cell]:
    if isinstance(block, Form):
        yield from _of_fields(block, block.path, block.fields, tree)
        return
    if block.kind == "rows":
        yield from _of_fields(block, (*block.path, ROW), block.columns, tree)
        for address, node in reached(tree, block.path):
            if isinstance(node, Sequence) and all(map(_hollow, node.items)):
                yield Cell(address, block, NO_ROWS, node)
    else:
        for address, node in reached(tree, block.path):
            if isinstance(node, Mapping):
                yield from _of_names(block, address, node)
    yield from _of_fields(block, block.total, block.total_columns, tree)


def _hollow(row: Node) -> bool:
    """一格也没有的行。"""
    return isinstance(row, Mapping) and all(_hollow(value) for _, value in row.entries)


def _of_fields(block: Block, path: Path, fields: tuple[Field, ...], tree: Node) -> Iterator[Cell]:
    for address, row in reached(tree, path):
        for field in fields:
            for inner, node in reached(row, field.keys):
                yield Cell((*address, *inner), block, field, node)


def _of_names(block: Table, address: Address, node: Mapping) -> Iterator[Cell]:
    """叙述的各节，名字到值的各个名字。"""
    for key, value in node.entries:
        here = (*address, key.text)
        if isinstance(value, Scalar):
            field = SECTION_TEXT if block.kind == "sections" else block.columns[0]
            yield Cell(here, block, field, value)
        elif isinstance(value, Sequence):
            for at, item in enumerate(value.items):
                for field in block.columns:
                    for inner, part in reached(item, field.keys):
                        yield Cell((*here, at, *inner), block, field, part)


def _grown(part: Any) -> Node:
    if not isinstance(part, dict):
        return part  # type: ignore[no-any-return]
    if part and all(isinstance(key, int) for key in part):
        items = tuple(_grown(part[at]) for at in sorted(part))
        return Sequence(items, items[0].span)
    entries = [(key, _grown(inner)) for key, inner in part.items()]
    if not entries:
        nothing: Value = {}
        return node_of(nothing)
    named = [(Scalar(key, inner.span, plain=False), inner) for key, inner in entries]
    return Mapping(tuple(named), entries[0][1].span)
