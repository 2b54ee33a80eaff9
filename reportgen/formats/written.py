"""格式文件里写的样子：rules.yaml 的两级与存着的值不同，先读成这里的值；WAYS 是每个文件怎么写。"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from reportgen.core.claim import Claim
from reportgen.core.declare import Many, Open, Turned, bare_number, declared, spread
from reportgen.core.fieldspec import FieldSpec
from reportgen.core.format import CatalogueEntry, LevelRule, Manifest, OpenGroup, Veto
from reportgen.core.frozen import frozen
from reportgen.core.outline import Outline
from reportgen.core.rules.kinds import RULE, Rule
from reportgen.core.tablespec import TABLES


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


CLAIMS = Many(Claim, "一条说法")

WAYS: dict[str, Any] = {
    "format": Manifest,
    "fields": FieldSpec,
    "rules": RulesFile,
    "outline": Outline,
    "tables": TABLES,
    "checks": CLAIMS,
}
"""格式文件夹里每个文件怎么写，名字不带扩展名；_shared/claims.yaml 与 checks.yaml 相同。"""
TITLES = {"checks": "文中说法"}
