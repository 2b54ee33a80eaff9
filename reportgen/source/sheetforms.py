"""表单：xlsx 里填好的自评表 → 每张看得见的工作表是一张表，各格照 Excel 显示的样子，地方是“工作表!格”。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.archive import BadArchive, DamagedArchive
from reportgen.core.diagnostics import Source, Span
from reportgen.core.plain import PlainCell, PlainDocument, PlainTable
from reportgen.core.text import Text
from reportgen.source.grid import BadTable, cell_label
from reportgen.source.sheetxml import BadWorkbook
from reportgen.source.workbook import Cell, SheetContent, Workbook

MOST_ROWS, MOST_COLUMNS = 20_000, 64
"""表单最多的行、列；再远的格子不是表单的。"""
MOST_CELLS = 200_000
"""全部工作表铺满以后最多的格数，与 Word 的表相同。"""
LEADING = 3
"""一行只有一格有字的（标题、“单位：万元”），离表头这么近的说的是这张表。"""


def read_forms(data: bytes, name: str) -> PlainDocument:
    """xlsx → 各张工作表；name 是诊断里的文件名。读不成的抛 BadTable。"""
    try:
        book = Workbook(data)
        tables: list[PlainTable] = []
        size = 0
        for title in book.sheets:
            if title in book.hidden:
                continue
            page = _Page(title, name, len(tables) + 1, book.read(title, lenient=True))
            size += page.size
            if size > MOST_CELLS:
                raise BadTable(f"各张工作表共有 {size} 格，最多 {MOST_CELLS} 格")
            table = page.table()
            if table.rows:
                tables.append(table)
    except BadWorkbook as error:
        raise BadTable(str(error)) from None
    except DamagedArchive:
        raise BadTable("不是能读的 xlsx，或已损坏") from None
    except BadArchive as error:
        raise BadTable(str(error)) from None
    return PlainDocument((), tuple(tables))


class _Page:
    """一张工作表的各格。"""

    def __init__(self, title: str, file: str, number: int, content: SheetContent) -> None:
        self.title, self.file, self.number = title, file, number
        self.hidden = content.hidden
        self.cells: dict[tuple[int, int], Cell] = {}
        for cell in content.cells:
            if cell.row <= MOST_ROWS and cell.column <= MOST_COLUMNS and cell.text:
                self.cells[cell.row, cell.column] = cell
        self.merges = [merge for merge in content.merges if (merge.top, merge.left) in self.cells]
        rows = [row for row, _ in self.cells]
        self.last_row = max(rows, default=0)
        self.last_column = max((column for _, column in self.cells), default=0)
        for merge in self.merges:
            if merge.bottom <= MOST_ROWS:
                self.last_row = max(self.last_row, merge.bottom)
            self.last_column = max(self.last_column, min(merge.right, MOST_COLUMNS))

    @property
    def size(self) -> int:
        """铺满以后有几格。"""
        return self.last_row * self.last_column

    def table(self) -> PlainTable:
        """铺满网格；隐藏的行和列不在内。"""
        covered = dict(self._covered())
        rows: list[tuple[PlainCell, ...]] = []
        above: list[str] = []
        for row in range(1, self.last_row + 1):
            line: list[PlainCell] = []
            for column in range(1, self.last_column + 1):
                if not self.hidden(row, column):
                    line.append(covered.get((row, column)) or self._cell(row, column))
            written = {id(cell): str(cell.text) for cell in line if cell.text}
            if not written:
                continue
            if len(written) == 1 and len(rows) == len(above):
                above += written.values()
            rows.append(tuple(line))
        return PlainTable(self.number, tuple(rows), tuple(above[-LEADING:]))

    def _covered(self) -> Iterator[tuple[tuple[int, int], PlainCell]]:
        """合并的格子盖住的每一处。"""
        for merge in self.merges:
            cell = self._cell(merge.top, merge.left)
            for row in range(merge.top, min(merge.bottom, self.last_row) + 1):
                for column in range(merge.left, min(merge.right, self.last_column) + 1):
                    yield (row, column), cell

    def _cell(self, row: int, column: int) -> PlainCell:
        written = self.cells.get((row, column))
        text = " ".join(written.text.split()) if written is not None else ""
        label = cell_label(self.title, row, column)
        span = Span(Source(self.file, text), 1, 1, 0, len(text), label)
        return PlainCell(Text(text, span), self.number, row, column)
