"""按完成率：min(实际 ÷ 目标, 上限) × 分值（R2–R7）。

- 没有写比较符号的目标按 ≥，多多益善。
- 及格线：低于它得 below；rebase 时及格线处从零算起，(r−p)÷(1−p)（财预〔2021〕101号）。
- ≤、< 目标：不高于目标得满分，高于时按 less_is_better：linear 1−(a−t)÷t，quotient t÷a，zero 不得分。
- <、> 不含那个数：正好等于的没有达到，而完成率是 100%，扣多少规则说不出，算不了（zero 的不得分）。
- = 目标，和没有写符号的零：目标为零时不高于零得满分；exact 时不等即不得分，否则按完成率。
- ≥ 零或负数的目标：达到得满分，没有达到的不能作除数，算不了。
- 区间目标（300—350天）：在区间里得满分；不到下限按 ≥ 下限算，超过上限按 ≤ 上限算；exact 时不在区间里即不得分。
- 期限目标（12月底前）：没有晚得满分；晚了扣多少这条规则说不出，算不了，改写 steps、threshold 或 judged。
- 超额调减（over）：只用于 ≥、> 的绝对数目标，百分数与 ≤、= 目标不用（“按照偏离度适度调减”只对定得明显偏低的数量）。
- 负的实际完成值（如增长率 −3%）按 0 计，步骤里写明。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from reportgen.core.declare import Words, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import EXACT, ONE, ZERO, Quantity, plain, shown
from reportgen.core.rules.case import (
    Case,
    Outcome,
    Step,
    clamp,
    compared,
    earn,
    holds,
    just_at,
    unscorable,
)
from reportgen.core.rules.figures import percent
from reportgen.core.rules.lateness import on_time
from reportgen.core.rules.note import Note
from reportgen.core.rules.over import Over
from reportgen.core.rules.setting import Setting
from reportgen.core.target import Range

Inverse = Literal["linear", "quotient", "zero"]
Share = tuple[Decimal, tuple[Step, ...]]
"""分值的几成，和怎么得来的。"""

LESS = ("≤", "<")
_CLAUSE = re.compile(r"[，。；：\n]")


@frozen
class Ratio:
    """按完成率的参数；cap 是完成率的上限，pass_line 是及格线，别的见本文件开头。"""

    cap: Decimal = declared("上限", "multiple", default=ONE)
    pass_line: Decimal | None = declared("及格线", "share", default=None)
    below: Decimal = declared("及格线以下的份额", "share", default=ZERO)
    rebase: bool = declared("及格线处从零算起", "flag", default=False)
    less_is_better: Inverse = declared(
        "越低越好时的算法",
        Words(linear="直线降，超一倍得 0（不写即是）", quotient="目标 ÷ 实际", zero="超过即 0"),
        default="linear",
    )
    exact: bool = declared("须恰好相等", "flag", default=False)
    over: Over | None = declared("超额调减", Over, default=None)
    note: Note = spread(Note, default=Note())
    kind: Literal["ratio"] = "ratio"

    def faults(self) -> Iterator[Diagnostic]:
        """超额调减要有可降的一段；从及格线算起要有及格线。"""
        over = self.over
        if over is not None and not ONE <= over.free_to < over.floor_at:
            message = "ratio 规则的 over：free_to 要不小于 100%，而且小于 floor_at。"
            yield self.note.fault(message, "如 free_to: 130%, floor_at: 200%。")
        if self.rebase and self.pass_line is None:
            message = "ratio 规则写了 rebase（从及格线算起）而没有写 pass_line（及格线）。"
            yield self.note.fault(message, "写上 pass_line，如 60%；或删去 rebase。")

    def score(self, case: Case) -> Outcome:
        """按完成率计分。"""
        goal = case.target
        if goal is not None and goal.deadline is not None:
            return on_time(case, goal.deadline)
        measure, target = compared(case)
        actual = measure.actual
        comparison = goal.comparison if goal else ""
        facts = Step(f"实际完成值 {actual}，年度指标值 {goal}")
        if goal is not None and goal.range is not None:
            share, how = self._within(case, actual, goal.range)
        elif comparison in LESS:
            share, how = self._less_is_better(case, actual.number, target.number, comparison)
        elif (comparison in {"=", ""} and target.number.is_zero()) or (
            comparison == "=" and self.exact
        ):
            share, how = _exactly(actual.number, target.number)
        else:
            share, how = self._more_is_better(case, actual, target, comparison)
        return earn(case, share, facts, *how, doubts=measure.doubts)

    def _within(self, case: Case, actual: Quantity, between: Range) -> Share:
        """区间：里面得满分，外面同近的一端比。"""
        if between.holds(actual.number):
            return ONE, (Step(f"在{between.words}，得满分", ONE),)
        if self.exact:
            return ZERO, (Step(f"不在{between.words}，不得分", ZERO),)
        if actual.number <= between.low.number:
            comparison = ">" if between.low_open else "≥"
            return self._more_is_better(case, actual, between.low, comparison)
        comparison = "<" if between.high_open else "≤"
        return self._less_is_better(case, actual.number, between.high.number, comparison)

    def _less_is_better(
        self, case: Case, actual: Decimal, target: Decimal, comparison: str
    ) -> Share:
        words = "低于" if comparison == "<" else "不高于"
        if holds(comparison, actual, target):
            return ONE, (Step(f"{words}年度指标值，得满分", ONE),)
        if self.less_is_better == "zero" or target <= 0:
            missed = "不低于" if comparison == "<" else "高于"
            return ZERO, (Step(f"{missed}年度指标值，不得分", ZERO),)
        if actual == target:
            raise just_at(case)
        if self.less_is_better == "quotient":
            share = target / actual
            quotient = f"{shown(target)} ÷ {shown(actual)} = {percent(share)}"
            return share, (Step(f"高于年度指标值，按目标÷实际：{quotient}", share),)
        excess = (actual - target) / target
        share = clamp(ONE - excess)
        text = f"超出 {shown(actual - target)} ÷ {shown(target)} = {percent(excess)}，"
        text += f"得 100% − {percent(excess)}，不低于 0"
        return share, (Step(text, share),)

    def _more_is_better(
        self, case: Case, actual: Quantity, target: Quantity, comparison: str
    ) -> Share:
        if target.number <= 0 and comparison and holds(comparison, actual.number, target.number):
            return ONE, (Step("达到年度指标值，得满分", ONE),)
        if target.number <= 0:
            message = f"“{case.name}”的年度指标值是 {case.target}，不能作除数，算不出完成率。"
            help = "改用 threshold（达标得满分）或 steps（每偏离扣分）规则。"
            raise unscorable("R07", message, help)
        if comparison == ">" and actual.number == target.number:
            raise just_at(case)
        number = actual.number
        steps: list[Step] = []
        if number < 0:
            steps.append(Step("实际完成值为负，按 0 计", ZERO))
            number = ZERO
        rate = number / target.number
        quotient = f"{shown(number)} ÷ {shown(target.number)} = {percent(rate)}"
        steps.append(Step(f"完成率 {quotient}", rate))
        share, step = self._of_rate(case, rate, percentage=target.percent)
        return share, (*steps, step)

    def _of_rate(self, case: Case, rate: Decimal, *, percentage: bool) -> tuple[Decimal, Step]:
        """完成率 → 分值的几成。"""
        goal = case.target
        fixed = goal is not None and (goal.comparison == "=" or goal.range is not None)
        over = None if percentage or fixed else self.over
        if over is not None and rate > over.free_to:
            return over.reduced(case, rate)
        if self.pass_line is not None and rate < ONE:
            return self._above_pass_line(rate, self.pass_line)
        share = clamp(min(rate, self.cap))
        if rate > share:
            return share, Step(f"最多按 {percent(share)} 计", share)
        return share, Step("按完成率计", share)

    def _above_pass_line(self, rate: Decimal, line: Decimal) -> tuple[Decimal, Step]:
        if rate < line:
            text = f"低于及格线 {percent(line)}，得分值的 {percent(self.below)}"
            return self.below, Step(text, self.below)
        if not self.rebase:
            share = clamp(min(rate, self.cap))
            return share, Step(f"达到及格线 {percent(line)}，按完成率计", share)
        share = clamp((rate - line) / (ONE - line))
        text = f"（{percent(rate)} − {percent(line)}）÷（100% − {percent(line)}）= {percent(share)}"
        return share, Step(text, share)

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则；看的是指标值的比较符号和单位。"""
        if setting.deadline is not None:
            return f"{setting.deadline_words}，得满分；逾期的，由评价人认定。"
        if setting.range is not None:
            return self._range_words(setting, setting.range)
        if setting.comparison in LESS:
            met = "低于" if setting.comparison == "<" else "不高于"
            equal = self._at_limit_words(setting)
            return f"实际完成值{met}年初指标值，得满分；{equal}否则，{self._excess_words(setting)}"
        zero = (
            setting.zero if setting.comparison == "=" else setting.none and not setting.comparison
        )
        if zero:
            return "实际完成值不高于年初指标值，得满分；否则，不得分。"
        if setting.comparison == "=" and self.exact:
            return "实际完成值等于年初指标值，得满分；否则，不得分。"
        words = f"得分={self._formula(setting)}×分值{self._limit_words(setting)}。"
        if self.pass_line is not None:
            below = f"得分值的{percent(self.below)}" if self.below else "不得分"
            words += f"低于{percent(self.pass_line)}，{below}。"
        if self.over is not None and not setting.percent and setting.comparison != "=":
            words += self.over.words
        if setting.comparison == ">":
            words += "正好等于年初指标值的，由评价人认定。"
        return words

    def _range_words(self, setting: Setting, between: Range) -> str:
        """区间：里面得满分，两头各怎么扣。"""
        if self.exact:
            return f"实际完成值在{between.words}，得满分；否则，不得分。"
        below = f"得分=实际完成值/{between.low.text}×分值"
        if between.low.number <= 0:
            below = "由评价人认定"
        elif self.pass_line is not None:
            line = f"得分值的{percent(self.below)}" if self.below else "不得分"
            below = f"得分={self._formula(setting)}×分值，低于{percent(self.pass_line)}，{line}"
        above = self._excess_words(setting).rstrip("。").replace("年初指标值", between.high.text)
        words = f"实际完成值在{between.words}，得满分；低于{between.low.text}的，{below}；"
        return f"{words}高于{between.high.text}的，{above}。"

    def _at_limit_words(self, setting: Setting) -> str:
        """不含那个数的，正好等于时怎么办。"""
        if setting.comparison != "<" or self.less_is_better == "zero" or setting.zero:
            return ""
        return "正好等于的，由评价人认定；"

    def _excess_words(self, setting: Setting) -> str:
        if self.less_is_better == "zero" or setting.zero:
            return "不得分。"
        if self.less_is_better == "quotient":
            return "得分=年初指标值/实际完成值×分值。"
        return "每超出年初指标值的1%，扣1%的权重分，扣完为止。"

    def _formula(self, setting: Setting) -> str:
        rate = _rate_name(setting)
        if not self.rebase or self.pass_line is None:
            return rate
        line = percent(self.pass_line)
        return f"（{rate}-{line}）/（1-{line}）"

    def _limit_words(self, setting: Setting) -> str:
        """得分上限。以 100% 为目标的率本来就到不了满分以上，不必说。"""
        cap = clamp(self.cap)
        if setting.whole and cap == ONE:
            return ""
        return f"，得分上限{plain(EXACT.multiply(setting.weight, cap))}分"


def _exactly(actual: Decimal, target: Decimal) -> Share:
    if actual == target or (target.is_zero() and actual <= 0):
        return ONE, (Step("正好达到年度指标值，得满分", ONE),)
    return ZERO, (Step("与年度指标值不相等，不得分", ZERO),)


def _rate_name(setting: Setting) -> str:
    """计分所用的率。

    指标解释写成“资金到位率=……”的，用“=”之前的名称。数量指标的率是它的完成率；本身是率而不以 100% 为目标的，
    再与年初指标值相比。
    """
    before, equals, _ = setting.definition.replace("＝", "=").partition("=")
    if equals:
        name = _CLAUSE.split(before)[-1].strip()
    elif setting.percent:
        name = setting.name
    else:
        name = f"{setting.name}完成率"
    if setting.percent and not setting.whole:
        return f"{name}/年初指标值"
    return name
