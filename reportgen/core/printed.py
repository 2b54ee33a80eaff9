"""Word 文件里印出的一块：一段、表的一行、页眉、页脚、脚注、图。核实、取文字、修订的核对用的是同一种块。

块里只有印得出的文字和地方，没有样式；目录的页码、页眉页脚里的页码不算，它们随排版变。
"""

from __future__ import annotations

from typing import Literal

from reportgen.core.frozen import frozen

PrintedKind = Literal["paragraph", "row", "header", "footer", "note", "chart", "picture"]

PLACED: tuple[PrintedKind, ...] = ("paragraph", "row")
"""在正文里按先后排着的；别的各成一组。"""


@frozen
class Printed:
    """印出的一块。

    texts 是各格的文字（段落、页眉、脚注只有一格；图是它的系列、名目和数）；columns 是各格从第几列起（从 1 数）。
    level 是标题的级别，表的行则 1 是表头；table 是第几张表（不在表里的是 0）。
    """

    kind: PrintedKind
    place: str
    texts: tuple[str, ...]
    columns: tuple[int, ...] = (1,)
    level: int = 0
    table: int = 0

    @property
    def text(self) -> str:
        """全部文字；格与格之间是制表符（格里的文字没有制表符）。"""
        return "\t".join(self.texts)
