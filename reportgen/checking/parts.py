"""“其中”各行相加等于上一行，没有说列全的不大于上一行；部分占全部的率不大于 100%。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportgen.checking.arithmetic import added
from reportgen.checking.figures import FUND_COLUMNS, compare, related_to, sum_text
from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, ZERO, Interval, Quantity, plain
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

MENDED = "核对后改其中一处。"
COMPLETE_HELP = "核对后改其中一处；只列了一部分的，行名前写“其中：”。"
_PARTLY = re.compile(r"\s*其中")
_REST = re.compile(r"其他|其余|另外")
_NOT_ADDED = re.compile(
    r"[率均]|比例|占比|比重|单价|单位成本|标准|时限|工期|周期|时长|天数|得分|评分|指数"
)
"""这些指标的各行不相加：率和平均，单价，时间，评分。"""
_UNITS_NOT_ADDED = re.compile(r"[%％‰/每]|个?工作日|[天日月年周]|小时|分钟?|倍|级|星|度")
_PART_OF_WHOLE = re.compile(r"(?:满意[度率]|合格率|优良率|及格率|知晓率|占比|比重)$")
"""部分占全部的率；完成率、增长率、执行率可以大于 100%。"""
_STRUCTURE = re.compile(r"结构|构成|占比|比重")


def check_fund_parts(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C01 资金行的“其中”各行之和等于这一行；没有填的按零。"""
    funds = evaluation.funds
    for line in (*funds.lines, *funds.projects):
        named = _listed_in_full([str(part.name) for part in line.includes])
        adding = [column for column, _ in FUND_COLUMNS if _column_adds_up(line, column)]
        for column, title in FUND_COLUMNS:
            whole, parts = getattr(line, column), _parts(line, column)
            if whole is None or not parts:
                continue
            subject = f"{line.name}的{title}"
            if named:
                yield from _against_whole(subject, whole, parts, COMPLETE_HELP)
            else:
                help = MENDED if any(other != column for other in adding) else ""
                yield from _against_whole(subject, whole, parts, help)


def _parts(line: FundLine, column: str) -> list[Quantity]:
    """“其中”各行在一列里填了的数。"""
    figures = [getattr(part, column) for part in line.includes]
    return [figure for figure in figures if figure is not None]


def _column_adds_up(line: FundLine, column: str) -> bool:
    """这一列里两个以上不是零的数，相加正好是这一行：几行“其中”是列全了的。"""
    whole = getattr(line, column)
    numbers = [part.number for part in _parts(line, column) if part.number]
    return whole is not None and len(numbers) > 1 and sum(numbers, ZERO) == whole.number


def _listed_in_full(names: Sequence[str]) -> bool:
    """几行“其中”是不是列全了：两行以上，行名前没有另写“其中”。"""
    return len(names) > 1 and not any(_PARTLY.match(name) for name in names)


def _against_whole(
    subject: str, whole: Quantity, parts: list[Quantity], complete: str
) -> Iterator[Diagnostic]:
    """各行之和对上一行：列全的要相等，complete 是不等时的改法；没有列全的（空）不大于。"""
    total = added(parts)
    how = f"其中各行之和 {sum_text(parts)}"
    related = related_to(parts)
    if complete:
        yield from compare("C01", subject, whole, total, how, related, help=complete)
    elif whole.span is not None and not total.interval.starts_before(whole.interval):
        message = (
            f"{subject}写的是 {whole}，{how} 得 {plain(total.exact)}{whole.unit}，部分大于全部。"
        )
        help = "核对后改其中一处；各行有重叠、不能相加的，写明理由豁免。"
        yield diagnose("C01", whole.span, message, help, related=related, subject=subject)


def check_indicator_parts(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C01 指标的“其中”各行：单位相同、不是率的，实绩相加不大于这一行。

    指标值加得上的，或有一行是“其他”的，是列全了，实绩也要加得上。
    """
    for line in scorecard.lines:
        parts = [part.actual for part in line.indicator.includes]
        whole = line.indicator.actual
        measured = [part for part in parts if part is not None]
        if whole is None or not measured or len(measured) < len(parts):
            continue
        if _adds_up(line, whole) and {part.unit for part in measured} == {whole.unit}:
            subject = f"{line.name}的实际完成值"
            complete = MENDED if _targets_add_up(line) else ""
            yield from _against_whole(subject, whole, measured, complete)


def _adds_up(line: ScoreLine, whole: Quantity) -> bool:
    """这个指标的各行能不能相加。"""
    name = str(line.name)
    return not _NOT_ADDED.search(name) and not _UNITS_NOT_ADDED.match(whole.unit)


def _targets_add_up(line: ScoreLine) -> bool:
    """几行“其中”是不是列全了：指标值相加等于这一行的，或有一行是“其他”。"""
    parts = line.indicator.includes
    if not _listed_in_full([str(part.name) for part in parts]):
        return False
    if any(_REST.search(str(part.name)) for part in parts):
        return True
    target = line.target.quantity if line.target is not None else None
    targets = [part.target.quantity for part in parts if part.target is not None]
    known = [quantity for quantity in targets if quantity is not None]
    if target is None or len(known) < len(parts):
        return False
    same_unit = {quantity.unit for quantity in known} == {target.unit}
    return same_unit and sum((part.number for part in known), ZERO) == target.number


def check_shares(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C02 部分占全部的率大于 100%；C01 一个整体的各部分占比相加大于 100%。"""
    for line in scorecard.lines:
        whole = line.indicator.actual
        if whole is not None and whole.percent and _PART_OF_WHOLE.search(str(line.name)):
            yield from _over_whole(str(line.name), whole)
        parts = [part.actual for part in line.indicator.includes]
        shares = [part for part in parts if part is not None and part.percent]
        if len(shares) > 1 and _STRUCTURE.search(str(line.name)):
            yield from _over_whole(f"{line.name}其中各行之和", *shares)


def _over_whole(subject: str, *shares: Quantity) -> Iterator[Diagnostic]:
    """一个率，或几个部分的占比之和，比 100% 大；只差在舍入的不算。"""
    span, total = shares[0].span, sum((share.number for share in shares), ZERO)
    possible = sum((share.interval for share in shares), Interval(ZERO, ZERO))
    if span is None or total <= HUNDRED or possible.starts_before(Interval(HUNDRED, HUNDRED)):
        return
    if len(shares) == 1:
        message = f"{subject}写的是 {shares[0]}，它是部分占全部的率，不会大于 100%。"
        yield diagnose("C02", span, message, "核对分子、分母，改正这个数。", subject=subject)
        return
    message = f"{subject}是 {plain(total)}%，一个整体的各部分不会大于 100%。"
    related = related_to(shares[1:])
    yield diagnose("C01", span, message, "核对各行的占比。", related=related, subject=subject)
