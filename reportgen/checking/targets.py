"""指标与目标：指标值能不能衡量，方向对不对，有没有重复，该有的指标有没有。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, ZERO, plain
from reportgen.core.rules.ratio import Ratio
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.target import Target

RESULTS = ("产出", "效益", "效果", "履职", "成效")
LEAST_RESULTS = 60
"""部门评价、财政评价里产出和效益至少占满分的百分之几（财预〔2020〕10号第十四条）。"""
_VAGUE = re.compile(
    r"(?:有所|明显|显著|持续|不断|进一步|基本)?"
    r"(?:提升|提高|改善|增强|加强|完善|优化|及时|平稳|良好|完成|达标)(?:运行)?"
)


def check_measurable(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C18 产出、效益的指标值只是“提升”“及时”一类的话，或指标值是文字而实绩写百分数。"""
    names: list[str] = []
    spans: list[Span] = []
    subject = ""
    for line in scorecard.printed:
        if line.span is not None and line.level1.startswith(RESULTS) and _unmeasurable(line.target):
            names.append(f"“{line.name}”（{line.target}）")
            spans.append(line.span)
            subject = subject or str(line.name)
    if not names:
        return
    message = "、".join(names[:4])
    if len(names) > 4:
        message += f"等 {len(names)} 个指标"
    message += "的指标值没有可衡量的标准。"
    related = [Related(span, "还有这一个") for span in spans[1:4]]
    help = "改成可衡量的数值，如 故障次数≤2 次；定性的写明达到什么样算完成。"
    yield diagnose("C18", spans[0], message, help, related=related, subject=subject)


def _unmeasurable(target: Target | None) -> bool:
    if target is None or target.quantity is not None:
        return False
    return _VAGUE.fullmatch(target.text) is not None


