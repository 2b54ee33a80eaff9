"""年度指标值（Target）：比较方式和数量，或一句文字。"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity


@frozen
class Target:
    """年度指标值：比较方式和数量；定性目标只有文字（quantity 为 None）。

    comparison 空表示没有写，按 ≥ 或由规则定。
    """

    text: str
    comparison: Literal["≥", "≤", ">", "<", "=", ""] = ""
    quantity: Quantity | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text
