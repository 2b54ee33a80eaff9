"""分节：报告的三部分和其中的换向 → 一节一节的块和各节的纸张。

纵页用 Word 模板正文那一节的，横页用模板里横向的那一节（标准版式总有）；没有的由纵向的转过来，页码就在横页的下边。
换向本身就另起一页，紧挨着它的换页不再写；没有内容的一节也不写，不出空页。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportgen.core.document import Block, Document, Page, Turn
from reportgen.core.frozen import frozen
from reportgen.word.frame.template import Frame
from reportgen.word.sheet import Sheet


@frozen
class Section:
    """一节：块和纸张。"""

    blocks: tuple[Block, ...]
    sheet: Sheet


def sections_of(
    document: Document,
    frame: Frame,
) -> tuple[list[Section], list[Section], list[Section]]:
    """封面与目录、正文、附件各分成几节。正文的第一节总有，报告标题在里面。"""
    body = _sections(_split(document.body, "portrait", titled=True), frame)
    page = document.appendix_page or _page_of(frame.final)
    appendix = _sections(_split(document.appendix, page, titled=False), frame)
    front: list[Section] = []
    if document.front:
        first = body[0]
        front = [Section(document.front, first.sheet.without_footers())]
        body[0] = Section(first.blocks, first.sheet.from_one())
    return front, body, appendix


def _page_of(sheet: Sheet) -> Page:
    return "landscape" if sheet.landscape else "portrait"


def _split(
    blocks: Sequence[Block],
    page: Page,
    *,
    titled: bool,
) -> Iterator[tuple[list[Block], Page]]:
    """换向处断开，各节的块和方向；方向没有变的 Turn 是换页，留在节里。转过去没有内容又转回来的，等于没有转。

    titled 为真的，第一节没有块也要：报告标题印在上面。
    """
    gathered: list[Block] = []
    wanted, needed = page, titled
    for block in blocks:
        if isinstance(block, Turn):
            if block.page not in {"", wanted}:
                wanted = block.page
            elif wanted == page and (gathered or needed):
                gathered.append(block)
            continue
        if wanted != page:
            if gathered or needed:
                yield _without_last_turns(gathered), page
            gathered, page, needed = [], wanted, False
        gathered.append(block)
    if gathered or needed:
        yield _without_last_turns(gathered), page


def _without_last_turns(blocks: list[Block]) -> list[Block]:
    while blocks and isinstance(blocks[-1], Turn):
        blocks = blocks[:-1]
    return blocks


def _sections(split: Iterable[tuple[list[Block], Page]], frame: Frame) -> list[Section]:
    """各节配上纸张；页码从第二节起接着编。"""
    sections: list[Section] = []
    for blocks, page in split:
        sheet = _oriented(page, frame)
        if sections:
            sheet = sheet.continued()
        sections.append(Section(tuple(blocks), sheet))
    return sections


def _oriented(page: Page, frame: Frame) -> Sheet:
    """这个方向的纸张。"""
    for sheet in (frame.body, frame.final, *frame.samples):
        if _page_of(sheet) == page:
            return sheet
    return frame.body.turned()
