"""一小句里数前面的话：一个词一个词认，认出名称、哪一项和各种限定；有字不认得的，知道有。"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportgen.core.frozen import frozen
from reportgen.core.prose.saying import Bound
from reportgen.core.prose.words import KNOWN, Aspect, Word, by_first_letter

Names = Mapping[str, tuple[str, ...]]
"""名称（话里的叫法）→ 说的是哪几件事。"""

LONGEST_PREFIX = 80
"""数前面最多看这么多字；再长的一小句不会认得完。"""
_OPENING, _CLOSING = "（(", "）)"
_PASSED = " ：:"
_QUOTES = '“”"‘’'
_COMPLETE = frozenset(
    (
        *("全年", "年内", "共", "共计", "合计", "累计", "总共", "一共", "实际", "已"),
        *("实际完成", "已完成", "完成了", "举办了", "开展了", "共举办", "实际举办"),
    )
)
"""说的是全年做到的，不是计划，也不是其中一部分。"""


@frozen
class Prefix:
    """数前面的话。

    topics 是最后一个名称说的事，aspect、said 是最后说的哪一项和它的词，start 是引给人看的话从哪里起。
    rest 是有字不认得，ambiguous 是名称同时是一项的叫法（指标“预算执行率”）：说的也可以是上文的那一项。
    """

    topics: tuple[str, ...] = ()
    aspect: Aspect = ""
    said: str = ""
    bound: Bound = ""
    start: int = 0
    kinds: frozenset[str] = frozenset()
    complete: bool = False
    ambiguous: bool = False

    @property
    def whole(self) -> bool:
        """明说了全体。"""
        return "whole" in self.kinds

    @property
    def plan(self) -> bool:
        """说的是计划。"""
        return "plan" in self.kinds

    @property
    def part(self) -> bool:
        """说的是其中一部分。"""
        return "part" in self.kinds

    @property
    def rest(self) -> bool:
        """有字不认得，或另有所指。"""
        return bool(self.kinds & {"rest", "other"})


UNREADABLE = Prefix(kinds=frozenset({"rest"}))


class Lexicon:
    """认得的词：通用的，和一份报告自己的名称。neutral 是说全体的名称（单位、项目的全称）。"""

    def __init__(self, names: Names, neutral: Iterable[str]) -> None:
        words = [Word(name, "other") for name in names if name]
        words += [Word(name, "whole") for name in neutral if name]
        self._names = names
        self._own = by_first_letter(words)

    def word_at(self, text: str, at: int, end: int) -> tuple[Word | None, tuple[str, ...]]:
        """这一处最长的词，和它作为名称说的是哪几件事。"""
        known = _longest(KNOWN, text, at, end)
        own = _longest(self._own, text, at, end)
        if own is None or (known is not None and len(known.text) > len(own.text)):
            return known, ()
        topics = self._names.get(own.text, ())
        same = known is not None and len(known.text) == len(own.text)
        return (known if same else own), topics


def _longest(shelves: Mapping[str, tuple[Word, ...]], text: str, at: int, end: int) -> Word | None:
    for word in shelves.get(text[at], ()):
        if at + len(word.text) <= end and text.startswith(word.text, at):
            return word
    return None


def read_prefix(
    lexicon: Lexicon, text: str, start: int, end: int, *, quoted: bool = False
) -> Prefix:
    """认一段话的 [start, end)。括号里的略过；括号没有关上的，从括号里起，名称承括号前面的。

    quoted 为真的，引号不碍事（等级写作“优”）。
    """
    opened = max(text.rfind(mark, start, end) for mark in _OPENING)
    closed = max(text.rfind(mark, start, end) for mark in _CLOSING)
    if opened <= closed:
        return _read(lexicon, text, start, end, quoted)
    before = _read(lexicon, text, start, opened, quoted)
    inside = _read(lexicon, text, opened + 1, end, quoted)
    return replace(
        inside,
        topics=inside.topics or before.topics,
        kinds=inside.kinds | (before.kinds - {"whole"}),
        complete=inside.complete or before.complete,
    )


def _read(lexicon: Lexicon, text: str, start: int, end: int, quoted: bool) -> Prefix:
    if end - start > LONGEST_PREFIX:
        return UNREADABLE
    reading = _Reading(text, start)
    at = start
    while at < end:
        word, topics = lexicon.word_at(text, at, end)
        if word is not None:
            if word.kind == "other" and not topics:
                return UNREADABLE
            reading.take(word, topics, at)
            at += len(word.text)
        elif text[at] in _OPENING:
            at = _after_bracket(text, at, end)
        else:
            if text[at] not in _PASSED and not (quoted and text[at] in _QUOTES):
                return UNREADABLE  # 有一个字不认得，别的字也不必认了
            at += 1
    return reading.prefix()


def _after_bracket(text: str, at: int, end: int) -> int:
    """括号关上以后；没有关上的到末尾。"""
    places = (text.find(mark, at, end) for mark in _CLOSING)
    return min((place for place in places if place >= 0), default=end - 1) + 1


class _Reading:
    """正在认的一段话：认到现在知道的。"""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.topics: tuple[str, ...] = ()
        self.aspect: Aspect = ""
        self.said = ""
        self.bound: Bound = ""
        self.kinds: set[str] = set()
        self.shown = self.said_from = start
        self.named_until = -1
        self.ambiguous = self.complete = False

    def take(self, word: Word, topics: tuple[str, ...], at: int) -> None:
        """认出一个词。"""
        if topics:
            self.topics, self.shown = topics, at
            self.aspect, self.said = word.aspect, word.text if word.aspect else ""
            self.ambiguous = word.kind == "aspect"
            self.named_until = at + len(word.text)
        elif word.kind == "aspect":
            self._aspect(word, at)
        elif word.kind in {"about", "least", "most"}:
            self.bound = word.kind
        elif word.kind == "whole" and at == self.named_until and word.text[:2] in {"项目", "专项"}:
            self.kinds.add("rest")  # “某某活动项目”是另一个名称
        else:
            self.kinds.add(word.kind)
        self.complete = self.complete or word.text in _COMPLETE
        if word.kind != "aspect":
            self.said_from = at + len(word.text)

    def _aspect(self, word: Word, at: int) -> None:
        """说的是哪一项；“预算”“执行率”连着的是一个词。“完成”在别的词后面只是动词。"""
        if word.aspect == "unmet":
            self.bound = "most"
        if word.aspect in {"met", "unmet"} and self.aspect:
            return
        if not self.topics and self.aspect in {"", "met"}:
            self.shown = at
        self.aspect = word.aspect
        self.said = self.text[self.said_from : at] + word.text

    def prefix(self) -> Prefix:
        """认完了。"""
        return Prefix(
            self.topics,
            self.aspect,
            self.said,
            self.bound,
            self.shown,
            frozenset(self.kinds),
            self.complete,
            self.ambiguous,
        )
