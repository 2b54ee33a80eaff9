"""插槽：格式的表和提纲的各章，由自己的 Word 写法写进表样；要用的样式表样里没有的，从格式的 Word 模板带来。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.core.document import Block, Picture
from reportgen.forms.standing import above
from reportgen.word import roles
from reportgen.word.frame.template import Frame
from reportgen.word.layout import Area
from reportgen.word.markup import MAIN, WP, W, parse_xml, value_of, whole_number, xml_bytes
from reportgen.word.register import DOCUMENT, FOOTNOTES, STYLES, Register, image
from reportgen.word.sheet import Sheet
from reportgen.word.styles import Styles, read_styles
from reportgen.word.writing.body import Page, blocks_xml
from reportgen.word.writing.media import Media

_SECTION = f"{W}sectPr"
_CELL_SIDES = 216
"""一格左右的留白，缇：Word 的默认是各 108。"""


class Inserted:
    """一份表样里由自己写的：图片、脚注、插槽，和它们的编号、样式。"""

    def __init__(self, register: Register, document: etree._Element, frame: Frame | None) -> None:
        self.register, self.document, self.frame = register, document, frame
        self._media: Media | None = None
        self._styles: Styles | None = None
        self.drawings = _largest(str(drawing.get("id")) for drawing in document.iter(f"{WP}docPr"))

    @property
    def note_style(self) -> str:
        """注号的样式。"""
        return self.styles.ids[roles.NOTE_MARK]

    @property
    def styles(self) -> Styles:
        """表样的样式，连同带来的。"""
        if self._styles is None:
            assert self.frame is not None
            entry = self.register.find(STYLES)
            assert entry is not None
            data = adopted(self.register.parts[entry.name], self.frame.parts[STYLES.part])
            self.register.parts[entry.name] = data
            self._styles = read_styles(data)
        return self._styles

    @property
    def media(self) -> Media:
        """插槽里的图片和脚注，编号接在表样已用到的后面。"""
        if self._media is None:
            assert self.frame is not None
            sheet = Sheet(self.section_at(self.document), {})
            self._media = Media(self.register, self._as_frame(sheet))
        return self._media

    def _as_frame(self, sheet: Sheet) -> Frame:
        """表样当作一份版式：样式、编号是它自己的。"""
        return Frame(
            parts={},
            templates={},
            styles=self.styles.ids,
            body=sheet,
            final=sheet,
            samples=(),
            cell=self.styles.metrics(roles.CELLS["text"]),
            prose={name: self.styles.prose(name) for name in roles.PARAGRAPH_STYLES},
            drawings=self.drawings,
            notes=self._notes(),
        )

    def _notes(self) -> int:
        entry = self.register.find(FOOTNOTES)
        if entry is None:
            return 0
        notes = parse_xml(self.register.parts[entry.name]).iterfind(f"{W}footnote")
        return _largest(value_of(note, "id") for note in notes)

    def note(self, text: str) -> int | None:
        """一个脚注的编号；没有 Word 模板可借样式的没有。"""
        return None if self.frame is None else self.media.note(text)

    def picture(self, picture: Picture, part: str) -> tuple[str, int]:
        """一张图片的关系号和编号。"""
        if part == DOCUMENT and self.frame is not None:
            return self.media.picture(picture)
        self.drawings += 1
        entry = self.register.add(image(picture.suffix), picture.data, owner=part)
        return entry.id, self.drawings

    def finish(self) -> None:
        """脚注放进包里。"""
        if self._media is not None:
            self._media.finish()

    def section_at(self, element: etree._Element) -> etree._Element:
        """一处所在的那一节的 sectPr：往后数第一个。"""
        after = False
        for other in self.document.iter():
            after = after or other is element
            if after and other.tag == _SECTION:
                return other
        sections = list(self.document.iter(_SECTION))
        return sections[-1] if sections else etree.Element(_SECTION)

    def area_at(self, element: etree._Element) -> Area:
        """一处的版心；在表格里的，宽是那一格的宽。"""
        area = Sheet(self.section_at(element), {}).area
        if area.width <= 0 or area.height <= 0:
            area = Area(8845, 12800)
        cell = next(element.iterancestors(f"{W}tc"), None)
        if cell is not None:
            width = whole_number(value_of(cell.find(f"{W}tcPr/{W}tcW"), "w")) - _CELL_SIDES
            if 0 < width < area.width:
                return Area(width, area.height)
        return area


def inserted_in(
    blocks: Sequence[Block], slot: etree._Element, inserted: Inserted
) -> tuple[etree._Element, ...]:
    """插槽的各块 → 正文的元素；slot 是插槽那一段。"""
    if not blocks:
        return ()
    frame = inserted.media.frame
    area = inserted.area_at(slot)
    page = Page(area, frame.styles, frame.cell, frame.prose)
    used = above(slot, area, inserted.styles)
    text = blocks_xml(blocks, page, inserted.media, above=used)
    scope = " ".join(
        f'xmlns:{prefix}="{uri}"' for prefix, uri in inserted.document.nsmap.items() if prefix
    )
    if "xmlns:w=" not in scope:
        scope += f' xmlns:w="{MAIN}"'
    return tuple(parse_xml(f"<wrap {scope}>{text}</wrap>".encode()))


def adopted(own: bytes, lender: bytes) -> bytes:
    """表样的 styles.xml 添上它没有的各样式（连同它们所依据的），样式号换成没有用过的。"""
    root, source = parse_xml(own), read_styles(lender)
    known = read_styles(own).ids
    ids: dict[str, str] = {source.ids[name]: known[name] for name in source.ids if name in known}
    copied: list[etree._Element] = []
    for name in roles.REQUIRED:
        if name in known:
            continue
        for style in source.chain(name):
            key = str(style.get(f"{W}styleId"))
            if key in ids:
                break
            ids[key] = f"rg{len(ids)}{key}"
            copied.append(deepcopy(style))
    for style in copied:
        style.set(f"{W}styleId", ids[str(style.get(f"{W}styleId"))])
        style.attrib.pop(f"{W}default", None)
        for word in ("basedOn", "next", "link"):
            pointer = style.find(f"{W}{word}")
            if pointer is not None:
                _repoint(style, pointer, ids)
        root.append(style)
    return xml_bytes(root)


def _repoint(style: etree._Element, pointer: etree._Element, ids: Mapping[str, str]) -> None:
    target = ids.get(value_of(pointer))
    if target is None:
        style.remove(pointer)
    else:
        pointer.set(f"{W}val", target)


def _largest(numbers: Iterable[str]) -> int:
    return max((whole_number(number) for number in numbers), default=0)
