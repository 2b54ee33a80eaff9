"""文与表：叙述里出现的说法，空里的数要等于事实（C04）。

只认写得出的说法，不猜意思：短语前面另有限定的（“基本支出预算执行率”“上年……”）不当作在说全体，
带“约”“余”“以上”的不是准数，单位不同的不比。数按区间比：能由四舍五入解释的不作声。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportgen.checking.phrases import Phrase, may_occur, names_of, phrases_of
from reportgen.checking.written import at_most, prose_of
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Interval, NotANumber, Quantity, plain, shorten, too_long
from reportgen.core.recognised import Facts
from reportgen.core.scorecard import Scorecard
from reportgen.core.sentences import Sentences
from reportgen.core.text import NOT_HAN, without_brackets
from reportgen.core.units import MONEY, akin, range_in_unit

NOT_EXACT = re.compile(r"\s*(?:余|多|以上|以下|左右|以内)")
BEFORE = re.compile(
    rf"(?:{NOT_HAN}|(?:本|该)项目|项目的|全年|年度|总体|整体|综合|其中|资金|共设|下设|包括|最终|绩效|评价|自评|\d{{4}}年)$"
)
LONGEST_BEFORE = 5
"""限定的词最长的字数：回看这么多就够了。"""
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")
"""为了好读而打的空格，印的时候会去掉。"""


def check_claims(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C04 叙述里的率、金额、个数、得分、等级与事实不符。叙述里的引用已经换成事实，看到的就是要印的。"""
    told = _BLANKS.sub("", "\n".join(text for _, text in prose_of(evaluation)))
    claims = tuple(
        claim for claim in format.claims if any(may_occur(say, told) for say in claim.say)
    )
    phrases = tuple(phrases_of(claims, names_of(evaluation, scorecard)))
    reader = Reader(
        phrases, evaluation.year, format.manifest.unit_of_money, subjects_of(evaluation)
    )
    for where, text in prose_of(evaluation):
        if text.span is None or where in PLANS:
            continue
        for paragraph in text.split("\n"):
            yield from at_most(_contradicted(reader, paragraph, text.span))


def check_printed_claims(facts: Facts, format: Format) -> Iterator[Diagnostic]:
    """C03、C04 成稿里的个数、率、金额、实绩与表不符；表里没有印的不比。"""
    evaluation, scorecard = facts.evaluation, facts.scorecard
    claims = [claim for claim in format.claims if (claim.each or claim.fact) in facts.printed]
    names = {"funds": evaluation.funds, "scorecard": scorecard}
    phrases = tuple(phrases_of(claims, names))
    subjects = subjects_of(evaluation)
    reader = Reader(phrases, evaluation.year, format.manifest.unit_of_money, subjects)
    for _, text in prose_of(evaluation):
        if text.span is not None:
            yield from at_most(_contradicted_in_print(reader, text, text.span))


def _contradicted_in_print(reader: Reader, paragraph: str, place: Span) -> Iterator[Diagnostic]:
    """成稿的一段话里的各处不符。"""
    for found in reader.contradictions(paragraph):
        code = "C03" if found.subject.startswith("scorecard.counts") else "C04"
        span = within(place, found.written)
        help = "核对后改其中一处。"
        yield diagnose(code, span, found.message, help, subject=found.subject)


def _contradicted(reader: Reader, paragraph: str, place: Span) -> Iterator[Diagnostic]:
    """一段话里的各处不符。"""
    for found in reader.contradictions(_BLANKS.sub("", paragraph)):
        span = within(place, found.written)
        help = "核对后改其中一处；叙述里可以写 {{ 引用 }}，就不会不一致。"
        related = _related(found.fact)
        yield diagnose("C04", span, found.message, help, related=related, subject=found.subject)


PLANS = ("goals.annual", "goals.long_term")
"""写计划的各处：那里的数是要做到的，不是做到的，另由 goals.py 查。"""


@frozen
class Contradiction:
    """一处不符：说的是什么，文中的数，一句说明，事实。"""

    subject: str
    written: str
    message: str
    fact: Any


