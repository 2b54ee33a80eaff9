"""格的地方：树里的地址 ↔ 打算（plan）里的格 ↔ 页面上的名字。

地址是一串键和序号（indicators、3、actual），写成文字是 /indicators/3/actual；键里的 ~ 和 / 照 JSON Pointer 转写。
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.plan import ROW, Block, Field, Form, Path, Plan
from reportgen.source.cells import SECTION_TEXT, Address
from reportgen.source.tree import Mapping, Node, Sequence

Place = tuple[Block, Field]
"""打算里的一格：在哪一块，是哪一格。"""


class NoSuchPlace(ValueError):
    """打算里没有这一格；多半是页面旧了，或请求是编出来的。"""


def written(address: Address) -> str:
    """地址 → 文字。"""
    words = [str(step).replace("~", "~0").replace("/", "~1") for step in address]
    return "".join(f"/{word}" for word in words)


def path_of(address: Address) -> Path:
    """地址 → 打算里的路径：第几行都写作一行。"""
    return tuple(ROW if isinstance(step, int) else step for step in address)


class Places:
    """打算里的全部的格，凭地址找。"""

    def __init__(self, plan: Plan) -> None:
        self._fields: dict[Path, Place] = {}
        self.blocks: dict[Path, Block] = {}
        for block in plan.blocks:
            self.blocks[block.path] = block
            for path, field in _fields_of(block):
                self._fields[path] = (block, field)

    def at(self, address: Address) -> Place:
        """地址是哪一格；没有则抛 NoSuchPlace。"""
        path = path_of(address)
        place = self._fields.get(path) or self._named(path)
        if place is None:
            raise NoSuchPlace(written(address))
        return place

    def _named(self, path: Path) -> Place | None:
        """叙述的一节、节里一段的一格，和名字到值的一格。"""
        for depth in range(len(path) - 1, 0, -1):
            block = self.blocks.get(path[:depth])
            if block is None or isinstance(block, Form) or block.kind == "rows":
                continue
            rest = path[depth + 1 :]
            if not rest:
                field = SECTION_TEXT if block.kind == "sections" else block.columns[0]
                return block, field
            for column in block.columns:
                if block.kind == "sections" and rest == (ROW, *column.keys):
                    return block, column
        return None


def _fields_of(block: Block) -> Iterator[tuple[Path, Field]]:
    if isinstance(block, Form):
        for field in block.fields:
            yield (*block.path, *field.keys), field
        return
    if block.kind == "rows":
        for field in block.columns:
            yield (*block.path, ROW, *field.keys), field
    for field in block.total_columns:
        yield (*block.total, *field.keys), field


def address_at(tree: Node, position: int) -> Address:
    """全文里的一个位置在树的哪里：包着它的最里面的一处。"""
    steps: list[str | int] = []
    node: Node | None = tree
    while node is not None:
        node, step = _within(node, position)
        if step is not None:
            steps.append(step)
    return tuple(steps)


def _within(node: Node, position: int) -> tuple[Node | None, str | int | None]:
    """位置在哪一项里；写在键上的，算它的值。"""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.span.start <= position <= max(key.span.end, value.span.end):
                return value, key.text
    elif isinstance(node, Sequence):
        for at, item in enumerate(node.items):
            if item.span.start <= position <= item.span.end:
                return item, at
    return None, None


def node_at(tree: Node, address: Address) -> Node | None:
    """地址处的节点；没有写则为 None。"""
    node: Node | None = tree
    for step in address:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node
