"""格式文件里写的样子：rules.yaml 的两级、用例的两层，与存着的值不同的，先读成这里的值；WAYS 是每个文件怎么写。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from typing import Any

from reportgen.core.claim import Claim
from reportgen.core.declare import Many, Open, Some, Turned, bare_number, declared, spread
from reportgen.core.diagnostics import Span
from reportgen.core.fieldspec import FieldSpec
from reportgen.core.format import CatalogueEntry, LevelRule, Manifest, OpenGroup, Veto
from reportgen.core.frozen import frozen
from reportgen.core.model import Indicator
from reportgen.core.outline import Outline
from reportgen.core.rule import RULE, Rule
from reportgen.core.tablespec import TABLES
from reportgen.core.text import Text


@frozen
class Listed:
    """指标库里写的一个三级指标；counted、printed 没有写的随它的一级指标。"""

    entry: CatalogueEntry = spread(CatalogueEntry)
    counted: bool | None = declared("是否计入总分", "flag", default=None)
    printed: bool | None = declared("是否印入评分表", "flag", default=None)


@frozen
class Level2:
    """写的一个二级指标和它的三级指标。"""

    level2: str = declared("二级指标")
    indicators: tuple[Listed, ...] = declared("三级指标", Many(Listed, "指标", least=1))


@frozen
class Level1:
    """写的一个一级指标：怎样进总分，下面的二级指标，或由单位自设（open）。加分项、扣分项不算在满分里。"""

    rule: LevelRule = spread(LevelRule)
    counted: bool | None = declared("是否计入总分", "flag", default=None)
    printed: bool = declared("是否印入评分表", "flag", default=True)
    groups: tuple[Level2, ...] = declared("二级指标", Many(Level2, "二级指标", least=1), default=())
    open: OpenGroup | None = declared("自设指标", OpenGroup, default=None)


@frozen
class Defaults:
    """没有写规则的指标用的规则：定量的、定性的。"""

    quantitative: Rule | None = declared("定量指标的规则", RULE, default=None)
    qualitative: Rule | None = declared("定性指标的规则", RULE, default=None)


@frozen
class RulesFile:
    """rules.yaml：依据、指标库、默认规则、一票否决、规定的权重。"""

    reference: str = declared("依据")
    indicators: tuple[Level1, ...] = declared("指标库", Many(Level1, "一级指标", least=1))
    defaults: Defaults = declared("默认规则", Defaults, default=Defaults())
    vetoes: tuple[Veto, ...] = declared("一票否决", Many(Veto, "情形"), default=())
    weightings: tuple[tuple[tuple[str, Decimal], ...], ...] = declared(
        "规定的几种权重",
        Many(Open(Turned("number", bare_number), "分值合计"), "一种权重", least=1),
        hint="每种是一级指标到分值合计；报告须合其中一种",
        default=(),
    )


@frozen
class WrittenCase:
    """写的一条用例：实绩或认定，和应得的分。认定得分叫 judged，因为 score 是应得的分。"""

    indicator: Indicator = spread(
        Some(
            Indicator,
            only=("actual", "target", "weight", "key_points", "share", "finished"),
        )
    )
    score: Decimal = declared("得分", "number", then=bare_number)
    judged: Decimal | None = declared("认定得分", "number", then=bare_number, default=None)
    why: str = declared("说明", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class CaseGroup:
    """写的一组用例：共用的指标（指标库里的写名称）、目标、分值、规则。"""

    common: Indicator = spread(Some(Indicator, only=("target", "weight", "rule")))
    cases: tuple[WrittenCase, ...] = declared("用例", Many(WrittenCase, "用例", least=1))
    name: Text | None = declared("指标名称", key="indicator", default=None)


CLAIMS = Many(Claim, "一条说法")
CASES = Many(CaseGroup, "用例组")

WAYS: dict[str, Any] = {
    "format": Manifest,
    "fields": FieldSpec,
    "rules": RulesFile,
    "outline": Outline,
    "tables": TABLES,
    "checks": CLAIMS,
    "cases": CASES,
}
"""格式文件夹里每个文件怎么写，名字不带扩展名；_shared/claims.yaml 与 checks.yaml 相同。"""
TITLES = {"checks": "文中说法", "cases": "规则用例"}
