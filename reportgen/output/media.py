"""附带的部件：图片、条形图、脚注。写正文时收集，写完一起放进包里；编号按出现的先后。"""

from __future__ import annotations

from reportgen.core.document import Chart, Picture
from reportgen.output.chart import HEAD, chart_part, chart_relations, workbook_part
from reportgen.output.escaping import escape

TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_S = "http://schemas.openxmlformats.org"
_OFFICE = f"{_S}/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument"
_W = f"{_S}/wordprocessingml/2006/main"
NOTES = "word/footnotes.xml"
WORKBOOK = "rId1"


class Media:
    """一份报告附带的部件。"""

    def __init__(self) -> None:
        self.pictures: dict[bytes, str] = {}
        self.charts: list[Chart] = []
        self.notes: list[str] = []
        self.drawings = 0

    def picture(self, picture: Picture) -> tuple[str, int]:
        """一张图片的关系号和编号；同一张图只存一份。"""
        self.drawings += 1
        name = self.pictures.setdefault(picture.data, f"image{len(self.pictures) + 1}.{picture.suffix}")
        return f"rIdImage{name.removeprefix('image').partition('.')[0]}", self.drawings

    def chart(self, chart: Chart) -> tuple[str, int]:
        """一张条形图的关系号和编号。"""
        self.drawings += 1
        self.charts.append(chart)
        return f"rIdChart{len(self.charts)}", self.drawings

    def note(self, text: str) -> int:
        """一个脚注的编号。"""
        self.notes.append(text)
        return len(self.notes)

    def put_into(self, parts: dict[str, bytes], styles: tuple[str, str]) -> None:
        """放进包里，登记类型和关系。styles 是脚注文字和注号的样式号。"""
        for data, name in self.pictures.items():
            suffix = name.rpartition(".")[2]
            parts[f"word/media/{name}"] = data
            _extension(parts, suffix, f"image/{suffix}")
            _relate(parts, f"rIdImage{name.removeprefix('image').partition('.')[0]}", "image", f"media/{name}")
        for number, chart in enumerate(self.charts, 1):
            parts[f"word/charts/chart{number}.xml"] = chart_part(chart, WORKBOOK).encode()
            target = f"../embeddings/chart{number}.xlsx"
            parts[f"word/charts/_rels/chart{number}.xml.rels"] = chart_relations(WORKBOOK, target).encode()
            parts[f"word/embeddings/chart{number}.xlsx"] = workbook_part(chart)
            _extension(parts, "xlsx", f"{_KIND}.spreadsheetml.sheet")
            _override(parts, f"word/charts/chart{number}.xml", f"{_KIND}.drawingml.chart+xml")
            _relate(parts, f"rIdChart{number}", "chart", f"charts/chart{number}.xml")
        if self.notes:
            parts[NOTES] = _notes(self.notes, *styles).encode()
            _override(parts, NOTES, f"{_KIND}.wordprocessingml.footnotes+xml")
            _relate(parts, "rIdNotes", "footnotes", "footnotes.xml")


def _notes(notes: list[str], text_style: str, mark_style: str) -> str:
    """footnotes.xml：两条规定的分隔线，和各个脚注。"""
    lines = (("-1", "separator", "separator"), ("0", "continuationSeparator", "continuationSeparator"))
    rules = "".join(
        f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
        f"<w:r><w:{element}/></w:r></w:p></w:footnote>"
        for id, kind, element in lines
    )
    bodies = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{mark_style}"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    return f'{HEAD}<w:footnotes xmlns:w="{_W}">{rules}{bodies}</w:footnotes>'


def _relate(parts: dict[str, bytes], id: str, kind: str, target: str) -> None:
    entry = f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", f"{entry}</Relationships>".encode())


def _override(parts: dict[str, bytes], name: str, kind: str) -> None:
    entry = f'<Override PartName="/{name}" ContentType="{kind}"/>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", f"{entry}</Types>".encode())


def _extension(parts: dict[str, bytes], suffix: str, kind: str) -> None:
    if f'Extension="{suffix}"'.encode() not in parts[TYPES]:
        entry = f'<Default Extension="{suffix}" ContentType="{kind}"/>'.encode()
        at = parts[TYPES].index(b"<Override")
        parts[TYPES] = parts[TYPES][:at] + entry + parts[TYPES][at:]
