"""文中说法（Claim）：一句带空的短语，和空里的数必须等于的事实。是数据：_shared/claims.yaml 和格式的 checks.yaml。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.declare import Many, Turned, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

HOLES = ("rate", "money", "count", "score", "grade", "value")
"""空的种类：百分率、金额、个数、得分、等级、带单位的数。"""


@frozen
class Claim:
    """文中说法：几种说法（say），事实的路径（fact），各条各说一遍的路径（each）。

    说法里 `{rate}` 一类是空，`{item.name}` 是 each 的一条的名称，`~` 是“为”“达到”一类可有可无的连接的话。
    `…` 是可有可无的一个数和逗号；`比上年`、`增加`、`减少` 连同意思一样的话（较上年、同比、增长、下降）。
    """

    say: tuple[str, ...] = declared("说法", Many(Turned("text", str), "说法", least=1))
    fact: str = declared("事实", "path")
    each: str = declared("各条", "path", default="")
    falls: bool = declared("说的是减少", "flag", hint="与增减的相反数比", default=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def compares(self) -> bool:
        """说的是不是与上年相比的增减。"""
        return ".change" in self.fact
