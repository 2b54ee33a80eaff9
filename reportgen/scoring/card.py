"""评分表：每行按规则计分，求小计、总分和等级。一行算不出不妨碍别的行，全部问题一次说完。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.paths import NoSuchPath
from reportgen.core.quantity import EXACT, Quantity, fixed, round_half_up, shown
from reportgen.core.rules.case import Case, Doubt, Outcome, Step, Unscorable, unscorable
from reportgen.core.rules.kinds import achieved, score_rule
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.scoring.doubts import doubts_of, review_doubts, unconfirmed
from reportgen.scoring.lines import draft_lines
from reportgen.scoring.measures import measure
from reportgen.scoring.rowfaults import overruled, own_faults
from reportgen.scoring.second import ruled, second_case, typed_only
from reportgen.scoring.settled import refuse_contrary
from reportgen.scoring.stated import stated_scores, stated_sum
from reportgen.scoring.totals import average, deducted, full_marks, total_up, weightings
from reportgen.scoring.typed import two_results, typed_score
from reportgen.scoring.vetoes import struck, triggered
from reportgen.scoring.worded import refuse_worded


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
            first, doubts = grader.by_rules(draft)
            vetoed = struck(first, vetoes)
            line = grader.as_typed(first) if vetoed is first else first
            lines.append(line if vetoed is first else vetoed)
            diagnostics += two_results(first, lines[-1], format)
        else:
            line, doubts = grader.as_stated(draft, scores)
            lines.append(line)
        diagnostics += doubts_of(doubts, line, evaluation, format)
        if line.indicator.review.given:
            lines[-1], doubts = grader.as_reviewed(line)
            diagnostics += review_doubts(doubts, lines[-1], evaluation)
    if by_rules:
        diagnostics += unconfirmed(lines)
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

    def as_reviewed(self, line: ScoreLine) -> tuple[ScoreLine, tuple[Doubt, ...]]:
        """复核过的一行，添上复核得分和它的步骤；算不出的只有疑问。"""
        review = line.indicator.review
        places = self.format.manifest.rounding.score_places
        if not review.remade:
            return typed_only(line, review, places), ()
        try:
            outcome = grade_line(line, second_case(self.case(line), review))
        except Unscorable as reason:
            if review.score is not None:  # 规则用不上，照复核人给的计
                return typed_only(line, review, places), ()
            return line, (reason.doubt,)
        if line.adds == "deduction":
            outcome = deducted(line.full, outcome)
        value = round_half_up(outcome.exact, places)
        return ruled(line, review, outcome, _rounding(outcome.exact, value, places), value)

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
