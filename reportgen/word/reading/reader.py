"""读回：我们写的 docx → 报告结构。标题的序号、段落的角色、表的合并都还原；跨页重印的层级标签还原成一格。

自定义属性里有我们的指纹的成稿，由它一字不差地读成报告，供比对和复核；别处来的只能由 foreign.py 辨认。
read_docx(write_docx(d)) 与 d 相等（列宽等只管版面的不计）；测试以此核对写出的每一个字。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from reportgen.core.document import (
    Align,
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Entry,
    Heading,
    Merge,
    Page,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Turn,
)
from reportgen.word import roles
from reportgen.word.characters import printed_text
from reportgen.word.layout import BEHIND
from reportgen.word.markup import W, parse_xml, value_of, whole_number
from reportgen.word.package import read_package
from reportgen.word.reading.enclosures import Enclosures, captioned
from reportgen.word.register import DOCUMENT
from reportgen.word.sheet import landscape
from reportgen.word.styles import read_styles

_LABEL = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}\.(?!\d)|（\d{1,2}）"
)
"""标题开头的序号；1.5 是数，不是序号。"""
_HEADER = re.compile(r"word/header\d*\.xml")
_PARAGRAPHS = {name: role for role, name in roles.PARAGRAPHS.items()}
_CELLS = {name: role for role, name in roles.CELLS.items()}
_TABLES = {name: role for role, name in roles.TABLES.items()}
_ALIGNS: Mapping[str, Align] = {"left": "left", "center": "center", "right": "right"}


def read_docx(data: bytes) -> Document:
    """docx → 报告；不是 Word 文件则抛 BadPackage。"""
    parts = read_package(data)
    names = {key: name for name, key in read_styles(parts["word/styles.xml"]).ids.items()}
    body = parse_xml(parts[DOCUMENT]).find(f"{W}body")
    assert body is not None
    draft = False
    for name, content in parts.items():
        if _HEADER.fullmatch(name) and "草稿" in printed_text(parse_xml(content)):
            draft = True
    return _Reader(names, Enclosures(parts)).read(body, draft=draft)


class _Reader:
    """自上而下读一遍：标题、各块，遇到分节记下方向；读完再分成封面、正文、附件。"""

    def __init__(self, names: Mapping[str, str], enclosures: Enclosures) -> None:
        self.names, self.enclosures = names, enclosures
        self.title: tuple[str, ...] = ()
        self.titled = 0
        self.sections: list[list[Block]] = [[]]
        self.pages: list[Page] = []
        self.caption = self.unit = ""
        self.going_on = False

    def read(self, body: etree._Element, *, draft: bool) -> Document:
        for element in body:
            if element.tag == f"{W}tbl":
                self.add_table(self.table(element))
                self.caption = self.unit = ""
            elif element.tag == f"{W}p":
                self.paragraph(element)
                self.going_on = self.joins(element)
            elif element.tag == f"{W}sectPr":
                self.pages.append(_page(element))
        first = self.first_of_appendix()
        front = self.sections[0] if self.titled else []
        appendix: tuple[Block, ...] = ()
        appendix_page: Page = ""
        if first < len(self.sections):
            appendix_page = self.pages[first]
            appendix = self.joined(first, len(self.sections), appendix_page)
        return Document(
            self.title,
            self.joined(self.titled, first, "portrait"),
            appendix,
            draft=draft,
            front=tuple(front),
            appendix_page=appendix_page,
        )

    def add_table(self, table: Table) -> None:
        """记下一张表；分成两张写的表单接回一张。"""
        blocks = self.sections[-1]
        if self.going_on and blocks and isinstance(blocks[-1], Table):
            upper = blocks[-1]
            repeats = upper.repeat_labels or table.repeat_labels
            rows = (*upper.rows, *table.rows)
            table = replace(upper, rows=rows, repeat_labels=repeats)
            blocks.pop()
        blocks.append(table)
        self.going_on = False

    def joins(self, element: etree._Element) -> bool:
        """分成两张写的表单之间的那一段：只占一磅，也不分节。"""
        if self.style(element, f"{W}pPr/{W}pStyle") != roles.GAP:
            return False
        line = value_of(element.find(f"{W}pPr/{W}spacing"), "line")
        return line == str(BEHIND) and element.find(f"{W}pPr/{W}sectPr") is None

    def first_of_appendix(self) -> int:
        """附件从哪一节起：报告标题那一节之后，第一个以附件标记开头的；没有则在末尾之后。"""
        for at in range(self.titled + 1, len(self.sections)):
            blocks = self.sections[at]
            if blocks and isinstance(blocks[0], Paragraph) and blocks[0].role == "attachment":
                return at
        return len(self.sections)

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
        """path 处写着的样式名。"""
        return self.names.get(value_of(element.find(path)), "")

    def paragraph(self, element: etree._Element) -> None:
        """一段：先看换页，再照样式还原，最后看是不是一节的末段。"""
        if element.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            self.sections[-1].append(Turn())
        self.styled(element, self.style(element, f"{W}pPr/{W}pStyle"), printed_text(element))
        properties = element.find(f"{W}pPr/{W}sectPr")
        if properties is not None:
            self.pages.append(_page(properties))
            self.sections.append([])

    def styled(self, element: etree._Element, style: str, text: str) -> None:
        """照样式还原成块；表题、单位留给下面的表，图题归上面的图，目录的行归上面的目录。"""
        blocks = self.sections[-1]
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
            self.entry(text, roles.ENTRIES.index(style) + 1)
        elif style == roles.PICTURE:
            blocks.append(self.enclosures.figure(element))
        elif style == roles.FIGURE and blocks and isinstance(blocks[-1], Picture | Chart):
            blocks[-1] = captioned(blocks[-1], text)
        elif style in _PARAGRAPHS:
            blocks.append(Paragraph(self.runs(element), _PARAGRAPHS[style]))

    def entry(self, line: str, level: int) -> None:
        """目录的一行：标题、制表符、页码。"""
        blocks = self.sections[-1]
        contents = blocks[-1] if blocks else None
        if isinstance(contents, Contents):
            text, _, page = line.partition("\t")
            blocks[-1] = Contents(contents.title, (*contents.entries, Entry(level, text, page)))

    def runs(self, element: etree._Element) -> tuple[Run, ...]:
        """一段里的各段字和注号。"""
        runs = []
        for run in element.iter(f"{W}r"):
            note = run.find(f"{W}footnoteReference")
            if note is not None:
                runs.append(Run("", note=self.enclosures.note(value_of(note, "id"))))
                continue
            style = self.style(run, f"{W}rPr/{W}rStyle")
            runs.append(Run(printed_text(run), bold=style == roles.BOLD, lead=style == roles.LEAD))
        return tuple(runs)

    def table(self, element: etree._Element) -> Table:
        """一张表，连同它上面的表题和单位。"""
        columns = element.iterfind(f"{W}tblGrid/{W}gridCol")
        widths = tuple(whole_number(value_of(column, "w")) for column in columns)
        rows: list[list[Cell]] = []
        repeats: list[tuple[int, int]] = []
        header = 0
        for index, row in enumerate(element.iterfind(f"{W}tr")):
            header += row.find(f"{W}trPr/{W}tblHeader") is not None
            cells = []
            for at, cell in enumerate(row.iterfind(f"{W}tc")):
                style = self.style(cell, f"{W}p/{W}pPr/{W}pStyle")
                cells.append(_cell(cell, style))
                if style == roles.REPEATED_LABEL:
                    repeats.append((index, at))
            rows.append(cells)
        for index, at in repeats:
            _rejoin(rows, index, at)
        role = _TABLES.get(self.style(element, f"{W}tblPr/{W}tblStyle"), "grid")
        settled = tuple(Row(tuple(cells)) for cells in rows)
        return Table(self.caption, self.unit, widths, header, settled, role, bool(repeats))


def _cell(element: etree._Element, style: str) -> Cell:
    """一格：文字、横跨几列、竖向合并、对齐、角色。"""
    role = _CELLS.get(style, "text")
    if style == roles.REPEATED_LABEL:
        role = "label"
    merge: Merge = ""
    vertical = element.find(f"{W}tcPr/{W}vMerge")
    if vertical is not None:
        merge = "start" if value_of(vertical) == "restart" else "continue"
    written = value_of(element.find(f"{W}p/{W}pPr/{W}jc"))
    align = _ALIGNS.get(written, roles.USUAL_ALIGN[role])
    texts = tuple(printed_text(paragraph) for paragraph in element.iterfind(f"{W}p"))
    if role in ("head", "label"):  # 在词之间换的行不是写的人换的
        texts = tuple(text.replace("\n", "") for text in texts)
    span = whole_number(value_of(element.find(f"{W}tcPr/{W}gridSpan")), 1)
    return Cell(texts, span, merge, align, role)


def _page(section: etree._Element) -> Page:
    return "landscape" if landscape(section) else "portrait"


def _rejoin(rows: list[list[Cell]], index: int, at: int) -> None:
    """跨页重印的标签：这一格承上，上面那一段成为起点。"""
    cell = rows[index][at]
    rows[index][at] = Cell(("",), cell.span, "continue", cell.align, cell.role)
    column = sum(left.span for left in rows[index][:at])
    above = rows[index - 1]
    position = 0
    for place, other in enumerate(above):
        if position == column and other.merge == "":
            above[place] = Cell(other.paragraphs, other.span, "start", other.align, other.role)
        position += other.span
