"""总分：各级小计、加分扣分、折算、复核、等级和一票否决的封顶；几个项目的取平均。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Catalogue, CatalogueEntry, Format, LevelRule
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, divide, plain, round_half_up
from reportgen.core.rules.case import Outcome, Step
from reportgen.core.scorecard import Counts, LevelTotal, Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.scoring.vetoes import Triggered, capped


def total_up(
    lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format, vetoes: Sequence[Triggered]
) -> Scorecard:
    """各行 → 评分表。不按规则计分的，总分和等级照抄 stated。"""
    counted = [line for line in lines if line.counted]
    printed = [line for line in lines if line.printed and not line.adds]
    level1 = tuple(_subtotals(lines, format, second=False))
    total = _total(lines, level1, format)
    grade = capped(grade_of(total, format), vetoes, format)
    reviewed = _reviewed(counted, format) if any(line.review is not None for line in counted) else None
    card = Scorecard(
        lines=tuple(lines),
        level1=level1,
        level2=tuple(_subtotals(lines, format, second=True)),
        weight=sum((line.weight for line in counted), ZERO),
        total=total,
        grade=grade,
        full_marks=format.manifest.full_marks,
        counts=Counts(
            len(dict.fromkeys(line.group1 for line in printed)),
            len(dict.fromkeys(line.group2 for line in printed)),
            len(printed),
        ),
        complete=all(line.score is not None for line in counted),
        scoring=evaluation.scoring,
        reviewed=reviewed,
        review_grade=grade_of(reviewed, format) if reviewed is not None else "",
        vetoed=tuple(each.effect for each in vetoes),
        project=str(evaluation.project.name) if evaluation.project else "",
        absent=_absent(lines, format.catalogue),
    )
    return card if evaluation.scoring == "rules" else _as_stated(card, evaluation)


def _absent(lines: Sequence[ScoreLine], catalogue: Catalogue) -> tuple[str, ...]:
    """指标库里有而没有评的指标。"""
    scored = {str(line.name) for line in lines}
    listed = [str(entry.name) for entry in catalogue.entries if isinstance(entry, CatalogueEntry)]
    return tuple(name for name in listed if name not in scored)


def _as_stated(card: Scorecard, evaluation: Evaluation) -> Scorecard:
    """照抄的总分和等级；没有得分的报告两者都空。"""
    stated = evaluation.stated
    score = stated.score.number if stated.score is not None and evaluation.scoring == "stated" else None
    grade = str(stated.grade or "") if evaluation.scoring == "stated" else ""
    return replace(card, total=score or ZERO, grade=grade, complete=score is not None)


def average(own: Scorecard, projects: Sequence[Scorecard], format: Format) -> Scorecard:
    """几个项目的总分：各项目得分的平均。"""
    known = [part.total for part in projects if part.complete]
    if len(known) != len(projects):
        return replace(own, complete=False)
    total = round_half_up(divide(sum(known, ZERO), Decimal(len(known))), format.manifest.rounding.score_places)
    return replace(own, total=total, grade=grade_of(total, format), complete=True)


def grade_of(total: Decimal, format: Format) -> str:
    """总分所在的等级，下限含；低于最低一等的没有等级。"""
    grades = sorted(format.manifest.grades, key=lambda grade: grade.lower, reverse=True)
    return next((grade.name for grade in grades if total >= grade.lower), "")


def deducted(weight: Decimal, outcome: Outcome) -> Outcome:
    """扣分项的得分：规则给出的得分减去分值，即扣掉的分（不大于零）。"""
    exact = outcome.exact - weight
    last = Step(f"扣分项，计 {plain(exact)} 分（{plain(outcome.exact)} − {plain(weight)}）", exact)
    return replace(outcome, exact=exact, steps=(*outcome.steps, last))


def full_marks(lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format) -> Iterator[Diagnostic]:
    """R03 计入总分的分值合计等于满分；折算的格式，每个一级指标的分值合计等于满分。"""
    full = format.manifest.full_marks
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.counted:
            folded = format.catalogue.level(line.level1).fold is not None
            owner = f"“{line.level1}”" if folded else "计入总分"
            sums[owner] = sums.get(owner, ZERO) + line.weight
    span = (evaluation.indicators[0].span if evaluation.indicators else None) or evaluation.span
    for owner, total in sums.items():
        if total != full and span is not None:
            more = "多" if total > full else "少"
            message = f"{owner}的分值合计 {plain(total)}，满分 {plain(full)}，{more} {plain(abs(total - full))}。"
            help = "核对自设指标的分值，或补上缺的指标。"
            yield diagnose("R03", span, message, help, subject="总分" if owner == "计入总分" else owner[1:-1])


def weightings(lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format) -> Iterator[Diagnostic]:
    """R03 各一级指标的分值合计，合规定的一种权重。"""
    allowed = format.catalogue.weightings
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.counted:
            sums[line.level1] = sums.get(line.level1, ZERO) + line.weight
    span = (evaluation.indicators[0].span if evaluation.indicators else None) or evaluation.span
    if not allowed or span is None or any(_same_weights(sums, dict(each)) for each in allowed):
        return
    told = "，".join(f"{name} {plain(weight)}" for name, weight in sums.items())
    choices = "；".join("、".join(f"{name} {plain(weight)}" for name, weight in each) for each in allowed)
    message = f"各一级指标的分值合计是 {told}，不合规定的权重。"
    yield diagnose("R03", span, message, f"规定的权重：{choices}。", subject="权重")


def _same_weights(sums: dict[str, Decimal], allowed: dict[str, Decimal]) -> bool:
    names = dict.fromkeys((*sums, *allowed))
    return all(sums.get(name, ZERO) == allowed.get(name, ZERO) for name in names)


def _total(lines: Sequence[ScoreLine], level1: Sequence[LevelTotal], format: Format) -> Decimal:
    """总分：先逐项舍入再求和（at: indicator），或只在总分舍入；加减加分项、扣分项；不小于零，不大于满分。"""
    places, at = format.manifest.rounding.score_places, format.manifest.rounding.at
    counted = [line for line in lines if line.counted]
    if any(level.folded is not None for level in level1):
        total = sum((level.folded for level in level1 if level.folded is not None), ZERO)
    elif at == "total":
        total = sum((line.exact for line in counted if line.exact is not None), ZERO)
    else:
        total = sum((line.score for line in counted if line.score is not None), ZERO)
    adjustments = [_adjustment(rule, lines) for rule in format.catalogue.levels if rule.adds]
    total += sum(adjustments, ZERO)
    if adjustments:
        total = max(total, ZERO) if format.manifest.over_full else min(max(total, ZERO), format.manifest.full_marks)
    return round_half_up(total, places)


def _adjustment(rule: LevelRule, lines: Sequence[ScoreLine]) -> Decimal:
    """一组加分项或扣分项计入总分的分：以 cap 为限。"""
    own = [line.score for line in lines if line.level1 == rule.level1 and line.score is not None]
    amount = sum(own, ZERO)
    if rule.cap is None:
        return amount
    return max(amount, -rule.cap) if rule.adds == "deduction" else min(amount, rule.cap)


def _reviewed(counted: Sequence[ScoreLine], format: Format) -> Decimal:
    """复核总分：有复核分的取复核分，没有的取得分。"""
    scores = [line.review.number if line.review is not None else line.score or ZERO for line in counted]
    return round_half_up(sum(scores, ZERO), format.manifest.rounding.score_places)


def _subtotals(lines: Sequence[ScoreLine], format: Format, *, second: bool) -> Iterator[LevelTotal]:
    groups: dict[int, list[ScoreLine]] = {}
    for line in lines:
        groups.setdefault(line.group2 if second else line.group1, []).append(line)
    for group in groups.values():
        first = group[0]
        weight = sum((line.weight for line in group), ZERO)
        total = sum((line.score for line in group if line.score is not None), ZERO)
        fold = None if second else format.catalogue.level(first.level1).fold
        folded = None if fold is None else round_half_up(total * fold, format.manifest.rounding.score_places)
        yield LevelTotal(first.level1, first.level2 if second else "", weight, total, len(group), fold, folded)
