"""批注：把核对出的各条写成 Word 批注，挂在审阅人自己那份文件的格子、段落上。

只动三处：正文里添上批注的起止记号，批注部件（已有的接着写），登记（部件类型、关系）。别的部件一个字节也不动。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.characters import Lines
from reportgen.word.markup import OFFICE, W, parse_xml, usual, value_of, whole_number, xml_bytes
from reportgen.word.package import BadPackage, main_part_of, read_whole_package, write_package
from reportgen.word.reading.foreign import body_blocks, columns_of, inside, is_covered
from reportgen.word.register import PartKind, Register
from reportgen.word.revisions import resolve

AUTHOR, INITIALS = "核对", "核"
MARK = "reportgen-annotate"
"""记号：同一个段落在原文和照修订读的一份里对得上。批注写完去掉。"""
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@frozen
class Remark:
    """一条批注：挂在哪里（“第 3 段”“第 1 张表第 2 行第 4 列”；空是全文），写什么，一段一项。"""

    place: str
    lines: tuple[str, ...]


def annotated(data: bytes, remarks: Sequence[Remark]) -> bytes:
    """docx 的字节和各条批注 → 带批注的 docx。找不到地方的挂在第一段。不是 docx 的抛 BadPackage。"""
    parts = read_whole_package(data)
    name = main_part_of(parts)
    try:
        root = parse_xml(parts[name])
    except (etree.XMLSyntaxError, KeyError) as error:
        raise BadPackage("正文读不成") from error
    space = str(root.tag).rpartition("}")[0] + "}"
    places = _places(root, space)
    first = next(iter(places.values()), None)
    if first is None:
        raise BadPackage("正文里没有可以挂批注的段落")
    register = Register(parts)
    strict = space != W
    relations = _STRICT_RELATIONS if strict else f"{OFFICE}/relationships"
    kind = PartKind("word/comments", "xml", _TYPE, f"{relations}/comments", "rIdComments")
    try:
        existing = register.find(kind, name)
        register.add(kind, b"", name)
    except etree.XMLSyntaxError as error:
        raise BadPackage("登记各部件的 [Content_Types].xml 或关系读不成") from error
    comments = _comments(parts, existing.name if existing is not None else "", space)
    number = _next_number(comments, space)
    for at, remark in enumerate(remarks, number):
        _attach(places.get(remark.place, first), at, space)
        comments.append(_comment(remark, at, space))
    register.parts[name] = xml_bytes(root)
    register.add(kind, xml_bytes(comments), name)
    return write_package(register.package(), compress=True)


def _places(root: etree._Element, space: str) -> Mapping[str, etree._Element]:
    """各处的叫法 → 原文里的段落；照核对时读的样子数（修订照接受的读）。"""
    originals = list(root.iter(f"{space}p"))
    for at, paragraph in enumerate(originals):
        paragraph.set(MARK, str(at))
    read = usual(deepcopy(root))
    for paragraph in originals:
        del paragraph.attrib[MARK]
    body = read.find(f"{W}body")
    if body is None:
        raise BadPackage("没有正文")
    resolve(read, "accept")
    places: dict[str, etree._Element] = {}
    for label, paragraph in _labelled(body):
        mark = paragraph.get(MARK)
        if mark is not None:
            places[label] = originals[int(mark)]
    return places


def _labelled(body: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """段落和格子的叫法，各是哪个段落。"""
    paragraphs = tables = 0
    for block in body_blocks(body, Lines(body)):
        if block.tag == f"{W}p":
            paragraphs += 1
            yield f"第 {paragraphs} 段", block
            continue
        tables += 1
        for at, row in enumerate(inside(block, f"{W}tr"), 1):
            column = 1
            for cell in inside(row, f"{W}tc"):
                paragraph = next(cell.iter(f"{W}p"), None)
                if paragraph is not None and not is_covered(cell):
                    yield f"第 {tables} 张表第 {at} 行第 {column} 列", paragraph
                column += columns_of(cell)


def _attach(paragraph: etree._Element, number: int, space: str) -> None:
    """一段的起止记号：起在段落的样子之后，止在末尾，接着批注的引用。"""
    start = etree.Element(f"{space}commentRangeStart", {f"{space}id": str(number)})
    properties = paragraph.find(f"{space}pPr")
    if properties is not None:
        properties.addnext(start)
    else:
        paragraph.insert(0, start)
    end = etree.SubElement(paragraph, f"{space}commentRangeEnd")
    end.set(f"{space}id", str(number))
    run = etree.SubElement(paragraph, f"{space}r")
    reference = etree.SubElement(run, f"{space}commentReference")
    reference.set(f"{space}id", str(number))


def _comments(parts: Mapping[str, bytes], name: str, space: str) -> etree._Element:
    """批注部件：已有的接着写，没有的新造。"""
    if name in parts:
        try:
            return parse_xml(parts[name])
        except etree.XMLSyntaxError as error:
            raise BadPackage("原有的批注读不成") from error
    return etree.Element(f"{space}comments", nsmap={"w": space[1:-1]})


def _next_number(comments: etree._Element, space: str) -> int:
    numbers = [
        whole_number(str(comment.get(f"{space}id") or value_of(comment, "id")))
        for comment in comments
    ]
    return max(numbers, default=-1) + 1


def _comment(remark: Remark, number: int, space: str) -> etree._Element:
    """一条批注。没有时间：同样的文件得同样的字节。"""
    comment = etree.Element(f"{space}comment")
    comment.set(f"{space}id", str(number))
    comment.set(f"{space}author", AUTHOR)
    comment.set(f"{space}initials", INITIALS)
    for line in remark.lines:
        paragraph = etree.SubElement(comment, f"{space}p")
        run = etree.SubElement(paragraph, f"{space}r")
        text = etree.SubElement(run, f"{space}t")
        text.text = "".join(char for char in line if char.isprintable())
    return comment
