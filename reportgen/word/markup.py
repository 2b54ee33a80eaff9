"""标记：Word 用到的各个 XML 名字空间；读 XML、写 XML、转义的唯一一处。

正文是拼出来的文字（escape），别的 XML 都经 lxml 读、经 lxml 改：不用正则表达式去认标记。
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

# 各名字空间照 Word 文件里惯用的前缀叫：w 正文，r 关系，wp 图的位置，a 图形，c 图表，mc 兼容。
W = f"{{{MAIN}}}"
R = f"{{{OFFICE}/relationships}}"
WP = f"{{{DRAWING}/wordprocessingDrawing}}"
A = f"{{{DRAWING}/main}}"
C = f"{{{DRAWING}/chart}}"
MC = f"{{{COMPATIBILITY}}}"
MATH = f"{{{OFFICE}/math}}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_STRICT = "http://purl.oclc.org/ooxml"
_USUAL = {
    "wordprocessingml/main": MAIN,
    "officeDocument": OFFICE,
    "drawingml": DRAWING,
}
"""严格的名字空间 → 通常的。"""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
# XML 里不能有的控制字符去掉；读输入时已经报过。
_ESCAPES.update(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), ""))
_TABLE = str.maketrans(_ESCAPES)


def escape(text: str) -> str:
    """转义。绝大多数文字不用动，先看一眼。"""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text
    return text.translate(_TABLE)


def attribute(text: str) -> str:
    """写在属性里的文字：引号也转义。"""
    return escape(text).replace('"', "&quot;")


def parse_xml(data: bytes) -> etree._Element:
    """读 XML；不展开实体，不上网。坏的抛 etree.XMLSyntaxError。"""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def usual(root: etree._Element) -> etree._Element:
    """严格的 Open XML（“严格 Open XML 文档”）换成通常的名字空间；通常的就是它自己。"""
    if not root.tag.startswith(f"{{{_STRICT}/"):
        return root
    text = etree.tostring(root, encoding="utf-8")
    for strict, name in _USUAL.items():
        text = text.replace(f"{_STRICT}/{strict}".encode(), name.encode())
    return parse_xml(text)


def with_prefix(root: etree._Element) -> etree._Element:
    """前缀换成 w 的同一棵树：拼出来的正文总用 w，别的程序存的文件可以用别的前缀。"""
    if root.nsmap.get("w") == MAIN:
        return root
    declared = {prefix: uri for prefix, uri in root.nsmap.items() if uri != MAIN}
    declared["w"] = MAIN
    renamed = etree.Element(root.tag, dict(root.attrib), nsmap=declared)
    renamed.text = root.text
    renamed.extend(list(root))
    return renamed


def xml_text(root: etree._Element) -> str:
    """一个部件的全文，开头的一行总是同样的写法。"""
    return HEAD + str(etree.tostring(root, encoding="unicode"))


def xml_bytes(root: etree._Element) -> bytes:
    """一个部件的字节。"""
    return xml_text(root).encode()


def fragment(element: etree._Element, scope: Mapping[str | None, str]) -> str:
    """一个元素的文字，要放回 scope 这些名字空间已经声明过的地方，所以开头的标签里不再声明一遍。"""
    text = str(etree.tostring(element, encoding="unicode", with_tail=False))
    opening, end, rest = text.partition(">")
    for prefix, uri in scope.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        opening = opening.replace(f' {name}="{uri}"', "")
    return opening + end + rest


def value_of(element: etree._Element | None, name: str = "val") -> str:
    """w: 名字空间里的一个属性；没有这个元素或属性则为空。"""
    if element is None:
        return ""
    return str(element.get(f"{W}{name}") or "")


def whole_number(text: str, default: int = 0) -> int:
    """属性里的整数；写得不对的当作 default，坏数字不该拦住整份文件。"""
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return int(text)
    return default
