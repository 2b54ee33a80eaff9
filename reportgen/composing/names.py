"""名字：模板里能写的词 → 值。输入的顶层各项和评分表；在一个项目之内，是那个项目的。"""

from __future__ import annotations

from typing import Any

from reportgen.core.model import PER_PROJECT, Evaluation
from reportgen.core.paths import NAMES
from reportgen.core.scorecard import ProjectResult, Scorecard

OF_PROJECT = ("project", *(name for name in PER_PROJECT if name in NAMES))
"""每个项目各有一份的名字。"""


def names_for(evaluation: Evaluation, scorecard: Scorecard) -> dict[str, Any]:
    """一份评价的名字。"""
    values = {
        name: getattr(evaluation, name) for name in NAMES if name not in {"scorecard", "projects"}
    }
    values["scorecard"] = scorecard
    pairs = zip(evaluation.projects, scorecard.projects, strict=False)
    values["projects"] = tuple(ProjectResult(part, card) for part, card in pairs)
    return values


def names_within(names: dict[str, Any], item: Any) -> dict[str, Any]:
    """展开到一条时的名字：item 是这一条；这一条是项目的，各项内容换成这个项目的。"""
    inner = {**names, "item": item}
    if isinstance(item, ProjectResult):
        for name in OF_PROJECT:
            inner[name] = getattr(item.evaluation, name)
        inner["scorecard"] = item.scorecard
    return inner
