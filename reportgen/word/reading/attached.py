"""读回附带的部件：图片、条形图、脚注。"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from reportgen.core.document import Chart, Picture
from reportgen.core.image import image_size
from reportgen.word.relations import RELATIONS
from reportgen.word.styles import W, parse_xml
from reportgen.word.writing.footnotes import NOTES

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


class Attached:
    """一个包里附带的部件；用到才读。"""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.targets = {
            str(each.get("Id")): posixpath.normpath(posixpath.join("word", str(each.get("Target"))))
            for each in parse_xml(parts[RELATIONS])
        }
        self.notes = dict(self._notes()) if NOTES in parts else {}

    def _notes(self) -> list[tuple[str, str]]:
        root = parse_xml(self.parts[NOTES])
        return [
            (str(each.get(f"{W}id")), "".join(str(text.text or "") for text in each.iter(f"{W}t")))
            for each in root.iterfind(f"{W}footnote")
        ]

    def note(self, id: str) -> str:
        """脚注的文字。"""
        return self.notes.get(id, "")

    def figure(self, element: etree._Element) -> Picture | Chart:
        """一段里的图片或条形图，图题还没有读到。"""
        described = str(next(element.iter(f"{_WP}docPr")).get("descr") or "")
        blip = next(element.iter(f"{_A}blip"), None)
        if blip is not None:
            data = self.parts[self.targets[str(blip.get(f"{_R}embed"))]]
            suffix, width, height = image_size(data)
            return Picture("", data, width, height, suffix, described)
        chart = next(element.iter(f"{_C}chart"))
        return _chart(parse_xml(self.parts[self.targets[str(chart.get(f"{_R}id"))]]))


def captioned(figure: Picture | Chart, caption: str) -> Picture | Chart:
    """补上图题；说明与图题相同的不另记。"""
    if isinstance(figure, Picture):
        return replace(figure, caption=caption, description="" if figure.description == caption else figure.description)
    return replace(figure, caption=caption)


def _chart(root: etree._Element) -> Chart:
    def values(path: str) -> list[str]:
        return [str(each.text or "") for each in root.iterfind(path)]

    series = values(f".//{_C}ser/{_C}tx//{_C}v")
    names = values(f".//{_C}cat//{_C}v")
    code = str(next(root.iter(f"{_C}numFmt")).get("formatCode"))
    places = len(code.partition(".")[2].partition('"')[0])
    numbers = [Decimal(text).quantize(Decimal(1).scaleb(-places)) for text in values(f".//{_C}val//{_C}v")]
    unit = re.search(r'"(.*)"', code)
    return Chart("", series[0] if series else "", tuple(names), tuple(numbers), unit[1] if unit else "")
