"""整理：把 Word 存过的模板改成规范的样子，两次保存之间的差别才只剩人改的。整理两次与一次相同。

Word 每存一次都添上修订编号、拼写标记、上次的光标和缩略图，还把同样的字断成几段；这些都去掉、接起来。
没有要改的部件字节原样。
"""

from __future__ import annotations

import re

from lxml import etree

from reportgen.word.markup import XML_SPACE, W, parse_xml, value_of, xml_bytes
from reportgen.word.package import read_package, write_package
from reportgen.word.register import Register

_THUMBNAIL = re.compile(r"docProps/thumbnail\.\w+")
_PARAGRAPH_IDS = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_NOISE = tuple(f"{W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "noProof", "rsids"))
_CURSOR = "_GoBack"
"""Word 记上次光标位置的书签。"""


def normalise(data: bytes) -> bytes:
    """Word 模板 → 规范的样子。"""
    register = Register(read_package(data))
    for name in [name for name in register.parts if _THUMBNAIL.fullmatch(name)]:
        register.remove(name)
    for name, content in register.parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            register.parts[name] = _tidy(content)
    return write_package(register.package())


def _tidy(content: bytes) -> bytes:
    """一个部件；读不懂的不动。"""
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError:
        return content
    changes = (_without_marks(root), _without_noise(root), _without_cursor(root), _joined(root))
    return xml_bytes(root) if any(changes) else content


def _without_marks(root: etree._Element) -> bool:
    """去掉修订编号和段落编号。"""
    changed = False
    for element in root.iter(etree.Element):
        for name in [str(name) for name in element.attrib]:
            if name.startswith((f"{W}rsid", f"{_PARAGRAPH_IDS}paraId", f"{_PARAGRAPH_IDS}textId")):
                del element.attrib[name]
                changed = True
    return changed


def _without_noise(root: etree._Element) -> bool:
    """去掉拼写标记、上次的分页、修订编号的清单。"""
    noise = list(root.iter(*_NOISE))
    for element in noise:
        _remove(element)
    return bool(noise)


def _without_cursor(root: etree._Element) -> bool:
    """去掉光标的书签，起点和终点。"""
    starts = [mark for mark in root.iter(f"{W}bookmarkStart") if value_of(mark, "name") == _CURSOR]
    ids = {value_of(mark, "id") for mark in starts}
    ends = [mark for mark in root.iter(f"{W}bookmarkEnd") if value_of(mark, "id") in ids]
    for mark in (*starts, *ends):
        _remove(mark)
    return bool(starts)


def _joined(root: etree._Element) -> bool:
    """相邻的、样子相同、只有字的两段接成一段，直到接不动。"""
    changed = False
    for run in list(root.iter(f"{W}r")):
        before = run.getprevious()
        if before is None or before.tag != f"{W}r" or before.items() or run.items():
            continue
        if not _only_text(before) or not _only_text(run) or _looks(before) != _looks(run):
            continue
        text = run[-1]
        text.text = (before[-1].text or "") + (text.text or "")
        text.set(XML_SPACE, "preserve")
        _remove(before)
        changed = True
    return changed


def _only_text(run: etree._Element) -> bool:
    """一段字里除了样子只有一处文字。"""
    return [child.tag for child in run if child.tag != f"{W}rPr"] == [f"{W}t"]


def _looks(run: etree._Element) -> bytes:
    """一段字的样子。"""
    properties = run.find(f"{W}rPr")
    return b"" if properties is None else bytes(etree.tostring(properties, with_tail=False))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
