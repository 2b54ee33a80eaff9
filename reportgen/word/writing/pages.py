"""页码：目录要的页码由 LibreOffice 排一遍得来；机器上没有它，或排不成，目录就只印标题，不印页码。

做法：把 Word 转成 PDF，PDF 的书签就是各级标题和它们所在的页（pypdf，BSD，读书签用）。
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from reportgen.core.document import Block, Contents, Document, Entry, Heading
from reportgen.word import roles
from reportgen.word.frame.template import Frame
from reportgen.word.markup import W, parse_xml, value_of, xml_bytes
from reportgen.word.package import read_package, write_package
from reportgen.word.register import DOCUMENT
from reportgen.word.writing.office import converted, office


def numbered(document: Document, data: bytes, frame: Frame) -> Document:
    """目录补上页码；data 是没有页码时写成的 docx。得不到页码则原样返回。"""
    pages = heading_pages(data, frame.styles[roles.TITLE])
    blocks = (*document.body, *document.appendix)
    headings = [block for block in blocks if isinstance(block, Heading)]
    if pages is None or len(pages) != len(headings):
        return document
    printed = []
    for heading, page in zip(headings, pages, strict=True):
        printed.append(Entry(heading.level, heading.full, page))
    front: list[Block] = []
    for block in document.front:
        front.append(_filled(block, printed) if isinstance(block, Contents) else block)
    return replace(document, front=tuple(front))


def _filled(contents: Contents, printed: Sequence[Entry]) -> Contents:
    """目录各行的页码。目录与标题次序相同，顺着找，几处同样的标题（如各项目的“项目概况”）各得各的页码。"""
    entries: list[Entry] = []
    start = 0
    for entry in contents.entries:
        found = replace(entry, page="")
        for at in range(start, len(printed)):
            if (printed[at].level, printed[at].text) == (entry.level, entry.text):
                found, start = printed[at], at + 1
                break
        entries.append(found)
    return Contents(contents.title, tuple(entries))


def heading_pages(data: bytes, title_style: str) -> tuple[str, ...] | None:
    """各标题印出的页码，按出现的先后；没有 LibreOffice 或排不成则为 None。页码从报告标题那一页起数。"""
    if office() is None:
        return None
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return None
    try:
        (printed,) = converted((_marked(data, title_style),))
        if printed is None:
            return None
        reader = PdfReader(io.BytesIO(printed))
        bookmarks = _flat(reader.outline)
        first, *rest = [reader.get_destination_page_number(item) for item in bookmarks]
    except (OSError, PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    if any(page is None for page in (first, *rest)):
        return None
    return tuple(str(page - first + 1) for page in rest if page is not None and first is not None)


def _marked(data: bytes, title_style: str) -> bytes:
    """量页码用的一份：报告标题也算一级标题，好知道正文从哪一页起。"""
    parts = read_package(data)
    document = parse_xml(parts[DOCUMENT])
    for style in document.iter(f"{W}pStyle"):
        if value_of(style) == title_style:
            style.addnext(etree.Element(f"{W}outlineLvl", {f"{W}val": "0"}))
    parts[DOCUMENT] = xml_bytes(document)
    return write_package(parts)


def _flat(outline: Any) -> Iterator[Any]:
    """层层相套的书签 → 自上而下的一串。"""
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item
