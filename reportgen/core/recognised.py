"""认出的事实（Recognised）：一份成稿里的表和话，认成不完整的评价和评分表，各带着地方。

没有印的是 None，或不在 printed 里；看到而没有看懂的在 unread 里。评分表各格的地方，记在它的指标上：
分值、指标值、实绩各是一个带出处的值，得分的出处在 judgement.spans。
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from reportgen.core.diagnostics import Span
from reportgen.core.equation import Equation
from reportgen.core.frozen import frozen
from reportgen.core.grading import Grade
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.scorecard import Scorecard
from reportgen.core.stated import Figure, Stated
from reportgen.core.text import Text


@frozen
class Facts:
    """认出的一份事实：不完整的评价，和评分表（没有认出的为 None）。

    printed 是印出了的事实的路径（funds.total.rate 一类）；deviations 说有没有偏差原因一栏；
    equations 是表里的各个算式；unit 是表里写明的金额单位，没有写明的为空。
    changes 是各年相比的表印出的增减、增减率和算式。
    """

    evaluation: Evaluation
    scorecard: Scorecard | None = None
    printed: tuple[str, ...] = ()
    deviations: bool = False
    equations: tuple[Equation, ...] = ()
    unit: str = field(default="", compare=False)
    changes: tuple[Figure, ...] = ()


@frozen
class Unread:
    """没有看懂的一种表：叫什么，认出几张（零张，或几张而分不清），全文共有几张表，在哪里。"""

    what: str
    count: int
    tables: int
    span: Span


@frozen
class Unreadable:
    """没有看懂的一个数：说的是什么，格里的字（带着地方）。"""

    what: str
    text: Text


@frozen
class Recognised:
    """一份成稿认出的全部。

    tables 是一张表一份事实，资金表在前，评分表在后；whole 是全文的话要与之相合的事实：
    资金表、评分表各只有一张时才有。totals 是评分表印的总分（自评、复核各一个的有两个），
    printed_totals 是同样的总分，各带着格子；statements 是各处印的总得分和等级，一处一项；grades 是文中自己说的等级，没有说的为 None，
    说了而没有看懂的为空。
    """

    tables: tuple[Facts, ...]
    whole: Facts
    totals: tuple[Decimal, ...] = ()
    statements: tuple[Stated, ...] = ()
    grades: tuple[Grade, ...] | None = None
    unread: tuple[Unread | Unreadable, ...] = ()
    printed_totals: tuple[Quantity, ...] = ()
