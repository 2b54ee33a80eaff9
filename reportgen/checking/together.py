"""放在一起的几份：同一个项目的自评表、自评报告、附表，资金、指标、得分各处一样；总表里的一行是各自的合计。

名称写明了不同的项目的不互相比；金额换到同一个单位比，能由四舍五入解释的不作声。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.checking.figures import FUND_COLUMNS
from reportgen.checking.recognised import check_prose
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine
from reportgen.core.quantity import Interval, Quantity
from reportgen.core.recognised import Facts, Recognised
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import without_brackets
from reportgen.core.units import MONEY

MEND = "核对后改其中一份。"


@frozen
class Paper:
    """一起核对的一份：文件名，认出的事实，它说的项目（单位）的名称（看不出的为空）。"""

    name: str
    recognised: Recognised
    project: str = ""


def check_together(papers: Sequence[Paper], format: Format) -> tuple[Diagnostic, ...]:
    """C39 几份之间不合的各处：指着后一份，说前一份印的是多少。"""
    problems: list[Diagnostic] = []
    for at, paper in enumerate(papers):
        for other in papers[:at]:
            if _same_project(paper, other):
                problems += _funds(other, paper)
                problems += _scores(other, paper)
                problems += _indicators(other, paper)
    for whole in papers:
        for part in papers:
            if part is not whole and part.project:
                problems += _part_of(whole, part)
    problems += _told(papers, format)
    return tuple(dict.fromkeys(problems))


def _same_project(one: Paper, other: Paper) -> bool:
    """说的可以是同一个项目：名称相同，或有一份没有写名称。"""
    return not one.project or not other.project or one.project == other.project


def _total(paper: Paper) -> FundLine | None:
    return paper.recognised.whole.evaluation.funds.total


def _funds(first: Paper, second: Paper) -> Iterator[Diagnostic]:
    """两份的资金合计。"""
    one, two = _total(first), _total(second)
    if one is not None and two is not None:
        yield from _lines(first, one, second, two, "资金合计")


def _part_of(whole: Paper, part: Paper) -> Iterator[Diagnostic]:
    """总表里这个项目的一行，是它自己那一份的合计。"""
    total = _total(part)
    if total is None or whole.project == part.project:
        return
    for facts in whole.recognised.tables:
        for line in facts.evaluation.funds.named():
            if without_brackets(str(line.name)) == without_brackets(part.project):
                yield from _lines(part, total, whole, line, f"“{part.project}”")


def _lines(
    first: Paper, one: FundLine, second: Paper, two: FundLine, subject: str
) -> Iterator[Diagnostic]:
    for column, title in FUND_COLUMNS:
        left: Quantity | None = getattr(one, column)
        right: Quantity | None = getattr(two, column)
        if left is None or right is None or _agree(left, _unit(first), right, _unit(second)):
            continue
        one_text, two_text = f"{left}{_unit(first)}", f"{right}{_unit(second)}"
        what = f"{subject}的{title}"
        yield from _differ(what, first, one_text, left.span, second, two_text, right.span)


def _unit(paper: Paper) -> str:
    units = [facts.unit for facts in paper.recognised.tables if facts.unit]
    return units[0] if units else ""


def _agree(left: Quantity, unit: str, right: Quantity, other: str) -> bool:
    """换到同一个单位合不合；有一份没有写单位的，当作一样。"""
    shift = 0
    if unit in MONEY and other in MONEY:
        shift = MONEY[unit] - MONEY[other]
    return Interval.of(left.number).scaleb(shift).meets(Interval.of(right.number))


def _scores(first: Paper, second: Paper) -> Iterator[Diagnostic]:
    """两份的总分：有一个相同的就算合（自评、复核各一个）。"""
    one, two = _totals(first), _totals(second)
    numbers = {score.number for score in one}
    if one and two and numbers.isdisjoint(score.number for score in two):
        left, right = one[-1], two[-1]
        yield from _differ("总得分", first, left, left.span, second, right, right.span)
    grades = [_grades(first), _grades(second)]
    if grades[0] and grades[1] and not numbers.isdisjoint(score.number for score in two):
        left_grade, right_grade = grades[0][-1], grades[1][-1]
        if left_grade[0] != right_grade[0]:
            yield from _differ("等级", first, left_grade[0], left_grade[1], second, *right_grade)


def _totals(paper: Paper) -> list[Quantity]:
    """评分表的总分和文中说的总得分，各带着地方。"""
    scores = list(paper.recognised.printed_totals)
    stated = [stated.score for stated in paper.recognised.statements]
    return scores or [score for score in stated if score is not None]


def _grades(paper: Paper) -> list[tuple[str, Span | None]]:
    grades = [stated.grade for stated in paper.recognised.statements]
    return [(str(grade), grade.span) for grade in grades if grade is not None]


def _indicators(first: Paper, second: Paper) -> Iterator[Diagnostic]:
    """两份里名称相同的指标：指标值、实际完成值、得分。一份里重名的不比。"""
    one, two = _rows(first), _rows(second)
    for name, left in one.items():
        right = two.get(name)
        if right is None:
            continue
        pairs = (
            ("指标值", _target(left), _target(right)),
            ("实际完成值", left.actual_value, right.actual_value),
        )
        for title, a, b in pairs:
            if a is None or b is None or a.unit != b.unit or a.interval.meets(b.interval):
                continue
            yield from _differ(
                f"“{name}”的{title}", first, a, _place(left, a), second, b, _place(right, b)
            )


def _target(line: ScoreLine) -> Quantity | None:
    """指标值里要比的数。"""
    return line.target.number if line.target is not None else None


def _place(line: ScoreLine, quantity: Quantity) -> Span | None:
    return quantity.span or line.span


def _rows(paper: Paper) -> dict[str, ScoreLine]:
    lines: dict[str, list[ScoreLine]] = {}
    for facts in paper.recognised.tables:
        if facts.scorecard is not None:
            for line in facts.scorecard.lines:
                lines.setdefault(without_brackets(str(line.name)), []).append(line)
    return {name: same[0] for name, same in lines.items() if len(same) == 1}


def _differ(
    what: str,
    first: Paper,
    left: Quantity | str,
    left_place: Span | None,
    second: Paper,
    right: Quantity | str,
    right_place: Span | None,
) -> Iterator[Diagnostic]:
    if right_place is None:
        return
    message = f"{what}，{second.name} 印 {right}，{first.name} 印 {left}。"
    related = [Related(left_place, "这一份印的")] if left_place is not None else []
    yield diagnose("C39", right_place, message, MEND, related=related, subject=what)


def _told(papers: Sequence[Paper], format: Format) -> Iterator[Diagnostic]:
    """没有表的一份（自评报告），文中的数照有表的那一份比；有表的不止一份的，看不出照哪一份。"""
    tabled = [paper for paper in papers if _has_tables(paper.recognised.whole)]
    for paper in papers:
        others = [other for other in tabled if _same_project(paper, other)]
        if _has_tables(paper.recognised.whole) or len(others) != 1:
            continue
        yield from check_prose(_with_prose(others[0], paper), format)


def _has_tables(whole: Facts) -> bool:
    return whole.scorecard is not None or whole.evaluation.funds.total is not None


def _with_prose(tables: Paper, prose: Paper) -> Recognised:
    """一份的表，另一份的话。"""
    whole = tables.recognised.whole
    said = prose.recognised.whole.evaluation
    evaluation = replace(whole.evaluation, sections=said.sections, year=said.year)
    return replace(
        tables.recognised,
        whole=replace(whole, evaluation=evaluation),
        statements=prose.recognised.statements,
    )
