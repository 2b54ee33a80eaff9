"""计分时的疑问 → 诊断：各行自己的、复核的，和用到而依据待证实的规则。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, fixed, plain
from reportgen.core.rules.case import Doubt
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scoreline import ScoreLine
from reportgen.scoring.rowfaults import too_fine

UNCONFIRMED = "待证实"
"""依据以它开头的规则没有查到文件，出稿时提醒。"""


def doubts_of(
    doubts: tuple[Doubt, ...], line: ScoreLine, evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    """一行计分时的疑问；扣了分而没有写原因的 R05。"""
    name = str(line.name)
    span = line.span or evaluation.span
    assert span is not None
    for doubt in doubts:
        yield diagnose(doubt.code, doubt.at or span, doubt.message, doubt.help, subject=name)
    yield from too_fine(line, format)
    # 不印入评分表的一行，原因也没有地方印，不要求写
    if line.lost and line.printed and line.indicator.deviation is None:
        scored = fixed(line.earned, format.manifest.rounding.score_places)
        message = f"“{name}”分值 {plain(line.full)}，得 {scored}，没有写偏差原因及改进措施。"
        help = "加上 deviation: …"
        help += "（财预〔2020〕10号第十一条：未完成或偏离较大的，要分析原因，写明改进措施）。"
        severity = format.manifest.reasons
        yield diagnose("R05", span, message, help, subject=name, severity=severity)


def review_doubts(
    doubts: tuple[Doubt, ...], line: ScoreLine, evaluation: Evaluation
) -> Iterator[Diagnostic]:
    """复核的疑问，指到写复核的地方；复核得分超出分值的 R09。"""
    name, review = str(line.name), line.indicator.review
    span = review.span or line.span or evaluation.span
    assert span is not None
    for doubt in doubts:
        message = doubt.message if "复核" in doubt.message else f"复核：{doubt.message}"
        yield diagnose(doubt.code, doubt.at or span, message, doubt.help, subject=name)
    low, high = (-line.full, ZERO) if line.adds == "deduction" else (ZERO, line.full)
    written = review.score
    if written is not None and not low <= written.number <= high:
        message = f"“{name}”的复核得分 {written} 超出 {plain(low)} 至 {plain(high)} 的范围。"
        help = f"复核得分在 {plain(low)} 与 {plain(high)} 之间，这一行的分值是 {plain(line.full)}。"
        yield diagnose("R09", written.span or span, message, help, subject=name)


def unconfirmed(lines: Iterable[ScoreLine]) -> Iterator[Diagnostic]:
    """R08 用到的规则里，依据待证实的，每条规则说一次。"""
    users: dict[Span, list[str]] = {}
    for line in lines:
        for rule in _with_parts(line.rule):
            if rule.note.reference.startswith(UNCONFIRMED) and rule.note.span is not None:
                users.setdefault(rule.note.span, []).append(str(line.name))
    for span, names in users.items():
        indicators = f"“{names[0]}”"
        if len(names) > 1:
            indicators += f"等 {len(names)} 个指标"
        message = f"{indicators}用的规则没有查到文件，依据写的是“{UNCONFIRMED}”。"
        help = "向主管部门核实这条规则，把文件名写进 reference。"
        yield diagnose("R08", span, message, help, subject=names[0])


def _with_parts(rule: Rule | None) -> Iterator[Rule]:
    """规则和它各分项的规则；整条都待证实的，不再逐个分项说。"""
    if rule is None:
        return
    yield rule
    if isinstance(rule, Parts) and not rule.note.reference.startswith(UNCONFIRMED):
        for part in rule.parts:
            yield from _with_parts(part.rule)
