"""该说明的有没有说明：预算调整（C51）、实绩的佐证（C52）、样本的多少（C60）；总成本与支出合不合（C53）。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checking.written import findings_text, prose_of, texts_in
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ONE
from reportgen.core.scorecard import Scorecard
from reportgen.core.survey import Survey
from reportgen.core.units import MONEY, range_in_unit

FEWEST_SHEETS = 30
"""满意度调查的样本少于这么多，说明不了什么。"""
_CHANGED = re.compile(r"调整|追加|调剂|压减|调减|调增|增加|核减|核增|收回|统筹")
_TOTAL_COST = re.compile(r"总成本|项目成本|成本总额|总投入|资金总量|总费用|项目总额|项目支出总额")
_SHEETS = r"(?:问卷|样本|有效|回收|调查|收回)[^，。；\d]{0,8}(\d{1,6})\s*(?:份|人|户|个)"


def check_budget_change(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C51 年初预算与全年预算不同，叙述里没有一句说到。"""
    total = evaluation.funds.total
    if total is None or total.initial is None or total.adjusted is None:
        return
    initial, adjusted = total.initial, total.adjusted
    if initial.number == adjusted.number or adjusted.span is None or initial.number <= 0:
        return
    deviations = [str(line.indicator.deviation) for line in scorecard.lines if line.lost]
    told = (*(text for _, text in prose_of(evaluation)), *findings_text(evaluation), *deviations)
    facts = "\n".join((*told, *texts_in(evaluation.facts)))
    if _CHANGED.search(facts):
        return
    message = f"年初预算数 {initial}，全年预算数 {adjusted}，叙述里没有说明为什么调整。"
    help = "在资金情况或预算执行的一节写明调整的时间、依据和金额。"
    related = [Related(initial.span, "年初预算数")] if initial.span is not None else []
    yield diagnose("C51", adjusted.span, message, help, related=related, subject="预算调整")


def check_evidence(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C52 格式要求佐证而实绩没有写。"""
    severity = format.manifest.evidence
    if severity is None:
        return
    missing = []
    for line in scorecard.printed:
        written = line.indicator.evidence or line.indicator.worked
        if line.actual and not written and not line.measure and line.span is not None:
            missing.append(line)
    if missing and missing[0].span is not None:
        names = "、".join(f"“{line.name}”" for line in missing[:4])
        more = f"等 {len(missing)} 个指标" if len(missing) > 4 else ""
        message = f"{names}{more}没有写佐证资料（evidence），这种格式要求写明实绩从哪里来。"
        help = "写上文件、台账、统计表的名称，如 evidence: 培训签到表。"
        related = [Related(line.span, "还有这一个") for line in missing[1:4] if line.span]
        yield diagnose(
            "C52",
            missing[0].span,
            message,
            help,
            related=related,
            subject=str(missing[0].name),
            severity=severity,
        )


def check_total_cost(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C53 总成本的实绩与全年支出不同。"""
    total = evaluation.funds.total
    if total is None or total.spent is None:
        return
    money = format.manifest.unit_of_money
    for line in scorecard.printed:
        actual = line.actual_value
        if actual is None or actual.unit not in MONEY or line.span is None:
            continue
        if not _TOTAL_COST.search(line.name) or re.search(r"节约|降低|控制率|单位", line.name):
            continue
        printed = range_in_unit(actual, money)
        if printed is not None and not printed.meets(total.spent.interval):
            message = (
                f"“{line.name}”的实际完成值是 {actual}，资金的全年执行数是 {total.spent} {money}。"
            )
            help = "核对两数；成本另含别的资金的，在名称或指标解释里写明。"
            related = [Related(total.spent.span, "全年执行数")] if total.spent.span else []
            span = actual.span or line.span
            yield diagnose("C53", span, message, help, related=related, subject=str(line.name))


def check_samples(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C60 满意度的样本太少。"""
    for _, survey in evaluation.surveys.entries:
        assert isinstance(survey, Survey)
        sheets = survey.respondents
        if sheets is not None and sheets.span is not None and ONE <= sheets.number < FEWEST_SHEETS:
            yield _few(str(survey.name), sheets.text, sheets.span)
    for line in scorecard.lines:
        evidence = line.indicator.evidence
        if "满意" not in line.name or evidence is None or evidence.span is None:
            continue
        counts = [match[1] for match in re.finditer(_SHEETS, evidence)]
        if counts and 0 < max(map(int, counts)) < FEWEST_SHEETS:
            most = max(counts, key=int)
            yield _few(str(line.name), most, within(evidence.span, most))


def _few(subject: str, count: str, span: Span) -> Diagnostic:
    message = f"“{subject}”的样本只有 {count}，不足 {FEWEST_SHEETS}，满意度说明不了什么。"
    help = "扩大样本；服务对象本来就这么多的，写豁免和理由。"
    return diagnose("C60", span, message, help, subject=subject)
