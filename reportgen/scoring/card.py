"""评分表：每行按规则计分，求小计、总分和等级。一行算不出不妨碍别的行，全部问题一次说完。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.judgement import Judgement
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath
from reportgen.core.quantity import EXACT, ZERO, Quantity, fixed, half_width, plain, round_half_up, shown
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, Unscorable, unscorable
from reportgen.core.rules.kinds import Rule, achieved, nature, score_rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import NOTHING, ScoreLine
from reportgen.scoring.lines import Draft, draft_lines
from reportgen.scoring.measures import measure
from reportgen.scoring.settled import refuse_contrary
from reportgen.scoring.totals import average, deducted, full_marks, total_up, weightings
from reportgen.scoring.typed import two_results
from reportgen.scoring.vetoes import struck, triggered
from reportgen.scoring.worded import refuse_worded

UNCONFIRMED = "待证实"
"""依据以它开头的规则没有查到文件，出稿时提醒。"""

NOTHING_JUDGED = Judgement()


def score(evaluation: Evaluation, format: Format) -> tuple[Scorecard, tuple[Diagnostic, ...]]:
    """评价加指标库 → 评分表。算不出的行 score 为 None，原因在诊断里；几个项目的，各有一张评分表。"""
    with localcontext(EXACT):
        own, diagnostics = _score(evaluation, format)
        parts = [_score(part, format) for part in evaluation.projects]
    projects = tuple(part for part, _ in parts)
    if projects and not evaluation.indicators:
        own = average(own, projects, format)
    return replace(own, projects=projects), (*diagnostics, *(each for _, found in parts for each in found))


def _score(evaluation: Evaluation, format: Format) -> tuple[Scorecard, tuple[Diagnostic, ...]]:
    if evaluation.projects and not evaluation.indicators:
        return total_up([], evaluation, format, ()), ()
    drafts, diagnostics = draft_lines(evaluation, format)
    groups = _Groups(drafts)
    vetoes, found = triggered(evaluation, format)
    diagnostics += found
    lines: list[ScoreLine] = []
    for draft in drafts:
        line, problems = _line(draft, evaluation, format, groups)
        lines.append(struck(line, vetoes))
        diagnostics += problems
        if evaluation.scoring == "rules":
            diagnostics += two_results(line, lines[-1], format, fixed_rule=draft.rule_from == "library")
    if evaluation.scoring == "rules":
        diagnostics += _unconfirmed(drafts)
        if not any(diagnostic.code in {"R03", "I01", "I09"} for diagnostic in diagnostics):
            diagnostics += full_marks(lines, evaluation, format)
            diagnostics += weightings(lines, evaluation, format)
    return total_up(lines, evaluation, format, vetoes), tuple(diagnostics)


class _Groups:
    """一级、二级指标的序号和分值之和。"""

    def __init__(self, drafts: list[Draft]) -> None:
        self.first: dict[str, int] = {}
        self.second: dict[tuple[str, str], int] = {}
        self.weight1: dict[str, Decimal] = {}
        self.weight2: dict[tuple[str, str], Decimal] = {}
        for draft in drafts:
            level2 = (draft.level1, draft.level2)
            self.first.setdefault(draft.level1, len(self.first))
            self.second.setdefault(level2, len(self.second))
            self.weight1[draft.level1] = self.weight1.get(draft.level1, ZERO) + draft.weight
            self.weight2[level2] = self.weight2.get(level2, ZERO) + draft.weight


def _line(
    draft: Draft, evaluation: Evaluation, format: Format, groups: _Groups
) -> tuple[ScoreLine, tuple[Diagnostic, ...]]:
    indicator = draft.indicator
    rules = evaluation.scoring == "rules"
    case: Case | None = None
    outcome: Outcome | None = None
    doubts: tuple[Doubt, ...] = ()
    try:
        case = _case(draft, evaluation, format)
        if rules:
            outcome = grade_line(draft, case)
            doubts = outcome.doubts + _overruled(draft, case, outcome)
    except Unscorable as reason:
        doubts = (reason.doubt,) if rules else ()
    places = format.manifest.rounding.score_places
    adds = format.catalogue.level(draft.level1).adds
    if outcome is not None and adds == "deduction":
        outcome = deducted(draft.weight, outcome)
    value = round_half_up(outcome.exact, places) if outcome else None
    actual = "\n".join(outcome.actuals) if outcome and outcome.actuals else case.actual_text if case else ""
    line = ScoreLine(
        level1=draft.level1,
        level2=draft.level2,
        name=draft.name,
        group1=groups.first[draft.level1],
        group2=groups.second[draft.level1, draft.level2],
        level1_weight=groups.weight1[draft.level1],
        level2_weight=groups.weight2[draft.level1, draft.level2],
        weight=draft.weight,
        target=draft.target.text if draft.target else "",
        actual=actual,
        score=value,
        exact=outcome.exact if outcome else None,
        steps=(*outcome.steps, _rounding(outcome.exact, value, places)) if outcome and value is not None else (),
        rule=draft.rule,
        definition=draft.definition,
        deviation=indicator.deviation if indicator else None,
        met=_met_by_score(draft, case, outcome, value, format, actual)
        if rules
        else _met_as_reported(draft, case, actual),
        counted=draft.counted,
        printed=draft.printed,
        goal=draft.target,
        initial_target=draft.initial.text if draft.initial else "",
        actual_value=case.actual if case else None,
        indicator=indicator or NOTHING,
        adds=adds,
        nature=nature(draft.rule, draft.target),
        span=draft.span,
    )
    return line, tuple(_diagnostics(doubts, line, evaluation, format))


def _met_by_score(
    draft: Draft, case: Case | None, outcome: Outcome | None, value: Decimal | None, format: Format, actual: str
) -> bool:
    """计分的算不算完成：得满分的；格式以指标值为准的，达到指标值的也是。"""
    if case is None or outcome is None:
        return False
    if draft.weight in (value, outcome.exact):
        return True
    return format.manifest.met == "target" and achieved(draft.rule, draft.target, case.actual, actual)


def _met_as_reported(draft: Draft, case: Case | None, actual: str) -> bool:
    """不计分的算不算完成：实绩和指标值都是数的相比；否则照自报，没有自报的看文字是否一致。"""
    reported = draft.indicator.met if draft.indicator else None
    numbers = case is not None and case.actual is not None and draft.target is not None and draft.target.number
    if reported is not None and not numbers:
        return reported
    if case is not None and draft.target is not None and actual:
        return achieved(draft.rule, draft.target, case.actual, actual)
    return bool(reported)


def _rounding(exact: Decimal, value: Decimal, places: int) -> Step:
    text = fixed(value, places)
    if exact == value:
        return Step(f"得分 {text}", value)
    return Step(f"{shown(exact)} 四舍五入到 {places} 位小数，得分 {text}", value)


def grade_line(draft: Draft, case: Case) -> Outcome:
    """一行的得分；没有规则、输入里没有这个指标都算不了。"""
    if draft.rule is None:
        message = f"“{draft.name}”没有计分规则。"
        raise unscorable("R01", message, "写上 rule，或在格式的 defaults 里定默认规则。")
    if draft.indicator is None:
        message = f"指标库里的“{draft.name}”在输入里没有。"
        raise unscorable("R02", message, f"在 indicators 里加上 - {{name: {draft.name}, actual: …}}。")
    if draft.rule_from == "default":
        refuse_worded(case)
    refuse_contrary(case, draft.indicator)
    return score_rule(draft.rule, case)


def _overruled(draft: Draft, case: Case, outcome: Outcome) -> tuple[Doubt, ...]:
    """R10 实绩由程序取自事实的，输入又写成别的。"""
    written = str(draft.indicator.actual_text or "") if draft.indicator else ""
    found = "\n".join(outcome.actuals) or (case.actual_text if draft.measure else "")
    if not written or not found or half_width(written) == found:
        return ()
    message = (
        f"“{draft.name}”的实际完成值写的是“{written}”，由输入里的资金等算得“{'、'.join(found.split())}”，按算得的计。"
    )
    return (Doubt("R10", message, "删去 actual，或核对资金等各行的数。"),)


def _case(draft: Draft, evaluation: Evaluation, format: Format) -> Case:
    indicator = draft.indicator

    def find(path: str) -> Quantity | None:
        try:
            return measure(evaluation, path, exact=format.manifest.score_from == "exact")
        except NoSuchPath as error:
            raise unscorable("R02", f"“{draft.name}”的实绩取自 {path}，{error}。", "在输入里补上这一项。") from None

    actual = indicator.actual if indicator else None
    text = str(indicator.actual_text or "") if indicator else ""
    if draft.measure and indicator is not None:
        measured = find(draft.measure)
        if measured is None and not text:
            message = f"“{draft.name}”的实绩取自 {draft.measure}，那里没有填或算不出。"
            raise unscorable("R02", message, f"在输入里补上 {draft.measure} 所要的数，或直接写 actual。")
        if measured is not None:
            actual, text = measured, str(measured)
    judgement = indicator.judgement if indicator else NOTHING_JUDGED
    return Case(str(draft.name), draft.weight, draft.target, actual, text, judgement, format.manifest.tiers, find)


def _diagnostics(
    doubts: tuple[Doubt, ...], line: ScoreLine, evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    name = str(line.name)
    span = line.span or evaluation.span
    assert span is not None
    for doubt in doubts:
        yield diagnose(doubt.code, doubt.at or span, doubt.message, doubt.help, subject=name)
    review = line.review
    if review is not None and review.span is not None and not ZERO <= review.number <= line.weight:
        message = f"“{name}”的复核分 {review} 超出 0 至 {plain(line.weight)} 的范围。"
        yield diagnose("R09", review.span, message, f"复核分在 0 与分值 {plain(line.weight)} 之间。", subject=name)
    if line.lost and line.deviation is None:
        places = format.manifest.rounding.score_places
        message = (
            f"“{name}”分值 {plain(line.weight)}，得 {fixed(line.score or ZERO, places)}，没有写偏差原因及改进措施。"
        )
        help = "加上 deviation: …（财预〔2020〕10号第十一条：未完成或偏离较大的，要分析原因，写明改进措施）。"
        yield diagnose("R05", span, message, help, subject=name, severity=format.manifest.reasons)


def _unconfirmed(drafts: list[Draft]) -> Iterator[Diagnostic]:
    """R08 用到的规则里，依据待证实的，每条规则说一次。"""
    seen: dict[Span, list[str]] = {}
    for draft in drafts:
        for rule in _with_parts(draft.rule):
            if rule.note.reference.startswith(UNCONFIRMED) and rule.note.span is not None:
                seen.setdefault(rule.note.span, []).append(str(draft.name))
    for span, names in seen.items():
        many = f"“{names[0]}”等 {len(names)} 个指标" if len(names) > 1 else f"“{names[0]}”"
        message = f"{many}用的规则没有查到文件，依据写的是“{UNCONFIRMED}”。"
        yield diagnose("R08", span, message, "向主管部门核实这条规则，把文件名写进 reference。", subject=names[0])


def _with_parts(rule: Rule | None) -> Iterator[Rule]:
    """规则和它各分项的规则；整条都待证实的，不再逐个分项说。"""
    if rule is None:
        return
    yield rule
    if isinstance(rule, Parts) and not rule.note.reference.startswith(UNCONFIRMED):
        for part in rule.parts:
            yield from _with_parts(part.rule)
