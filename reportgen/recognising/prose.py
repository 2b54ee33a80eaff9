"""认文字：报告说的是哪一年，哪些段是在说结果，各处印的总得分和等级。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportgen.core.diagnostics import within
from reportgen.core.plain import PlainCell, PlainDocument, PlainParagraph
from reportgen.core.prose.reader import GRADES, Reader
from reportgen.core.prose.saying import Saying
from reportgen.core.quantity import HUNDRED, Quantity
from reportgen.core.stated import Stated
from reportgen.core.text import Text
from reportgen.recognising.bands import Bands

_HAN = "[一二三四五六七八九十]+"
_HEADING = re.compile(
    rf"(?:{_HAN}、|[（(]{_HAN}[）)]|\d{{1,2}}[.、]|[（(]\d{{1,2}}[）)]).{{1,30}}$"
)


def year_of(document: PlainDocument) -> int:
    """报告的年度：文中说得最多的那一年；并列的看不出，是 0，写了年份的话都不比。"""
    years: Counter[str] = Counter()
    for paragraph in document.paragraphs:
        years.update(re.findall(r"(20\d\d)\s*年", paragraph.text))
    first = years.most_common(2)
    if not first or (len(first) > 1 and first[0][1] == first[1][1]):
        return 0
    return int(first[0][0])


def results_in(paragraphs: Sequence[PlainParagraph]) -> Iterator[Text]:
    """说结果的各段，空格已去掉。目标一节里的数是要做到的，不是做到的，不在内。"""
    plans = False
    for paragraph in paragraphs:
        text = Text(paragraph.text.replace(" ", ""), paragraph.text.span)
        if _HEADING.match(text):
            plans = "目标" in text and "完成" not in text
        if not plans and text.span is not None:
            yield text


def statements_in(
    document: PlainDocument, year: int, bands: Bands, names: Iterable[str] = ()
) -> Iterator[Stated]:
    """各处印的总得分和等级，先是文中的，再是表里的等级；说各档的话不在内。

    names 是表里的名称（资金行、各级指标）：说到它们的话，说的不是全体。
    """
    reader = Reader({name: (name,) for name in names}, year, grades=_grade_names(bands))
    said: list[Stated] = []
    for paragraph in document.paragraphs:
        said += _said(paragraph.text, reader, HUNDRED, bands)
    yield from (stated for stated in said if stated.score is not None)
    yield from (stated for stated in said if stated.grade is not None)
    pattern = _grade_pattern(bands)
    for cell in cells_of(document):
        match = pattern.search(cell.text)
        if match and not bands.covers(cell.text, match.start()):
            yield _grade(cell.text, match[1])


def cells_of(document: PlainDocument) -> dict[PlainCell, None]:
    """各表的格子，合并的只算一格。"""
    cells: dict[PlainCell, None] = {}
    for table in document.tables:
        for row in table.rows:
            cells.update(dict.fromkeys(row))
    return cells


def _said(text: Text, reader: Reader, full: Decimal, bands: Bands) -> Iterator[Stated]:
    """一段里说全体的总得分和等级；“总分 100 分”说的是满分。"""
    plain = text.replace(" ", "")
    for saying in reader.read(plain):
        of_others = saying.topics or (saying.inherited and saying.aspect != "total")
        if text.span is None or of_others:
            continue
        if bands.covers(plain, saying.at):
            continue
        if saying.aspect == "grade":
            yield _grade(text, saying.number.text)
        elif _is_total(saying) and not (saying.said == "总分" and saying.number.number == full):
            span = within(text.span, saying.number.text)
            number = Quantity(saying.number.number, "分", saying.number.text, span)
            yield Stated(score=number)


def _is_total(saying: Saying) -> bool:
    """说的是总得分：“评价得分”“总得分”自己就说清了，“得分”还要“项目”一类的话。"""
    if saying.number.unit != "分" or saying.bound or not saying.clear:
        return False
    spelt = saying.aspect == "total" or len(saying.said) >= 4 or saying.marked
    scored = saying.aspect == "total" or (saying.aspect == "score" and "得分" in saying.said)
    return scored and spelt


def _grade_names(bands: Bands) -> list[str]:
    """等级的叫法：文中自己说的几档，和通用的几个词。"""
    return list(dict.fromkeys((*(grade.name for grade in bands.grades or ()), *GRADES)))


def _grade_pattern(bands: Bands) -> re.Pattern[str]:
    """格子里等级的说法。"""
    words = "|".join(sorted(_grade_names(bands), key=len, reverse=True))
    return re.compile(rf"(?:等级|等次|评为|属于)[为是：:]?[“\"]?({words})(?![☑√□■])")


def _grade(text: Text, word: str) -> Stated:
    span = within(text.span, word) if text.span is not None else None
    return Stated(grade=Text(word, span))
