"""试算：单独一个指标按某种格式的规则得几分。规则用例用它。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.format import CatalogueEntry, Format
from reportgen.core.indicator import Indicator
from reportgen.core.quantity import ZERO, round_half_up
from reportgen.core.rules.case import Case, Unscorable
from reportgen.core.rules.kinds import score_rule
from reportgen.scoring.lines import default_rule
from reportgen.scoring.settled import refuse_contrary, settled
from reportgen.scoring.worded import refuse_worded

NO_YEAR = 0
"""用例没有年度：写期限的，指标值和实绩都要写年份。"""


def try_case(indicator: Indicator, format: Format) -> tuple[Decimal | None, str]:
    """得分；算不出则为 None 和理由。

    指标库里有的取它的分值、目标和规则，没有的取指标自己写的和格式的默认规则。
    """
    weight = indicator.weight.number if indicator.weight is not None else None
    written, named = indicator.target, indicator.rule
    entry = _entry(indicator, format)
    if entry is not None:
        if weight is None:
            weight = entry.weight
        written = written or entry.target
        named = named or entry.rule
    target = settled(written, indicator, format.manifest, NO_YEAR, {})
    rule = named or default_rule(format.catalogue, target, indicator)
    if rule is None:
        return None, "没有可用的规则"
    case = Case(
        name=str(indicator.name),
        weight=weight or ZERO,
        target=target,
        actual=indicator.actual,
        actual_text=str(indicator.actual_text or ""),
        judgement=indicator.judgement,
        tiers=format.manifest.tiers,
    )
    try:
        if named is None:
            refuse_worded(case)
        refuse_contrary(case, indicator)
        outcome = score_rule(rule, case)
    except Unscorable as reason:
        return None, reason.doubt.message
    return round_half_up(outcome.exact, format.manifest.rounding.score_places), ""


def _entry(indicator: Indicator, format: Format) -> CatalogueEntry | None:
    """指标库里的同名条目。"""
    for entry in format.catalogue.entries:
        if isinstance(entry, CatalogueEntry) and entry.name == indicator.name:
            return entry
    return None
