"""批复的绩效目标：自评的指标与年初批复的比，改了、少了、降了的，一行一条。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.approved import ApprovedRow
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import half_width
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.spelling import nearest
from reportgen.core.target import Target
from reportgen.core.units import in_unit

_LOOSE = re.compile(r"[\s，,。；;（）()“”\"]")
_HELP = "照批复的写；年中调整过的，附上批复调整的文件，在 waivers 里写明。"


def check_approved(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C40 与批复的绩效目标不符：指标少了，指标值改了、降了，分值改了。"""
    approved = evaluation.approved
    if approved is None or approved.file.span is None:
        return
    lines = {_plain(str(line.name)): line for line in scorecard.lines}
    for row in approved.rows:
        line = lines.get(_plain(row.name))
        if line is None:
            yield _dropped(row, approved.file.span, [str(each.name) for each in scorecard.lines])
        else:
            yield from _changed(row, line, approved.file.span)


def _dropped(row: ApprovedRow, place: Span, names: list[str]) -> Diagnostic:
    close = nearest(row.name, names)
    message = f"批复的指标“{row.name}”{_where(row)}，这里没有。"
    help = f"是不是改名成了“{close[0]}”？照批复的写。" if close else f"补上；{_HELP}"
    return diagnose("C40", place, message, help, related=_there(row), subject=row.name)


def _changed(row: ApprovedRow, line: ScoreLine, place: Span) -> Iterator[Diagnostic]:
    span = line.span or place
    written = line.target or line.initial_target
    if row.target is not None and written is not None and not _same(row.target, written):
        lowered = "，降低了" if _is_lower(written, row.target) else ""
        theirs = f"批复的{_where(row)}是“{row.target}”"
        message = f"“{line.name}”的指标值写的是“{written}”，{theirs}{lowered}。"
        span_of_target = written.span or span
        related = _there(row)
        yield diagnose(
            "C40", span_of_target, message, _HELP, related=related, subject=str(line.name)
        )
    if row.weight is not None and line.weight is not None and row.weight.number != line.weight:
        message = f"“{line.name}”的分值是 {line.weight:f}，批复的{_where(row)}是 {row.weight}。"
        yield diagnose("C40", span, message, _HELP, related=_there(row), subject=str(line.name))


def _where(row: ApprovedRow) -> str:
    """批复的表里的地方。"""
    label = row.span.label if row.span is not None else ""
    return f"（{label}）" if label else ""


def _there(row: ApprovedRow) -> tuple[Related, ...]:
    return (Related(row.span, "批复的写在这里"),) if row.span is not None else ()


def _plain(text: str) -> str:
    """名称、指标值的写法：空白、标点、全角半角不计。"""
    return _LOOSE.sub("", half_width(text))


def _same(one: Target, other: Target) -> bool:
    if _plain(one.text) == _plain(other.text):
        return True
    first, second = one.quantity, other.quantity
    if first is None or second is None or one.comparison != other.comparison:
        return False
    converted = in_unit(second, first.unit)
    return converted is not None and converted.number == first.number


def _is_lower(written: Target, approved: Target) -> bool:
    """比批复的容易完成：不低于的写小了，不高于的写大了。"""
    first, second = written.quantity, approved.quantity
    if first is None or second is None or written.comparison != approved.comparison:
        return False
    converted = in_unit(first, second.unit)
    if converted is None:
        return False
    if written.comparison in ("≤", "<"):
        return converted.number > second.number
    return converted.number < second.number
