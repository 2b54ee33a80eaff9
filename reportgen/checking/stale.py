"""留着上年的话：转年度来的输入，哪些句子还在说上年。

一句话里有别的年度（二〇二四年也认得）、有数、有“今年”一类的词而与上年一字不差，或只换了年度，多半是忘了改；
拦住出稿。别的与上年相同的句子并成一条提醒。确实不变的，一段一段写进 unchanged，写明开头八个字：
与上年相同的一段（或一句）才算数，改过的不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from reportgen.checking.written import MOST_ALIKE, at_most
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.frozen import frozen
from reportgen.core.quantity import shorten
from reportgen.core.text import Text

HEAD = 8
"""确认一段不变，要写它开头的这么多字。"""
MOST_NAMED = 4
"""一条提醒里最多列出几处。"""

Passages = Sequence[tuple[str, Text]]
Confirmed = Sequence[tuple[str, tuple[Text, ...]]]

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_REFERENCE = re.compile(r"\{\{[^{}]*\}\}")
_UNITS = r"(?:[家人册场次个元万亿户名项份吨米亩件辆台套期批%％]|公里|平方)"
_COUNTED = rf"(?!(?:\.\d+)?\s*[余多]?\s*{_UNITS})"
"""后面是单位的是数：2024 家、1999.5 万元。"""
_DECIMAL = r"(?!\.(?!(?:0?[1-9]|1[0-2])(?!\d))\d)"
"""2024.6 是六月，2016.50 是小数。"""
_YEAR = re.compile(rf"(?<![\d.])(?:19|20)\d\d(?!\d){_DECIMAL}{_COUNTED}")
_CHINESE_YEAR = re.compile(r"[一二][〇零○Ｏ0九][〇零○Ｏ0一二三四五六七八九]{2}(?=年)")
_DIGITS = dict(zip("〇零○Ｏ0一二三四五六七八九", "00000123456789", strict=True))
_NUMBER = re.compile(
    r"\d[\d,.]*\s*[%％‰]?"
    r"|(?:[二两三四五六七八九十]|一[十百千万亿])[一二两三四五六七八九十百千万亿]*[余多]?"
    r"(?:万元|亿元|人次|[场期家人户名册份元次批])"
    r"|百分之[一二三四五六七八九十百点零]+"
)
_ORDINAL = re.compile(r"^\s*[（(]?\d+(?:[.．](?!\d)|[、)）])")
"""句首的序号不是数。"""
_NOW = re.compile(r"[今本当去上明]年|年[内初中末底]|全年|[上下]半年|截至|截止")
_COMPARED = re.compile(r"较|比|上年|去年|增长|增加|下降|减少|以来|[自从]|结转|尾款")


@frozen
class LastText:
    """上年的话：年度、各段、名称（叫什么 → 上年的名称）。没有读到的各项为空。"""

    year: int
    passages: Passages = ()
    names: Mapping[str, str] = field(default_factory=dict)
    known: bool = True


@frozen
class Sentence:
    """一句话：所在的地方、那一段、原文，和它是那一处的话（whole）里同样的第几句。"""

    place: str
    paragraph: str
    text: str
    whole: Text
    occurrence: int

    @property
    def span(self) -> Span | None:
        """出处；要说到它才去找。同样的句子很多的，指到前面的一句。"""
        if self.whole.span is None:
            return None
        return within(self.whole.span, self.text, min(self.occurrence, MOST_ALIKE))


def check_stale(
    passages: Passages,
    last: LastText,
    year: int,
    names: Mapping[str, str],
    confirmed: Confirmed,
) -> Iterator[Diagnostic]:
    """L01 留着的旧话，L02 别的相同的句子，L03 对不上的确认。"""
    before: list[Sentence] = []
    for place, text in last.passages:
        before += sentences(place, text)
    exact = {_bare(sentence.text): sentence for sentence in before}
    masked = {_masked(sentence.text): sentence for sentence in reversed(before)}
    paragraphs = {_bare(sentence.paragraph) for sentence in before}
    heads = _Heads(confirmed, exact, paragraphs, last.known)
    renamed = {name: old for name, old in last.names.items() if names.get(name, old) != old}
    alike: list[Sentence] = []

    def stale_in(place: str, text: Text) -> Iterator[Diagnostic]:
        for sentence in sentences(place, text):
            same = exact.get(_bare(sentence.text))
            if heads.confirm(sentence):
                continue
            reason = _reason(sentence.text, same, masked, last, year)
            reason = reason or _old_name(sentence.text, renamed, names)
            if reason:
                yield _stale(sentence, reason, same or masked.get(_masked(sentence.text)))
            elif same is not None:
                alike.append(sentence)

    for place, text in passages:
        yield from at_most(stale_in(place, text))
    if alike:
        yield _alike(alike)
    yield from heads.unused()


def sentences(place: str, text: Text) -> Iterator[Sentence]:
    """一处的话分成句；一行是一段。"""
    at: dict[str, int] = {}
    for paragraph in text.split("\n"):
        for match in _SENTENCE.finditer(paragraph):
            written = match[0].strip()
            if not written:
                continue
            occurrence = at.get(written, 0)
            at[written] = occurrence + 1
            yield Sentence(place, paragraph.strip(), written, text, occurrence)


def years_in(text: str) -> list[int]:
    """一句话里说到的年度。"""
    years = [int(match[0]) for match in _YEAR.finditer(text)]
    for match in _CHINESE_YEAR.finditer(text):
        years.append(int("".join(_DIGITS[char] for char in match[0])))
    return years


def _reason(
    written: str,
    same: Sentence | None,
    masked: Mapping[str, Sentence],
    last: LastText,
    year: int,
) -> str:
    """为什么要改；不必改的为空。"""
    text = _ORDINAL.sub("", _REFERENCE.sub("某", written))
    others = [other for other in years_in(text) if other != year]
    if same is not None:
        numbers = _NUMBER.findall(_without_years(text))
        now = _NOW.search(text)
        if others:
            return f"与上年一字不差，说的是 {_listed(others)} 年"
        if numbers or years_in(text):
            return f"与上年一字不差，里面有数（{_listed(numbers or years_in(text))}）"
        return f"与上年一字不差，里面说“{now[0]}”" if now else ""
    twin = masked.get(_masked(written)) if years_in(text) else None
    numbers = _NUMBER.findall(_without_years(text))
    if twin is not None and numbers:
        return f"只换了年度，数还是上年的（{_listed(numbers)}）"
    if not last.known:
        past = [other for other in others if other < year]
        return f"说的是 {_listed(past)} 年" if past and not _COMPARED.search(text) else ""
    if last.year in others and (twin is not None or not _of_its_own(text, year)):
        return f"说的是上年（{last.year} 年）"
    return ""


def _of_its_own(text: str, year: int) -> bool:
    """新写的一句，提到上年是拿来比，或与今年并提。"""
    return year in years_in(text) or _COMPARED.search(text) is not None


def _old_name(text: str, renamed: Mapping[str, str], names: Mapping[str, str]) -> str:
    for name, old in renamed.items():
        if old in text.replace(names[name], ""):
            return f"写的是上年的{name}“{old}”"
    return ""


def _without_years(text: str) -> str:
    return _CHINESE_YEAR.sub("", _YEAR.sub("", text))


def _masked(text: str) -> str:
    return _CHINESE_YEAR.sub("某", _YEAR.sub("某", _bare(text)))


def _bare(text: str) -> str:
    """比的时候不计空白和句末的标点。"""
    return re.sub(r"\s", "", text).rstrip("。；")


def _listed(values: Sequence[object]) -> str:
    words = list(dict.fromkeys(str(value).strip() for value in values))
    more = "……" if len(words) > MOST_NAMED else ""
    return "、".join(words[:MOST_NAMED]) + more


def _stale(sentence: Sentence, reason: str, twin: Sentence | None) -> Diagnostic:
    span = sentence.span
    assert span is not None
    message = f"{sentence.place} 的“{shorten(sentence.text)}”{reason}。"
    help = "改成今年的。确实不变的，在顶层的 unchanged 之下写一行 "
    help += f"{_plain(sentence.place)}: {_plain(head(sentence.text))}"
    related: tuple[Related, ...] = ()
    there = twin.span if twin is not None else None
    if there is not None:
        related = (Related(there, "上年写在这里"),)
    return diagnose("L01", span, message, help, related=related, subject=sentence.place)


def _alike(alike: Sequence[Sentence]) -> Diagnostic:
    first = alike[0]
    span = first.span
    assert span is not None
    places = _listed([sentence.place for sentence in alike])
    message = f"另有 {len(alike)} 句与上年一字不差，没有年度也没有数：{places}。"
    return diagnose("L02", span, message, "读一遍，今年仍是这样的不必改。")


def head(text: str) -> str:
    """开头八个字。"""
    return text.strip()[:HEAD].rstrip()


def _plain(text: str) -> str:
    """写进 YAML 的一个词：有标点的加引号。"""
    if re.fullmatch(r"[\w（）、，《》“”.]+", text):
        return text
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


class _Heads:
    """确认不变的各行，和用上了没有。"""

    def __init__(
        self,
        confirmed: Confirmed,
        exact: Mapping[str, Sentence],
        paragraphs: set[str],
        known: bool,
    ) -> None:
        self.exact, self.paragraphs, self.known = exact, paragraphs, known
        self.lines: dict[tuple[str, str], Text] = {}
        for place, heads in confirmed:
            self.lines.update({(place, str(line).strip()): line for line in heads})
        self.used: set[tuple[str, str]] = set()

    def confirm(self, sentence: Sentence) -> bool:
        """这一句确认过不变。整段与上年相同的，写段的开头；别的写句的开头。没有上年的输入可比，只凭开头。"""
        keys = []
        if not self.known or _bare(sentence.text) in self.exact:
            keys.append((sentence.place, head(sentence.text)))
        if self.known and _bare(sentence.paragraph) in self.paragraphs:
            keys.append((sentence.place, head(sentence.paragraph)))
        for key in keys:
            if key in self.lines:
                self.used.add(key)
                return True
        return False

    def unused(self) -> Iterator[Diagnostic]:
        """L03 对不上的。"""
        for key, line in self.lines.items():
            if key in self.used or line.span is None:
                continue
            message = (
                f"unchanged 里的 {key[0]}: {key[1]} 对不上：那里没有这样开头、与上年相同的话。"
            )
            help = f"话已经改了的，删去这一行；没有改的，照原文写开头的 {HEAD} 个字。"
            yield diagnose("L03", line.span, message, help)
