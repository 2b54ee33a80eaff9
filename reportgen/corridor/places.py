"""位置照用户给的路径说：`--templates` 指了别处的，格式文件的位置从那里写起，终端和编辑器才点得开。

没有指的不改：格式文件的位置是 templates/格式/文件，不含本机的路径，哪台机器上都一样。
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Related, Source, Span


def as_given(
    diagnostics: tuple[Diagnostic, ...],
    templates: Path | None,
    source: Source | None = None,
) -> tuple[Diagnostic, ...]:
    """诊断里格式文件的位置，换成 templates 下面的；source 是输入自己，它的位置已经是给的那个。"""
    if templates is None:
        return diagnostics
    return tuple(_moved(problem, templates, source) for problem in diagnostics)


def _moved(problem: Diagnostic, templates: Path, source: Source | None) -> Diagnostic:
    spans = [problem.span, *(related.span for related in problem.related)]
    given = [_given(span, templates, source) for span in spans]
    if given == spans:
        return problem
    pairs = zip(given[1:], problem.related, strict=True)
    related = tuple(Related(span, old.label) for span, old in pairs)
    return replace(problem, span=given[0], related=related)


def _given(span: Span, templates: Path, source: Source | None) -> Span:
    head = f"{templates.name}/"
    if span.source == source or not span.source.name.startswith(head):
        return span
    name = (templates / span.source.name.removeprefix(head)).as_posix()
    return replace(span, source=replace(span.source, name=name))
