"""纸张：一节的 sectPr——纸的方向和大小、页边、页眉页脚、页码。转向、去页脚、续页码都在这里。

sectPr 来自 Word 模板，是 lxml 的元素；每次改都改一份副本，同一个模板可以反复用。
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.layout import Area
from reportgen.word.markup import W, fragment, value_of, whole_number

SIDES = {"top": "left", "right": "top", "bottom": "right", "left": "bottom"}
"""纸向左转四分之一：纵页的左边成为横页的上边，依此类推。"""
TURNED_FOOTER = 851
"""横页的页脚到纸边，缇：页码仍在下边，须离开版心。"""


def landscape(section: etree._Element) -> bool:
    """sectPr 是不是横页：看宽高；没有写宽高的看 orient。"""
    size = section.find(f"{W}pgSz")
    width, height = whole_number(value_of(size, "w")), whole_number(value_of(size, "h"))
    if width and height:
        return width > height
    return value_of(size, "orient") == "landscape"


@frozen
class Sheet:
    """一节的纸张：sectPr，和写它的地方已声明的名字空间。"""

    section: etree._Element
    scope: Mapping[str | None, str]

    @property
    def landscape(self) -> bool:
        """是不是横页。"""
        return landscape(self.section)

    @property
    def area(self) -> Area:
        """版心：纸减去页边。有行网格的，高度是行距的整数倍：LibreOffice 把余下的平分在上下，不排字。"""
        size, margin = self.section.find(f"{W}pgSz"), self.section.find(f"{W}pgMar")
        across = sum(whole_number(value_of(margin, side)) for side in ("left", "right", "gutter"))
        down = sum(whole_number(value_of(margin, side)) for side in ("top", "bottom"))
        width, height = whole_number(value_of(size, "w")), whole_number(value_of(size, "h"))
        pitch = self._pitch()
        return Area(width - across, (height - down) // pitch * pitch)

    def _pitch(self) -> int:
        """行网格的行距，没有网格的为 1。"""
        grid = self.section.find(f"{W}docGrid")
        if value_of(grid, "type") not in {"lines", "linesAndChars", "snapToChars"}:
            return 1
        return max(1, whole_number(value_of(grid, "linePitch")))

    @property
    def text(self) -> str:
        """写进正文的文字。"""
        return fragment(self.section, self.scope)

    def turned(self) -> Sheet:
        """纸转四分之一：宽高对换，页边跟着转。"""
        section = deepcopy(self.section)
        size, margin = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is not None:
            width, height = value_of(size, "w"), value_of(size, "h")
            size.set(f"{W}w", height)
            size.set(f"{W}h", width)
            size.attrib.pop(f"{W}orient", None)
            if not self.landscape:
                size.set(f"{W}orient", "landscape")
        if margin is not None:
            before = {side: value_of(margin, side) for side in SIDES}
            for side, source in SIDES.items():
                margin.set(f"{W}{side}", before[source] or "0")
            margin.set(f"{W}footer", str(TURNED_FOOTER))
        return Sheet(section, self.scope)

    def without_footers(self) -> Sheet:
        """没有页脚，也就没有页码：封面和目录。"""
        section = deepcopy(self.section)
        for reference in section.findall(f"{W}footerReference"):
            section.remove(reference)
        return Sheet(section, self.scope)

    def continued(self) -> Sheet:
        """接着上一节：页码不从头编，也没有与众不同的首页。"""
        section = deepcopy(self.section)
        number, first = section.find(f"{W}pgNumType"), section.find(f"{W}titlePg")
        if number is not None:
            number.attrib.pop(f"{W}start", None)
        if first is not None:
            section.remove(first)
        return Sheet(section, self.scope)

    def from_one(self) -> Sheet:
        """页码从 1 起：前面有封面的正文。页码的写法（如 numberInDash）照模板。"""
        section = deepcopy(self.section)
        number = section.find(f"{W}pgNumType")
        kept: dict[str, str] = {}
        if number is None:
            number = etree.Element(f"{W}pgNumType")
            _after_margin(section, number)
        else:
            kept = {str(name): str(value) for name, value in number.attrib.items()}
            number.attrib.clear()
        number.set(f"{W}start", "1")
        for name, value in kept.items():
            if name != f"{W}start":
                number.set(name, value)
        return Sheet(section, self.scope)


_BEFORE_NUMBER = tuple(
    f"{W}{name}"
    for name in (
        *("headerReference", "footerReference", "footnotePr", "endnotePr", "type"),
        *("pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"),
    )
)


def _after_margin(section: etree._Element, number: etree._Element) -> None:
    """pgNumType 的位置有规定：排在页边、纸源、边框、行号之后，栏数之前。"""
    at = 0
    for index, child in enumerate(section, 1):
        if child.tag in _BEFORE_NUMBER:
            at = index
    section.insert(at, number)
