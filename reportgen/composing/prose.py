r"""叙述里的引用：把输入文字中的 `{{ … }}` 换成事实，使一句话不可能与表相矛盾。

一次走遍评价和评分表，换掉每一处 Text；引用写错、想运行代码，都指到那一个 `{{ … }}` 上，全部说出来。
一段怎么换在 passages。照印的（`\{`）和已经说过错的引用，花括号在查完以前用替身，
`literal` 最后换回来。
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from decimal import Decimal
from typing import Any, TypeVar

from reportgen.composing.filters import filters
from reportgen.composing.names import names_for
from reportgen.composing.passages import Passages, has_braces
from reportgen.composing.reaching import Budget
from reportgen.core.diagnostics import Diagnostic, Span
from reportgen.core.document import Document
from reportgen.core.format import Format
from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.rules.tiers import tier_words
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.survey import DataTable
from reportgen.core.target import Target
from reportgen.core.text import Text, with_braces

LEAVES = frozenset(
    (
        *(type(None), str, int, bool, bytes, Decimal, datetime.date),
        *(Span, Quantity, Target, Judgement, DataTable),
    )
)
"""里面没有叙述的值，不必走进去；数据表的格子照原样。"""

_Value = TypeVar("_Value")


def fill(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Evaluation, Scorecard, tuple[Diagnostic, ...]]:
    """换掉叙述里的引用。几个项目的，各项目的叙述先换，引用的是各项目自己的事实。"""
    letters = len(evaluation.span.source.text) if evaluation.span is not None else 0
    filler = _Filler(format, Budget(letters))
    evaluation, scorecard = _filled(evaluation, scorecard, filler)
    # “其中”各行在指标里、在评分表里各见一次，只说一次
    return evaluation, scorecard, tuple(dict.fromkeys(filler.passages.diagnostics))


def _filled(
    evaluation: Evaluation, scorecard: Scorecard, filler: _Filler
) -> tuple[Evaluation, Scorecard]:
    """各项目的先换好，再换全体的；各项目自己的已经换过，不再走进去。"""
    projects: list[Evaluation] = []
    cards: list[Scorecard] = []
    for project, card in zip(evaluation.projects, scorecard.projects, strict=False):
        project, card = _filled(project, card, filler)
        projects.append(project)
        cards.append(card)
    evaluation = dataclasses.replace(evaluation, projects=tuple(projects))
    scorecard = dataclasses.replace(scorecard, projects=tuple(cards))
    filler.enter(evaluation, scorecard)
    lines = [filler.line(line) for line in scorecard.lines]
    filled = filler.value(dataclasses.replace(evaluation, projects=()))
    return (
        dataclasses.replace(filled, projects=evaluation.projects),
        scorecard.with_lines(lines),
    )


class _Filler:
    """走遍不可变的值，遇到带引用的 Text 就换；没有变动的部分原样留用。"""

    def __init__(self, format: Format, budget: Budget) -> None:
        self.passages = Passages(filters(format.manifest), budget)
        self.tiers = tier_words(format.manifest.tiers)
        self.indicators: dict[int, Indicator] = {}

    def enter(self, evaluation: Evaluation, scorecard: Scorecard) -> None:
        """换到一份评价（全体，或一个项目）：名字是它自己的。"""
        self.passages.enter({**names_for(evaluation, scorecard), "tiers": self.tiers})

    def line(self, line: ScoreLine) -> ScoreLine:
        """评分表的一行：指标的偏差原因和叙述，“其中”各行的名称和实绩。"""
        indicator = self.indicator(line.indicator)
        children = self.value(line.children)
        if indicator is line.indicator and children is line.children:
            return line
        return dataclasses.replace(line, indicator=indicator, children=children)

    def indicator(self, indicator: Indicator) -> Indicator:
        """评价里和评分表里是同一个指标，只换一次。"""
        known = self.indicators.get(id(indicator))
        if known is None:
            known = self.indicators[id(indicator)] = self._fields(indicator)
        return known

    def value(self, value: _Value) -> _Value:
        filled: Any = self._value(value)
        return filled  # type: ignore[no-any-return]

    def _value(self, value: Any) -> Any:
        kind = type(value)
        if kind in LEAVES:
            return value
        if kind is Text:
            return self.passages.filled(value) if has_braces(value) else value
        if kind is tuple:
            items = tuple(self._value(item) for item in value)
            if all(new is old for new, old in zip(items, value, strict=True)):
                return value
            return items
        if kind is Indicator:
            return self.indicator(value)
        if not hasattr(kind, "__dataclass_fields__"):
            return value
        return self._fields(value)

    def _fields(self, value: Any) -> Any:
        """一个值的各项；都没有变动的还是它自己。"""
        changes = {}
        for name in type(value).__dataclass_fields__:
            old = getattr(value, name)
            if type(old) in LEAVES:  # 大多数的项，省去一次调用
                continue
            new = self._value(old)
            if new is not old:
                changes[name] = new
        return dataclasses.replace(value, **changes) if changes else value


def has_escape(text: str) -> bool:
    """输入里有没有写着要照印的花括号。"""
    return re.search(r"\\[{}｛｝]", text) is not None


def literal(
    evaluation: Evaluation,
    scorecard: Scorecard,
    document: Document,
    diagnostics: tuple[Diagnostic, ...],
) -> tuple[Evaluation, Scorecard, Document, tuple[Diagnostic, ...]]:
    """花括号从替身换回来；输入里写了照印的（has_escape）、引用有错的，才要换。"""
    return (
        _restored(evaluation),
        _restored(scorecard),
        _restored(document),
        tuple(_restored(diagnostic) for diagnostic in diagnostics),
    )


def _restored(value: Any) -> Any:
    """一个值里的替身都换回花括号；没有变动的部分原样留用。"""
    kind = type(value)
    if kind is str:
        return with_braces(value)
    if kind is Text:
        return Text(with_braces(value), value.span)
    if kind is tuple:
        return tuple(_restored(item) for item in value)
    if kind is Span or not hasattr(kind, "__dataclass_fields__"):
        return value
    changes = {}
    for name in kind.__dataclass_fields__:
        old = getattr(value, name)
        new = _restored(old)
        if new is not old and new != old:
            changes[name] = new
    return dataclasses.replace(value, **changes) if changes else value
