"""叙述里的引用：把输入文字中的 `{{ … }}` 换成事实，使一句话不可能与表相矛盾。

一次走遍评价和评分表，换掉每一处 Text；引用写错、想运行代码，都指到那一个 `{{ … }}` 上，全部说出来。
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from decimal import Decimal
from typing import Any, TypeVar

from reportgen.composing.environment import FAULTS, environment_of, expression, reason_of
from reportgen.composing.names import names_for
from reportgen.core.diagnostics import Diagnostic, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation, Indicator
from reportgen.core.quantity import Quantity, shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import Text

_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_FORBIDDEN = re.compile(r"\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|｛｛|｝｝", re.MULTILINE)

LEAVES = frozenset(
    (type(None), str, int, bool, bytes, Decimal, datetime.date, Span, Quantity, Target, Judgement)
)
"""里面没有叙述的值，不必走进去。"""

LONGEST = 100_000
"""一段叙述换好以后最多这么多字：引用长的叙述许多次，也不会把内存占满。"""

_Value = TypeVar("_Value")


def fill(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Evaluation, Scorecard, tuple[Diagnostic, ...]]:
    """换掉叙述里的引用。引用的叙述自己又有引用的，先换好它，再换引用它的；只到这一层，互相引用才不会没有尽头。

    几个项目的，各项目的叙述引用各项目自己的事实。
    """
    projects: list[Evaluation] = []
    cards: list[Scorecard] = []
    problems: list[Diagnostic] = []
    for project, card in zip(evaluation.projects, scorecard.projects, strict=False):
        project, card, diagnostics = fill(project, card, format)
        projects.append(project)
        cards.append(card)
        problems += diagnostics
    evaluation = dataclasses.replace(evaluation, projects=tuple(projects))
    scorecard = dataclasses.replace(scorecard, projects=tuple(cards))
    filler = _Filler(format, names_for(evaluation, scorecard), last=False)
    evaluation, scorecard = _filled(evaluation, scorecard, filler)
    if filler.waiting:
        filler = _Filler(format, names_for(evaluation, scorecard), last=True)
        evaluation, scorecard = _filled(evaluation, scorecard, filler)
    # “其中”各行在指标里、在评分表里各见一次，只说一次
    said_once = dict.fromkeys((*filler.diagnostics, *problems))
    return evaluation, scorecard, tuple(said_once)


def _filled(
    evaluation: Evaluation, scorecard: Scorecard, filler: _Filler
) -> tuple[Evaluation, Scorecard]:
    """走一遍：各项目自己的已经换过，不再走进去。"""
    projects = evaluation.projects
    lines = [filler.line(line) for line in scorecard.lines]
    filled = filler.value(dataclasses.replace(evaluation, projects=()))
    return dataclasses.replace(filled, projects=projects), scorecard.with_lines(lines)


class _Filler:
    """走遍不可变的值，遇到带引用的 Text 就换；没有变动的部分原样留用。

    换来的文字里还有引用的，整段等到下一遍（waiting）；last 是最后一遍，再有就是错。
    """

    def __init__(self, format: Format, names: dict[str, object], *, last: bool) -> None:
        self.environment = environment_of(format)
        self.names = names
        self.last, self.waiting = last, False
        self.indicators: dict[int, Indicator] = {}
        self.diagnostics: list[Diagnostic] = []

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
            return self._text(value) if "{" in value or "｛" in value else value
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
            new = self._value(old)
            if new is not old:
                changes[name] = new
        return dataclasses.replace(value, **changes) if changes else value

    def _text(self, text: Text) -> Text:
        for match in _FORBIDDEN.finditer(text):
            self._refuse(text, match[0], 0, _why(match[0]))
        holes, closing, rest = text.rpartition("}}")  # 其后再没有结束的，不必一个一个看到末尾
        if "{{" in rest:
            self._refuse(text, "{{", 0, _why("{{"))
        occurrences: dict[str, int] = {}
        length, unfinished = len(text), False

        def fact(match: re.Match[str]) -> str:
            nonlocal length, unfinished
            hole = match[0]
            occurrence = occurrences.get(hole, 0)
            occurrences[hole] = occurrence + 1
            try:
                words = expression(self.environment, hole).render(self.names)
            except FAULTS as error:
                self._refuse(text, hole, occurrence, reason_of(error))
                return hole
            length += len(words)
            if length > LONGEST:
                self._refuse(text, hole, occurrence, f"换成文字以后超过 {LONGEST} 字。")
                return hole
            if _HOLE.search(words) is None:
                return words
            unfinished = True
            if self.last:
                reason = "所引用的叙述里还有没换好的引用，不能再引用它。"
                self._refuse(text, hole, occurrence, reason)
            return hole

        filled = Text(_HOLE.sub(fact, holes + closing) + rest, text.span)
        if unfinished and not self.last:
            self.waiting = True
            return text
        return filled

    def _refuse(self, text: Text, fragment: str, occurrence: int, reason: str) -> None:
        if text.span is None:
            return
        span = within(text.span, fragment, occurrence)
        help = "引用的写法是 {{ 名字.名字 | 过滤器 }}，如 {{ funds.total.spent | money }}。"
        self.diagnostics.append(diagnose("I08", span, f"“{shorten(fragment, 40)}”{reason}", help))


def _why(fragment: str) -> str:
    if fragment[0] in "｛｝":
        return "是全角花括号，不会当作引用，请改成 {{ }}。"
    if fragment.startswith("{{"):
        return "没有结束的 }}。"
    return "是模板的控制语句，叙述里只能写 {{ }}。"
