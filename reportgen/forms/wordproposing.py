"""Word 空表：各张表铺成网格，找到的写上标签；段落里的“填报单位：____”和“优□良□中□差□”也写上。"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.core.diagnostics import Source
from reportgen.forms.labels import BLANK, BOXES, likely, tag_for
from reportgen.forms.proposing import Found, Proposal, Slot, find
from reportgen.forms.wordplaces import places_in
from reportgen.word.markup import XML_SPACE, W, parse_xml, usual, with_prefix, xml_bytes
from reportgen.word.package import read_package, write_package
from reportgen.word.reading.foreign import columns_of
from reportgen.word.register import DOCUMENT

_TR, _TC, _P, _T = f"{W}tr", f"{W}tc", f"{W}p", f"{W}t"
BOXED = "{{ scorecard.grade | grade_boxes }}"
INDICATOR_ROWS = "scorecard.printed"


def propose_word(data: bytes) -> tuple[bytes, tuple[Proposal, ...]]:
    """空表 → 写了标签的表样，和各处空着的。不是 Word 文件抛 BadPackage。"""
    parts = read_package(data)
    root = with_prefix(usual(parse_xml(parts[DOCUMENT])))
    proposals: list[Proposal] = []
    labels = {place.paragraph: place.span.label for place in places_in(root, DOCUMENT, Source(""))}
    for table in list(root.iter(f"{W}tbl")):
        rows = list(table.iterchildren(_TR))
        found = find([_row(row, labels) for row in rows])
        _write(rows, found)
        proposals += found.proposals
    for place in list(places_in(root, DOCUMENT, Source(""))):
        proposals += _paragraph(place.paragraph, place.text, place.span.label)
    parts[DOCUMENT] = xml_bytes(root)
    return write_package(parts), tuple(proposals)


def _row(row: etree._Element, labels: dict[etree._Element, str]) -> list[Slot]:
    slots = []
    column = 0
    for cell in row.iterchildren(_TC):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        continued = merge is not None and merge.get(f"{W}val") != "restart"
        if not continued:
            first = cell.find(_P)
            place = labels.get(first, "") if first is not None else ""
            text = "".join(element.text or "" for element in cell.iter(_T))
            slots.append(Slot(text, column, place, cell))
        column += columns_of(cell)
    return slots


def _write(rows: list[etree._Element], found: Found) -> None:
    """写上标签；重复的一行前后各加一行循环，多余的空行去掉。"""
    for at, tag in found.tags.items():
        _put(found.slots[at].handle, tag)
    if found.repeated < 0:
        return
    row = rows[found.repeated]
    row.addprevious(_control(row, f"{{%tr for r in {INDICATOR_ROWS} %}}"))
    row.addnext(_control(row, "{%tr endfor %}"))
    for at in found.spare:
        parent = rows[at].getparent()
        assert parent is not None
        parent.remove(rows[at])


def _put(cell: etree._Element, tag: str) -> None:
    """空格子的头一段写上标签，字体照那一段原来的。"""
    paragraph = cell.find(_P)
    if paragraph is None:
        paragraph = etree.SubElement(cell, _P)
    run = etree.SubElement(paragraph, f"{W}r")
    kept = paragraph.find(f"{W}pPr/{W}rPr")
    if kept is not None:
        run.append(deepcopy(kept))
    text = etree.SubElement(run, _T)
    text.text = tag
    text.set(XML_SPACE, "preserve")


def _control(row: etree._Element, tag: str) -> etree._Element:
    """同样的一行，只写着循环的标签。"""
    copy = deepcopy(row)
    for element in copy.iter(_T):
        element.text = ""
    cells = [cell for cell in copy.iterchildren(_TC) if cell.find(f"{W}tcPr/{W}vMerge") is None]
    _put((cells or list(copy.iterchildren(_TC)))[0], tag)
    return copy


def _paragraph(paragraph: etree._Element, text: str, place: str) -> list[Proposal]:
    """一段里的空：冒号后面的下划线、等级的方框。"""
    if BOXES.search(text):
        _rewrite(paragraph, BOXES.sub(BOXED, text))
        return [Proposal(place, "等级", BOXED, True)]
    match = BLANK.search(text)
    if match is None or next(paragraph.iterancestors(_TC), None) is not None:
        return []
    label = match["label"]
    tag = tag_for(label)
    if not tag:
        return [Proposal(place, label, likely(label), False)]
    _rewrite(paragraph, text[: match.start()] + f"{label}：{tag}" + text[match.end() :])
    return [Proposal(place, label, tag, True)]


def _rewrite(paragraph: etree._Element, text: str) -> None:
    """整段的字换成 text，写在头一处。"""
    for at, element in enumerate(list(paragraph.iter(_T))):
        element.text = text if at == 0 else ""
        element.set(XML_SPACE, "preserve")
