"""认文字：报告说的是哪一年，哪些段是在说结果，各处印的总得分和等级。"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from reportgen.core.diagnostics import within
from reportgen.core.plain import PlainCell, PlainDocument, PlainParagraph
from reportgen.core.quantity import Quantity
from reportgen.core.sentences import Sentences
from reportgen.core.stated import Stated
from reportgen.core.text import Text
from reportgen.recognising.bands import Bands

MOST_GRADES = 100
"""一段话里最多看这么多处等级：每一处都要在原文里找它的位置。"""
_HAN = "[一二三四五六七八九十]+"
_HEADING = re.compile(
    rf"(?:{_HAN}、|[（(]{_HAN}[）)]|\d{{1,2}}[.、]|[（(]\d{{1,2}}[）)]).{{1,30}}$"
)
_NATIONAL = "优秀|良好|较差|优|良|中|差"
_TOTAL = re.compile(r"(?:评价|综合|自评|总)得分[为是：:]?(\d+(?:\.\d+)?)分")


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


def statements_in(document: PlainDocument, year: int, bands: Bands) -> Iterator[Stated]:
    """各处印的总得分和等级，先是总得分，再是文中的和表里的等级；说各档的话不在内。"""
    for paragraph in document.paragraphs:
        yield from _totals(paragraph.text, year, bands)
    pattern = _grade_pattern(bands)
    for paragraph in document.paragraphs:
        yield from _grades(paragraph.text, pattern, year, bands)
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


def _totals(text: Text, year: int, bands: Bands) -> Iterator[Stated]:
    """一段里印的总得分：第一处。"""
    plain = text.replace(" ", "")
    match = _TOTAL.search(plain)
    if match is None or text.span is None or bands.covers(plain, match.start()):
        return
    if not Sentences(plain, year).of_another_time(match.start()):
        span = within(text.span, match[1])
        yield Stated(score=Quantity(Decimal(match[1]), "分", match[1], span))


def _grade_pattern(bands: Bands) -> re.Pattern[str]:
    """等级的说法：通用的几个词，和文中自己说的几档。"""
    names = [*(grade.name for grade in bands.grades or ()), *_NATIONAL.split("|")]
    words = "|".join(sorted(dict.fromkeys(names), key=len, reverse=True))
    return re.compile(rf"(?:等级|等次|评为|属于)[为是：:]?[“\"]?({words})(?![☑√□■])")


def _grades(text: Text, pattern: re.Pattern[str], year: int, bands: Bands) -> Iterator[Stated]:
    """一段里说的等级；空格照原样，才找得到位置。"""
    sentences = Sentences(str(text), year)
    plain = text.replace(" ", "")
    for match in islice(pattern.finditer(text), MOST_GRADES):
        before = len(text[: match.start()].replace(" ", ""))
        spoken = bands.covers(plain, before)
        if not spoken and not sentences.of_another_time(match.start()):
            yield _grade(text, match[1])


def _grade(text: Text, word: str) -> Stated:
    span = within(text.span, word) if text.span is not None else None
    return Stated(grade=Text(word, span))
