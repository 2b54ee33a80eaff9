"""公式：行移了以后，公式里的地址跟着移；圈着重复的行的一段跟着变长。"""

from __future__ import annotations

import re
from collections.abc import Callable

from openpyxl.formula.tokenizer import Token, Tokenizer

Spread = Callable[[str, int, int], tuple[int, int] | None]
"""（工作表，第几行，第几行）→ 现在是第几到第几行；没有了的为 None。工作表空即公式所在的一张。"""
Repeats = Callable[[str, int], bool]

_ADDRESS = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[^'!:]+)!)?"
    r"(?P<left>\$?[A-Za-z]{1,3})?(?P<top>\$?\d+)"
    r"(?::(?P<right>\$?[A-Za-z]{1,3})?(?P<bottom>\$?\d+))?"
)
GONE = "0"
"""圈着的行都没有了：合计是 0。"""


def moved(formula: str, spread: Spread, repeats: Repeats) -> str:
    """公式（以 = 开头）→ 行移过的公式。"""
    tokens = Tokenizer(formula).items
    pieces: list[str] = []
    for at, token in enumerate(tokens):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            alone = _is_argument(tokens, at)
            pieces.append(moved_address(token.value, spread, repeats if alone else None))
        else:
            pieces.append(token.value)
    return "=" + "".join(pieces)


def _is_argument(tokens: list[Token], at: int) -> bool:
    """是不是函数的一个参数，前后没有运算：SUM(F5) 的 F5。"""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    opened = before is not None and (
        (before.type == Token.FUNC and before.subtype == Token.OPEN) or before.type == Token.SEP
    )
    closed = after is not None and (
        (after.type == Token.FUNC and after.subtype == Token.CLOSE) or after.type == Token.SEP
    )
    return opened and closed


def moved_address(address: str, spread: Spread, repeats: Repeats | None = None) -> str:
    """一处地址（F5、$A$1:$H$20、表2!F5、5:5）→ 移过的；不是地址的（名称、整列）照原样。"""
    match = _ADDRESS.fullmatch(address)
    if match is None or (match["left"] is None and match["bottom"] is None):
        return address
    sheet = (match["sheet"] or "").removesuffix("!").strip("'").replace("''", "'")
    top = int(match["top"].strip("$"))
    bottom = int((match["bottom"] or match["top"]).strip("$"))
    extent = spread(sheet, min(top, bottom), max(top, bottom))
    if extent is None:
        return GONE
    first, last = extent
    dollar = "$" if match["top"].startswith("$") else ""
    start = f"{match['sheet'] or ''}{match['left'] or ''}{dollar}{first}"
    if match["bottom"] is None:
        grows = repeats is not None and repeats(sheet, top) and last > first
        return f"{start}:{match['left']}{dollar}{last}" if grows else start
    dollar = "$" if match["bottom"].startswith("$") else ""
    return f"{start}:{match['right'] or ''}{dollar}{last}"
