"""出 Word：报告结构填进版式，得到 docx 的字节。同样的输入得同样的字节：时间取自报告日期，不看时钟。"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from lxml import etree

from reportgen.core.document import Document
from reportgen.core.frozen import frozen
from reportgen.word import roles
from reportgen.word.frame.template import FINAL_SECTION, FRONT, QUOTED, Frame
from reportgen.word.markup import HEAD, OFFICE, PACKAGE, attribute, escape
from reportgen.word.package import write_package
from reportgen.word.reading.digests import Enclosed, add_input, add_words, digest_words
from reportgen.word.reading.printing import printed_blocks
from reportgen.word.register import CORE, CUSTOM, DOCUMENT, ROOT, Register
from reportgen.word.writing.anchors import anchors_of
from reportgen.word.writing.body import Page, blocks_xml
from reportgen.word.writing.media import Media
from reportgen.word.writing.sections import sections_of
from reportgen.word.writing.soundness import check_sound, enclosed

Digests = tuple[tuple[str, str], ...]

_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""自定义属性的属性集，Office 规定的编号。"""
_FIRST_PROPERTY = 2
"""自定义属性从 2 编起：0 和 1 留给属性集自己。"""


@frozen
class Written:
    """写出的成稿：字节，和印出的各块的指纹（没有要指纹的为空）。"""

    data: bytes
    words: tuple[str, ...]


def write_docx(
    document: Document,
    frame: Frame,
    date: datetime.date,
    digests: Digests = (),
    *,
    compress: bool = False,
) -> bytes:
    """报告 → docx 的字节。"""
    return write_report(document, frame, date, digests, compress=compress).data


def write_report(
    document: Document,
    frame: Frame,
    date: datetime.date,
    digests: Digests = (),
    enclosed: Enclosed | None = None,
    *,
    compress: bool = False,
) -> Written:
    """报告 → docx。digests 是写进自定义属性的指纹（输入、格式），有它就连各块的指纹一起写；
    enclosed 是要放在里面的输入。没有附件时，附件那一节也没有。"""
    register = Register(frame.parts)
    media = Media(register, frame)
    contents = _contents(document, frame, media)
    values = _fields(document)
    written = _checked(values, contents, frame, register)
    for name, pieces in frame.templates.items():
        register.parts[name] = _filled(pieces, values | contents)
    media.finish()
    register.add(CORE, core_xml(document, date).encode(), ROOT)
    words: tuple[str, ...] = ()
    if digests:
        words = digest_words(printed_blocks(register.package(), document=written))
        register.add(CUSTOM, custom_xml(digests).encode(), ROOT)
        add_words(register, words)
    if enclosed is not None:
        add_input(register, enclosed)
    return Written(write_package(register.package(), compress=compress), words)


def _fields(document: Document) -> dict[str, str]:
    """Word 模板里的字段 → 要填的字；名字前有 @ 的填在属性里。"""
    values = {}
    for name, text in document.fields:
        values[name] = escape(text)
        values[QUOTED + name] = attribute(text)
    values["title"] = _LINE_BREAK.join(escape(line) for line in document.title)
    values[f"{QUOTED}title"] = attribute("".join(document.title))
    return values


def _contents(document: Document, frame: Frame, media: Media) -> dict[str, str]:
    """封面、正文、附件各自的全部内容，和最后一节的 sectPr（别的节写在自己的最后一段里）。"""
    front, body, appendix = sections_of(document, frame)
    slots = [(FRONT, section) for section in front]
    slots += [("body", section) for section in body]
    slots += [("appendix", section) for section in appendix]
    values = {FRONT: "", "body": "", "appendix": "", FINAL_SECTION: slots[-1][1].sheet.text}
    last = len(slots) - 1
    anchors = anchors_of(document)
    for at, (slot, section) in enumerate(slots):
        page = Page(section.sheet.area, frame.styles, frame.cell, frame.prose, anchors)
        ending = section.sheet.text if at < last else ""
        first = slot == "body" and not values["body"]  # 报告标题在正文的第一页上
        above = title_height(document, frame) if first else 0
        values[slot] += blocks_xml(section.blocks, page, media, ending, above)
    return values


def _filled(pieces: Sequence[str], values: Mapping[str, str]) -> bytes:
    """模板的一个部件，切口都填上。"""
    text = [values[piece] if at % 2 else piece for at, piece in enumerate(pieces)]
    return "".join(text).encode()


def _checked(
    values: Mapping[str, str], contents: Mapping[str, str], frame: Frame, register: Register
) -> etree._Element:
    """正文读回来自查一遍，得到读成的树；有毛病就不写出。"""
    marked = {name: enclosed(contents[name]) for name in (FRONT, "body", "appendix")}
    data = _filled(frame.templates[DOCUMENT], {**values, **contents, **marked})
    relations = {str(relation.get("Id")) for relation in register.relations()}
    return check_sound(data, frame.styles.values(), relations)


def title_height(document: Document, frame: Frame) -> int:
    """报告标题占的高度，缇：第一行连段前段后，其余各行一行高。"""
    further = len(document.title) - 1
    return frame.prose[roles.TITLE].height + further * frame.prose[roles.PARAGRAPHS["body"]].height


def core_xml(document: Document, date: datetime.date) -> str:
    """文件属性：题名、作者（单位）、时间（报告日期）。"""
    unit = dict(document.fields).get("unit.name", "")
    stamp = f"{date.isoformat()}T00:00:00Z"
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(''.join(document.title))}</dc:title>"
        f"<dc:creator>{escape(unit)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def custom_xml(digests: Digests) -> str:
    """自定义属性：指纹，凭它认得出是本程序由哪份输入写的。"""
    entries = []
    for number, (name, value) in enumerate(digests, _FIRST_PROPERTY):
        entries.append(
            f'<property fmtid="{_PROPERTY_SET}" pid="{number}" name="reportgen.{escape(name)}">'
            f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        )
    namespaces = f'xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes"'
    return f"{HEAD}<Properties {namespaces}>{''.join(entries)}</Properties>"
