"""分给科室：一份输入的各行照“填报科室”分开，一个科室一本；交回来的放回原来的地方，别的科室的一字不动。

分得开的是指标、问题、建议和带小标题的段落；行里的“其中”跟着行走。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.core.diagnostics import Source, Span
from reportgen.core.plan import Plan
from reportgen.source.cells import Address, cells
from reportgen.source.normal import node_of, value_of
from reportgen.source.tree import Node
from reportgen.workbook.rows import Content, contents

OWNED = (("indicators",), ("findings",), ("suggestions",), ("sections",))
OWNER = ("owner",)
OUTSIDE = "（不在这一本里）"

Moves = dict[Address, dict[int, int]]
"""一个列表 → 原来的第几行，现在的第几行。"""


def owners_in(plan: Plan, tree: Node) -> dict[str, int]:
    """各科室有几行，照写的次序。"""
    counts: dict[str, int] = {}
    found = contents(plan, tree)
    for path in OWNED:
        for row in found.get(path, Content({})).rows:
            owner = row.values.get(OWNER)
            if isinstance(owner, str):
                counts[owner] = counts.get(owner, 0) + 1
    return counts


def rows_of(found: Mapping[tuple[str, ...], Content], part: str) -> frozenset[Address]:
    """一个科室的各行。"""
    rows = (row for path in OWNED for row in found.get(path, Content({})).rows)
    return frozenset(row.address for row in rows if row.values.get(OWNER) == part)


def belongs(address: Address, only: frozenset[Address] | None) -> bool:
    """这一行（或它下面的行）是不是要的；None 是都要。"""
    return only is None or any(address[:depth] in only for depth in range(len(address) + 1))


class Homes:
    """交回来的各行放回哪里：原来的次序，删去的去掉，新添的放在最后。"""

    def __init__(self, before: Iterable[Address], only: frozenset[Address]) -> None:
        self.only = only
        self.lists: dict[Address, list[int]] = {}
        for address in before:
            self.lists.setdefault(address[:-1], []).append(int(address[-1]))

    def moves(
        self,
        returned: Iterable[Address],
        origins: Mapping[Address, Address],
    ) -> tuple[Moves, Moves]:
        """（原来的行、交回来的行）各到第几行；returned 是交回来的各行。"""
        kept: Moves = {}
        placed: Moves = {}
        rows: dict[Address, list[int]] = {}
        for address in returned:
            rows.setdefault(address[:-1], []).append(int(address[-1]))
        for home in {**self.lists, **rows}:
            here = {
                origins[(*home, at)][-1]: at for at in rows.get(home, ()) if (*home, at) in origins
            }
            order: list[tuple[bool, int]] = []
            for at in self.lists.get(home, ()):
                if (*home, at) not in self.only:
                    order.append((False, at))
                elif at in here:
                    order.append((True, here[at]))
            known = set(here.values())
            order += [(True, at) for at in rows.get(home, ()) if at not in known]
            for index, (mine, at) in enumerate(order):
                (placed if mine else kept).setdefault(home, {})[at] = index
        return kept, placed


def moved(address: Address, moves: Moves) -> Address:
    """一处换到它现在的行里；不在分开的列表里的不动。"""
    for depth in range(len(address)):
        rows = moves.get(address[:depth])
        step = address[depth]
        if rows is not None and isinstance(step, int) and step in rows:
            return (*address[:depth], rows[step], *address[depth + 1 :])
    return address


def others(
    plan: Plan,
    before: Node,
    only: frozenset[Address],
    moves: Moves,
    name: str,
) -> list[tuple[Address, Node]]:
    """不归这个科室的各格，放在它们现在的行里。"""
    span = Span(Source(name), 1, 1, 0, 0, OUTSIDE)
    kept: list[tuple[Address, Node]] = []
    for cell in cells(plan, before):
        if not belongs(cell.address, only):
            kept.append((moved(cell.address, moves), node_of(value_of(cell.node), span)))
    return kept
