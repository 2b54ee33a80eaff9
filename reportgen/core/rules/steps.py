"""每偏离 x 扣 y，扣完为止（R10、R13）。不满一个 x 的：continuous 按比例扣，floor 不扣，ceil 按一个扣。

年度指标值是期限、实际完成值是日期的，偏离就是晚了几天或几个月（per 写 1天、1周、1个月），不必写 above；写了的，
晚这么多以内不扣分。提前的不扣分。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from operator import attrgetter
from typing import Literal

from reportgen.core.deadline import Deadline, chinese
from reportgen.core.declare import Words, also, bare_number, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE, ZERO, Quantity, plain, settle, shown
from reportgen.core.rules.case import (
    Case,
    Outcome,
    Step,
    measured,
    one_unit,
    same_unit,
    target_in_unit,
    unscorable,
)
from reportgen.core.rules.figures import percent
from reportgen.core.rules.lateness import dates_of, not_exact
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting
from reportgen.core.units import in_unit, unit_of

Count = Literal["continuous", "floor", "ceil"]


def _in_points(deduct: Quantity) -> bool:
    return not deduct.percent


@frozen
class Steps:
    """每偏离 per 扣 deduct 的参数。

    above、below 是不扣分的上下界，至少有一个（按天、按月的可以都不写，看期限）；
    deduct 是分值的比例（points 为假）或分数（points 为真）；
    count 定不满一个 per 时怎么算；allowance 是允许的偏离，先从偏离里减去。
    上下界和允许的偏离写成同类的别的单位的，先换成 per 的单位再比（per 1天、allowance 1周是 7天）。
    """

    per: Decimal = declared("每偏离多少", "quantity", then=bare_number)
    deduct: Decimal = declared(
        "扣多少",
        "quantity",
        hint="5% 指分值的 5%；2 分 指 2 分",
        then=attrgetter("ratio"),
    )
    above: Quantity | None = declared("不扣分的上界", "quantity", default=None)
    below: Quantity | None = declared("不扣分的下界", "quantity", default=None)
    points: bool = also("deduct", _in_points, default=False)
    count: Count = declared(
        "不满一档怎么算",
        Words(continuous="按比例（不写即是）", floor="不扣", ceil="按一档扣"),
        default="continuous",
    )
    allowance: Quantity | None = declared("允许的偏离", "quantity", default=None)
    unit: str = also("per", attrgetter("unit"), default="")
    deduct_unit: str = also("deduct", attrgetter("unit"), default="")
    note: Note = spread(Note, default=Note())
    kind: Literal["steps"] = "steps"

    def faults(self) -> Iterator[Diagnostic]:
        """从哪里起扣、每多少扣一次、扣多少，都要有意义。"""
        if self.above is None and self.below is None and not self._of_time:
            yield self.note.fault("steps 规则没有写 above 或 below。", "写明从哪里起扣分。")
        if self.per <= ZERO:
            yield self.note.fault("steps 规则的 per 不大于零。", "写明每偏离多少扣一次。")
        if self.deduct < ZERO:
            yield self.note.fault("steps 规则的 deduct 小于零。", "扣多少写成正数。")
        if self._allowed < ZERO:
            yield self.note.fault("steps 规则的 allowance 小于零。", "允许的偏离写成正数。")
        if self.deduct_unit not in {"", "%", "分"}:
            message = f"steps 规则的 deduct 的单位是“{self.deduct_unit}”。"
            yield self.note.fault(message, "扣多少写成分值的 5% 或 2 分。")
        _, (one, other) = one_unit(self._units())
        if one:
            message = f"steps 规则里的单位不同：{one}、{other}。"
            yield self.note.fault(message, "per、above、below 和 allowance 写成同一个单位。")

    def _units(self) -> Iterator[tuple[str, str]]:
        """写了的各数叫什么、什么单位；零不论单位。"""
        if self.per:
            yield "per", self.unit
        bounds = (("above", self.above), ("below", self.below), ("allowance", self.allowance))
        for name, bound in bounds:
            if bound is not None and bound.number:
                yield name, bound.unit

    def score(self, case: Case) -> Outcome:
        """扣分 = 偏离 ÷ per × deduct；得分 = 分值 − 扣分，不低于 0。"""
        self._check_usable(case)
        goal = case.target
        if goal is not None and goal.deadline is not None and case.actual is None:
            return self._by_deadline(case, goal.deadline)
        self._check_bounds(case)
        unit = self._common
        against = f"每 {shown(self.per)}{unit}" if unit == self.unit else f"规则里以{unit}计的数"
        measure = same_unit(case, measured(case), unit, against)
        target_in_unit(case, unit, against)
        actual = measure.actual
        deviation, bound = self._deviation(actual.number)
        facts = f"实际完成值 {actual}，{bound}"
        if deviation <= 0:
            full = Step(f"{facts}，不扣分，得满分", case.weight)
            return Outcome(case.weight, (full,), measure.doubts)
        unit = "个百分点" if self.unit == "%" else self.unit or actual.unit
        offset = Step(f"{facts}，偏离 {shown(deviation)} {unit}".rstrip(), deviation)
        exact, steps = self._taken(case, deviation, unit)
        return Outcome(exact, (offset, *steps), measure.doubts)

    def _by_deadline(self, case: Case, deadline: Deadline) -> Outcome:
        """期限：偏离是晚了多少，早的不算。"""
        dates = dates_of(case, deadline)
        amounts = dates.amounts(self.unit)
        if amounts is None:
            message = f"“{case.name}”的年度指标值“{case.target}”是期限，每 {shown(self.per)}{self.unit}扣一次算不出。"
            raise unscorable(
                "R07",
                message,
                "per 写 1天、1周或 1个月；工作日要自己数，实际完成值写晚了几个工作日。",
            )
        allowed = (self._above or ZERO) + self._allowed
        least, most = (max(amount - allowed, ZERO) for amount in amounts)
        if self._counted(least) != self._counted(most):
            raise not_exact(case, dates)
        facts = f"实际完成值 {case.actual_text}，期限 {chinese(dates.last)}，{dates.words}"
        if most <= 0:
            return Outcome(case.weight, (Step(f"{facts}，不扣分，得满分", case.weight),))
        offset = Step(f"{facts}，超过 {shown(most)} {self.unit}", most)
        exact, steps = self._taken(case, most, self.unit)
        return Outcome(exact, (offset, *steps))

    def _taken(self, case: Case, deviation: Decimal, unit: str) -> tuple[Decimal, tuple[Step, ...]]:
        """偏离这么多还剩几分，和怎么算的。"""
        counted = self._counted(deviation)
        times = f"{shown(deviation)} ÷ {shown(self.per)}"
        if self.count != "continuous":
            times += f" 取 {shown(counted)}"
        lost = counted * self.deduct
        if self.points:
            amount = f" {shown(self.deduct)} 分"
            product = f"{times} × {shown(self.deduct)} = {shown(lost)} 分"
            exact, left = _less_points(case.weight, lost)
        else:
            amount = f"分值的 {percent(self.deduct)}"
            product = f"{times} × {percent(self.deduct)} = {percent(lost)}"
            exact, left = _less_share(case.weight, lost)
        taken = Step(f"每 {shown(self.per)} {unit}扣{amount}：{product}", lost)
        return exact, (taken, Step(left, exact))

    @property
    def _above(self) -> Decimal | None:
        return self._in_step(self.above)

    @property
    def _below(self) -> Decimal | None:
        return self._in_step(self.below)

    @property
    def _allowed(self) -> Decimal:
        return self._in_step(self.allowance) or ZERO

    def _in_step(self, written: Quantity | None) -> Decimal | None:
        """换成规则的单位的数；不是一类的照写的数。"""
        if written is None:
            return None
        return (in_unit(written, self._common) or written).number

    @property
    def _common(self) -> str:
        """规则的单位：per 的；per 没有写的，是上下界的。"""
        unit, _ = one_unit(self._units())
        return unit

    @property
    def _of_time(self) -> bool:
        """是不是按天、按月扣。"""
        return unit_of(self.unit).family in {"天", "月"}

    def _check_usable(self, case: Case) -> None:
        """规则自己的数能不能算；自设指标的规则没有经过格式的核对。"""
        if self.per <= 0 or self.deduct < 0 or self._allowed < 0:
            per = shown(self.per)
            message = f"“{case.name}”的规则每偏离 {per} 扣一次，其中的数不能用。"
            raise unscorable("R07", message, "per 要大于零，deduct 和 allowance 不能小于零。")

    def _check_bounds(self, case: Case) -> None:
        """从哪里起扣分。"""
        if self.above is None and self.below is None:
            message = f"“{case.name}”的规则没有写从哪里起扣分。"
            help = "写上 above（高于它扣）或 below（低于它扣）。"
            raise unscorable("R07", message, help)

    def _deviation(self, actual: Decimal) -> tuple[Decimal, str]:
        """偏离多少（已减去允许的偏离；不偏离为 0），和比的是哪条线。"""
        unit, above, below = self.unit, self._above, self._below
        allowed = f"，允许偏离 {shown(self._allowed)}{unit}" if self._allowed else ""
        if above is not None and actual > above:
            bound = f"高于 {shown(above)}{unit} 起扣{allowed}"
            return actual - above - self._allowed, bound
        if below is not None and actual < below:
            bound = f"低于 {shown(below)}{unit} 起扣{allowed}"
            return below - actual - self._allowed, bound
        bounds = []
        if above is not None:
            bounds.append(f"不高于 {shown(above)}{unit}")
        if below is not None:
            bounds.append(f"不低于 {shown(below)}{unit}")
        return ZERO, "，".join(bounds)

    def _counted(self, deviation: Decimal) -> Decimal:
        """扣几次。先抹去除法的尾数再取整：0.3 ÷ 0.1 是三次，不是两次。"""
        times = deviation / self.per
        if self.count == "floor":
            return settle(times).to_integral_value(ROUND_FLOOR)
        if self.count == "ceil":
            return settle(times).to_integral_value(ROUND_CEILING)
        return times

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则。"""
        step = f"{plain(self.per)}{self.unit}"
        bounds = self._bound_words()
        if setting.deadline is not None:
            spared = f"晚{plain(self._above)}{self.unit}以内不扣分，再" if self._above else ""
            bounds = f"{setting.deadline_words}，得满分；{spared}每晚"
        words = f"{bounds}{step}，"
        if self._allowed:
            words += f"偏离{plain(self._allowed)}{self.unit}以内不扣分，"
        if self.count == "floor":
            words += f"不足{step}的部分不计，"
        elif self.count == "ceil":
            words += f"不足{step}的按{step}计，"
        if self.points:
            return f"{words}扣{plain(self.deduct)}分，扣完为止。"
        return f"{words}扣{percent(self.deduct)}的权重分，扣完为止。"

    def _bound_words(self) -> str:
        """不扣分的范围，和出了范围怎么说偏离。"""
        subject = "比率" if self.unit == "%" else "实际完成值"
        if self.above is None and self.below is None:
            return "按期完成，得满分；每晚"
        above = "" if self._above is None else f"{plain(self._above)}{self.unit}"
        below = "" if self._below is None else f"{plain(self._below)}{self.unit}"
        if above and above == below:
            return f"1.{subject}={above}，得满分；2.{subject}≠{above}，每偏离"
        if above and below:
            return f"1.{subject}在{below}至{above}之间，得满分；2.超出此范围，每偏离"
        if above:
            return f"1.{subject}≤{above}，得满分；2.{subject}>{above}，每增加"
        return f"1.{subject}≥{below}，得满分；2.{subject}<{below}，每减少"


def _less_points(weight: Decimal, lost: Decimal) -> tuple[Decimal, str]:
    """扣去若干分还剩多少。"""
    exact = max(weight - lost, ZERO)
    return exact, f"{shown(weight)} − {shown(lost)}，不低于 0，得 {shown(exact)}"


def _less_share(weight: Decimal, lost: Decimal) -> tuple[Decimal, str]:
    """扣去分值的几成还剩多少。"""
    if settle(lost) >= ONE:
        return ZERO, "扣完为止，不得分"
    exact = weight * (ONE - lost)
    return exact, f"{shown(weight)} ×（1 − {percent(lost)}）= {shown(exact)}"
