"""复核（Review）：自评之外的第二个得分，写在指标的同一行。

只写复核得分的，照写的计；写了复核完成值（或认定份额）的，按这一行自己的规则再算一遍，步骤同自评一样说得出。
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter

from reportgen.core.declare import Either, Open, also, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text

KEYS = {
    "score": "review",
    "actual": "review_actual",
    "share": "review_share",
    "remark": "review_remark",
}
"""复核文件里的键 → 指标这一行的键。"""


@frozen
class Review:
    """复核得分、复核完成值、复核认定份额、复核备注；没有复核的各项都空。"""

    score: Quantity | None = declared(
        "复核得分", "number", key=KEYS["score"], rollover="clear", default=None
    )
    actual: Quantity | None = declared(
        "复核完成值",
        "actual",
        hint="写了就按同一条规则再算一遍",
        key=KEYS["actual"],
        rollover="clear",
        then=itemgetter(1),
        default=None,
    )
    actual_text: Text | None = also(KEYS["actual"], itemgetter(0), default=None)
    share: Decimal | None = declared(
        "复核认定份额",
        "share",
        hint="由人认定的指标，如 60%",
        key=KEYS["share"],
        rollover="clear",
        default=None,
    )
    remark: Text | None = declared(
        "复核备注",
        "prose",
        hint="复核得分与规则算得的不同，写明为什么",
        key=KEYS["remark"],
        rollover="clear",
        default=None,
    )

    @property
    def given(self) -> bool:
        """有没有复核。"""
        return self.score is not None or self.remade

    @property
    def remade(self) -> bool:
        """要不要按规则再算一遍。"""
        return self.actual_text is not None or self.share is not None

    @property
    def span(self) -> Span | None:
        """复核写在哪里；只写了认定份额的不知道。"""
        for written in (self.score, self.actual_text, self.remark):
            if written is not None and written.span is not None:
                return written.span
        return None


@frozen
class ReviewRow:
    """复核文件里的一个指标。"""

    actual: Text | None = declared("复核完成值", "actual", then=itemgetter(0), default=None)
    score: Quantity | None = declared("复核得分", "number", default=None)
    share: Decimal | None = declared("复核认定份额", "share", default=None)
    remark: Text | None = declared("复核备注", "prose", default=None)


REVIEW_FILE = Open(Either("number", ReviewRow), "一个指标的复核")
"""复核文件：指标名 → 复核得分，或 {actual, score, share, remark}。"""
