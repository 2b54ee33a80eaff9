"""插槽在页面的哪里：表样里它上面的字占去多高。插进去的表凭它知道第一页还排得下几行。

从插槽往回数到这一页的开头（分节、另起一页）；上面有表的，高度随填的内容变，只数到那张表。
"""

from __future__ import annotations

from lxml import etree

from reportgen.word.characters import line_text
from reportgen.word.layout import Area
from reportgen.word.markup import W, value_of
from reportgen.word.styles import Prose, Styles


def above(element: etree._Element, area: Area, styles: Styles) -> int:
    """插槽上面占去的高度（缇），不到一页；插槽在表格里的是零。"""
    if next(element.iterancestors(f"{W}tc"), None) is not None:
        return 0
    names = {key: name for name, key in styles.ids.items()}
    total = 0
    for before in element.itersiblings(preceding=True):
        if before.tag != f"{W}p" or before.find(f"{W}pPr/{W}sectPr") is not None:
            break
        prose = styles.prose(names.get(value_of(before.find(f"{W}pPr/{W}pStyle")), ""))
        total += _height(before, prose, area.width)
        if _turns(before):
            break
    return total % max(1, area.height)


def _height(paragraph: etree._Element, prose: Prose, width: int) -> int:
    """一段的高度：段上另写了行距、段前段后的照段上的。"""
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    line = _twips(spacing, "line", prose.line)
    space = _twips(spacing, "before", 0) + _twips(spacing, "after", 0)
    return prose.count(line_text(paragraph), width) * line + max(space, prose.space)


def _twips(spacing: etree._Element | None, side: str, usual: int) -> int:
    written = value_of(spacing, side)
    return int(written) if written.isdigit() else usual


def _turns(paragraph: etree._Element) -> bool:
    """这一段另起一页。"""
    if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
        return True
    return any(value_of(mark, "type") == "page" for mark in paragraph.iter(f"{W}br"))
