"""一票否决（R18）：哪些情形出现了，使哪个指标得 0 分，或等级最高评为什么。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format, Veto
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath
from reportgen.core.quantity import ZERO, Quantity
from reportgen.core.rules.case import Step
from reportgen.core.scorecard import VetoEffect
from reportgen.core.scoreline import ScoreLine
from reportgen.core.spelling import did_you_mean
from reportgen.scoring.measures import measure


@frozen
class Triggered:
    """出现了的情形：规定，和写进报告的结果。"""

    veto: Veto
    effect: VetoEffect


def triggered(
    evaluation: Evaluation, format: Format
) -> tuple[tuple[Triggered, ...], list[Diagnostic]]:
    """输入写明的和程序判断的情形；输入写了格式里没有的，得 I09。"""
    known = {str(veto.name): veto for veto in format.catalogue.vetoes}
    diagnostics: list[Diagnostic] = []
    reasons: dict[str, str] = {}
    for given in evaluation.vetoes:
        name = str(given.name)
        if name in known:
            reasons[name] = str(given.reason)
        elif given.name.span is not None:
            message = f"本格式的一票否决里没有“{name}”。"
            help = did_you_mean(name, list(known)) or "对照格式的 rules.yaml 里的 vetoes。"
            diagnostics.append(diagnose("I09", given.name.span, message, help, subject=name))
    for name, veto in known.items():
        value = _measured(veto, evaluation)
        if value is not None and veto.below is not None and value.number < veto.below.number:
            reasons.setdefault(name, f"{veto.measure} 为 {value}，低于 {veto.below}")
    occurred = []
    for name, veto in known.items():
        if name in reasons:
            occurred.append(Triggered(veto, _effect(veto, reasons[name])))
    return tuple(occurred), diagnostics


def _measured(veto: Veto, evaluation: Evaluation) -> Quantity | None:
    if not veto.measure:
        return None
    try:
        return measure(evaluation, veto.measure, exact=False)
    except NoSuchPath:
        return None


def _effect(veto: Veto, reason: str) -> VetoEffect:
    if veto.row:
        return VetoEffect(str(veto.name), reason, f"“{veto.row}”得 0 分")
    return VetoEffect(str(veto.name), reason, f"等级最高评为“{veto.grade}”")


def struck(line: ScoreLine, vetoes: Sequence[Triggered]) -> ScoreLine:
    """被一票否决的行得 0 分；别的行不变。"""
    for occurred in vetoes:
        if occurred.veto.row == line.name and line.score is not None:
            effect = occurred.effect
            step = Step(f"一票否决：{effect.name}（{effect.reason}），得 0 分", ZERO)
            nil = ZERO.quantize(line.score)
            return replace(line, score=nil, exact=ZERO, steps=(*line.steps, step), met=False)
    return line


def capped(grade: str, vetoes: Sequence[Triggered], format: Format) -> str:
    """等级不高于一票否决所定的。"""
    ascending = sorted(format.manifest.grades, key=lambda grade: grade.lower)
    order = [grade.name for grade in ascending]
    limits = [occurred.veto.grade for occurred in vetoes if occurred.veto.grade in order]
    if grade not in order or not limits:
        return grade
    return min([grade, *limits], key=order.index)
