"""样式：styles.xml → 样式名到样式号，和沿 basedOn 求出的字号、行距、字体。"""

from __future__ import annotations

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.word.layout import Metrics
from reportgen.word.markup import W, parse_xml, value_of

USUAL = Metrics(320, 579)
"""没有写字号、行距时用的：三号字，每页 22 行的行距。"""


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

    def height(self, name: str) -> int:
        """一行的段落占多高（缇）：行距加段前段后。"""
        height = self.metrics(name).line
        for side in ("before", "after"):
            space = self.value(name, "pPr/spacing", side) or "0"
            if space.isdigit():
                height += int(space)
        return height


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
