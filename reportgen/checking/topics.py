"""叙述里说得到的事：一份评价、一张评分表里各个名称的叫法，和它们的各项数。

资金合计、各资金行，一级、二级、三级指标。一个叫法可以是几件事（同名的资金行、
同名的二级和三级指标）：话里的数合得上其中一件就不算不符。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.checking.topic_figures import Figure, Topic, fund_figures, level_figures, row_figures
from reportgen.checking.whole_figures import whole_figures
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.prose.prefix import Names
from reportgen.core.prose.words import KNOWN, Aspect
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import without_brackets

SPOKEN_OF = (
    ".funds.total.rate .funds.total.arrival_rate .funds.lines .item.rate .funds.total.initial "
    ".funds.total.adjusted .funds.total.arrived .funds.total.spent .funds.total.balance "
    ".scorecard.printed .item.actual_value .scorecard.total .scorecard.grade .scorecard.counts"
)
"""叙述凭它们核对：输入里写了这些，就不是没有用到。"""
LONGEST_NAME = 60
"""更长的名称不会在话里整个出现。"""
SHORTEST_CORE = 4
"""指标名称去掉“数”“场次”以后，至少还有这么多字才凭它认。"""
_CORE = re.compile(
    r"(?:完成|覆盖)?(?:人次|人数|场次|次数|个数|家数|户数|期数|册数|数量|总量|总数|数)$"
)
_UNIT_IN_NAME = re.compile(
    r"[（(](人次|人|场次|场|次|家|户|个|件|期|册|份|亩|公里|米|万元|元|%)[）)]$"
)
_LEVEL_SUFFIX = re.compile(r"(?:类?指标)$")
_POINTS = re.compile(r"[（(]\d+(?:\.\d+)?分?[）)]$")


@frozen
class Topics:
    """全部的事：叫法到事，全体的各项。"""

    names: Names
    topics: Mapping[str, Topic]
    whole: Mapping[Aspect, tuple[Figure, ...]]


def topics_of(
    evaluation: Evaluation,
    scorecard: Scorecard | None,
    *,
    judged: bool = True,
    totals: Sequence[Decimal] = (),
) -> Topics:
    """一份评价的全部。judged 为假的（别处的成稿）没有逐行的完成与否，totals 是它印的总分。"""
    topics: dict[str, Topic] = {}
    names: dict[str, list[str]] = {}

    def add(topic: Topic, called: Iterable[str]) -> None:
        key = f"{topic.kind}{len(topics)}"
        topics[key] = topic
        for name in dict.fromkeys(called):
            if 1 < len(name) <= LONGEST_NAME and not _plain_word(name):
                names.setdefault(name, []).append(key)

    for line in evaluation.funds.named():
        add(Topic(str(line.name), fund_figures(line), kind="fund"), _names_of_fund(line))
    if scorecard is not None and scorecard.scoring != "none":
        for level in (*scorecard.level1, *scorecard.level2):
            figures = level_figures(level, scorecard.complete)
            add(Topic(str(level.name), figures, kind="level"), _names_of_level(level))
        for row in scorecard.lines:
            _add_row(row, add)
    whole = dict(whole_figures(evaluation, scorecard, judged, totals))
    return Topics({name: tuple(keys) for name, keys in names.items()}, topics, whole)


def _plain_word(name: str) -> bool:
    """通用的词（“资金”“项目”）不能凭它认出是哪一件事。"""
    shelf = KNOWN.get(name[0], ())
    return any(word.text == name and word.kind in {"neutral", "whole"} for word in shelf)


def _names_of_fund(line: FundLine) -> Iterator[str]:
    name = re.sub(r"^其中[:：]", "", str(line.name)).strip()
    if re.match(r"(?:19|20)\d\d年?", name) and len(name) <= 6:
        return
    yield name
    yield without_brackets(name)


def _names_of_level(level: ScoreLine) -> Iterator[str]:
    name = _POINTS.sub("", str(level.name).replace(" ", ""))
    core = _LEVEL_SUFFIX.sub("", name)
    yield name
    if len(core) > 1:
        yield core
        yield f"{core}指标"
        yield f"{core}类指标"


def _add_row(row: ScoreLine, add: Any) -> None:
    """三级指标：全名，去掉括号的，和去掉“数”“场次”的简写。"""
    name = str(row.name).replace(" ", "")
    bare = without_brackets(name)
    unit = _unit_of(row, name)
    figures = dict(row_figures(row))
    target = row.target.quantity if row.target is not None else None
    add(Topic(str(row.name), figures, unit, target, kind="row"), (name, bare))
    core = _CORE.sub("", bare)
    if core != bare and len(core) >= SHORTEST_CORE:
        add(Topic(str(row.name), figures, unit, target, short=True, kind="row"), (core,))


def _unit_of(row: ScoreLine, name: str) -> str:
    """指标的单位：实绩的，没有则指标值的，再没有则名称括号里的。"""
    for quantity in (row.actual_value, row.target.quantity if row.target is not None else None):
        if quantity is not None and quantity.unit:
            return quantity.unit
    match = _UNIT_IN_NAME.search(name)
    return match[1] if match else ""
