"""总分：各级小计、加分扣分、折算、复核、等级和一票否决的封顶；几个项目的取平均。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Catalogue, CatalogueEntry, Format, LevelRule
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, divide, plain, round_half_up
from reportgen.core.rules.case import Outcome, Step
from reportgen.core.scorecard import Counts, Scorecard
from reportgen.core.scoreline import Level, ScoreLine
from reportgen.core.text import Text
from reportgen.scoring.vetoes import Triggered, capped

WHOLE = "总分"
"""不折算的格式，各行的分值合在一起等于满分。"""


def total_up(
    lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format, vetoes: Sequence[Triggered]
) -> Scorecard:
    """各行 → 评分表。不按规则计分的，总分和等级照抄 stated；各行都抄了而没有总得分的，相加。"""
    counted = [line for line in lines if line.counted]
    level1 = tuple(_levels(lines, format))
    total = _total(lines, level1, format)
    reviewed = _reviewed(lines, format)
    card = Scorecard(
        lines=tuple(lines),
        level1=level1,
        weight=_weight_of(counted),
        total=total,
        grade=capped(grade_of(total, format), vetoes, format),
        full_marks=format.manifest.full_marks,
        counts=_counts(lines),
        complete=all(line.score is not None for line in counted),
        scoring=evaluation.scoring,
        reviewed=reviewed,
        review_grade=grade_of(reviewed, format) if reviewed is not None else "",
        vetoed=tuple(veto.effect for veto in vetoes),
        project=str(evaluation.project.name) if evaluation.project else "",
        absent=_absent(lines, format.catalogue),
    )
    return card if evaluation.scoring == "rules" else _as_stated(card, evaluation)


def _counts(lines: Sequence[ScoreLine]) -> Counts:
    """各级指标的个数：印入评分表的，加分项、扣分项不在内。"""
    printed = [line for line in lines if line.printed and not line.adds]
    level1 = {line.level1 for line in printed}
    level2 = {line.group for line in printed}
    return Counts(len(level1), len(level2), len(printed))


def _absent(lines: Sequence[ScoreLine], catalogue: Catalogue) -> tuple[str, ...]:
    """指标库里有而没有评的指标。"""
    names: dict[str, None] = {}
    for entry in catalogue.entries:
        if isinstance(entry, CatalogueEntry):
            names[str(entry.name)] = None
    for line in lines:
        names.pop(str(line.name), None)
    return tuple(names)


def _as_stated(card: Scorecard, evaluation: Evaluation) -> Scorecard:
    """照抄的总分和等级；没有得分的报告两者都空。"""
    stated = evaluation.stated
    if evaluation.scoring != "stated":
        return replace(card, total=ZERO, grade="", complete=False)
    grade = str(stated.grade or "")
    if stated.score is not None:
        return replace(card, total=stated.score.number, grade=grade, complete=True)
    if card.lines and card.complete:  # 各行都抄了，只缺总得分
        return replace(card, grade=grade or card.grade)
    return replace(card, total=ZERO, grade=grade, complete=False)


def total_of(lines: Sequence[ScoreLine], format: Format) -> Decimal:
    """各行照格式的算法（折算、加分扣分、舍入）加得的总分。"""
    return _total(lines, tuple(_levels(lines, format)), format)


def average(whole: Scorecard, projects: Sequence[Scorecard], format: Format) -> Scorecard:
    """几个项目的总分：各项目得分的平均；有一个项目算不出，总分也算不出。照抄了总得分的不算。"""
    if whole.scoring == "stated" and whole.complete:
        return whole
    if not all(project.complete for project in projects):
        return replace(whole, complete=False)
    scores = sum((project.total for project in projects), ZERO)
    mean = divide(scores, Decimal(len(projects)))
    total = round_half_up(mean, format.manifest.rounding.score_places)
    grade = whole.grade if whole.scoring == "stated" else ""
    return replace(whole, total=total, grade=grade or grade_of(total, format), complete=True)


def grade_of(total: Decimal, format: Format) -> str:
    """总分所在的等级，下限含；低于最低一等的没有等级。"""
    grades = sorted(format.manifest.grades, key=lambda grade: grade.lower, reverse=True)
    for grade in grades:
        if total >= grade.lower:
            return grade.name
    return ""


def deducted(weight: Decimal, outcome: Outcome) -> Outcome:
    """扣分项的得分：规则给出的得分减去分值，即扣掉的分（不大于零）。"""
    exact = outcome.exact - weight
    last = Step(f"扣分项，计 {plain(exact)} 分（{plain(outcome.exact)} − {plain(weight)}）", exact)
    return replace(outcome, exact=exact, steps=(*outcome.steps, last))


def full_marks(
    lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    """R03 计入总分的分值合计等于满分；折算的格式，每个一级指标的分值合计等于满分。"""
    full = format.manifest.full_marks
    span = _first_indicator(evaluation)
    if span is None:
        return
    # 诊断的对象 → 它的分值合计；折算的一级指标自己满分，各说各的
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.counted:
            folds = format.catalogue.level(line.level1).fold is not None
            subject = line.level1 if folds else WHOLE
            sums[subject] = sums.get(subject, ZERO) + line.full
    for subject, total in sums.items():
        if total == full:
            continue
        owner = "计入总分" if subject == WHOLE else f"“{subject}”"
        more = "多" if total > full else "少"
        message = f"{owner}的分值合计 {plain(total)}，满分 {plain(full)}，"
        message += f"{more} {plain(abs(total - full))}。"
        help = "核对自设指标的分值，或补上缺的指标。"
        yield diagnose("R03", span, message, help, subject=subject)


def weightings(
    lines: Sequence[ScoreLine], evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    """R03 各一级指标的分值合计，合规定的一种权重。"""
    span = _first_indicator(evaluation)
    allowed = format.catalogue.weightings
    if span is None or not allowed:
        return
    sums: dict[str, Decimal] = {}
    for line in lines:
        if line.counted:
            sums[line.level1] = sums.get(line.level1, ZERO) + line.full
    if any(_same_weights(sums, dict(weighting)) for weighting in allowed):
        return
    written = _listed(sums.items(), "，")
    choices = "；".join(_listed(weighting, "、") for weighting in allowed)
    message = f"各一级指标的分值合计是 {written}，不合规定的权重。"
    yield diagnose("R03", span, message, f"规定的权重：{choices}。", subject="权重")


def _listed(weights: Iterable[tuple[str, Decimal]], comma: str) -> str:
    """各一级指标和它的分值，如“产出 40，效益 20”。"""
    return comma.join(f"{name} {plain(weight)}" for name, weight in weights)


def _first_indicator(evaluation: Evaluation) -> Span | None:
    """分值合计的问题不在哪一行，指到第一个指标；没有指标的指到全篇。"""
    first = evaluation.indicators[0].span if evaluation.indicators else None
    return first or evaluation.span


def _same_weights(sums: dict[str, Decimal], allowed: dict[str, Decimal]) -> bool:
    names = dict.fromkeys((*sums, *allowed))
    return all(sums.get(name, ZERO) == allowed.get(name, ZERO) for name in names)


def _total(lines: Sequence[ScoreLine], level1: Sequence[ScoreLine], format: Format) -> Decimal:
    """总分：先逐项舍入再求和（at: indicator），或只在总分舍入。

    加减加分项、扣分项以后，不小于零，不大于满分（over_full 除外）。
    """
    manifest = format.manifest
    counted = [line for line in lines if line.counted]
    folded = [level.folded for level in level1 if level.folded is not None]
    if folded:
        total = sum(folded, ZERO)
    elif manifest.rounding.at == "total":
        total = sum((line.exact for line in counted if line.exact is not None), ZERO)
    else:
        total = _score_of(counted)
    adjustments = [_adjustment(rule, lines) for rule in format.catalogue.levels if rule.adds]
    if adjustments:
        total = max(total + sum(adjustments, ZERO), ZERO)
        if not manifest.over_full:
            total = min(total, manifest.full_marks)
    return round_half_up(total, manifest.rounding.score_places)


def _adjustment(rule: LevelRule, lines: Sequence[ScoreLine]) -> Decimal:
    """一组加分项或扣分项计入总分的分：以 cap 为限。"""
    amount = _score_of([line for line in lines if line.level1 == rule.level1])
    if rule.cap is None:
        return amount
    if rule.adds == "deduction":
        return max(amount, -rule.cap)
    return min(amount, rule.cap)


def _reviewed(lines: Sequence[ScoreLine], format: Format) -> Decimal | None:
    """复核总分，与总分一样算：有复核得分的取复核得分，没有的取得分；一行也没有复核的没有。"""
    if all(line.reviewed is None for line in lines):
        return None
    second: list[ScoreLine] = []
    for line in lines:
        if line.reviewed is None:
            second.append(line)
        else:
            second.append(replace(line, score=line.reviewed, exact=line.review_exact))
    return _total(second, tuple(_levels(second, format)), format)


def _levels(lines: Sequence[ScoreLine], format: Format) -> Iterator[ScoreLine]:
    """各行归到一级、二级指标之下，求各级的小计。"""
    groups: dict[str, dict[str, list[ScoreLine]]] = {}
    for line in lines:
        groups.setdefault(line.level1, {}).setdefault(line.level2, []).append(line)
    places = format.manifest.rounding.score_places
    for level1, inner in groups.items():
        seconds = [_subtotal(2, level1, level2, group) for level2, group in inner.items()]
        first = _subtotal(1, level1, "", seconds)
        fold = format.catalogue.level(level1).fold
        if fold is not None:
            first = replace(first, fold=fold, folded=round_half_up(first.earned * fold, places))
        yield first


def _second_of(lines: Sequence[ScoreLine]) -> Decimal | None:
    """复核得分的小计；一行也没有复核的没有。"""
    if all(line.reviewed is None for line in lines):
        return None
    return sum((line.earned if line.reviewed is None else line.reviewed for line in lines), ZERO)


def _subtotal(level: Level, level1: str, level2: str, lines: Sequence[ScoreLine]) -> ScoreLine:
    """一级或二级指标的小计：分值和得分是其下各行之和。"""
    return ScoreLine(
        name=Text(level2 or level1),
        level=level,
        level1=level1,
        level2=level2,
        weight=_weight_of(lines),
        score=_score_of(lines),
        reviewed=_second_of(lines),
        children=tuple(lines),
    )


def _weight_of(lines: Sequence[ScoreLine]) -> Decimal:
    return sum((line.full for line in lines), ZERO)


def _score_of(lines: Sequence[ScoreLine]) -> Decimal:
    return sum((line.earned for line in lines), ZERO)
