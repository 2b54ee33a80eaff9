"""出稿检查单：复核的人签字的一页。

每项核对的结果，没有解决的问题，豁免和理由，评价人认定的得分，待证实的规则。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.core.codes import CODES, FINISHED_ONLY, SEVERITY_NAMES
from reportgen.core.diagnostics import Diagnostic, count
from reportgen.core.examined import Examined
from reportgen.core.quantity import fixed, plain
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scoreline import ScoreLine
from reportgen.papers.pipes import pipe_table

SUFFIX = ".检查单.md"
FAMILIES = ("R", "C")
"""逐项列出的：计分和相合；读文件和形状的错会拦在前面。"""


def checklist(examined: Examined) -> str:
    """查过的输入 → 检查单全文。"""
    pieces = ["# 出稿检查单", *_head(examined)]
    pieces += ["## 一、逐项核对", _checks(examined.diagnostics)]
    open_ones = [d for d in examined.diagnostics if not d.waived]
    pieces += ["## 二、没有解决的问题", _listed(open_ones)]
    pieces += ["## 三、豁免", _waived([d for d in examined.diagnostics if d.waived])]
    lines = examined.scorecard.lines if examined.scorecard is not None else ()
    pieces += [
        "## 四、评价人认定的得分",
        _judged([line for line in lines if _by_person(line.rule) or line.by_rule is not None]),
    ]
    pieces += ["## 五、待证实的规则", _listed([d for d in examined.diagnostics if d.code == "R08"])]
    pieces += ["复核人：________　　复核日期：________"]
    return "\n\n".join(pieces) + "\n"


def _head(examined: Examined) -> Iterator[str]:
    problems = examined.diagnostics
    evaluation, card, format = examined.evaluation, examined.scorecard, examined.format
    rows = [("输入", examined.source.name)]
    if evaluation is not None and format is not None:
        rows += [
            ("单位", str(evaluation.unit.name)),
            ("年度", str(evaluation.year)),
            ("格式", format.manifest.title),
        ]
        if evaluation.project is not None:
            rows.insert(2, ("项目", str(evaluation.project.name)))
    if card is not None and format is not None and card.scoring != "none":
        places = format.manifest.rounding.score_places
        score = fixed(card.total, places) if card.complete else "不完整"
        copied = "（照抄，没有计算）" if card.scoring == "stated" else ""
        rows.append(("得分、等级", f"{score} {card.grade}{copied}"))
    waived = sum(bool(d.waived) for d in problems)
    counted = [f"{count(problems, severity)} 个{name}" for severity, name in SEVERITY_NAMES.items()]
    rows.append(("结果", f"{'，'.join(counted)}，{waived} 条已豁免"))
    yield pipe_table(("", ""), rows)


def _checks(diagnostics: Sequence[Diagnostic]) -> str:
    rows = []
    for code, (severity, title) in CODES.items():
        if code[0] in FAMILIES and code not in FINISHED_ONLY:
            result = _result([problem for problem in diagnostics if problem.code == code])
            rows.append((code, title, SEVERITY_NAMES[severity], result))
    return pipe_table(("代码", "核对什么", "程度", "结果"), rows)


def _result(problems: Sequence[Diagnostic]) -> str:
    if not problems:
        return "没有发现"
    waived = sum(bool(problem.waived) for problem in problems)
    return f"{len(problems)} 条" + (f"（{waived} 条已豁免）" if waived else "")


def _listed(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return "无。"
    rows = []
    for problem in diagnostics:
        severity = SEVERITY_NAMES[problem.severity]
        line = f"{problem.span.line} 行"
        rows.append((problem.code, line, severity, problem.message, problem.help))
    return pipe_table(("代码", "位置", "程度", "问题", "改法"), rows)


def _waived(diagnostics: Sequence[Diagnostic]) -> str:
    if not diagnostics:
        return "无。"
    return pipe_table(
        ("代码", "对象", "问题", "豁免的理由"),
        [(d.code, d.subject, d.message, d.waived) for d in diagnostics],
    )


def _by_person(rule: Rule | None) -> bool:
    """得分由人认定的规则。"""
    if isinstance(rule, Parts):
        return any(_by_person(part.rule) for part in rule.parts)
    return isinstance(rule, Judged | KeyPoints)


def _why(line: ScoreLine) -> str:
    """偏差原因；印的不是规则算得的，加上规则算得的和认定理由。"""
    pieces: list[str] = []
    if line.by_rule is not None:
        pieces.append(f"按规则应得 {plain(line.by_rule)}。")
    if line.indicator.reason is not None:
        pieces.append(f"认定理由：{line.indicator.reason}")
    if line.indicator.deviation is not None:
        pieces.append(str(line.indicator.deviation))
    return " ".join(pieces)


def _judged(lines: Sequence[ScoreLine]) -> str:
    if not lines:
        return "无。"
    rows = [
        (
            str(line.name),
            plain(line.full),
            "算不出" if line.score is None else plain(line.score),
            line.actual,
            _why(line),
        )
        for line in lines
    ]
    return pipe_table(("指标", "分值", "得分", "实际完成值", "原因"), rows)
