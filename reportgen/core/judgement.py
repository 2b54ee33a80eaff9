"""评价人认定（Judgement）：机器算不出、由人给的份额或分数。"""

from __future__ import annotations

from decimal import Decimal

from reportgen.core.declare import Either, Many, Words, also, bare_number, declared, places
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen


def _listed_points(written: str | tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    return written if isinstance(written, tuple) else ()


def _every_point(written: str | tuple[Decimal, ...]) -> bool:
    return not isinstance(written, tuple)


@frozen
class Judgement:
    """评价人认定：各要点的份额、整项份额或分数、是否按期完成。

    全部要点都达成写作空的 points 加 all_points。spans 是 score、share、key_points 各写在哪里。
    """

    points: tuple[Decimal, ...] = declared(
        "要点认定",
        Either(Words.of("all"), Many("share", "要点份额", least=1)),
        hint="all 指全部达成；或逐点写份额，如 [80%, 60%]",
        rollover="ask",
        key="key_points",
        then=_listed_points,
        default=(),
    )
    all_points: bool = also("key_points", _every_point, default=False)
    share: Decimal | None = declared("认定份额", "share", rollover="ask", default=None)
    score: Decimal | None = declared(
        "认定得分", "number", rollover="ask", then=bare_number, default=None
    )
    finished: bool = declared("是否按期完成且未超预算", "flag", rollover="clear", default=False)
    spans: tuple[tuple[str, Span], ...] = places("score", "share", "key_points", default=())

    @property
    def given(self) -> bool:
        """有没有作出认定。"""
        return (
            bool(self.points) or self.all_points or self.share is not None or self.score is not None
        )
