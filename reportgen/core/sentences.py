"""一段话里的半句话：一处文字之前、同一句里，有没有说到别的年度、别的资金行。

公文里一段可以有几千处要看，一处一处地把前文切开来读，时间就随长度的平方走；这里每句话只读一遍，记住要问的几处。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

OTHER_YEARS = re.compile(r"上年|去年|往年|前年|同比|(?<!\d)(\d{4})年(?!度?目标)")
PART_OF_YEAR = re.compile(r"截[至止]|上半年|季度|年中|\d{1,2}月|第[一二三四五六\d]+批")
_ENDS = re.compile(r"[。；\n]")
_YEAR_AT_END = 8
"""“2024年度”紧挨着要看的那一处时，后面的“目标”不在半句话里，那一年也算；只需回看这么多字。"""


class Sentences:
    """一段话分成的各句。year 为 None 是不知道报告的年度，只认“上年”“去年”一类的话。"""

    def __init__(self, text: str, year: int | None, subjects: Iterable[str] = ()) -> None:
        self.text = text
        self.year = year
        self.subjects = tuple(subjects)
        self._starts: list[int] = []
        self._years: dict[int, re.Match[str] | None] = {}
        self._parts: dict[int, int] = {}
        self._named: dict[int, int] = {}

    def start(self, at: int) -> int:
        """这一处所在的句子从哪里起。"""
        if not self._starts:
            self._starts = [0, *(match.end() for match in _ENDS.finditer(self.text))]
        return self._starts[bisect_right(self._starts, at) - 1]

    def _end(self, start: int) -> int:
        at = bisect_right(self._starts, start)
        return self._starts[at] - 1 if at < len(self._starts) else len(self.text)

    def of_another_time(self, at: int) -> bool:
        """这一处之前的半句话说的是别的年度，或年度里的一段。"""
        start = self.start(at)
        return self._of_another_year(start, at) or self._of_a_part(start) <= at

    def _of_another_year(self, start: int, at: int) -> bool:
        """半句话里先说到的那一年是不是别的年度。"""
        if start not in self._years:
            self._years[start] = OTHER_YEARS.search(self.text, start, self._end(start))
        match = self._years[start]
        if match is None or match.end() > at:
            match = OTHER_YEARS.search(self.text, max(start, at - _YEAR_AT_END), at)
        if match is None:
            return False
        return match[1] is None or (self.year is not None and match[1] != str(self.year))

    def _of_a_part(self, start: int) -> int:
        """句子里先说到“上半年”一类的，到哪里为止；没有的在句子之外。"""
        if start not in self._parts:
            match = PART_OF_YEAR.search(self.text, start, self._end(start))
            self._parts[start] = match.end() if match else len(self.text) + 1
        return self._parts[start]

    def names_another(self, at: int) -> bool:
        """这一处之前的半句话说到了 subjects 里的名称。"""
        start = self.start(at)
        if start not in self._named:
            end = self._end(start)
            places = ((self.text.find(name, start, end), len(name)) for name in self.subjects)
            self._named[start] = min(
                (place + size for place, size in places if place >= 0), default=len(self.text) + 1
            )
        return self._named[start] <= at
