"""Excel 表样的行：重复的行展开以后，表样的第几行在填好的表里是第几行；合并、公式、打印区域照它移。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reportgen.core.frozen import frozen
from reportgen.core.paths import rows_of, step
from reportgen.core.reference import Reference
from reportgen.forms.sheetareas import NUMBER, Area, variable_at

Chain = tuple[tuple[str, int], ...]
"""一行在哪几层的第几条里，外层在先：（名称，第几条）。"""
Names = Mapping[str, Any]
LAST_ROW = 1_048_576
MOST_ROWS = 100_000


class TooManyRows(ValueError):
    """展开以后行太多；理由用中文。"""


@frozen
class Line:
    """填好的一行：表样的第几行，在哪几层的第几条里，那里的名字。"""

    row: int
    chain: Chain
    names: Names


class SheetLayout:
    """一张工作表展开以后的各行；spread 说表样的几行现在是哪几行。"""

    def __init__(self, areas: tuple[Area, ...], height: int, names: Names) -> None:
        self.areas, self.height = areas, height
        self.lines: list[Line] = []
        self._extents: dict[tuple[int, Chain], tuple[int, int]] = {}
        self._instances: dict[str, list[Chain]] = {area.name: [] for area in areas}
        self._expand(1, height, "", names, (), ())
        for number, line in enumerate(self.lines, 1):
            self._note(number, line)

    def _expand(
        self, first: int, last: int, outer: str, names: Names, chain: Chain, items: tuple[Any, ...]
    ) -> None:
        row = first
        inner = {area.first: area for area in self.areas if area.outer == outer}
        while row <= last:
            area = inner.get(row)
            if area is None:
                self.lines.append(Line(row, chain, names))
                row += 1
            else:
                self._repeat(area, names, chain, items)
                row = area.last + 1
            if len(self.lines) > MOST_ROWS:
                raise TooManyRows(f"展开以后超过 {MOST_ROWS} 行")

    def _repeat(self, area: Area, names: Names, chain: Chain, items: tuple[Any, ...]) -> None:
        for number, item in enumerate(_items(area.rows, names), 1):
            inner = (*items, item)
            here = (*chain, (area.name, number))
            self._instances[area.name].append(here)
            named: dict[str, Any] = {**names, NUMBER: number}
            for depth, value in enumerate(reversed(inner)):
                named[variable_at(depth)] = value
            self._expand(area.first, area.last, area.name, named, here, inner)

    def _note(self, number: int, line: Line) -> None:
        for length in range(len(line.chain) + 1):
            key = (line.row, line.chain[:length])
            first, _ = self._extents.get(key, (number, number))
            self._extents[key] = (first, number)

    def spread(self, first: int, last: int, chain: Chain = ()) -> tuple[int, int] | None:
        """表样的 first 到 last 行，从 chain 这一条看去，现在是第几到第几行；都没有了则为 None。"""
        within = self._common(first, last, chain)
        starts: list[int] = []
        ends: list[int] = []
        for row in range(first, min(last, self.height) + 1):
            extent = self._extents.get((row, within))
            if extent is not None:
                starts.append(extent[0])
                ends.append(extent[1])
        shift = len(self.lines) - self.height
        if last > self.height:
            ends.append(min(last + shift, LAST_ROW) if last < LAST_ROW else LAST_ROW)
        if first > self.height:
            starts.append(min(first + shift, LAST_ROW))
        if not starts or not ends:
            return None
        return min(starts), max(ends)

    def _common(self, first: int, last: int, chain: Chain) -> Chain:
        """从这一条看去，几行都在里面的各层。"""
        areas = {area.name: area for area in self.areas}
        for length in range(len(chain), 0, -1):
            if areas[chain[length - 1][0]].holds(first, last):
                return chain[:length]
        return ()

    def everywhere(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """跨着这几行的一处（合并）现在有哪几处：在重复的行里的，每条一处。"""
        holding = [area for area in self.areas if area.holds(first, last)]
        if not holding:
            chains: list[Chain] = [()]
        else:
            chains = self._instances[holding[-1].name]
        for chain in chains:
            extent = self.spread(first, last, chain)
            if extent is not None:
                yield extent

    def repeats(self, row: int, chain: Chain) -> bool:
        """一行从 chain 这一条看去，是不是重复的。"""
        areas = [area for area in self.areas if area.holds(row, row)]
        return any(area.name not in {name for name, _ in chain} for area in areas)


def _items(rows: Reference, names: Names) -> tuple[Any, ...]:
    """列表的各条；没有填的为空。"""
    value: Any = names.get(str(rows.path[0]))
    for word in rows.path[1:]:
        if value is None:
            return ()
        if isinstance(word, int):
            rows_there = rows_of(value) or ()
            value = rows_there[word] if word < len(rows_there) else None
        else:
            value = step(value, word)
    listed = rows_of(value)
    if listed is None:
        raise TooManyRows("走到的不是列表")
    return listed
