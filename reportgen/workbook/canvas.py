"""一页画布：一行一行往下画，记着画到哪里、各格在树的哪里。"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.core.plan import Path
from reportgen.source.cells import Address
from reportgen.workbook.drawing import (
    FIRST_COLUMN,
    NARROWEST,
    WIDEST,
    Box,
    Choice,
    Line,
    Need,
    height_for,
    letter,
    width_of,
)
from reportgen.workbook.marks import SHEET

if TYPE_CHECKING:
    from reportgen.workbook.setting import Setting

SPARE_IN_SIGHT, SPARE_FOLDED = 8, 3
"""表末空着的行：看得见的表，收起来的表。"""


class Canvas:
    """一页，正在画。"""

    def __init__(self, key: str, title: str, setting: Setting) -> None:
        self.title, self.setting = title, setting
        self.lines: list[Line] = []
        self.widths: dict[int, int] = {}
        self.choices: list[Choice] = []
        self.needs: list[Need] = []
        self.places: dict[Address, str] = {}
        self.folded: set[int] = set()
        self.open: set[int] = set()
        self.first_head = 0
        self.tables = 0
        self.line(f"{SHEET} {key}", {FIRST_COLUMN: Box(title, "title")}, height=28)

    @property
    def row(self) -> int:
        """下一行是第几行（从 0 数）。"""
        return len(self.lines)

    def line(
        self,
        mark: str,
        boxes: Mapping[int, Box] | None = None,
        *,
        height: int = 0,
        hidden: bool = False,
    ) -> None:
        """画一行。"""
        self.lines.append(Line(mark, boxes or {}, height, hidden))

    def widen(self, column: int, width: int) -> None:
        """一列至少这么宽。"""
        wanted = max(NARROWEST, min(WIDEST, width))
        self.widths[column] = max(self.widths.get(column, NARROWEST), wanted)

    def place(self, address: Address, column: int) -> None:
        """这一行的这一列，是树的哪里。"""
        self.places[address] = f"{letter(column)}{self.row + 1}"

    def settled(self) -> tuple[Line, ...]:
        """画完：各行的高照最后的列宽算。"""
        folded = self.folded - self.open
        return tuple(
            Line(
                line.mark,
                line.boxes,
                line.height or height_for(_in_sight(line.boxes, folded), self.widths),
                line.hidden,
            )
            for line in self.lines
        )


def _in_sight(boxes: Mapping[int, Box], folded: set[int]) -> dict[int, Box]:
    """看得见的格；页名、块名、提示可以伸到右边去，不算高。"""
    spilling = ("title", "block", "hint")
    return {
        column: box
        for column, box in boxes.items()
        if column not in folded and box.look not in spilling
    }


def longest(texts: list[str]) -> int:
    """一栏要多宽：最长的一行，加一点空。"""
    lines = [line for text in texts for line in text.split("\n")]
    return max(map(width_of, lines), default=0) + 3


Texts = dict[Path, str]
