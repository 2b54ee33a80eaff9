"""规则用在哪里（Setting）：印成一句评分规则要知道的，都在这里。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.deadline import Deadline, chinese
from reportgen.core.frozen import frozen
from reportgen.core.quantity import HUNDRED, Quantity
from reportgen.core.rules.tiers import Tier
from reportgen.core.target import Range, Target


@frozen
class Setting:
    """指标的名称、解释、年度指标值、分值，和格式的评判档次。没有实绩：印的规则对谁都一样。"""

    name: str
    weight: Decimal
    target: Target | None = None
    definition: str = ""
    tiers: tuple[Tier, ...] = ()

    @property
    def comparison(self) -> str:
        """指标值的比较符号；没有写的为空。"""
        return self.target.comparison if self.target is not None else ""

    @property
    def quantity(self) -> Quantity | None:
        """指标值的数量；定性的没有。"""
        return self.target.quantity if self.target is not None else None

    @property
    def range(self) -> Range | None:
        """指标值的区间；不是区间的没有。"""
        return self.target.range if self.target is not None else None

    @property
    def deadline(self) -> Deadline | None:
        """指标值的期限；不是期限的没有。"""
        return self.target.deadline if self.target is not None else None

    @property
    def deadline_words(self) -> str:
        """期限的话：在2024年12月31日（含当日）前完成；不知道是哪一天的只说按期。"""
        last = self.deadline.last if self.deadline is not None else None
        return f"在{chinese(last)}（含当日）前完成" if last is not None else "按期完成"

    @property
    def none(self) -> bool:
        """指标值是不是正好为零：没有写符号的零，意思是一个也没有。"""
        return self.quantity is not None and self.quantity.number.is_zero()

    @property
    def percent(self) -> bool:
        """指标值是不是百分数，即指标本身就是一个率。"""
        number = self.target.number if self.target is not None else None
        return number is not None and number.percent

    @property
    def whole(self) -> bool:
        """指标值是不是 100%。"""
        return self.percent and self.quantity is not None and self.quantity.number == HUNDRED

    @property
    def zero(self) -> bool:
        """指标值是不是零或负数；这样的指标值不能作除数。"""
        return self.quantity is not None and self.quantity.number <= 0
