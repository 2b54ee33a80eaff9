"""Excel 表样里重复的行：名称 rg_行_<路径> 圈住的几行，每条一遍；一层可以套一层，里层的路径从外层的 r 写起。

在里层，r 是里层的一条，g 是外一层的那条，gg 是再外一层的；n 是第几条。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from reportgen.core.diagnostics import Source, Span
from reportgen.core.form import Loop
from reportgen.core.frozen import frozen
from reportgen.core.reference import Malformed, Reference
from reportgen.forms.tags import Fault, tag_of

PREFIX = "rg_行_"
RESERVED = "rg_"
ROW, NUMBER = "r", "n"
DEEPEST = 3
_AGAIN = re.compile(r"__\d+$")
"""同一个列表在一本里重复两处的，名称末尾加 __2。"""


@frozen
class Area:
    """重复的几行：名称、工作表、第几行到第几行、列表的引用，和外一层的名称（没有的为空）。"""

    name: str
    sheet: str
    first: int
    last: int
    rows: Reference
    outer: str = ""

    def holds(self, first: int, last: int) -> bool:
        """是不是都在这几行里。"""
        return self.first <= first and last <= self.last


def areas_in(book: Workbook, shown: str) -> tuple[tuple[Area, ...], tuple[Fault, ...]]:
    """一本表样里的各个重复的行，外层在先；写得不对的另列。"""
    areas: list[Area] = []
    faults: list[Fault] = []
    source = Source(shown)
    for name, text in _names(book):
        place = Span(source, 1, 1, 0, 0, f"名称 {name}")
        if not name.startswith(PREFIX):
            help = (
                f"重复的行叫 {PREFIX}路径，如 {PREFIX}funds.lines；别的名称不要以 {RESERVED} 开头。"
            )
            faults.append(Fault(name, "不认识这种名称", help, place))
            continue
        try:
            areas.append(_area(name, text, place))
        except Malformed as error:
            help = "在“公式—名称管理器”里让它指着一张工作表里连着的几行。"
            faults.append(Fault(name, str(error).rstrip("。"), help, place))
    areas.sort(key=lambda area: (area.sheet, area.first, -area.last, area.name))
    nested, crossing = _nested(areas, source)
    return nested, (*faults, *crossing)


def _names(book: Workbook) -> Iterator[tuple[str, str]]:
    homes: list[Mapping[str, Any]] = [book.defined_names]
    homes += [sheet.defined_names for sheet in book.worksheets]
    for names in homes:
        for name, defined in names.items():
            if name.startswith(RESERVED):
                yield name, str(defined.attr_text or "")


def _area(name: str, text: str, place: Span) -> Area:
    sheet, _, cells = text.rpartition("!")
    sheet = sheet.strip("'").replace("''", "'")
    try:
        _, first, _, last = range_boundaries(cells)
    except (ValueError, TypeError):
        first = last = None
    if not sheet or first is None or last is None:
        raise Malformed(f"指着“{text[:40]}”，不是连着的几行")
    path = _AGAIN.sub("", name.removeprefix(PREFIX))
    reference = tag_of("{{" + path + "}}", place).reference
    assert reference is not None
    return Area(name, sheet, first, last, reference)


def _nested(areas: list[Area], source: Source) -> tuple[tuple[Area, ...], tuple[Fault, ...]]:
    """哪个套着哪个；交叉的、套得太深的是毛病。"""
    nested: list[Area] = []
    faults: list[Fault] = []
    for area in areas:
        around = [other for other in nested if other.sheet == area.sheet]
        crossing = [other for other in around if _cross(other, area)]
        holding = [other for other in around if other.holds(area.first, area.last)]
        place = Span(source, 1, 1, 0, 0, f"名称 {area.name}")
        if crossing:
            reason = f"与 {crossing[0].name} 的行交叉或重复"
            faults.append(Fault(area.name, reason, "一个整个地套在另一个里面，或互不相干。", place))
        if len(holding) >= DEEPEST:
            faults.append(Fault(area.name, f"套了 {len(holding) + 1} 层", "最多三层。", place))
        outer = holding[-1].name if holding else ""
        nested.append(Area(area.name, area.sheet, area.first, area.last, area.rows, outer))
    return tuple(nested), tuple(faults)


def _cross(one: Area, other: Area) -> bool:
    apart = one.last < other.first or other.last < one.first
    same = (one.first, one.last) == (other.first, other.last)
    inside = one.holds(other.first, other.last) or other.holds(one.first, one.last)
    return same or not (apart or inside)


def chain_of(area: Area | None, areas: Mapping[str, Area]) -> tuple[Area, ...]:
    """一个重复的行和套着它的各层，外层在先。"""
    chain: list[Area] = []
    while area is not None:
        chain.insert(0, area)
        area = areas.get(area.outer)
    return tuple(chain)


def variable_at(depth: int) -> str:
    """往外数第几层的一条叫什么：0 是 r，1 是 g，2 是 gg。"""
    return ROW if depth == 0 else "g" * depth


def loops_of(chain: tuple[Area, ...]) -> tuple[Loop, ...]:
    """各层循环，一条的名字照最里层看出去的叫。"""
    loops: list[Loop] = []
    for at, area in enumerate(chain):
        variable = variable_at(len(chain) - 1 - at)
        loops.append(Loop(variable, _seen_from(area.rows, variable_at(len(chain) - at))))
    return tuple(loops)


def _seen_from(rows: Reference, outer: str) -> Reference:
    """里层的列表：名称里写的 r 是外一层的一条，从最里层看出去叫 outer。"""
    if rows.path[0] != ROW:
        return rows
    return Reference((outer, *rows.path[1:]), rows.calls)
