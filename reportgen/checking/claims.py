"""文与表：叙述里说的数要等于事实（C04，可能不符的 C41）；成稿里的个数不符是 C03。

叙述由 core/prose 读：认得输入自己的名称和各种说法，一个词一个词认得完的才算看懂；格式另有的说法是短语
（phrases.py）。数按区间比：能由四舍五入解释的不作声。写计划的各处不看，另由 goals.py 查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reportgen.checking.phrase_reader import Contradiction, Reader, subjects_of
from reportgen.checking.phrases import may_occur, names_of, phrases_of
from reportgen.checking.sayings import compare
from reportgen.checking.topics import topics_of
from reportgen.checking.written import at_most, prose_of
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.prose.reader import Reader as ProseReader
from reportgen.core.recognised import Facts
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

_UNIT = re.compile(r"[^\d.,]+$")
_ALL_DONE = re.compile(
    r"(?:目标|指标|任务)[^，。；]{0,6}(?:全部|全面|均已?|都已?)(?:如期|按期|圆满|超额)?(?:完成|达标|实现)"
    r"|(?<!未)(?<!没有)(?:全部|全面)(?:如期|圆满|超额)?完成了?[^，。；]{0,8}(?:目标|指标|任务)"
)
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
    money = format.manifest.unit_of_money
    spoken = Spoken(evaluation, scorecard, money)
    reader = Reader(phrases, evaluation.year, money, subjects_of(evaluation))
    for where, text in prose_of(evaluation):
        if text.span is None or where in PLANS:
            continue
        for paragraph in text.split("\n"):
            yield from at_most(_contradicted(reader, spoken, paragraph, text.span))


def check_printed_claims(
    facts: Facts, format: Format, totals: Sequence[Decimal] = ()
) -> Iterator[Diagnostic]:
    """C03、C04 成稿里的个数、率、金额、实绩与表不符；表里没有印的不比。totals 是印的总分。"""
    evaluation, scorecard = facts.evaluation, facts.scorecard
    claims = [claim for claim in format.claims if (claim.each or claim.fact) in facts.printed]
    names = {"funds": evaluation.funds, "scorecard": scorecard}
    phrases = tuple(phrases_of(claims, names))
    subjects = subjects_of(evaluation)
    money = format.manifest.unit_of_money
    spoken = Spoken(evaluation, scorecard, money, judged=False, totals=totals)
    reader = Reader(phrases, evaluation.year, money, subjects)
    for _, text in prose_of(evaluation):
        if text.span is not None:
            yield from at_most(_contradicted_in_print(reader, spoken, text, text.span))


def _contradicted_in_print(
    reader: Reader, spoken: Spoken, paragraph: str, place: Span
) -> Iterator[Diagnostic]:
    """成稿的一段话里的各处不符。"""
    for found in _contradictions(reader, spoken, paragraph):
        code = "C03" if found.subject.startswith("scorecard.counts") else "C04"
        span = _place(place, found.written)
        help = "核对后改其中一处。"
        if not found.certain:
            code, help = "C41", POSSIBLY
        yield diagnose(code, span, found.message, help, subject=found.subject)


def _contradicted(
    reader: Reader, spoken: Spoken, paragraph: str, place: Span
) -> Iterator[Diagnostic]:
    """一段话里的各处不符。"""
    for found in _contradictions(reader, spoken, _BLANKS.sub("", paragraph)):
        span = _place(place, found.written)
        code, help = "C04", "核对后改其中一处；叙述里可以写 {{ 引用 }}，就不会不一致。"
        if not found.certain:
            code, help = "C41", POSSIBLY
        related = _related(found.fact)
        yield diagnose(
            code,
            span,
            found.message,
            help,
            related=related,
            subject=found.subject,
            seen=found.written,
        )


def _place(place: Span, written: str) -> Span:
    """文中的数在哪里；数和单位之间打了空格的，指到数。"""
    span = within(place, written)
    return within(place, _UNIT.sub("", written)) if span == place else span


POSSIBLY = "说的是同一件事的，改其中一处；说的是别的，把话写清楚。"


def _contradictions(reader: Reader, spoken: Spoken, paragraph: str) -> Iterator[Contradiction]:
    """格式自己的说法先看，它看过的数不再看；再看读得懂的别的数。"""
    looked: set[int] = set()
    yield from reader.contradictions(paragraph, looked)
    yield from spoken.contradictions(paragraph, looked)


class Spoken:
    """读得懂的数同事实相比；名称和事实到第一段有数的话才理。"""

    def __init__(
        self,
        evaluation: Evaluation,
        scorecard: Scorecard | None,
        money: str,
        *,
        judged: bool = True,
        totals: Sequence[Decimal] = (),
    ) -> None:
        self.topics = topics_of(evaluation, scorecard, judged=judged, totals=totals)
        self.money = money
        self.reader = ProseReader(self.topics.names, evaluation.year, _own_names(evaluation))

        self.unmet = _missed(scorecard) if judged and scorecard is not None else ()

    def contradictions(self, paragraph: str, looked: set[int]) -> Iterator[Contradiction]:
        """一段话里与事实不符的各处。"""
        done = _ALL_DONE.search(paragraph) if self.unmet else None
        if done is not None:
            names = "、".join(f"“{line.name}”" for line in self.unmet[:3])
            more = f"等 {len(self.unmet)} 个" if len(self.unmet) > 3 else ""
            message = f"文中写“{done[0]}”，评分表里{names}{more}没有达到指标值。"
            yield Contradiction("完成情况", done[0], message, self.unmet[0], certain=False)
        for saying in self.reader.read(paragraph):
            if saying.at in looked:
                continue
            found = compare(saying, self.topics, self.money)
            if found is not None:
                looked.add(saying.at)
                written = paragraph[saying.at : saying.end].removesuffix("分")
                figure = found.figure
                yield Contradiction(
                    figure.subject, written, found.message, figure.fact, certain=found.certain
                )


def _missed(scorecard: Scorecard) -> tuple[ScoreLine, ...]:
    """有数可比而没有达到指标值的各行。"""
    lines = []
    for line in scorecard.unmet:
        compared = line.target is not None and line.target.quantity is not None
        if compared and line.actual_value is not None and line.lost:
            lines.append(line)
    return tuple(lines)


def _own_names(evaluation: Evaluation) -> Iterator[str]:
    """单位、项目自己的名称，说的是全体。"""
    yield str(evaluation.unit.name)
    yield str(evaluation.unit.short)
    if evaluation.project is not None:
        yield str(evaluation.project.name)


PLANS = ("goals.annual", "goals.long_term")
"""写计划的各处：那里的数是要做到的，不是做到的，另由 goals.py 查。"""


def _related(fact: Any) -> list[Related]:
    span: Span | None = getattr(fact, "span", None)
    return [Related(span, "事实取自这里")] if span is not None else []
