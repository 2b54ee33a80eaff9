"""看不见、印不出的字符：从网页、Word 复制来的零宽空格、软换行、控制字符和自造字。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Edit, EditKind, Source, Span, diagnose
from reportgen.core.text import UNPRINTABLE

_WIDTHLESS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
"""没有宽度的：删去，印出的字不变。

控制字符不在内（纵向制表符是 Word 的软换行），自造字也不在内（可能是人名）。
"""


def unprintable_in(source: Source, most: int = 5) -> Iterator[Diagnostic]:
    """看不见、印不出的字符，最多说几处。没有宽度的那些删去也不改意思。"""
    line, before = 1, 0
    for count, match in enumerate(UNPRINTABLE.finditer(source.text)):
        if count == most:
            return
        line += source.text.count("\n", before, match.start())
        before = match.start()
        column = match.start() - source.text.rfind("\n", 0, match.start())
        span = Span(source, line, column, match.start(), match.end())
        kind: EditKind = "invisible" if _WIDTHLESS.match(match[0]) else ""
        name = f"U+{ord(match[0]):04X}"
        message = f"有一个看不见、印不出的字符（{name}），多半是从网页或 Word 复制带来的。"
        help = "删去这个字符，或重新键入这几个字。"
        yield diagnose("S10", span, message, help, edit=Edit(span, "", kind))
