"""汇总表写成 xlsx：各份一页，可以筛选；合计、分布一页。数是数，可以再加。"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from reportgen.core.summary import (
    GROUP_HEADS,
    HEADS,
    Group,
    ReportRow,
    Summary,
    texts_of,
    texts_of_group,
)
from reportgen.workbook.drawing import FIRST_COLUMN, Box, Line, Look, Page
from reportgen.workbook.ink import xlsx_of

WIDTHS = (34, 34, 8, 16, 16, 10, 9, 8, 7, 7, 40)


def summary_book(summary: Summary) -> bytes:
    """汇总 → xlsx 的字节。"""
    return xlsx_of((_reports(summary), _groups(summary)))


def _reports(summary: Summary) -> Page:
    lines = [_title("各份"), _head(HEADS)]
    lines += [_report(row) for row in summary.rows]
    area = (1, FIRST_COLUMN, max(1, len(lines) - 1), FIRST_COLUMN + len(HEADS) - 1)
    return Page("各份", tuple(lines), _widths(), frozen_rows=2, repeated=(1, 1), filtered=area)


def _report(row: ReportRow) -> Line:
    amounts = {3: row.budget, 4: row.spent, 6: row.score}
    amounts |= {8: Decimal(row.errors), 9: Decimal(row.warnings)}
    return _numbered(texts_of(row), amounts)


def _groups(summary: Summary) -> Page:
    lines = [_title("合计"), _head(GROUP_HEADS), _group(summary.total), Line("")]
    if summary.grades:
        lines += [_title("等级分布"), _head(("等级", "份数"))]
        for grade, count in summary.grades:
            lines.append(_numbered((grade, str(count)), {1: Decimal(count)}))
        lines.append(Line(""))
    for title, groups in (("按单位", summary.units), ("按项目", summary.projects)):
        lines += [_title(title), _head(GROUP_HEADS), *map(_group, groups), Line("")]
    widths = dict(enumerate((40, 8, 16, 16, 10, 10, 8, 8), FIRST_COLUMN))
    return Page("合计和分布", tuple(lines), widths)


def _group(group: Group) -> Line:
    amounts = {1: Decimal(group.count), 2: group.budget, 3: group.spent, 5: group.average}
    amounts |= {6: Decimal(group.errors), 7: Decimal(group.warnings)}
    return _numbered(texts_of_group(group), amounts)


def _widths() -> dict[int, int]:
    return dict(enumerate(WIDTHS, FIRST_COLUMN))


def _title(text: str) -> Line:
    return Line("", {FIRST_COLUMN: Box(text, "block")}, height=24)


def _head(texts: Iterable[str]) -> Line:
    return Line("", {FIRST_COLUMN + at: Box(text, "head") for at, text in enumerate(texts)})


def _numbered(texts: Iterable[str], amounts: dict[int, Decimal | None]) -> Line:
    """一行：数的几栏写成数，别的是文字。"""
    boxes: dict[int, Box] = {}
    for at, text in enumerate(texts):
        number = amounts.get(at)
        look: Look = "cell" if number is None else "number"
        boxes[FIRST_COLUMN + at] = Box(text, look, number=number)
    return Line("", boxes)
