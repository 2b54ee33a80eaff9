"""读到的各格记成一本账：一格一段文字，一格一个出处；诊断凭出处指到格。"""

from __future__ import annotations

from typing import NamedTuple

from reportgen.core.codes import Severity
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose


class _Remark(NamedTuple):
    at: int
    code: str
    message: str
    help: str
    severity: Severity | None


class Ledger:
    """各格的文字，照读的次序；末了连成一篇，每格有自己的一段。"""

    def __init__(self, name: str) -> None:
        self.name = name
        self._texts: list[str] = []
        self._labels: list[str] = []
        self._remarks: list[_Remark] = []

    def add(self, text: str, label: str) -> int:
        """记一格，给它一个号。"""
        self._texts.append(text)
        self._labels.append(label)
        return len(self._texts) - 1

    def remark(
        self,
        at: int,
        code: str,
        message: str,
        help: str = "",
        severity: Severity | None = None,
    ) -> None:
        """说一格的事。"""
        self._remarks.append(_Remark(at, code, message, help, severity))

    def spans(self) -> list[Span]:
        """各格的出处，照号。"""
        source = Source(self.name, "\n".join(self._texts))
        spans: list[Span] = []
        start, line = 0, 1
        for text, label in zip(self._texts, self._labels, strict=True):
            spans.append(Span(source, line, 1, start, start + len(text), label))
            start += len(text) + 1
            line += text.count("\n") + 1
        return spans

    def diagnostics(self, spans: list[Span]) -> tuple[Diagnostic, ...]:
        """说过的，照格的次序。"""
        return tuple(
            diagnose(each.code, spans[each.at], each.message, each.help, severity=each.severity)
            for each in sorted(self._remarks, key=lambda remark: remark.at)
        )
