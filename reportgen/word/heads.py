"""表头和标签的词：在哪里可以折开。四个字以内的不折；更长的照公文表头的构词分开，词里面不折。

公文的表头由双音节的词连成，后面常跟一个单字（值、数、率……），括号里的是一个整体：
“年初指标值”是“年初”“指标值”，“调整后预算数”是“调整后”“预算数”，“支出（万元）”是“支出”“（万元）”。
"""

from __future__ import annotations

import re
from functools import lru_cache

from reportgen.core.document import Cell
from reportgen.word.advance import length

LONGEST = 12
"""再长的是一句话，不照表头的构词折。"""
WHOLE = 4
"""几个字以内的表头不折开。"""
_TAILS = "值数率额性前后项款度量类级"
"""跟在双音节词后面的单字。"""
_LINKS = "及和与或的、/"
"""连接的字：跟着前面的词。"""
_FRONTS = "未不非无"
"""连着后面的词的单字。"""
_PARTS = re.compile(r"[（(][^（）()]*[）)]|[/、]|[!-'*-.0-~]+|[^（(!-~、]+|.")


def is_heading(cell: Cell, text: str) -> bool:
    """一段照表头的构词折：表头和标签，太长的除外。"""
    return cell.role in ("head", "label") and len(text) <= LONGEST


@lru_cache(maxsize=512)
def head_words(text: str) -> tuple[str, ...]:
    """一个表头的各词，连起来就是原来的字。"""
    if len(text) <= WHOLE:
        return (text,) if text else ()
    words: list[str] = []
    for part in _PARTS.findall(text):
        if part in _LINKS and words:
            words[-1] += part
        elif part[0] in "（(" or part.isascii():
            words.append(part)
        else:
            words.extend(_words(part))
    return tuple(words)


def _words(text: str) -> list[str]:
    """一串汉字的各词。"""
    words: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in _LINKS and words:
            words[-1] += text[at]
            at += 1
            continue
        end = at + (3 if text[at] in _FRONTS else 2)
        if text[end : end + 1] and text[end] in _TAILS and text[end + 1 : end + 2] not in _TAILS:
            end += 1
        if len(text) - end == 1:  # 末尾不剩下一个字
            end += 1
        words.append(text[at:end])
        at = end
    return words


@lru_cache(maxsize=512)
def head_lines(text: str, room: int) -> tuple[str, ...]:
    """一个表头排成的各行；一行放不下一个词的（竖着排成一列字的标签）为空，照通常的折。"""
    if length(text) <= room:
        return (text,)
    rows: list[str] = []
    for word in head_words(text):
        if length(word) > room:
            return ()
        if rows and length(rows[-1] + word) <= room:
            rows[-1] += word
        else:
            rows.append(word)
    return tuple(rows)
