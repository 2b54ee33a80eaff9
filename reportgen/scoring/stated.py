"""抄录的得分：照抄的报告（scoring: stated）各行印什么；抄录的各行加起来是不是抄录的总得分（C06）。

照抄的报告，指标自己写的 score 就是原件的得分，与写在 stated.rows 里一样；两处都写了的，以 stated.rows 为准
（不同的另有诊断，在 checking/published.py）。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity, fixed
from reportgen.core.scoreline import ScoreLine
from reportgen.scoring.totals import total_of


def stated_scores(evaluation: Evaluation) -> dict[str, Decimal]:
    """指标名称 → 照印的得分；按规则计分的、没有得分的报告没有。"""
    if evaluation.scoring != "stated":
        return {}
    scores: dict[str, Decimal] = {}
    for indicator in evaluation.indicators:
        if indicator.judgement.score is not None:
            scores[str(indicator.name)] = indicator.judgement.score
    rows = evaluation.stated.scores
    return scores | {name: score.number for name, score in rows.items()}


def stated_sum(
    lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    """C06 抄录的总得分等于抄录的各行照格式的算法（折算、加分扣分、舍入）加得的。

    计入总分的行没有都抄的，加不出来。按规则计分的报告，各行与算得的都相同就不说：总得分另与算得的比。
    """
    stated = evaluation.stated
    score = stated.score
    if score is None or score.span is None or evaluation.scoring == "none":
        return
    published = lines
    if evaluation.scoring == "rules":
        published = list(_published(lines, stated.scores))
    counted = [line for line in published if line.counted]
    if not counted or any(line.score is None for line in counted):
        return
    total = total_of(published, format)
    as_ruled = evaluation.scoring == "rules" and total == total_of(lines, format)
    if total == score.number or as_ruled:
        return
    places = format.manifest.rounding.score_places
    owner = f"“{stated.project}”" if stated.project else ""
    more = "多" if score.number > total else "少"
    message = f"{owner}抄录的总得分是 {score}，抄录的各行加起来是 {fixed(total, places)}，"
    message += f"{more} {fixed(abs(score.number - total), places)}。"
    help = "对照原件核对各行的得分和总得分；原件就是这样的，写豁免和理由。"
    yield diagnose("C06", score.span, message, help, subject=stated.project or "总分")


def _published(lines: Sequence[ScoreLine], scores: dict[str, Quantity]) -> Iterator[ScoreLine]:
    """各行换成抄录的得分，没有抄的没有得分。"""
    for line in lines:
        score = scores.get(str(line.name))
        number = None if score is None else score.number
        yield replace(line, score=number, exact=number)
