"""Word 模板（版式）：docx → Frame。断开的字段先补好（mend.py），按字段切开一次，同一模板在进程里反复用。

模板只管样子：样式、页面、页眉页脚、封面、简单字段和两个插槽 {{p body }} {{p appendix }}。控制语句、修订、全角花括号
在 inspection 里都是错误；正文的结构由报告格式的文字文件定，改坏 Word 模板也改不坏报告的内容。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lxml import etree

from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.word import roles
from reportgen.word.frame.inspection import FIELDS, SLOTS, inspect, slot_of
from reportgen.word.frame.mend import mend
from reportgen.word.layout import Metrics
from reportgen.word.markup import WP, W, parse_xml, value_of, whole_number, with_prefix, xml_text
from reportgen.word.package import BadPackage, read_package
from reportgen.word.register import (
    DOCUMENT,
    FOOTNOTES,
    ROOT,
    SETTINGS,
    TYPES,
    Register,
    relations_of,
)
from reportgen.word.sheet import Sheet
from reportgen.word.styles import Prose, Styles, read_styles

TEMPLATED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
"""可以写字段的部件。"""
FRONT, FINAL_SECTION = "front", "final_section"
"""程序自己加的两处：封面在正文开头，最后一节的 sectPr 在正文末尾。"""
QUOTED = "@"
"""写在属性里的字段（如艺术字水印的 string="{{ draft }}"）：名字前面加这个，填写时引号也要转义。"""

_MARK = "\ufdd0"
"""切口：Unicode 规定不作文字用的码位，文件里不会有，XML 里又可以写。"""
_FIELD = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@frozen
class Frame:
    """版式：原样照搬的部件、切好的部件、样式名到样式号、各节的纸张、字号行距、图和脚注已用到的最大编号。

    templates 里一个部件是“文字、字段名、文字、字段名……文字”，填写就是把字段名换成字再接起来，没有程序可运行。

    samples 是正文和附件之间只作样子的空节：附件是纵向的模板，凭它知道横页的页边和页码。
    """

    parts: Mapping[str, bytes]
    templates: Mapping[str, tuple[str, ...]]
    styles: Mapping[str, str]
    body: Sheet
    final: Sheet
    samples: tuple[Sheet, ...]
    cell: Metrics
    prose: Mapping[str, Prose]
    drawings: int
    notes: int


@lru_cache(maxsize=16)
def read_frame(data: bytes, name: str) -> tuple[Frame | None, tuple[Diagnostic, ...]]:
    """docx → 版式；name 是诊断里的文件名。不能用时版式为 None，毛病一次说全。"""
    span = whole(Source(name))
    try:
        parts = read_package(data)
    except BadPackage as error:
        help = "在 Word 或 WPS 里另存为 .docx；找不回来就用 reportgen format frame 格式名 给格式做一份标准的。"
        return None, (diagnose("W08", span, f"{name.rpartition('/')[2]} 打不开：{error}。", help),)
    try:
        roots = {}
        for part, content in parts.items():
            if TEMPLATED.fullmatch(part):
                roots[part] = with_prefix(parse_xml(content))
        styles = read_styles(parts["word/styles.xml"])
        notes = _largest_note(parts)
    except (etree.XMLSyntaxError, KeyError):
        help = "用备份，或用 reportgen format frame 格式名 给格式做一份标准的。"
        return None, (diagnose("W08", span, "Word 模板里的 XML 已损坏。", help),)
    relations = {str(relation.get("Id")) for relation in Register(parts).relations()}
    diagnostics = inspect(roots, styles, relations, span)
    if blocking(diagnostics):
        return None, diagnostics
    return _compile(parts, roots, styles, notes), diagnostics


def _largest_note(parts: Mapping[str, bytes]) -> int:
    """模板自己的脚注用到的最大编号。写脚注时要改的几个部件在这里先读一遍，坏了的早些知道。"""
    for name in (TYPES, relations_of(ROOT), SETTINGS.part):
        if name in parts:
            parse_xml(parts[name])
    footnotes = Register(parts).find(FOOTNOTES)
    if footnotes is None:
        return 0
    root = parse_xml(parts[footnotes.name])
    return _largest(value_of(note, "id") for note in root.iterfind(f"{W}footnote"))


def _largest(numbers: Iterable[str]) -> int:
    """已用到的最大编号；没有则为 0。"""
    return max((whole_number(number) for number in numbers), default=0)


def _compile(
    parts: dict[str, bytes],
    roots: dict[str, etree._Element],
    styles: Styles,
    notes: int,
) -> Frame:
    """切开模板：取出各节的纸张，字段和插槽留下切口；没有字段的页眉页脚字节原样。"""
    numbers: list[str] = []
    for root in roots.values():
        numbers += [str(drawing.get("id")) for drawing in root.iter(f"{WP}docPr")]
    document = roots[DOCUMENT]
    scope = {prefix: str(uri) for prefix, uri in document.nsmap.items()}
    body, final, samples = _sections(document)
    templates = {}
    for name, root in sorted(roots.items()):
        mend(root)
        marked = _mark_fields(root)
        if marked or root is document:
            templates[name] = tuple(xml_text(root).split(_MARK))
    return Frame(
        parts={name: content for name, content in parts.items() if name not in templates},
        templates=templates,
        styles=styles.ids,
        body=Sheet(body, scope),
        final=Sheet(final, scope),
        samples=tuple(Sheet(sample, scope) for sample in samples),
        cell=styles.metrics(roles.CELLS["text"]),
        prose={name: styles.prose(name) for name in roles.PARAGRAPH_STYLES},
        drawings=_largest(numbers),
        notes=notes,
    )


Sections = tuple[etree._Element, etree._Element, list[etree._Element]]


def _sections(document: etree._Element) -> Sections:
    """取出各节的 sectPr，插槽、封面和末节的地方留下切口。

    正文一节的 sectPr 由 sections.py 写进正文最后一段，省去模板里只为分节而有的空段；其后的空节只作样子，不印。
    """
    body = document.find(f"{W}body")
    assert body is not None
    final = body.findall(f"{W}sectPr")[-1]
    _replace(final, FINAL_SECTION)
    body.text = _marked(FRONT) + (body.text or "")
    section: etree._Element = final
    samples: list[etree._Element] = []
    for paragraph in list(document.iter(f"{W}p")):
        slot = slot_of(paragraph)
        if slot not in SLOTS:
            continue
        if slot == "body":
            found = paragraph.findall(f"{W}pPr/{W}sectPr")
            for empty in _breaks_after(paragraph):
                found += empty.findall(f"{W}pPr/{W}sectPr")
                _remove(empty)
            if found:
                section, *samples = found
        _replace(paragraph, slot)
    return section, final, samples


def _breaks_after(slot: etree._Element) -> list[etree._Element]:
    """紧接在插槽后面、只为分节而有的空段。"""
    breaks = []
    for paragraph in slot.itersiblings():
        empty = paragraph.tag == f"{W}p" and next(paragraph.iter(f"{W}t"), None) is None
        if not empty or paragraph.find(f"{W}pPr/{W}sectPr") is None:
            break
        breaks.append(paragraph)
    return breaks


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _marked(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


def _replace(element: etree._Element, name: str) -> None:
    """元素换成一个切口。"""
    parent, before = element.getparent(), element.getprevious()
    assert parent is not None
    tail = _marked(name) + (element.tail or "")
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    element.tail = None
    _remove(element)


def _mark_fields(root: etree._Element) -> bool:
    """文字和属性里的字段换成切口；有没有换过。"""
    found = False
    for element in root.iter(f"{W}t"):
        if "{{" in (element.text or ""):
            element.text = _FIELD.sub(lambda field: _marked(field[1]), str(element.text))
            found = True
    for element in root.iter(etree.Element):
        for name, value in element.items():
            if "{{" in str(value):
                element.set(name, _FIELD.sub(_quoted, str(value)))
                found = True
    return found


def _quoted(field: re.Match[str]) -> str:
    """属性里的字段；不认识的照印，属性里本来可以有花括号。"""
    return _marked(QUOTED + field[1]) if field[1] in FIELDS else field[0]
