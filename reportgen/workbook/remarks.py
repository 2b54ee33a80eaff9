"""核对：填报表前面的一页，列出查出的各条，位置点得到那一格。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.core.codes import SEVERITY_NAMES
from reportgen.core.diagnostics import Diagnostic
from reportgen.source.cells import Address
from reportgen.workbook.drawing import FIRST_COLUMN, Box, Line, Look, Page, height_for
from reportgen.workbook.filled import Places

TITLE = "核对"
HEADS = ("等级", "位置", "说的是什么", "怎么改")
WIDTHS = {FIRST_COLUMN: 9, FIRST_COLUMN + 1: 24, FIRST_COLUMN + 2: 70, FIRST_COLUMN + 3: 50}


def faults_in(problems: Iterable[Diagnostic], places: Places) -> dict[Address, str]:
    """有错的格（在树的哪里）→ 批注里写的话；一格有几条的，一条一段。"""
    faults: dict[Address, str] = {}
    for problem in problems:
        address = places.addresses.get(problem.span.label)
        if address is None or problem.severity == "note" or problem.waived:
            continue
        words = f"{SEVERITY_NAMES[problem.severity]}：{problem.message}"
        words += f"\n改法：{problem.help}" if problem.help else ""
        faults[address] = "\n\n".join(filter(None, (faults.get(address, ""), words)))
    return faults


def remarks_page(
    problems: Iterable[Diagnostic],
    places: Places,
    drawn: Mapping[Address, str],
) -> Page:
    """核对一页；drawn 是树的各处这一次画在哪一格。"""
    lines = [
        Line("", {FIRST_COLUMN: Box("核对结果", "title")}, height=28),
        Line("", _boxes(HEADS, "head")),
    ]
    for problem in problems:
        if not problem.waived:
            lines.append(_line(problem, places, drawn))
    if len(lines) == _HEAD:
        lines.append(Line("", _boxes(("", "", "没有查出问题。", ""), "label")))
    area = (1, FIRST_COLUMN, len(lines) - 1, FIRST_COLUMN + len(HEADS) - 1)
    return Page(TITLE, tuple(lines), WIDTHS, frozen_rows=_HEAD, repeated=(1, 1), filtered=area)


_HEAD = 2


def _boxes(texts: Iterable[str], look: Look) -> dict[int, Box]:
    return {FIRST_COLUMN + at: Box(text, look) for at, text in enumerate(texts)}


def _line(problem: Diagnostic, places: Places, drawn: Mapping[Address, str]) -> Line:
    """一条一行。"""
    label = problem.span.label
    address = places.addresses.get(label)
    here = drawn.get(address, "") if address is not None else ""
    place = here or label or problem.span.place
    texts = (SEVERITY_NAMES[problem.severity], place, problem.message, problem.help)
    boxes = _boxes(texts, "label")
    if here:
        sheet, _, cell = here.rpartition("!")
        boxes[FIRST_COLUMN + 1] = Box(here, "link", link=f"'{sheet}'!{cell}")
    return Line("", boxes, height=height_for(boxes, WIDTHS))
