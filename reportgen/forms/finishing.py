"""docxtpl 填好以后的收拾：加粗、脚注、图片、同上合并、空了的表和格、重复的书签，和插槽里的表和各章。

记号是不是字符的码位（environment.py），收拾完一个也不留。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.core.document import Block, Picture
from reportgen.core.model import PictureFile
from reportgen.forms.columns import fit_columns
from reportgen.forms.environment import (
    BOLD,
    IMAGE_MARK,
    MERGE_MARK,
    NOTE,
    NOTE_END,
    PLAIN,
    SLOT_MARK,
)
from reportgen.forms.slots import Inserted, inserted_in
from reportgen.forms.wordplaces import parts_in
from reportgen.word.frame.template import Frame
from reportgen.word.markup import (
    MAIN,
    XML_SPACE,
    W,
    parse_xml,
    value_of,
    whole_number,
    with_prefix,
    xml_bytes,
)
from reportgen.word.register import DOCUMENT, Register
from reportgen.word.writing.drawing import picture_xml

_P, _R, _T, _TBL, _TR, _TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
_INLINE = re.compile(f"([{BOLD}{PLAIN}])|{NOTE}(.*?){NOTE_END}|{IMAGE_MARK}([0-9]+){IMAGE_MARK}")
_SLOT = re.compile(f"{SLOT_MARK}(.+?){SLOT_MARK}")
_IDS = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MARKS = frozenset(BOLD + PLAIN + NOTE + IMAGE_MARK)


def finished(
    parts: dict[str, bytes],
    pictures: Sequence[PictureFile],
    slots: Mapping[str, tuple[Block, ...]],
    frame: Frame | None,
) -> dict[str, bytes]:
    """docxtpl 写出的各部件 → 收拾好的。"""
    register = Register(parts)
    roots = {name: with_prefix(parse_xml(parts[name])) for name in parts_in(parts)}
    inserted = Inserted(register, roots[DOCUMENT], frame)
    for name, root in roots.items():
        for table in list(root.iter(_TBL)):
            _merge(table)
            fit_columns(table)
        _settle(root)
        _without_repeats(root)
        writer = _Inline(pictures, inserted, name)
        for run in list(root.iter(_R)):
            writer.settle(run)
        if name == DOCUMENT:
            _fill_slots(root, slots, inserted)
    for name, root in roots.items():
        register.parts[name] = xml_bytes(root)
    inserted.finish()
    return register.package()


def _merge(table: etree._Element) -> None:
    """同上一行一样的格子并成一格：左边并着的不在一组，右边一样也不并。"""
    above: dict[int, tuple[str, bool]] = {}
    heads: dict[int, etree._Element] = {}
    for row in table.iterchildren(_TR):
        now: dict[int, tuple[str, bool]] = {}
        same = True
        for column, cell in _columns(row):
            text = "".join(element.text or "" for element in cell.iter(_T))
            if MERGE_MARK not in text:
                heads.pop(column, None)
                continue
            same = same and above.get(column, ("", False))[0] == text
            now[column] = (text, same)
            _unmark(cell)
            if same and column in heads:
                _set_merge(heads[column], "restart")
                _continue(cell)
            else:
                heads[column] = cell
        above = now


def _columns(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in row.iterchildren(_TC):
        yield column, cell
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        column += whole_number(value_of(span), 1) if span is not None else 1


def _unmark(cell: etree._Element) -> None:
    for element in cell.iter(_T):
        element.text = (element.text or "").replace(MERGE_MARK, "")


def _continue(cell: etree._Element) -> None:
    """承上的一格：没有字，只留一个空段。"""
    _set_merge(cell, "continue")
    paragraphs = cell.findall(_P)
    for paragraph in paragraphs[1:]:
        cell.remove(paragraph)
    for child in list(paragraphs[0]):
        if child.tag != f"{W}pPr":
            paragraphs[0].remove(child)


_BEFORE_MERGE = tuple(f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def _set_merge(cell: etree._Element, value: str) -> None:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    merge = properties.find(f"{W}vMerge")
    if merge is None:
        merge = etree.Element(f"{W}vMerge")
        before = [child for child in properties if child.tag in _BEFORE_MERGE]
        properties.insert(len(before), merge)
    merge.set(f"{W}val", value)


def _settle(root: etree._Element) -> None:
    """循环空了以后：没有格的行、没有行的表去掉，格和文本框里至少一段，表后面要有段落。"""
    for row in list(root.iter(_TR)):
        if next(row.iter(_TC), None) is None:
            _remove(row)
    for table in list(root.iter(_TBL)):
        if next(table.iter(_TR), None) is None:
            _remove(table)
    for home in root.iter(_TC, f"{W}txbxContent", f"{W}hdr", f"{W}ftr"):
        blocks = [child for child in home if child.tag in (_P, _TBL, f"{W}sdt")]
        if not blocks or blocks[-1].tag == _TBL:
            etree.SubElement(home, _P)
    _apart(root)


def _apart(root: etree._Element) -> None:
    """两张表之间原来只有标签的一段，去掉以后会连成一张，补一个空段。"""
    for table in root.iter(_TBL):
        following = table.getnext()
        if following is not None and following.tag in (_TBL, f"{W}sectPr"):
            table.addnext(etree.Element(_P))


def _without_repeats(root: etree._Element) -> None:
    """循环里的书签、段落编号重复了：书签只留第一个，编号去掉。"""
    names: set[str] = set()
    dropped: set[str] = set()
    ids: set[str] = set()
    for start in list(root.iter(f"{W}bookmarkStart")):
        name, number = value_of(start, "name"), value_of(start, "id")
        if name in names or number in ids:
            dropped.add(number)
            _remove(start)
        names.add(name)
        ids.add(number)
    ended: set[str] = set()
    for end in list(root.iter(f"{W}bookmarkEnd")):
        number = value_of(end, "id")
        if number in ended or number not in ids:
            _remove(end)
        ended.add(number)
    for element in root.iter(_P, _TR):
        for word in ("paraId", "textId"):
            element.attrib.pop(f"{_IDS}{word}", None)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


class _Inline:
    """一段字里的记号：加粗分成几段字，脚注、图片换成各自的样子。加粗可以跨几处，状态记着。"""

    def __init__(self, pictures: Sequence[PictureFile], inserted: Inserted, part: str) -> None:
        self.pictures, self.inserted, self.part = pictures, inserted, part

    def settle(self, run: etree._Element) -> None:
        """一段同样的字。"""
        words = "".join(element.text or "" for element in run.iterchildren(_T))
        if not _MARKS.intersection(words):
            return
        bold = False
        for element in list(run.iterchildren()):
            if element.tag == f"{W}rPr":
                continue
            if element.tag != _T:
                run.addprevious(self._run(run, element, bold))
                continue
            for piece, now in self._pieces(run, element.text or "", bold):
                run.addprevious(piece)
                bold = now
        _remove(run)

    def _pieces(
        self, run: etree._Element, text: str, bold: bool
    ) -> Iterator[tuple[etree._Element, bool]]:
        at = 0
        for match in _INLINE.finditer(text):
            if match.start() > at:
                yield self._words(run, text[at : match.start()], bold), bold
            at = match.end()
            if match[1]:
                bold = match[1] == BOLD
            elif match[3]:
                yield self._picture(run, self.pictures[int(match[3])]), bold
            else:
                yield self._note(run, match[2]), bold
        if at < len(text):
            yield self._words(run, text[at:], bold), bold

    def _words(self, run: etree._Element, text: str, bold: bool) -> etree._Element:
        element = etree.Element(_T)
        element.text = text
        element.set(XML_SPACE, "preserve")
        return self._run(run, element, bold)

    def _run(self, run: etree._Element, content: etree._Element, bold: bool) -> etree._Element:
        """与 run 一样的一段字，里面是 content。"""
        copy = etree.Element(_R)
        properties = run.find(f"{W}rPr")
        if properties is not None:
            copy.append(deepcopy(properties))
        if bold:
            _embolden(copy)
        copy.append(content)
        return copy

    def _note(self, run: etree._Element, text: str) -> etree._Element:
        number = self.inserted.note(text) if self.part == DOCUMENT else None
        if number is None:  # 没有脚注的样式，或在页眉里
            return self._words(run, f"（{text}）", False)
        mark = etree.Element(_R)
        properties = etree.SubElement(mark, f"{W}rPr")
        etree.SubElement(properties, f"{W}rStyle", {f"{W}val": self.inserted.note_style})
        etree.SubElement(mark, f"{W}footnoteReference", {f"{W}id": str(number)})
        return mark

    def _picture(self, run: etree._Element, file: PictureFile) -> etree._Element:
        area = self.inserted.area_at(run)
        picture = Picture(str(file.caption), file.data, file.width, file.height, file.suffix)
        entry, number = self.inserted.picture(picture, self.part)
        text = picture_xml(picture, area, entry, number)
        return parse_xml(f'<w:wrap xmlns:w="{MAIN}">{text}</w:wrap>'.encode())[0]


def _embolden(run: etree._Element) -> None:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    if properties.find(f"{W}b") is None:
        before = [child for child in properties if child.tag in (f"{W}rStyle", f"{W}rFonts")]
        properties.insert(len(before), etree.Element(f"{W}b"))


def _fill_slots(
    root: etree._Element, slots: Mapping[str, tuple[Block, ...]], inserted: Inserted
) -> None:
    """插槽的一段换成各块。"""
    for paragraph in list(root.iter(_P)):
        text = "".join(element.text or "" for element in paragraph.iter(_T))
        match = _SLOT.fullmatch(text.strip())
        if match is None:
            continue
        for element in inserted_in(slots[match[1]], paragraph, inserted):
            paragraph.addprevious(element)
        _remove(paragraph)
