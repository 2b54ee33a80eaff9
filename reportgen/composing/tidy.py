"""排字前的收拾：模板渲染出来的文字 → 段落。

去掉中文与数字、字母之间为了好读而打的空格（中文之间的空格留着，可能是有意的），
把 `**…**` 变成加粗，`^[…]` 变成脚注。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Span
from reportgen.core.document import Paragraph, ParagraphRole, Run
from reportgen.core.text import HAN

_MARKS = "，。；：、！？（）《》〔〕【】“”‘’—…·％"
_SPACE = r"[ \t\u00a0]"
_SPACES = re.compile(
    rf"{_SPACE}(?:(?<=(?:{HAN}|[{_MARKS}]){_SPACE}){_SPACE}*(?=[0-9A-Za-z+\-≥≤=<>%])"
    rf"|(?<=[0-9A-Za-z%]{_SPACE}){_SPACE}*(?={HAN}|[{_MARKS}])"
    rf"|(?<=[，。；：、！？）》〕】”]{_SPACE}){_SPACE}*"
    rf"|(?<!{_SPACE}{_SPACE}){_SPACE}*(?=[，。；：、！？（《〔【“]))"
)
"""以空格开头，看前一个字放在后面：别的字一眼跳过，比先看前一个字快十几倍。"""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARKED = re.compile(r"\*\*(.+?)\*\*|\^\[(.+?)\]")


def tidy(text: str) -> str:
    """去掉中文与数字、字母、标点之间的空格，和首尾空白。"""
    text = text.strip()
    if " " in text or "\t" in text or "\u00a0" in text:  # 大多没有空格，不必匹配
        text = _SPACES.sub("", text)
    return text


def lines(text: str) -> list[str]:
    """非空的各行，已收拾过。"""
    return list(filter(None, map(tidy, text.split("\n"))))


def cell_lines(text: str) -> tuple[str, ...]:
    """一格的各行；没有文字的也有空的一行。"""
    return tuple(lines(text)) or ("",)


def runs(text: str) -> tuple[Run, ...]:
    """一段文字 → 若干段同样的字；`**…**` 加粗，`^[…]` 是脚注。"""
    if "**" not in text and "^[" not in text:
        return (Run(text),)
    pieces: list[Run] = []
    at = 0
    for match in _marked(text):
        if match.start() > at:
            pieces.append(Run(text[at : match.start()]))
        if match[1]:
            pieces.append(Run(match[1], bold=True))
        else:
            pieces.append(Run("", note=tidy(match[2])))
        at = match.end()
    if at < len(text):
        pieces.append(Run(text[at:]))
    return tuple(pieces)


def _marked(text: str) -> Iterator[re.Match[str]]:
    """加粗和脚注；后面再没有右方括号的，只找加粗：不这样，每个没有配对的 ^[ 都要看到末尾。"""
    at, last = 0, text.rfind("]")
    while True:
        match = (_MARKED if at < last else _BOLD).search(text, at)
        if match is None:
            return
        yield match
        at = match.end()


def paragraphs(text: str, origin: Span | None, role: ParagraphRole = "body") -> list[Paragraph]:
    """一篇文字 → 各段，非空一行为一段。"""
    return [Paragraph(runs(line), role, origin) for line in lines(text)]
