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
from reportgen.core.model import Evaluation, Judgement, Target
from reportgen.core.quantity import Quantity, shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Text

_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_FORBIDDEN = re.compile(r"\{%.*?(?:%\}|$)|\{#.*?(?:#\}|$)|｛｛|｝｝", re.MULTILINE)

LEAVES = frozenset((type(None), str, int, bool, bytes, Decimal, datetime.date, Span, Quantity, Target, Judgement))
"""里面没有叙述的值，不必走进去。"""

_Value = TypeVar("_Value")


def fill(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> tuple[Evaluation, Scorecard, tuple[Diagnostic, ...]]:
    """换掉叙述里的引用。引用的只能是事实和评分表，不能引用别的叙述（那样会没有尽头）。

    几个项目的，各项目的叙述引用各项目自己的事实。
    """
    parts = [fill(*part, format) for part in zip(evaluation.projects, scorecard.projects, strict=False)]
    filler = _Filler(format, names_for(evaluation, scorecard))
    lines = tuple(filler.line(line) for line in scorecard.lines)
    filled = filler.value(dataclasses.replace(evaluation, projects=()))
    problems = (*filler.diagnostics, *(problem for _, _, found in parts for problem in found))
    return (
        dataclasses.replace(filled, projects=tuple(part for part, _, _ in parts)),
        dataclasses.replace(scorecard, lines=lines, projects=tuple(own for _, own, _ in parts)),
        tuple(_unique(problems)),
    )


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """同一处文字在评价和评分表里各见一次，只说一次。"""
    seen: dict[Diagnostic, None] = dict.fromkeys(diagnostics)
    yield from seen


class _Filler:
    """走遍不可变的值，遇到带引用的 Text 就换；没有变动的部分原样留用。"""

    def __init__(self, format: Format, names: dict[str, object]) -> None:
        self.environment = environment_of(format)
        self.names = names
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

        def fact(match: re.Match[str]) -> str:
            occurrence = seen.get(match[0], 0)
            seen[match[0]] = occurrence + 1
            try:
                return expression(self.environment, match[0]).render(self.names)
            except FAULTS as error:
                self._refuse(text, match[0], occurrence, reason_of(error))
                return match[0]

        return Text(_HOLE.sub(fact, holes + closing) + rest, text.span)

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
