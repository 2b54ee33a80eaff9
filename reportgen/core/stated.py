"""抄录与豁免：旧报告里印的数，只供核对；明知不合仍要出稿的说明。"""

from __future__ import annotations

from dataclasses import field

from reportgen.core.declare import Many, Open, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text


@frozen
class Waiver:
    """豁免：明知某条诊断仍要出稿，写明代码、对象（诊断的 subject）和理由，随结果列出。"""

    code: Text = declared("诊断代码")
    at: Text = declared("对象", hint="诊断说的那个指标名或数的名称")
    reason: Text = declared("理由", "prose")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Figure:
    """旧报告里的一个数：名称、印出的值、算式（如 `2.80 / 7.62`）。带 % 的按率核对，其余按合计核对。"""

    name: Text = declared("名称")
    printed: Quantity = declared("印出的数", "quantity")
    worked: Text = declared("算式", "worked")
    span: Span | None = field(default=None, compare=False, repr=False)


COUNTED = {"level1": "一级指标数", "level2": "二级指标数", "level3": "三级指标数"}


@frozen
class Stated:
    """抄录：旧报告里印的数，只供核对，不参与计算。counts 的键是 level1、level2、level3；
    met、unmet 是所列完成和没有完成的指标。
    """

    score: Quantity | None = declared("总得分", "number", default=None)
    grade: Text | None = declared("等级", default=None)
    counts: tuple[tuple[str, Quantity], ...] = declared("指标个数", Open("count", "指标数", keys=COUNTED), default=())
    figures: tuple[Figure, ...] = declared("抄录的数", Many(Figure, "抄录的数"), default=())
    met: tuple[Text, ...] = declared(
        "完成的指标",
        Many("text", "指标名称"),
        hint="原件列出的名单，照抄，只供核对",
        default=(),
    )
    unmet: tuple[Text, ...] = declared(
        "没有完成的指标",
        Many("text", "指标名称"),
        hint="原件列出的名单，照抄，只供核对",
        default=(),
    )
    span: Span | None = field(default=None, compare=False, repr=False)
