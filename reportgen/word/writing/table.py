"""表：Table 和它的版面 → WordprocessingML 文字。

宽度三处都写（tblW、gridCol、tcW）而且相等：Word 看 tblW 和 tcW，WPS 看 gridCol。
表头行逐页重复；行不断开，除非高过一页。框线由 Word 里的表样式定；单元格边距写死，行高的估计靠它。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.core.document import Align, Cell, CellRole, Table
from reportgen.word import roles
from reportgen.word.heads import head_lines, is_heading
from reportgen.word.layout import CELL_TOP, LOWEST_ROW, Layout, Metrics, cell_room
from reportgen.word.merging import broken_merges
from reportgen.word.moving import CELL_SIDE

_MARGINS = (
    f'<w:top w:w="{CELL_TOP}" w:type="dxa"/><w:left w:w="{CELL_SIDE}" w:type="dxa"/>'
    f'<w:bottom w:w="{CELL_TOP}" w:type="dxa"/><w:right w:w="{CELL_SIDE}" w:type="dxa"/>'
)
_MERGES = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", "": ""}

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
"""表头在词之间换行。"""

RunWriter = Callable[[str, str], str]


def table_xml(
    table: Table,
    layout: Layout,
    styles: Mapping[str, str],
    usual: Metrics,
    write_run: RunWriter,
) -> str:
    """一张表；usual 是样式里的字号和行距，版面用别的，就写明在各段各字上。"""
    out = [
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles[roles.TABLES[table.role]]}"/>'
        f'<w:tblW w:w="{sum(layout.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        "</w:tblPr><w:tblGrid>",
        *(f'<w:gridCol w:w="{width}"/>' for width in layout.widths),
        "</w:tblGrid>",
    ]
    merges = broken_merges(table, layout.page_starts)
    openings = _Openings(styles, layout.metrics, usual)
    properties = _run_properties(layout.metrics, usual)
    for index, row in enumerate(table.rows):
        out.append(_row_opening(table, layout, index))
        together = index in layout.together
        column = 0
        for cell, merged in zip(row.cells, merges[index], strict=True):
            width = sum(layout.widths[column : column + cell.span])
            column += cell.span
            out.append(_cell_opening(width, cell.span, merged.merge))
            opening = openings.of(cell, merged.repeated, together)
            room = cell_room(width, layout.metrics.size)
            for text in merged.texts:
                rows = head_lines(text, room) if is_heading(cell, text) else ()
                shown = "\n".join(rows) or text
                words = write_run(shown, properties).replace("\n", _BREAK)
                out.append(f"{opening}{words}</w:p>")
            out.append("</w:tc>")
        out.append("</w:tr>")
    out.append("</w:tbl>")
    return "".join(out)


def _run_properties(metrics: Metrics, usual: Metrics) -> str:
    """与样式不同的字号；sz 以半磅计，一磅 20 缇。"""
    if metrics.size == usual.size:
        return ""
    half_points = metrics.size // 10
    return f'<w:rPr><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'


def _row_opening(table: Table, layout: Layout, index: int) -> str:
    whole = "" if index in layout.split_rows else "<w:cantSplit/>"
    header = "<w:tblHeader/>" if index < table.header_rows else ""
    height = f'<w:trHeight w:val="{LOWEST_ROW}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{whole}{height}{header}</w:trPr>"


def _cell_opening(width: int, span: int, merge: str) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    size = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    return f'<w:tc><w:tcPr>{size}{spans}{_MERGES[merge]}<w:vAlign w:val="center"/></w:tcPr>'


class _Openings:
    """各种单元格段落的开头，同样的只拼一次。"""

    def __init__(self, styles: Mapping[str, str], metrics: Metrics, usual: Metrics) -> None:
        self.styles = styles
        self.line = f'<w:spacing w:line="{metrics.line}" w:lineRule="exact"/>'
        if metrics.line == usual.line:
            self.line = ""
        self.known: dict[tuple[CellRole, Align, bool, bool], str] = {}

    def of(self, cell: Cell, repeated: bool, together: bool) -> str:
        """一格里段落的开头；together 为真则与下一行同页。"""
        key = (cell.role, cell.align, repeated, together)
        if key not in self.known:
            self.known[key] = self._opening(*key)
        return self.known[key]

    def _opening(self, role: CellRole, align: Align, repeated: bool, together: bool) -> str:
        style = self.styles[roles.REPEATED_LABEL if repeated else roles.CELLS[role]]
        keep = "<w:keepNext/>" if together else ""
        aligned = f'<w:jc w:val="{align}"/>' if align != roles.USUAL_ALIGN[role] else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{self.line}{aligned}</w:pPr>'
