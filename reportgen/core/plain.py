"""别处来的 Word 文件读成的样子：段落和表格，只有文字和地址，没有样式。

每处文字记得自己在全文抄本里的位置（一段一行，表的一行一行），诊断因此指得到、也印得出原文。
"""

from __future__ import annotations

from reportgen.core.frozen import frozen
from reportgen.core.text import Text


@frozen
class PlainParagraph:
    """一段文字和它是第几段（从 1 数，表格里的不算）。"""

    text: Text
    number: int

    @property
    def label(self) -> str:
        """“第 3 段”：诊断里的地方。"""
        return f"第 {self.number} 段"


@frozen
class PlainCell:
    """一格文字，和它在第几张表、第几行、第几列（从 1 数）。合并的格子各处是同一格。"""

    text: Text
    table: int
    row: int
    column: int

    @property
    def label(self) -> str:
        """“第 1 张表第 3 行第 2 列”：诊断里的地方。"""
        return f"第 {self.table} 张表第 {self.row} 行第 {self.column} 列"


@frozen
class PlainTable:
    """一张表：各行铺满网格，横跨竖跨的格子在盖住的每一处都是它自己。

    above 是它和前一张表之间的各段：表的名称、“单位：万元”“续表”写在那里。
    """

    number: int
    rows: tuple[tuple[PlainCell, ...], ...]
    above: tuple[str, ...] = ()


@frozen
class PlainDocument:
    """一份 Word 文件：段落和表格，各按次序；revisions 是有几处修订没有处理，文字是接受以后的。"""

    paragraphs: tuple[PlainParagraph, ...]
    tables: tuple[PlainTable, ...]
    revisions: int = 0
