"""字宽：一段字分成不能断开的小段，各占多宽。单位是千分之一字（字号）。

两种排法。LibreOffice：没有公文字体的机器上西文落到 DejaVu Sans，中文与字母、数字之间总加 0.2 字，又不能关掉。
Word：仿宋_GB2312 的西文占半个字，空隙按样式关了。宽度各算各的，断开处是一样的。
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

EM = 1000
"""一个字宽。"""
HALF = 500
"""Word 里西文的宽度。"""
GAP = 200
"""LibreOffice 在中文与字母、数字之间加的空隙。"""

_FIRST = " "
_DEJAVU = (
    *(318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337),
    *(636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531),
    *(1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787),
    *(603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500),
    *(500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612),
    *(635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838),
)
"""DejaVu Sans 从空格到 ~ 的宽度（字体的 hmtx 表，每字 2048 单位）。"""
LATIN = {chr(ord(_FIRST) + at): width for at, width in enumerate(_DEJAVU)}
ALWAYS = {"×": 838, "·": 318, "±": 838}
"""前面是中文也照西文字体印的符号。"""
SHARED = {
    "“": 518,
    "”": 518,
    "‘": 318,
    "’": 318,
    "…": 1000,
    "—": 1000,
    "≥": 838,
    "≤": 838,
    "≠": 838,
    "÷": 838,
    "‰": 1342,
}
"""中文西文共用的符号跟着前面的字用字体：这是跟着西文时的宽度，跟着中文时是一个字。"""

_OPENING = "（《〈【〔「『“‘["
_CLOSING = "，。；：、！？）》〉】〕」』”’％"
_TIED = "/.,:;!?)%]}"
"""西文的句读，不在行首：前面是中文也不断开。"""
_WESTERN = "!-~×·≥≤≠±÷‰"
_WORD = rf"[{_WESTERN}]+?(?:-(?=[0-9A-Za-z])|(?=\[)|(?![{_WESTERN}]))"
"""一串西文：到头为止，或在连字符之后、方括号之前断开。"""
_UNIT = re.compile(
    rf"[{re.escape(_OPENING)}]*"
    rf"(?:{_WORD}|[^{_WESTERN}](?:[{re.escape(_TIED)}]+(?:{_WORD})?)?)"
    rf"(?:[{_CLOSING}]+(?:{_WORD})?)*"
)
"""不能断开的一小段：前面的开括号、一个字或一串西文、后面的句读和紧跟着句读的西文。"""
_PLAIN = re.compile(r"[\u4e00-\u9fff]*")


class Unit(NamedTuple):
    """不能断开的一小段：文字、LibreOffice 里和 Word 里的宽度、不在行首时前面的空隙（只 LibreOffice 有）。"""

    text: str
    office: int
    word: int
    gap: int


@lru_cache(maxsize=4096)  # 四百行的一份用一千七百个；再大，出几千份时只是越积越多
def units(text: str) -> tuple[Unit, ...]:
    """一段字的各小段。"""
    if _PLAIN.fullmatch(text):
        return tuple(Unit(char, EM, EM, 0) for char in text)
    pieces: list[Unit] = []
    western = True  # 段首的引号等照西文排
    before = ""
    for piece in _UNIT.findall(text):
        office, word = 0, 0
        gap = GAP if _apart(before, piece[0]) else 0
        for char in piece:
            office += GAP if word and _apart(before, char) else 0
            if char in LATIN:
                office += LATIN[char]
                word += HALF
                western = True
            elif char in ALWAYS:
                office += ALWAYS[char]
                word += EM
            elif char in SHARED:
                office += SHARED[char] if western else EM
                word += EM
            else:
                office += EM
                word += EM
                western = False
            before = char
        pieces.append(Unit(piece, office, word, gap))
    return tuple(pieces)


@lru_cache(maxsize=4096)
def length(text: str) -> int:
    """一段字不折行时的宽度，两种排法里宽的一种。"""
    pieces = units(text)
    office = sum(unit.office + unit.gap for unit in pieces)
    return max(office, sum(unit.word for unit in pieces))


def _apart(left: str, right: str) -> bool:
    """两个字之间有没有空隙：一边是汉字，一边是字母或数字。"""
    return (_is_han(left) and _is_alphanumeric(right)) or (
        _is_alphanumeric(left) and _is_han(right)
    )


def _is_alphanumeric(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"
