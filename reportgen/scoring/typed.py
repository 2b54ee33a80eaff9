"""写了而规则不用的得分（C06、R09）和完成与否（C12）。

与规则算得的相同就不作声，不同就是两个结果，不能只印一个。认定得分（score）写了理由（reason）的，照它印；
规则算得的留在得分说明里，另有提醒（R12，在 checking/published.py）。一票否决的行不能另定。
规则用哪一项：judged 用 score（没有则用 share），key_points 用 key_points，
parts 用各分项所用的，别的都不用。
复核分（review）是第二个得分，不在此列。
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
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


def typed_score(line: ScoreLine, places: int) -> Decimal | None:
    """照印的认定得分：写了理由，规则不用它，与规则算得的不同，又不超出范围；没有则为 None。"""
    indicator = line.indicator
    written = indicator.judgement.score
    if written is None or indicator.reason is None or line.score is None:
        return None
    if "score" in _used(line.rule, indicator.judgement) or not _within(line, written):
        return None
    same = round_half_up(settle(written), places) in _ruled(line)
    return None if same else written


def _ruled(line: ScoreLine) -> set[Decimal]:
    """规则算得的：扣分项印的是扣掉的分，规则给出的还没有减去分值，写哪一个都认。"""
    if line.score is None:
        return set()
    if line.adds == "deduction":
        return {line.score, line.score + line.full}
    return {line.score}


def _within(line: ScoreLine, score: Decimal) -> bool:
    """认定得分在 0 与分值之间；扣分项的是负数，最多扣完分值。"""
    if line.adds == "deduction":
        return -line.full <= score <= ZERO
    return ZERO <= score <= line.full


def two_results(line: ScoreLine, printed: ScoreLine, format: Format) -> Iterator[Diagnostic]:
    """一行里写的与算得的不同；算不出的另有诊断，不比。

    line 是规则算得的，printed 是评价人另定、一票否决之后印出的。
    """
    yield from _needless_reason(line)
    if line.score is None or printed.score is None:
        return
    places = format.manifest.rounding.score_places
    name = str(line.name)
    results = _ruled(line) | {printed.score}
    vetoed = printed.score != line.score and printed.by_rule is None
    spans = dict(line.indicator.judgement.spans)
    for key, written, score in _unused(line):
        span = spans.get(key) or line.span
        if span is None or round_half_up(settle(score), places) in results:
            continue
        if key == "score" and line.indicator.reason is not None and not vetoed:
            yield _beyond(line, span)
            continue
        message = f"“{name}”的{_TITLES[key]}（{key}）写的是 {written}，"
        message += f"按规则算得 {fixed(line.score, places)}。"
        help = f"这一行的规则不用 {key}：删去它，或核对实际完成值和规则。"
        if vetoed:
            help = (
                f"这一行被一票否决，得 {plain(printed.score)} 分，写了理由也不能另定：删去 {key}。"
            )
        elif _within(line, score):
            help += f"仍要照填的印，{_reasoned(line, key, score)}。"
        if not vetoed and line.rule_from != "library":  # 指标库定的规则，这一行不能另写
            help += "要由评价人认定的，在这一行写 rule: {kind: judged}。"
        yield diagnose("C06", span, message, help, subject=name)
    met = line.indicator.met
    if met is not None and met != printed.met and not line.adds and line.span is not None:
        reckoned = "没有完成" if met else "完成"
        written = "true" if met else "false"
        message = f"“{name}”的是否完成（met）写的是 {written}，"
        by = "按规则得" if printed.by_rule is None else "填的得分是"
        message += f"{by} {fixed(printed.score, places)} 分，"
        message += f"分值 {plain(line.full)}，算{reckoned}。"
        help = "删去 met（完成与否由程序比较），或核对年度指标值和实际完成值。"
        yield diagnose("C12", line.span, message, help, subject=name)


def _reasoned(line: ScoreLine, key: str, score: Decimal) -> str:
    """怎么写才照填的印：只有认定得分可以另定，别的先合成分数。"""
    if key == "score":
        return "加上 reason: 为什么这样认定"
    if line.indicator.reason is not None:
        return f"改写成 score: {plain(score)}"
    return f"改写成 score: {plain(score)}，加上 reason: 为什么这样认定"


def _beyond(line: ScoreLine, span: Span) -> Diagnostic:
    """R09 写了理由的认定得分，超出这一行能得的分。"""
    name, score = str(line.name), line.indicator.judgement.score
    if line.adds == "deduction":
        message = f"“{name}”是扣分项，认定得分写的是 {plain(score or ZERO)}，"
        message += f"应在 -{plain(line.full)} 与 0 之间。"
        return diagnose("R09", span, message, "扣几分写负几，如 -1；不扣写 0。", subject=name)
    message = f"“{name}”的认定得分写的是 {plain(score or ZERO)}，"
    message += f"超出 0 与分值 {plain(line.full)} 之间。"
    return diagnose("R09", span, message, "核对认定的分数；写了理由也不能超出。", subject=name)


def _needless_reason(line: ScoreLine) -> Iterator[Diagnostic]:
    """I06 写了认定理由，却没有认定，规则也不要人认定。"""
    reason, judgement = line.indicator.reason, line.indicator.judgement
    if reason is None or reason.span is None or judgement.given or _used(line.rule, judgement):
        return
    message = f"“{line.name}”写了认定理由（reason），没有写认定得分（score），理由没有用到。"
    help = "要另定得分的，加上 score: 分数；说明为什么扣分的，写在 deviation。"
    yield diagnose("I06", reason.span, message, help, subject=str(line.name))


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
