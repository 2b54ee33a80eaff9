"""XML 转义：尖括号和与号换成实体，XML 里不能有的控制字符去掉（读输入时已报过）。"""

from __future__ import annotations

_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ESCAPES.update(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), ""))
_TABLE = str.maketrans(_ESCAPES)


def escape(text: str) -> str:
    """转义。绝大多数文字不用动，先看一眼。"""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text
    return text.translate(_TABLE)
