"""附带的部件：图片、条形图、脚注。写正文时收集，写完一起放进包里；编号按出现的先后。"""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.core.document import Chart, Picture
from reportgen.word.relations import KIND, extension, override, relate
from reportgen.word.writing.chart import chart_part, chart_relations, workbook_part
from reportgen.word.writing.footnotes import put_notes

WORKBOOK = "rId1"


class Media:
    """一份报告附带的部件。drawings、notes 是 Word 模板里图和脚注已用到的最大编号，报告的接着编。"""

    def __init__(self, drawings: int = 0, notes: int = 0) -> None:
        self.pictures: dict[bytes, tuple[int, str]] = {}
        self.charts: list[Chart] = []
        self.notes: list[str] = []
        self.drawings, self.first_note = drawings, notes + 1

    def picture(self, picture: Picture) -> tuple[str, int]:
        """一张图片的关系号和编号；同一张图只存一份。"""
        self.drawings += 1
        number, _ = self.pictures.setdefault(picture.data, (len(self.pictures) + 1, picture.suffix))
        return f"rIdImage{number}", self.drawings

    def chart(self, chart: Chart) -> tuple[str, int]:
        """一张条形图的关系号和编号。"""
        self.drawings += 1
        self.charts.append(chart)
        return f"rIdChart{len(self.charts)}", self.drawings

    def note(self, text: str) -> int:
        """一个脚注的编号。"""
        self.notes.append(text)
        return self.first_note + len(self.notes) - 1

    def put_into(self, parts: dict[str, bytes], styles: tuple[str, str]) -> None:
        """放进包里，登记类型和关系。styles 是脚注文字和注号的样式号。模板自己的图片（如页眉里的徽标）不动。"""
        for data, (number, suffix) in self.pictures.items():
            name = _free(parts, "word/media/image", number, suffix)
            parts[name] = data
            extension(parts, suffix, f"image/{suffix}")
            relate(parts, f"rIdImage{number}", "image", name.removeprefix("word/"))
        for number, chart in enumerate(self.charts, 1):
            name = _free(parts, "word/charts/chart", number, "xml")
            book = _free(parts, "word/embeddings/chart", number, "xlsx")
            parts[name] = chart_part(chart, WORKBOOK).encode()
            relations = f"word/charts/_rels/{name.rpartition('/')[2]}.rels"
            parts[relations] = chart_relations(WORKBOOK, f"../{book.removeprefix('word/')}").encode()
            parts[book] = workbook_part(chart)
            extension(parts, "xlsx", f"{KIND}.spreadsheetml.sheet")
            override(parts, name, f"{KIND}.drawingml.chart+xml")
            relate(parts, f"rIdChart{number}", "chart", name.removeprefix("word/"))
        if self.notes:
            put_notes(parts, self.notes, self.first_note, styles)


def _free(parts: Mapping[str, bytes], stem: str, number: int, suffix: str) -> str:
    """还没有用掉的部件名，从 number 起。"""
    while f"{stem}{number}.{suffix}" in parts:
        number += 1
    return f"{stem}{number}.{suffix}"
