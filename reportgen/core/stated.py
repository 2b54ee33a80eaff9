"""抄录与豁免：旧报告里印的数，只供核对；明知不合仍要出稿的说明。"""

from __future__ import annotations

from dataclasses import field, replace

from reportgen.core.declare import Many, Open, declared
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity
from reportgen.core.text import Text


@frozen
class Waiver:
    """豁免：明知某条诊断仍要出稿，写明代码、对象（诊断的 subject）和理由，随结果列出。

    seen 是写着的那个数：写了的只豁免这一个数，同一处改成别的数又响。
    """

    code: Text = declared("诊断代码")
    at: Text = declared("对象", hint="诊断说的那个指标名或数的名称")
    reason: Text = declared("理由", "prose")
    span: Span | None = field(default=None, compare=False, repr=False)
    seen: Text | None = declared(
        "写着的数", hint="如 300 人次；只豁免这一个数，改成别的又响", default=None
    )


@frozen
class Figure:
    """旧报告里的一个数：名称、印出的值、算式（如 `2.80 / 7.62`）。带 % 的按率核对，其余按合计核对。"""

    name: Text = declared("名称")
    printed: Quantity = declared("印出的数", "quantity")
    worked: Text = declared("算式", "worked")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class StatedRow:
    """旧报告评分表里的一行：指标名称、印出的得分。"""

    name: Text = declared("指标名称")
    score: Quantity = declared("得分", "number")
    span: Span | None = field(default=None, compare=False, repr=False)


STATED_ROWS = Many(StatedRow, "抄录的一行")


@frozen
class StatedProject:
    """旧报告里几个项目中的一个：名称、印出的得分和等级、评分表的各行。"""

    name: Text = declared("项目名称")
    score: Quantity | None = declared("得分", "number", default=None)
    grade: Text | None = declared("等级", default=None)
    rows: tuple[StatedRow, ...] = declared("各行的得分", STATED_ROWS, default=())
    span: Span | None = field(default=None, compare=False, repr=False)


COUNTED = {"level1": "一级指标数", "level2": "二级指标数", "level3": "三级指标数"}


@frozen
class Stated:
    """抄录：旧报告里印的数，只供核对，不参与计算。counts 的键是 level1、level2、level3；
    met、unmet 是所列完成和没有完成的指标；rows 是评分表各行的得分，projects 是各项目的。
    计分方式是 stated 的，得分、等级和各行的得分照印。

    project 是哪个项目的（由 projects 分到各项目），全体的为空。
    """

    score: Quantity | None = declared("总得分", "number", default=None)
    grade: Text | None = declared("等级", default=None)
    counts: tuple[tuple[str, Quantity], ...] = declared(
        "指标个数", Open("count", "指标数", keys=COUNTED), default=()
    )
    rows: tuple[StatedRow, ...] = declared(
        "各行的得分",
        STATED_ROWS,
        hint="原件评分表印的得分，如 - {name: 预算执行率, score: 9.60}",
        default=(),
    )
    projects: tuple[StatedProject, ...] = declared(
        "各项目的得分",
        Many(StatedProject, "抄录的一个项目"),
        hint="原件评了几个项目的，每个项目的得分、等级和各行",
        default=(),
    )
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
    project: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)

    def of(self, project: str) -> Stated:
        """几个项目中的一个的抄录；没有抄它的，各项都空。"""
        for part in self.projects:
            if part.name == project:
                kept = Stated(part.score, part.grade, rows=part.rows, span=part.span)
                return replace(kept, project=project)
        return Stated(project=project)

    @property
    def scores(self) -> dict[str, Quantity]:
        """指标名称 → 抄录的得分；写了两次的（另有诊断）取先写的。"""
        scores: dict[str, Quantity] = {}
        for row in self.rows:
            scores.setdefault(str(row.name), row.score)
        return scores
