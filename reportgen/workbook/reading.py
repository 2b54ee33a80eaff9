"""读填报表：隐藏的标记 → 各格 → 事实的树。读的是格里看到的样子，一格读不成的不妨碍别的格。"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from reportgen.core.archive import BadArchive
from reportgen.core.diagnostics import Source, Span, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.plan import Block, Form, Plan, Table
from reportgen.source.cells import Address, grown
from reportgen.source.emit import emit
from reportgen.source.normal import Value, node_of, normal
from reportgen.source.sheetxml import BadWorkbook
from reportgen.source.tree import Node, Scalar, parse
from reportgen.source.workbook import Workbook
from reportgen.workbook.filled import Filled, Places
from reportgen.workbook.gathering import Gathering
from reportgen.workbook.ink import OPTIONS_SHEET
from reportgen.workbook.ledger import Ledger
from reportgen.workbook.marks import FORM, NAME, PARENT, TABLE, VALUE, BlockMark
from reportgen.workbook.putting import put_back
from reportgen.workbook.read_forms import read_form
from reportgen.workbook.read_tables import TableReader
from reportgen.workbook.remarks import TITLE as REMARKS
from reportgen.workbook.rows import contents
from reportgen.workbook.sharing import rows_of
from reportgen.workbook.strays import report_strays
from reportgen.workbook.structure import (
    MOST_ROWS,
    Broken,
    Named,
    Region,
    SheetPage,
    missing_parts,
    pages_of,
    regions_in,
)
from reportgen.workbook.version import SHEET_NAME, Version, version_in

BY_SIGHT = "用 reportgen sheet 重新生成一份，把内容粘贴过去；行可以增删，隐藏的行、列不要动。"


class NotOurs(ValueError):
    """不是填报表，或打不开；理由用中文。"""


def open_workbook(data: bytes) -> tuple[Workbook, Version]:
    """xlsx 的字节 → 工作簿和它的来历；不是填报表的抛 NotOurs。"""
    try:
        book = Workbook(data)
        if SHEET_NAME not in book.sheets:
            raise NotOurs("不是填报表：没有“版本”这一页（隐藏的）")
        version = version_in(_named_values(book))
    except (BadWorkbook, BadArchive, expat.ExpatError) as error:
        raise NotOurs(f"读不了这个 xlsx：{error}") from None
    if version is None:
        raise NotOurs("不是填报表：“版本”一页不是 reportgen 写的，或已改动")
    return book, version


def _named_values(book: Workbook) -> Iterator[tuple[str, str]]:
    cells, _ = book.read_each(SHEET_NAME)
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    for _, row in sorted(rows.items()):
        yield row.get(1, ""), row.get(2, "")


def read_workbook(
    book: Workbook,
    version: Version,
    name: str,
    format: Format,
    plan: Plan,
) -> Filled:
    """填报表 → 事实。name 是诊断里显示的文件名。"""
    reader = _Reader(name, version, format, plan)
    try:
        return reader.read(book)
    except (BadWorkbook, BadArchive) as error:
        problem = diagnose("S05", whole(Source(name)), f"读不了这个 xlsx：{error}。", BY_SIGHT)
        return Filled(version, Source(name), (problem,))


class _Reader:
    """一本填报表，正在读。"""

    def __init__(self, name: str, version: Version, format: Format, plan: Plan) -> None:
        self.name, self.version, self.format, self.plan = name, version, format, plan
        self.ledger = Ledger(name)
        self.blocks: dict[str, Block] = {}
        for block in plan.blocks:
            word = FORM if isinstance(block, Form) else TABLE
            self.blocks[BlockMark(word, block.path, "", ()).name] = block

    def read(self, book: Workbook) -> Filled:
        """读完。"""
        state, _ = parse(Source("", self.version.state))
        if state is None:
            return self._broken([Broken("", "“版本”一页里记着的事实不完整。")])
        regions, broken, strangers = self._structure(book)
        broken += missing_parts(self.version.blocks, regions, self._names())
        if broken:
            return self._broken(broken)
        before = node_of(normal(state, self.format.shape))
        found = contents(self.plan, before)
        only = rows_of(found, self.version.part) if self.version.part else None
        gathering = Gathering(self.ledger, self.format, found, only)
        for region in self._ordered(regions):
            self._region(gathering, region)
        report_strays(gathering, regions, strangers)
        return self._settled(gathering, before)

    def _structure(self, book: Workbook) -> tuple[list[Region], list[Broken], list[SheetPage]]:
        """各页的各块；strangers 是不是填报表的页。"""
        regions: list[Region] = []
        broken: list[Broken] = []
        strangers: list[SheetPage] = []
        for page in pages_of(book, (SHEET_NAME, OPTIONS_SHEET, REMARKS)):
            if not page.marks:
                strangers.append(page)
                continue
            found, faults = regions_in(page)
            regions += found
            broken += faults
            if sum(len(region.lines) for region in regions) > MOST_ROWS:
                raise BadWorkbook(f"各张表一共超过 {MOST_ROWS} 行")
        return regions, broken, strangers

    def _region(self, gathering: Gathering, region: Region) -> None:
        """读一块；打算里没有了的，只凭标记读。"""
        block = self.blocks.get(region.name)
        if region.path:
            gathering.starts.setdefault(region.path[0], region.place)
        if region.word == FORM:
            read_form(gathering, region, block if isinstance(block, Form) else None)
        else:
            TableReader(gathering, region, block if isinstance(block, Table) else None).read()

    def _ordered(self, regions: list[Region]) -> list[Region]:
        """照写出时的次序：上级的表在前。"""
        order = {block.name: at for at, block in enumerate(self.version.blocks)}
        known = [region for region in regions if region.name in order]
        return sorted(known, key=lambda region: (len(region.path), order[region.name]))

    def _names(self) -> dict[str, Named]:
        """各块在话里怎么称呼。"""
        names = {}
        for sheet in self.plan.sheets:
            for block in sheet.blocks:
                form = isinstance(block, Form)
                fields = block.fields if isinstance(block, Form) else block.columns
                name = BlockMark(FORM if form else TABLE, block.path, "", ()).name
                page = self.plan.sheets[0].title if form else sheet.title
                kind = "表单" if form else "表"
                titles = {".".join(field.keys) or VALUE: field.title for field in fields}
                titles |= {PARENT: "所属", NAME: "名称"}
                names[name] = Named(page, f"{kind}“{block.title}”", titles)
        return names

    def _broken(self, broken: list[Broken]) -> Filled:
        source = Source(self.name)
        problems = tuple(
            diagnose("S11", Span(source, 1, 1, 0, 0, each.label), each.message, BY_SIGHT)
            for each in broken
        )
        return Filled(self.version, source, problems)

    def _settled(self, gathering: Gathering, before: Node) -> Filled:
        spans = self.ledger.spans()
        kept: list[tuple[Address, Node]] = []
        if gathering.only is not None:
            kept = put_back(gathering, self.plan, before, self.version.part, self.name)
        placed = kept + [
            (entry.address, _node(entry.value, spans[entry.at])) for entry in gathering.entries
        ]
        try:
            tree = grown(placed)
        except (AttributeError, TypeError):  # 一处既是值又是一组：标记给人改过
            return self._broken([Broken("", "隐藏的标记给人改过，一处写着两样。")])
        shape = self.format.shape
        text = emit(tree, shape)
        return Filled(
            self.version,
            Source(self.name, text),
            self.ledger.diagnostics(spans),
            tree,
            Places(gathering.fields, gathering.addresses, gathering.starts),
            gathering.origins,
            gathering.numbers,
        )


def _node(value: Value, span: Span) -> Node:
    """一格的值 → 节点；没有加引号，写法不大对的（全角的数）照常说。"""
    return Scalar(value, span) if isinstance(value, str) else node_of(value, span)
