"""出 Word：报告结构填进版式，得到 docx 的字节。同样的输入得同样的字节：时间取自报告日期，不看时钟。"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from reportgen.core.document import Document
from reportgen.word import roles
from reportgen.word.escaping import escape
from reportgen.word.frame.frame import Frame
from reportgen.word.package import DOCUMENT, write_package
from reportgen.word.writing.blocks import Page, blocks_xml
from reportgen.word.writing.media import Media
from reportgen.word.writing.sections import sections_of

Digests = tuple[tuple[str, str], ...]

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
CORE, CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_TYPES, _RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def write_docx(
    document: Document, frame: Frame, date: datetime.date, digests: Digests = (), *, compress: bool = False
) -> bytes:
    """报告 → docx。digests 是写进自定义属性的指纹（输入、格式）；没有附件时，附件那一节也没有。"""
    media = Media(frame.drawings, frame.notes)
    front, body, appendix = sections_of(document, frame)
    slots = {"front": "", "body": "", "appendix": ""}
    every = [("front", each) for each in front] + [("body", each) for each in body]
    every += [("appendix", each) for each in appendix]
    for at, (slot, section) in enumerate(every):
        page = Page(section.area, frame.styles, frame.cell, frame.lines)
        ending = section.properties if at < len(every) - 1 else ""
        above = title_height(document, frame) if slot == "body" and not slots["body"] else 0
        slots[slot] += blocks_xml(section.blocks, page, media, ending, above)
    values = {name: escape(text) for name, text in document.fields}
    values["title"] = _LINE_BREAK.join(escape(line) for line in document.title)
    values |= {"body": slots["body"], "appendix": slots["appendix"], "final_section": every[-1][1].properties}
    parts = dict(frame.parts)
    for name, pieces in frame.templates.items():
        parts[name] = "".join(values[piece] if at % 2 else piece for at, piece in enumerate(pieces)).encode()
    if slots["front"]:
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + slots["front"].encode(), 1)
    media.put_into(parts, (frame.styles[roles.NOTE_TEXT], frame.styles[roles.NOTE_MARK]))
    _properties(parts, document, date, digests)
    return write_package(parts, compress=compress)


def title_height(document: Document, frame: Frame) -> int:
    """报告标题占的高度，缇：第一行连段前段后，其余各行一行高。"""
    return frame.lines[roles.TITLE] + (len(document.title) - 1) * frame.lines[roles.PARAGRAPHS["body"]]


def _properties(parts: dict[str, bytes], document: Document, date: datetime.date, digests: Digests) -> None:
    """文件属性：题名、作者（单位）、时间（报告日期），和指纹。"""
    fields: Mapping[str, str] = dict(document.fields)
    stamp = f"{date.isoformat()}T00:00:00Z"
    package = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    parts[CORE] = (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{package}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(''.join(document.title))}</dc:title>"
        f"<dc:creator>{escape(fields.get('unit.name', ''))}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    ).encode()
    _declare(parts, CORE, _CORE_TYPE, _CORE_RELATION, "rIdCore")
    if digests:
        parts[CUSTOM] = _custom(digests).encode()
        _declare(parts, CUSTOM, _CUSTOM_TYPE, _CUSTOM_RELATION, "rIdCustom")


def _custom(digests: Digests) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="reportgen.{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(digests, 2)
    )
    namespaces = f'xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes"'
    return f"{_HEAD}<Properties {namespaces}>{entries}</Properties>"


def _declare(parts: dict[str, bytes], name: str, content_type: str, relation: str, id: str) -> None:
    """部件没有登记的，补上类型和关系。"""
    types, relations = parts[_TYPES].decode(), parts[_RELATIONSHIPS].decode()
    if f'PartName="/{name}"' not in types:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
        parts[_TYPES] = types.replace("</Types>", f"{override}</Types>").encode()
    if relation not in relations:
        entry = f'<Relationship Id="{id}" Type="{relation}" Target="{name}"/>'
        parts[_RELATIONSHIPS] = relations.replace("</Relationships>", f"{entry}</Relationships>").encode()
