"""读叙述和名字到值的表：一节可以是一段文字，可以是几段；名字不许重复。"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.core.quantity import shorten
from reportgen.source.cells import Address
from reportgen.workbook.labels import section_named
from reportgen.workbook.marks import NAME, PARENT, ROW, TEXT, VALUE, Column
from reportgen.workbook.rows import Row

if TYPE_CHECKING:
    from reportgen.workbook.read_tables import Line, TableReader

BODY = ("text",)
Group = list[tuple[int, "Line"]]


def read_names(reader: TableReader, lines: list[Line], origins: Mapping[int, Row]) -> None:
    """名字到值。"""
    gathering = reader.gathering
    seen: set[Address] = set()
    last: Address | None = None
    for at, line in enumerate(lines):
        home, last = reader.home(line, last)
        name, spot = line.spots[(NAME,)], line.spots[(VALUE,)]
        if home is None:
            continue
        if not name.text:
            gathering.ledger.remark(name.at, "I01", "没有写名称。", "写上名称。")
            continue
        address = (*home, name.text)
        if address in seen:
            message = f"“{shorten(name.text)}”写了两次，第二次会盖掉第一次。"
            gathering.ledger.remark(name.at, "S02", message, "删去其中一行。")
            continue
        seen.add(address)
        origin = origins.get(at)
        old = origin.values.get(()) if origin is not None else None
        gathering.know(reader.page, address, spot)
        reader.origin(address, origin)
        field = reader.field_of.get((VALUE,))
        gathering.cell(address, spot, Column((VALUE,)), field, old)


def read_sections(reader: TableReader, lines: list[Line], origins: Mapping[int, Row]) -> None:
    """叙述：同一节的几行是几段；没有写节名的，与上一行是一节。"""
    groups: dict[Address, Group] = {}
    last: Address | None = None
    key = ""
    for at, line in enumerate(lines):
        home, last = reader.home(line, last)
        name = line.spots[(NAME,)]
        key = section_named(name.text, reader.sections()) if name.text else key
        if home is None:
            continue
        if not key:
            help = "在下拉里选一节。"
            reader.gathering.ledger.remark(name.at, "I01", "没有写是哪一节。", help)
            continue
        groups.setdefault((*home, key), []).append((at, line))
    for address, group in groups.items():
        whole = reader.gathering.only is None  # 分给科室的都是段落
        if whole and all(_is_text(reader, line, address) for _, line in group):
            _plain_section(reader, address, group, origins)
            continue
        for index, (at, line) in enumerate(group):
            here = (*address, index)
            reader.origin(here, origins.get(at))
            reader.values(here, line, origins.get(at))


def _is_text(reader: TableReader, line: Line, address: Address) -> bool:
    """只有正文的一行；写出时就是这样的，或这一节可以只写一段文字的。"""
    written = {keys for keys, spot in line.spots.items() if spot.text}
    if not written <= {(NAME,), (PARENT,), BODY}:
        return False
    word = line.marked.mark.partition(" ")[0]
    known = {section.key: section for section in reader.sections()}
    section = known.get(str(address[-1]))
    if word == ROW and line.number:
        return section is not None and not section.passages
    return word == TEXT or section is None or section.text


def _plain_section(
    reader: TableReader,
    address: Address,
    group: Group,
    origins: Mapping[int, Row],
) -> None:
    """一段文字；写成几行的，一行一段。"""
    at, line = group[0]
    spot = line.spots[BODY]
    origin = origins.get(at)
    old = origin.values.get(()) if origin is not None else None
    reader.gathering.know(reader.page, address, spot)
    reader.origin(address, origin)
    text = "\n".join(each.text(BODY) for _, each in group if each.text(BODY))
    reader.gathering.cell(address, spot._replace(text=text), Column(BODY), None, old)
