"""一步一步地换：旧的评价先换上新的事实，再换规则，再换格式，每一步重算一遍。

前后两步的差，就是这一步换的东西的分；各步相加正好是全部。次序是定的，换一种次序，两样都变的
各占多少会不同，合计不变。这里只换，不算：怎样评由调用者给。
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from reportgen.comparing.sides import Card
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.indicator import Indicator
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard

Stage = Literal["actual", "target", "weight", "judgement", "others", "rules", "format"]
Scored = Callable[[Evaluation, Format], Scorecard]
"""评：一份评价照一种格式的评分表。"""

FIELDS: dict[Stage, tuple[str, ...]] = {
    "actual": ("actual", "actual_text", "includes", "facts", "worked"),
    "target": ("target", "adjusted", "better"),
    "weight": ("weight",),
    "judgement": ("judgement", "reason", "met", "review"),
}
"""指标的哪几项在哪一步换；全体的资金、事实、问卷同实际完成值一起换。"""


@frozen
class Exchange:
    """一步：换的是什么，换了以后的评分表。"""

    stage: Stage
    scorecard: Scorecard


def exchanges(
    old: Card,
    new: Card,
    formats: tuple[Format, Format],
    renamed: Mapping[str, str],
    scored: Scored,
) -> tuple[Exchange, ...]:
    """从旧的到新的，一步一张评分表；没有换到什么的步不重算。renamed 是旧名到新名。"""
    before, after = formats
    steps: list[Exchange] = []
    evaluation, scorecard = old.evaluation, old.scorecard
    for stage in FIELDS:
        mixed = _with_fields(old.evaluation, new.evaluation, renamed, stage)
        if mixed != evaluation:
            evaluation, scorecard = mixed, scored(mixed, before)
        steps.append(Exchange(stage, scorecard))
    mixed = _with_old_rules(old.evaluation, new.evaluation, renamed)
    if mixed != evaluation:
        evaluation, scorecard = mixed, scored(mixed, before)
    steps.append(Exchange("others", scorecard))
    if new.evaluation != evaluation:
        same_format = before.digest == after.digest
        scorecard = new.scorecard if same_format else scored(new.evaluation, before)
    steps.append(Exchange("rules", scorecard))
    steps.append(Exchange("format", new.scorecard))
    return tuple(steps)


def _with_fields(
    old: Evaluation, new: Evaluation, renamed: Mapping[str, str], until: Stage
) -> Evaluation:
    """旧的各行，到 until 为止的各项换成新的；全体的事实都是新的，否决和抄录还是旧的。"""
    names = list(FIELDS)
    fields = [field for stage in names[: names.index(until) + 1] for field in FIELDS[stage]]
    known = _by_name(new)
    indicators: list[Indicator] = []
    for indicator in old.indicators:
        match = known.get(renamed.get(str(indicator.name), str(indicator.name)))
        if match is not None:
            values = {field: getattr(match, field) for field in fields}
            indicator = replace(indicator, **values)
        indicators.append(indicator)
    return replace(
        new,
        indicators=tuple(indicators),
        vetoes=old.vetoes,
        stated=old.stated,
        scoring=old.scoring,
    )


def _with_old_rules(old: Evaluation, new: Evaluation, renamed: Mapping[str, str]) -> Evaluation:
    """全部事实都是新的，只有两边都有的各行的规则还是旧的。"""
    rules = {}
    for indicator in old.indicators:
        rules[renamed.get(str(indicator.name), str(indicator.name))] = indicator.rule
    indicators: list[Indicator] = []
    for indicator in new.indicators:
        if str(indicator.name) in rules:
            indicator = replace(indicator, rule=rules[str(indicator.name)])
        indicators.append(indicator)
    return replace(new, indicators=tuple(indicators))


def _by_name(evaluation: Evaluation) -> dict[str, Indicator]:
    return {str(indicator.name): indicator for indicator in evaluation.indicators}
