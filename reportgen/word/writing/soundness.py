"""成稿自查：写出的正文读回来自己查一遍，Word 打开不会要求修复；读回来的树接着算各块的指纹，不再读一遍。

查的只是程序写的那一部分——样式、关系、表的网格和合并、图和注的编号；Word 模板自己的表不查，它的毛病不是程序的错。
查出毛病就是程序错了，抛 Unsound，不写出坏的文件。每份报告都查，所以一张表只走一趟，同样的行只验一次。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.markup import WP, R, W, parse_xml, value_of, whole_number

_WIDTH, _VALUE = f"{W}w", f"{W}val"
_PARAGRAPH, _NOTE = f"{W}p", f"{W}footnoteReference"
_STARTS, _ENDS = "written", "/written"
_REFERRING = (f"{W}drawing", _NOTE)
"""引用别的部件的元素；sectPr 引用的页眉页脚是 Word 模板的，读模板时查过。"""
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")


class Unsound(AssertionError):
    """写出的 Word 有毛病：程序的错，不是输入的错。"""


def enclosed(text: str) -> str:
    """程序写的一段正文，前后做上记号：读回来认得出哪些是程序写的。记号是注释，印不出来，也不写进文件。"""
    return f"<!--{_STARTS}-->{text}<!--{_ENDS}-->" if text else ""


def check_sound(data: bytes, styles: Collection[str], relations: Collection[str]) -> etree._Element:
    """做过记号的正文部件（word/document.xml）→ 读成的树；程序写的各段有毛病则抛 Unsound。"""
    try:
        root = parse_xml(data)
    except etree.XMLSyntaxError as error:
        raise Unsound(f"写出的正文不是合法的 XML：{error}") from error
    faults = list(faults_of(list(_written_in(root)), styles, relations))
    if faults:
        raise Unsound("写出的 Word 有毛病：" + "；".join(faults))
    return root


def _written_in(root: etree._Element) -> Iterator[etree._Element]:
    """程序写的各块。"""
    for mark in root.iter(etree.Comment):
        if mark.text == _STARTS:
            yield from takewhile(_is_element, mark.itersiblings())


def _is_element(node: etree._Element) -> bool:
    return node.tag is not etree.Comment


Blocks = Sequence[etree._Element]
"""正文里的各块：段落、表。"""


def faults_of(blocks: Blocks, styles: Collection[str], relations: Collection[str]) -> Iterator[str]:
    """各块的全部毛病，一条一句。styles 是样式号，relations 是关系号。"""
    yield from _styles(blocks, styles)
    yield from _references(blocks, relations)
    yield from _neighbours(blocks)
    for number, table in enumerate(_inside(blocks, f"{W}tbl"), 1):
        yield from _table(table, f"第 {number} 张表")


def _inside(blocks: Blocks, *tags: str) -> Iterator[etree._Element]:
    """各块里的这些元素，照先后。"""
    for block in blocks:
        yield from block.iter(*tags)


def _styles(blocks: Blocks, known: Collection[str]) -> Iterator[str]:
    used = {str(style.get(_VALUE)) for style in _inside(blocks, *_STYLED)}
    for key in sorted(used.difference(known)):
        yield f"正文用了没有的样式 {key}"


def _references(blocks: Blocks, known: Collection[str]) -> Iterator[str]:
    """图的关系号都有着落，图和注的编号各不相同。"""
    used: dict[str, None] = {}
    drawings: list[str] = []
    notes: list[str] = []
    for element in _inside(blocks, *_REFERRING):
        if element.tag == _NOTE:
            notes.append(value_of(element, "id"))
            continue
        for inner in element.iter(etree.Element):
            for name in (f"{R}id", f"{R}embed"):
                if inner.get(name) is not None:
                    used[str(inner.get(name))] = None
            if inner.tag == f"{WP}docPr":
                drawings.append(str(inner.get("id")))
    for key in used:
        if key not in known:
            yield f"正文引用了没有的关系 {key}"
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


def _neighbours(blocks: Blocks) -> Iterator[str]:
    """Word 要求表后面有段落。"""
    for table in blocks:
        if table.tag == f"{W}tbl":
            following = next(table.itersiblings(etree.Element), None)
            if following is None or following.tag != _PARAGRAPH:
                yield "表后面紧接着表或分节，中间没有段落"


def _table(table: etree._Element, name: str) -> Iterator[str]:
    """一张表：总宽、表头行、各行的网格、竖向合并的起点。"""
    columns = table.iterfind(f"{W}tblGrid/{W}gridCol")
    grid = [whole_number(value_of(column, "w")) for column in columns]
    if whole_number(value_of(table.find(f"{W}tblPr/{W}tblW"), "w")) != sum(grid):
        yield f"{name}的总宽与各列不合"
    known: dict[tuple[_Written, ...], _Row] = {}
    opened: Mapping[int, int] = {}
    header_over = False
    for index, element in enumerate(table.iterchildren(f"{W}tr"), 1):
        place = f"{name}第 {index} 行"
        header = element.find(f"{W}trPr/{W}tblHeader") is not None
        if header and header_over:
            yield f"{place}：表头行不连续"
        header_over = header_over or not header
        written = tuple(_written(cell) for cell in element.iterchildren(f"{W}tc"))
        row = known.get(written)
        if row is None:
            row = known[written] = _row(written, grid)
        for fault in row.faults:
            yield f"{place}{fault}"
        for column, span in row.going.items():
            if opened.get(column) != span:
                yield f"{place}第 {column + 1} 列：承上的合并没有起点"
        opened = row.merged


_Written = tuple[bool | str | None, ...]
"""一格照写出的样子：是不是以段落结束，宽，和其余各项（gridSpan 的列数，vMerge 的 restart 或空）的值。"""


def _written(cell: etree._Element) -> _Written:
    properties = cell[0]  # 我们写的 tcPr 总在最前：宽在先，竖向居中在末
    ended = cell[-1].tag == _PARAGRAPH
    if len(properties) == 2:
        return (ended, properties[0].get(_WIDTH))
    others = [inner.get(_VALUE) for inner in properties[1:-1]]
    return (ended, properties[0].get(_WIDTH), *others)


@frozen
class _Row:
    """验过的一种行：毛病，竖向合并的各列（列 → 横跨几列），其中承上的各列。"""

    faults: tuple[str, ...]
    merged: Mapping[int, int]
    going: Mapping[int, int]


def _row(cells: Sequence[_Written], grid: Sequence[int]) -> _Row:
    """各格铺满网格，宽度相合，都以段落结束。"""
    faults: list[str] = []
    merged: dict[int, int] = {}
    going: dict[int, int] = {}
    column = 0
    for ended, width, *others in cells:
        span = 1
        for value in others:
            if value not in {None, "restart"}:
                span = whole_number(str(value), 1)
        if not ended:
            faults.append(f"第 {column + 1} 列：没有以段落结束")
        if whole_number(str(width)) != sum(grid[column : column + span]):
            faults.append(f"第 {column + 1} 列：宽度与网格不合")
        if None in others:
            going[column] = span
        if None in others or "restart" in others:
            merged[column] = span
        column += span
    if column != len(grid):
        faults.append(f"占 {column} 列，网格有 {len(grid)} 列")
    return _Row(tuple(faults), merged, going)
