"""收各格：看一格、说该说的，收下值，记着树的哪里在哪一格。"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reportgen.core.format import Format
from reportgen.core.plan import Field, Path
from reportgen.core.quantity import shorten
from reportgen.core.text import UNPRINTABLE
from reportgen.source.cells import Address
from reportgen.source.normal import Value
from reportgen.workbook.ledger import Ledger
from reportgen.workbook.marks import Column
from reportgen.workbook.rows import Content
from reportgen.workbook.structure import SheetPage
from reportgen.workbook.texts import cleaned, is_unfilled, value_in


class Entry(NamedTuple):
    """一格读成的：在树的哪里，账上的号，值。"""

    address: Address
    at: int
    value: Value


class Spot(NamedTuple):
    """一格：第几行第几列，看到的文字（空着的为空），账上的号。"""

    row: int
    column: int
    text: str
    at: int


class Gathering:
    """各块读成的格、地方和来处；before 是写出时的各块，only 是分给这一本的各行（不分的为 None）。"""

    def __init__(
        self,
        ledger: Ledger,
        format: Format,
        before: Mapping[Path, Content],
        only: frozenset[Address] | None = None,
    ) -> None:
        self.ledger, self.format, self.before, self.only = ledger, format, before, only
        self.entries: list[Entry] = []
        self.fields: dict[Address, dict[str, str]] = {}
        self.addresses: dict[str, Address] = {}
        self.starts: dict[str, str] = {}
        self.origins: dict[Address, Address] = {}
        self.numbers: dict[Address, int] = {}
        self.labelled: dict[Path, dict[str, Address]] = {}
        self.looked_at: set[tuple[str, int, int]] = set()

    def spot(self, page: SheetPage, row: int, column: int) -> Spot:
        """看一格，该说的说。"""
        cell = page.cells.get((row, column))
        label = page.label(row, column)
        text = cleaned(cell.text) if cell is not None else ""
        at = self.ledger.add(text, label)
        self.looked_at.add((page.title, row, column))
        if cell is None:
            return Spot(row, column, text, at)
        if cell.problem and cell.formula and "公式" in cell.problem:
            help = "在 Excel 里打开、保存一次，或改成数。"
            self.ledger.remark(at, "S12", f"{cell.problem}。", help, "error")
        elif cell.problem:
            self.ledger.remark(at, "I03", f"{cell.problem}。", "改成文字或数再来。")
        elif cell.formula and text:
            message = f"这一格是公式，按存下的结果“{shorten(text)}”读入。"
            self.ledger.remark(at, "S12", message, "结果不对的，改成数；对的不必管。")
        found = UNPRINTABLE.search(text)
        if found is not None:
            message = f"这一格里有印不出的字符 U+{ord(found[0]):04X}。"
            self.ledger.remark(at, "S10", message, "把这一格重新打一遍，不要粘贴。")
            text = UNPRINTABLE.sub("", text)
        return Spot(row, column, text, at)

    def put(self, address: Address, spot: Spot, value: Value) -> None:
        """收一格。"""
        self.entries.append(Entry(address, spot.at, value))

    def know(self, page: SheetPage, address: Address, spot: Spot) -> None:
        """记着树的这一处在哪一格。"""
        label = page.label(spot.row, spot.column)
        self.addresses[label] = address
        if address:
            self.fields.setdefault(address[:-1], {})[str(address[-1])] = label

    def cell(
        self,
        address: Address,
        spot: Spot,
        column: Column,
        field: Field | None,
        old: Value | None,
    ) -> None:
        """收一格；空着的，写出时是“待填”的仍是“待填”。"""
        if spot.text:
            self.put(address, spot, value_in(spot.text, column.kind, field))
        elif old is not None and is_unfilled(old):
            self.put(address, spot, old)
