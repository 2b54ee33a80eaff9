"""折行：一段字在一定的宽度里排成几行。宽度以千分之一字计，两种排法各算一遍，取行数多的。"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from reportgen.word.advance import EM, Unit, units


@lru_cache(maxsize=8192)  # 一段字在一列里折几行，表里重复的文字不再算
def lines(text: str, room: int, first: int = 0) -> int:
    """一段字排成几行；first 是首行缩进。"""
    pieces = units(text)
    office = _filled(((unit.office, unit.gap) for unit in pieces), room, first)
    word = _filled(((unit.word, 0) for unit in pieces), room, first)
    return max(office, word)


def office_lines(text: str, room: int) -> list[str]:
    """LibreOffice 里的各行。"""
    rows, row, used = [], "", 0
    for unit in units(text):
        gap = unit.gap if row else 0
        if row and used + gap + unit.office > room:
            rows.append(row)
            row, used, gap = "", 0, 0
        row += unit.text
        used += gap + unit.office
    return [*rows, row]


def longest(text: str) -> int:
    """最长的一小段有多宽，两种排法里宽的一种。"""
    return max((max(unit.office, unit.word) for unit in units(text)), default=EM)


def _filled(widths: Iterable[tuple[int, int]], room: int, first: int) -> int:
    count, used = 1, first
    begun = False
    for width, gap in widths:
        if begun and used + gap + width > room:
            count, used, gap = count + 1, 0, 0
        used += width + gap if begun else width
        begun = True
        while used > room:  # 一小段比一行还宽，只好断开
            count, used = count + 1, used - room
    return count


__all__ = ["Unit", "lines", "longest", "office_lines"]
