"""目标与指标（C05）：年度目标里写的数，和说同一件事的指标的指标值对得上。

说同一件事：数前面的那一小句与指标名称有相同的词，单位又是一类。有几个可能的，取相同最多的；分不出的不说。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from reportgen.checking.written import at_most
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import NotANumber, Quantity, shorten, too_long
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import HAN, NOT_HAN, Text
from reportgen.core.units import kind_of, same_number

_NUMBER = re.compile(
    rf"(?P<text>\d[\d,]*(?:\.\d+)?\s*"
    rf"(?P<unit>[%％]|[万亿]?{HAN}次?(?=以上|以下|以内|左右|[，。；、）]|$|{HAN}))?)"
)
_CLAUSE = re.compile(r"[，。；：、\n]")
MOST_NUMBERS = 1_000
"""年度目标里最多看这么多个数：每个数都要与各个指标比。"""
LONGEST_CLAUSE = 200
"""数前面的一小句最多看这么多字。"""
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
    yield from at_most(_goal_numbers(goal, goal.span, Targets(scorecard)))


def _goal_numbers(goal: Text, place: Span, targets: Targets) -> Iterator[Diagnostic]:
    """年度目标里的各个数，与说同一件事的指标比。"""
    for match in islice(_NUMBER.finditer(goal), MOST_NUMBERS):
        if too_long(match["text"]):
            message = (
                f"年度目标写“{shorten(match['text'].strip(), 40)}”，{too_long(match['text'])}。"
            )
            help = "核对是不是多打了几个零，或漏了小数点。"
            yield diagnose(
                "I03", within(place, match["text"].strip()), message, help, subject="goals.annual"
            )
            continue
        clause = _CLAUSE.split(goal[max(0, match.start() - LONGEST_CLAUSE) : match.start()])[-1]
        try:
            quantity = Quantity.parse(match["text"].replace("％", "%"))
        except NotANumber:  # “1,2,3 季度”一类，不是一个数
            continue
        found = targets.same_thing(clause, quantity)
        if found is None:
            continue
        line, target = found
        assert target.quantity is not None
        if not same_number(quantity, target.quantity):
            written = match["text"].strip()
            message = (
                f"年度目标写“{clause.strip()}{written}”，指标“{line.name}”的指标值是 {target}。"
            )
            related = [Related(target.span, "指标值在这里")] if target.span is not None else []
            span = within(place, written)
            help = "目标与指标写同一个数；说的不是一件事的，把目标写清楚。"
            yield diagnose(
                "C05",
                span,
                message,
                help,
                related=related,
                subject=str(line.name),
                seen=written,
            )


def check_unmatched_numbers(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C56 年度目标里写了要做多少，没有一个指标说到它。"""
    goal = evaluation.goals.annual
    if goal is None or goal.span is None or not any(line.target for line in scorecard.printed):
        return
    targets = Targets(scorecard)
    written: list[str] = []
    for match in islice(_NUMBER.finditer(goal), MOST_NUMBERS):
        unit = (match["unit"] or "").replace("％", "%")
        counted = unit == "%" or (unit and unit[0] in _COUNTED and not unit.startswith("个百分"))
        if not counted or too_long(match["text"]) or _said_of_time(goal, match):
            continue
        try:
            quantity = Quantity.parse(match["text"].replace("％", "%").strip())
        except NotANumber:  # “1,66%”分节不对，别的核对会说
            continue
        clause = _CLAUSE.split(goal[max(0, match.start() - LONGEST_CLAUSE) : match.start()])[-1]
        if not targets.may_mean(clause, quantity):
            written.append(f"{clause.strip()}{match['text'].strip()}")
    if written:
        named = "、".join(f"“{shorten(each)}”" for each in written[:3])
        more = f"等 {len(written)} 处" if len(written) > 3 else ""
        message = f"年度目标写的{named}{more}，没有指标说到。"
        help = "要考核的设一个指标；不考核的不必写数。"
        yield diagnose("C56", goal.span, message, help, subject="年度目标里的数")


_COUNTED = "场期次家户人名件份册台套项亩座处公篇辆所批"


def _said_of_time(goal: Text, match: re.Match[str]) -> bool:
    """“10 人次以上”之外的日期、序数、对象（“60 岁以上”）不是要做到的数。"""
    before = goal[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    return before in {"第", "〔"} or match["text"].strip().endswith(("年", "月", "日", "岁"))


class Targets:
    """有指标值的各行，照名称里的词和单位的类排好：一个数只看与它有相同的词的几行。

    unmeasured 是没有数作指标值的各行的名称。
    """

    def __init__(self, scorecard: Scorecard) -> None:
        self.lines: list[tuple[ScoreLine, Target]] = []
        self.places: dict[tuple[str, str], list[int]] = {}
        self.unmeasured: list[str] = []
        for line in scorecard.printed:
            target = line.target
            if target is None or not target.quantity:
                self.unmeasured.append(str(line.name))
                continue
            kind = kind_of(target.quantity.unit or _unit_in(str(line.name)))
            for word in _words(str(line.name)):
                self.places.setdefault((kind, word), []).append(len(self.lines))
            self.lines.append((line, target))

    def may_mean(self, clause: str, quantity: Quantity) -> bool:
        """有没有一个指标可能说的是它：单位是一类，名称又有一个相同的词；或者指标值正是它。"""
        kind = kind_of(quantity.unit)
        if any((kind, word) in self.places for word in _words(clause)):
            return True
        for _, target in self.lines:
            other = target.quantity
            if other is None:
                continue
            if kind_of(other.unit) == kind and same_number(quantity, other):
                return True
            if other.unit.startswith(quantity.unit) and other.number == quantity.number:
                return True  # 目标里的单位只认出头一个字：公（里）
        said = _words(clause)
        return any(said & _words(name) for name in self.unmeasured)

    def same_thing(self, clause: str, quantity: Quantity) -> tuple[ScoreLine, Target] | None:
        """说同一件事的指标；没有，或分不出，为 None。"""
        kind = kind_of(quantity.unit)
        overlaps: Counter[int] = Counter()
        for word in _words(clause):
            overlaps.update(self.places.get((kind, word), ()))
        best = max(overlaps.values(), default=0)
        if best < (2 if quantity.percent else 1):  # 百分率多，只有一个词相同的不算
            return None
        top = [self.lines[at] for at, overlap in overlaps.items() if overlap == best]
        if any(target.quantity and same_number(quantity, target.quantity) for _, target in top):
            return None
        return top[0] if len(top) == 1 else None


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
