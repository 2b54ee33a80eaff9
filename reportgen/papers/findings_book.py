"""问题清单的工作簿：同 Markdown 的一样两张表，先是各份的合计，再一条一行，好筛选、排序、记处理结果。"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from reportgen.papers.findings import HEADS, Findings, counted_rows, problem_rows

TOTALS, ROWS = "合计", "逐条"
WIDTHS = (28, 10, 26, 60, 40, 44)
"""各栏的宽度，以字符计。"""
_EPOCH = datetime(1980, 1, 1)
LONGEST = 32_000
"""Excel 的一格最多 32,767 个字。"""


def findings_book(findings: Findings) -> bytes:
    """问题清单 → xlsx 的字节；同样的清单得同样的字节。"""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    book.set_properties({"title": "问题清单", "created": _EPOCH})
    head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True})
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    heads, rows = counted_rows(findings)
    for title, names, lines in ((TOTALS, heads, rows), (ROWS, HEADS, problem_rows(findings))):
        sheet = book.add_worksheet(title)
        _write(sheet, 0, names, head)
        for at, line in enumerate(lines, 1):
            _write(sheet, at, line, body)
        for column in range(len(names)):
            sheet.set_column(column, column, WIDTHS[column] if names is HEADS else 12)
        sheet.set_column(0, 0, WIDTHS[0])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(lines), len(names) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return buffer.getvalue()


def _write(sheet: object, row: int, texts: Sequence[str], style: object) -> None:
    """一行；数写成数，好相加。"""
    for column, text in enumerate(texts):
        if text.isascii() and text.isdigit():
            sheet.write_number(row, column, int(text), style)  # type: ignore[attr-defined]
        else:
            sheet.write_string(row, column, text[:LONGEST], style)  # type: ignore[attr-defined]
