"""排得下吗：表的各列照规矩要的宽度超过版心的，写了 fit: page 而一页排不下的，说出来。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.document import Document, Table
from reportgen.word.columns import lacking, longest_piece
from reportgen.word.frame.template import Frame
from reportgen.word.layout import Area, Metrics, lay_out, metrics_of
from reportgen.word.writing.sections import sections_of

TWIPS_PER_INCH, TENTHS_PER_INCH = 1440, 254
"""一英寸 1,440 缇，25.4 毫米。"""


def ill_fitting(document: Document, frame: Frame) -> Iterator[Diagnostic]:
    """W09、W10：各张表排得下吗。位置是表的规定。"""
    for part in sections_of(document, frame):
        for section in part:
            for block in section.blocks:
                if isinstance(block, Table) and block.origin is not None:
                    yield from _of(block, block.origin, section.sheet.area, frame.cell)


def _of(table: Table, span: Span, area: Area, usual: Metrics) -> Iterator[Diagnostic]:
    metrics = metrics_of(table, usual)
    short = lacking(table, area.width, metrics.size)
    if short > 0:
        row, text = longest_piece(table, metrics.size)
        needed, given = _millimetres(area.width + short), _millimetres(area.width)
        message = (
            f"各列里不能折开的数、日期、表头合起来要 {needed} 毫米，版心只有 {given} 毫米；"
            f"最宽的是第 {row} 行的“{text}”，会断开。"
        )
        help = "少几列，在提纲里写 page: landscape 横着排，或写 fit: dense 用小五号字。"
        yield diagnose("W09", span, message, help)
    if table.fit == "page" and lay_out(table, area, usual, 0).page_starts:
        message = "写了 fit: page，字号、行距缩到最小，一页还是排不下。"
        help = "少几行字，或去掉 fit: page，让它照常跨页。"
        yield diagnose("W10", span, message, help)


def _millimetres(twips: int) -> int:
    return (twips * TENTHS_PER_INCH // TWIPS_PER_INCH + 5) // 10
