"""成稿自查：写出的正文在放进 Word 模板之前自己查一遍，Word 打开不会要求修复。

查的只是程序写的那一部分——样式、关系、表的网格和合并、图和注的编号；Word 模板自己的表不查，它的毛病不是程序的错。
查出毛病就是程序错了，抛 Unsound，不写出坏的文件。每份报告都查，所以一张表只走一趟，同样的行只验一次。
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.markup import MAIN, WP, R, W, parse_xml, value_of, whole_number

_WIDTH, _VALUE = f"{W}w", f"{W}val"
_PARAGRAPH, _NOTE = f"{W}p", f"{W}footnoteReference"
_REFERRING = (f"{W}drawing", _NOTE)
"""引用别的部件的元素；sectPr 引用的页眉页脚是 Word 模板的，读模板时查过。"""
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")


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
    used = {str(style.get(_VALUE)) for style in body.iter(*_STYLED)}
    for key in sorted(used.difference(known)):
        yield f"正文用了没有的样式 {key}"


def _references(body: etree._Element, known: Collection[str]) -> Iterator[str]:
    """图的关系号都有着落，图和注的编号各不相同。"""
    used: dict[str, None] = {}
    drawings: list[str] = []
    notes: list[str] = []
    for element in body.iter(*_REFERRING):
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


def _neighbours(body: etree._Element) -> Iterator[str]:
    """Word 要求表后面有段落。"""
    for table in body.iterchildren(f"{W}tbl"):
        following = table.getnext()
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
