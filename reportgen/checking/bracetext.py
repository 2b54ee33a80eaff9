"""一段文字里的花括号：哪里还有成对的，哪里是写全了的引用。都只从头到尾看一遍。"""

from __future__ import annotations

import re
from collections.abc import Iterator

PAIR = re.compile(r"[{｛﹛][{｛﹛%％﹪#＃﹟]|[}｝﹜%％﹪][}｝﹜]")
_NARROW = str.maketrans("｛﹛｝﹜％﹪＃﹟", "{{}}%%##")
_MARK = re.compile(r"\{\{+|\}\}+|(?:\{[%#])+|%\}|#\}|\n")
_REAL_MARK = re.compile(r"\{\{|\}\}|\{[%#]|[%#]\}|\n")
_CLOSED_BY = {"{": "}}", "%": "%}", "#": "#}"}
"""开头的记号的末一个字 → 结束的记号。"""

Fragment = tuple[int, str]
"""一处花括号：从第几个字起，写着什么。"""


def left_in(text: str) -> Iterator[Fragment]:
    """一段文字里剩下的花括号：从哪里起；连着内容的给整个 `{{ … }}`，连写的一串是一处。"""
    if PAIR.search(text) is None:
        return
    marks = list(_MARK.finditer(text.translate(_NARROW)))
    at = 0
    for mark, end in zip(marks, _ends(marks), strict=True):
        if mark.start() < at or mark[0] in {"\n", "#}"}:
            continue
        at = end
        yield mark.start(), text[mark.start() : end]


def _ends(marks: list[re.Match[str]]) -> list[int]:
    """各个记号的一处到哪里为止：同一行里后面有结束的到那里，没有的只是它自己。从后往前看一遍。"""
    ends: list[int] = []
    closing: dict[str, int] = {}
    for mark in reversed(marks):
        word = mark[0]
        if word == "\n":
            closing = {}
        elif word[0] != "{":
            closing[word[:2]] = mark.end()
        wanted = _CLOSED_BY[word[-1]] if word[0] == "{" else ""
        ends.append(closing.get(wanted, mark.end()))
    return ends[::-1]


def references(text: str) -> tuple[list[int], list[int]]:
    """原文里写全了的各个引用，从哪里起、到哪里止：只认英文的花括号，写在一行里的。"""
    starts: list[int] = []
    ends: list[int] = []
    start, closing = 0, ""
    for mark in _REAL_MARK.finditer(text):
        word = mark[0]
        if word == "\n":
            closing = ""
        elif not closing and word[0] == "{":
            start, closing = mark.start(), _CLOSED_BY[word[-1]]
        elif word == closing:
            starts.append(start)
            ends.append(mark.end())
            closing = ""
    return starts, ends


def bare(fragment: str) -> str:
    """不计空格，印时会收拾。"""
    return fragment.replace(" ", "")


def is_hole(fragment: str) -> bool:
    """是写全了的 `{{ … }}`，不是一串开头或结束的记号。"""
    plain = fragment.translate(_NARROW)
    return plain[0] == "{" and plain[-1] == "}"