@frozen
class Reader:
    """读一段话要知道的：编好的说法、年度、金额单位、会把话引到别处去的名称（各资金行）。

    year 为 None 是不知道年度，只认“上年”“去年”一类的话。
    """

    phrases: tuple[Phrase, ...]
    year: int | None
    money: str
    subjects: tuple[str, ...] = ()

    def contradictions(self, text: str) -> Iterator[Contradiction]:
        """一段话里与事实不符的各处；一个数与几项事实都不符，只说先遇到的那一项。"""
        said: set[int] = set()
        sentences = Sentences(text, self.year, self.subjects)
        for phrase in self.phrases:
            for match in phrase.pattern.finditer(text):
                at = match.start("hole")
                if at not in said and _about_this(phrase, match, sentences):
                    found = self._compare(phrase, match)
                    if found is not None:
                        said.add(at)
                        yield found

    def _compare(self, phrase: Phrase, match: re.Match[str]) -> Contradiction | None:
        subject = match["subject"] if "subject" in match.groupdict() else ""
        told, fact = phrase.facts[subject]
        written = match["hole"]
        if phrase.hole == "grade":
            agrees, shown = not fact or written == fact, str(fact)
        elif too_long(written):
            message = f"文中写“{shorten(match[0], 40)}”，{too_long(written)}。"
            return Contradiction(subject or told, written, message, fact)
        else:
            money = self.money if phrase.hole == "money" else ""
            agrees, shown = _agrees(written, fact, money)
            if phrase.falls:
                agrees, _ = _agrees(written, _reversed(fact), money)
        if agrees:
            return None
        message = f"文中写“{shorten(match[0])}”，{_called(told, phrase.hole)}是 {shown}。"
        return Contradiction(subject or told, written, message, fact)


def _about_this(phrase: Phrase, match: re.Match[str], sentences: Sentences) -> bool:
    """这句话说的是不是这份报告的这个数：前面没有别的限定，不是别的年度，不是约数。"""
    text, at = sentences.text, match.start()
    start = sentences.start(at)
    if sentences.of_another_time(at):
        return False
    if at > start and BEFORE.search(text, max(start, at - LONGEST_BEFORE), at) is None:
        return False
    if "" in phrase.facts and sentences.names_another(at):
        return False
    return phrase.hole == "grade" or NOT_EXACT.match(text, match.end("hole")) is None


def subjects_of(evaluation: Evaluation) -> tuple[str, ...]:
    """各资金行的名称：句子里先说到它们的，后面的率和金额说的是它们，不是全体。"""
    names = [
        re.sub(r"^其中[:：]", "", without_brackets(str(line.name)))
        for line in evaluation.funds.named()
    ]
    return (*(name for name in names if len(name) > 1), "三公", "基本支出", "项目支出")


def _agrees(written: str, fact: Any, money: str) -> tuple[bool, str]:
    """文中的数与事实合不合，和事实印出来的样子；单位不同的不比，算合。"""
    try:
        quantity = Quantity.parse(written)
    except NotANumber:  # “1,2,3”一类，不是一个数
        return True, ""
    if isinstance(fact, tuple):
        return quantity.number == len(fact), f"{len(fact)}"
    if isinstance(fact, int):
        return quantity.number == fact, str(fact)
    number = fact.number if isinstance(fact, Quantity) else fact
    if not isinstance(number, Decimal):
        return True, ""
    unit = fact.unit if isinstance(fact, Quantity) else ""
    if money:
        said = Interval.of(quantity.number).scaleb(MONEY[quantity.unit] - MONEY[money])
        return said.meets(_held(fact, number)), f"{plain(number)} {money}"
    shown = str(fact) if isinstance(fact, Quantity) else plain(number)
    if unit and quantity.unit:
        printed = range_in_unit(quantity, unit)
        near = akin(quantity.unit, unit)
        return near or printed is None or printed.meets(_held(fact, number)), shown
    return quantity.interval.meets(_held(fact, number)), shown


def _reversed(fact: Any) -> Any:
    """减少了多少：增减的相反数。"""
    if not isinstance(fact, Quantity):
        return fact
    return Quantity(-fact.number, fact.unit, fact.text, fact.span)


def _held(fact: Any, number: Decimal) -> Interval:
    """事实代表的范围：数量看它印成的样子，别的数只是它自己。"""
    return fact.interval if isinstance(fact, Quantity) else Interval.of(number)


def _called(told: str, hole: str) -> str:
    """事实怎么称呼：路径说成中文，名称照写。"""
    names = {
        "funds.total.rate": "由资金算得的执行率",
        "funds.total.arrival_rate": "由资金算得的到位率",
        "scorecard.total": "评分表的总分",
        "scorecard.grade": "评分表的等级",
        "findings": "输入里的问题",
        "suggestions": "输入里的建议",
    }
    if told in names:
        return names[told]
    if ".change_rate" in told:
        return "由上年的数算得的增减率"
    if ".change" in told:
        return "由上年的数算得的增减"
    if told.startswith("funds."):
        return "资金里的数"
    if told.startswith("scorecard.counts"):
        return "评分表里数得的个数"
    if "." in told:
        return f"输入里的 {told} "
    return f"“{told}”的{'执行率' if hole == 'rate' else '实际完成值'}"


def _related(fact: Any) -> list[Related]:
    span: Span | None = getattr(fact, "span", None)
    return [Related(span, "事实取自这里")] if span is not None else []
