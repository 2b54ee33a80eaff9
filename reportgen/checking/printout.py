"""印出的文字：报告里一段一段的话，供别的核对在里面找。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Span
from reportgen.core.document import Block, Document, Heading, Paragraph, Picture, Table

_NOTE = re.compile(r"\^\[.*?\]")


class Printout:
    """印出的各段文字：先看有没有整段一样的、出自那里的一段里有没有，没有再在整篇里找。"""

    def __init__(self, document: Document) -> None:
        texts: list[str] = []
        self.written_at: dict[int, list[str]] = {}
        for block in document.blocks():
            printed = [bare(text) for text in _texts(block)]
            texts += printed
            if isinstance(block, Heading | Paragraph) and block.origin is not None:
                self.written_at.setdefault(block.origin.start, []).extend(printed)
        texts += map(bare, document.title)
        self.texts = frozenset(texts)
        self.whole = "\n".join(texts)

    def has(self, text: str, span: Span | None = None) -> bool:
        """第一行印出来没有；空的算印了。span 是写它的地方：编了号的一段同原话不一样，凭它找得到。"""
        first = bare(first_line(text))
        if not first or first in self.texts:
            return True
        nearby = self.written_at.get(span.start, ()) if span is not None else ()
        return any(first in printed for printed in nearby) or first in self.whole


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph):
        yield block.text
    elif isinstance(block, Picture):
        yield block.caption
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def first_line(text: str) -> str:
    """第一行。"""
    return text.strip().partition("\n")[0]


def bare(text: str) -> str:
    """比对时不计空格、脚注和句末标点：模板会收拾它们。"""
    if "^[" in text:
        closed = text.rfind("]") + 1  # 后面再没有右括号的，不是脚注；不截开，每个左括号都要看到末尾
        text = _NOTE.sub("", text[:closed]) + text[closed:]
    return text.replace(" ", "").replace("\u00a0", "").replace("**", "").strip().rstrip("。；")
