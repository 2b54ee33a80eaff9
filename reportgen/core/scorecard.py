"""评分表：得分（Score）与计分步骤（Step）、评分表行（ScoreLine）、评分表（Scorecard）。

这里只有值；怎么算在 scoring/。每个得分都能说明自己：步骤、未舍入的值、依据。
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.model import Text
from reportgen.core.rule import Rule


@frozen
class Step:
    """计分步骤：一句话，和这一步得到的值（没有值的步骤为 None）。"""

    text: str
    value: Decimal | None = None


@frozen
class Score:
    """得分：已舍入的 value，未舍入的 exact，和得来的步骤。"""

    value: Decimal
    exact: Decimal
    steps: tuple[Step, ...]


@frozen
class ScoreLine:
    """评分表行：一个三级指标的目标、实绩、分值和得分。

    group1、group2 是所属一级、二级指标的序号，评分表按它们竖向合并；level1_weight、level2_weight 是该级分值之和。
    counted 为假则不计入总分，printed 为假则不印入评分表。score 为 None 表示算不出（已有诊断说明）。
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
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def lost(self) -> bool:
        """有没有扣分。分值的位数比得分多时（0.125 分印作 0.12），只因舍入而少的不算。"""
        if self.score is None or self.exact is None:
            return False
        return self.score < self.weight and self.exact < self.weight


@frozen
class LevelTotal:
    """一级或二级指标的小计：名称、分值、得分、其下的三级指标数。"""

    level1: str
    level2: str
    weight: Decimal
    score: Decimal
    count: int


@frozen
class Counts:
    """指标个数：一级、二级、三级。"""

    level1: int
    level2: int
    level3: int


@frozen
class Scorecard:
    """评分表：各行、各级小计、总分、等级和指标个数。total 是印出的各行得分之和（counted 的行）。

    有算不出的行时 total 只含算得出的行，complete 为假。
    """

    lines: tuple[ScoreLine, ...]
    level1: tuple[LevelTotal, ...]
    level2: tuple[LevelTotal, ...]
    weight: Decimal
    total: Decimal
    grade: str
    full_marks: Decimal
    counts: Counts
    complete: bool

    @property
    def printed(self) -> tuple[ScoreLine, ...]:
        """印入评分表的行。"""
        return tuple(line for line in self.lines if line.printed)

    @property
    def met(self) -> tuple[ScoreLine, ...]:
        """印入评分表且完成目标的指标。"""
        return tuple(line for line in self.printed if line.met)

    @property
    def unmet(self) -> tuple[ScoreLine, ...]:
        """印入评分表而没有完成目标的指标。"""
        return tuple(line for line in self.printed if not line.met)

    @property
    def lost(self) -> tuple[ScoreLine, ...]:
        """有扣分的指标。"""
        return tuple(line for line in self.lines if line.lost)
