"""放回：一个科室交回来的行，放回全体里它们的位置；各格的地方、来处跟着换。"""

from __future__ import annotations

from reportgen.core.plan import Plan
from reportgen.source.cells import Address
from reportgen.source.tree import Node
from reportgen.workbook.gathering import Entry, Gathering
from reportgen.workbook.rows import Row
from reportgen.workbook.sharing import OWNED, OWNER, Homes, Moves, belongs, moved, others


def put_back(
    gathering: Gathering,
    plan: Plan,
    before: Node,
    part: str,
    name: str,
) -> list[tuple[Address, Node]]:
    """交回来的各格换到全体里的位置；返回不归这个科室的各格。新添的行，填报科室就是它。"""
    assert gathering.only is not None
    rows = [
        row.address for path in OWNED if path in gathering.before for row in _rows(gathering, path)
    ]
    returned = dict.fromkeys(_row_of(entry.address) for entry in gathering.entries)
    homes = Homes(rows, gathering.only)
    mine = [address for address in returned if address]
    kept, placed = homes.moves(mine, gathering.origins)
    written = {entry.address for entry in gathering.entries}
    added = [
        Entry((*address, *OWNER), _first(gathering, address), part)
        for address in mine
        if (*address, *OWNER) not in written
    ]
    entries = [*gathering.entries, *added]
    gathering.entries = [entry._replace(address=moved(entry.address, placed)) for entry in entries]
    _follow(gathering, placed, kept)
    return others(plan, before, gathering.only, kept, name)


def _rows(gathering: Gathering, path: tuple[str, ...]) -> list[Row]:
    """一张表里是一行一个对象的各行；一段文字的节不分。"""
    return [row for row in gathering.before[path].rows if isinstance(row.address[-1], int)]


def _row_of(address: Address) -> Address:
    """一格所在的、分得开的那一行；不在里面的为空。"""
    depth = next((at for at, step in enumerate(address) if isinstance(step, int)), None)
    return () if depth is None else address[: depth + 1]


def _first(gathering: Gathering, row: Address) -> int:
    """一行的第一格在账上的号。"""
    return next(entry.at for entry in gathering.entries if entry.address[: len(row)] == row)


def _follow(gathering: Gathering, placed: Moves, kept: Moves) -> None:
    """各格的地方、各行的来处换到新的位置；别的科室的行来处就是它自己。"""
    gathering.addresses = {
        label: moved(address, placed) for label, address in gathering.addresses.items()
    }
    gathering.fields = {moved(home, placed): names for home, names in gathering.fields.items()}
    origins = {moved(row, placed): origin for row, origin in gathering.origins.items()}
    numbers = {moved(row, placed): number for row, number in gathering.numbers.items()}
    for content in gathering.before.values():
        for row in content.rows:
            if not belongs(row.address, gathering.only):
                origins[moved(row.address, kept)] = row.address
    gathering.origins, gathering.numbers = origins, numbers
