"""读一段话：每个数、每处等级说的是谁的哪一项（Saying）。只看话，不管对不对；看不懂的不出声。

一段话分成句，句分成小句。一小句里，头一个数前面的话要一个词一个词认得完：名称（输入自己的指标、资金行……）、
哪一项（支出、得分……）和不改变意思的词。有一个字不认得，这个数说的可能是别的事，同一句后面没有另说名称的数
也一样，都不猜。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.core.prose.prefix import Lexicon, Names, Prefix, read_prefix
from reportgen.core.prose.saying import Bound, Saying
from reportgen.core.prose.words import Aspect
from reportgen.core.quantity import ZERO, NotANumber, Quantity, half_width, too_long
from reportgen.core.sentences import OTHER_YEARS, Sentences
from reportgen.core.text import HAN

_NUMBER = re.compile(
    r"(?<![\d.,第〔\[A-Za-z])(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d.]*[A-Za-z〕])"
    r"(?P<more>[余多]?)"
    r"(?P<unit>[%％‰]|个?百分点|[万亿]*元|分(?![之钟数析为类])|[万亿]*)"
    r"(?P<most>[余多]?)"
)
_DIGIT = re.compile(r"\d")
_SENTENCE = re.compile(r"[^。；;\n！？]+")
_CLAUSE = re.compile(
    r"[，、；,;]|[：:](?!\s*[“\"]?(?:\d|[优良差]|较差))|(?<=指标)(?:和|及|以及|与)(?=\d)"
)
_AFTER = re.compile(r"以上|左右|以下|以内|上下|之间")
_BOUNDS: dict[str, Bound] = {
    "以上": "least",
    "左右": "about",
    "上下": "about",
    "以下": "most",
    "以内": "most",
}
_CONDITION = re.compile(r"(?:以上|以下|以内|及以上|及以下|[（(]含[）)])*的|[至到\-—~～]\s*\d|之间")
"""数后面接着这些的，是条件、范围（“低于 80% 的”“80 分至 90 分”），不是结果。"""
_RULE = re.compile(r"按规定|按照规定|应当|凡|的，|原则上|不得|一般")
"""一句里有这些的，多半是说规矩；宁可不看。"""
_SCOPE = re.compile(
    r"^(?:其中|按|如|若|对|除|扣除|剔除|以.*为例)|同类|兄弟|其他|其它|抽查|平均|"
    r"上年|去年|往年|(?:中|里|内|方面|的|时|期间|之后|之前|以来|后|前)$"
)
"""没有数的一小句这样起头、收尾的，后面说的不一定是全体。"""
_HARMLESS = re.compile(r"^(?:综合考虑|总的来看|总体来看|年末|完成后|评价后|经.{0,12}后)")
_LEAD = re.compile(r"(?:结果|结论|情况|得分|如下)(?:为|是|如下)?$")
"""冒号前面这样收尾的，是引出结果的话。"""
_DATE = re.compile(r"\s*(?:[年月日号届级类点时]|季度|期[的，。]|个月|分钟|小时|楼|层)")
_COUNTED = re.compile(rf"[个项条](?P<what>{HAN}{{0,6}})")
GRADES = ("优秀", "良好", "较差", "优", "良", "中", "差")
"""通用的等级，长的在前。"""
_GRADE_WORDS = ("等级", "等次", "结论", "结果", "评为", "属于", "定为")
_LEVELS: tuple[tuple[str, Aspect], ...] = (
    ("一级指标", "level1"),
    ("二级指标", "level2"),
    ("三级指标", "level3"),
    ("绩效指标", "level3"),
    ("绩效目标", "level3"),
    ("评价指标", "level3"),
)
_ALL_OF_THEM = re.compile(r"$|[中里内”）)]|和|及|与|组成|构成|进行|逐|作了?评|的(?:完成|实现)情况")
"""“19 个三级指标”后面接着这些的，说的是全部；“3 个三级指标没有得满分”说的是几个。"""
_BUDGETS: tuple[Aspect, ...] = ("initial", "adjusted", "budget")
"""占它们的百分之几：说的是上一小句的那一项。"""
MOST_SENTENCES = 1_000
"""一段话里最多读这么多句。"""
MOST_CLAUSES = 200
"""一句话里最多读这么多小句：公文的一句没有这么长。"""


class Reader:
    """认得一份报告里的名称的读者。neutral 是说全体的名称：单位、项目的全称。

    year 为 None 是不知道年度，为 0 是看不出；写了别的年度的话都不读。grades 是等级的叫法。
    """

    def __init__(
        self,
        names: Names,
        year: int | None,
        neutral: Iterable[str] = (),
        grades: Iterable[str] = GRADES,
    ) -> None:
        words = "|".join(sorted(map(re.escape, grades), key=len, reverse=True))
        self.grade = re.compile(rf"[“\"”‘]?(?P<grade>{words})(?:[”\"’“]|等级?|级|档)?$")
        own = (f"{year}年", f"{year}年度") if year else ("年度",)
        self.lexicon = Lexicon(names, (*neutral, *own))
        self.year = year

    def read(self, paragraph: str) -> Iterator[Saying]:
        """一段话（空格已去掉）里的各处说法，按先后。"""
        if not _worth_reading(paragraph):
            return
        text = half_width(paragraph)
        times = Sentences(text, self.year)
        elsewhere = False
        for count, match in enumerate(_SENTENCE.finditer(text)):
            if count == MOST_SENTENCES:
                return
            sentence = _Sentence(self, text, match.span(), times, elsewhere)
            yield from sentence.read()
            elsewhere = sentence.starts_elsewhere()


def _worth_reading(paragraph: str) -> bool:
    """有数，或说到等级。"""
    return _DIGIT.search(paragraph) is not None or _says_grade(paragraph, 0, len(paragraph))


def _says_grade(text: str, start: int, end: int) -> bool:
    return any(text.find(word, start, end) >= 0 for word in _GRADE_WORDS)


class _Sentence:
    """正在读的一句：承着的名称（topics），后面没有另说名称的还看不看（blocked）。"""

    def __init__(
        self, reader: Reader, text: str, span: tuple[int, int], times: Sentences, elsewhere: bool
    ) -> None:
        self.reader, self.text, self.times = reader, text, times
        self.start, self.end = span
        self.topics: tuple[str, ...] = ()
        self.spoken: Aspect = ""
        self.blocked = elsewhere and not self._has_own_year()
        self.rule = _RULE.search(text, self.start, self.end) is not None
        digits = [match.start() for match in _DIGIT.finditer(text, self.start, self.end)]
        self.last_digit = digits[-1] if digits else -1

    def _has_own_year(self) -> bool:
        match = OTHER_YEARS.search(self.text, self.start, self.end)
        return match is not None and match[1] == str(self.reader.year)

    def starts_elsewhere(self) -> bool:
        """这一句开头就说别的年度：后一句没有另说年度的，也跟着它。"""
        match = OTHER_YEARS.search(self.text, self.start, min(self.end, self.start + 8))
        if match is None:
            return False
        return match[1] is None or (bool(self.reader.year) and match[1] != str(self.reader.year))

    def read(self) -> Iterator[Saying]:
        """各小句里的说法；说规矩的、没有数也没有等级的一句不看。"""
        if self.rule or (self.last_digit < 0 and not _says_grade(self.text, self.start, self.end)):
            return
        at = self.start
        for count, mark in enumerate(_CLAUSE.finditer(self.text, self.start, self.end)):
            if count == MOST_CLAUSES:
                return
            yield from self._clause(at, mark.start())
            at = mark.end()
        yield from self._clause(at, self.end)

    def _clause(self, start: int, end: int) -> Iterator[Saying]:
        match = self._first_number(start, end)
        if match is None:
            yield from self._without_number(start, end)
            return
        prefix = self._prefix(start, match.start())
        condition = _CONDITION.match(self.text, match.end(), end) is not None
        if not (prefix.rest or prefix.plan or condition):
            saying = self._saying(prefix, match, end)
            if saying is not None and not self.times.of_another_time(match.start()):
                yield saying
        self.spoken = prefix.aspect or self.spoken
        if prefix.topics:
            self.topics = (*prefix.topics, *(self.topics if prefix.ambiguous else ()))
        if prefix.rest or prefix.part or condition:
            self.blocked = True

    def _prefix(self, start: int, end: int) -> Prefix:
        """数前面的话；“……评价结果为：”一类的引子认不完的，只看引子后面的。"""
        prefix = read_prefix(self.reader.lexicon, self.text, start, end)
        if not prefix.rest:
            return prefix
        colon = max(self.text.rfind("：", start, end), self.text.rfind(":", start, end))
        if colon < 0 or _LEAD.search(self.text, start, colon) is None:
            return prefix
        return read_prefix(self.reader.lexicon, self.text, colon + 1, end)

    def _first_number(self, start: int, end: int) -> re.Match[str] | None:
        """一小句里的头一个数；日期、文号、序数、书名号里的不算。"""
        for match in _NUMBER.finditer(self.text, start, end):
            dated = not match["unit"] and _DATE.match(self.text, match.end())
            if not dated and not self._in_title(match.start()):
                return match
        return None

    def _in_title(self, at: int) -> bool:
        opened = self.text.rfind("《", self.start, at)
        return opened >= 0 and opened > self.text.rfind("》", self.start, at)

    def _without_number(self, start: int, end: int) -> Iterator[Saying]:
        """没有数的一小句：等级，或给后面的数划了范围。"""
        if start == end:
            return
        later = self.last_digit >= end or _says_grade(self.text, end, self.end)
        grade = self.reader.grade.search(self.text, start, end)
        if grade is not None and grade.end() == end:
            yield from self._grade(start, grade)
            return
        if not later:  # 后面没有要看的
            return
        clause = self.text[start:end]
        prefix = read_prefix(self.reader.lexicon, self.text, start, end)
        listed = self.text[start - 1 : start] == "、" or self.text[end : end + 1] == "、"
        if prefix.topics and not prefix.rest and not listed:
            self.topics = prefix.topics
        elif _SCOPE.search(clause) and not _HARMLESS.search(clause):
            self.blocked = True

    def _grade(self, start: int, match: re.Match[str]) -> Iterator[Saying]:
        """“等级为‘优’”“自评结果属于良”：前面的话认得完，说的又是全体的。"""
        at = match.start("grade")
        prefix = read_prefix(self.reader.lexicon, self.text, start, at, quoted=True)
        spoken = prefix.aspect in {"grade", "total", "score"}
        of_others = bool(prefix.topics or self.topics or self.blocked or prefix.part)
        if not spoken or prefix.rest or prefix.plan or of_others:
            return
        if not self.times.of_another_time(start):
            words = self.text[prefix.start : match.end()]
            grade = Quantity(ZERO, "", match["grade"])
            yield Saying("grade", grade, words, at=at, end=match.end("grade"))

    def _saying(self, prefix: Prefix, match: re.Match[str], end: int) -> Saying | None:
        """这个数说的是什么；看不懂的没有。"""
        unit = match["unit"].replace("％", "%")
        number = _number_in(match["number"])
        aspect = self._aspect(prefix, match, end)
        bound = self._bound(prefix, match, end)
        if number is None or aspect is None or bound is None or "百分点" in unit:
            return None
        if self.blocked and not prefix.topics:
            return None
        shared = unit == "%" and (prefix.said.startswith("占") or aspect in _BUDGETS)
        if shared and self.spoken != "spent":  # “结余 24.2 万元，占预算的 10%”说的是结余
            return None
        return Saying(
            aspect,
            Quantity(number, unit, match["number"]),
            self.text[prefix.start : match.end()],
            said=prefix.said,
            unit_after=self.text[match.end() : min(end, match.end() + 6)],
            topics=prefix.topics,
            inherited=() if prefix.topics and not prefix.ambiguous else self.topics,
            whole=not self.blocked and not prefix.part,
            bound=bound,
            clear=not self.blocked,
            complete=prefix.complete,
            marked=prefix.whole,
            at=match.start(),
            end=match.end(),
        )

    def _aspect(self, prefix: Prefix, match: re.Match[str], end: int) -> Aspect | None:
        """说的是哪一项；“3 个三级指标没有得满分”数的是几个，不看。"""
        counted = None if match["unit"] else _COUNTED.match(self.text, match.end(), end)
        if counted is not None:
            for word, level in _LEVELS:
                if counted["what"].startswith(word):
                    after = counted.start("what") + len(word)
                    return level if _ALL_OF_THEM.match(self.text, after, end) else None
        return prefix.aspect

    def _bound(self, prefix: Prefix, match: re.Match[str], end: int) -> Bound | None:
        """准数还是约数；看不懂的没有。没有完成几个，数得准。"""
        if not match["unit"] and prefix.aspect == "unmet":
            return ""
        after = _AFTER.search(self.text, match.end(), min(end, match.end() + 6))
        if after is not None:
            return _BOUNDS.get(after[0])
        return prefix.bound or ("least" if match["more"] or match["most"] else "")


def _number_in(text: str) -> Decimal | None:
    """写的数；位数太多的也读出来，由核对的去说；“1,2,3”不是一个数。"""
    if too_long(text):
        return Decimal(text.replace(",", ""))
    try:
        return Quantity.parse(text).number
    except NotANumber:
        return None
