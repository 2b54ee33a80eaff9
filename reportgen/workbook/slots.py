"""一张表的各栏画在哪一列：所属、节名、看得见的、算好的，再是收起来的。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.frozen import frozen
from reportgen.core.plan import ROW, Field, Table
from reportgen.workbook.drawing import FIRST_COLUMN, Look
from reportgen.workbook.library import INDICATORS
from reportgen.workbook.marks import NAME, PARENT, PREVIEW, Column, column_for
from reportgen.workbook.previews import SCORE, Preview, previews_of
from reportgen.workbook.setting import Setting

FIGURES = ("money", "number", "count", "share", "quantity")


@frozen
class Slot:
    """一栏画在哪一列。"""

    column: int
    mark: Column
    title: str
    field: Field | None = None
    preview: Preview | None = None
    shown: bool = True

    @property
    def look(self) -> Look:
        """填写的格的样子。"""
        return "figure" if self.field is not None and self.field.way in FIGURES else "input"

    @property
    def given_look(self) -> Look:
        """指标库写好的格的样子。"""
        return "library figure" if self.look == "figure" else "library"


def slots_of(table: Table, setting: Setting, aside: int) -> Iterator[Slot]:
    """各栏；收起来的从 aside 那一列起，整页看得见的栏都在它前面。"""
    at = FIRST_COLUMN
    if table.parent[-1:] == (ROW,):
        yield Slot(at, Column((PARENT,)), _parent_title(table, setting))
        at += 1
    if table.kind != "rows":
        yield Slot(at, Column((NAME,)), "节" if table.kind == "sections" else "名称")
        at += 1
    shown = [field for field in table.columns if _is_shown(table, field, setting)]
    for field in shown:
        yield Slot(at, column_for(field), setting.title_of(field), field)
        at += 1
    for preview in _previews(table, setting):
        yield Slot(at, Column((PREVIEW,)), preview.title, None, preview)
        at += 1
    at = max(at, aside)
    for field in table.columns:
        if field not in shown:
            yield Slot(at, column_for(field), setting.title_of(field), field, shown=False)
            at += 1


def _parent_title(table: Table, setting: Setting) -> str:
    """“所属资金行 *”。"""
    path = table.parent[:-1]
    titles = (block.title for block in setting.plan.blocks if block.path == path)
    return f"所属{next(titles, '')} *"


def _is_shown(table: Table, field: Field, setting: Setting) -> bool:
    """收起来的表自己的各栏都在前面；叙述、名字的也都在。"""
    folded = table.path not in setting.shown
    return folded or table.kind != "rows" or (*table.path, *field.keys) in setting.shown


def _previews(table: Table, setting: Setting) -> tuple[Preview, ...]:
    if table.path == INDICATORS and setting.scores:
        return (SCORE,)
    return previews_of(table.columns, setting.format.manifest)
