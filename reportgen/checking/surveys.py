"""问卷的份数：发放、回收、有效一个不大于一个；各题的份数与有效份数合得上。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, Quantity, plain
from reportgen.core.scorecard import Scorecard
from reportgen.core.survey import Question, Survey

_MULTIPLE = re.compile(r"多选|不定项|[选限][^，。；]{0,3}[两二三四五2-5][^，。；]?项")
_MARK = "可以多选的题写 multiple: true，占比按有效份数算。"


def check_surveys(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C03 份数多出来的；C38 少了的；I01、R07 多选题没有分母、不能折算满意率的。"""
    for _, survey in evaluation.surveys.entries:
        assert isinstance(survey, Survey)
        yield from _order(survey)
        for question in survey.questions:
            if question.multiple:
                yield from _multiple(survey, question)
            else:
                yield from _single(survey, question)


def _order(survey: Survey) -> Iterator[Diagnostic]:
    """发放 ≥ 回收 ≥ 有效。"""
    named = (
        ("发放份数", survey.issued),
        ("回收份数", survey.returned),
        ("有效份数", survey.valid),
    )
    written = [(title, count) for title, count in named if count is not None]
    for (title, most), (other, count) in pairwise(written):
        if count.number > most.number and count.span is not None:
            message = f"“{survey.name}”的{other} {count} 大于{title} {most}。"
            related = [Related(most.span, title)] if most.span is not None else []
            help = "核对后改其中一处。"
            yield diagnose(
                "C03", count.span, message, help, related=related, subject=str(survey.name)
            )


def _single(survey: Survey, question: Question) -> Iterator[Diagnostic]:
    """一份答卷选一项：各选项的份数相加不多于有效份数，少的是没有答的。"""
    sheets, span = survey.respondents, question.text.span
    several = _MULTIPLE.search(question.text) is not None
    if span is None or sheets is None:
        return
    total = sum((choice.count.number for choice in question.choices), ZERO)
    limit = f"{_title(survey)} {sheets}"
    subject = str(question.text)
    related = _sheets(sheets)
    answers = f"“{subject}”各选项共 {plain(total)} 份"
    if total > sheets.number:
        message = f"{answers}，多于{limit}。"
        help = f"核对份数；{_MARK}"
        yield diagnose("C03", span, message, help, related=related, subject=subject)
    elif several:
        message = f"题目说可以多选，没有写 multiple: true，占比是按各选项之和 {plain(total)} 算的。"
        help = f"{_MARK}不能多选的，改题目。"
        yield diagnose("C38", span, message, help, related=related, subject=subject)
    elif total < sheets.number:
        missing = plain(sheets.number - total)
        message = f"{answers}，{limit}，有 {missing} 份没有答。"
        help = "核对份数；确有没有答的不必改，占比按答了的算。"
        yield diagnose("C38", span, message, help, related=related, subject=subject)


def _multiple(survey: Survey, question: Question) -> Iterator[Diagnostic]:
    """一份答卷可以选几项：每个选项不多于有效份数；占比要有分母，不折算满意率。"""
    span, subject, sheets = question.text.span, str(question.text), survey.respondents
    if span is None:
        return
    if any(choice.value is not None for choice in question.choices):
        message = f"多选题“{subject}”的选项写了折算的满意程度，多选题算不出满意率。"
        help = "删去 value；只能选一项的，删去 multiple。"
        yield diagnose("R07", span, message, help, subject=subject)
    if sheets is None:
        message = f"多选题“{subject}”的占比以有效份数为分母，问卷没有写有效份数（valid）。"
        yield diagnose("I01", span, message, "在这份问卷里写上 valid。", subject=subject)
        return
    for choice in question.choices:
        if choice.count.number > sheets.number and choice.count.span is not None:
            limit = f"{_title(survey)} {sheets}"
            message = f"“{subject}”的“{choice.name}”有 {choice.count} 份，多于{limit}。"
            yield diagnose(
                "C03",
                choice.count.span,
                message,
                "核对后改其中一处。",
                related=_sheets(sheets),
                subject=subject,
            )


def _title(survey: Survey) -> str:
    return "有效份数" if survey.valid is not None else "回收份数"


def _sheets(sheets: Quantity) -> list[Related]:
    return [Related(sheets.span, "答卷的份数")] if sheets.span is not None else []
