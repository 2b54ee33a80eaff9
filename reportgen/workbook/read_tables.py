"""读表：一行一行地读，空行跳过，下级的行凭“所属”找到上级，库里定了的、没有填的各归各。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen.core.plan import ROW, Path, Section, Table
from reportgen.core.quantity import shorten
from reportgen.core.spelling import did_you_mean
from reportgen.source.cells import Address
from reportgen.workbook.gathering import Gathering, Spot
from reportgen.workbook.labels import distinct, label_in, section_named
from reportgen.workbook.library import INDICATORS, entry_named, given_by
from reportgen.workbook.library import NAME as INDICATOR_NAME
from reportgen.workbook.marks import (
    LIBRARY,
    NAME,
    NONE,
    PARENT,
    PREVIEW,
    TOTAL,
    VALUE,
    Column,
    path_of,
)
from reportgen.workbook.origins import origins_of
from reportgen.workbook.read_sections import read_names, read_sections
from reportgen.workbook.rows import Content, Row, plain_label
from reportgen.workbook.sharing import belongs
from reportgen.workbook.structure import MarkedLine, Region, SheetPage
from reportgen.workbook.texts import cleaned, is_unfilled

NO_ROWS_WORDS = ("无", "没有")
FIGURES = ("money", "number", "count", "share", "quantity", "target", "actual")
_TALLEST_MERGE = 2_000


class Line(NamedTuple):
    """表的一行：标记，各栏的格。"""

    marked: MarkedLine
    spots: Mapping[Path, Spot]

    @property
    def number(self) -> int:
        """写出时的号；没有的为零。"""
        _, _, written = self.marked.mark.partition(" ")
        short = written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER
        return int(written) if short else 0

    def text(self, keys: Path) -> str:
        """一栏的文字。"""
        spot = self.spots.get(keys)
        return spot.text if spot is not None else ""

    def texts(self) -> dict[Path, str]:
        """各栏的文字。"""
        return {keys: spot.text for keys, spot in self.spots.items()}


_LONGEST_NUMBER = 6


class TableReader:
    """一张表，正在读。"""

    def __init__(self, gathering: Gathering, region: Region, table: Table | None) -> None:
        self.gathering, self.region, self.table = gathering, region, table
        self.page = region.page
        columns = table.columns if table is not None else ()
        self.columns = {
            at: column for at, column in region.columns.items() if column.keys != (PREVIEW,)
        }
        self.field_of = {field.keys or (VALUE,): field for field in columns}
        before = gathering.before.get(region.path, Content({}))
        rows = tuple(row for row in before.rows if belongs(row.address, gathering.only))
        self.before = Content(before.values, rows, before.none)
        self.merged = dict(_spread(self.page))

    def read(self) -> None:
        """读完。"""
        lines: list[Line] = []
        for marked in self.region.lines:
            word, _, rest = marked.mark.partition(" ")
            if word == NONE:
                self._none(marked)
            elif word == TOTAL:
                self._total(marked, rest)
            else:
                line = self._line(marked)
                if any(spot.text for spot in line.spots.values()) or self._is_waiting(line):
                    lines.append(line)
        kept = [line for line in lines if not self._only_prewritten(line)]
        self._place(kept)

    def _is_waiting(self, line: Line) -> bool:
        """写出时整行都是“待填”的，空着也还在。"""
        rows = (row for row in self.before.rows if row.number == line.number)
        row = next(rows, None)
        return row is not None and bool(row.values) and all(map(is_unfilled, row.values.values()))

    def _line(self, marked: MarkedLine) -> Line:
        spots = {}
        for at, column in self.columns.items():
            spot = self.gathering.spot(self.page, marked.row, at)
            spots[column.keys] = self._filled_down(spot, column)
        return Line(marked, spots)

    def _filled_down(self, spot: Spot, column: Column) -> Spot:
        """竖着合并的格：文字每行都有；数是几行的，各行是多少说不清。"""
        top = self.merged.get((spot.row, spot.column))
        if top is None or spot.text:
            return spot
        cell = self.page.cells.get((top, spot.column))
        text = cleaned(cell.text) if cell is not None else ""
        field = self.field_of.get(column.keys)
        if text and field is not None and field.way in FIGURES:
            message = f"这一格与第 {top} 行的合并了，“{shorten(text)}”是哪一行的说不清。"
            self.gathering.ledger.remark(spot.at, "I03", message, "拆开合并的格，每行各写各的。")
            return spot
        return spot._replace(text=text)

    def _none(self, marked: MarkedLine) -> None:
        """写明一行也没有。"""
        column = self.page.marks + 2
        spot = self.gathering.spot(self.page, marked.row, column)
        if spot.text in NO_ROWS_WORDS:
            self.gathering.put(self.region.path, spot, [])
        elif spot.text:
            message = f"这一格只写“无”，写的是“{shorten(spot.text)}”，没有读。"
            self.gathering.ledger.remark(spot.at, "I06", message, "内容写在下面的表里。")

    def _total(self, marked: MarkedLine, rest: str) -> None:
        """末行的合计。"""
        path, _, title = rest.partition("|")
        start = path_of(path)
        fields = self.table.total_columns if self.table is not None else ()
        field_of = {field.keys: field for field in fields}
        for at, column in self.columns.items():
            spot = self.gathering.spot(self.page, marked.row, at)
            old = self.before.values.get(column.keys)
            address = (*start, *column.keys)
            if column.keys not in field_of or (spot.text == title and old is None):
                continue
            self.gathering.know(self.page, address, spot)
            self.gathering.cell(address, spot, column, field_of[column.keys], old)

    def _only_prewritten(self, line: Line) -> bool:
        """事先写好名字、别的一格也没有填的行：指标库里的，还没有写的节。"""
        if self._is_waiting(line):
            return False
        written = {keys for keys, spot in line.spots.items() if spot.text}
        if line.marked.mark == LIBRARY:
            given = self._given(line)
            written -= {keys for keys in written if given.get(keys) == line.text(keys)}
            written -= {INDICATOR_NAME} if given else set()
            return not written
        kind = self.table.kind if self.table is not None else "rows"
        return kind != "rows" and written <= {(NAME,), (PARENT,)}

    def _given(self, line: Line) -> dict[Path, str]:
        """指标库里定了的。"""
        if self.region.path != INDICATORS:
            return {}
        entry = entry_named(self.gathering.format.catalogue, line.text(INDICATOR_NAME))
        return given_by(entry) if entry is not None else {}

    def _place(self, lines: list[Line]) -> None:
        kind = self.table.kind if self.table is not None else self._kind()
        origins = self._origins(lines)
        if kind == "sections":
            read_sections(self, lines, origins)
        elif kind == "names":
            read_names(self, lines, origins)
        else:
            self._rows(lines, origins)

    def _kind(self) -> str:
        keys = {column.keys for column in self.columns.values()}
        if (NAME,) not in keys:
            return "rows"
        return "names" if (VALUE,) in keys else "sections"

    def _origins(self, lines: list[Line]) -> dict[int, Row]:
        """各行是写出时的哪一行。"""
        rows = {row.number: row for row in self.before.rows}
        names = {number: _label_of(row) for number, row in rows.items()}
        labels = [self._label(line) for line in lines]
        numbers = [line.number for line in lines]
        found = origins_of(labels, numbers, names)
        return {at: rows[number] for at, number in found.items()}

    def _label(self, line: Line) -> str:
        texts = line.texts()
        name = label_in(texts)
        named = texts.get((NAME,), "")
        return f"{section_named(named, self.sections())}|{name}" if named else name

    def sections(self) -> tuple[Section, ...]:
        """叙述里定了的各节。"""
        return self.table.sections if self.table is not None else ()

    def _rows(self, lines: list[Line], origins: dict[int, Row]) -> None:
        """一行一个对象。"""
        counts: dict[Address, int] = {}
        addresses: list[Address] = []
        last: Address | None = None
        for at, line in enumerate(lines):
            home, last = self.home(line, last)
            if home is None:
                addresses.append(())
                continue
            index = counts.get(home, 0)
            counts[home] = index + 1
            address = (*home, index)
            addresses.append(address)
            self.origin(address, origins.get(at))
            self.values(address, line, origins.get(at))
        labels = distinct(label_in(line.texts()) for line in lines)
        known = dict(zip(labels, addresses, strict=True))
        for at, row in origins.items():  # 改了名的行，下级的表里还写着旧名
            old = self._old_label(row)
            if old not in known and addresses[at]:
                known[old] = addresses[at]
        self.gathering.labelled[self.region.path] = {
            label: address for label, address in known.items() if address
        }

    def _old_label(self, row: Row) -> str:
        names = distinct(plain_label(each) for each in self.before.rows)
        numbers = [each.number for each in self.before.rows]
        return names[numbers.index(row.number)]

    def home(self, line: Line, last: Address | None) -> tuple[Address | None, Address | None]:
        """这一行在哪个列表里；没有写所属的，与上一行相同。"""
        path = self.region.path
        if ROW not in path:
            return path, None
        depth = len(path) - 1 - path[::-1].index(ROW)
        parents = self.gathering.labelled.get(path[:depth], {})
        spot = line.spots.get((PARENT,))
        text = spot.text if spot is not None else ""
        if not text and last is None and len(parents) == 1:
            last = next(iter(parents.values()))
        parent = parents.get(text) if text else last
        if parent is None and spot is not None:
            if text:
                message = f"上级的表里没有“{shorten(text)}”这一行。"
                self.gathering.ledger.remark(
                    spot.at, "I09", message, did_you_mean(text, list(parents))
                )
            else:
                message = "没有写这一行属于上级的哪一行。"
                self.gathering.ledger.remark(spot.at, "I01", message, "在下拉里选一个。")
        if parent is None:
            return None, last
        return (*parent, *path[depth + 1 :]), parent

    def origin(self, address: Address, row: Row | None) -> None:
        if row is not None:
            self.gathering.origins[address] = row.address
            self.gathering.numbers[address] = row.number

    def values(self, address: Address, line: Line, origin: Row | None) -> None:
        """一行的各格。"""
        given = self._given(line)
        filled = False
        for column in self.columns.values():
            keys = column.keys
            if keys in ((PARENT,), (NAME,)):
                continue
            spot = line.spots[keys]
            here = (*address, *keys)
            old = origin.values.get(keys) if origin is not None else None
            self.gathering.know(self.page, here, spot)
            if spot.text and spot.text == given.get(keys) and old is None:
                continue
            filled = filled or bool(spot.text) or is_unfilled(old)
            self.gathering.cell(here, spot, column, self.field_of.get(keys), old)
        if not filled:  # 只写了所属：那里一行也没有
            first = next(iter(line.spots.values()))
            self.gathering.put(address, first, {})


def _spread(page: SheetPage) -> Iterator[tuple[tuple[int, int], int]]:
    """竖着合并的格：除头一行以外的各格 → 头一行。"""
    for merge in page.merges:
        for row in range(merge.top + 1, min(merge.bottom, merge.top + _TALLEST_MERGE) + 1):
            yield (row, merge.left), merge.top


def _label_of(row: Row) -> str:
    name = plain_label(row)
    return f"{row.name}|{name}" if row.name else name
