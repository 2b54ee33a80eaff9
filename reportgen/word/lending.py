"""旧稿的版面照新稿的：列宽、表头在词之间的换行随内容变，不是改了字，修订稿里不记。"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.word.markup import W, value_of, whole_number

_BREAK, _RUN, _TEXT = f"{W}br", f"{W}r", f"{W}t"


def lend_layout(old: etree._Element, new: etree._Element) -> None:
    """旧稿各表的列宽和换行换成新稿的。表照次序对应，列数不同的不换。"""
    _lend_breaks(old, new)
    for before, after in zip(old.iter(f"{W}tbl"), new.iter(f"{W}tbl"), strict=False):
        _lend_widths(before, after)


def _lend_widths(old: etree._Element, new: etree._Element) -> None:
    """一张表的各列宽：网格和每格都换。"""
    columns = old.findall(f"{W}tblGrid/{W}gridCol")
    others = new.findall(f"{W}tblGrid/{W}gridCol")
    if len(columns) != len(others):
        return
    widths = [whole_number(value_of(column, "w")) for column in others]
    for column, width in zip(columns, widths, strict=True):
        column.set(f"{W}w", str(width))
    for row in old.iter(f"{W}tr"):
        at = 0
        for cell in row.findall(f"{W}tc"):
            span = whole_number(value_of(cell.find(f"{W}tcPr/{W}gridSpan")), 1)
            size = cell.find(f"{W}tcPr/{W}tcW")
            if size is not None:
                size.set(f"{W}w", str(sum(widths[at : at + span])))
            at += span


def _lend_breaks(old: etree._Element, new: etree._Element) -> None:
    """各格里同样的字，换行照新稿的；新稿里本来就有这样换行的不动。"""
    there: dict[str, list[list[etree._Element]]] = {}
    for paragraph in _in_cells(new):
        there.setdefault(_letters(paragraph), []).append(paragraph.findall(_RUN))
    for paragraph in _in_cells(old):
        variants = there.get(_letters(paragraph), [])
        here = _breaks(paragraph.findall(_RUN))
        if not variants or here in map(_breaks, variants):
            continue
        for run in paragraph.findall(_RUN):
            paragraph.remove(run)
        paragraph.extend(deepcopy(run) for run in variants[0])


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
