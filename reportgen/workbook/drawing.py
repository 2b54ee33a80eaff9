"""画：填报表画成一页一页、一行一行、一格一格的值，写成 xlsx 在 ink.py。"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportgen.core.frozen import frozen
from reportgen.workbook.marks import BlockMark

Look = Literal[
    "title",
    "block",
    "hint",
    "head",
    "label",
    "input",
    "figure",
    "library",
    "library figure",
    "preview",
    "bad",
    "plain",
    "link",
    "cell",
    "number",
]
"""格的样子：页名、块名、提示、表头、表单的项目、填写、填数、指标库写好的、算好的、有错的、平常的、链接。"""

State = Literal["visible", "hidden", "veryHidden"]

FIRST_COLUMN = 1
"""第一列（0）是隐藏的标记，内容从第二列起。"""
WIDEST, NARROWEST = 60, 9
LINE_HEIGHT, TALLEST = 15, 405


@frozen
class Box:
    """一格：文字、数（填报表里没有）或公式（和它存下的结果 text）、样子、批注、链接到哪里。"""

    text: str = ""
    look: Look = "input"
    formula: str = ""
    note: str = ""
    link: str = ""
    number: Decimal | None = None


@frozen
class Line:
    """一行：标记、各列的格、高（磅，零是平常的高）、是否收起。"""

    mark: str
    boxes: Mapping[int, Box] = field(default_factory=dict)
    height: int = 0
    hidden: bool = False


@frozen
class Choice:
    """一列几行的下拉：哪几行哪一列（从 0 数）、可选的词；words 空而 range 不空的，取别处的一列。"""

    first: int
    last: int
    column: int
    words: tuple[str, ...] = ()
    range: str = ""


@frozen
class Need:
    """必填的几格：空着就涂黄；among 是这一行的首末列，整行空的不算（没有则单看这一格）。"""

    first: int
    last: int
    column: int
    among: tuple[int, int] | None = None


@frozen
class Page:
    """一页：名字、各行、各列的宽、收起的列、下拉、必填、满分的合计、有没有保护、从哪一行起滚动。"""

    title: str
    lines: tuple[Line, ...]
    widths: Mapping[int, int] = field(default_factory=dict)
    folded: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    needs: tuple[Need, ...] = ()
    state: State = "visible"
    protected: bool = False
    frozen_rows: int = 0
    repeated: tuple[int, int] | None = None
    portrait: bool = False
    filtered: tuple[int, int, int, int] | None = None


@frozen
class Drawing:
    """一本填报表：各页，和各块的标记。"""

    pages: tuple[Page, ...]
    blocks: tuple[BlockMark, ...] = ()


def width_of(text: str) -> int:
    """一行文字占几列：汉字两列。"""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def lines_in(text: str, columns: int) -> int:
    """一格的文字折成几行。"""
    room = max(1, columns - 1)
    return sum(max(1, -(-width_of(line) // room)) for line in text.split("\n"))


def height_for(boxes: Mapping[int, Box], widths: Mapping[int, int]) -> int:
    """一行要多高（磅）；一行字的用平常的高。"""
    counts = [lines_in(box.text, widths.get(column, NARROWEST)) for column, box in boxes.items()]
    most = max(counts, default=1)
    return 0 if most <= 1 else min(TALLEST, most * LINE_HEIGHT + 3)


def letter(column: int) -> str:
    """第几列（从 0 数）→ 字母。"""
    letters = ""
    column += 1
    while column:
        column, at = divmod(column - 1, 26)
        letters = chr(ord("A") + at) + letters
    return letters
