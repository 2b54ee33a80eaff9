"""文中说法：格式自己的（checks.yaml）和几种通用的短语，空里的数要等于事实。

短语前面另有限定的（“基本支出预算执行率”“上年……”）不当作在说全体，
带“约”“余”“以上”的不是准数，单位不同的不比。数按区间比：能由四舍五入解释的不作声。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reportgen.checking.phrases import Phrase
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Interval, NotANumber, Quantity, plain, shorten, too_long
from reportgen.core.sentences import Sentences
from reportgen.core.text import NOT_HAN, without_brackets
from reportgen.core.units import MONEY, akin, range_in_unit

NOT_EXACT = re.compile(r"\s*(?:余|多|以上|以下|左右|以内)")
BEFORE = re.compile(
    rf"(?:{NOT_HAN}|(?:本|该)项目|项目的|全年|年度|总体|整体|综合|其中|资金|共设|下设|包括|最终|绩效|评价|自评|\d{{4}}年)$"
)
LONGEST_BEFORE = 5
"""限定的词最长的字数：回看这么多就够了。"""


@frozen
class Contradiction:
    """一处不符：说的是什么，文中的数，一句说明，事实。"""

    subject: str
    written: str
    message: str
    fact: Any
    certain: bool = True


@frozen
class Reader:
    """读一段话要知道的：编好的说法、年度、金额单位、会把话引到别处去的名称（各资金行）。

    year 为 None 是不知道年度，只认“上年”“去年”一类的话。
    """

    phrases: tuple[Phrase, ...]
    year: int | None
    money: str
    subjects: tuple[str, ...] = ()

    def contradictions(self, text: str, looked: set[int] | None = None) -> Iterator[Contradiction]:
        """一段话里与事实不符的各处；一个数与几项事实都不符，只说先遇到的那一项。

        looked 记下看过的数。
        """
        said: set[int] = set()
        sentences = Sentences(text, self.year, self.subjects)
        for phrase in self.phrases:
            for match in phrase.pattern.finditer(text):
                at = match.start("hole")
                if at not in said and _about_this(phrase, match, sentences):
                    if looked is not None:
                        looked.add(at)
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
        quantity = Quantity(
            quantity.number.scaleb(MONEY[quantity.unit] - MONEY[money]), "", written
        )
        shown = f"{plain(number)} {money}"
    else:
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
