"""评分表行（ScoreLine）：每个得分都能说明自己：步骤、未舍入的值、依据。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.diagnostics import Span
from reportgen.core.format import Adds
from reportgen.core.frozen import frozen
from reportgen.core.model import Indicator
from reportgen.core.quantity import ZERO, Quantity, divide, percent_of, round_half_up
from reportgen.core.rules.case import Step
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule
from reportgen.core.target import Target
from reportgen.core.text import Record, Text

NOTHING = Indicator(Text(""))
"""输入里没有的指标：各项都空。"""


@frozen
class SubLine:
    """评分表里“其中：……”的一行：所属与三级指标相同，没有分值和得分；评分表的列能用的名字它都有。"""

    level1: str
    level2: str
    name: Text
    group1: int
    group2: int
    level1_weight: Decimal
    level2_weight: Decimal
    goal: Target | None
    actual: str
    depth: int = 1
    weight: None = None
    score: None = None
    rate: None = None
    coefficient: None = None
    review: None = None
    actual_value: None = None
    deviation: None = None
    evidence: None = None
    opinion: None = None
    remark: None = None
    text: None = None
    core: bool = False
    nature: str = ""
    definition: str = ""
    reference: str = ""
    key_points: tuple[str, ...] = ()
    facts: Record = Record()
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def target(self) -> str:
        """指标值。"""
        return self.goal.text if self.goal is not None else ""

    @property
    def initial_target(self) -> str:
        """年初指标值；分项不另调整。"""
        return self.target

    @classmethod
    def blank(cls, name: str) -> SubLine:
        """没有评的指标：只有名称。"""
        return cls("", "", Text(name), 0, 0, ZERO, ZERO, goal=None, actual="", depth=0)


@frozen
class ScoreLine:
    """评分表行：一个三级指标的目标、实绩、分值和得分。

    group1、group2 是所属一级、二级指标的序号，评分表按它们竖向合并；level1_weight、level2_weight 是该级分值之和。
    counted 为假则不计入总分，printed 为假则不印入评分表；adds 是加分项或扣分项（扣分项的得分不大于零）。
    score 为 None 表示算不出（已有诊断说明）或不计分。goal 是计分所依的指标值，initial_target 是年初的。
    """

    level1: str
    level2: str
    name: Text
    group1: int
    group2: int
    level1_weight: Decimal
    level2_weight: Decimal
    weight: Decimal
    target: str
    actual: str
    score: Decimal | None
    exact: Decimal | None
    steps: tuple[Step, ...]
    rule: Rule | None
    definition: str
    deviation: Text | None
    met: bool
    counted: bool
    printed: bool
    goal: Target | None = None
    initial_target: str = ""
    actual_value: Quantity | None = None
    indicator: Indicator = NOTHING
    adds: Adds = ""
    nature: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)
    depth: int = 0

    @property
    def lost(self) -> bool:
        """有没有扣分。分值的位数比得分多时（0.125 分印作 0.12），只因舍入而少的不算。"""
        if self.score is None or self.exact is None or self.adds == "bonus":
            return False
        if self.adds == "deduction":
            return self.score < 0
        return self.score < self.weight and self.exact < self.weight

    @property
    def rate(self) -> Quantity | None:
        """得分率：得分 ÷ 分值，两位小数。"""
        return None if self.score is None else percent_of(self.score, self.weight, 2)

    @property
    def coefficient(self) -> Decimal | None:
        """得分系数：得分 ÷ 分值，两位小数。"""
        return None if self.score is None or not self.weight else round_half_up(divide(self.score, self.weight), 2)

    @property
    def reference(self) -> str:
        """计分规则的依据。"""
        return self.rule.note.reference if self.rule is not None else ""

    @property
    def key_points(self) -> tuple[str, ...]:
        """评价要点；规则没有要点的为空。"""
        return self.rule.points if isinstance(self.rule, KeyPoints | Judged) else ()

    @property
    def core(self) -> bool:
        """是不是核心指标。"""
        return self.indicator.core

    @property
    def review(self) -> Quantity | None:
        """复核分。"""
        return self.indicator.review

    @property
    def evidence(self) -> Text | None:
        """佐证资料。"""
        return self.indicator.evidence

    @property
    def opinion(self) -> Text | None:
        """评价意见。"""
        return self.indicator.opinion

    @property
    def remark(self) -> Text | None:
        """备注。"""
        return self.indicator.remark

    @property
    def text(self) -> Text | None:
        """指标分析。"""
        return self.indicator.text

    @property
    def facts(self) -> Record:
        """格式自定的各项。"""
        return self.indicator.facts

    @property
    def includes(self) -> tuple[SubLine, ...]:
        """“其中”各行。"""
        return tuple(
            SubLine(
                level1=self.level1,
                level2=self.level2,
                name=each.name,
                group1=self.group1,
                group2=self.group2,
                level1_weight=self.level1_weight,
                level2_weight=self.level2_weight,
                goal=each.target,
                actual=str(each.actual_text or ""),
                span=each.span,
            )
            for each in self.indicator.includes
        )
