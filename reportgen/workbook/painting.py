"""画填报表：打算和事实 → 各页。表单都在头一页，表一个输入的键一页；没有要看的页收起来。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.frozen import frozen
from reportgen.core.plan import Block, Form, Sheet, Table
from reportgen.source.cells import Address
from reportgen.source.tree import Node
from reportgen.workbook.canvas import Canvas
from reportgen.workbook.drawing import FIRST_COLUMN, Box, Line, Page, State
from reportgen.workbook.forms import WIDTHS, draw_form
from reportgen.workbook.marks import BlockMark
from reportgen.workbook.rows import contents, form_key
from reportgen.workbook.setting import Setting
from reportgen.workbook.tables import TablePainter
from reportgen.workbook.version import SHEET_NAME, Version, rows_of

FORM_PAGE_HINT = "白格、黄格由单位填写，黄格必填（名称带 * 的）；灰格由程序算好，填了也不作数。"
TABLE_PAGE_HINT = "一行填一条；要加行就用空行，或在表的中间插入；不要的行清空或整行删去。* 必填。"


@frozen
class Painted:
    """画好的：各页，各块的标记，树的各处画在哪一格（“资金!C5”）。"""

    pages: tuple[Page, ...]
    blocks: tuple[BlockMark, ...]
    places: dict[Address, str]


def paint(setting: Setting, tree: Node) -> Painted:
    """一本填报表；tree 是常形的事实。"""
    found = contents(setting.plan, tree)
    marks: list[BlockMark] = []
    pages: list[Page] = []
    places: dict[Address, str] = {}
    for key, title, blocks in _sheets(setting):
        canvas = Canvas(key, title, setting)
        forms = not key
        if forms:
            canvas.widths.update(WIDTHS)
        hint = FORM_PAGE_HINT if forms else TABLE_PAGE_HINT
        canvas.line("", {FIRST_COLUMN: Box(hint, "hint")})
        aside = _aside(blocks, setting)
        for block in blocks:
            if isinstance(block, Form):
                marks.append(draw_form(canvas, block, found[form_key(block.path)]))
            else:
                marks.append(TablePainter(canvas, block, found, aside).draw())
        places |= {address: f"{title}!{cell}" for address, cell in canvas.places.items()}
        pages.append(_page(canvas, forms=forms))
    return Painted(tuple(pages), tuple(marks), places)


def _sheets(setting: Setting) -> Iterator[tuple[str, str, list[Block]]]:
    """各页的块：表单并在头一页，要看的在前；表各在各的页，要看的在前。"""
    sheets = setting.plan.sheets
    blocks = [block for block in setting.plan.blocks if _is_drawn(block, setting)]
    forms: list[Block] = [block for block in blocks if isinstance(block, Form)]
    yield "", sheets[0].title, _sorted(forms, setting)
    for sheet in sheets:
        tables = _tables(sheet, setting)
        if tables:
            yield sheet.key or sheet.title, sheet.title, tables


def _tables(sheet: Sheet, setting: Setting) -> list[Block]:
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    return _sorted([block for block in tables if _is_drawn(block, setting)], setting)


def _is_drawn(block: Block, setting: Setting) -> bool:
    """分给一个科室的，只画有它的行的表，连同行里的表。"""
    if setting.only is None:
        return True
    homes = {str(address[0]) for address in setting.only}
    return isinstance(block, Table) and bool(block.path) and block.path[0] in homes


def _sorted(blocks: list[Block], setting: Setting) -> list[Block]:
    return sorted(blocks, key=lambda block: block.path not in setting.shown)


def _aside(blocks: list[Block], setting: Setting) -> int:
    """收起来的栏从哪一列起：这一页看得见的栏之后。"""
    most = 0
    for block in blocks:
        if isinstance(block, Table) and block.path in setting.shown:
            shown = [(*block.path, *column.keys) in setting.shown for column in block.columns]
            count = sum(shown) if block.kind == "rows" else len(shown)
            most = max(most, count)
    return FIRST_COLUMN + most + 4


def _page(canvas: Canvas, *, forms: bool) -> Page:
    lines = canvas.settled()
    single = canvas.tables == 1
    return Page(
        canvas.title,
        lines,
        canvas.widths,
        folded=tuple(sorted(canvas.folded - canvas.open)),
        choices=tuple(canvas.choices),
        needs=tuple(canvas.needs),
        state=_state(canvas, forms=forms),
        protected=forms,
        frozen_rows=canvas.first_head + 1 if single else 0,
        repeated=(canvas.first_head, canvas.first_head) if single else None,
        portrait=forms,
    )


def _state(canvas: Canvas, *, forms: bool) -> State:
    whole = canvas.setting.only is None
    return "visible" if canvas.tables or (forms and whole) else "hidden"


def version_page(version: Version) -> Page:
    """版本一页，看不见。"""
    lines = [
        Line(name, {FIRST_COLUMN: Box(value, "plain")} if value else {})
        for name, value in rows_of(version)
    ]
    return Page(SHEET_NAME, tuple(lines), {FIRST_COLUMN: 60}, state="veryHidden")
