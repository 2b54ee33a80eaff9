"""印出的各块：任何 Word 文件 → 一段、一行、页眉、页脚、脚注、图，各带着地方和文字（core/printed.py）。

同一份文件用 LibreOffice、WPS、Word 另存一次，读出来还是这些块：空段落不算，空白并成一个，页码不算，
图的数照数值比（4.80 与 4.8 相同），页眉页脚印着同样的字的只算一个。
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.core.printed import Printed, PrintedKind
from reportgen.word import roles
from reportgen.word.characters import Lines, line_text
from reportgen.word.markup import A, C, R, W, parse_xml, value_of, whole_number
from reportgen.word.package import BadPackage, read_package
from reportgen.word.reading.fields import blank_page_numbers, print_note_marks
from reportgen.word.reading.foreign import (
    body_blocks,
    columns_of,
    inside,
    refuse_if_too_long,
    why_unreadable,
)
from reportgen.word.register import (
    DOCUMENT,
    FOOTER,
    FOOTNOTES,
    HEADER,
    STYLES,
    PartKind,
    Register,
    relations_of,
    target_of,
)
from reportgen.word.revisions import Side, count_revisions, resolve
from reportgen.word.styles import read_styles

_SPAN = f"{W}gridSpan"
_HEADING = "heading "
_ENTRY = "toc "
TITLE_LEVEL = -1
"""题目（Title 样式）的级别：在各级标题之上。"""


@frozen
class Read:
    """读成的一份：印出的各块，和有几处修订（文字是接受以后的）。"""

    blocks: tuple[Printed, ...]
    revisions: int


def read_printed(data: bytes) -> Read:
    """docx → 印出的各块，有修订的照接受以后的。不是 Word 文件、坏了、过大则抛 BadPackage。"""
    parts = read_package(data)
    revisions = 0
    for name in _texts(parts):
        revisions += count_revisions(read_xml(parts[name]))
    return Read(printed_blocks(parts), revisions)


def printed_blocks(
    parts: Mapping[str, bytes],
    side: Side = "accept",
    *,
    layout: bool = True,
    document: etree._Element | None = None,
) -> tuple[Printed, ...]:
    """各部件 → 印出的各块；side 是有修订时照接受的读，还是照拒绝的读。

    layout 为假的，跨页重印的层级标签当作空格子：印在哪一行只看版面。document 是正文已经读成的树，就地改。
    """
    return tuple(_Reader(parts, side, layout).blocks(document))


def _texts(parts: Mapping[str, bytes]) -> list[str]:
    """写着字的各个部件。"""
    register = _registered(parts)
    names = [DOCUMENT]
    for kind in (HEADER, FOOTER, FOOTNOTES):
        names += _parts_of(register, kind)
    return names


def _parts_of(register: Register, kind: PartKind) -> list[str]:
    """正文的关系指着的一种部件，照部件名的次序。"""
    names = set()
    for relation in register.relations():
        target = target_of(DOCUMENT, relation)
        if relation.get("Type") == kind.relation and target in register.parts:
            names.add(target)
    return sorted(names)


def read_xml(data: bytes) -> etree._Element:
    """一个部件的树；坏的抛 BadPackage。"""
    try:
        return parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise BadPackage(why_unreadable(error)) from error


class _Reader:
    """一个包读一遍：正文里的段落和各行，再是图、页眉页脚、脚注。"""

    def __init__(self, parts: Mapping[str, bytes], side: Side, layout: bool) -> None:
        self.parts, self.side = parts, side
        self.register = _registered(parts)
        self.levels, self.entries, repeated = _levels(parts.get(STYLES.part, b""))
        self.repeated = "" if layout else repeated
        self.paragraphs = self.tables = 0

    def root(self, name: str, read: etree._Element | None = None) -> etree._Element:
        """一个部件的树（读过的是 read）：修订处理过，页码不在里面。"""
        root = read_xml(self.parts[name]) if read is None else read
        resolve(root, self.side)
        blank_page_numbers(root)
        return root

    def blocks(self, document: etree._Element | None) -> Iterator[Printed]:
        """全部的块。"""
        root = self.root(DOCUMENT, document)
        print_note_marks(root)
        body = root.find(f"{W}body")
        if body is None:
            raise BadPackage("没有正文")
        found = list(self.body(body, Lines(root)))
        refuse_if_too_long([[list(block.texts)] for block in found])
        yield from found
        yield from self.figures(body)
        for kind, header, name in ((HEADER, "header", "页眉"), (FOOTER, "footer", "页脚")):
            yield from self.edges(kind, header, name)  # type: ignore[arg-type]
        yield from self.notes()

    def body(self, body: etree._Element, lines: Lines) -> Iterator[Printed]:
        """正文里的段落和各行。"""
        for element in body_blocks(body, lines):
            if element.tag == f"{W}tbl":
                self.tables += 1
                yield from self.rows(element, self.tables, lines)
            else:
                self.paragraphs += 1
                yield self.paragraph(element, lines.line(element))

    def paragraph(self, element: etree._Element, text: str) -> Printed:
        """一段，text 是它的字；目录的一行不算末尾的页码。"""
        style = value_of(element.find(f"{W}pPr/{W}pStyle"))
        if style in self.entries:
            text = _without_page(element, text)
        place = f"第 {self.paragraphs} 段"
        return Printed("paragraph", place, (text,), level=self.levels.get(style, 0))

    def rows(self, table: etree._Element, number: int, lines: Lines) -> Iterator[Printed]:
        """一张表的各行。"""
        wide = {span.getparent().getparent() for span in table.iter(_SPAN)}
        for at, row in enumerate(inside(table, f"{W}tr"), 1):
            texts: list[str] = []
            columns: list[int] = []
            column = 1
            for cell in inside(row, f"{W}tc"):
                blank = self.repeated and _style(cell) == self.repeated
                texts.append("" if blank else lines.line(cell))
                columns.append(column)
                column += columns_of(cell) if cell in wide else 1
            head = int(row.find(f"{W}trPr/{W}tblHeader") is not None)
            place = f"第 {number} 张表第 {at} 行"
            yield Printed("row", place, tuple(texts), tuple(columns), head, number)

    def figures(self, body: etree._Element) -> Iterator[Printed]:
        """图：条形图的系列、名目、数；图片的指纹。"""
        targets: dict[str, str] = {}
        for relation in self.register.relations():
            targets[str(relation.get("Id"))] = target_of(DOCUMENT, relation)
        charts = pictures = 0
        for element in body.iter(f"{C}chart", f"{A}blip"):
            if element.tag == f"{C}chart":
                part = targets.get(str(element.get(f"{R}id")), "")
                if part in self.parts:
                    charts += 1
                    texts = tuple(_chart_texts(read_xml(self.parts[part])))
                    yield Printed(
                        "chart", f"第 {charts} 幅图", texts, tuple(range(1, len(texts) + 1))
                    )
                continue
            part = targets.get(str(element.get(f"{R}embed")), "")
            if part in self.parts:
                pictures += 1
                digest = hashlib.sha256(self.parts[part]).hexdigest()[:12]
                yield Printed("picture", f"第 {pictures} 张图片", (digest,))

    def edges(self, kind: PartKind, printed: PrintedKind, name: str) -> Iterator[Printed]:
        """页眉、页脚：印着字的，一样的只算一个。"""
        texts: dict[str, None] = {}
        for part in _parts_of(self.register, kind):
            text = line_text(self.root(part))
            if text.strip("—-–− "):
                texts[text] = None
        for text in texts:
            yield Printed(printed, name, (text,))

    def notes(self) -> Iterator[Printed]:
        """脚注，照注号的先后；分隔线不算。"""
        number = 0
        for part in _parts_of(self.register, FOOTNOTES):
            for note in self.root(part).iterfind(f"{W}footnote"):
                text = line_text(note)
                if text and value_of(note, "type") in {"", "normal"}:
                    number += 1
                    yield Printed("note", f"脚注 {number}", (text,))


def entry_styles(styles: bytes) -> set[str]:
    """目录各种行的样式号。"""
    return _levels(styles)[1]


@lru_cache(maxsize=16)
def _levels(styles: bytes) -> tuple[dict[str, int], set[str], str]:
    """styles.xml → 样式号的标题级别，目录各种行的样式号，“层级标签续”的样式号；读不成的一个也没有。"""
    levels: dict[str, int] = {}
    entries: set[str] = set()
    try:
        ids = read_styles(styles).ids
    except etree.XMLSyntaxError:
        return levels, entries, ""
    for name, id in ids.items():
        if name.lower().startswith(_HEADING):
            levels[id] = whole_number(name[len(_HEADING) :])
        elif name == roles.TITLE:
            levels[id] = TITLE_LEVEL
        elif name.lower().startswith(_ENTRY):
            entries.add(id)
    return levels, entries, ids.get(roles.REPEATED_LABEL, "")


def _style(cell: etree._Element) -> str:
    """一格里头一段的样式号。"""
    return value_of(cell.find(f"{W}p/{W}pPr/{W}pStyle"))


def _registered(parts: Mapping[str, bytes]) -> Register:
    register = Register(parts)
    try:
        list(register.relations())
    except etree.XMLSyntaxError as error:
        raise BadPackage(f"部件 {relations_of(DOCUMENT)} 里的 XML 已损坏") from error
    return register


def _without_page(element: etree._Element, text: str) -> str:
    """目录的一行去掉最后一个制表符后面的页码。"""
    tabs = list(element.iter(f"{W}tab"))
    head, _, page = text.rpartition(" ")
    return head if tabs and page.isdigit() and head else text


def _chart_texts(root: etree._Element) -> Iterator[str]:
    """图上的字和数，照先后；数照数值写，不管几位小数。"""
    for value in root.iter(f"{C}v"):
        text = str(value.text or "").strip()
        try:
            yield f"{Decimal(text).normalize():f}"
        except InvalidOperation:
            yield text
