"""Word 表样里的地方：正文、表、页眉、页脚、脚注、文本框里的各段，每段的字接在一起，说得出在哪里。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from reportgen.core.diagnostics import Source, Span
from reportgen.core.frozen import frozen
from reportgen.word.markup import MC, W

PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
"""docxtpl 填写的部件。"""
_TITLES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}
_P, _T, _TBL, _TR, _TC = (f"{W}{name}" for name in ("p", "t", "tbl", "tr", "tc"))
_BOX, _FALLBACK = f"{W}txbxContent", f"{MC}Fallback"


@frozen
class Place:
    """一段：段落、放着字的各个元素、接在一起的字、地方；spare 是给旧程序备用的另一份文本框里的。"""

    paragraph: etree._Element
    texts: tuple[etree._Element, ...]
    text: str
    span: Span
    spare: bool


def parts_in(names: Mapping[str, object]) -> list[str]:
    """要填写的各部件，正文在先。"""
    matched = [name for name in names if PARTS.fullmatch(name)]
    return sorted(matched, key=lambda name: (name != "word/document.xml", name))


def places_in(root: etree._Element, part: str, source: Source) -> Iterator[Place]:
    """一个部件里的各段，从上到下。"""
    match = PARTS.fullmatch(part)
    assert match is not None
    title = _TITLES.get(match[1].rstrip("0123456789"), "")
    labels = _Labels(title)
    for paragraph in root.iter(_P):
        texts = tuple(text for text in paragraph.iter(_T) if paragraph_of(text) is paragraph)
        joined = "".join(text.text or "" for text in texts)
        ancestors = list(paragraph.iterancestors())
        label = labels.of(paragraph, ancestors, joined)
        spare = any(ancestor.tag == _FALLBACK for ancestor in ancestors)
        yield Place(paragraph, texts, joined, Span(source, 1, 1, 0, 0, label), spare)


def paragraph_of(element: etree._Element) -> etree._Element | None:
    """一个元素在哪一段里。"""
    return next(element.iterancestors(_P), None)


class _Labels:
    """数着段和表，说出一段在哪里：“第 3 段”“第 1 张表第 6 行第 5 格”“页眉第 1 段的文本框”。"""

    def __init__(self, title: str) -> None:
        self.title = title
        self.paragraphs = 0
        self.tables: dict[etree._Element, int] = {}

    def of(self, paragraph: etree._Element, ancestors: list[etree._Element], text: str) -> str:
        """一段的地方；空段不占号。"""
        boxed = any(ancestor.tag == _BOX for ancestor in ancestors)
        cells = [ancestor for ancestor in reversed(ancestors) if ancestor.tag == _TC]
        if not cells and not boxed and (text.strip() or paragraph.find(f".//{_BOX}") is not None):
            self.paragraphs += 1
        label = "里的".join(self._cell(cell) for cell in cells)
        label = label or f"第 {max(self.paragraphs, 1)} 段"
        return self.title + label + ("的文本框" if boxed else "")

    def _cell(self, cell: etree._Element) -> str:
        row = next(cell.iterancestors(_TR))
        table = next(row.iterancestors(_TBL))
        if table not in self.tables:
            nested = next(table.iterancestors(_TC), None)
            level = [
                other for other in self.tables if next(other.iterancestors(_TC), None) is nested
            ]
            self.tables[table] = len(level) + 1
        across = list(row.iter(_TC)).index(cell) + 1
        down = [other for other in table.iter(_TR) if _table_of(other) is table].index(row) + 1
        return f"第 {self.tables[table]} 张表第 {down} 行第 {across} 格"


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors(_TBL))
