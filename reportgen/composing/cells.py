"""格里的文字：一行各格的模板一次渲染，出错时逐格再试一次，指到那一格。"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.composing.environment import (
    FAULTS,
    HELPS,
    ROW,
    Environment,
    code_of,
    expression,
    reason_of,
    rendered,
)
from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.document import Align, Cell, CellRole, Merge, Row
from reportgen.core.frozen import frozen
from reportgen.core.paths import Names, NoSuchPath, reach, rows_at
from reportgen.core.tablespec import FormSpec, TableSpec

SEPARATOR = "\x1f"
"""单元分隔符：控制字符在读文件时已被拒绝，数据里不会有。"""
NUMBER = "n"
"""模板里的行号，从 1 起。"""


class TableFault(Exception):
    """一张表写不成，诊断在 diagnostic 里。"""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@frozen
class Wording:
    """一格的文字从哪里来：模板全文，和出错时怎么称呼这一格、指到哪里。"""

    template: str
    place: str
    span: Span | None


def fault(span: Span | None, message: str, code: str = "F02") -> TableFault:
    """造一个写不成的理由。"""
    assert span is not None
    help = "对照 tables.yaml 和输入里的名字。" if code == "F02" else HELPS[code]
    return TableFault(diagnose(code, span, message, help))


def including(file: str) -> str:
    """模板文件 → 引入它的模板。"""
    return f'{{% include "{file}" %}}'


def texts_of(environment: Environment, wordings: Sequence[Wording], names: Names) -> list[str]:
    """一行各格的文字。"""
    whole = SEPARATOR.join(wording.template for wording in wordings)
    try:
        return rendered(expression(environment, whole), names).split(SEPARATOR)
    except FAULTS:
        # 逐格再试：出错的那一格自己会说
        return [text_of(environment, wording, names) for wording in wordings]


def text_of(environment: Environment, wording: Wording, names: Names) -> str:
    """一格的文字；渲染不成则抛 TableFault，说出是哪一格。"""
    try:
        return rendered(expression(environment, wording.template), names)
    except FAULTS as error:
        message = f"{wording.place}{reason_of(error)}"
        raise fault(wording.span, message, code_of(error)) from None


def resolved(environment: Environment, wording: Wording, names: Names) -> str:
    """表头、合计名称、金额单位一类的词：大多照印，写了引用的才渲染。"""
    if "{" not in wording.template:
        return wording.template
    return text_of(environment, wording, names)


def items_at(names: Names, path: str, span: Span | None, owner: str) -> tuple[Any, ...]:
    """各行的内容；路径走不通则抛 TableFault。"""
    try:
        return rows_at(names, path)
    except NoSuchPath as error:
        raise fault(span, f"{owner}：{error}。") from None


def value_at(names: Names, path: str, span: Span | None, owner: str) -> Any:
    """一项内容；路径走不通则抛 TableFault。"""
    try:
        return reach(names, path)
    except NoSuchPath as error:
        raise fault(span, f"{owner}：{error}。") from None


def with_row(names: Names, item: Any, number: int) -> Names:
    """一行的名字：r 是这一行，n 是行号。"""
    return {**names, ROW: item, NUMBER: number}


def same_group(item: Any, before: Any, level: int) -> bool:
    """两行是不是同一个一级（level=1）或二级（level=2）的组；不分组的行各是各的。"""
    group, above = getattr(item, "group", None), getattr(before, "group", None)
    if group is None or above is None:
        return False
    return bool(group[:level] == above[:level])


def caption_and_unit(
    spec: TableSpec | FormSpec, kind: str, environment: Environment, names: Names, number: int
) -> tuple[str, str]:
    """表题（{n} 换成表号）和金额单位；没有的为空。kind 是“表”或“表单”，出错时这样称呼它。"""
    owner = f"{kind} {spec.name} 的"
    title = resolved(environment, Wording(spec.title, f"{owner}表题：", spec.span), names)
    unit = resolved(environment, Wording(spec.unit, f"{owner}金额单位：", spec.span), names)
    if unit:
        unit = f"单位：{unit}"
    return title.strip().replace("{n}", str(number)), unit


NOTHING = (("—",), ("－",), ("/",))
"""没有数的格子里印的：在靠右的一列里居中，不像一个负号。"""


def content_cell(paragraphs: tuple[str, ...], align: Align, across: int = 1) -> Cell:
    """内容的一格：靠右的是数。"""
    role: CellRole = "number" if align == "right" else "text"
    if align == "right" and paragraphs in NOTHING:
        align = "center"
    return Cell(paragraphs, across, "", align, role)


def with_merge(cell: Cell, merge: Merge) -> Cell:
    """换一种竖向合并。"""
    return Cell(cell.paragraphs, cell.span, merge, cell.align, cell.role)


def mark_starts(rows: list[Row]) -> list[Row]:
    """承上的格子上面那一格标为起点；只有一行的组不合并。"""
    marked = list(rows)
    for index in range(1, len(rows)):
        continued = {at for at, cell in columns_of(rows[index]) if cell.merge == "continue"}
        if not continued:
            continue
        above = marked[index - 1]
        cells: list[Cell] = []
        for column, cell in columns_of(above):
            starts = column in continued and not cell.merge
            cells.append(with_merge(cell, "start") if starts else cell)
        marked[index - 1] = Row(tuple(cells), above.origin)
    return marked


def columns_of(row: Row) -> list[tuple[int, Cell]]:
    """一行各格和它在网格里的起列。"""
    placed: list[tuple[int, Cell]] = []
    column = 0
    for cell in row.cells:
        placed.append((column, cell))
        column += cell.span
    return placed
