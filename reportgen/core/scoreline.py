"""评分表的一行（ScoreLine）：一级、二级、三级指标和“其中”各行，都是它。

每个得分都能说明自己：步骤、未舍入的值、依据。一行先由指标库和输入定下（scoring/lines.py），再计分
（scoring/card.py），最后归到一级、二级指标之下（scoring/totals.py）：前后是同一种值，只是填上了得分。
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportgen.core.change import change_of, change_rate_of
from reportgen.core.diagnostics import Span
from reportgen.core.format import Adds
from reportgen.core.frozen import frozen
from reportgen.core.indicator import Indicator
from reportgen.core.quantity import HUNDRED, ZERO, Quantity, divide, fixed, round_half_up
from reportgen.core.rules.case import Step
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule
from reportgen.core.target import Target
from reportgen.core.text import Text

Level = Literal[1, 2, 3, 4]
"""第几级：一级、二级、三级指标；4 是“其中”的一行。"""

RuleFrom = Literal["library", "row", "group", "default", ""]
"""规则是谁写的：指标库的条目、输入的这一行、开放的一级指标、格式的默认；空是没有规则。"""

NOTHING = Indicator(Text(""))
"""输入里没有的指标：各项都空。模板写 r.indicator.evidence，这样的行也印得出来。"""

_OF_INDICATOR = ("deviation", "text", "evidence", "opinion", "remark", "facts", "core")
RENAMED = {"goal": "target", "includes": "children", "review": "reviewed"} | {
    word: f"indicator.{word}" for word in _OF_INDICATOR
}
"""一行里改了名的词：旧 → 新。写了旧词的，报错时说出新的。"""


@frozen
class ScoreLine:
    """评分表的一行：第几级（level）、目标、实绩、分值和得分，其下各行（children）。

    indicator 是输入里的这个指标：偏差原因、佐证资料等评价人写的，都从它取。
    target 是计分所依的指标值，initial_target 是年初的；
    measure 是实绩的来处，rule_from 是规则的来处。
    level1_weight、level2_weight 是所属一级、二级指标的分值。
    counted 为假则不计入总分，printed 为假则不印入评分表；
    adds 是加分项或扣分项（扣分项的得分不大于零）。
    weight 为 None 的没有分值（“其中”各行、没有评的指标）；
    score 为 None 的算不出（已有诊断说明）或不计分。
    by_rule 是规则算得的得分：印的是评价人填的或抄录的，又与规则不同的，才有。
    fold 是一级指标的折算权重，folded 是折算得分（没有则为空）。
    """

    name: Text
    level: Level = 3
    level1: str = ""
    level2: str = ""
    level1_weight: Decimal = ZERO
    level2_weight: Decimal = ZERO
    weight: Decimal | None = None
    target: Target | None = None
    initial_target: Target | None = None
    nature: str = ""
    definition: str = ""
    rule: Rule | None = None
    rule_from: RuleFrom = ""
    measure: str = ""
    adds: Adds = ""
    counted: bool = True
    printed: bool = True
    indicator: Indicator = NOTHING
    actual: str = ""
    actual_value: Quantity | None = None
    score: Decimal | None = None
    exact: Decimal | None = None
    by_rule: Decimal | None = None
    steps: tuple[Step, ...] = ()
    met: bool = False
    fold: Decimal | None = None
    folded: Decimal | None = None
    reviewed: Decimal | None = None
    review_exact: Decimal | None = None
    review_steps: tuple[Step, ...] = ()
    children: tuple[ScoreLine, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def depth(self) -> int:
        """在表里缩进几层：“其中”各行是一层，与资金行相同。"""
        return max(0, self.level - 3)

    @property
    def group(self) -> tuple[str, str]:
        """所属的一级、二级指标；评分表按它竖向合并。"""
        return self.level1, self.level2

    @property
    def full(self) -> Decimal:
        """算账用的分值：没有分值的按零。"""
        return self.weight or ZERO

    @property
    def earned(self) -> Decimal:
        """算账用的得分：没有得分的按零。"""
        return self.score or ZERO

    @property
    def lost(self) -> bool:
        """有没有扣分。分值的位数比得分多时（0.125 分印作 0.12），只因舍入而少的不算。"""
        if self.score is None or self.exact is None or self.adds == "bonus":
            return False
        if self.adds == "deduction":
            return self.score < 0
        return self.score < self.full and self.exact < self.full

    @property
    def rate(self) -> Quantity | None:
        """得分率：得分 ÷ 分值，没有分值则没有。直接印是两位小数。

        数没有舍入：格式用过滤器印一位小数时，才只舍入一次（89.4468…% 印 89.4%，不是 89.45% 再成 89.5%）。
        """
        if self.score is None or not self.full:
            return None
        exact = divide(self.score * HUNDRED, self.full)
        return Quantity(exact, "%", f"{fixed(exact, 2)}%")

    @property
    def review_actual(self) -> Text | None:
        """复核完成值，照写的。"""
        return self.indicator.review.actual_text

    @property
    def review_change(self) -> Decimal | None:
        """偏差：复核得分 − 得分；没有复核的没有。"""
        if self.reviewed is None or self.score is None:
            return None
        return self.reviewed - self.score

    @property
    def review_remark(self) -> Text | None:
        """复核备注。"""
        return self.indicator.review.remark

    @property
    def previous(self) -> Text | None:
        """上年完成值，照写的。"""
        return self.indicator.previous_text

    @property
    def change(self) -> Quantity | None:
        """实际完成值比上年的增减；不是数的没有。"""
        return change_of(self.actual_value, self.indicator.previous)

    @property
    def change_rate(self) -> Quantity | None:
        """实际完成值比上年的增减率；上年为零的、百分数没有。"""
        return change_rate_of(self.actual_value, self.indicator.previous)

    @property
    def coefficient(self) -> Decimal | None:
        """得分系数：得分 ÷ 分值，两位小数。"""
        if self.score is None or not self.weight:
            return None
        return round_half_up(divide(self.score, self.weight), 2)

    @property
    def key_points(self) -> tuple[str, ...]:
        """评价要点；规则没有要点的为空。"""
        return self.rule.points if isinstance(self.rule, KeyPoints | Judged) else ()

    @property
    def count(self) -> int:
        """这一级之下的三级指标数。"""
        if self.level >= 3:
            return 1
        return sum(child.count for child in self.children)
