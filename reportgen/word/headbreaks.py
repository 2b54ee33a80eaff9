"""表头里的换行：在词之间折行时写的，随列宽变，不是改了字。比对两份成稿时，旧稿的换成新稿的。"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.word.markup import W

_BREAK, _RUN, _TEXT = f"{W}br", f"{W}r", f"{W}t"


def lend_breaks(old: etree._Element, new: etree._Element) -> None:
    """旧稿各格里同样的字，换行照新稿的。"""
    runs: dict[str, list[etree._Element]] = {}
    for paragraph in _in_cells(new):
        runs.setdefault(_letters(paragraph), paragraph.findall(_RUN))
    for paragraph in _in_cells(old):
        there = runs.get(_letters(paragraph))
        if there is None or _breaks(paragraph.findall(_RUN)) == _breaks(there):
            continue
        for run in paragraph.findall(_RUN):
            paragraph.remove(run)
        paragraph.extend(deepcopy(run) for run in there)


def _in_cells(root: etree._Element) -> list[etree._Element]:
    """各格里的段落。"""
    return [paragraph for cell in root.iter(f"{W}tc") for paragraph in cell.findall(f"{W}p")]


def _letters(paragraph: etree._Element) -> str:
    """一段的字，换行不算。"""
    return "".join(str(text.text or "") for text in paragraph.iter(_TEXT))


def _breaks(runs: list[etree._Element]) -> list[str]:
    """换行前后的各段字。"""
    pieces = [""]
    for run in runs:
        for child in run:
            if child.tag == _BREAK:
                pieces.append("")
            elif child.tag == _TEXT:
                pieces[-1] += str(child.text or "")
    return pieces
