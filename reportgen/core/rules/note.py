"""规则的说明（Note）：各种规则共有的依据、出处和公布的原文。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.frozen import frozen


@frozen
class Note:
    """规则的说明：依据文件、在格式里的位置、印在评分依据栏的原文（没有就由规则生成）。"""

    reference: str = ""
    place: str = ""
    basis: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)

    def fault(self, message: str, help: str) -> Diagnostic:
        """规则自身的数不对。只查写在文件里的规则，所以总有出处。"""
        assert self.span is not None
        return diagnose("F05", self.span, message, help)
