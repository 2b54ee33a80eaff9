"""Excel 表样的一格：标签换成字；一格就是一个标签、印的是没有单位的数的，写成数，公式才算得动。"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportgen.composing.environment import FAULTS, HELPS, code_of, reason_of
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose
from reportgen.core.frozen import frozen
from reportgen.forms.environment import (
    BOLD,
    FIGURE,
    FIGURE_MARK,
    MERGE_MARK,
    NOTE,
    NOTE_END,
    PARAGRAPH,
    PLAIN,
    FormEnvironment,
)
from reportgen.forms.prepared import source_of, value_source
from reportgen.forms.tags import MERGE, pieces_of

NUMERIC = ("money", "score", "plain", "total", "length", "count")
"""印出来总是数的过滤器；率印着百分号，是字。"""
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
LONGEST = 32_767
"""Excel 一格最多这么多字。"""


@frozen
class Value:
    """一格填的：字，或数（连小数位数、分不分节）；merged 是同上一行一样就并。"""

    text: str
    number: Decimal | None = None
    places: int = 0
    grouped: bool = False
    merged: bool = False


class CellFault(Exception):
    """一格填不成，诊断在 diagnostic 里。"""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def source_for(text: str) -> str:
    """一格的字 → Jinja 的写法；标签以外的字照原样。"""
    place = Span(Source(""), 1, 1, 0, 0)
    pieces: list[str] = []
    at = 0
    for piece in pieces_of(text, place):
        assert piece.tag is not None and piece.tag.reference is not None
        pieces.append(text[at : piece.start])
        bare = (piece.start, piece.end) == (0, len(text))
        reference = piece.tag.reference
        last = reference.calls[-1].name if reference.calls else ""
        if bare and last != MERGE and (not last or last in NUMERIC):
            pieces.append(f"{{{{ {source_of(reference)} | {FIGURE}(0, {bool(last)}) }}}}")
        else:
            pieces.append(f"{{{{ {value_source(reference, 0)} }}}}")
        at = piece.end
    return "".join([*pieces, text[at:]])


def value_at(
    source: str, environment: FormEnvironment, names: Mapping[str, Any], place: Span
) -> Value:
    """一格渲染一次；填不成抛 CellFault，指到那一格。"""
    try:
        words = environment.from_string(source).render(names)
    except FAULTS as error:
        code = code_of(error)
        message = f"这一格填不成：{reason_of(error)}"
        raise CellFault(diagnose(code, place, message, HELPS[code])) from None
    merged, figure = MERGE_MARK in words, FIGURE_MARK in words
    text = _plain(words)
    if len(text) > LONGEST:
        message = f"这一格要写 {len(text)} 字，Excel 一格最多 {LONGEST} 字。"
        raise CellFault(diagnose("F06", place, message, "分成几格，或改用 Word 表样。"))
    match = _NUMBER.fullmatch(text) if figure else None
    if match is None:
        return Value(text, merged=merged)
    places = len(match[1] or "")
    return Value(text, Decimal(text.replace(",", "")), places, "," in text, merged)


def _plain(words: str) -> str:
    """记号换成字：分段是换行，加粗不要，脚注写在括号里。"""
    for mark in (MERGE_MARK, FIGURE_MARK, BOLD, PLAIN):
        words = words.replace(mark, "")
    words = words.replace(NOTE, "（").replace(NOTE_END, "）")
    return words.replace(PARAGRAPH, "\n").strip()
