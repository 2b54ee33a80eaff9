"""认等级的档：文中自己说的“90分（含）以上为优秀，80分至90分为良好……”→ 各等级的下限。

三档以上、一档比一档低、最低的一档从零起，才是一套；说不全的不算，等级合不合就不凭它说。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.grading import Grade
from reportgen.core.quantity import ZERO

WORDS = "优秀|良好|基本合格|不合格|较好|较差|一般|合格|优|良|中|差"
"""等级的名称，长的在前。"""
_LETTERS = frozenset("优良中差般格好")
"""各等级的名称里总有的字：一套等级至少有其中三个。"""
FEWEST = 3
"""少于三档的不是一套。"""
_NUMBER = r"\d{1,3}(?:\.\d+)?"
_INCLUDING = r"分?(?:[（(]不?含[^（）()]{0,4}[）)])?分?"
_THE_SCORE = r"[≤<＜≦](?:[A-Za-z]|(?:综合|评价)?得分|总分|分数)[≤<＜≦]"
_UNTIL = rf"(?:[-—–~～至到]+|{_THE_SCORE})"
_RANGE = "|".join(
    (
        rf"(?P<one>{_NUMBER}){_INCLUDING}{_UNTIL}(?P<two>{_NUMBER}){_INCLUDING}",
        rf"(?P<from>{_NUMBER}){_INCLUDING}[及或]?以上",
        rf"[A-Za-z]?(?:≥|>=|不低于)(?P<least>{_NUMBER}){_INCLUDING}",
        rf"(?P<below>{_NUMBER}){_INCLUDING}以下",
        rf"[A-Za-z]?(?:<|＜|不满|不足|低于|小于)(?P<under>{_NUMBER}){_INCLUDING}",
    )
)
# 这些式子编译要几毫秒，写成文字，像是在说等级的话才编译。
_RANGE_FIRST = rf"(?:{_RANGE})[^，。；、\d“”\"（(]{{0,8}}?[“\"]?(?P<word>{WORDS})"
_WORD_FIRST = rf"(?P<word>{WORDS})[”\"]?[（(:：][^，。；、\d≥<＜]{{0,6}}?(?:{_RANGE})"
_REST = rf"其余[^，。；]{{0,6}}?[为是][“\"]?(?P<word>{WORDS})"


@frozen
class Bands:
    """文中说的一套等级（没有说为 None，说了而没有看懂为空），和说它的话：那里的数不是结果。"""

    grades: tuple[Grade, ...] | None
    spoken: Mapping[str, tuple[int, int]]
    """哪一段文字 → 从哪个字到哪个字。"""

    def covers(self, text: str, at: int) -> bool:
        """一段文字的这一处在不在说等级的话里。"""
        start, end = self.spoken.get(text, (0, 0))
        return start <= at < end


def bands_in(texts: Iterable[str]) -> Bands:
    """全文的各段、各格里说得全的一套等级；几处各说各的，用哪一套看不出，一套也不用。"""
    sets: dict[tuple[Grade, ...], None] = {}
    spoken: dict[str, tuple[int, int]] = {}
    for text in texts:
        pieces = list(_pieces(text))
        if len({piece[2] for piece in pieces}) < FEWEST:
            continue
        start = text.rfind("。", 0, pieces[0][0]) + 1
        spoken[text] = (start, pieces[-1][1])
        sets[_grades(pieces)] = None
    if not spoken:
        return Bands(None, spoken)
    return Bands(next(iter(sets)) if len(sets) == 1 else (), spoken)


Piece = tuple[int, int, str, Decimal]
"""一档的话：从哪里到哪里，等级，下限。"""


def _pieces(text: str) -> Iterator[Piece]:
    """一段话里说的各档。"""
    if len(set(text).intersection(_LETTERS)) < FEWEST:
        return
    first = list(_matched(_RANGE_FIRST, text))
    second = list(_matched(_WORD_FIRST, text))
    pieces = first if len(first) >= len(second) else second
    yield from pieces
    rest = re.search(_REST, text)
    if rest is not None and pieces:
        yield rest.start(), rest.end(), rest["word"], ZERO


def _matched(pattern: str, text: str) -> Iterator[Piece]:
    for match in re.finditer(pattern, text):
        limits = [match[name] for name in ("one", "two", "from", "least") if match[name]]
        lower = min(map(Decimal, limits), default=ZERO)
        yield match.start(), match.end(), match["word"], lower


def _grades(pieces: Sequence[Piece]) -> tuple[Grade, ...]:
    """各档由高到低；不成一套的为空。"""
    lowers: dict[str, Decimal] = {}
    for _, _, word, lower in pieces:
        if lowers.setdefault(word, lower) != lower:
            return ()
    grades = sorted((Grade(word, lower) for word, lower in lowers.items()), key=_lower)
    distinct = len({grade.lower for grade in grades}) == len(grades)
    if len(grades) < FEWEST or not distinct or grades[0].lower:
        return ()
    return tuple(reversed(grades))


def _lower(grade: Grade) -> Decimal:
    return grade.lower
