"""评分表（Scorecard）：各行、总分、等级和指标个数；一行是什么在 scoreline.py。

这里只有值；怎么算在 scoring/。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation, Scoring
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Record, Text


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
    """评分表：各行、一级和二级指标的小计、总分、等级和指标个数。

    lines 是全部的三级指标，按印出的次序；level1 是同样的行归到各级之下：一级指标的小计，
    其下二级的小计，再下是各行。total 是印出的各行得分之和（counted 的行）。
    有算不出的行时 total 只含算得出的行，complete 为假。scoring 不是 rules 的没有逐行的得分。
    project 是所评项目的名称；projects 是一份输入里几个项目各自的评分表，次序与输入相同。
    absent 是指标库里有而没有评的指标。
    """

    lines: tuple[ScoreLine, ...]
    level1: tuple[ScoreLine, ...]
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
    def level2(self) -> tuple[ScoreLine, ...]:
        """各二级指标的小计。"""
        return tuple(chain.from_iterable(first.children for first in self.level1))

    @property
    def tree(self) -> tuple[ScoreLine, ...]:
        """印入评分表的指标，按一级、二级指标分枝；供逐项分析的各节用。"""
        return tuple(_printed(self.level1))

    @property
    def line(self) -> Record:
        """按指标名称取一行：`scorecard.line.预算执行率.score`，不管它排在第几行。

        指标库里有而没有评的，各项都空；指标库和这份报告里都没有的名字，是写错了。
        """
        rows: dict[str, object] = {name: ScoreLine(Text(name)) for name in self.absent}
        for line in reversed(self.lines):
            rows[str(line.name)] = line
        return Record(tuple(rows.items()))

    @property
    def printed(self) -> tuple[ScoreLine, ...]:
        """印入评分表的行。"""
        return tuple(line for line in self.lines if line.printed)

    @property
    def scored(self) -> tuple[ScoreLine, ...]:
        """印入评分表而有得分的行；不按规则计分的报告没有。"""
        return tuple(line for line in self.printed if line.score is not None)

    @property
    def review_change(self) -> Decimal | None:
        """复核总分 − 总分；没有复核的没有。"""
        return None if self.reviewed is None else self.reviewed - self.total

    @property
    def differences(self) -> tuple[ScoreLine, ...]:
        """复核得分与得分不同的行。"""
        return tuple(line for line in self.lines if line.review_change)

    @property
    def compared(self) -> tuple[ScoreLine, ...]:
        """印入评分表而写了上年完成值的行；有的才印与上年的比较。"""
        return tuple(line for line in self.printed if line.previous is not None)

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

    def with_lines(self, lines: Sequence[ScoreLine]) -> Scorecard:
        """同一张评分表，各行换过：lines 与原来的各行一一对应。"""
        if all(new is old for old, new in zip(self.lines, lines, strict=True)):
            return self
        renewed = {id(old): new for old, new in zip(self.lines, lines, strict=True)}
        level1 = tuple(_renewed(first, renewed) for first in self.level1)
        return replace(self, lines=tuple(lines), level1=level1)


def _printed(lines: Sequence[ScoreLine]) -> Iterator[ScoreLine]:
    """只留印入评分表的行；其下一行也不印的一级、二级指标也不留。"""
    for line in lines:
        if line.level == 3:
            if line.printed:
                yield line
            continue
        children = tuple(_printed(line.children))
        if children:
            yield replace(line, children=children)


def _renewed(line: ScoreLine, renewed: dict[int, ScoreLine]) -> ScoreLine:
    if line.level == 3:
        return renewed[id(line)]
    children = tuple(_renewed(child, renewed) for child in line.children)
    return replace(line, children=children)


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
