"""读别处来的 Word 文件：不管样式，只取段落和表格的文字与地址，供核对成稿。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from reportgen.core.diagnostics import Source, Span
from reportgen.core.plain import PlainCell, PlainDocument, PlainParagraph, PlainTable
from reportgen.core.text import Text
from reportgen.word.characters import Lines
from reportgen.word.markup import W, parse_xml, usual, value_of, whole_number
from reportgen.word.package import BadPackage, read_main_part
from reportgen.word.revisions import count_revisions, resolve

_CONTROL = f"{W}sdt"
_CELL, _SPAN = f"{W}tcPr", f"{W}gridSpan"
LONGEST_PARAGRAPH = 100_000
"""一段、一格最多的字数，与输入里一项的限度相同。"""
MOST_BLOCKS = 50_000
MOST_CHARACTERS = 2_000_000
"""全文最多的字数；三百页的报告约二十万字。"""
MOST_CELLS = 200_000
"""一张表铺满网格以后最多的格数，横跨的一格按它跨的列数算；印满一页的表约三百格。"""
JOINT = " │ "
"""全文抄本里格与格之间。"""
WIDEST = 64
"""一格最多横跨这么多列；再多的是坏数字，当作一列。"""


def read_foreign(data: bytes, name: str) -> PlainDocument:
    """docx → 段落和表格；name 是诊断里的文件名。不是 Word 文件则抛 BadPackage。

    有修订的，照接受以后的文字读，记下有几处。
    """
    try:
        root = usual(parse_xml(read_main_part(data)))
    except etree.XMLSyntaxError as error:
        raise BadPackage(why_unreadable(error)) from error
    body = root.find(f"{W}body")
    if body is None:
        raise BadPackage("没有正文")
    revisions = count_revisions(root)
    resolve(root, "accept")
    lines = Lines(root)
    blocks = body_blocks(body, lines)
    texts = [_raw(block, lines) for block in blocks]
    refuse_if_too_long(texts)
    written = [JOINT.join(row) for rows in texts for row in rows]
    document = _Placer(Source(name, "\n".join(written))).document(blocks, texts)
    return replace(document, revisions=revisions)


def why_unreadable(error: etree.XMLSyntaxError) -> str:
    """XML 读不成的理由：libxml2 自己也有限度，超过了与坏了不是一回事。"""
    if "depth" in str(error):
        return "里面的标签嵌套超过 256 层"
    return "里面有一段文字超过 10 MB" if "HUGE" in str(error) else "里面的 XML 已损坏"


def refuse_if_too_long(blocks: list[list[list[str]]]) -> None:
    """一段、一格、全文的字数，都在核对的限度之内。"""
    total = 0
    if len(blocks) > MOST_BLOCKS:
        raise BadPackage(f"正文有 {len(blocks)} 段（一张表算一段），最多 {MOST_BLOCKS} 段")
    for number, rows in enumerate(blocks, 1):
        for text in (text for row in rows for text in row):
            if len(text) > LONGEST_PARAGRAPH:
                limit = f"最多 {LONGEST_PARAGRAPH} 字"
                raise BadPackage(f"正文的第 {number} 段有一处 {len(text)} 字，{limit}")
            total += len(text)
    if total > MOST_CHARACTERS:
        raise BadPackage(f"全文有 {total} 字，最多 {MOST_CHARACTERS} 字")


def body_blocks(body: etree._Element, lines: Lines) -> list[etree._Element]:
    """正文里的段落和表格，内容控件里的也算，空段落不算。"""
    found: list[etree._Element] = []
    for element in body.iterchildren():
        if element.tag == f"{W}sdt":
            content = element.find(f"{W}sdtContent")
            found += body_blocks(content, lines) if content is not None else []
        elif element.tag == f"{W}tbl" or (element.tag == f"{W}p" and lines.line(element)):
            found.append(element)
    return found


def _raw(element: etree._Element, lines: Lines) -> list[list[str]]:
    """一块的各行文字：段落一行一格，表格一行若干格。"""
    if element.tag == f"{W}p":
        return [[lines.line(element)]]
    rows = []
    for row in inside(element, f"{W}tr"):
        rows.append([lines.line(cell) for cell in inside(row, f"{W}tc")])
    return rows


def inside(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """表格的各行、行的各格：内容控件里的也算。"""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == _CONTROL:
            for content in child.iterchildren(f"{W}sdtContent"):
                yield from inside(content, tag)


class _Placer:
    """给每处文字配上它在全文抄本里的位置。"""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.line = 0
        self.offset = 0

    def document(
        self,
        elements: list[etree._Element],
        texts: list[list[list[str]]],
    ) -> PlainDocument:
        """各块连同位置；段落和表各自从 1 编号，与人数的一样。"""
        paragraphs: list[PlainParagraph] = []
        tables: list[PlainTable] = []
        above: list[str] = []
        for element, rows in zip(elements, texts, strict=True):
            placed = [self.row(row) for row in rows]
            if element.tag == f"{W}p":
                paragraph = PlainParagraph(placed[0][0], len(paragraphs) + 1)
                paragraphs.append(
                    replace(paragraph, text=_labelled(paragraph.text, paragraph.label))
                )
                above.append(str(paragraph.text))
            else:
                number = len(tables) + 1
                grid = _grid(element, placed, number)
                tables.append(PlainTable(number, grid, tuple(above)))
                above.clear()
        return PlainDocument(tuple(paragraphs), tuple(tables))

    def row(self, texts: list[str]) -> list[Text]:
        """抄本的一行，各格的字和位置。"""
        self.line += 1
        placed = []
        column = 0
        for text in texts:
            start = self.offset + column
            span = Span(self.source, self.line, column + 1, start, start + len(text))
            placed.append(Text(text, span))
            column += len(text) + len(JOINT)
        self.offset += len(JOINT.join(texts)) + 1
        return placed


def _labelled(text: Text, label: str) -> Text:
    """出处上写明是第几段、第几格：抄本的行号对看 Word 的人没有用。"""
    return Text(text, replace(text.span, label=label) if text.span is not None else None)


def _grid(
    table: etree._Element,
    texts: list[list[Text]],
    number: int,
) -> tuple[tuple[PlainCell, ...], ...]:
    """铺满网格：横跨的格子重复，竖向合并的承上。"""
    grid: list[list[PlainCell]] = []
    size = 0
    for at, row in enumerate(inside(table, f"{W}tr")):
        above = grid[-1] if grid else []
        cells: list[PlainCell] = []
        for text, element in zip(texts[at], inside(row, f"{W}tc"), strict=True):
            column = len(cells)
            cell = PlainCell(text, number, at + 1, column + 1)
            cell = replace(cell, text=_labelled(text, cell.label))
            if is_covered(element) and not text and column < len(above):
                cell = above[column]
            cells += [cell] * columns_of(element)
            if size + len(cells) > MOST_CELLS:
                raise BadPackage(
                    f"第 {number} 张表到第 {at + 1} 行有 {size + len(cells)} 格，最多 {MOST_CELLS} 格"
                )
        size += len(cells)
        grid.append(cells)
    return tuple(tuple(row) for row in grid)


def is_covered(cell: etree._Element) -> bool:
    """竖向合并中承上的一格。"""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and value_of(merge) != "restart"


def columns_of(cell: etree._Element) -> int:
    """一格横跨几列；坏的数当作一列。"""
    for properties in cell.iterchildren(_CELL):
        for span in properties.iterchildren(_SPAN):
            columns = whole_number(value_of(span), 1)
            return columns if 0 < columns < WIDEST else 1
    return 1
