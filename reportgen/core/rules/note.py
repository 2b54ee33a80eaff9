"""规则的说明（Note）：各种规则共有的依据、出处和公布的原文；规则怎么写（RULE）。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.declare import Kinds, declared
from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.frozen import frozen


@frozen
class Note:
    """规则的说明：依据文件、在格式里的名字和位置、印在评分依据栏的原文（没有就由规则生成）。

    name 是“格式：指标”或“格式：defaults.quantitative”，留在文书里；place 是文件和行，给正在改格式的人看，
    格式里加一行注释就会变，不留在文书里。
    """

    reference: str = declared("依据", default="")
    name: str = ""
    place: str = ""
    basis: str = declared("评分规则原文", "prose", default="")
    span: Span | None = field(default=None, compare=False, repr=False)

    def fault(self, message: str, help: str) -> Diagnostic:
        """规则自身的数不对。只查写在文件里的规则，所以总有出处。"""
        assert self.span is not None
        return diagnose("F05", self.span, message, help)


WAYS: dict[str, type] = {}
"""规则种类 → 值类型，由 kinds.py 填上：分项的规则又是规则，声明先要有个名字可指。"""
LABELS: dict[str, str] = {}
"""规则种类的中文说明，也由 kinds.py 填上。"""
RULE = Kinds("Rule", "kind", "规则种类", WAYS, labels=LABELS)
