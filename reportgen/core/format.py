"""报告格式（Format）：一个格式文件夹读进来以后的全部内容。只有值；读取和互查在 formats/。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from reportgen.core.claim import Claim
from reportgen.core.diagnostics import Severity, Source, Span
from reportgen.core.frozen import frozen
from reportgen.core.funds import RateBasis, Stage
from reportgen.core.model import Scoring
from reportgen.core.outline import Outline
from reportgen.core.quantity import Quantity
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.tiers import Tier
from reportgen.core.tablespec import ChartSpec, FormSpec, TableSpec
from reportgen.core.target import Target
from reportgen.core.text import Text


@frozen
class Numbers:
    """数字的印法：金额是否分节、金额位数、百分率位数。"""

    group: bool = False
    money_places: int = 2
    rate_places: int = 2


@frozen
class Rounding:
    """舍入：得分位数；at=indicator 先逐项舍入再求和，at=total 只在总分舍入。"""

    score_places: int = 2
    at: Literal["indicator", "total"] = "indicator"


@frozen
class Grade:
    """等级：名称和下限（含）。"""

    name: str
    lower: Decimal


Kind = Literal["whole", "project", "department"]
"""报告种类：部门整体、项目支出、部门评价。"""


@frozen
class Manifest:
    """format.yaml：谁发布、适用哪些年度、数字与舍入、档次、等级、满分。

    scoring 是没有另写时的计分方式；rate_of 是执行率的分母；over_full 为真则加分后总分可以超过满分；
    explain_over 是超过指标值多少倍要说明原因；limits 是指标值里没有写含不含的“以上”“以下”含不含那个数。
    """

    id: str
    title: str
    authority: str
    kind: Kind
    editions: str
    unit_of_money: str
    numbers: Numbers
    rounding: Rounding
    score_from: Literal["rounded", "exact"]
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...]
    full_marks: Decimal
    reasons: Severity
    met: Literal["target", "full_score"]
    scoring: Scoring = "rules"
    rate_of: Stage = "adjusted"
    over_full: bool = False
    explain_over: Decimal = Decimal("1.3")
    limits: Literal["included", "excluded"] = "included"

    @property
    def basis(self) -> RateBasis:
        """执行率的算法。"""
        return RateBasis(self.rate_of, self.numbers.rate_places)


@frozen
class CatalogueEntry:
    """指标库的一个三级指标：分值、年度指标值、解释、规则、实绩的来处（measure）。

    weight 为 None 的，分值由单位定：输入里用到的写上分值，没有用到的不评。
    """

    name: Text
    level1: str
    level2: str
    weight: Decimal | None
    target: Target | None
    rule: Rule | None
    definition: str = ""
    measure: str = ""
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class OpenGroup:
    """开放的一级指标：单位自设其下的二、三级指标。weight 是规定的合计分值（可空），rule 是默认规则。"""

    level1: str
    weight: Decimal | None = None
    rule: Rule | None = None
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


Adds = Literal["", "bonus", "deduction"]
"""一级指标怎样进总分：照常；加分项；扣分项。"""


@frozen
class LevelRule:
    """一级指标的总分办法：加分项加上得分，扣分项减去扣掉的分，各以 cap 为限（R17）；fold 是折算权重
    （得分 × 权重 → 折算得分，这一级自己满分）。"""

    level1: str
    adds: Adds = ""
    cap: Decimal | None = None
    fold: Decimal | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Veto:
    """一票否决（R18）：情形的名称；row 是得 0 分的指标，grade 是最高只能评的等级，两者写一个。

    measure 和 below 是程序自己判断的条件（如执行率低于 50%）；没有则由输入的 vetoes 写明。
    """

    name: Text
    row: str = ""
    grade: str = ""
    measure: str = ""
    below: Quantity | None = None
    reference: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Catalogue:
    """指标库：按附表次序的条目，定量、定性指标的默认规则，一级指标的总分办法，一票否决。

    weightings 是规定的几种权重（一级指标到分值合计），各报告须合其中一种；空则不限。
    """

    entries: tuple[CatalogueEntry | OpenGroup, ...]
    quantitative: Rule | None = None
    qualitative: Rule | None = None
    reference: str = ""
    levels: tuple[LevelRule, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    weightings: tuple[tuple[tuple[str, Decimal], ...], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def level(self, level1: str) -> LevelRule:
        """一级指标的总分办法；没有写的照常。"""
        return next((each for each in self.levels if each.level1 == level1), LevelRule(level1))


@frozen
class Format:
    """报告格式：manifest、指标库、提纲、表、文字模板、输入的形状和 Word 模板所在的文件夹。"""

    manifest: Manifest
    catalogue: Catalogue
    outline: Outline
    tables: tuple[TableSpec | FormSpec | ChartSpec, ...]
    texts: tuple[tuple[str, Source], ...]
    shared: tuple[tuple[str, Source], ...]
    schema: Mapping[str, Any]
    folder: Path
    digest: str
    source: Source
    claims: tuple[Claim, ...] = ()

    @property
    def id(self) -> str:
        """格式代号，即文件夹名。"""
        return self.manifest.id

    def table(self, name: str) -> TableSpec | FormSpec | ChartSpec:
        """按名字取一张表（或图）的规定；没有则 KeyError（formats.check 已先查过）。"""
        for spec in self.tables:
            if spec.name == name:
                return spec
        raise KeyError(name)
