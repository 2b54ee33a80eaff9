"""正文：报告结构 → WordprocessingML 文字。一趟写成，不经过任何文档对象，行数再多也只是拼接。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.core.document import Block, Heading, Paragraph, Run, Table
from reportgen.core.frozen import frozen
from reportgen.output import roles
from reportgen.output.layout import Area, Metrics, lay_out
from reportgen.output.tables import table_xml

_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ESCAPES.update(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), ""))
_TABLE = str.maketrans(_ESCAPES)


@frozen
class Page:
    """写一节要知道的：版心、样式名到样式号、表格文字的字号行距、各段落样式的行高（缇）。"""

    area: Area
    styles: Mapping[str, str]
    cell: Metrics
    lines: Mapping[str, int]


def escape(text: str) -> str:
    """XML 转义；XML 里不能有的控制字符去掉（读输入时已报过）。绝大多数文字不用动，先看一眼。"""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text
    return text.translate(_TABLE)


def blocks_xml(blocks: Sequence[Block], page: Page, section: str = "") -> str:
    """一节的全部内容；section 是这一节的 sectPr，写进最后一段，不另起空段。"""
    out: list[str] = []
    above = 0
    last = len(blocks) - 1
    for index, block in enumerate(blocks):
        ending = section if index == last else ""
        if isinstance(block, Heading):
            style = roles.HEADINGS[min(block.level, 4) - 1]
            out.append(_paragraph(page.styles[style], run_xml(block.full, ""), ending))
            above = 0
        elif isinstance(block, Paragraph):
            style = roles.PARAGRAPHS[block.role]
            out.append(_paragraph(page.styles[style], "".join(_run(run, page.styles) for run in block.runs), ending))
            above = above + page.lines[style] if block.role in {"attachment", "attachment_title"} else 0
        else:
            following = blocks[index + 1] if index < last else None
            out += _table(block, page, above)
            if following is None or (isinstance(following, Table) and not (following.caption or following.unit)):
                out.append(_paragraph(page.styles[roles.GAP], "", ending))
            above = 0
    if not blocks and section:
        out.append(_paragraph(page.styles[roles.GAP], "", section))
    return "".join(out)


def _table(table: Table, page: Page, above: int) -> list[str]:
    """表题、单位和表；above 是同一页上更上面的高度。"""
    out: list[str] = []
    for style, text in ((roles.CAPTION, table.caption), (roles.UNIT, table.unit)):
        if text:
            out.append(_paragraph(page.styles[style], run_xml(text, ""), ""))
            above += page.lines[style]
    layout = lay_out(table, page.area, page.cell, above)
    out.append(table_xml(table, layout, page.styles, run_xml))
    return out


def _paragraph(style: str, runs: str, section: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{section}</w:pPr>{runs}</w:p>'


def _run(run: Run, styles: Mapping[str, str]) -> str:
    style = roles.LEAD if run.lead else roles.BOLD if run.bold else ""
    return run_xml(run.text, f'<w:rPr><w:rStyle w:val="{styles[style]}"/></w:rPr>' if style else "")


def run_xml(text: str, properties: str) -> str:
    """一段同样的字。"""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
