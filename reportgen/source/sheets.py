"""数据表：xlsx 的一张工作表 → 表头和各行的文字，照 Excel 里显示的样子。

隐藏的行、列不读，合并的标签每行都有；行数、列数、字数都在读的时候数，超过限度的在那一格停下。
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from reportgen.core.archive import BadArchive, DamagedArchive
from reportgen.core.quantity import shorten
from reportgen.source.grid import (
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    Line,
    Remark,
    Table,
    as_table,
    cell_label,
)
from reportgen.source.sheetcells import MOST_CELLS, Merge
from reportgen.source.sheetxml import BadWorkbook
from reportgen.source.workbook import Cell, SheetContent, Workbook

MOST_CHARACTERS = 10_000_000
"""全表的字数：共用的文字存一份，可以印几十万次。"""
MOST_NAMED = 10


def read_xlsx(data: bytes, sheet: str = "") -> Table:
    """xlsx → 数据表；sheet 是工作表名，空则第一张。"""
    return read_sheet(open_xlsx(data), sheet)


def open_xlsx(data: bytes) -> Workbook:
    """xlsx → 工作簿；几张表从同一个工作簿读，解开的字节合在一起算。"""
    with _as_bad_table():
        return Workbook(data)


def read_sheet(book: Workbook, sheet: str = "") -> Table:
    """工作簿的一张表；sheet 是工作表名，空则第一张看得见的。"""
    name = sheet if sheet in book.sheets else _first_sheet(book, sheet)
    with _as_bad_table(name):
        page = _Page(name, book.read(name))
        table = as_table(page.lines(), page.columns(), name, page.banners())
    remarks = (*_about_hidden(book, name, sheet), *page.remarks(), *table.remarks)
    return Table(table.grid, remarks)


@contextmanager
def _as_bad_table(sheet: str = "") -> Iterator[None]:
    """工作簿的毛病 → 数据表用不了的理由。"""
    try:
        yield
    except BadWorkbook as error:
        label = cell_label(sheet, error.row, error.column) if error.row else ""
        raise BadTable(str(error), label) from None
    except DamagedArchive:
        raise BadTable("不是能读的 xlsx（可能是旧的 xls，或加了密码）") from None
    except BadArchive as error:
        raise BadTable(str(error)) from None


def _first_sheet(book: Workbook, wanted: str) -> str:
    """第一张看得见的工作表；写了名字而没有这一张的，说有哪些。"""
    if not book.sheets:
        raise BadTable("里面没有工作表")
    if wanted:
        more = f"等 {len(book.sheets)} 张" if len(book.sheets) > MOST_NAMED else ""
        names = "、".join(shorten(name) for name in list(book.sheets)[:MOST_NAMED])
        raise BadTable(f"没有工作表“{wanted}”，有：{names}{more}")
    seen = [name for name in book.sheets if name not in book.hidden]
    return next(iter(seen or book.sheets))


def _about_hidden(book: Workbook, name: str, wanted: str) -> Iterator[Remark]:
    """读的是隐藏的工作表，或前面有隐藏的没有读。"""
    if name in book.hidden:
        message = f"工作表“{name}”是隐藏的，照读了。"
        yield Remark("I05", name, message, "核对是不是要用的那一张；是的，在 Excel 里取消隐藏。")
        return
    before = list(book.sheets)[: list(book.sheets).index(name)] if not wanted else []
    if before:
        names = "、".join(shorten(head) for head in before[:MOST_NAMED])
        message = f"前面隐藏的工作表没有读：{names}；读的是“{name}”。"
        help = "要读隐藏的，文件名后面写上工作表名，如 明细.xlsx#表二。"
        yield Remark("I06", name, message, help)


class _Page:
    """一张工作表的各格：先都收下，合并的补齐，再去掉隐藏的行和列。"""

    def __init__(self, name: str, content: SheetContent) -> None:
        self.name, self.hidden, self.merges = name, content.hidden, content.merges
        self.rows: dict[int, dict[int, str]] = {}
        self.left_out: list[tuple[int, int]] = []
        anchors = {(merge.top, merge.left) for merge in content.merges}
        self.numbers: set[tuple[int, int]] = set()
        length = 0
        for cell in content.cells:
            if not cell.text:
                continue
            place = cell.row, cell.column
            if self.hidden(*place):
                self.left_out.append(place)
                if place not in anchors:
                    continue
            length += len(cell.text)
            self._take(cell, length)
            if cell.number and place in anchors:
                self.numbers.add(place)
        self._spread()

    def _take(self, cell: Cell, length: int) -> None:
        """收下一格。位置先看过，才占地方。"""
        if cell.row > MOST_ROWS + 1 or cell.column > MOST_COLUMNS:
            limits = f"最多 {MOST_ROWS} 行（表头不算）{MOST_COLUMNS} 列"
            reason = f"这一格在第 {cell.row} 行第 {cell.column} 列，{limits}"
            raise BadWorkbook(reason, cell.row, cell.column)
        if length > MOST_CHARACTERS:
            reason = f"到这一格，全表已超过 {MOST_CHARACTERS} 字"
            raise BadWorkbook(reason, cell.row, cell.column)
        self.rows.setdefault(cell.row, {})[cell.column] = cell.text

    def _spread(self) -> None:
        """合并的格：别的格里的不显示；竖着合并的，左上角的文字每行都有。"""
        last = max(self.rows, default=0)
        left = MOST_CELLS
        for merge in self.merges:
            bottom, right = min(merge.bottom, last), min(merge.right, MOST_COLUMNS)
            text = self.rows.get(merge.top, {}).get(merge.left, "")
            left -= max(0, bottom - merge.top + 1) * max(0, right - merge.left + 1)
            if left < 0:
                raise BadWorkbook(f"合并的格有 {MOST_CELLS} 个以上", merge.top, merge.left)
            for number in range(merge.top, bottom + 1):
                row = self.rows.setdefault(number, {})
                for column in range(merge.left, right + 1):
                    row.pop(column, None)
                if text:
                    row[merge.left] = text
            if text and bottom > merge.top:
                self._refuse_amount(merge)

    def _refuse_amount(self, merge: Merge) -> None:
        """几行合成一格的数：每行都印，加起来就多了；只有第一列的序号可以。"""
        first = next(column for column in count(1) if not self.hidden(0, column))
        if (merge.top, merge.left) in self.numbers and merge.left > first:
            reason = f"这一格的数是第 {merge.top} 到 {merge.bottom} 行合并的，各行是多少说不清"
            raise BadWorkbook(f"{reason}，请拆开合并的格，每行写自己的数", merge.top, merge.left)

    def columns(self) -> tuple[int, ...]:
        """读的各列在工作表里是第几列。"""
        last = max((max(row, default=0) for row in self.rows.values()), default=0)
        columns = (column for column in range(1, last + 1) if not self.hidden(0, column))
        return tuple(columns) or (1,)

    def lines(self) -> list[Line]:
        """读的各行，中间的空行也在内。"""
        columns = self.columns()
        lines: list[Line] = []
        for number in range(1, max(self.rows, default=0) + 1):
            if not self.hidden(number, 0):
                row = self.rows.get(number, {})
                lines.append(Line(number, tuple(row.get(column, "") for column in columns)))
        return lines

    def banners(self) -> frozenset[int]:
        """横着合并了两列以上的各行。"""
        return frozenset(merge.top for merge in self.merges if merge.right > merge.left)

    def remarks(self) -> Iterator[Remark]:
        """隐藏的行、列没有读。"""
        rows = sorted({row for row, _ in self.left_out if self.hidden(row, 0)})
        columns = sorted({column for _, column in self.left_out if self.hidden(0, column)})
        help = "要印的，在 Excel 里取消隐藏（或取消筛选）；不要的，删去。"
        if rows:
            message = f"隐藏的行没有读：第 {_listed(rows)} 行。"
            yield Remark("I06", cell_label(self.name, rows[0], 1), message, help)
        if columns:
            letters = [cell_label(self.name, 1, column) for column in columns]
            names = [label.rpartition("!")[2].rstrip("1") for label in letters]
            message = f"隐藏的列没有读：{'、'.join(names[:MOST_NAMED])} 列。"
            yield Remark("I06", letters[0], message, help)


def _listed(numbers: list[int]) -> str:
    """行号，太多的只列前几个。"""
    more = f" 等 {len(numbers)}" if len(numbers) > MOST_NAMED else ""
    return "、".join(map(str, numbers[:MOST_NAMED])) + more
