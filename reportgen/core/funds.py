"""资金：资金行、合计、结转结余和项目明细；率和结余由程序算，输入里不填。

金额的单位是格式的 unit_of_money；输入里另写了单位的，译码时已换算。
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Literal

from reportgen.core.change import change_of, change_rate_of
from reportgen.core.declare import Many, Some, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity, percent_of
from reportgen.core.text import Text

Stage = Literal["initial", "adjusted", "arrived"]
"""资金的阶段：年初预算、全年（调整后）预算、实际到位；执行率以其中之一为分母。"""


Comparing = Callable[[Quantity | None, Quantity | None], Quantity | None]
"""今年的数、上年的数 → 增减或增减率。"""


@frozen
class RateBasis:
    """执行率的算法：以哪个阶段为分母，印几位小数。由格式定。"""

    of: Stage = "adjusted"
    places: int = 2


USUAL = RateBasis()
"""执行率 = 全年执行数 ÷ 全年（调整后）预算数，印两位小数。"""


@frozen
class Amounts:
    """一行资金的几个数：上年的，与上年相比的增减、增减率。没有的为 None。"""

    initial: Quantity | None = declared("年初预算数", "money", default=None)
    adjusted: Quantity | None = declared("全年（调整后）预算数", "money", default=None)
    arrived: Quantity | None = declared("实际到位数", "money", default=None)
    spent: Quantity | None = declared("全年执行数", "money", default=None)

    @property
    def filled(self) -> bool:
        """有没有一个数。"""
        return any((self.initial, self.adjusted, self.arrived, self.spent))


@frozen
class FundLine:
    """资金行：年初预算数、追加预算数、全年（调整后）预算数、实际到位数、全年执行数；没有填的为 None。

    previous 是上年的同一行；change、change_rate 是与它相比的增减、增减率。
    includes 是“其中”各行；depth 是层次，“其中”的行为 1。
    """

    name: Text = declared("名称", rollover="keep")
    initial: Quantity | None = declared("年初预算数", "money", rollover="ask", default=None)
    added: Quantity | None = declared("追加预算数", "money", rollover="ask", default=None)
    adjusted: Quantity | None = declared(
        "全年（调整后）预算数", "money", rollover="ask", default=None
    )
    arrived: Quantity | None = declared("实际到位数", "money", rollover="ask", default=None)
    spent: Quantity | None = declared("全年执行数", "money", rollover="ask", default=None)
    previous: Amounts = declared(
        "上年各数",
        Amounts,
        hint="上年的同一行，如 {adjusted: 300, spent: 280}；增减、增减率由程序算",
        rollover="clear",
        takes=".",
        default=Amounts(),
    )
    includes: tuple[FundLine, ...] = declared("其中", Many(lambda: SINGLE, "资金行"), default=())
    depth: int = 0
    span: Span | None = field(default=None, compare=False, repr=False)
    basis: RateBasis = field(default=USUAL, compare=False, repr=False)

    @property
    def rate(self) -> Quantity | None:
        """执行率：全年执行数 ÷ 格式所定的分母，四舍五入；分母为零或未填时没有。"""
        return self._percent(self.spent, self.base)

    @property
    def base(self) -> Quantity | None:
        """执行率的分母。"""
        stages = {"initial": self.initial, "adjusted": self.adjusted, "arrived": self.arrived}
        return stages[self.basis.of]

    @property
    def arrival_rate(self) -> Quantity | None:
        """到位率：实际到位数 ÷ 预算数（全年预算数，没有则年初预算数）。"""
        return self._percent(self.arrived, self.budget)

    @property
    def budget(self) -> Quantity | None:
        """预算数：全年（调整后）预算数，没有则年初预算数。"""
        return self.adjusted if self.adjusted is not None else self.initial

    @property
    def balance(self) -> Quantity | None:
        """结余：预算数 − 全年执行数。"""
        if self.budget is None or self.spent is None:
            return None
        number = self.budget.number - self.spent.number
        return Quantity(number, "", f"{number:f}")

    @property
    def change(self) -> Amounts:
        """与上年相比，各数的增减。"""
        return self._compared(change_of)

    @property
    def change_rate(self) -> Amounts:
        """与上年相比，各数的增减率；上年为零的没有。"""
        return self._compared(change_rate_of)

    def _compared(self, compare: Comparing) -> Amounts:
        before = self.previous
        return Amounts(
            compare(self.initial, before.initial),
            compare(self.adjusted, before.adjusted),
            compare(self.arrived, before.arrived),
            compare(self.spent, before.spent),
        )

    def _percent(self, part: Quantity | None, base: Quantity | None) -> Quantity | None:
        if part is None or base is None:
            return None
        return percent_of(part.number, base.number, self.basis.places)


SINGLE: Some = Some(lambda: FundLine, without=("includes", "previous"))
"""没有“其中”的资金行，也不写上年各数：“其中”各行、历年各行。"""


@frozen
class Carryover:
    """结转和结余：上年、年末。"""

    opening: Quantity | None = declared(
        "上年结转和结余", "money", rollover="previous", takes="closing", default=None
    )
    closing: Quantity | None = declared("年末结转和结余", "money", rollover="clear", default=None)

    @property
    def change(self) -> Quantity | None:
        """年末比上年的增减。"""
        return change_of(self.closing, self.opening)

    @property
    def change_rate(self) -> Quantity | None:
        """年末比上年的增减率；上年为零的没有。"""
        return change_rate_of(self.closing, self.opening)


@frozen
class Funds:
    """资金：各资金行、合计、结转结余、项目明细、历年。`funds.基本支出` 按行名取一行。"""

    lines: tuple[FundLine, ...] = declared("资金行", Many(FundLine, "资金行", least=1), default=())
    total: FundLine | None = declared(
        "资金合计", Some(FundLine, without=("includes",), optional=("name",)), default=None
    )
    carryover: Carryover | None = declared("结转和结余", Carryover, default=None)
    projects: tuple[FundLine, ...] = declared(
        "项目明细", Many(FundLine, "项目"), rollover="clear", default=()
    )
    years: tuple[FundLine, ...] = declared(
        "历年资金", Many(SINGLE, "资金行"), rollover="previous", takes="total", default=()
    )
    span: Span | None = field(default=None, compare=False, repr=False)

    def __getitem__(self, name: str) -> FundLine:
        for line in self.named():
            if line.name == name:
                return line
        raise KeyError(name)

    @property
    def compared(self) -> tuple[FundLine, ...]:
        """写了上年各数的资金行，“其中”各行不在内；有的才印与上年的比较。"""
        return tuple(line for line in self.lines if line.previous.filled)

    def named(self) -> Iterator[FundLine]:
        """按名字取得到的各行：资金行、项目、历年和它们的“其中”。"""
        for line in (*self.lines, *self.projects, *self.years):
            yield line
            yield from line.includes
