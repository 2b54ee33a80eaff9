"""出 Markdown：同一份报告，给人读、给 diff 比。一段一行，表是表，合并的标签只印在组的第一行。"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from reportgen.core.document import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Entry,
    Heading,
    Paragraph,
    Picture,
    Run,
    Table,
    Turn,
)

_LIST = re.compile(r"\d+\.(?:\s|$)")
_SPECIAL = re.compile(r"[\\`*_\[\]<>|]")


def write_markdown(document: Document) -> str:
    """报告 → Markdown 全文，末尾一个换行。"""
    notes: list[str] = []
    pieces: list[str] = []
    for block in document.front:
        pieces += _block(block, notes)
    pieces.append("# " + "".join(document.title))
    if document.draft:
        pieces.append("*草稿*")
    for block in (*document.body, *document.appendix):
        pieces += _block(block, notes)
    pieces += [f"[^{number}]: {escaped(note)}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(pieces) + "\n"


STRONG = ("attachment", "attachment_title", "cover_title")
"""印成粗体的段落。"""


def _block(block: Block, notes: list[str]) -> Iterator[str]:
    if isinstance(block, Heading):
        yield "#" * (block.level + 1) + " " + escaped(block.full)
    elif isinstance(block, Paragraph):
        text = "".join(_run(run, notes) for run in block.runs)
        yield f"**{text}**" if block.role in STRONG else text
    elif isinstance(block, Contents):
        yield f"**{escaped(block.title)}**"
        if block.entries:
            yield "\n".join(map(_entry, block.entries))
    elif isinstance(block, Picture):
        description = escaped(block.description or block.caption)
        yield f"![{description}]({_digest(block.data)}.{block.suffix})"
        if block.caption:
            yield escaped(block.caption)
    elif isinstance(block, Chart):
        yield _chart(block)
        if block.caption:
            yield escaped(block.caption)
    elif isinstance(block, Turn):
        yield "---"
    else:
        if block.caption:
            yield f"**{escaped(block.caption)}**"
        if block.unit:
            yield block.unit
        yield _table(block)


def _entry(entry: Entry) -> str:
    page = f"……{entry.page}" if entry.page else ""
    return f"{'  ' * (entry.level - 1)}- {escaped(entry.text)}{page}"


def _chart(chart: Chart) -> str:
    """条形图印成两列的表。"""
    rows = [_row(["", escaped(chart.series)]), "| --- | --- |"]
    pairs = zip(chart.categories, chart.values, strict=True)
    rows += [_row([escaped(name), f"{value:f}{chart.unit}"]) for name, value in pairs]
    return "\n".join(rows)


def _digest(data: bytes) -> str:
    """图片的指纹：图变了，Markdown 里看得出来。"""
    return hashlib.sha256(data).hexdigest()[:12]


def _run(run: Run, notes: list[str]) -> str:
    if run.note:
        notes.append(run.note)
        return f"[^{len(notes)}]"
    text = escaped(run.text)
    return f"**{text}**" if run.bold else text


def escaped(text: str) -> str:
    """会被当作 Markdown 记号的字符加反斜杠；句首的“1.”“-”“#”也是。"""
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(r"\\\g<0>", text)
    if text[:1] in {"#", "-", "+"}:
        return "\\" + text
    if _LIST.match(text):
        return text.replace(".", "\\.", 1)
    return text


def _table(table: Table) -> str:
    columns = len(table.widths)
    heads = _heads(table)
    rows = [_row(heads), "|" + " --- |" * columns]
    rows += [_row(_spread(row.cells)) for row in table.rows[table.header_rows :]]
    return "\n".join(rows)


def _row(texts: list[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _heads(table: Table) -> list[str]:
    """表头并成一行：两层的写成“评价指标·一级指标”。"""
    names: list[list[str]] = [[] for _ in table.widths]
    for row in table.rows[: table.header_rows]:
        column = 0
        for cell in row.cells:
            for at in range(column, column + cell.span):
                if cell.text and cell.merge != "continue":
                    names[at].append(_cell(cell))
            column += cell.span
    return ["·".join(parts) for parts in names]


def _spread(cells: tuple[Cell, ...]) -> list[str]:
    """横跨几列的格子后面补空格子。"""
    texts: list[str] = []
    for cell in cells:
        texts += [_cell(cell), *[""] * (cell.span - 1)]
    return texts


def _cell(cell: Cell) -> str:
    return "<br>".join(escaped(text) for text in cell.paragraphs)
