"""比的一边（Side）：一份报告的评价、评分表和印出的文字。

由输入来的（exact）什么都有；由成稿认出的只有印了的，没有规则可以重算。
"""

from __future__ import annotations

from reportgen.core.document import Document
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard


@frozen
class Card:
    """一张评分表和它的评价；project 是几个项目中的哪一个，只有一个的为空。"""

    project: str
    evaluation: Evaluation
    scorecard: Scorecard


@frozen
class Side:
    """一边：名字、各张评分表、印出的报告、格式（由成稿认出的没有）。

    evaluation 是全体的评价，资金从它和各张评分表的评价取；whole 是几个项目合起来的评分表。
    notes 是没有认出的。
    """

    name: str
    evaluation: Evaluation
    cards: tuple[Card, ...]
    document: Document
    whole: Scorecard | None = None
    format: Format | None = None
    notes: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """是不是由输入来的，能照规则重算。"""
        return self.format is not None
