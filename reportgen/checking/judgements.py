"""认定与原因：用词、份额、原因之间说得通。看的是评分表的行，不猜文字的意思。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checking.written import findings_text
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, ZERO, divide, plain, shown
from reportgen.core.rules.judged import Judged
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.units import in_unit, same_number

FEWEST_ROWS = 5
"""至少这么多个定量指标都与指标值相等，才提醒。"""
_SHORTFALL = re.compile(
    r"未(?:能)?(?:完成|达到|达标|实现)|没有(?:完成|达到)|不足|滞后|低于(?:目标|指标|预期)"
)
_MARKS = re.compile(r"[\s，。；：、,.;:]+")


def check_same_reasons(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C13 几个指标的偏差原因一字不差。"""
    groups: dict[str, list[ScoreLine]] = {}
    for line in scorecard.lost:
        deviation = line.indicator.deviation
        if deviation is not None and deviation.span is not None:
            groups.setdefault(_MARKS.sub("", deviation), []).append(line)
    for lines in groups.values():
        if len(lines) > 1:
            message = f"{_names(lines)}的偏差原因一字不差。"
            help = "各写各的原因；同一原因的，写明对每个指标的影响。"
            yield _several("C13", lines, message, help)


def check_words_and_shares(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C14 整项认定时，同一个用词给了几种份额。"""
    groups: dict[str, list[ScoreLine]] = {}
    for line in scorecard.scored:
        if isinstance(line.rule, Judged) and line.actual and line.actual_value is None:
            groups.setdefault(line.actual, []).append(line)
    for word, lines in groups.items():
        shares = sorted({_share(line) for line in lines}, reverse=True)
        if len(shares) > 1:
            percents = "、".join(f"{shown(share * HUNDRED, 2)}%" for share in shares)
            message = f"同样写“{word}”，{_names(lines)}得分值的 {percents}。"
            yield _several("C14", lines, message, "同一个用词给同样的份额，或换用词。")


def check_score_and_target(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C15 实绩与指标值一字不差而扣了分；得满分而原因里写着没有完成。"""
    for line in scorecard.scored:
        span, deviation = line.span, line.indicator.deviation
        if span is None or line.adds:
            continue
        name, target = str(line.name), str(line.target or "")
        if line.lost and line.actual and line.actual == target:
            message = f"“{name}”的实际完成值与指标值都是“{target}”，"
            message += f"得 {plain(line.earned)} 分，扣了 {plain(line.full - line.earned)} 分。"
            help = "实际完成值写实际的情况；确实完成的给满分。"
            yield diagnose("C15", span, message, help, subject=name)
        elif not line.lost and deviation and deviation.span and _SHORTFALL.search(deviation):
            message = f"“{name}”得满分，偏差原因却写“{deviation}”。"
            help = "核对得分和原因，改其中一处。"
            yield diagnose("C15", deviation.span, message, help, subject=name)


def check_all_as_planned(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C16 定量指标的实绩全都正好等于指标值。"""
    lines = []
    for line in scorecard.printed:
        if line.target is None or line.target.quantity is None or line.actual_value is None:
            continue
        if not same_number(line.actual_value, line.target.quantity):
            return
        lines.append(line)
    if len(lines) >= FEWEST_ROWS and lines[0].span is not None:
        message = f"{len(lines)} 个定量指标的实际完成值全都正好等于指标值。"
        help = "核对实际完成值是不是照抄了指标值。"
        yield diagnose("C16", lines[0].span, message, help, subject="实际完成值")


def check_over_achievement(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C17 超过指标值很多而没有说明原因（财预〔2020〕10号第十六条；多少算多由格式定）。"""
    limit = format.manifest.explain_over
    for line in scorecard.printed:
        target, actual = line.target, line.actual_value
        if line.span is None or line.indicator.deviation:
            continue
        if target is None or target.quantity is None or actual is None or actual.percent:
            continue
        if target.comparison not in {"≥", ">"} or target.quantity.number <= 0:
            continue
        converted = in_unit(actual, target.quantity.unit)
        if converted is None:
            continue
        ratio = divide(converted.number, target.quantity.number)
        if ratio >= limit:
            times = shown(ratio * HUNDRED, 2)
            message = f"“{line.name}”的指标值 {target}，实际完成 {line.actual}，"
            message += f"是指标值的 {times}%，没有说明原因。"
            help = "写上偏差原因（deviation），说明为什么超出很多；指标值定低了的，下年度调整。"
            yield diagnose("C17", line.span, message, help, subject=str(line.name))


def check_deductions_have_findings(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C29 扣了分的指标，存在问题里没有一条说到它。"""
    problems = "\n".join(findings_text(evaluation))
    missing = []
    for line in scorecard.lost:
        if line.indicator.finding is None and str(line.name) not in problems:
            missing.append(line)
    if missing and missing[0].span is not None:
        message = f"扣了分的{_names(missing)}，存在问题里没有对应的一条。"
        help = "在指标上写 finding: 问题编号，把它和说到它的问题连起来；没有的补一条。"
        yield _several("C29", missing, message, help)


def _several(code: str, lines: list[ScoreLine], message: str, help: str) -> Diagnostic:
    """说几行的诊断：指到第一行，别的作相关处。"""
    spans = []
    for line in lines:
        span = _place(line, code)
        if span is not None:
            spans.append(span)
    related = [Related(span, "还有这一个") for span in spans[1:4]]
    return diagnose(code, spans[0], message, help, related=related, subject=str(lines[0].name))


def _place(line: ScoreLine, code: str) -> Span | None:
    """说原因的指到原因，别的指到指标。"""
    if code == "C13" and line.indicator.deviation is not None:
        return line.indicator.deviation.span
    return line.span


def _names(lines: list[ScoreLine], most: int = 4) -> str:
    names = "、".join(f"“{line.name}”" for line in lines[:most])
    if len(lines) > most:
        names += f"等 {len(lines)} 个指标"
    return names


def _share(line: ScoreLine) -> Decimal:
    """得分占分值的份额。"""
    if not line.weight or line.exact is None:
        return ZERO
    return divide(line.exact, line.weight)
