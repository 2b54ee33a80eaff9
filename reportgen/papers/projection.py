"""任何 Word 文件印出的各块 → Markdown：标题是标题，表是表，脚注、图、页眉页脚列在末尾。供人看，供 git diff 比。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportgen.core.printed import Printed
from reportgen.papers.markdown import escaped

NAMES = {"note": "脚注", "chart": "图", "picture": "图片", "header": "页眉", "footer": "页脚"}
_WIDEST = 64
"""表最多印这么多列，再多的是坏数字。"""


def project(blocks: Sequence[Printed]) -> str:
    """各块 → Markdown 全文，末尾一个换行；什么也没有的是空。"""
    pieces = list(_pieces(blocks))
    return "\n\n".join(pieces) + "\n" if pieces else ""


def _pieces(blocks: Sequence[Printed]) -> Iterator[str]:
    for table, group in groupby(blocks, key=lambda block: block.table):
        if table:
            yield _table(list(group))
        else:
            yield from map(_piece, group)


def _piece(block: Printed) -> str:
    if block.kind in NAMES:
        number = "".join(filter(str.isdigit, block.place))
        texts = "；".join(map(escaped, block.texts))
        return f"> {NAMES[block.kind]}{number and ' ' + number}：{texts}"
    text = escaped(block.text)
    if not block.level:
        return text
    return f"{'#' * max(1, min(6, block.level + 1))} {text}"


def _table(rows: Sequence[Printed]) -> str:
    """一张表：标着表头的几行并成一行，没有标的拿第一行作表头。"""
    size = 1
    for row in rows:
        size = max(size, min(_WIDEST, max(row.columns, default=1)))
    heads = [row for row in rows if row.level] or [rows[0]]
    names: list[list[str]] = [[] for _ in range(size)]
    for row in heads:
        for at, text in enumerate(_spread(row, size)):
            if text:
                names[at].append(text)
    lines = [_line(["·".join(parts) for parts in names]), "|" + " --- |" * size]
    lines += [_line(_spread(row, size)) for row in rows if row not in heads]
    return "\n".join(lines)


def _spread(row: Printed, size: int) -> list[str]:
    """一行各列的字；横跨几列的，后面几列是空的。"""
    texts = [""] * size
    for column, text in zip(row.columns, row.texts, strict=True):
        if column <= size:
            texts[column - 1] = escaped(text)
    return texts


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(texts) + " |"
