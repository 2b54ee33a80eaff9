"""读出结构：各工作表的格子 → 各块在哪里、有哪些栏、哪些行。只看隐藏的标记；少了、重了的说出来（S11）。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reportgen.core.frozen import frozen
from reportgen.core.plan import Path
from reportgen.source.grid import cell_label
from reportgen.source.sheetcells import Merge
from reportgen.source.workbook import Cell, Workbook
from reportgen.workbook.marks import (
    END,
    FIELD,
    FORM,
    HEAD,
    KEYS,
    NONE,
    SHEET,
    TABLE,
    BlockMark,
    Column,
    column_of,
    path_of,
)

MOST_ROWS = 20_000
"""一本填报表里各张表一共最多这么多行。"""
_LOOKED_AT = 5
"""标记在头几行里找。"""


@frozen
class SheetPage:
    """一张工作表：名字，各格，合并的各块，标记在哪一列（不是填报表的一页，为零）。"""

    title: str
    cells: Mapping[tuple[int, int], Cell]
    merges: tuple[Merge, ...]
    marks: int

    def label(self, row: int, column: int) -> str:
        """一格的地方。"""
        return cell_label(self.title, row, column)


class MarkedLine(NamedTuple):
    """一块里的一行：第几行，标记（没有标记的是插入的行，为空）。"""

    row: int
    mark: str


@frozen
class Region:
    """一块：表单或表，在哪一页、从哪一行起，各栏在哪一列，各行。"""

    word: str
    path: Path
    page: SheetPage
    row: int
    columns: Mapping[int, Column]
    lines: tuple[MarkedLine, ...]

    @property
    def name(self) -> str:
        """标记里的写法。"""
        return BlockMark(self.word, self.path, "", ()).name

    @property
    def place(self) -> str:
        """这一块的开头。"""
        return self.page.label(self.row, self.page.marks + 1)


class Broken(NamedTuple):
    """结构坏了的一处：在哪里、说明。"""

    label: str
    message: str


class Named(NamedTuple):
    """一块在话里怎么称呼：写出时在哪一页，“表“资金行””，各栏的键到中文名。"""

    page: str
    title: str
    columns: Mapping[str, str]


def pages_of(book: Workbook, besides: Iterable[str]) -> Iterator[SheetPage]:
    """各工作表；besides 是不看的。"""
    for title in book.sheets:
        if title in besides:
            continue
        cells, merges = book.read_each(title)
        placed = {(cell.row, cell.column): cell for cell in cells}
        yield SheetPage(title, placed, merges, _mark_column(cells))


def _mark_column(cells: list[Cell]) -> int:
    head = (cell for cell in cells if cell.row <= _LOOKED_AT)
    return next((cell.column for cell in head if cell.text.startswith(SHEET)), 0)


def regions_in(page: SheetPage) -> tuple[list[Region], list[Broken]]:
    """一页的各块。"""
    regions: list[Region] = []
    broken: list[Broken] = []
    opened: tuple[str, Path, int] | None = None
    columns: dict[int, Column] = {}
    lines: list[MarkedLine] = []
    rows = _rows(page)
    for row in sorted(rows):
        mark = rows[row]
        word, _, rest = mark.partition(" ")
        if word in (FORM, TABLE):
            if opened is not None:
                broken.append(_unended(page, opened))
            opened, columns, lines = (word, path_of(rest), row), {}, []
        elif opened is None:
            continue
        elif word == KEYS:
            columns = _columns(page, row)
        elif word == END:
            if path_of(rest) == opened[1]:
                regions.append(Region(*opened[:2], page, opened[2], columns, tuple(lines)))
            else:
                broken.append(_unended(page, opened))
            opened = None
        elif word == NONE or (word != HEAD and columns):
            lines.append(MarkedLine(row, mark))
    if opened is not None:
        broken.append(_unended(page, opened))
    return regions, broken


def _rows(page: SheetPage) -> dict[int, str]:
    """有内容的各行的标记。"""
    rows: dict[int, str] = {}
    for (row, column), cell in page.cells.items():
        mark = cell.text if column == page.marks else ""
        rows[row] = rows.get(row, "") or mark
    return rows


def _columns(page: SheetPage, row: int) -> dict[int, Column]:
    """键那一行：各栏。"""
    return {
        column: column_of(cell.text)
        for (at, column), cell in page.cells.items()
        if at == row and column != page.marks and "|" in cell.text
    }


def _unended(page: SheetPage, opened: tuple[str, Path, int]) -> Broken:
    message = "这一块末尾的隐藏标记不见了，读到哪里为止说不清。"
    return Broken(page.label(opened[2], page.marks + 1), message)


def missing_parts(
    blocks: Iterable[BlockMark],
    regions: list[Region],
    names: Mapping[str, Named],
) -> Iterator[Broken]:
    """版本里记着的各块、各栏、各项，每样都要有，只有一份。"""
    found: dict[str, list[Region]] = {}
    for region in regions:
        found.setdefault(region.name, []).append(region)
    lost: dict[str, list[str]] = {}
    for block in blocks:
        named = names.get(block.name, Named("", block.name, {}))
        here = found.get(block.name, [])
        if not here:
            lost.setdefault(named.page, []).append(named.title)
        elif len(here) > 1:
            places = "、".join(region.page.label(region.row, region.page.marks) for region in here)
            message = f"{named.title}有 {len(here)} 份（{places}），哪一份算数说不清。"
            yield Broken(here[1].place, message)
        else:
            yield from _missing_columns(block, here[0], named)
    for page, titles in lost.items():
        what = titles[0] if len(titles) == 1 else f"{titles[0]}等 {len(titles)} 张表"
        reason = "工作表删去了，或隐藏的第一列动过了"
        yield Broken(f"工作表“{page}”", f"找不到{what}：{reason}。")


def _missing_columns(block: BlockMark, region: Region, named: Named) -> Iterator[Broken]:
    if not region.columns:
        yield Broken(region.place, f"{named.title}表头上面那一行（隐藏的）不见了。")
        return
    written = [column.mark for column in region.columns.values()]
    what = "一栏"
    if block.word == FORM:
        fields = [line.mark for line in region.lines if line.mark.startswith(f"{FIELD} ")]
        written, what = [mark.partition(" ")[2] for mark in fields], "一行"
    for mark in block.columns:
        key = mark.partition("|")[0]
        title = named.columns.get(key, key)
        if mark not in written:
            yield Broken(region.place, f"{named.title}的“{title}”{what}不见了。")
        elif written.count(mark) > 1:
            yield Broken(region.place, f"{named.title}的“{title}”{what}有两份。")
