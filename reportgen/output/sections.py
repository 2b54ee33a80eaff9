"""分节：报告的三部分和其中的换向 → 一节一节的块和各节的 sectPr。

纵页用 Word 模板正文那一节的，横页用模板里横向的那一节；模板没有横向的一节，由纵向的转过来。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportgen.core.document import Block, Document, Page, Turn
from reportgen.core.frozen import frozen
from reportgen.output.frame import Frame, area_of
from reportgen.output.layout import Area

_REFERENCE = re.compile(r"<w:(?:footer|header)Reference\b[^>]*/>")
_FOOTER = re.compile(r"<w:footerReference\b[^>]*/>")
_NUMBERING = re.compile(r"<w:pgNumType\b[^>]*/>")
_SIZE = re.compile(r"<w:pgSz\b[^>]*/>")
_MARGIN = re.compile(r"<w:pgMar\b[^>]*/>")
_LANDSCAPE = re.compile(r'w:orient="landscape"')


@frozen
class Section:
    """一节：块、版心、sectPr。"""

    blocks: tuple[Block, ...]
    area: Area
    properties: str


def sections_of(document: Document, frame: Frame) -> tuple[list[Section], list[Section], list[Section]]:
    """封面与目录、正文、附件各分成几节。"""
    body = list(_split(document.body, "portrait", frame))
    appendix: list[Section] = []
    if document.appendix:
        start = document.appendix_page or ("landscape" if _LANDSCAPE.search(frame.final_section) else "portrait")
        appendix = list(_split(document.appendix, start, frame))
    front: list[Section] = []
    if document.front:
        bare = _FOOTER.sub("", body[0].properties)
        front = [Section(document.front, area_of(bare), bare)]
        body[0] = Section(body[0].blocks, body[0].area, _from_one(body[0].properties))
    return front, body, appendix


def _split(blocks: Sequence[Block], page: Page, frame: Frame) -> Iterator[Section]:
    """换向处断开；方向没有变的 Turn 是换页，留在节里。"""
    own: list[Block] = []
    for block in blocks:
        if isinstance(block, Turn) and block.page and block.page != page:
            yield _section(own, page, frame)
            own, page = [], block.page
        else:
            own.append(block)
    yield _section(own, page, frame)


def _section(blocks: list[Block], page: Page, frame: Frame) -> Section:
    properties = _oriented(page, frame)
    return Section(tuple(blocks), area_of(properties), properties)


def _oriented(page: Page, frame: Frame) -> str:
    """这个方向的 sectPr。"""
    for properties in (frame.body_section, frame.final_section):
        if (_LANDSCAPE.search(properties) is not None) == (page == "landscape"):
            return properties
    return _turned(frame.body_section)


def _turned(properties: str) -> str:
    """纸转四分之一：宽高对换，纵页的左边成为横页的上边。"""

    def swap(match: re.Match[str]) -> str:
        text = match[0]
        width, height = re.search(r'w:w="(\d+)"', text), re.search(r'w:h="(\d+)"', text)
        if width is None or height is None:
            return text
        landscape = int(width[1]) < int(height[1])
        orient = ' w:orient="landscape"' if landscape else ""
        return f'<w:pgSz w:w="{height[1]}" w:h="{width[1]}"{orient}/>'

    def turn(match: re.Match[str]) -> str:
        sides = dict(re.findall(r'w:(top|right|bottom|left)="(-?\d+)"', match[0]))
        if len(sides) < 4:
            return match[0]
        turned = {"top": sides["left"], "right": sides["top"], "bottom": sides["right"], "left": sides["bottom"]}
        margins = re.sub(
            r'w:(top|right|bottom|left)="-?\d+"', lambda side: f'w:{side[1]}="{turned[side[1]]}"', match[0]
        )
        return re.sub(r'w:footer="\d+"', 'w:footer="851"', margins)  # 页码在下边，不可侵入版心

    return _MARGIN.sub(turn, _SIZE.sub(swap, properties))


def _from_one(properties: str) -> str:
    """页码从 1 起：前面有封面的正文。"""
    if _NUMBERING.search(properties):
        return _NUMBERING.sub('<w:pgNumType w:fmt="decimal" w:start="1"/>', properties, count=1)
    return _MARGIN.sub(lambda match: f'{match[0]}<w:pgNumType w:fmt="decimal" w:start="1"/>', properties, count=1)
