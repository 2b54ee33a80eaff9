"""指标归类（C46）：支付、执行和率列在数量下，及时列在质量下，合格列在时效下。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

_WRONG: tuple[tuple[str, str, str], ...] = (
    ("数量", r"支付|执行率|拨付|支出进度|到位率", "资金的支付、执行不是产出的数量"),
    ("数量", r"率(?:[（(].*[）)])?$", "率说的是质量或程度，不是数量"),
    ("数量", r"及时", "及时不及时说的是时效"),
    ("数量", r"满意", "满意度另有一级指标"),
    ("质量", r"及时|按时|按期|时限", "及时不及时说的是时效"),
    ("质量", r"满意度$", "满意度另有一级指标"),
    ("时效", r"合格率|达标率|优良率|准确率", "合格不合格说的是质量"),
    ("成本", r"及时|合格率|满意度", "成本指标说的是花了多少"),
)
"""二级指标名称里的词，指标名称里不该有的话，为什么。"""


def check_placing(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C46 单位自设的指标归错了类；指标库里有的归类由格式定，不查。"""
    for line in scorecard.printed:
        if line.span is None or line.indicator.level2 is None:
            continue
        why = _why(line)
        if why:
            message = f"“{line.name}”列在“{line.level2}”之下：{why}。"
            help = "改 level2，放到合适的二级指标下。"
            place = line.indicator.level2.span or line.span
            yield diagnose("C46", place, message, help, subject=str(line.name))


def _why(line: ScoreLine) -> str:
    for level, pattern, why in _WRONG:
        if level in line.level2 and re.search(pattern, line.name):
            return why
    return ""
