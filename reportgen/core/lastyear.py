"""上年的输入（LastYear）：今年的由哪一份转来；核对留着的旧话，要拿它来比。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.declare import declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.text import Text


@frozen
class LastYear:
    """上年的输入：文件（从本文件所在的文件夹算起）、年度、转来时全文的摘要。"""

    file: Text = declared("文件", rollover="keep")
    year: int = declared("年度", "year", rollover="keep")
    digest: Text = declared("全文的摘要", hint="SHA-256", rollover="keep")
    span: Span | None = field(default=None, compare=False, repr=False)
