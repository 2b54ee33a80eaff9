"""分项组合：几条规则各占一份（R15），或几个率各占一份（R7）。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from reportgen.core.declare import Many, declared, spread
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.frozen import frozen
from reportgen.core.quantity import EXACT, ONE, ZERO, divide, plain, settle, shown
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, unscorable
from reportgen.core.rules.figures import fraction
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.note import RULE, Note
from reportgen.core.rules.ratio import Ratio
from reportgen.core.rules.setting import Setting

if TYPE_CHECKING:
    from reportgen.core.rules.kinds import Rule


@frozen
class Part:
    """分项：名称、占比（分子、分母，1/3 不先化成小数）、自己的规则。

    measure 是实绩的来处；没有写的用指标的实绩。
    """

    name: str = declared("分项名称")
    share: tuple[Decimal, Decimal] = declared("占比", "fraction")
    rule: Rule = declared("规则", RULE)
    measure: str = declared("实际值的来处", "path", default="")


@frozen
class Parts:
    """分项组合的参数：各分项按占比分别计分后相加。"""

    parts: tuple[Part, ...] = declared("分项", Many(Part, "分项", least=1))
    note: Note = spread(Note, default=Note())
    kind: Literal["parts"] = "parts"

    def faults(self) -> Iterator[Diagnostic]:
        """占比之和是 1；各分项的规则自己也要对。"""
        if self._sum_of_shares() != ONE:
            message = "parts 规则的占比之和不是 1。"
            yield self.note.fault(message, "占比之和应是 1，如 1/2 加 1/2。")
        for part in self.parts:
            yield from part.rule.faults()

    def _sum_of_shares(self) -> Decimal:
        """占比之和；三个三分之一正好是 1。"""
        total = ZERO
        for part in self.parts:
            total = EXACT.add(total, divide(*part.share))
        return settle(total)

    def score(self, case: Case) -> Outcome:
        """各分项以自己那份分值计分；有 measure 的，实绩取自事实，并印在实际完成值一栏。"""
        if self._sum_of_shares() != ONE:
            message = f"“{case.name}”的规则各分项占比之和不是 1。"
            raise unscorable("R07", message, "改各分项的 share，使合计为 1，如 1/2 加 1/2。")
        self._refuse_one_score(case)
        exact = ZERO
        steps: list[Step] = []
        doubts: list[Doubt] = []
        actuals: list[str] = []
        for part in self.parts:
            part_case = _case_of(part, case)
            outcome = part.rule.score(part_case)
            share = f"{plain(part.share[0])}/{plain(part.share[1])}"
            steps.append(Step(f"{part.name}（占 {share}，{shown(part_case.weight)} 分）"))
            steps += outcome.steps
            doubts += outcome.doubts
            exact += outcome.exact
            if part.measure:
                actuals.append(part_case.actual_text)
        steps.append(Step(f"各分项相加，得 {shown(exact)}", exact))
        return Outcome(exact, tuple(steps), tuple(doubts), tuple(actuals))

    def _refuse_one_score(self, case: Case) -> None:
        """一行只写得下一个认定得分，分不清是哪个分项的：照抄给每个分项，8 分的一行就印成 16 分。"""
        judged = [part.name for part in self.parts if isinstance(part.rule, Judged)]
        if case.judgement.score is None or not judged:
            return
        names = "、".join(f"“{name}”" for name in judged)
        message = (
            f"“{case.name}”写的认定得分是 {plain(case.judgement.score)}，"
            f"而由人认定的是分项{names}，分不清是谁的得分。"
        )
        help = "改写 share（认定份额，由人认定的分项都按它），如 share: 80%。"
        spans = dict(case.judgement.spans)
        raise unscorable("R07", message, help, spans.get("score"))

    def sentence(self, setting: Setting) -> str:
        """印成的评分规则：几个率各占一样的写成一个算式，别的逐项写出各自的规则。"""
        top, bottom = self.parts[0].share
        if setting.whole and self._is_mean_of_rates():
            names = "+".join(part.name for part in self.parts)
            formula = f"得分=（{names}）×{fraction((top, bottom))}×分值"
            return f"以上评价要点各占{plain(top)}/{plain(bottom)}权重，{formula}。"
        words = []
        for part in self.parts:
            rule = part.rule.note.basis or part.rule.sentence(_setting_of(part, setting))
            words.append(f"{part.name}，占分值的{fraction(part.share)}（{rule.rstrip('。')}）")
        return f"得分为以下各项得分之和，各项的分值按所占计：{'；'.join(words)}。"

    def _is_mean_of_rates(self) -> bool:
        """是不是几个率的平均：占比都一样，规则都是没有别的参数的完成率。"""
        share = self.parts[0].share
        return all(
            part.share == share and part.rule == Ratio(note=part.rule.note) for part in self.parts
        )


def _setting_of(part: Part, setting: Setting) -> Setting:
    """分项自己的用处：名称和分值；指标解释说的是整个指标，不用。"""
    top, bottom = part.share
    weight = settle(divide(EXACT.multiply(setting.weight, top), bottom))
    return replace(setting, name=part.name, weight=weight, definition="")


def _case_of(part: Part, case: Case) -> Case:
    """分项自己的情形：名称、分值，有 measure 的另取实绩。"""
    top, bottom = part.share
    weight = case.weight * top / bottom
    if not part.measure:
        return replace(case, name=part.name, weight=weight)
    actual = case.measure(part.measure)
    if actual is None:
        message = f"“{case.name}”的分项“{part.name}”取自 {part.measure}，那里没有填。"
        raise unscorable("R02", message, f"在输入里补上 {part.measure} 所要的数。")
    text = str(actual)
    return replace(case, name=part.name, weight=weight, actual=actual, actual_text=text)
