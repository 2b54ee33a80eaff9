"""读回：我们写的 docx → 报告结构。标题的序号、段落的角色、表的合并都还原；跨页重印的层级标签还原成一格。

read_docx(write_docx(d)) 与 d 相等（列宽等只管版面的不计）；测试以此核对写出的每一个字。
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from reportgen.core.document import (
    Align,
    Block,
    Cell,
    CellRole,
    Chart,
    Contents,
    Document,
    Entry,
    Heading,
    Merge,
    Page,
    Paragraph,
    ParagraphRole,
    Picture,
    Row,
    Run,
    Table,
    TableRole,
    Turn,
)
from reportgen.word import roles
from reportgen.word.package import DOCUMENT, read_package
from reportgen.word.reading.attached import Attached, captioned
from reportgen.word.styles import W, parse_xml, read_styles
from reportgen.word.writing.tables import USUAL_ALIGN

_LABEL = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}\.(?!\d)|（\d{1,2}）")
_PARAGRAPHS: Mapping[str, ParagraphRole] = {name: role for role, name in roles.PARAGRAPHS.items()}  # type: ignore[misc]
_CELLS: Mapping[str, CellRole] = {name: role for role, name in roles.CELLS.items()}  # type: ignore[misc]
_TABLES: Mapping[str, TableRole] = {name: role for role, name in roles.TABLES.items()}  # type: ignore[misc]


def read_docx(data: bytes) -> Document:
    """docx → 报告；不是 Word 文件则抛 BadPackage。"""
    parts = read_package(data)
    names = {key: name for name, key in read_styles(parts["word/styles.xml"]).ids.items()}
    root = parse_xml(parts[DOCUMENT])
    headers = [parse_xml(content) for name, content in parts.items() if re.fullmatch(r"word/header\d*\.xml", name)]
    body = root.find(f"{W}body")
    assert body is not None
    return _Reader(names, Attached(parts)).read(body, draft=any("草稿" in _text(header) for header in headers))


class _Reader:
    """自上而下读一遍：标题、各块，遇到分节记下方向；读完再分成封面、正文、附件。"""

    def __init__(self, names: Mapping[str, str], attached: Attached) -> None:
        self.names, self.attached = names, attached
        self.title: tuple[str, ...] = ()
        self.titled = 0
        self.sections: list[list[Block]] = [[]]
        self.pages: list[Page] = []
        self.caption = self.unit = ""

    def read(self, body: etree._Element, *, draft: bool) -> Document:
        for element in body:
            if element.tag == f"{W}tbl":
                self.sections[-1].append(self.table(element))
                self.caption = self.unit = ""
            elif element.tag == f"{W}p":
                self.paragraph(element)
            elif element.tag == f"{W}sectPr":
                self.pages.append(_orientation(element))
        first = next((at for at, own in enumerate(self.sections) if at > self.titled and _is_appendix(own)), None)
        first = len(self.sections) if first is None else first
        front = self.sections[0] if self.titled else []
        return Document(
            self.title,
            self.joined(self.titled, first, "portrait"),
            self.joined(first, len(self.sections), self.pages[first]) if first < len(self.sections) else (),
            draft=draft,
            front=tuple(front),
            appendix_page=self.pages[first] if first < len(self.sections) else "",
        )

    def joined(self, start: int, stop: int, page: Page) -> tuple[Block, ...]:
        """相邻各节接起来，方向变了的地方是 Turn。"""
        blocks: list[Block] = []
        for at in range(start, stop):
            if self.pages[at] != page:
                page = self.pages[at]
                blocks.append(Turn(page))
            blocks += self.sections[at]
        return tuple(blocks)

    def style(self, element: etree._Element, path: str) -> str:
        found = element.find(path)
        return self.names.get(str(found.get(f"{W}val")), "") if found is not None else ""

    def paragraph(self, element: etree._Element) -> None:
        style = self.style(element, f"{W}pPr/{W}pStyle")
        text = _text(element)
        blocks = self.sections[-1]
        if element.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            blocks.append(Turn())
        if style == roles.TITLE:
            self.title, self.titled = tuple(text.split("\n")), len(self.sections) - 1
        elif style in roles.HEADINGS:
            label = _LABEL.match(text)
            start = label.end() if label else 0
            blocks.append(Heading(roles.HEADINGS.index(style) + 1, text[:start], text[start:]))
        elif style == roles.CAPTION:
            self.caption = text
        elif style == roles.UNIT:
            self.unit = text
        elif style == roles.CONTENTS:
            blocks.append(Contents(text, ()))
        elif style in roles.ENTRIES:
            self.entry(element, roles.ENTRIES.index(style) + 1)
        elif style == roles.PICTURE:
            blocks.append(self.attached.figure(element))
        elif style == roles.FIGURE and blocks and isinstance(blocks[-1], Picture | Chart):
            blocks[-1] = captioned(blocks[-1], text)
        elif style in _PARAGRAPHS:
            blocks.append(Paragraph(self.runs(element), _PARAGRAPHS[style]))
        properties = element.find(f"{W}pPr/{W}sectPr")
        if properties is not None:
            self.pages.append(_orientation(properties))
            self.sections.append([])

    def entry(self, element: etree._Element, level: int) -> None:
        """目录的一行，归入上面的目录。"""
        blocks = self.sections[-1]
        contents = blocks[-1] if blocks else None
        if isinstance(contents, Contents):
            text, _, page = _text(element).partition("\t")
            blocks[-1] = Contents(contents.title, (*contents.entries, Entry(level, text, page)))

    def runs(self, element: etree._Element) -> tuple[Run, ...]:
        runs = []
        for run in element.iter(f"{W}r"):
            note = run.find(f"{W}footnoteReference")
            if note is not None:
                runs.append(Run("", note=self.attached.note(str(note.get(f"{W}id")))))
                continue
            style = self.style(run, f"{W}rPr/{W}rStyle")
            runs.append(Run(_text(run), bold=style == roles.BOLD, lead=style == roles.LEAD))
        return tuple(runs)

    def table(self, element: etree._Element) -> Table:
        widths = tuple(int(str(column.get(f"{W}w"))) for column in element.iterfind(f"{W}tblGrid/{W}gridCol"))
        rows: list[list[Cell]] = []
        repeats: list[tuple[int, int]] = []
        header = 0
        for index, row in enumerate(element.iterfind(f"{W}tr")):
            header += row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = []
            for at, cell in enumerate(row.iterfind(f"{W}tc")):
                cells.append(self.cell(cell))
                if self.style(cell, f"{W}p/{W}pPr/{W}pStyle") == roles.REPEATED_LABEL:
                    repeats.append((index, at))
            rows.append(cells)
        for index, at in repeats:
            _rejoin(rows, index, at)
        role = _TABLES.get(self.style(element, f"{W}tblPr/{W}tblStyle"), "grid")
        frozen = tuple(Row(tuple(cells)) for cells in rows)
        return Table(self.caption, self.unit, widths, header, frozen, role, bool(repeats))

    def cell(self, element: etree._Element) -> Cell:
        style = self.style(element, f"{W}p/{W}pPr/{W}pStyle")
        role = _CELLS.get(style, "label" if style == roles.REPEATED_LABEL else "text")
        span = element.find(f"{W}tcPr/{W}gridSpan")
        vertical = element.find(f"{W}tcPr/{W}vMerge")
        merge: Merge = ""
        if vertical is not None:
            merge = "start" if vertical.get(f"{W}val") == "restart" else "continue"
        align = element.find(f"{W}p/{W}pPr/{W}jc")
        written: Align = str(align.get(f"{W}val")) if align is not None else USUAL_ALIGN[role]  # type: ignore[assignment]
        texts = tuple(_text(paragraph) for paragraph in element.iterfind(f"{W}p"))
        return Cell(texts, int(str(span.get(f"{W}val"))) if span is not None else 1, merge, written, role)


def _text(element: etree._Element) -> str:
    """一个元素里的文字；换行符即换行，制表符是目录里页码前面的那一个。"""
    marks = {f"{W}br": "\n", f"{W}tab": "\t"}
    pieces = [marks.get(str(each.tag), str(each.text or "")) for each in element.iter(f"{W}t", f"{W}br", f"{W}tab")]
    return "".join(pieces)


def _orientation(properties: etree._Element) -> Page:
    size = properties.find(f"{W}pgSz")
    return "landscape" if size is not None and size.get(f"{W}orient") == "landscape" else "portrait"


def _is_appendix(blocks: list[Block]) -> bool:
    """附件一节以附件标记开头。"""
    return bool(blocks) and isinstance(blocks[0], Paragraph) and blocks[0].role == "attachment"


def _rejoin(rows: list[list[Cell]], index: int, at: int) -> None:
    """跨页重印的标签：这一格承上，上面那一段成为起点。"""
    cell = rows[index][at]
    rows[index][at] = Cell(("",), cell.span, "continue", cell.align, cell.role)
    column = sum(each.span for each in rows[index][:at])
    above = rows[index - 1]
    position = 0
    for place, other in enumerate(above):
        if position == column and other.merge == "":
            above[place] = Cell(other.paragraphs, other.span, "start", other.align, other.role)
        position += other.span
