"""指标与目标：指标值能不能衡量，方向对不对，有没有重复，该有的指标有没有。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, Related, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, ZERO, plain
from reportgen.core.rules.ratio import Ratio
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

RESULTS = ("产出", "效益", "效果", "履职", "成效")
LEAST_RESULTS = 60
"""部门评价、财政评价里产出和效益至少占满分的百分之几（财预〔2020〕10号第十四条）。"""
_VAGUE = re.compile(
    r"(?:有所|明显|显著|持续|不断|进一步|基本)?(?:提升|提高|改善|增强|加强|完善|优化|及时|平稳|良好|完成|达标)(?:运行)?"
)


def check_measurable(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C18 产出、效益的指标值只是“提升”“及时”一类的话，或指标值是文字而实绩写百分数。"""
    vague = [
        line
        for line in scorecard.printed
        if line.span is not None and line.level1.startswith(RESULTS) and line.goal is not None and _unmeasurable(line)
    ]
    if vague:
        names = "、".join(f"“{line.name}”（{line.target}）" for line in vague[:4])
        more = f"等 {len(vague)} 个指标" if len(vague) > 4 else ""
        message = f"{names}{more}的指标值没有可衡量的标准。"
        related = [Related(line.span, "还有这一个") for line in vague[1:4] if line.span is not None]
        help = "改成可衡量的数值，如 故障次数≤2 次；定性的写明达到什么样算完成。"
        assert vague[0].span is not None
        yield diagnose("C18", vague[0].span, message, help, related=related, subject=str(vague[0].name))


def _unmeasurable(line: ScoreLine) -> bool:
    assert line.goal is not None
    return line.goal.quantity is None and _VAGUE.fullmatch(line.goal.text) is not None


