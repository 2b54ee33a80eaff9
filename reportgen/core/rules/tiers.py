"""评判档次（Tier）：人认定的得分分几档，各从分值的百分之几起。名称和界限由格式的 tiers 定。"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.quantity import ONE
from reportgen.core.rules.figures import percent

COUNTS = "零一两三四五六七八九十"
"""几档：两档，不说二档。"""


@frozen
class Tier:
    """评判档次：名称和份额下限（含）；上限是高一档的下限（不含），最高一档到 1（含）。"""

    name: str
    lower: Decimal


@frozen
class TierWords:
    """档次的说法，给措辞和文字模板用。

    names 如“达成、部分达成、未达成三档”，ranges 如“100%-80%（含）、80%-60%（含）、60%-0%”。
    """

    names: str
    ranges: str


def tier_at(tiers: Sequence[Tier], share: Decimal) -> Tier:
    """份额属哪一档；比最低一档还低的算最低一档。"""
    for tier in tiers:
        if share >= tier.lower:
            return tier
    return tiers[-1]


def tier_words(tiers: Sequence[Tier]) -> TierWords | None:
    """档次的说法；不到两档的没有可说的。"""
    if len(tiers) < 2:
        return None
    names = "、".join(tier.name for tier in tiers)
    ranges = []
    upper = ONE
    for tier in tiers:
        # 0 之下没有更低的一档，不必说“含”。
        included = "（含）" if tier.lower else ""
        ranges.append(f"{percent(upper)}-{percent(tier.lower)}{included}")
        upper = tier.lower
    number = COUNTS[len(tiers)] if len(tiers) < len(COUNTS) else str(len(tiers))
    return TierWords(f"{names}{number}档", "、".join(ranges))
