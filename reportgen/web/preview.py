"""预览：报告的结构 → 一页 HTML，角色和列宽与 Word 相同；不分页，分页以 Word 为准。

输入里的字只经 html.escape 这一道进页面；没有脚本，没有写在标签里的样式。
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape

from reportgen.core.document import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Turn,
)

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<link rel="stylesheet" href="/static/preview.css"></head><body>
<p class="notice">{notice}</p><main class="paper">{body}</main></body></html>"""
NOTICE = "照报告的次序和样式显示；分页、页码以 Word 为准。"


def preview_page(document: Document) -> str:
    """报告 → 预览页的全文。"""
    pieces: list[str] = []
    for block in document.front:
        pieces += _block(block)
    title = "<br>".join(map(escape, document.title))
    pieces.append(f'<h1 class="title">{title}</h1>')
    for block in (*document.body, *document.appendix):
        pieces += _block(block)
    notice = NOTICE if not document.draft else f"草稿。{NOTICE}"
    return PAGE.format(title=escape("".join(document.title)), notice=notice, body="\n".join(pieces))


def notice_page(message: str) -> str:
    """还预览不了：说为什么。"""
    return PAGE.format(title="预览", notice=escape(message), body="")


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        level = block.level + 1
        yield f'<h{level} class="level{block.level}">{escape(block.full)}</h{level}>'
    elif isinstance(block, Paragraph):
        yield f'<p class="{block.role}">{"".join(map(_run, block.runs))}</p>'
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Contents):
        yield f'<p class="contents-title">{escape(block.title)}</p>'
        for entry in block.entries:
            yield f'<p class="entry{entry.level}">{escape(entry.text)}</p>'
    elif isinstance(block, Picture):
        kind = "jpeg" if block.suffix == "jpeg" else "png"
        data = base64.b64encode(block.data).decode()
        text = escape(block.description or block.caption, quote=True)
        yield f'<img class="picture" alt="{text}" src="data:image/{kind};base64,{data}">'
        yield f'<p class="caption">{escape(block.caption)}</p>'
    elif isinstance(block, Chart):
        yield from _chart(block)
    elif isinstance(block, Turn):
        yield '<hr class="turn">'


def _run(run: Run) -> str:
    if run.note:
        return f'<small class="footnote">〔注：{escape(run.note)}〕</small>'
    text = escape(run.text).replace("\n", "<br>")
    if run.bold:
        return f"<b>{text}</b>"
    return f'<span class="lead">{text}</span>' if run.lead else text


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f'<p class="caption">{escape(table.caption)}</p>'
    if table.unit:
        yield f'<p class="unit">{escape(table.unit)}</p>'
    yield f'<table class="{table.role}"><colgroup>'
    whole = sum(table.widths) or 1
    for width in table.widths:
        yield f'<col width="{width * 100 // whole}%">'
    yield "</colgroup>"
    heights = _heights(table.rows)
    for at, row in enumerate(table.rows):
        tag = "th" if at < table.header_rows else "td"
        column, cells = 0, []
        for cell in row.cells:
            if cell.merge != "continue":
                cells.append(_cell(cell, tag, heights.get((at, column), 1)))
            column += cell.span
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _heights(rows: tuple[Row, ...]) -> dict[tuple[int, int], int]:
    """竖向合并的格各占几行，凭它在第几行第几列。"""
    heights: dict[tuple[int, int], int] = {}
    starts: dict[int, int] = {}
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            if cell.merge == "start":
                starts[column] = at
            if cell.merge == "continue" and column in starts:
                heights[starts[column], column] = at - starts[column] + 1
            column += cell.span
    return heights


def _cell(cell: Cell, tag: str, rows: int) -> str:
    merged = f' colspan="{cell.span}"' if cell.span > 1 else ""
    merged += f' rowspan="{rows}"' if rows > 1 else ""
    text = "<br>".join(escape(part).replace("\n", "<br>") for part in cell.paragraphs)
    return f'<{tag} class="{cell.role} {cell.align}"{merged}>{text}</{tag}>'


def _chart(chart: Chart) -> Iterator[str]:
    """条形图：名称、条、数。"""
    yield f'<p class="caption">{escape(chart.caption)}</p><table class="chart">'
    longest = max((abs(value) for value in chart.values), default=1) or 1
    for name, value in zip(chart.categories, chart.values, strict=True):
        bar = f'<progress max="{longest:f}" value="{abs(value):f}"></progress>'
        number = f"{value:f}{escape(chart.unit)}"
        yield f"<tr><th>{escape(name)}</th><td>{bar}</td><td>{number}</td></tr>"
    yield "</table>"