def check_cost_direction(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C19 成本指标的指标值写成不低于，或没有写符号而按不低于计。"""
    for line in scorecard.printed:
        goal = line.goal
        if goal is None or "成本" not in line.level2 + line.level1:
            continue
        span = goal.span or line.span
        if span is None or "节约" in line.name or "降低" in line.name:
            continue
        if goal.comparison in {"≥", ">"}:
            message = f"成本指标“{line.name}”的指标值写的是“{line.target}”，成本越高得分越高。"
            help = "成本指标用 ≤；属于效益的，改到效益指标下。"
            yield diagnose("C19", span, message, help, subject=str(line.name))
        elif _bare_more(line):
            message = f"成本指标“{line.name}”的指标值“{line.target}”没有写符号，按不低于它计，成本越高得分越高。"
            help = f"写成 ≤{line.target}，或在旁边写 better: less；越多越好的写 better: more。"
            yield diagnose("C19", span, message, help, subject=str(line.name))


def _bare_more(line: ScoreLine) -> bool:
    """指标值只写数，规则又当它越多越好。"""
    goal = line.goal
    if goal is None or goal.quantity is None or goal.comparison or not isinstance(line.rule, Ratio):
        return False
    return not line.indicator.better and not goal.quantity.number.is_zero()


def check_named_days(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """I06 dates 里写了日期，没有一个指标值说到它。"""
    if evaluation.dates.span is None:
        return
    lines = [line for card in (scorecard, *scorecard.projects) for line in card.lines]
    told = {line.goal.deadline.name for line in lines if line.goal is not None and line.goal.deadline is not None}
    for name in evaluation.dates:
        if name not in told:
            message = f"dates 里写了“{name}”的日期，没有一个指标值写“{name}前”。"
            span = within(evaluation.dates.span, name)
            yield diagnose("I06", span, message, "核对名称，和指标值里的一样；用不着就删去。", subject=name)


def check_same_goals(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C20 总体（中长期）目标与年度目标一字不差。"""
    long_term, annual = evaluation.goals.long_term, evaluation.goals.annual
    if long_term and annual and long_term.split() == annual.split() and annual.span is not None:
        related = [Related(long_term.span, "总体目标")] if long_term.span is not None else []
        message = "年度绩效目标与总体目标一字不差。"
        yield diagnose("C20", annual.span, message, "年度目标写本年要做到的。", related=related, subject="年度绩效目标")


def check_satisfaction(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C21 满意度写了百分数，没有问卷，也没有佐证（财预〔2021〕101号：问卷调查法）。"""
    if len(evaluation.surveys):
        return
    for line in scorecard.printed:
        if "满意" not in line.name or line.evidence or line.span is None:
            continue
        if line.actual_value is not None and line.actual_value.percent:
            message = f"“{line.name}”的实际完成值是 {line.actual}，输入里没有问卷，也没有佐证资料。"
            help = "写上 surveys（发放、回收和各选项的份数），或在指标上写 evidence: …"
            yield diagnose("C21", line.span, message, help, subject=str(line.name))


def check_repeated_rows(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C22 两个指标的指标值和实绩都相同（一个数计了两次分），或执行率计了两次。"""
    seen: dict[tuple[str, str], ScoreLine] = {}
    for line in scorecard.printed:
        if line.goal is None or line.goal.quantity is None or line.actual_value is None or line.actual_value.percent:
            continue
        if line.actual_value.number < HUNDRED or not line.actual_value.unit:
            continue
        key = (line.target, line.actual)
        if key in seen and line.span is not None:
            first = seen[key]
            related = [Related(first.span, "前一个指标")] if first.span is not None else []
            message = f"“{line.name}”与“{first.name}”的指标值（{line.target}）和实际完成值（{line.actual}）都相同。"
            help = "同一个数只计一次分；确是两件事的，核对数字。"
            yield diagnose("C22", line.span, message, help, related=related, subject=str(line.name))
        seen.setdefault(key, line)
    rates = [line for line in scorecard.lines if "预算执行率" in line.name]
    if len(rates) > 1 and rates[-1].span is not None:
        related = [Related(line.span, "前一个") for line in rates[:-1] if line.span is not None]
        message = f"预算执行率列了 {len(rates)} 次：{'、'.join(f'“{line.name}”' for line in rates)}。"
        yield diagnose("C22", rates[-1].span, message, "执行率只计一次分。", related=related, subject="预算执行率")


def check_expected_levels(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C23 项目的评价缺产出指标或效益指标。"""
    if format.manifest.kind == "whole" or not scorecard.scored or evaluation.span is None:
        return
    for words in (("产出",), ("效益", "效果")):
        if not any(line.level1.startswith(words) or f"项目{words[0]}" in line.level1 for line in scorecard.lines):
            message = f"没有{words[0]}指标。"
            span = evaluation.indicators[0].span if evaluation.indicators else None
            help = "项目支出绩效评价要有产出指标和效益指标（财预〔2021〕101号）。"
            yield diagnose("C23", span or evaluation.span, message, help, subject=f"{words[0]}指标")


def check_result_weights(evaluation: Evaluation, scorecard: Scorecard, format: Format) -> Iterator[Diagnostic]:
    """C24 部门评价里产出和效益的分值合计不到满分的 60%。"""
    if format.manifest.kind != "department" or not scorecard.scored or evaluation.span is None:
        return
    weights = [
        level.weight
        for level in scorecard.level1
        if any(word in level.level1 for word in (*RESULTS, "满意度")) and not format.catalogue.level(level.level1).adds
    ]
    total, full = sum(weights, ZERO), scorecard.full_marks
    if weights and total * HUNDRED < full * LEAST_RESULTS:
        message = f"产出和效益的分值合计 {plain(total)}，不到满分 {plain(full)} 的 {LEAST_RESULTS}%。"
        span = evaluation.indicators[0].span or evaluation.span
        help = "财预〔2020〕10号第十四条：部门评价和财政评价，产出、效益指标的权重合计不低于 60%。"
        yield diagnose("C24", span, message, help, subject="产出和效益")
