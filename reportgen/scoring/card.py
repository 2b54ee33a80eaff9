"""评分表：每行按规则计分，求小计、总分和等级。一行算不出不妨碍别的行，全部问题一次说完。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath
from reportgen.core.quantity import EXACT, ZERO, Quantity, fixed, plain, round_half_up, shown
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, Unscorable, unscorable
from reportgen.core.rules.kinds import Rule, achieved, score_rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.scoring.lines import draft_lines
from reportgen.scoring.measures import measure
from reportgen.scoring.rowfaults import overruled, own_faults, too_fine
from reportgen.scoring.settled import refuse_contrary
from reportgen.scoring.stated import stated_scores, stated_sum
from reportgen.scoring.totals import average, deducted, full_marks, total_up, weightings
from reportgen.scoring.typed import two_results, typed_score
from reportgen.scoring.vetoes import struck, triggered
from reportgen.scoring.worded import refuse_worded

UNCONFIRMED = "待证实"
"""依据以它开头的规则没有查到文件，出稿时提醒。"""


def score(evaluation: Evaluation, format: Format) -> tuple[Scorecard, tuple[Diagnostic, ...]]:
    """评价加指标库 → 评分表；几个项目的，各有一张评分表。

    算不出的行 score 为 None，原因在诊断里。
    """
    with localcontext(EXACT):
        scorecard, diagnostics = _score(evaluation, format)
        projects: list[Scorecard] = []
        for part in evaluation.projects:
            project, problems = _score(part, format)
            projects.append(project)
            diagnostics += problems
    if projects and not evaluation.indicators:
        scorecard = average(scorecard, projects, format)
    return replace(scorecard, projects=tuple(projects)), diagnostics


def _score(evaluation: Evaluation, format: Format) -> tuple[Scorecard, tuple[Diagnostic, ...]]:
    if evaluation.projects and not evaluation.indicators:
        return total_up([], evaluation, format, ()), ()
    scores = stated_scores(evaluation)
    drafted = draft_lines(evaluation, format, copied=bool(scores))
    vetoes, problems = triggered(evaluation, format)
    diagnostics = [*drafted.diagnostics, *problems]
    by_rules = evaluation.scoring == "rules"
    grader = _Grader(evaluation, format)
    lines: list[ScoreLine] = []
    for draft in drafted.lines:
        if by_rules:
            ruled, doubts = grader.by_rules(draft)
            vetoed = struck(ruled, vetoes)
            line = grader.as_typed(ruled) if vetoed is ruled else ruled
            lines.append(line if vetoed is ruled else vetoed)
            diagnostics += two_results(ruled, lines[-1], format)
        else:
            line, doubts = grader.as_stated(draft, scores)
            lines.append(line)
        diagnostics += _diagnostics(doubts, line, evaluation, format)
    if by_rules:
        diagnostics += _unconfirmed(lines)
    scored = by_rules or any(line.score is not None for line in lines)
    if scored and drafted.settled:
        diagnostics += full_marks(lines, evaluation, format)
        diagnostics += weightings(lines, evaluation, format)
    diagnostics += stated_sum(lines, evaluation, format)
    return total_up(lines, evaluation, format, vetoes), tuple(diagnostics)


@frozen
class _Grader:
    """给一份评价的各行计分要知道的。"""

    evaluation: Evaluation
    format: Format

    def by_rules(self, line: ScoreLine) -> tuple[ScoreLine, tuple[Doubt, ...]]:
        """按规则计分的一行，和计分时的疑问；算不出的没有得分，原因在疑问里。"""
        case: Case | None = None
        faults = tuple(own_faults(line))
        if faults:
            return _ungraded(line, None), faults
        try:
            case = self.case(line)
            outcome = grade_line(line, case)
        except Unscorable as reason:
            return _ungraded(line, case), (reason.doubt,)
        doubts = outcome.doubts + overruled(line, case, outcome)
        if line.adds == "deduction":
            outcome = deducted(line.full, outcome)
        places = self.format.manifest.rounding.score_places
        value = round_half_up(outcome.exact, places)
        actual = "\n".join(outcome.actuals) or case.actual_text
        graded = replace(
            line,
            actual=actual,
            actual_value=case.actual,
            score=value,
            exact=outcome.exact,
            steps=(*outcome.steps, _rounding(outcome.exact, value, places)),
            met=line.weight in (value, outcome.exact) or self.reaches(line, case.actual, actual),
        )
        return graded, doubts

    def as_typed(self, line: ScoreLine) -> ScoreLine:
        """计过分的一行：评价人写了理由另定得分的，照填的印，步骤仍是规则的；别的行不变。"""
        places = self.format.manifest.rounding.score_places
        written = typed_score(line, places)
        if written is None:
            return line
        score = round_half_up(written, places)
        typed = replace(line, score=score, exact=written, by_rule=line.score)
        return replace(typed, met=self.met(typed))

    def as_stated(
        self, line: ScoreLine, scores: Mapping[str, Decimal]
    ) -> tuple[ScoreLine, tuple[Doubt, ...]]:
        """不按规则计分的一行：抄录了得分的照印；规则算得出而不同的，另记下。

        规则算不出的不说：得分是抄来的。与规则相同的，规则的疑问（如用词与档次不符）也是它的疑问。
        """
        reported, doubts = self.as_reported(line)
        written = scores.get(str(line.name))
        if written is None:
            return reported, doubts
        places = self.format.manifest.rounding.score_places
        score = round_half_up(written, places)
        ruled, problems = self.by_rules(line) if line.weight else (line, ())
        if ruled.score is None:
            ruled = reported
        elif ruled.score == score:
            doubts += problems
        step = Step(f"照抄原件，得分 {fixed(score, places)}", score)
        stated = replace(
            ruled,
            score=score,
            exact=written,
            by_rule=None if ruled.score == score else ruled.score,
            steps=(*ruled.steps, step),
        )
        met = reported.met if line.indicator.met is not None else self.met(stated)
        return replace(stated, met=met), doubts

    def as_reported(self, line: ScoreLine) -> tuple[ScoreLine, tuple[Doubt, ...]]:
        """不计分的一行：只取实绩，看完没完成。"""
        try:
            case = self.case(line)
        except Unscorable:
            return replace(line, met=bool(line.indicator.met)), ()
        return replace(_ungraded(line, case), met=_met_as_reported(line, case)), ()

    def met(self, line: ScoreLine) -> bool:
        """计过分的算不算完成：得满分的；格式以指标值为准的，达到指标值的也是。"""
        if line.weight in (line.score, line.exact):
            return True
        return self.reaches(line, line.actual_value, line.actual)

    def reaches(self, line: ScoreLine, actual: Quantity | None, text: str) -> bool:
        """格式以指标值为准的，实绩达没达到指标值。"""
        if self.format.manifest.met != "target":
            return False
        return achieved(line.rule, line.target, actual, text)

    def case(self, line: ScoreLine) -> Case:
        """一行待评的情形：实绩取自事实的先取来；取不到则算不了。"""
        indicator = line.indicator
        actual, text = indicator.actual, str(indicator.actual_text or "")
        if line.measure and indicator.name:
            measured = self.measured(line, line.measure)
            if measured is None and not text:
                message = f"“{line.name}”的实绩取自 {line.measure}，那里没有填或算不出。"
                help = f"在输入里补上 {line.measure} 所要的数，或直接写 actual。"
                raise unscorable("R02", message, help)
            if measured is not None:
                actual, text = measured, str(measured)
        return Case(
            name=str(line.name),
            weight=line.full,
            target=line.target,
            actual=actual,
            actual_text=text,
            judgement=indicator.judgement,
            tiers=self.format.manifest.tiers,
            measure=lambda path: self.measured(line, path),
        )

    def measured(self, line: ScoreLine, path: str) -> Quantity | None:
        """实绩所取的数；没有填则为 None，路径走不通则算不了。"""
        exact = self.format.manifest.score_from == "exact"
        try:
            return measure(self.evaluation, path, exact=exact)
        except NoSuchPath as error:
            message = f"“{line.name}”的实绩取自 {path}，{error}。"
            raise unscorable("R02", message, "在输入里补上这一项。") from None


def _ungraded(line: ScoreLine, case: Case | None) -> ScoreLine:
    """没有得分的一行：实绩照样印。"""
    if case is None:
        return line
    return replace(line, actual=case.actual_text, actual_value=case.actual)


def _met_as_reported(line: ScoreLine, case: Case) -> bool:
    """不计分的算不算完成：实绩和指标值都是数的相比；否则照自报，没有自报的看文字是否一致。"""
    target, reported = line.target, line.indicator.met
    numbers = target is not None and target.number is not None and case.actual is not None
    if reported is not None and not numbers:
        return reported
    if target is not None and case.actual_text:
        return achieved(line.rule, target, case.actual, case.actual_text)
    return bool(reported)


def _rounding(exact: Decimal, value: Decimal, places: int) -> Step:
    text = fixed(value, places)
    if exact == value:
        return Step(f"得分 {text}", value)
    return Step(f"{shown(exact)} 四舍五入到 {places} 位小数，得分 {text}", value)


def grade_line(line: ScoreLine, case: Case) -> Outcome:
    """一行的得分；没有规则、输入里没有这个指标都算不了。"""
    if line.rule is None:
        message = f"“{line.name}”没有计分规则。"
        raise unscorable("R01", message, "写上 rule，或在格式的 defaults 里定默认规则。")
    if not line.indicator.name:
        message = f"指标库里的“{line.name}”在输入里没有。"
        raise unscorable(
            "R02", message, f"在 indicators 里加上 - {{name: {line.name}, actual: …}}。"
        )
    if line.rule_from == "default":
        refuse_worded(case)
    refuse_contrary(case, line.indicator)
    return score_rule(line.rule, case)


def _diagnostics(
    doubts: tuple[Doubt, ...], line: ScoreLine, evaluation: Evaluation, format: Format
) -> Iterator[Diagnostic]:
    name = str(line.name)
    span = line.span or evaluation.span
    assert span is not None
    for doubt in doubts:
        yield diagnose(doubt.code, doubt.at or span, doubt.message, doubt.help, subject=name)
    review = line.indicator.review
    if review is not None and review.span is not None and not ZERO <= review.number <= line.full:
        message = f"“{name}”的复核分 {review} 超出 0 至 {plain(line.full)} 的范围。"
        help = f"复核分在 0 与分值 {plain(line.full)} 之间。"
        yield diagnose("R09", review.span, message, help, subject=name)
    yield from too_fine(line, format)
    # 不印入评分表的一行，原因也没有地方印，不要求写
    if line.lost and line.printed and line.indicator.deviation is None:
        scored = fixed(line.earned, format.manifest.rounding.score_places)
        message = f"“{name}”分值 {plain(line.full)}，得 {scored}，没有写偏差原因及改进措施。"
        help = "加上 deviation: …"
        help += "（财预〔2020〕10号第十一条：未完成或偏离较大的，要分析原因，写明改进措施）。"
        severity = format.manifest.reasons
        yield diagnose("R05", span, message, help, subject=name, severity=severity)


def _unconfirmed(lines: Iterable[ScoreLine]) -> Iterator[Diagnostic]:
    """R08 用到的规则里，依据待证实的，每条规则说一次。"""
    users: dict[Span, list[str]] = {}
    for line in lines:
        for rule in _with_parts(line.rule):
            if rule.note.reference.startswith(UNCONFIRMED) and rule.note.span is not None:
                users.setdefault(rule.note.span, []).append(str(line.name))
    for span, names in users.items():
        indicators = f"“{names[0]}”"
        if len(names) > 1:
            indicators += f"等 {len(names)} 个指标"
        message = f"{indicators}用的规则没有查到文件，依据写的是“{UNCONFIRMED}”。"
        help = "向主管部门核实这条规则，把文件名写进 reference。"
        yield diagnose("R08", span, message, help, subject=names[0])


def _with_parts(rule: Rule | None) -> Iterator[Rule]:
    """规则和它各分项的规则；整条都待证实的，不再逐个分项说。"""
    if rule is None:
        return
    yield rule
    if isinstance(rule, Parts) and not rule.note.reference.startswith(UNCONFIRMED):
        for part in rule.parts:
            yield from _with_parts(part.rule)
