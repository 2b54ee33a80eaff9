"""读回图片、条形图、脚注：正文里只有关系号和注号，内容在别的部件里。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from reportgen.core.document import Chart, Picture
from reportgen.core.image import image_size
from reportgen.word.characters import printed_text
from reportgen.word.markup import WP, A, C, R, W, parse_xml, value_of
from reportgen.word.register import DOCUMENT, FOOTNOTES, Register, target_of


class Enclosures:
    """一个包里的图和脚注；用到才读。"""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        register = Register(parts)
        self.parts = parts
        self.targets: dict[str, str] = {}
        for relation in register.relations():
            self.targets[str(relation.get("Id"))] = target_of(DOCUMENT, relation)
        self.notes: dict[str, str] = {}
        footnotes = register.find(FOOTNOTES)
        if footnotes is not None:
            for note in parse_xml(parts[footnotes.name]).iterfind(f"{W}footnote"):
                self.notes[value_of(note, "id")] = printed_text(note).strip("\n")

    def note(self, id: str) -> str:
        """脚注的文字。"""
        return self.notes.get(id, "")

    def figure(self, element: etree._Element) -> Picture | Chart:
        """一段里的图片或条形图，图题还没有读到。"""
        blip = next(element.iter(f"{A}blip"), None)
        if blip is not None:
            data = self.parts[self.targets[str(blip.get(f"{R}embed"))]]
            suffix, width, height = image_size(data)
            described = str(next(element.iter(f"{WP}docPr")).get("descr") or "")
            return Picture("", data, width, height, suffix, described)
        chart = next(element.iter(f"{C}chart"))
        return _chart(parse_xml(self.parts[self.targets[str(chart.get(f"{R}id"))]]))


def captioned(figure: Picture | Chart, caption: str) -> Picture | Chart:
    """补上图题；说明与图题相同的不另记。"""
    if isinstance(figure, Picture) and figure.description == caption:
        return replace(figure, caption=caption, description="")
    return replace(figure, caption=caption)


def _chart(root: etree._Element) -> Chart:
    series = _values(root, f".//{C}ser/{C}tx//{C}v")
    names = _values(root, f".//{C}cat//{C}v")
    numbers = _values(root, f".//{C}val//{C}v")
    # 数的写法如 0.00"%"：小数位数和单位都在里面。
    code = str(next(root.iter(f"{C}numFmt")).get("formatCode"))
    pattern, _, quoted = code.partition('"')
    step = Decimal(1).scaleb(-len(pattern.partition(".")[2]))
    values = tuple(Decimal(number).quantize(step) for number in numbers)
    return Chart("", series[0] if series else "", tuple(names), values, quoted.removesuffix('"'))


def _values(root: etree._Element, path: str) -> list[str]:
    return [str(element.text or "") for element in root.iterfind(path)]
