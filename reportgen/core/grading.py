"""数字怎么印、得分怎么舍入、总分怎么分等：格式定，没有定的照常。"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from reportgen.core.declare import Words, bare_number, declared, whole_number
from reportgen.core.frozen import frozen


@frozen
class Numbers:
    """数字的印法：金额是否分节、金额位数、百分率位数。"""

    group: bool = declared("金额分节", "flag", default=False)
    money_places: int = declared("金额小数位数", "count", then=whole_number, default=2)
    rate_places: int = declared("百分率小数位数", "count", then=whole_number, default=2)


@frozen
class Rounding:
    """舍入：得分位数；at=indicator 先逐项舍入再求和，at=total 只在总分舍入。方式只有四舍五入。"""

    score_places: int = declared("得分小数位数", "count", then=whole_number, default=2)
    at: Literal["indicator", "total"] = declared(
        "何时舍入",
        Words(indicator="先逐项舍入，再求和", total="只在总分舍入"),
        default="indicator",
    )
    mode: Literal["half_up"] = declared("舍入方式", Words(half_up="四舍五入"), default="half_up")


@frozen
class Grade:
    """等级：名称和下限（含）。"""

    name: str = declared("等级名称")
    lower: Decimal = declared("下限（含）", "number", key="from", then=bare_number)


GRADES = (
    Grade("优", Decimal(90)),
    Grade("良", Decimal(80)),
    Grade("中", Decimal(60)),
    Grade("差", Decimal(0)),
)
"""没有另定时的等级（财预〔2020〕10号 第十八条）。"""
