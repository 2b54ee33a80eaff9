"""办公室交来的成稿：看得懂的文字写成 Word，照 Word、WPS、LibreOffice、python-docx 存盘的样子。

一份一个文件（corpus/*.txt），`---` 以前是标注，以后是内容：一行一段，`|` 起头的是表的一行。
格子里 `<` 与左边一格合并，`^` 与上面一格合并；行首 `-|` 是修订里删掉的一行。字里可以有
`{上标:1}`、`{隐藏:原为8}`、`{删:90}`、`{增:98}`、`{短横}`、`{符号:Wingdings 2,F052}`、`{框:…}`、`{控件:…}`。
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

CORPUS = Path(__file__).resolve().parent / "corpus"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MARK = re.compile(r"\{(上标|隐藏|删|增|短横|符号|框|控件)(?::([^{}]*))?\}")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@dataclass(frozen=True)
class Contradiction:
    """一处矛盾：代码里的一个，诊断里都有的几个数（或词）。"""

    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """一份成稿：怎样存的盘，认得出几种表，有哪些矛盾（表里算得出的，要读句子的），内容的各行。"""

    name: str
    office: str
    fund: bool
    score: bool
    proven: tuple[Contradiction, ...]
    told: tuple[Contradiction, ...]
    lines: tuple[str, ...]


def reports(folder: Path = CORPUS) -> list[Report]:
    """一个文件夹里的各份，按名字的次序。"""
    return [report_of(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]


def report_of(name: str, text: str) -> Report:
    """一份的标注和内容。"""
    head, _, body = text.partition("---\n")
    labels = dict(line.split("：", 1) for line in head.splitlines() if line)
    return Report(
        name,
        labels["存盘"],
        labels["资金表"] == "有",
        labels["评分表"] == "有",
        tuple(_contradictions(labels.get("矛盾", ""))),
        tuple(_contradictions(labels.get("句子", ""))),
        tuple(line for line in body.splitlines() if line.strip()),
    )


def _contradictions(text: str) -> Iterator[Contradiction]:
    for piece in filter(None, map(str.strip, text.split("；"))):
        code, *words = piece.split()
        yield Contradiction(tuple(code.split("/")), tuple(words))


def word_of(report: Report) -> bytes:
    """一份 → docx 的字节。"""
    return packaged(body_of(report.lines, report.office), report.office)


def packaged(body: str, office: str) -> bytes:
    """正文 → 包：严格的 Open XML、Word Online 的正文名各有各的样子。"""
    namespace = _STRICT if office == "strict" else _W
    part = "word/document2.xml" if office == "online" else "word/document.xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    if office == "strict":
        relation = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="{part}"/>'
        "</Relationships>",
        part: f'<w:document xmlns:w="{namespace}" xmlns:mc="{_MC}">'
        f"<w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return buffer.getvalue()


def body_of(lines: Sequence[str], office: str) -> str:
    """各段和各表；连着的表的行是一张表，一行 `====` 分开两张。"""
    pieces: list[str] = []
    rows: list[str] = []
    for line in (*lines, "===="):
        if line.startswith(("|", "-|")):
            rows.append(line)
            continue
        if rows:
            pieces.append(_table(rows, office))
            rows = []
        if line.strip("="):
            pieces.append(_paragraph(line, office))
        elif office != "html":
            pieces.append("<w:p/>")
    return "".join(pieces)


def _table(rows: Sequence[str], office: str) -> str:
    grid = [
        [cell.strip() for cell in row.lstrip("-").strip().strip("|").split("|")] for row in rows
    ]
    width = max(map(len, grid))
    columns = "".join('<w:gridCol w:w="900"/>' for _ in range(width))
    pieces = [f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>"]
    for at, cells in enumerate(grid):
        below = grid[at + 1] if at + 1 < len(grid) else []
        row = "".join(_cells(cells, below, office))
        deleted = rows[at].startswith("-")
        kept = '<w:trPr><w:del w:id="9" w:author="甲"/></w:trPr>' if deleted else ""
        written = f"<w:tr>{kept}{row}</w:tr>"
        if office == "controls" and at % 3 == 1:
            written = f"<w:sdt><w:sdtPr/><w:sdtContent>{written}</w:sdtContent></w:sdt>"
        pieces.append(written)
    return "".join(pieces) + "</w:tbl>"


def _cells(cells: Sequence[str], below: Sequence[str], office: str) -> Iterator[str]:
    at = 0
    while at < len(cells):
        span = 1
        while at + span < len(cells) and cells[at + span] == "<":
            span += 1
        merge = ""
        if cells[at] == "^":
            merge = "<w:vMerge/>" if office != "libreoffice" else '<w:vMerge w:val="continue"/>'
        elif at < len(below) and below[at] == "^":
            merge = '<w:vMerge w:val="restart"/>'
        across = f'<w:gridSpan w:val="{span}"/>' if span > 1 or office == "wps" else ""
        text = "" if cells[at] == "^" else cells[at]
        pieces = text.split("\\n")
        inner = "".join(_paragraph(piece, office) for piece in pieces)
        yield f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/>{across}{merge}</w:tcPr>{inner}</w:tc>'
        at += span


def _paragraph(text: str, office: str) -> str:
    pieces: list[str] = []
    last = 0
    for match in _MARK.finditer(text):
        pieces.append(_runs(text[last : match.start()], office))
        pieces.append(_marked(match[1], match[2] or "", office))
        last = match.end()
    pieces.append(_runs(text[last:], office))
    properties = {
        "word": '<w:pPr><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>',
        "wps": '<w:pPr><w:jc w:val="center"/></w:pPr>',
        "libreoffice": '<w:pPr><w:pStyle w:val="Normal"/><w:bidi w:val="0"/></w:pPr>',
    }
    return f"<w:p>{properties.get(office, '')}{''.join(pieces)}</w:p>"


def _marked(kind: str, text: str, office: str) -> str:
    if kind == "上标":
        return _run(text, '<w:vertAlign w:val="superscript"/>')
    if kind == "隐藏":
        return _run(text, "<w:vanish/>")
    if kind == "删":
        return f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
    if kind == "增":
        return f'<w:ins w:id="2" w:author="甲">{_run(text)}</w:ins>'
    if kind == "短横":
        return "<w:r><w:noBreakHyphen/></w:r>"
    if kind == "符号":
        font, _, code = text.partition(",")
        return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    if kind == "框":
        box = f"<w:pict><w:textbox><w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent></w:textbox></w:pict>"
        return (
            f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{_run(text)}</w:sdtContent></w:sdt>"


def _runs(text: str, office: str) -> str:
    """一段字分成几段：Word 按校对和修订号断开，WPS 按中西文断开，别的不断。"""
    if not text:
        return ""
    if office == "word":
        halves = [text[: len(text) // 2], text[len(text) // 2 :]]
        proof = '<w:proofErr w:type="spellStart"/>'
        return proof.join(_run(half, rsid=' w:rsidR="00A77B3E"') for half in halves if half)
    if office == "wps":
        pieces = re.findall(r"[ -~]+|[^ -~]+", text)
        hint = '<w:rFonts w:hint="eastAsia" w:ascii="仿宋"/><w:lang w:val="en-US"/>'
        return "".join(_run(piece, hint) for piece in pieces)
    if office == "libreoffice":
        return _run(text, '<w:rFonts/><w:sz w:val="21"/>') + '<w:bookmarkEnd w:id="0"/>'
    return _run(text)


def _run(text: str, properties: str = "", rsid: str = "") -> str:
    kept = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r{rsid}>{kept}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
