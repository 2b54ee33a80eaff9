"""写稿之前：报告将要印的各张表，照印出的数查一遍；同一处的同一件事只说一次。"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportgen.checking.printed import TOTALS, check_arithmetic
from reportgen.core.diagnostics import Diagnostic, Span
from reportgen.core.format import Format
from reportgen.core.recognised import Facts
from reportgen.core.scorecard import Scorecard

CODES = ("C01", "C02", "C06")
"""合计、率、得分和等级；成稿的其余核对（如没有达到而得满分），输入有自己的。"""
UNSETTLED = frozenset(("R03", "I09", "I01"))
"""分值凑不成满分的缘故：合计不对，有指标没有归处，没有写分值。"""
ROUNDED = "报告照格式的位数印，印出的各数要合得上；确实只差在舍入的可以豁免。"


def check_beforehand(
    tables: Iterable[Facts], scorecard: Scorecard, format: Format
) -> tuple[Diagnostic, ...]:
    """C01、C02、C06 报告将要印的各表，照印出的数合不合。tables 是各表认出的事实。"""
    problems: list[Diagnostic] = []
    adds_up = _adds_up_by_rule(scorecard, format)
    for facts in tables:
        for problem in check_arithmetic(facts):
            if adds_up or problem.subject not in TOTALS:
                problems.append(problem)
    kept: dict[tuple[str, Span, str], Diagnostic] = {}
    for problem in problems:
        if problem.code in CODES:  # 同一张表可以在正文和附件各印一次
            key = (problem.code, problem.span, problem.subject)
            kept.setdefault(key, _in_words(problem))
    return tuple(kept.values())


def _in_words(problem: Diagnostic) -> Diagnostic:
    """同成稿的说法，另说为什么输入里合得上而印出来合不上。"""
    rounded = ROUNDED if problem.code in {"C01", "C02"} else ""
    message = f"照报告将要印的数，{problem.message}"
    return replace(problem, message=message, help=f"{problem.help}{rounded}")


def said_once(said: Iterable[Diagnostic], printed: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """输入自己的诊断，加上照印出的数才看得出的。

    输入已经说了的不再说；照印出的数合不上的，输入那一处的“相差在四舍五入之内”不再说。
    """
    said = tuple(said)
    known = {(problem.code, problem.span) for problem in said}
    weighed = any(problem.code in UNSETTLED for problem in said)
    fresh = [problem for problem in printed if (problem.code, problem.span) not in known]
    if weighed:  # 分值凑不成满分，分值一列的合计自然不合
        fresh = [problem for problem in fresh if (problem.code, problem.subject) != WEIGHTS]
    if any(problem.code == "R02" for problem in said):  # 有一行没有得分，得分的合计自然不合
        fresh = [problem for problem in fresh if (problem.code, problem.subject) != SCORES]
    contradicted = {problem.span for problem in fresh if problem.code == "C01"}
    kept = [each for each in said if each.code != "C11" or each.span not in contradicted]
    return (*kept, *fresh)


WEIGHTS, SCORES = ("C01", "分值"), ("C06", "得分")
"""分值一列、得分一列的合计。"""


def _adds_up_by_rule(scorecard: Scorecard, format: Format) -> bool:
    """总分是不是印出的各行之和。

    折算、加分扣分、只在总分舍入、几个项目取平均的，格式另有算法，表里的各行不必相加得总分。
    """
    if scorecard.adjustments or scorecard.projects or format.manifest.rounding.at == "total":
        return False
    return all(level.folded is None for level in scorecard.level1)
