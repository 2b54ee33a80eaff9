"""画填报表要知道的：格式、给人看哪些块和格、来历、上次的得分、有错的格。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.plan import Field, Path, Plan
from reportgen.source.cells import Address
from reportgen.workbook.version import Version


@frozen
class Setting:
    """画的要求。

    shown 是给人看的块和格的路径，别的收起来；scores 是指标名到上次算得的得分；
    numbers 是各行原来的号（没有则照次序编）；faults 是有错的格，和批注里写的话。
    only 是只画这几块的这几行（分给一个科室的），None 是全画。
    """

    format: Format
    plan: Plan
    shown: frozenset[Path]
    version: Version
    scores: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[Address, int] | None = None
    faults: Mapping[Address, str] = field(default_factory=dict)
    only: frozenset[Address] | None = None

    def title_of(self, column: Field) -> str:
        """一栏的名字：金额写上单位，必填的加星号。"""
        title = column.title
        if column.way == "money":
            title += f"（{self.format.manifest.unit_of_money}）"
        return f"{title} *" if column.required else title
