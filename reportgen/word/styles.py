"""样式：styles.xml → 样式名到样式号，和沿 basedOn 求出的字号、行距、字体。"""

from __future__ import annotations

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.advance import EM
from reportgen.word.breaking import lines
from reportgen.word.layout import Metrics
from reportgen.word.markup import W, parse_xml, value_of

USUAL = Metrics(320, 579)
"""没有写字号、行距时用的：三号字，每页 22 行的行距。"""


@frozen
class Prose:
    """一种段落样式怎样占地方：一个字的进退、行距、段前段后、首行缩进、左右缩进（缇）。

    keep 是与下段同页，close 是同样的段落之间不加段前段后。
    """

    advance: int
    line: int
    space: int
    first: int
    sides: int
    keep: bool
    close: bool

    @property
    def height(self) -> int:
        """只有一行的一段占的高度。"""
        return self.line + self.space

    def count(self, text: str, width: int) -> int:
        """一段字在多宽的版心里排成几行。"""
        room = max(1, width - self.sides) * EM // self.advance
        return lines(text, max(2 * EM, room), self.first * EM // self.advance)


@frozen
class Styles:
    """样式表：名到号，号到样式。"""

    ids: dict[str, str]
    elements: dict[str, etree._Element]

    def chain(self, name: str) -> list[etree._Element]:
        """一种样式和它所依据的各层，近的在前。"""
        found: list[etree._Element] = []
        key = self.ids.get(name)
        while key in self.elements and self.elements[key] not in found:
            found.append(self.elements[key])
            key = value_of(self.elements[key].find(f"{W}basedOn"))
        return found

    def value(self, name: str, path: str, attribute: str) -> str | None:
        """沿各层找一个属性，如 ("报告正文", "rPr/sz", "val")。"""
        steps = "/".join(f"{W}{step}" for step in path.split("/"))
        for element in self.chain(name):
            found = element.find(steps)
            if found is not None and found.get(f"{W}{attribute}") is not None:
                return str(found.get(f"{W}{attribute}"))
        return None

    def metrics(self, name: str) -> Metrics:
        """字号（缇）和行距（缇）；不是固定行距的按 1.3 倍字号估计。"""
        size = self.value(name, "rPr/sz", "val")
        line = self.value(name, "pPr/spacing", "line")
        rule = self.value(name, "pPr/spacing", "lineRule")
        twips = USUAL.size
        if size and size.isdigit():
            twips = int(size) * 10  # sz 以半磅计，一磅 20 缇
        if rule == "exact" and line and line.isdigit():
            return Metrics(twips, int(line))
        return Metrics(twips, twips * 13 // 10)

    def prose(self, name: str) -> Prose:
        """一种段落样式怎样占地方。"""
        metrics = self.metrics(name)
        spacing = self._twips(name, "rPr/spacing", "val")
        sides = self._twips(name, "pPr/ind", "left") + self._twips(name, "pPr/ind", "right")
        return Prose(
            advance=max(1, metrics.size + spacing),
            line=metrics.line,
            space=self._twips(name, "pPr/spacing", "before")
            + self._twips(name, "pPr/spacing", "after"),
            first=max(0, self._twips(name, "pPr/ind", "firstLine")),
            sides=max(0, sides),
            keep=self._marked(name, "keepNext"),
            close=self._marked(name, "contextualSpacing"),
        )

    def _twips(self, name: str, path: str, attribute: str) -> int:
        """一个以缇计的属性；没有写的是零。"""
        written = self.value(name, path, attribute) or "0"
        return int(written) if written.lstrip("-").isdigit() else 0

    def _marked(self, name: str, mark_name: str) -> bool:
        """一种开关，如与下段同页：写在样式或它所依据的样式里。"""
        for element in self.chain(name):
            mark = element.find(f"{W}pPr/{W}{mark_name}")
            if mark is not None:
                return value_of(mark) not in {"0", "false", "off"}
        return False


def read_styles(data: bytes) -> Styles:
    """styles.xml → 样式表。"""
    root = parse_xml(data)
    ids: dict[str, str] = {}
    elements: dict[str, etree._Element] = {}
    for style in root.findall(f"{W}style"):
        name = style.find(f"{W}name")
        key = style.get(f"{W}styleId")
        if name is not None and key is not None:
            ids.setdefault(value_of(name), key)
            elements[key] = style
    return Styles(ids, elements)
