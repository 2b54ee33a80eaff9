"""打印：诊断、评分表、成批结果。全程序只有门上写到终端；房间只给值。"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from reportgen.core.codes import SEVERITY_NAMES
from reportgen.core.diagnostics import Diagnostic, Related, Span, count

WIDEST = 100
"""引用原文时一行最多印多少列；太长的行只印标记前后一段。"""


def say(text: str = "", *, stream: TextIO | None = None) -> None:
    """印一行。"""
    print(text, file=stream or sys.stdout)


def width(text: str) -> int:
    """占几列：东亚宽字符两列，组合符号不占。"""
    return sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def render(diagnostic: Diagnostic) -> str:
    """一条诊断，全文：位置、代码和名称；原文和标记；说明；相关处；改法。"""
    severity = SEVERITY_NAMES[diagnostic.severity]
    rows = [f"{diagnostic.span.place}: {severity} {diagnostic.code} {diagnostic.title}"]
    spans = (diagnostic.span, *(related.span for related in diagnostic.related))
    gutter = max(len(_number(span)) for span in spans) + 3
    rows += _excerpt(diagnostic.span, "^", "", gutter)
    rows.append(f"{' ' * gutter} │ {diagnostic.message}")
    for related in diagnostic.related:
        label = related.label
        if related.span.source.name != diagnostic.span.source.name:
            label = f"{related.span.place} {label}"
        rows += _excerpt(related.span, "-", label, gutter)
    if diagnostic.help:
        rows.append(f"{' ' * max(0, gutter - 4)}改法：{diagnostic.help}")
    if diagnostic.waived:
        rows.append(f"{' ' * max(0, gutter - 4)}已豁免：{diagnostic.waived}")
    return "\n".join(rows)


def concise(diagnostic: Diagnostic) -> str:
    """一条诊断，一行。"""
    severity = SEVERITY_NAMES[diagnostic.severity]
    waived = f"（已豁免：{diagnostic.waived}）" if diagnostic.waived else ""
    return f"{diagnostic.span.place}: {severity} {diagnostic.code} {diagnostic.message}{waived}"


def _excerpt(span: Span, mark: str, label: str, gutter: int) -> list[str]:
    """原文一行和下面的标记；没有原文（文件打不开）则什么也不印。"""
    line = span.source.line(span.line).replace("\t", " ")
    if not line:
        return []
    start = span.column - 1
    length = max(1, min(span.end - span.start, len(line) - start))
    excerpt, start, length = _window(line, start, length)
    pad = " " * width(excerpt[:start])
    marks = mark * max(1, width(excerpt[start : start + length]))
    return [
        f"{_number(span):>{gutter}} │ {excerpt}",
        f"{' ' * gutter} │ {pad}{marks}{' ' + label if label else ''}",
    ]


def _number(span: Span) -> str:
    """引用原文时印的行号；Word、工作簿里的地方没有行号。"""
    return "" if span.label else str(span.line)


def _window(line: str, start: int, length: int) -> tuple[str, int, int]:
    """太长的行截取标记前后一段；一行可以有十万字，字数已多出一倍的不去量它有多宽。"""
    if len(line) <= 2 * WIDEST and width(line) <= WIDEST:
        return line, start, length
    first = max(0, start - 20)
    last = min(len(line), max(first + 50, min(start + length, first + 50)))
    head, tail = ("…" if first else ""), ("…" if last < len(line) else "")
    start += len(head) - first
    return (
        head + line[first:last] + tail,
        start,
        max(1, min(length, last - first - start + len(head))),
    )


def print_diagnostics(
    diagnostics: Iterable[Diagnostic],
    *,
    brief: bool = False,
    stream: TextIO | None = None,
) -> None:
    """逐条印出；全文时每条之间空一行。"""
    for diagnostic in diagnostics:
        say(concise(diagnostic) if brief else render(diagnostic) + "\n", stream=stream)


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """“2 个错误，1 个提醒，3 条已豁免”。"""
    waived = sum(bool(diagnostic.waived) for diagnostic in diagnostics)
    text = f"{count(diagnostics, 'error')} 个错误，{count(diagnostics, 'warning')} 个提醒"
    return f"{text}，{waived} 条已豁免" if waived else text


def diagnostics_json(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """`check --json` 的内容。已豁免的列在其中（带理由），不计入错误和提醒。"""
    return {
        "diagnostics": [_as_json(diagnostic) for diagnostic in diagnostics],
        "errors": count(diagnostics, "error"),
        "warnings": count(diagnostics, "warning"),
    }


def _as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "title": diagnostic.title,
        **_place(diagnostic.span),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "subject": diagnostic.subject,
        "waived": diagnostic.waived or None,
        "related": list(map(_related, diagnostic.related)),
    }


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.span), "message": related.label}


def _place(span: Span) -> dict[str, Any]:
    if span.label:
        return {"file": span.source.name, "place": span.label}
    return {"file": span.source.name, "line": span.line, "column": span.column}


def print_json(value: object) -> None:
    """印一份 JSON；中文原样。"""
    import json

    say(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """按显示宽度对齐的几列；right 是靠右的列号。"""
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = []
        for at, text in enumerate(row):
            pad = " " * (widths[at] - width(text))
            cells.append(pad + text if at in right else text + pad)
        say("  ".join(cells).rstrip())
