"""目标与指标（C05）：年度目标里写的数，和说同一件事的指标的指标值对得上。

说同一件事：数前面的那一小句与指标名称有相同的词，单位又是一类。有几个可能的，取相同最多的；分不出的不说。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Related, diagnose, within
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.scorecard import Scorecard
from reportgen.core.target import Target
from reportgen.core.text import HAN, NOT_HAN

_NUMBER = re.compile(
    rf"(?P<text>\d[\d,]*(?:\.\d+)?\s*"
    rf"(?P<unit>[%％]|{HAN}次?(?=以上|以下|以内|左右|[，。；、）]|$|{HAN}))?)"
)
_CLAUSE = re.compile(r"[，。；：、\n]")
_FAMILIES = (
    ("人", "人次", "名", "余人"),
    ("场", "场次", "次", "期"),
    ("家", "户", "个"),
    ("%", "％"),
)
_COMMON = re.compile(
    "完成|达到|项目|指标|情况|企业|服务|工作|建设|年度|组织|开展|人数|次数|数量|活动"
)


def check_goal_numbers(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C05 年度目标里的数与指标值不同。"""
    goal = evaluation.goals.annual
    if goal is None or goal.span is None:
        return
    targets = list(_targets(scorecard))
    for match in _NUMBER.finditer(goal):
        clause = _CLAUSE.split(goal[: match.start()])[-1]
        quantity = Quantity.parse(match["text"].replace("％", "%"))
        same = _same_thing(clause, quantity, targets)
        if same is None or same.quantity.number == quantity.number:
            continue
        name, target = same.name, same.target
        written = match["text"].strip()
        message = f"年度目标写“{clause.strip()}{written}”，指标“{name}”的指标值是 {target}。"
        related = []
        if target.span is not None:
            related.append(Related(target.span, "指标值在这里"))
        span = within(goal.span, written)
        help = "目标与指标写同一个数；说的不是一件事的，把目标写清楚。"
        yield diagnose("C05", span, message, help, related=related, subject=name)


@frozen
class _Numbered:
    """指标值是数的指标：名称、指标值和其中的数。"""

    name: str
    target: Target
    quantity: Quantity


def _targets(scorecard: Scorecard) -> Iterator[_Numbered]:
    for line in scorecard.printed:
        if line.target is not None and line.target.quantity is not None:
            yield _Numbered(str(line.name), line.target, line.target.quantity)


def _same_thing(clause: str, quantity: Quantity, targets: list[_Numbered]) -> _Numbered | None:
    """说同一件事的指标；没有，或分不出，为 None。"""
    least = 2 if quantity.percent else 1  # 百分率多，只有一个词相同的不算
    best = least
    alike: list[_Numbered] = []
    for target in targets:
        if _kind(quantity.unit) != _kind(target.quantity.unit or _unit_in(target.name)):
            continue
        overlap = len(_words(clause) & _words(target.name))
        if overlap > best:
            best, alike = overlap, []
        if overlap == best:
            alike.append(target)
    if any(target.quantity.number == quantity.number for target in alike):
        return None
    return alike[0] if len(alike) == 1 else None


def _kind(unit: str) -> str:
    """单位的类：人、人次是一类。"""
    for family in _FAMILIES:
        if unit in family:
            return family[0]
    return unit


def _unit_in(name: str) -> str:
    """名称后面括号里的单位：培训人数（人）。"""
    match = re.search(r"（(.{1,3})）$", name)
    return match[1] if match else ""


def _words(text: str) -> set[str]:
    """一段话里相邻两字的词；先去掉太常见的词，免得跨着它们凑成词。"""
    pieces = _COMMON.sub(" ", re.sub(NOT_HAN, " ", text)).split()
    words: set[str] = set()
    for piece in pieces:
        words.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return words
