"""填好的 Word 表样印出的样子：段落和表读回报告的结构，供 Markdown 和各项核对用；页眉、页脚、文本框的字在后面。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.core.document import Block, Cell, Merge, Paragraph, Row, Run, Table
from reportgen.forms.wordplaces import parts_in
from reportgen.word.characters import Lines, printed_text
from reportgen.word.markup import MC, W, parse_xml, value_of
from reportgen.word.reading.foreign import body_blocks, columns_of, inside
from reportgen.word.register import DOCUMENT

_P = f"{W}p"


def word_blocks(parts: Mapping[str, bytes]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """正文的各块；页眉、页脚、脚注的各段（不进 Markdown，只供查印没印）。"""
    body: list[Block] = []
    margins: list[Block] = []
    for name in parts_in(parts):
        root = parse_xml(parts[name])
        if name == DOCUMENT:
            home = root.find(f"{W}body")
            if home is not None:
                body += _blocks(home)
        else:
            margins += _paragraphs(root)
    return tuple(body), tuple(margins)


def _blocks(home: etree._Element) -> Iterator[Block]:
    for element in body_blocks(home, Lines(home)):
        if element.tag == f"{W}tbl":
            yield _table(element)
        else:
            yield from _paragraph(element)


def _paragraph(element: etree._Element) -> Iterator[Paragraph]:
    for line in _lines(element):
        yield Paragraph((Run(line),))


def _paragraphs(root: etree._Element) -> Iterator[Paragraph]:
    for element in root.iter(_P):
        if next(element.iterancestors(_P, f"{MC}Fallback"), None) is None:
            yield from _paragraph(element)


def _lines(element: etree._Element) -> list[str]:
    """一段的各行，空的不要。"""
    lines = [line.strip() for line in printed_text(element).split("\n")]
    return [line for line in lines if line]


def _table(element: etree._Element) -> Table:
    rows = []
    columns = 1
    for row in inside(element, f"{W}tr"):
        cells = tuple(_cell(cell) for cell in inside(row, f"{W}tc"))
        columns = max(columns, sum(cell.span for cell in cells))
        rows.append(Row(cells))
    return Table("", "", (1,) * columns, 0, tuple(rows), "form")


def _cell(element: etree._Element) -> Cell:
    merge = element.find(f"{W}tcPr/{W}vMerge")
    kind: Merge = ""
    if merge is not None:
        kind = "start" if value_of(merge) == "restart" else "continue"
    lines: list[str] = []
    for paragraph in element.iterchildren(_P):
        lines += _lines(paragraph)
    for table in element.iterchildren(f"{W}tbl"):
        for paragraph in table.iter(_P):
            lines += _lines(paragraph)
    return Cell(tuple(lines) or ("",), columns_of(element), kind)
