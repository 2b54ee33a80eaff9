"""汇总表：许多份报告一份一行，末尾合计，再是等级分布、按单位、按项目。Markdown。"""

from __future__ import annotations

from reportgen.core.summary import (
    GROUP_HEADS,
    HEADS,
    Group,
    Summary,
    texts_of,
    texts_of_group,
)
from reportgen.papers.pipes import pipe_table


def summary_text(summary: Summary) -> str:
    """全文。"""
    pieces = ["# 汇总", "## 一、各份", pipe_table(HEADS, [texts_of(row) for row in summary.rows])]
    pieces += ["## 二、合计和等级分布", _groups((summary.total,))]
    if summary.grades:
        grades = [(grade, str(count)) for grade, count in summary.grades]
        pieces.append(pipe_table(("等级", "份数"), grades))
    pieces += ["## 三、按单位", _groups(summary.units)]
    if summary.projects:
        pieces += ["## 四、按项目", _groups(summary.projects)]
    return "\n\n".join(pieces) + "\n"


def _groups(groups: tuple[Group, ...]) -> str:
    return pipe_table(GROUP_HEADS, [texts_of_group(group) for group in groups])
