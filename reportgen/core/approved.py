"""批复的绩效目标表：年初随预算批复的指标，核对自评的指标改了、少了、降了没有。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity
from reportgen.core.target import Target
from reportgen.core.text import Text


@frozen
class ApprovedRow:
    """批复的一个指标：名称、指标值、分值（没有写则为 None），和它在表里的地方。"""

    name: str
    target: Target | None = None
    weight: Quantity | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class ApprovedGoals:
    """输入里写的文件名，和读来的各行；没有读成的没有行。"""

    file: Text
    rows: tuple[ApprovedRow, ...] = ()
