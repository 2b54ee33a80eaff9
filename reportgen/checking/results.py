"""结果：抄录的得分、等级、指标个数与算得的相合；扣分原因不只是重复结果；问题都有建议回应。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import fixed, plain
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Text

LEVEL_NAMES = {"level1": "一级指标", "level2": "二级指标", "level3": "三级指标"}
_RESTATEMENT = re.compile(
    r"(?:[均已]|全部|按时|按期|如期|超额|基本)*(?:完成|达标|达到|实现)(?:目标|任务)?[。.]?",
)


def check_stated_total(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C06 抄录的总得分、等级与算得的一致；几个项目的，各项目的也是。"""
    stated = evaluation.stated
    if evaluation.scoring == "none":  # 没有可比的；没有用到另有提醒
        return
    score, grade = stated.score, stated.grade
    owner = f"“{stated.project}”" if stated.project else ""
    total = fixed(scorecard.total, format.manifest.rounding.score_places)
    if score is not None and score.span is not None and score.number != scorecard.total:
        message = f"{owner}抄录的总得分是 {score}，按规则算得 {total}。"
        help = "用 reportgen score 查看每一行怎么来的，核对后改其中一处。"
        yield diagnose("C06", score.span, message, help, subject=stated.project or "总分")
    expected = scorecard.grade
    if evaluation.scoring == "stated" and scorecard.complete and not scorecard.vetoed:
        expected = _grade_of(scorecard.total, format)  # 照抄的与总得分合不合
    if grade is not None and grade.span is not None and grade != expected:
        bands = "，".join(
            f"{band.name} {plain(band.lower)} 分起" for band in format.manifest.grades
        )
        message = f"{owner}抄录的等级是“{grade}”，{total} 分按本格式是“{expected}”。"
        subject = stated.project or "等级"
        yield diagnose("C06", grade.span, message, f"本格式的等级：{bands}。", subject=subject)


def check_copied_total(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """照抄的报告：I01 没有抄总得分（会印成 0 分），C06 总得分大于满分。几个项目的，各项目另有说法。"""
    if evaluation.scoring != "stated" or evaluation.projects:
        return
    score, full = evaluation.stated.score, format.manifest.full_marks
    if evaluation.span is None:
        return
    if score is None:
        message = "scoring 写的是 stated（照抄），而没有抄总得分（stated.score）。"
        help = "加上 stated: {score: …, grade: …}；要程序计分的，删去 scoring 一行。"
        yield diagnose("I01", evaluation.span, message, help, subject="stated.score")
    elif score.number > full and not format.manifest.over_full:
        message = f"抄录的总得分是 {score}，大于满分 {plain(full)}。"
        yield diagnose("C06", score.span or evaluation.span, message, "核对原件。", subject="总分")


def _grade_of(total: Decimal, format: Format) -> str:
    """总分在格式的哪一等；比最低一等还低的没有。"""
    for grade in sorted(format.manifest.grades, key=lambda grade: grade.lower, reverse=True):
        if total >= grade.lower:
            return grade.name
    return ""


def check_stated_counts(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C03 抄录的指标个数与评分表数得的一致。"""
    for level, stated in evaluation.stated.counts:
        counted = getattr(scorecard.counts, level)
        if stated.number != counted and stated.span is not None:
            name = LEVEL_NAMES[level]
            message = f"抄录的{name}是 {stated} 个，评分表里数得 {counted} 个。"
            help = "核对后改其中一处；报告里印的是数得的个数。"
            yield diagnose("C03", stated.span, message, help, subject=name)


def check_stated_lists(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C12 抄录的完成名单、没有完成的名单，与算得的一致（超额完成的也是完成）。"""
    met: dict[str, ScoreLine] = {}
    unmet: dict[str, ScoreLine] = {}
    for line in scorecard.lines:
        if line.adds:
            continue
        if line.met:
            met[str(line.name)] = line
        else:
            unmet[str(line.name)] = line
    stated = evaluation.stated
    yield from _misplaced(stated.met, "完成", met, "没有完成", unmet)
    yield from _misplaced(stated.unmet, "没有完成", unmet, "完成", met)


def _misplaced(
    names: tuple[Text, ...],
    listed: str,
    right: dict[str, ScoreLine],
    other: str,
    wrong: dict[str, ScoreLine],
) -> Iterator[Diagnostic]:
    """抄录在 listed 名单里，而算得不在其中的。"""
    for name in names:
        if name in right or name.span is None:
            continue
        line = wrong.get(str(name))
        related = []
        message = f"抄录的{listed}名单里有“{name}”，"
        if line is None:
            message += "指标里没有。"
        else:
            message += f"它的指标值 {line.target or ''}，实际完成 {line.actual}，应是{other}。"
            if line.span is not None:
                related.append(Related(line.span, "指标在这里"))
        help = "核对实绩和名单；报告里印的名单由程序列出。"
        yield diagnose("C12", name.span, message, help, related=related, subject=str(name))


def check_reasons(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C09 扣了分，而原因只是重复结果（如“已超额完成”）。"""
    for line in scorecard.lost:
        reason = line.indicator.deviation
        if reason is not None and reason.span is not None and _RESTATEMENT.fullmatch(reason):
            message = f"“{line.name}”扣了分，原因“{reason}”只是重复结果，没有说明为什么偏离。"
            help = "写明偏离目标的原因和改进措施（财预〔2020〕10号第十一条）。"
            yield diagnose("C09", reason.span, message, help, subject=str(line.name))


def check_answers(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C08 有编号的问题都有建议回应。"""
    answered: set[str] = set()
    for suggestion in evaluation.suggestions:
        answered.update(map(str, suggestion.answers))
    for finding in evaluation.findings:
        if finding.id is not None and finding.id not in answered and finding.id.span is not None:
            message = f"问题“{finding.title}”没有建议回应。"
            help = f"在某条建议里写上 answers: [{finding.id}]。"
            yield diagnose("C08", finding.id.span, message, help, subject=str(finding.id))
