"""没有填的起始输入：许多处“待填”并成一条，说有几处、在哪几行；只因没有填而生的错不另说。"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.source.scalars import PLACEHOLDER

UNFILLED = "I10"
MOST_PLACES = 40
"""一条里最多列出几段行号，约两行字；再多的只说到哪一行为止。"""

_HELP = "逐处换成实际内容，行末的注释写着填什么；填好再运行一次，别的核对那时才做。"


def told_once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """形状的诊断，其中没有填的并成一条，放在第一处的位置；只有一处没有填的，照它自己的说。"""
    problems = tuple(diagnostics)
    unfilled = [problem for problem in problems if _unfilled(problem)]
    if not unfilled or (len(unfilled) == 1 and unfilled[0].code == UNFILLED):
        return problems
    at = problems.index(unfilled[0])
    rest = [problem for problem in problems[at:] if not _unfilled(problem)]
    return (*problems[:at], _together(unfilled), *rest)


def _unfilled(problem: Diagnostic) -> bool:
    """是没有填，或错在“待填”两个字上：该写列表、该写“数 单位”的地方还是“待填”。

    一段里缺了别的项（I01），或一大段写错了种类，不因段里有“待填”而不说。
    """
    if problem.code == UNFILLED:
        return True
    written = problem.span.source.text[problem.span.start : problem.span.end]
    wrong_there = problem.severity == "error" and problem.code != "I01"
    return wrong_there and PLACEHOLDER in written and "\n" not in written


def _together(unfilled: Sequence[Diagnostic]) -> Diagnostic:
    places = {problem.span.start: problem.span for problem in unfilled}
    first = places[min(places)]
    if first.label:
        labels = [places[at].label for at in sorted(places)]
        rest = f" 等 {len(labels)} 格" if len(labels) > MOST_PLACES else ""
        where = "、".join(labels[:MOST_PLACES]) + rest
        message = f"还有 {len(places)} 处没有填：{where}。"
        return diagnose(UNFILLED, first, message, "黄格都要填；填好再运行一次，别的核对那时才做。")
    where = places_in_words(place.line for place in places.values())
    message = f"还有 {len(places)} 处没有填，都写着“{PLACEHOLDER}”：{where}。"
    return diagnose(UNFILLED, first, message, _HELP)


def places_in_words(lines: Iterable[int]) -> str:
    """行号 → “第 3、5–9、12 行”：连着的并成一段，太多的只说到哪一行为止。"""
    runs: list[list[int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    words = []
    for first, last in runs[:MOST_PLACES]:
        words.append(f"{first}–{last}" if last > first else f"{first}")
    rest = f" 行……到第 {runs[-1][1]} 行为止" if len(runs) > MOST_PLACES else " 行"
    return f"第 {'、'.join(words)}{rest}"
