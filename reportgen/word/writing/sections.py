"""分节：报告的三部分和其中的换向 → 一节一节的块和各节的 sectPr。

纵页用 Word 模板正文那一节的，横页用模板里横向的那一节（标准版式总有）；没有的由纵向的转过来，页码就在横页的下边。
换向本身就另起一页，紧挨着它的换页不再写；没有内容的一节也不写，不出空页。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportgen.core.document import Block, Document, Page, Turn
from reportgen.core.frozen import frozen
from reportgen.word.frame.frame import Frame, area_of
from reportgen.word.layout import Area

_FOOTER = re.compile(r"<w:footerReference\b[^>]*/>")
_NUMBERING = re.compile(r"<w:pgNumType\b([^>]*)>")
_NUMBERED_FROM = re.compile(r'(?<=<w:pgNumType)((?: [^>]*?)?) w:start="\d+"')
_FIRST_PAGE = re.compile(r"<w:titlePg\b[^>]*/>")
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
    """封面与目录、正文、附件各分成几节。正文的第一节总有，报告标题在里面。"""
    body = _sections(_split(document.body, "portrait", titled=True), frame)
    start = document.appendix_page or ("landscape" if _LANDSCAPE.search(frame.final_section) else "portrait")
    appendix = _sections(_split(document.appendix, start, titled=False), frame)
    front: list[Section] = []
    if document.front:
        bare = _FOOTER.sub("", body[0].properties)
        front = [Section(document.front, area_of(bare), bare)]
        body[0] = Section(body[0].blocks, body[0].area, _from_one(body[0].properties))
    return front, body, appendix


def _split(blocks: Sequence[Block], page: Page, *, titled: bool) -> Iterator[tuple[list[Block], Page]]:
    """换向处断开，各节的块和方向；方向没有变的 Turn 是换页，留在节里。转过去没有内容又转回来的，等于没有转。"""
    own: list[Block] = []
    wanted, first = page, titled
    for block in blocks:
        if isinstance(block, Turn):
            if block.page not in {"", wanted}:
                wanted = block.page
            elif wanted == page and (own or first):
                own.append(block)
            continue
        if wanted != page:
            if own or first:
                yield _without_last_turns(own), page
            own, page, first = [], wanted, False
        own.append(block)
    if own or first:
        yield _without_last_turns(own), page


def _without_last_turns(blocks: list[Block]) -> list[Block]:
    while blocks and isinstance(blocks[-1], Turn):
        blocks = blocks[:-1]
    return blocks


def _sections(split: Iterator[tuple[list[Block], Page]], frame: Frame) -> list[Section]:
    """各节配上版心和 sectPr；页码从第二节起接着编。"""
    sections: list[Section] = []
    for blocks, page in split:
        properties = _oriented(page, frame)
        if sections:
            properties = _NUMBERED_FROM.sub(r"\1", _FIRST_PAGE.sub("", properties))
        sections.append(Section(tuple(blocks), area_of(properties), properties))
    return sections


def _oriented(page: Page, frame: Frame) -> str:
    """这个方向的 sectPr。"""
    for properties in (frame.body_section, frame.final_section, *frame.samples):
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
    """页码从 1 起：前面有封面的正文。页码的写法（如 numberInDash）照模板。"""
    properties = _NUMBERED_FROM.sub(r"\1", properties)
    if _NUMBERING.search(properties):
        return _NUMBERING.sub(r'<w:pgNumType w:start="1"\1>', properties, count=1)
    return _MARGIN.sub(lambda match: f'{match[0]}<w:pgNumType w:start="1"/>', properties, count=1)
