"""诊断：出处（Span）、改动（Edit）、诊断（Diagnostic）。各房间只产生诊断，由 console.py 统一打印；代码见 codes.py。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache
from typing import Literal

from reportgen.core.codes import CODES, FAULT, NEVER_SILENT, Severity
from reportgen.core.frozen import frozen


@lru_cache(maxsize=8)
def _lines(text: str) -> tuple[str, ...]:
    """全文的各行；一个文件的许多诊断只切一次。"""
    return tuple(text.split("\n"))


@frozen
class Source:
    """源文件：显示给人看的名字和全文（不可读时全文为空）。"""

    name: str
    text: str = field(default="", repr=False)

    def line(self, number: int) -> str:
        """第 number 行（从 1 数）的原文，没有这一行则为空。"""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@frozen
class Span:
    """出处：哪个文件、第几行第几列（从 1 数，按字符），以及全文中的字符区间 [start, end)。

    label 是没有行可数的文件里的地方：Word 的“第 1 张表第 3 行第 4 列”、工作簿的“资金!C5”、页面的一栏。
    """

    source: Source
    line: int
    column: int
    start: int
    end: int
    label: str = ""

    @property
    def place(self) -> str:
        """`文件:行:列`，编辑器和终端都认得的写法；有 label 的是 `文件 label`。"""
        if self.label:
            return f"{self.source.name} {self.label}"
        return f"{self.source.name}:{self.line}:{self.column}"


def whole(source: Source) -> Span:
    """指整个文件的出处（文件打不开、文件为空时用）。"""
    return Span(source, 1, 1, 0, 0)


def within(span: Span, fragment: str, occurrence: int = 0) -> Span:
    """span 之内第 occurrence 次（从 0 数）出现 fragment 的出处；找不到（如跨行折叠）则是 span 自己。"""
    text, at = span.source.text, span.start
    for _ in range(occurrence + 1):
        start = text.find(fragment, at, span.end)
        if start < 0:
            return span
        at = start + 1
    line = span.line + text.count("\n", span.start, start)
    column = start - text.rfind("\n", 0, start)
    return Span(span.source, line, column, start, start + len(fragment), span.label)


EditKind = Literal["", "colon", "space", "tab", "quote", "tidy", "title", "invisible"]


@frozen
class Edit:
    """改动：把 span 所指的原文换成 text。kind 是改的是什么（标点、缩进、引号、数的写法、键名……），空是猜的。"""

    span: Span
    text: str
    kind: EditKind = ""


@frozen
class Related:
    """相关处：另一个出处和一句说明。"""

    span: Span
    label: str


@frozen
class Diagnostic:
    """诊断（错误、提醒、说明）：在哪里，什么不对，和哪里不符，怎么改。"""

    code: str
    severity: Severity
    span: Span
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    edit: Edit | None = None
    subject: str = ""  # 说的是什么（指标名、资金行名）；waivers 的 at 与它对照
    waived: str = ""  # 豁免的理由；空即没有豁免
    seen: str = ""  # 写着的那个数；waivers 的 seen 与它对照

    @property
    def title(self) -> str:
        """代码的名称，如“合计不符”。"""
        return CODES[self.code][1]


def diagnose(
    code: str,
    span: Span,
    message: str,
    help: str = "",
    *,
    related: Iterable[Related] = (),
    edit: Edit | None = None,
    subject: str = "",
    severity: Severity | None = None,
    seen: str = "",
) -> Diagnostic:
    """造一条诊断；严重程度取自 CODES，除非格式另有声明。"""
    return Diagnostic(
        code,
        severity or CODES[code][0],
        span,
        message,
        help,
        tuple(related),
        edit,
        subject,
        seen=seen,
    )


def blocking(diagnostics: Iterable[Diagnostic]) -> bool:
    """其中有没有未豁免的错误（有就不出正式稿）。"""
    return any(d.severity == "error" and not d.waived for d in diagnostics)


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """未豁免的某一级诊断有几条。"""
    return sum(d.severity == severity and not d.waived for d in diagnostics)


def pressing(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """不问也要说的：未豁免的错误，和 NEVER_SILENT 里的。"""
    return tuple(
        d for d in diagnostics if not d.waived and (d.severity == "error" or d.code in NEVER_SILENT)
    )


def faulty(diagnostics: Iterable[Diagnostic]) -> bool:
    """其中有没有程序自己的错。"""
    return any(diagnostic.code == FAULT for diagnostic in diagnostics)


def chosen(
    diagnostics: Iterable[Diagnostic], select: Iterable[str], ignore: Iterable[str]
) -> list[Diagnostic]:
    """挑出要看的：select 空则全要；代码可写全（C04）或只写开头（C）。没有这样的代码则抛 ValueError。

    程序自己的错总在其中：那一份没有查成，不能显得没有问题。
    """
    kept, left = _prefixes(select), _prefixes(ignore)
    return [diagnostic for diagnostic in diagnostics if _chosen(diagnostic.code, kept, left)]


def _chosen(code: str, kept: tuple[str, ...], left: tuple[str, ...]) -> bool:
    if code == FAULT:
        return True
    return (not kept or code.startswith(kept)) and not (left and code.startswith(left))


def _prefixes(given: Iterable[str]) -> tuple[str, ...]:
    written = ",".join(given).replace("，", ",").split(",")
    words = tuple(word.strip().upper() for word in written if word.strip())
    for word in words:
        if not any(code.startswith(word) for code in CODES):
            raise ValueError(f"没有 {word} 这个代码。")
    return words


class ReportgenError(Exception):
    """库用户得到的异常：输入有错而调用者要的是结果。诊断都在 diagnostics 里。"""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        first = next((d for d in diagnostics if d.severity == "error"), None)
        text = f"{first.span.place} {first.code} {first.message}" if first else "未说明的错误"
        super().__init__(text)

    def __reduce__(self) -> tuple[type[ReportgenError], tuple[tuple[Diagnostic, ...]]]:
        return (type(self), (self.diagnostics,))