def check_cost_direction(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C19 成本指标的指标值写成不低于，或没有写符号而按不低于计。"""
    for line in scorecard.printed:
        target = line.target
        if target is None or "成本" not in line.level2 + line.level1:
            continue
        span = target.span or line.span
        if span is None or "节约" in line.name or "降低" in line.name:
            continue
        if target.comparison in {"≥", ">"}:
            message = f"成本指标“{line.name}”的指标值写的是“{target}”，成本越高得分越高。"
            help = "成本指标用 ≤；属于效益的，改到效益指标下。"
            yield diagnose("C19", span, message, help, subject=str(line.name))
        elif _bare_more(line):
            message = f"成本指标“{line.name}”的指标值“{target}”没有写符号，按不低于它计，"
            message += "成本越高得分越高。"
            help = f"写成 ≤{target}，或在旁边写 better: less；越多越好的写 better: more。"
            yield diagnose("C19", span, message, help, subject=str(line.name))


def _bare_more(line: ScoreLine) -> bool:
    """指标值只写数，规则又当它越多越好。"""
    target = line.target
    if target is None or target.quantity is None or target.comparison:
        return False
    if not isinstance(line.rule, Ratio) or line.indicator.better:
        return False
    return not target.quantity.number.is_zero()


def check_named_days(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """I06 dates 里写了日期，没有一个指标值说到它。"""
    if evaluation.dates.span is None:
        return
    mentioned = set()
    for card in (scorecard, *scorecard.projects):
        for line in card.lines:
            if line.target is not None and line.target.deadline is not None:
                mentioned.add(line.target.deadline.name)
    for name in evaluation.dates:
        if name not in mentioned:
            message = f"dates 里写了“{name}”的日期，没有一个指标值写“{name}前”。"
            help = "核对名称，和指标值里的一样；用不着就删去。"
            span = within(evaluation.dates.span, name)
            yield diagnose("I06", span, message, help, subject=name)


def check_same_goals(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C20 总体（中长期）目标与年度目标一字不差。"""
    long_term, annual = evaluation.goals.long_term, evaluation.goals.annual
    if not long_term or not annual or annual.span is None:
        return
    if long_term.split() == annual.split():
        related = []
        if long_term.span is not None:
            related.append(Related(long_term.span, "总体目标"))
        message = "年度绩效目标与总体目标一字不差。"
        help = "年度目标写本年要做到的。"
        yield diagnose("C20", annual.span, message, help, related=related, subject="年度绩效目标")


def check_satisfaction(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C21 满意度写了百分数，没有问卷，也没有佐证（财预〔2021〕101号：问卷调查法）。"""
    if len(evaluation.surveys):
        return
    for line in scorecard.printed:
        if "满意" not in line.name or line.indicator.evidence or line.span is None:
            continue
        if line.actual_value is not None and line.actual_value.percent:
            message = f"“{line.name}”的实际完成值是 {line.actual}，"
            message += "输入里没有问卷，也没有佐证资料。"
            help = "写上 surveys（发放、回收和各选项的份数），或在指标上写 evidence: …"
            yield diagnose("C21", line.span, message, help, subject=str(line.name))


def check_repeated_rows(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C22 两个指标的指标值和实绩都相同（一个数计了两次分），或执行率计了两次。"""
    firsts: dict[tuple[str, str], ScoreLine] = {}
    for line in scorecard.printed:
        target, actual = line.target, line.actual_value
        if target is None or target.quantity is None or actual is None:
            continue
        # 百分率、小的数和没有单位的数，两个指标碰巧相同不稀奇
        if actual.percent or actual.number < HUNDRED or not actual.unit:
            continue
        first = firsts.setdefault((target.text, line.actual), line)
        if first is not line and line.span is not None:
            related = []
            if first.span is not None:
                related.append(Related(first.span, "前一个指标"))
            message = f"“{line.name}”与“{first.name}”的指标值（{target}）"
            message += f"和实际完成值（{line.actual}）都相同。"
            help = "同一个数只计一次分；确是两件事的，核对数字。"
            yield diagnose("C22", line.span, message, help, related=related, subject=str(line.name))
    yield from _repeated_rates([line for line in scorecard.lines if "预算执行率" in line.name])


def _repeated_rates(lines: list[ScoreLine]) -> Iterator[Diagnostic]:
    if len(lines) < 2 or lines[-1].span is None:
        return
    related = [Related(line.span, "前一个") for line in lines[:-1] if line.span is not None]
    names = "、".join(f"“{line.name}”" for line in lines)
    message = f"预算执行率列了 {len(lines)} 次：{names}。"
    help, subject = "执行率只计一次分。", "预算执行率"
    yield diagnose("C22", lines[-1].span, message, help, related=related, subject=subject)


def check_expected_levels(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C23 项目的评价缺产出指标或效益指标。"""
    if format.manifest.kind == "whole" or not scorecard.scored or evaluation.span is None:
        return
    first = evaluation.indicators[0].span if evaluation.indicators else None
    names = [line.level1 for line in scorecard.lines]
    for words in (("产出",), ("效益", "效果")):
        if not any(name.startswith(words) or f"项目{words[0]}" in name for name in names):
            message = f"没有{words[0]}指标。"
            help = "项目支出绩效评价要有产出指标和效益指标（财预〔2021〕101号）。"
            span = first or evaluation.span
            yield diagnose("C23", span, message, help, subject=f"{words[0]}指标")


def check_result_weights(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C24 部门评价里产出和效益的分值合计不到满分的 60%。"""
    if format.manifest.kind != "department" or not scorecard.scored or evaluation.span is None:
        return
    results = []
    for first in scorecard.level1:
        if format.catalogue.level(first.level1).adds:
            continue
        if any(word in first.level1 for word in (*RESULTS, "满意度")):
            results.append(first)
    total = sum((first.full for first in results), ZERO)
    full = scorecard.full_marks
    if sum((first.full for first in scorecard.level1), ZERO) < full:
        return  # 分值没有配齐，已各有诊断
    if results and total * HUNDRED < full * LEAST_RESULTS:
        message = (
            f"产出和效益的分值合计 {plain(total)}，不到满分 {plain(full)} 的 {LEAST_RESULTS}%。"
        )
        span = evaluation.indicators[0].span or evaluation.span
        help = "财预〔2020〕10号第十四条：部门评价和财政评价，"
        help += "产出、效益指标的权重合计不低于 60%。"
        yield diagnose("C24", span, message, help, subject="产出和效益")
