"""目标与指标（C05）：年度目标里写的数，和说同一件事的指标的指标值对得上。

说同一件事：数前面的那一小句与指标名称有相同的词，单位又是一类。有几个可能的，取相同最多的；分不出的不说。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Related, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import HAN, NOT_HAN
from reportgen.core.units import kind_of, same_number

_NUMBER = re.compile(
    rf"(?P<text>\d[\d,]*(?:\.\d+)?\s*(?P<unit>[%％]|[万亿]?{HAN}次?(?=以上|以下|以内|左右|[，。；、）]|$|{HAN}))?)"
)
_CLAUSE = re.compile(r"[，。；：、\n]")
_COMMON = re.compile("完成|达到|项目|指标|情况|企业|服务|工作|建设|年度|组织|开展|人数|次数|数量|活动")


def check_goal_numbers(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C05 年度目标里的数与指标值不同。"""
    goal = evaluation.goals.annual
    if goal is None or goal.span is None:
        return
    targets = [(line, line.goal) for line in scorecard.printed if line.goal is not None and line.goal.quantity]
    for match in _NUMBER.finditer(goal):
        clause = _CLAUSE.split(goal[: match.start()])[-1]
        quantity = Quantity.parse(match["text"].replace("％", "%"))
        found = _same_thing(clause, quantity, targets)
        if found is None:
            continue
        line, target = found
        assert target.quantity is not None
        if not same_number(quantity, target.quantity):
            written = match["text"].strip()
            message = f"年度目标写“{clause.strip()}{written}”，指标“{line.name}”的指标值是 {target}。"
            related = [Related(target.span, "指标值在这里")] if target.span is not None else []
            span = within(goal.span, written)
            help = "目标与指标写同一个数；说的不是一件事的，把目标写清楚。"
            yield diagnose("C05", span, message, help, related=related, subject=str(line.name))


def _same_thing(
    clause: str, quantity: Quantity, targets: list[tuple[ScoreLine, Target]]
) -> tuple[ScoreLine, Target] | None:
    """说同一件事的指标；没有，或分不出，为 None。"""
    scored = []
    for line, target in targets:
        assert target.quantity is not None
        if kind_of(quantity.unit) == kind_of(target.quantity.unit or _unit_in(str(line.name))):
            overlap = len(_words(clause) & _words(str(line.name)))
            if overlap >= (2 if quantity.percent else 1):  # 百分率多，只有一个词相同的不算
                scored.append((overlap, line, target))
    if not scored:
        return None
    best = max(overlap for overlap, _, _ in scored)
    top = [(line, target) for overlap, line, target in scored if overlap == best]
    if any(target.quantity and same_number(quantity, target.quantity) for _, target in top):
        return None
    return top[0] if len(top) == 1 else None


def _unit_in(name: str) -> str:
    """名称后面括号里的单位：培训人数（人）。"""
    match = re.search(r"（(.{1,3})）$", name)
    return match[1] if match else ""


def _words(text: str) -> frozenset[str]:
    """一段话里相邻两字的词；先去掉太常见的词，免得跨着它们凑成词。"""
    pieces = _COMMON.sub(" ", re.sub(NOT_HAN, " ", text)).split()
    return frozenset(piece[at : at + 2] for piece in pieces for at in range(len(piece) - 1))
