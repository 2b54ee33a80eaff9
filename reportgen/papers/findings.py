"""问题清单：一份或许多份核对下来的全部诊断，一条一行，先是各份的合计。给审的人逐条勾、存档。"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from reportgen.core.codes import SEVERITY_NAMES
from reportgen.core.diagnostics import Diagnostic, count
from reportgen.papers.pipes import pipe_table

HEADS = ("文件", "等级", "位置", "事实", "依据", "建议")

Findings = Sequence[tuple[str, Sequence[Diagnostic]]]
"""各份的名字和诊断。"""


def findings_list(findings: Findings) -> str:
    """问题清单全文。"""
    rows = problem_rows(findings)
    totals = pipe_table(*counted_rows(findings))
    pieces = ["# 问题清单", "## 一、合计", totals, "## 二、逐条"]
    pieces.append(pipe_table(HEADS, rows) if rows else "没有发现问题。")
    return "\n\n".join(pieces) + "\n"


def problem_rows(findings: Findings) -> list[tuple[str, ...]]:
    """一条一行；豁免了的在一份的最后。"""
    rows: list[tuple[str, ...]] = []
    for name, problems in findings:
        rows += [_row(name, problem) for problem in problems if not problem.waived]
        rows += [_row(name, problem) for problem in problems if problem.waived]
    return rows


def counted_rows(findings: Findings) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """合计的表头和各行：每份一行；不止一份的末尾有合计。"""
    rows = [(name, *_counted(problems)) for name, problems in findings]
    if len(findings) > 1:
        everything = list(chain.from_iterable(problems for _, problems in findings))
        rows.append((f"合计 {len(findings)} 份", *_counted(everything)))
    return ("文件", *SEVERITY_NAMES.values(), "已豁免"), rows


def _counted(problems: Sequence[Diagnostic]) -> tuple[str, ...]:
    waived = sum(bool(problem.waived) for problem in problems)
    return (*(str(count(problems, severity)) for severity in SEVERITY_NAMES), str(waived))


def _row(name: str, problem: Diagnostic) -> tuple[str, ...]:
    level = SEVERITY_NAMES[problem.severity]
    advice = problem.help
    if problem.waived:
        level, advice = f"{level}（已豁免）", f"豁免的理由：{problem.waived}"
    return (name, level, _place(name, problem), problem.message, _against(problem), advice)


def _place(name: str, problem: Diagnostic) -> str:
    """文件一栏已有的不再写；在别的文件里的（格式的规则、附带的表）写全。"""
    span = problem.span
    if span.source.name != name:
        return span.place
    return span.label or f"第 {span.line} 行第 {span.column} 列"


def _against(problem: Diagnostic) -> str:
    """依据：哪一项核对（代码和名称），和它对照的地方。"""
    pieces = [f"{problem.code} {problem.title}"]
    pieces += [f"{related.span.place} {related.label}" for related in problem.related]
    return "\n".join(pieces)
