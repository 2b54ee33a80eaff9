"""表和表单的规定：列写全了没有，合计的列有没有，表单每一行排不排得满网格。"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.tablespec import Box, BoxGroup, BoxRow, Column, FormSpec, TableSpec, boxes_of

WIDEST = 1000
"""列宽是相对的，最多写到这么大：再大，别的列就窄得放不下一个字。"""

GROUPED = ("scorecard.", "surveys.", "item.")
"""有组可依、能竖向合并的行。"""


def check_tables(format: Format) -> Iterator[Diagnostic]:
    """一种格式的全部表和表单。"""
    for spec in format.tables:
        if isinstance(spec, TableSpec):
            yield from _table(spec)
        elif isinstance(spec, FormSpec):
            yield from _form(spec)


def _table(spec: TableSpec) -> Iterator[Diagnostic]:
    span = spec.span
    if span is None:
        return
    if not spec.rows:
        yield diagnose(
            "F05", span, f"表 {spec.name} 没有写 rows。", "写明各行从哪里来，如 rows: funds.lines。"
        )
    if not spec.columns and not spec.rows.startswith("files."):
        yield diagnose(
            "F05", span, f"表 {spec.name} 没有写 columns。", "只有 rows: files.… 的表可以不写列。"
        )
    for column in spec.columns:
        yield from _column(spec, column)
    if spec.transpose and (
        any(len(column.head) > 1 for column in spec.columns) or spec.subtotal is not None
    ):
        yield diagnose(
            "F05",
            span,
            f"表 {spec.name} 行列对调，表头只能一层，不能有小计。",
            "改表头，或去掉 transpose。",
        )
    heads = [column.head[-1] for column in spec.columns]
    for extra, what in ((spec.total, "合计"), (spec.subtotal, "小计")):
        if extra is None or extra.span is None:
            continue
        sums = extra.sum if extra is spec.total and spec.total is not None else ()
        if heads and heads[0] in sums:
            message = f"表 {spec.name} 的合计要给“{heads[0]}”求和，而首列印的是合计的名称。"
            yield diagnose("F05", extra.span, message, f"从 sum 里删去“{heads[0]}”。")
        for head in (*sums, *(name for name, _ in extra.cells)):
            if head not in heads:
                message = f"表 {spec.name} 的{what}提到“{head}”，没有这一列。"
                yield diagnose(
                    "F02", extra.span, message, f"这张表的列：{'、'.join(filter(None, heads))}。"
                )


def _column(spec: TableSpec, column: Column) -> Iterator[Diagnostic]:
    if column.span is None:
        return
    head = column.head[-1] or "第一列"
    yield from _width(column.width, f"表 {spec.name} 的“{head}”一列，宽度", column.span)
    if bool(column.value) == bool(column.text):
        message = f"表 {spec.name} 的“{head}”一列，value 和 text 要写一个，且只写一个。"
        yield diagnose("F05", column.span, message, "短的写 value，长的写成 text/ 里的模板。")
    if column.merge and not spec.rows.startswith(GROUPED):
        message = f"表 {spec.name} 的“{head}”一列写了 merge，而行没有组。"
        yield diagnose(
            "F05",
            column.span,
            message,
            "merge 按指标层级或题目合并，用于 rows: scorecard.… 或 surveys.…。",
        )


def _width(width: int, owner: str, span: Span) -> Iterator[Diagnostic]:
    if not 1 <= width <= WIDEST:
        help = f"各列的宽度是相对的，写 1 到 {WIDEST} 的整数。"
        yield diagnose("F05", span, f"{owner}写的是 {width}。", help)


def _form(spec: FormSpec) -> Iterator[Diagnostic]:
    for number, width in enumerate(spec.widths, 1):
        if spec.span is not None:
            yield from _width(width, f"表单 {spec.name} 的网格，第 {number} 列的宽度", spec.span)
    for box in boxes_of(spec.rows):
        if box.span is None:
            continue
        if (box.label is not None) + bool(box.value) + bool(box.text) > 1:
            message = f"表单 {spec.name} 的一格，label、value、text 只能写一个。"
            yield diagnose(
                "F05", box.span, message, "标签写 label，内容写 value，长的写 text/ 里的模板。"
            )
        if box.across < 1 or box.down < 1:
            yield diagnose(
                "F05",
                box.span,
                f"表单 {spec.name} 的一格，span 和 down 至少是 1。",
                "改成 1 以上。",
            )
    yield from _rows(spec, spec.rows, len(spec.widths))


def _rows(spec: FormSpec, rows: tuple[BoxRow | BoxGroup, ...], width: int) -> Iterator[Diagnostic]:
    """各行排一遍：竖跨的格子占着下面几行的位置。"""
    held: dict[int, tuple[int, int]] = {}
    for row in rows:
        if isinstance(row, BoxGroup):
            yield from _left(spec, held, row.span)
            held = {}
            inner = width - (row.side.across if row.side is not None else 0)
            yield from _rows(spec, row.rows, inner)
            continue
        used = sum(across for across, _ in held.values()) + sum(box.across for box in row.boxes)
        if used != width and row.span is not None:
            message = f"表单 {spec.name} 的这一行占 {used} 列，网格有 {width} 列。"
            yield diagnose(
                "F05", row.span, message, "各格的 span 相加（连同上面竖跨下来的）要等于网格的列数。"
            )
            held = {}
            continue
        if row.each and any(box.down > 1 for box in row.boxes) and row.span is not None:
            yield diagnose(
                "F05",
                row.span,
                f"表单 {spec.name} 里重复的行不能有 down。",
                "竖跨整组的标签写成 side。",
            )
        held = _next(held, row.boxes, width)
    yield from _left(spec, held, spec.span)


def _next(
    held: dict[int, tuple[int, int]], boxes: tuple[Box, ...], width: int
) -> dict[int, tuple[int, int]]:
    """排完一行，还占着的位置：起列 → (列数, 还有几行)。"""
    kept = {column: (across, left - 1) for column, (across, left) in held.items() if left > 1}
    column, waiting = 0, list(boxes)
    while column < width and (waiting or column in held):
        if column in held:
            column += held[column][0]
            continue
        box = waiting.pop(0)
        if box.down > 1:
            kept[column] = (box.across, box.down - 1)
        column += box.across
    return kept


def _left(
    spec: FormSpec, held: dict[int, tuple[int, int]], span: Span | None
) -> Iterator[Diagnostic]:
    if held and span is not None:
        rows = max(left for _, left in held.values())
        message = f"表单 {spec.name} 里竖跨的格子还差 {rows} 行没有写。"
        yield diagnose("F05", span, message, "补上下面的行，或减小 down。")
