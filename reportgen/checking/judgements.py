"""认定与原因：用词、份额、原因之间说得通。看的是评分表的行，不猜文字的意思。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, divide, plain, shown
from reportgen.core.rules.judged import Judged
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.units import in_unit, same_number

FEWEST_ROWS = 5
"""至少这么多个定量指标都与指标值相等，才提醒。"""
_SHORTFALL = re.compile(r"未(?:能)?(?:完成|达到|达标|实现)|没有(?:完成|达到)|不足|滞后|低于(?:目标|指标|预期)")
_MARKS = re.compile(r"[\s，。；：、,.;:]+")


def check_same_reasons(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C13 几个指标的偏差原因一字不差。"""
    groups: dict[str, list[ScoreLine]] = {}
    for line in scorecard.lost:
        if line.deviation is not None and line.deviation.span is not None:
            groups.setdefault(_MARKS.sub("", line.deviation), []).append(line)
    for lines in groups.values():
        if len(lines) > 1:
            yield _several(
                "C13", lines, f"{_names(lines)}的偏差原因一字不差。", "各写各的原因；同一原因的，写明对每个指标的影响。"
            )


def check_words_and_shares(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C14 整项认定时，同一个用词给了几种份额。"""
    groups: dict[str, list[ScoreLine]] = {}
    for line in scorecard.scored:
        if isinstance(line.rule, Judged) and line.actual and line.actual_value is None:
            groups.setdefault(line.actual, []).append(line)
    for word, lines in groups.items():
        shares = dict.fromkeys(_share(line) for line in lines)
        if len(shares) > 1:
            told = "、".join(f"{shown(share * HUNDRED, 2)}%" for share in sorted(shares, reverse=True))
            message = f"同样写“{word}”，{_names(lines)}得分值的 {told}。"
            yield _several("C14", lines, message, "同一个用词给同样的份额，或换用词。")


def check_score_and_target(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C15 实绩与指标值一字不差而扣了分；得满分而原因里写着没有完成。"""
    for line in scorecard.scored:
        span = line.span
        if span is None or line.adds:
            continue
        if line.lost and line.actual and line.actual == line.target:
            message = f"“{line.name}”的实际完成值与指标值都是“{line.target}”，得 {plain(line.score or Decimal(0))} 分，"
            message += f"扣了 {plain(line.weight - (line.score or Decimal(0)))} 分。"
            help = "实际完成值写实际的情况；确实完成的给满分。"
            yield diagnose("C15", span, message, help, subject=str(line.name))
        elif not line.lost and line.deviation and _SHORTFALL.search(line.deviation) and line.deviation.span:
            message = f"“{line.name}”得满分，偏差原因却写“{line.deviation}”。"
            yield diagnose("C15", line.deviation.span, message, "核对得分和原因，改其中一处。", subject=str(line.name))


def check_all_as_planned(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C16 定量指标的实绩全都正好等于指标值。"""
    lines = [line for line in scorecard.printed if line.goal and line.goal.quantity and line.actual_value]
    equal = [line for line in lines if line.goal and line.goal.quantity and _equals(line)]
    if len(lines) >= FEWEST_ROWS and len(equal) == len(lines) and equal[0].span is not None:
        message = f"{len(lines)} 个定量指标的实际完成值全都正好等于指标值。"
        yield diagnose("C16", equal[0].span, message, "核对实际完成值是不是照抄了指标值。", subject="实际完成值")


def check_over_achievement(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C17 超过指标值很多而没有说明原因（财预〔2020〕10号第十六条；多少算多由格式定）。"""
    limit = format.manifest.explain_over
    for line in scorecard.printed:
        goal, actual = line.goal, line.actual_value
        if goal is None or goal.quantity is None or actual is None or line.span is None or line.deviation:
            continue
        if goal.comparison not in {"≥", ">"} or goal.quantity.number <= 0 or actual.percent:
            continue
        converted = in_unit(actual, goal.quantity.unit)
        if converted is None:
            continue
        ratio = divide(converted.number, goal.quantity.number)
        if ratio >= limit:
            times = shown(ratio * HUNDRED, 2)
            message = f"“{line.name}”的指标值 {goal}，实际完成 {line.actual}，是指标值的 {times}%，没有说明原因。"
            help = "加上 deviation: …，说明为什么超出很多；指标值定低了的，下年度调整。"
            yield diagnose("C17", line.span, message, help, subject=str(line.name))


def check_deductions_have_findings(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C29 扣了分的指标，存在问题里没有一条说到它。"""
    if not evaluation.findings:
        told = ""
    else:
        told = "\n".join(
            str(text) for each in evaluation.findings for text in (each.title, each.text, *each.items) if text
        )
    missing = [line for line in scorecard.lost if line.indicator.finding is None and str(line.name) not in told]
    if missing and missing[0].span is not None:
        message = f"扣了分的{_names(missing)}，存在问题里没有对应的一条。"
        help = "在指标上写 finding: 问题编号，把它和说到它的问题连起来；没有的补一条。"
        yield _several("C29", missing, message, help)


def _several(code: str, lines: list[ScoreLine], message: str, help: str) -> Diagnostic:
    """说几行的诊断：指到第一行，别的作相关处。"""
    spans = [_place(line, code) for line in lines]
    known = [span for span in spans if span is not None]
    related = [Related(span, "还有这一个") for span in known[1:4]]
    return diagnose(code, known[0], message, help, related=related, subject=str(lines[0].name))


def _place(line: ScoreLine, code: str) -> Span | None:
    return line.deviation.span if code == "C13" and line.deviation is not None else line.span


def _names(lines: Iterable[ScoreLine], most: int = 4) -> str:
    names = [f"“{line.name}”" for line in lines]
    return "、".join(names[:most]) + (f"等 {len(names)} 个指标" if len(names) > most else "")


def _share(line: ScoreLine) -> Decimal:
    return divide(line.exact or Decimal(0), line.weight) if line.weight else Decimal(0)


def _equals(line: ScoreLine) -> bool:
    assert line.goal is not None and line.goal.quantity is not None and line.actual_value is not None
    return same_number(line.actual_value, line.goal.quantity)
