"""机关的空表 → 写了标签的表样：找出空着的格、下划线和方框，拿得准的写上标签，别的列出来。

Word 和 Excel 的表都铺成一张网格看，找法是一样的；写回去各有各的写法（wordproposing、sheetproposing）。
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.forms.labels import FEWEST, FUNDS, INDICATORS, TOTALS, likely, plain_label, tag_for


@frozen
class Slot:
    """一格：字、从第几列起、地方；handle 是写回去用的。"""

    text: str
    column: int
    place: str
    handle: Any = field(compare=False, repr=False)

    @property
    def empty(self) -> bool:
        """空着的。"""
        return not self.text.strip()


@frozen
class Proposal:
    """一处空着的：地方、旁边的标签、写了的（或最像的）；written 是写了没有。"""

    place: str
    label: str
    tag: str
    written: bool


Grid = Sequence[Sequence[Slot]]


@frozen
class Found:
    """一张网格里找到的：写进哪些格；重复的一行是第几行（从 0 数，没有则 -1），跟着的空行。"""

    tags: Mapping[int, str]
    slots: tuple[Slot, ...]
    proposals: tuple[Proposal, ...]
    repeated: int
    spare: tuple[int, ...]


def find(grid: Grid) -> Found:
    """一张网格。"""
    finder = _Finder(grid)
    finder.indicators()
    finder.funds()
    finder.labels()
    return finder.found()


class _Finder:
    """一张网格里已经写了的，和还空着的。"""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.written: dict[tuple[int, int], tuple[str, str]] = {}
        self.unsure: list[Proposal] = []
        self.repeated = -1
        self.spare: tuple[int, ...] = ()

    def indicators(self) -> None:
        """评分表：表头认得三个以上、下面一行空着的，那一行每个指标一遍。"""
        for at, row in enumerate(self.grid[:-1]):
            heads = {slot.column: plain_label(slot.text) for slot in row}
            known = {
                column: INDICATORS[head] for column, head in heads.items() if head in INDICATORS
            }
            if len(known) < FEWEST or not self._blank(at + 1, known):
                continue
            self._row(at + 1, {column: (heads[column], tag) for column, tag in known.items()})
            self.repeated = at + 1
            spare = []
            for below in range(at + 2, len(self.grid)):
                if not self._blank(below, known):
                    break
                spare.append(below)
            self.spare = tuple(spare)
            return

    def funds(self) -> None:
        """资金：表头认得三个以上，下面各行左边是名称、右边空着。"""
        for at, row in enumerate(self.grid[:-1]):
            heads = {slot.column: plain_label(slot.text) for slot in row}
            known = {column: FUNDS[head] for column, head in heads.items() if head in FUNDS}
            if len(known) < FEWEST:
                continue
            for below in range(at + 1, len(self.grid)):
                name = self._named(below, min(known))
                if not name or not self._blank(below, known):
                    break
                total = plain_label(name) in TOTALS
                line = "funds.total" if total else f'funds["{name}"]'
                tags = {column: f"{{{{ {line}.{rest} }}}}" for column, rest in known.items()}
                self._row(below, {column: (name, tag) for column, tag in tags.items()})
            return

    def labels(self) -> None:
        """别的标签：右边一格空着的写右边，否则下面一格。"""
        for at, row in enumerate(self.grid):
            for number, slot in enumerate(row):
                if slot.empty or (at, slot.column) in self.written:
                    continue
                place = self._neighbour(at, number)
                if place is None:
                    continue
                tag = tag_for(slot.text)
                if tag:
                    self.written[place] = (slot.text, tag)
                elif place[0] == at:
                    self._unsure(place, slot.text)

    def _neighbour(self, at: int, number: int) -> tuple[int, int] | None:
        row = self.grid[at]
        if number + 1 < len(row) and self._free(at, row[number + 1]):
            return at, row[number + 1].column
        below = self.grid[at + 1] if at + 1 < len(self.grid) else ()
        for slot in below:
            if slot.column == row[number].column and self._free(at + 1, slot):
                return at + 1, slot.column
        return None

    def _free(self, at: int, slot: Slot) -> bool:
        busy = at == self.repeated or at in self.spare
        return slot.empty and not busy and (at, slot.column) not in self.written

    def _unsure(self, place: tuple[int, int], label: str) -> None:
        slot = self._slot(*place)
        if slot is not None:
            text = " ".join(label.split())
            self.unsure.append(Proposal(slot.place, text, likely(label), False))

    def _blank(self, at: int, columns: Mapping[int, str]) -> bool:
        slots = [slot for slot in self.grid[at] if slot.column in columns]
        return len(slots) == len(columns) and all(slot.empty for slot in slots)

    def _named(self, at: int, first: int) -> str:
        """一行左边的名称：资金来源。"""
        names = [
            slot.text.strip() for slot in self.grid[at] if slot.column < first and not slot.empty
        ]
        return names[-1] if names else ""

    def _row(self, at: int, tags: Mapping[int, tuple[str, str]]) -> None:
        for column, label_and_tag in tags.items():
            self.written[at, column] = label_and_tag

    def _slot(self, at: int, column: int) -> Slot | None:
        return next((slot for slot in self.grid[at] if slot.column == column), None)

    def found(self) -> Found:
        """找到的全部，照先后。"""
        slots: list[Slot] = []
        tags: dict[int, str] = {}
        proposals: list[Proposal] = []
        for (at, column), (label, tag) in sorted(self.written.items()):
            slot = self._slot(at, column)
            if slot is None:
                continue
            tags[len(slots)] = tag
            slots.append(slot)
            proposals.append(Proposal(slot.place, " ".join(label.split()), tag, True))
        both = (*proposals, *self.unsure)
        return Found(tags, tuple(slots), both, self.repeated, self.spare)
