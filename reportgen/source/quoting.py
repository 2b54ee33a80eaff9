"""引号：一个值怎么写，YAML 读得回来。不得不加引号才加，能用单引号不用双引号。"""

from __future__ import annotations

import re

_OPENING = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:$|[\s,\[\]{}])|---|\.\.\.")
_INSIDE = re.compile(r":(?:\s|$)|\s#")
_INSIDE_FLOW = re.compile(r"^:|[?,\[\]{}]|:(?=[,\[\]{}])")
_SPECIAL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060"
    r"\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""原样写不回来的字符：控制字符，和 YAML 当作换行的 U+0085、U+2028、U+2029。"""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(text: str) -> bool:
    """能不能写在 `|` 之下而一字不差（前后的空白不算）。"""
    return bool(text) and text == text.strip() and not _SPECIAL.search(text)


def quoted_if_needed(text: str, *, flow: bool = False) -> str:
    """一行的值：YAML 读得回来就不加引号。flow 是写在方括号、花括号里。"""
    return text if plain(text, flow=flow) else quoted(text)


def plain(text: str, *, flow: bool = False) -> bool:
    """不加引号，YAML 读回来是不是原来的文字。"""
    if not text or text != text.strip() or "\n" in text or "\t" in text or _SPECIAL.search(text):
        return False
    if _OPENING.match(text) or _INSIDE.search(text):
        return False
    return not (flow and _INSIDE_FLOW.search(text))


def quoted(text: str, mark: str = "") -> str:
    """加引号：单引号，单引号里写不了的用双引号。mark 是想用哪一种。"""
    plainly = "\n" not in text and "\t" not in text and not _SPECIAL.search(text)
    if mark != '"' and plainly and ("'" not in text or mark == "'" or '"' in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04x}" if _SPECIAL.match(char) else char
