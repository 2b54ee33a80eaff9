"""评价人认定（Judgement）：机器算不出、由人给的份额或分数。"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen


@frozen
class Judgement:
    """评价人认定：各要点的份额、整项份额或分数、是否按期完成。

    全部要点都达成写作空的 points 加 all_points。spans 是 score、share、key_points 各写在哪里。
    """

    points: tuple[Decimal, ...] = ()
    all_points: bool = False
    share: Decimal | None = None
    score: Decimal | None = None
    finished: bool = False
    spans: tuple[tuple[str, Span], ...] = field(default=(), compare=False, repr=False)

    @property
    def given(self) -> bool:
        """有没有作出认定。"""
        whole = self.share is not None or self.score is not None
        return bool(self.points) or self.all_points or whole
