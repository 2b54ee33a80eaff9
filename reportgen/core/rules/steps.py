"""每偏离 x 扣 y，扣完为止（R10、R13）。不满一个 x 的：continuous 按比例扣，floor 不扣，ceil 按一个扣。"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from operator import attrgetter
from typing import Literal

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
from reportgen.core.rules.note import Note
from reportgen.core.rules.setting import Setting

Count = Literal["continuous", "floor", "ceil"]


def _in_points(deduct: Quantity) -> bool:
    return not deduct.percent


@frozen
class Steps:
    """每偏离 per 扣 deduct 的参数。

    above、below 是不扣分的上下界（与实际完成值同单位），至少有一个；deduct 是分值的比例（points 为假）
    或分数（points 为真）；count 定不满一个 per 时怎么算；allowance 是允许的偏离，先从偏离里减去。
    """

    per: Decimal = declared("每偏离多少", "quantity", then=bare_number)
    deduct: Decimal = declared(
        "扣多少",
        "quantity",
        hint="5% 指分值的 5%；2 分 指 2 分",
        then=attrgetter("ratio"),
    )
    above: Decimal | None = declared("不扣分的上界", "quantity", then=bare_number, default=None)
    below: Decimal | None = declared("不扣分的下界", "quantity", then=bare_number, default=None)
    points: bool = also("deduct", _in_points, default=False)
    count: Count = declared(
        "不满一档怎么算",
        Words(continuous="按比例（不写即是）", floor="不扣", ceil="按一档扣"),
        default="continuous",
    )
    allowance: Decimal = declared("允许的偏离", "quantity", then=bare_number, default=ZERO)
    unit: str = also("per", attrgetter("unit"), default="")
    above_unit: str = also("above", attrgetter("unit"), default="")
    below_unit: str = also("below", attrgetter("unit"), default="")
    allowance_unit: str = also("allowance", attrgetter("unit"), default="")
    deduct_unit: str = also("deduct", attrgetter("unit"), default="")
    note: Note = spread(Note, default=Note())
    kind: Literal["steps"] = "steps"

    def faults(self) -> Iterator[Diagnostic]:
        """从哪里起扣、每多少扣一次、扣多少，都要有意义。"""
        if self.above is None and self.below is None:
            yield self.note.fault("steps 规则没有写 above 或 below。", "写明从哪里起扣分。")
        if self.per <= ZERO:
            yield self.note.fault("steps 规则的 per 不大于零。", "写明每偏离多少扣一次。")
        if self.deduct < ZERO:
            yield self.note.fault("steps 规则的 deduct 小于零。", "扣多少写成正数。")
        if self.allowance < ZERO:
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
        numbers = (
            ("per", self.per, self.unit),
            ("above", self.above, self.above_unit),
            ("below", self.below, self.below_unit),
            ("allowance", self.allowance, self.allowance_unit),
        )
        for name, number, unit in numbers:
            if number:
                yield name, unit

    def score(self, case: Case) -> Outcome:
        """扣分 = 偏离 ÷ per × deduct；得分 = 分值 − 扣分，不低于 0。"""
        self._check_usable(case)
        actual = measured(case)
        unit, _ = one_unit(self._units())
        against = f"每 {shown(self.per)}{unit}" if unit == self.unit else f"规则里以{unit}计的数"
        same_unit(case, actual, unit, against)
        target_in_unit(case, unit, against)
        deviation, bound = self._deviation(actual.number)
        facts = f"实际完成值 {actual}，{bound}"
        if deviation <= 0:
            full = Step(f"{facts}，不扣分，得满分", case.weight)
            return Outcome(case.weight, (full,))
        unit = "个百分点" if self.unit == "%" else self.unit or actual.unit
        found = Step(f"{facts}，偏离 {shown(deviation)} {unit}".rstrip(), deviation)
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
        return Outcome(exact, (found, taken, Step(left, exact)))

    def _check_usable(self, case: Case) -> None:
        """规则自己的数能不能算；自设指标的规则没有经过格式的核对。"""
        if self.above is None and self.below is None:
            message = f"“{case.name}”的规则没有写从哪里起扣分。"
            help = "写上 above（高于它扣）或 below（低于它扣）。"
            raise unscorable("R07", message, help)
        if self.per <= 0 or self.deduct < 0 or self.allowance < 0:
            per = shown(self.per)
            message = f"“{case.name}”的规则每偏离 {per} 扣一次，其中的数不能用。"
            raise unscorable("R07", message, "per 要大于零，deduct 和 allowance 不能小于零。")

    def _deviation(self, actual: Decimal) -> tuple[Decimal, str]:
        """偏离多少（已减去允许的偏离；不偏离为 0），和比的是哪条线。"""
        unit = self.unit
        allowed = f"，允许偏离 {shown(self.allowance)}{unit}" if self.allowance else ""
        if self.above is not None and actual > self.above:
            bound = f"高于 {shown(self.above)}{unit} 起扣{allowed}"
            return actual - self.above - self.allowance, bound
        if self.below is not None and actual < self.below:
            bound = f"低于 {shown(self.below)}{unit} 起扣{allowed}"
            return self.below - actual - self.allowance, bound
        bounds = []
        if self.above is not None:
            bounds.append(f"不高于 {shown(self.above)}{unit}")
        if self.below is not None:
            bounds.append(f"不低于 {shown(self.below)}{unit}")
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
        words = f"{self._bound_words()}{step}，"
        if self.allowance:
            words += f"偏离{plain(self.allowance)}{self.unit}以内不扣分，"
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
        above = "" if self.above is None else f"{plain(self.above)}{self.unit}"
        below = "" if self.below is None else f"{plain(self.below)}{self.unit}"
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
