"""评分表（Scorecard）：各级小计、总分、等级和指标个数；评分表行在 scoreline.py。

这里只有值；怎么算在 scoring/。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation, Scoring
from reportgen.core.quantity import Quantity, percent_of
from reportgen.core.scoreline import ScoreLine, SubLine
from reportgen.core.text import Record


@frozen
class LevelTotal:
    """一级或二级指标的小计：名称、分值、得分、其下的三级指标数；fold 是折算权重，folded 是折算得分（没有则为空）。"""

    level1: str
    level2: str
    weight: Decimal
    score: Decimal
    count: int
    fold: Decimal | None = None
    folded: Decimal | None = None

    @property
    def name(self) -> str:
        """这一级的名称。"""
        return self.level2 or self.level1

    @property
    def rate(self) -> Quantity | None:
        """得分率：得分 ÷ 分值，两位小数；没有分值则没有。"""
        return percent_of(self.score, self.weight, 2)


@frozen
class Branch:
    """指标树的一枝：一级或二级指标的小计，和其下的二级指标（Branch）或三级指标（ScoreLine）。"""

    total: LevelTotal
    children: tuple[Branch | ScoreLine, ...]

    @property
    def name(self) -> str:
        """这一级的名称。"""
        return self.total.name

    @property
    def level1(self) -> str:
        """一级指标。"""
        return self.total.level1

    @property
    def level2(self) -> str:
        """二级指标；一级指标的一枝为空。"""
        return self.total.level2

    @property
    def weight(self) -> Decimal:
        """分值。"""
        return self.total.weight

    @property
    def score(self) -> Decimal:
        """得分。"""
        return self.total.score

    @property
    def rate(self) -> Quantity | None:
        """得分率。"""
        return self.total.rate


@frozen
class Counts:
    """指标个数：一级、二级、三级。"""

    level1: int
    level2: int
    level3: int


@frozen
class VetoEffect:
    """一票否决的结果：情形、事由、结果（“某指标得 0 分”“等级最高评为中”）。"""

    name: str
    reason: str
    effect: str


@frozen
class Scorecard:
    """评分表：各行、各级小计、总分、等级和指标个数。total 是印出的各行得分之和（counted 的行）。

    有算不出的行时 total 只含算得出的行，complete 为假。scoring 不是 rules 的没有逐行的得分。
    project 是所评项目的名称；projects 是一份输入里几个项目各自的评分表，次序与输入相同。
    absent 是指标库里有而没有评的指标。
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
    scoring: Scoring = "rules"
    reviewed: Decimal | None = None
    review_grade: str = ""
    vetoed: tuple[VetoEffect, ...] = ()
    project: str = ""
    projects: tuple[Scorecard, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def line(self) -> Record:
        """按指标名称取一行：`scorecard.line.预算执行率.score`，不管它排在第几行。

        指标库里有而没有评的，各项都空；指标库和这份报告里都没有的名字，是写错了。
        """
        rows: dict[str, object] = {name: SubLine.blank(name) for name in self.absent}
        for line in reversed(self.lines):
            rows[str(line.name)] = line
        return Record(tuple(rows.items()))

    @property
    def printed(self) -> tuple[ScoreLine, ...]:
        """印入评分表的行。"""
        return tuple(line for line in self.lines if line.printed)

    @property
    def detailed(self) -> tuple[ScoreLine | SubLine, ...]:
        """印入评分表的行，每行之后是它的“其中”各行。"""
        pairs: Iterator[tuple[ScoreLine | SubLine, ...]] = ((line, *line.includes) for line in self.printed)
        return tuple(each for pair in pairs for each in pair)

    @property
    def scored(self) -> tuple[ScoreLine, ...]:
        """印入评分表而有得分的行；不按规则计分的报告没有。"""
        return tuple(line for line in self.printed if line.score is not None)

    @property
    def met(self) -> tuple[ScoreLine, ...]:
        """印入评分表且完成目标的指标；加分项、扣分项不在内。"""
        return tuple(line for line in self.printed if line.met and not line.adds)

    @property
    def unmet(self) -> tuple[ScoreLine, ...]:
        """印入评分表而没有完成目标的指标。"""
        return tuple(line for line in self.printed if not line.met and not line.adds)

    @property
    def lost(self) -> tuple[ScoreLine, ...]:
        """有扣分的指标。"""
        return tuple(line for line in self.lines if line.lost)

    @property
    def adjustments(self) -> tuple[ScoreLine, ...]:
        """加分项和扣分项。"""
        return tuple(line for line in self.lines if line.adds)

    @property
    def tree(self) -> tuple[Branch, ...]:
        """印入评分表的指标，按一级、二级指标分枝；供逐项分析的各节用。"""
        return tuple(self._branches())

    def _branches(self) -> Iterator[Branch]:
        firsts: dict[int, dict[int, list[ScoreLine]]] = {}
        for line in self.printed:
            firsts.setdefault(line.group1, {}).setdefault(line.group2, []).append(line)
        for seconds in firsts.values():
            own = [line for lines in seconds.values() for line in lines]
            inner = tuple(Branch(self._total(lines, self.level2), tuple(lines)) for lines in seconds.values())
            yield Branch(self._total(own, self.level1), inner)

    def _total(self, lines: list[ScoreLine], totals: tuple[LevelTotal, ...]) -> LevelTotal:
        """这些行所在的小计。"""
        first = lines[0]
        return next(each for each in totals if each.level1 == first.level1 and each.level2 in {"", first.level2})


@frozen
class ProjectResult:
    """几个项目中的一个和它的评分表；提纲里 each: projects 的 item。"""

    evaluation: Evaluation
    scorecard: Scorecard

    def __getitem__(self, name: str) -> object:
        return getattr(self.evaluation, name)

    @property
    def name(self) -> str:
        """项目名称。"""
        return str(self.evaluation.project.name) if self.evaluation.project else ""

    @property
    def title(self) -> str:
        """作小标题用的项目名称。"""
        return self.name
