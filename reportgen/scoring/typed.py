"""写了而规则不用的得分（C06）和完成与否（C12）。

与规则算得的相同就不作声，不同就是两个结果，不能只印一个。
规则用哪一项：judged 用 score（没有则用 share），key_points 用 key_points，
parts 用各分项所用的，别的都不用。
复核分（review）是第二个得分，不在此列。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import ONE, ZERO, fixed, plain, round_half_up, settle, shown
from reportgen.core.rules.figures import percent
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints
from reportgen.core.rules.kinds import Rule
from reportgen.core.rules.parts import Parts
from reportgen.core.scoreline import ScoreLine

_TITLES = {"score": "认定得分", "share": "认定份额", "key_points": "要点认定"}


def two_results(line: ScoreLine, printed: ScoreLine, format: Format) -> Iterator[Diagnostic]:
    """一行里写的与算得的不同；算不出的另有诊断，不比。

    line 是规则算得的，printed 是一票否决之后印出的。
    """
    if line.score is None or printed.score is None:
        return
    places = format.manifest.rounding.score_places
    name = str(line.name)
    results = {line.score, printed.score}
    if line.adds == "deduction":
        results.add(line.score + line.full)  # 规则给出的，还没有减去分值
    spans = dict(line.indicator.judgement.spans)
    for key, written, score in _unused(line):
        span = spans.get(key) or line.span
        if span is None or round_half_up(settle(score), places) in results:
            continue
        message = f"“{name}”的{_TITLES[key]}（{key}）写的是 {written}，"
        message += f"按规则算得 {fixed(line.score, places)}。"
        help = f"这一行的规则不用 {key}：删去它，或核对实际完成值和规则。"
        if line.rule_from != "library":  # 指标库定的规则，这一行不能另写
            help += "要由评价人认定的，在这一行写 rule: {kind: judged}。"
        yield diagnose("C06", span, message, help, subject=name)
    met = line.indicator.met
    if met is not None and met != printed.met and not line.adds and line.span is not None:
        reckoned = "没有完成" if met else "完成"
        written = "true" if met else "false"
        message = f"“{name}”的是否完成（met）写的是 {written}，"
        message += f"按规则得 {fixed(printed.score, places)} 分，"
        message += f"分值 {plain(line.full)}，算{reckoned}。"
        help = "删去 met（完成与否由程序比较），或核对年度指标值和实际完成值。"
        yield diagnose("C12", line.span, message, help, subject=name)


def _unused(line: ScoreLine) -> Iterator[tuple[str, str, Decimal]]:
    """规则没有用的认定：键、怎么写的、合多少分。"""
    judgement = line.indicator.judgement
    used = _used(line.rule, judgement)
    if judgement.score is not None and "score" not in used:
        yield "score", plain(judgement.score), judgement.score
    if judgement.share is not None and "share" not in used:
        score = line.full * judgement.share
        yield "share", f"{percent(judgement.share)}，合 {shown(score)} 分", score
    if (judgement.points or judgement.all_points) and "key_points" not in used:
        score = line.full * _mean(judgement)
        shares = ", ".join(percent(point) for point in judgement.points)
        text = "all" if judgement.all_points else f"[{shares}]"
        yield "key_points", f"{text}，合 {shown(score)} 分", score


def _used(rule: Rule | None, judgement: Judgement) -> set[str]:
    """规则用到的键。"""
    if isinstance(rule, Judged):
        return {"share" if judgement.score is None else "score"}
    if isinstance(rule, KeyPoints):
        return {"key_points"}
    used: set[str] = set()
    if isinstance(rule, Parts):
        for part in rule.parts:
            used |= _used(part.rule, judgement)
    return used


def _mean(judgement: Judgement) -> Decimal:
    """各要点平均的份额。"""
    if judgement.all_points:
        return ONE
    return sum(judgement.points, ZERO) / len(judgement.points)
