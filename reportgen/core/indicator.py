"""指标：三级指标和它之下的分项（“其中：……”），输入里的一行。

名称与 house 的词表一致：`actual` 实际完成值，`weight` 分值，`deviation` 偏差原因及改进措施。
"""

from __future__ import annotations

from dataclasses import field
from operator import itemgetter
from typing import Literal

from reportgen.core.declare import Group, Many, Words, also, declared, spread
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import Quantity
from reportgen.core.rules.kinds import RULE, Rule
from reportgen.core.second import Review
from reportgen.core.target import Target
from reportgen.core.text import Record, Text


@frozen
class SubIndicator:
    """分项说明（“其中：……”）：三级指标之下不计分的一行，名称、指标值、实绩。"""

    name: Text = declared("名称", rollover="keep")
    target: Target | None = declared("年度指标值", "target", rollover="keep", default=None)
    actual: Quantity | None = declared(
        "实际完成值",
        "actual",
        rollover="ask",
        then=itemgetter(1),
        default=None,
    )
    actual_text: Text | None = also("actual", itemgetter(0), default=None)
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Indicator:
    """三级指标。指标库里有的只填名称和实绩；自设的写全。

    target 是年初指标值，adjusted 是调整后的（有则按它计分）。actual 的文字在 actual_text，能读成数的另有 actual。
    worked 是实绩的算式（只用来核对）。finding 是所对应问题的 id。met 是自报的完成与否，只在没有得分也没有可比的
    指标值时用。better 是指标值只写数时的方向。review 是复核（第二个得分）。facts 是格式自定的各项。
    reason 是认定理由：规则不用认定得分的行，写了理由，认定得分照印，规则算得的留在得分说明里。
    """

    name: Text = declared("指标名称", rollover="keep")
    level1: Text | None = declared("一级指标", rollover="keep", default=None)
    level2: Text | None = declared("二级指标", rollover="keep", default=None)
    target: Target | None = declared(
        "年度指标值",
        "target",
        hint="如 ≥800 人、不超过5%、300—350天、12月底前，定性的写文字",
        rollover="keep",
        default=None,
    )
    adjusted: Target | None = declared(
        "调整后指标值",
        "target",
        hint="年中调整过的指标值；写了就按它计分",
        rollover="clear",
        default=None,
    )
    better: Literal["", "more", "less"] = declared(
        "方向",
        Words(more="越多越好", less="越少越好"),
        hint="只在指标值只写数时用；不印",
        rollover="keep",
        default="",
    )
    actual: Quantity | None = declared(
        "实际完成值",
        "actual",
        hint="与年度指标值同单位，如 1200 人、98.15%",
        rollover="ask",
        then=itemgetter(1),
        default=None,
    )
    actual_text: Text | None = also("actual", itemgetter(0), default=None)
    previous: Quantity | None = declared(
        "上年完成值",
        "actual",
        hint="与实际完成值同单位；增减、增减率由程序算",
        rollover="clear",
        takes="actual",
        then=itemgetter(1),
        default=None,
    )
    previous_text: Text | None = also("previous", itemgetter(0), default=None)
    weight: Quantity | None = declared("分值", "number", rollover="keep", default=None)
    rule: Rule | None = declared("规则", RULE, rollover="keep", default=None)
    definition: Text | None = declared("指标解释", "prose", rollover="keep", default=None)
    deviation: Text | None = declared("偏差原因及改进措施", "prose", rollover="clear", default=None)
    judgement: Judgement = spread(Judgement, default=Judgement())
    reason: Text | None = declared(
        "认定理由",
        "prose",
        hint="填的 score 与规则算得的不同，仍照填的印：写明为什么",
        rollover="clear",
        default=None,
    )
    worked: Text | None = declared(
        "实际完成值的算式",
        "worked",
        hint="如 37 / 39；只用来核对实际完成值",
        rollover="clear",
        default=None,
    )
    finding: Text | None = declared(
        "对应问题", hint="存在问题里的 id", rollover="clear", default=None
    )
    core: bool = declared("是否核心指标", "flag", rollover="keep", default=False)
    met: bool | None = declared(
        "是否完成",
        "flag",
        hint="自报；只在没有得分也没有可比的指标值时用",
        rollover="clear",
        default=None,
    )
    text: Text | None = declared(
        "指标分析",
        "prose",
        hint="这个指标自己的一段话，可以写 {{ 引用 }}",
        rollover="clear",
        default=None,
    )
    evidence: Text | None = declared("佐证资料", "prose", rollover="clear", default=None)
    opinion: Text | None = declared("评价意见", "prose", rollover="clear", default=None)
    remark: Text | None = declared("备注", "prose", rollover="clear", default=None)
    owner: Text | None = declared(
        "填报科室",
        hint="分给哪个科室填（reportgen sheet --part）；不印",
        rollover="keep",
        default=None,
    )
    review: Review = spread(Review, default=Review())
    includes: tuple[SubIndicator, ...] = declared(
        "其中各项",
        Many(SubIndicator, "其中一项"),
        hint="这个指标之下不单独计分的各行",
        default=(),
    )
    facts: Record = declared("指标的专有事实", Group(), default=Record())
    span: Span | None = field(default=None, compare=False, repr=False)
