"""叙述里的引用：把输入文字中的 `{{ … }}` 换成事实，使一句话不可能与表相矛盾。

一次走遍评价和评分表，换掉每一处 Text；引用写错、想运行代码，都指到那一个 `{{ … }}` 上，全部说出来。
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from reportgen.composing.environment import FAULTS, environment_of, expression, reason_of
from reportgen.composing.names import names_for
from reportgen.core.diagnostics import Diagnostic, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity, shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import Text

_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_FORBIDDEN = re.compile(r"\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|｛｛|｝｝", re.MULTILINE)

LEAVES = frozenset((type(None), str, int, bool, bytes, Decimal, datetime.date, Span, Quantity, Target, Judgement))
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
    parts = [fill(*part, format) for part in zip(evaluation.projects, scorecard.projects, strict=False)]
    evaluation = dataclasses.replace(evaluation, projects=tuple(part for part, _, _ in parts))
    scorecard = dataclasses.replace(scorecard, projects=tuple(own for _, own, _ in parts))
    filler = _Filler(format, names_for(evaluation, scorecard), last=False)
    evaluation, scorecard = _filled(evaluation, scorecard, filler)
    if filler.waiting:
        filler = _Filler(format, names_for(evaluation, scorecard), last=True)
        evaluation, scorecard = _filled(evaluation, scorecard, filler)
    problems = (*filler.diagnostics, *(problem for _, _, found in parts for problem in found))
    return evaluation, scorecard, tuple(_unique(problems))


def _filled(evaluation: Evaluation, scorecard: Scorecard, filler: _Filler) -> tuple[Evaluation, Scorecard]:
    """走一遍：各项目自己的已经换过，不再走进去。"""
    projects = evaluation.projects
    lines = tuple(filler.line(line) for line in scorecard.lines)
    filled = filler.value(dataclasses.replace(evaluation, projects=()))
    return dataclasses.replace(filled, projects=projects), dataclasses.replace(scorecard, lines=lines)


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """同一处文字在评价和评分表里各见一次，只说一次。"""
    seen: dict[Diagnostic, None] = dict.fromkeys(diagnostics)
    yield from seen


class _Filler:
    """走遍不可变的值，遇到带引用的 Text 就换；没有变动的部分原样留用。

    换来的文字里还有引用的，整段等到下一遍（waiting）；last 是最后一遍，再有就是错。
    """

    def __init__(self, format: Format, names: dict[str, object], *, last: bool) -> None:
        self.environment = environment_of(format)
        self.names = names
        self.last, self.waiting = last, False
        self.diagnostics: list[Diagnostic] = []

    def line(self, line: ScoreLine) -> ScoreLine:
        """评分表的一行：偏差原因和指标自己的叙述。"""
        deviation, indicator = self.value(line.deviation), self.value(line.indicator)
        if deviation is line.deviation and indicator is line.indicator:
            return line
        return dataclasses.replace(line, deviation=deviation, indicator=indicator)

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
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        if not hasattr(kind, "__dataclass_fields__"):
            return value
        changes = {}
        for name in kind.__dataclass_fields__:
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
        seen: dict[str, int] = {}
        length, unfinished = len(text), False

        def fact(match: re.Match[str]) -> str:
            nonlocal length, unfinished
            hole = match[0]
            occurrence = seen.get(hole, 0)
            seen[hole] = occurrence + 1
            try:
                found = expression(self.environment, hole).render(self.names)
            except FAULTS as error:
                self._refuse(text, hole, occurrence, reason_of(error))
                return hole
            length += len(found)
            if length > LONGEST:
                self._refuse(text, hole, occurrence, f"换成文字以后超过 {LONGEST} 字。")
                return hole
            if _HOLE.search(found) is None:
                return found
            unfinished = True
            if self.last:
                self._refuse(text, hole, occurrence, "所引用的叙述里还有没换好的引用，不能再引用它。")
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
