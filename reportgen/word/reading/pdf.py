"""读文字版的 PDF：各页的表和文字 → 段落和表格。要另装 pdfplumber（reportgen[pdf]），用到才引入。

格子照画出的线认（pdfplumber）；合并的格子在盖住的每一处都是它自己。扫描件没有文字，读不了，说出来。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from reportgen.core.diagnostics import Source, Span
from reportgen.core.plain import PlainCell, PlainDocument, PlainParagraph, PlainTable
from reportgen.core.text import Text
from reportgen.word.package import BadPackage
from reportgen.word.reading.foreign import MOST_CELLS, MOST_CHARACTERS

MOST_PAGES = 300
MOST_MARKS = 60_000
"""一页里最多这么多个字和线：认表的时间随线的条数走。"""
FEWEST_CHARACTERS = 20
"""全文的字比这少的是扫描件。"""
_PAGE_NUMBER = re.compile(r"[-—－–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—－–\s]*")
_END = re.compile(r"[。：；！？:;]$")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.、．])")
NEARLY_FULL = 24
"""一行离右边不到这么多磅的，话没有说完，下一行接着它。"""

Box = tuple[Any, Any, Any, Any]


def read_pdf(data: bytes, name: str) -> PlainDocument:
    """PDF → 段落和表格；name 是诊断里的文件名。读不成的抛 BadPackage。"""
    try:
        import pdfplumber
        from pdfminer.psexceptions import PSException
    except ImportError:
        reason = "读 PDF 要另装 pdfplumber（pip install 'reportgen[pdf]'，连同依赖约 30 MB）"
        raise BadPackage(reason) from None
    reader = _Reader(Source(name))
    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise BadPackage(f"有 {len(document.pages)} 页，最多 {MOST_PAGES} 页")
            for number, page in enumerate(document.pages, 1):
                reader.read(page, number)
                page.close()
    except BadPackage:
        raise
    except (PSException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise BadPackage("是 PDF，但已损坏，或加了密码") from error
    except RecursionError as error:
        raise BadPackage("是 PDF，里面的对象绕成了圈") from error
    if reader.length < FEWEST_CHARACTERS:
        raise BadPackage("是扫描的 PDF，里面只有图片，没有文字")
    return PlainDocument(tuple(reader.paragraphs), tuple(reader.tables))


class _Reader:
    """一页一页地读，记着前一张表以来的各段。"""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.paragraphs: list[PlainParagraph] = []
        self.tables: list[PlainTable] = []
        self.above: list[str] = []
        self.length = 0
        self.cells = 0

    def read(self, page: Any, number: int) -> None:
        """一页：表照位置插在各行文字之间。"""
        marks = len(page.chars) + len(page.lines) + len(page.rects) + len(page.curves)
        if marks > MOST_MARKS:
            raise BadPackage(f"第 {number} 页有 {marks} 个字和线，最多 {MOST_MARKS} 个")
        self.length += len(page.chars)
        if self.length > MOST_CHARACTERS:
            raise BadPackage(f"全文超过 {MOST_CHARACTERS} 字")
        tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
        lines = [line for line in page.extract_text_lines() if not _inside(line, tables)]
        right = max((line["x1"] for line in lines), default=0)
        pending: list[str] = []
        for top, item in sorted(_placed(lines, tables), key=lambda placed: placed[0]):
            del top
            if isinstance(item, dict):
                self._line(item, right, pending, number)
            else:
                self._paragraph(pending, number)
                self._table(page, item, number)
        self._paragraph(pending, number)

    def _line(self, line: dict[str, Any], right: Any, pending: list[str], page: int) -> None:
        text = str(line["text"]).strip()
        if _PAGE_NUMBER.fullmatch(text):
            return
        if pending and _HEADING.match(text):
            self._paragraph(pending, page)
        pending.append(text)
        if _END.search(text) or line["x1"] < right - NEARLY_FULL:
            self._paragraph(pending, page)

    def _paragraph(self, pending: list[str], page: int) -> None:
        if not pending:
            return
        text = "".join(pending)
        pending.clear()
        number = len(self.paragraphs) + 1
        span = self._span(text, f"第 {page} 页第 {number} 段")
        self.paragraphs.append(PlainParagraph(Text(text, span), number))
        self.above.append(text)

    def _table(self, page: Any, table: Any, number: int) -> None:
        """一张表：线围成的每一格，盖住哪几行哪几列就在哪里。"""
        boxes: list[Box] = [tuple(cell) for cell in table.cells]
        tops = _edges(box[1] for box in boxes)
        lefts = _edges(box[0] for box in boxes)
        self.cells += len(tops) * len(lefts)
        if self.cells > MOST_CELLS:
            raise BadPackage(f"各表共有 {self.cells} 格以上，最多 {MOST_CELLS} 格")
        at = len(self.tables) + 1
        grid: list[list[PlainCell | None]] = [[None] * len(lefts) for _ in tops]
        for box in boxes:
            rows = [row for row, top in enumerate(tops) if box[1] - 1 <= top < box[3] - 1]
            columns = [
                column for column, left in enumerate(lefts) if box[0] - 1 <= left < box[2] - 1
            ]
            if not rows or not columns:
                continue
            cell = self._cell(page, box, at, rows[0] + 1, columns[0] + 1, number)
            for row in rows:
                for column in columns:
                    grid[row][column] = cell
        filled = [self._filled(row, at, line, number) for line, row in enumerate(grid, 1)]
        self.tables.append(PlainTable(at, tuple(filled), tuple(self.above)))
        self.above.clear()

    def _cell(
        self, page: Any, box: Box, table: int, row: int, column: int, number: int
    ) -> PlainCell:
        inside = page.crop(box, strict=False).filter(_mostly_inside)
        text = re.sub(r"\s+", "", inside.extract_text() or "")
        label = f"第 {number} 页第 {table} 张表第 {row} 行第 {column} 列"
        return PlainCell(Text(text, self._span(text, label)), table, row, column)

    def _filled(
        self, row: Sequence[PlainCell | None], table: int, line: int, number: int
    ) -> tuple[PlainCell, ...]:
        cells: list[PlainCell] = []
        for column, cell in enumerate(row, 1):
            label = f"第 {number} 页第 {table} 张表第 {line} 行第 {column} 列"
            cells.append(cell or PlainCell(Text("", self._span("", label)), table, line, column))
        return tuple(cells)

    def _span(self, text: str, label: str) -> Span:
        source = Source(self.source.name, text)
        return Span(source, 1, 1, 0, len(text), label)


def _placed(lines: Sequence[dict[str, Any]], tables: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    yield from ((line["top"], line) for line in lines)
    yield from ((table.bbox[1], table) for table in tables)


def _mostly_inside(piece: dict[str, Any]) -> bool:
    """一个字有一半以上在格子里：行距小的表，字的上下会伸进邻格。裁过的字只剩格子里的一截。"""
    if piece["object_type"] != "char":
        return True
    return bool((piece["bottom"] - piece["top"]) * 2 >= piece["size"])


def _inside(line: dict[str, Any], tables: Sequence[Any]) -> bool:
    """一行文字在不在哪张表里。"""
    middle = (line["top"] + line["bottom"]) / 2
    return any(table.bbox[1] <= middle <= table.bbox[3] for table in tables)


def _edges(places: Iterator[Any]) -> list[Any]:
    """格子的边：差不到两磅的是同一条。"""
    edges: list[Any] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > 2:
            edges.append(place)
    return edges
