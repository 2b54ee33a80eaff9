"""输入里的叙述：逐条给出，带着它在输入里的名字。核对文字的各处都从这里取。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from reportgen.core.diagnostics import Diagnostic, Span
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text

LEAVES = frozenset((Span, Quantity))
"""里面没有文字的值，不必走进去。"""


def prose_of(evaluation: Evaluation) -> Iterator[tuple[str, Text]]:
    """一份评价的全部叙述：概况、目标、各节、指标分析、问题、建议；标题不在内。"""
    if evaluation.project is not None and evaluation.project.summary:
        yield "project.summary", evaluation.project.summary
    goals = evaluation.goals
    yield from _of("goals.long_term", goals.long_term)
    yield from _of("goals.annual", goals.annual)
    yield from _of("goals.achieved", goals.achieved)
    for name, section in evaluation.sections.entries:
        if isinstance(section, Text):
            yield f"sections.{name}", section
        else:
            for passage in section:
                yield from _of(f"sections.{name}", passage.text, *passage.items)
    for indicator in evaluation.indicators:
        yield from _of(f"指标“{indicator.name}”", indicator.text, indicator.opinion)
    for finding in evaluation.findings:
        yield from _of("findings", finding.text, *finding.items)
    for suggestion in evaluation.suggestions:
        yield from _of("suggestions", suggestion.text, *suggestion.items)


def texts_in(value: object) -> list[Text]:
    """一个值里的全部文字，一层一层走到底。"""
    found: list[Text] = []
    _gather(value, found)
    return found


def _gather(value: object, found: list[Text]) -> None:
    kind = type(value)
    if kind is Text:
        found.append(cast("Text", value))
    elif kind is tuple:
        for item in cast("tuple[object, ...]", value):
            _gather(item, found)
    elif kind not in LEAVES:
        for name in getattr(kind, "__dataclass_fields__", ()):
            _gather(getattr(value, name), found)


def findings_text(evaluation: Evaluation) -> Iterator[str]:
    """存在问题里的话：标题、正文和分条。"""
    for finding in evaluation.findings:
        yield str(finding.title)
        if finding.text:
            yield str(finding.text)
        yield from map(str, finding.items)


MOST_ALIKE = 100
"""一段话里同一种毛病最多说这么多处：每说一处都要在原文里找它的位置。"""


def at_most(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """一段话里同一种毛病的前 100 处；还有的，再说一处，说明不止这些。"""
    held: Diagnostic | None = None
    for count, diagnostic in enumerate(found):
        if held is not None:
            yield held
        if count == MOST_ALIKE:
            help = f"这一段里不止 {MOST_ALIKE} 处，改好这些再查一次。"
            yield replace(diagnostic, help=help)
            return
        held = diagnostic
    if held is not None:
        yield held


def _of(where: str, *texts: Text | None) -> Iterator[tuple[str, Text]]:
    for text in texts:
        if text:
            yield where, text
