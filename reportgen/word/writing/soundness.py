"""成稿自查：写出的正文在放进 Word 模板之前自己查一遍，Word 打开不会要求修复。

查的只是程序写的那一部分——样式、关系、表的网格和合并、图和注的编号；Word 模板自己的表不查，它的毛病不是程序的错。
查出毛病就是程序错了，抛 Unsound，不写出坏的文件。每份报告都查，所以一张表只走一趟，同样的行只验一次。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.markup import MAIN, WP, R, W, parse_xml, value_of, whole_number

_ROW, _CELL, _PARAGRAPH = f"{W}tr", f"{W}tc", f"{W}p"
_WIDTH, _SPAN, _MERGE, _VALUE = f"{W}tcW", f"{W}gridSpan", f"{W}vMerge", f"{W}val"


class Unsound(AssertionError):
    """写出的 Word 有毛病：程序的错，不是输入的错。"""


def check_sound(
    text: str, styles: Collection[str], relations: Collection[str], scope: Mapping[str | None, str]
) -> None:
    """一份报告的全部正文（封面、正文、附件的文字接在一起）；有毛病则抛 Unsound。"""
    declared = {**scope, "w": MAIN}
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in declared.items() if prefix)
    try:
        body = parse_xml(f"<w:body {names}>{text}</w:body>".encode())
    except etree.XMLSyntaxError as error:
        raise Unsound(f"写出的正文不是合法的 XML：{error}") from error
    faults = list(faults_of(body, styles, relations))
    if faults:
        raise Unsound("写出的 Word 有毛病：" + "；".join(faults))


def faults_of(
    body: etree._Element,
    styles: Collection[str],
    relations: Collection[str],
) -> Iterator[str]:
    """正文的全部毛病，一条一句。styles 是样式号，relations 是关系号。"""
    yield from _styles(body, styles)
    yield from _references(body, relations)
    yield from _neighbours(body)
    for number, table in enumerate(body.iter(f"{W}tbl"), 1):
        yield from _table(table, f"第 {number} 张表")


def _styles(body: etree._Element, known: Collection[str]) -> Iterator[str]:
    used = {value_of(style) for style in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    for key in sorted(used.difference(known)):
        yield f"正文用了没有的样式 {key}"


def _references(body: etree._Element, known: Collection[str]) -> Iterator[str]:
    """图和页眉页脚的关系号都有着落，图和注的编号各不相同。"""
    used = body.xpath("//@r:id | //@r:embed", namespaces={"r": R.strip("{}")}, smart_strings=False)
    for key in sorted(set(used).difference(known)):
        yield f"正文引用了没有的关系 {key}"
    drawings = [str(drawing.get("id")) for drawing in body.iter(f"{WP}docPr")]
    notes = [value_of(note, "id") for note in body.iter(f"{W}footnoteReference")]
    for what, numbers in (("图", drawings), ("注", notes)):
        for number in repeated(numbers):
            yield f"{what}的编号 {number} 重复"


def repeated(names: Sequence[str]) -> list[str]:
    """出现不止一次的，各说一次。"""
    seen: set[str] = set()
    again: dict[str, None] = {}
    for name in names:
        if name in seen:
            again[name] = None
        seen.add(name)
    return list(again)


def _neighbours(body: etree._Element) -> Iterator[str]:
    """Word 要求表后面有段落。"""
    for table in body.iterchildren(f"{W}tbl"):
        following = table.getnext()
        if following is None or following.tag != _PARAGRAPH:
            yield "表后面紧接着表或分节，中间没有段落"


@frozen
class _Cell:
    """一格：宽、横跨几列、竖向合并（start、continue、空）、是不是以段落结束。"""

    width: int
    span: int
    merge: str
    ended: bool


def _cell(element: etree._Element) -> _Cell:
    width, span, merge = 0, 1, ""
    properties = element[0] if len(element) else element
    for child in properties:
        if child.tag == _WIDTH:
            width = whole_number(value_of(child, "w"))
        elif child.tag == _SPAN:
            span = whole_number(value_of(child), 1)
        elif child.tag == _MERGE:
            merge = "start" if child.get(_VALUE) == "restart" else "continue"
    return _Cell(width, span, merge, len(element) > 1 and element[-1].tag == _PARAGRAPH)


def _table(table: etree._Element, name: str) -> Iterator[str]:
    """一张表：总宽、表头行、各行的网格、竖向合并的起点。"""
    columns = table.iterfind(f"{W}tblGrid/{W}gridCol")
    grid = [whole_number(value_of(column, "w")) for column in columns]
    if whole_number(value_of(table.find(f"{W}tblPr/{W}tblW"), "w")) != sum(grid):
        yield f"{name}的总宽与各列不合"
    sound: set[tuple[_Cell, ...]] = set()
    opened: dict[int, int] = {}
    header_over = False
    for index, row in enumerate(table.iterchildren(_ROW), 1):
        header = row.find(f"{W}trPr/{W}tblHeader") is not None
        if header and header_over:
            yield f"{name}第 {index} 行：表头行不连续"
        header_over = header_over or not header
        cells = tuple(_cell(cell) for cell in row.iterchildren(_CELL))
        if cells not in sound:
            faults = list(_row(cells, grid, f"{name}第 {index} 行"))
            yield from faults
            if not faults:
                sound.add(cells)
        going: dict[int, int] = {}
        column = 0
        for cell in cells:
            if cell.merge == "continue" and opened.get(column) != cell.span:
                yield f"{name}第 {index} 行第 {column + 1} 列：承上的合并没有起点"
            if cell.merge:
                going[column] = cell.span
            column += cell.span
        opened = going


def _row(cells: Sequence[_Cell], grid: Sequence[int], place: str) -> Iterator[str]:
    """一行的各格铺满网格，宽度相合，都以段落结束。"""
    column = 0
    for cell in cells:
        if cell.width != sum(grid[column : column + cell.span]):
            yield f"{place}第 {column + 1} 列：宽度与网格不合"
        if not cell.ended:
            yield f"{place}第 {column + 1} 列：没有以段落结束"
        column += cell.span
    if column != len(grid):
        yield f"{place}占 {column} 列，网格有 {len(grid)} 列"
