"""正文：报告的块 → WordprocessingML 文字。一趟写成，不经过任何文档对象，行数再多也只是拼接。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from reportgen.core.document import (
    Block,
    Chart,
    Contents,
    Heading,
    Paragraph,
    Picture,
    Run,
    Table,
    Turn,
)
from reportgen.core.frozen import frozen
from reportgen.word import roles
from reportgen.word.layout import BEHIND, Area, Metrics, lay_out_parts
from reportgen.word.markup import escape
from reportgen.word.styles import Prose
from reportgen.word.writing.anchors import NONE, Anchors
from reportgen.word.writing.contents import contents_xml
from reportgen.word.writing.drawing import chart_xml, figure_height, picture_xml
from reportgen.word.writing.flow import Flow
from reportgen.word.writing.media import Media
from reportgen.word.writing.table import table_xml

BREAK = "<w:pageBreakBefore/>"
KEEP, WIDOW = "<w:keepNext/>", "<w:widowControl/>"
TINY = f'<w:spacing w:line="{BEHIND}" w:lineRule="exact"/>'
"""一节以表结束的，后面那一段只占一磅：表排满一页时不会多出一张空页。分成两张写的表单之间、表与标题之间也是。"""


@frozen
class Page:
    """写一节要知道的：版心、样式名到样式号、表格文字的字号行距、各段落样式怎样占地方。"""

    area: Area
    styles: Mapping[str, str]
    cell: Metrics
    prose: Mapping[str, Prose]
    anchors: Anchors = NONE


def blocks_xml(
    blocks: Sequence[Block],
    page: Page,
    media: Media,
    section: str = "",
    above: int = 0,
) -> str:
    """一节的全部内容；section 是这一节的 sectPr，写进最后一段，不另起空段。

    above 是首页上已占的高度（报告标题）。
    """
    return _Writer(page, media, above).section(blocks, section)


class _Writer:
    """自上而下写一节：记得写到本页的哪里，和下一段要不要另起一页。"""

    def __init__(self, page: Page, media: Media, above: int) -> None:
        self.page, self.media = page, media
        self.flow = Flow(page.area, above)
        self.turning = False
        self.out: list[str] = []

    def section(self, blocks: Sequence[Block], section: str) -> str:
        """逐块写；sectPr 写进最后一块的最后一段。"""
        for block, following in zip_longest(blocks, blocks[1:]):
            self.block(block, following, section if following is None else "")
        if not blocks and section:
            self.paragraph(roles.GAP, "", section)
        return "".join(self.out)

    def block(self, block: Block, following: Block | None, ending: str) -> None:
        """一块；following 是下一块，ending 是写进这一块末尾的 sectPr。"""
        if isinstance(block, Turn):
            self.turn(ending)
        elif isinstance(block, Heading):
            self.heading(block, following, ending)
        elif isinstance(block, Paragraph):
            self.words(block, following, ending)
        elif isinstance(block, Table):
            self.table(block, following, ending)
        elif isinstance(block, Contents):
            self.contents(block, ending)
        else:
            self.figure(block, ending)

    def turn(self, ending: str) -> None:
        """换页：下一段另起一页；末尾的换页没有下一段，只把节结束。"""
        self.turning = True
        self.flow.turn()
        if ending:
            self.paragraph(roles.GAP, "", ending)

    def heading(self, heading: Heading, following: Block | None, ending: str) -> None:
        """各级标题；超过四级的照第四级的样子。"""
        style = roles.HEADINGS[min(heading.level, len(roles.HEADINGS)) - 1]
        runs = self.page.anchors.around(heading, run_xml(heading.full, ""))
        self.paragraph(style, runs, ending)
        self.flow.words(self.page.prose[style], heading.full, self.first_line(following))

    def first_line(self, following: Block | None) -> int:
        """下一块的第一行要多高：标题与它同页。"""
        if isinstance(following, Paragraph):
            return self.page.prose[roles.PARAGRAPHS[following.role]].line
        if isinstance(following, Heading):
            return self.page.prose[roles.HEADINGS[0]].line
        return 0

    def words(self, paragraph: Paragraph, following: Block | None, ending: str) -> None:
        """一段话。"""
        style = roles.PARAGRAPHS[paragraph.role]
        runs = "".join(self.run(run) for run in paragraph.runs)
        runs = self.page.anchors.around(paragraph, runs)
        self.paragraph(style, runs, ending, _kept_with(paragraph, following))
        text = "".join(run.text for run in paragraph.runs)
        self.flow.words(self.page.prose[style], text)

    def paragraph(self, style: str, runs: str, section: str = "", keep: bool = False) -> None:
        """一段；要另起一页的，从这一段起。keep 是与下段同页、首尾不留单行的标记。"""
        turn = BREAK if self.turning else ""
        self.turning = False
        id = self.page.styles[style]
        keep_next, widow = (KEEP, WIDOW) if keep else ("", "")
        properties = f'<w:pStyle w:val="{id}"/>{keep_next}{turn}{widow}{section}'
        self.out.append(f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")

    def run(self, run: Run) -> str:
        """一段同样的字，或一个注号。"""
        if run.note:
            mark = f'<w:rPr><w:rStyle w:val="{self.page.styles[roles.NOTE_MARK]}"/></w:rPr>'
            return f'<w:r>{mark}<w:footnoteReference w:id="{self.media.note(run.note)}"/></w:r>'
        if not run.lead and not run.bold:
            return run_xml(run.text, "")
        style = self.page.styles[roles.LEAD if run.lead else roles.BOLD]
        return run_xml(run.text, f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>')

    def table(self, table: Table, following: Block | None, ending: str) -> None:
        """表题、单位和表；Word 要求表后面有段落，才能接另一张表或分节。"""
        if self.turning and not (table.caption or table.unit):
            self.paragraph(roles.GAP, "")
            self.flow.words(self.page.prose[roles.GAP], "")
        lead = 0
        for style, text in ((roles.CAPTION, table.caption), (roles.UNIT, table.unit)):
            if text:
                self.paragraph(style, run_xml(text, ""))
                lead += self.page.prose[style].height
        parts = lay_out_parts(table, self.page.area, self.page.cell, self.flow.used, lead)
        for number, (part, layout) in enumerate(parts):
            if number:
                self.paragraph(roles.GAP, "", TINY)
            self.out.append(table_xml(part, layout, self.page.styles, self.page.cell, run_xml))
            self.flow.used = layout.ending
        if following is None:
            self.paragraph(roles.GAP, "", f"{TINY}{ending}")
        elif isinstance(following, Heading):  # 紧接着表的标题，LibreOffice 不管它要与下段同页
            self.paragraph(roles.GAP, "", TINY)
            self.flow.whole(BEHIND)
        elif isinstance(following, Table) and not (following.caption or following.unit):
            self.paragraph(roles.GAP, "", ending)
            self.flow.words(self.page.prose[roles.GAP], "")

    def contents(self, contents: Contents, ending: str) -> None:
        """目录。"""
        title_ending = "" if contents.entries else ending
        anchors = self.page.anchors.entries
        self.paragraph(roles.CONTENTS, run_xml(contents.title, ""), title_ending)
        self.out.append(contents_xml(contents, self.page.styles, ending, anchors))
        self.flow.turn()

    def figure(self, figure: Picture | Chart, ending: str) -> None:
        """图片或条形图，和下面的图题。"""
        area = self.page.area
        if isinstance(figure, Picture):
            drawing = picture_xml(figure, area, *self.media.picture(figure))
        else:
            drawing = chart_xml(figure, area, *self.media.chart(figure))
        self.paragraph(roles.PICTURE, drawing, "" if figure.caption else ending)
        if figure.caption:
            self.paragraph(roles.FIGURE, run_xml(figure.caption, ""), ending)
        caption = self.page.prose[roles.FIGURE].height if figure.caption else 0
        self.flow.whole(figure_height(figure, area) + caption)


CLOSING = ("attachments", "signature")
"""报告末尾的附件说明和落款：不单独在一页上，前面一段至少有两行同它们一起。"""


def _kept_with(paragraph: Paragraph, following: Block | None) -> bool:
    """这一段要不要与下一段同页：下一段是附件说明、落款。"""
    return isinstance(following, Paragraph) and following.role in CLOSING


def run_xml(text: str, properties: str) -> str:
    """一段同样的字。"""
    if not text:
        return ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
