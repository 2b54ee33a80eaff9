"""印的得分同规则算得的：评价人另定的、抄录的各行，和规则不同的逐行说出（R12、C06）；抄的名字都认得（I09）。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, divide, fixed, plain, round_half_up
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Text

TITLES = {"score": "认定得分", "share": "认定份额", "key_points": "要点认定"}


def check_typed_scores(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """R12 照印的得分与规则算得的不同：评价人写了理由另定的，和照抄的。"""
    places = format.manifest.rounding.score_places
    rows = evaluation.stated.scores
    for line in scorecard.lines:
        if line.by_rule is None:
            continue
        name, indicator = str(line.name), line.indicator
        ruled, printed = fixed(line.by_rule, places), plain(line.exact or ZERO)
        span = dict(indicator.judgement.spans).get("score") or line.span
        if scorecard.scoring == "rules":
            message = f"“{name}”按规则应得 {ruled}，填的是 {printed}，照填的印。"
            message += f"理由：{' '.join(str(indicator.reason).split())}"
            help = "核对理由；照规则的，删去 score 和 reason。"
        else:
            message = f"“{name}”按规则应得 {ruled}，抄录的是 {printed}，照抄录的印。"
            help = "对照原件核对得分，再核对实际完成值和规则。"
            if name in rows:
                span = rows[name].span or span
        if span is not None:
            yield diagnose("R12", span, message, help, subject=name)


def check_stated_names(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """I09 抄录的各行、各项目，名字都在报告里；I07 一个名字只抄一次。"""
    stated = evaluation.stated
    names = [row.name for row in stated.rows]
    known = [str(line.name) for line in scorecard.lines]
    if scorecard.projects and not known:
        yield from _misplaced_rows(names)
    else:
        yield from _unknown(names, known, "指标里")
    yield from _unlike_the_mean(evaluation, scorecard, format)
    projects = [part.name for part in stated.projects]
    yield from _unknown(
        projects, [part.project for part in scorecard.projects], "各项目（projects）里"
    )


def _unlike_the_mean(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C06 照抄的总得分是各项目抄录的得分的平均。按规则计分的，总分由程序平均，不必比。"""
    score, parts = evaluation.stated.score, scorecard.projects
    if evaluation.scoring != "stated" or scorecard.lines or score is None or score.span is None:
        return
    if not parts or not all(part.complete for part in parts):
        return
    places = format.manifest.rounding.score_places
    total = sum((part.total for part in parts), ZERO)
    mean = round_half_up(divide(total, Decimal(len(parts))), places)
    if score.number != mean:
        message = f"抄录的总得分是 {score}，各项目抄录的得分平均是 {fixed(mean, places)}。"
        help = "对照原件核对；原件另有算法的，写豁免和理由。"
        yield diagnose("C06", score.span, message, help, subject="总分")


def _unknown(names: Iterable[Text], known: list[str], where: str) -> Iterator[Diagnostic]:
    """不认得的名字，和抄了两次的名字。"""
    first: dict[str, Text] = {}
    for name in names:
        if name.span is None:
            continue
        if name in first:
            place = first[name].span
            related = [Related(place, "第一次抄在这里")] if place is not None else []
            message = f"抄录里“{name}”写了两次。"
            help = "删去重复的一个。"
            yield diagnose("I07", name.span, message, help, related=related, subject=str(name))
        elif name not in known:
            message = f"抄录了“{name}”的得分，{where}没有它。"
            help = did_you_mean(name, known) or "删去这一项。"
            yield diagnose("I09", name.span, message, help, subject=str(name))
        first.setdefault(str(name), name)


def _misplaced_rows(names: list[Text]) -> Iterator[Diagnostic]:
    """几个项目各有评分表的，全体没有自己的行。"""
    if names and names[0].span is not None:
        message = "这份输入评几个项目，全体没有自己的指标，抄录的各行不知是哪个项目的。"
        help = "写在 stated.projects 里那个项目的 rows 之下。"
        yield diagnose("I09", names[0].span, message, help, subject=str(names[0]))


def check_stated_rows(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """抄录的各行：按规则计分的，与印的相同（C06）；照抄的，不缺行（R02），在分值以内（R09），只抄一个数（C06）。"""
    if evaluation.scoring == "rules":
        yield from _unlike_the_rule(evaluation, scorecard, format)
    elif evaluation.scoring == "stated":
        rows = evaluation.stated.scores
        copied = any(line.score is not None for line in scorecard.lines)
        for line in scorecard.lines:
            if line.score is not None:
                yield from _beyond(line)
            elif copied and line.span is not None:
                message = f"别的行抄录了得分，“{line.name}”没有，评分表里这一行的得分是空的。"
                help = "在 stated.rows 里加上这一行；原件没有这一行得分的，写豁免。"
                yield diagnose("R02", line.span, message, help, subject=str(line.name))
            written = line.indicator.judgement.score
            row = rows.get(str(line.name))
            if written is None or row is None or row.number == written or row.span is None:
                continue
            message = f"“{line.name}”的得分，stated.rows 里抄的是 {row}，"
            message += f"指标上写的 score 是 {plain(written)}。"
            help = "对照原件，两处只留一处。"
            yield diagnose("C06", row.span, message, help, subject=str(line.name))


def _unlike_the_rule(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C06 抄录的一行与印的不同；算不出的另有诊断。"""
    places = format.manifest.rounding.score_places
    rows = evaluation.stated.scores
    for line in scorecard.lines:
        row = rows.get(str(line.name))
        if row is None or row.span is None or line.score in (None, row.number):
            continue
        reckoned = "按规则算得" if line.by_rule is None else "填的得分是"
        message = f"抄录的“{line.name}”得 {row}，{reckoned} {fixed(line.earned, places)}。"
        help = "核对实际完成值和规则；原件就是这样的，"
        if _within(line, row.number):
            help += f"在这个指标上写 score: {row} 和 reason: 理由，照它印。"
        else:
            help += "写豁免和理由。"
        yield diagnose("C06", row.span, message, help, subject=str(line.name))


def _unused_copies(evaluation: Evaluation) -> Iterator[Diagnostic]:
    """不计分的报告里抄录的总得分、等级、各行：没有可比的，也不印。"""
    stated = evaluation.stated
    spans = {
        "总得分（score）": stated.score.span if stated.score is not None else None,
        "等级（grade）": stated.grade.span if stated.grade is not None else None,
        "各行的得分（rows）": stated.rows[0].span if stated.rows else None,
        "各项目的得分（projects）": stated.projects[0].span if stated.projects else None,
    }
    for title, span in spans.items():
        if span is not None:
            message = f"这份报告不计分（scoring: none），抄录的{title}没有用到。"
            help = "要照印的，改写成 scoring: stated；否则删去它。"
            yield diagnose("I06", span, message, help, subject="stated")


def _range(line: ScoreLine) -> tuple[Decimal, Decimal]:
    """一行最低、最高得几分：扣分项的是负数。"""
    if line.adds == "deduction":
        return -line.full, ZERO
    return ZERO, line.full


def _within(line: ScoreLine, score: Decimal) -> bool:
    low, high = _range(line)
    return low <= score <= high


def _beyond(line: ScoreLine) -> Iterator[Diagnostic]:
    """R09 照抄的得分超出这一行能得的分。"""
    if line.span is None or _within(line, line.earned):
        return
    low, high = _range(line)
    message = f"“{line.name}”抄录的得分是 {plain(line.earned)}，"
    message += f"应在 {plain(low)} 与 {plain(high)} 之间。"
    help = "对照原件核对得分和分值（weight）。"
    yield diagnose("R09", line.span, message, help, subject=str(line.name))


def check_unused(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """I06 不按规则计分的报告里，指标上写了而没有用的认定；不计分的，抄录的得分也没有用。"""
    if evaluation.scoring == "rules":
        return
    if evaluation.scoring == "none":
        yield from _unused_copies(evaluation)
    copied = evaluation.scoring == "stated"
    scored = {str(line.name) for line in scorecard.lines if line.score is not None}
    kind = "得分照抄（scoring: stated）" if copied else "不计分（scoring: none）"
    for indicator in evaluation.indicators:
        if str(indicator.name) in scored:  # 认定供规则算一个得分，同抄录的比
            continue
        for key, span in indicator.judgement.spans:
            message = f"这份报告{kind}，“{indicator.name}”的{TITLES[key]}（{key}）没有用到。"
            help = "删去它；要按规则计分的，删去 scoring。"
            if copied:
                help = "抄录的得分写成 score: 分数，或写在 stated.rows 里；要按规则计分的，删去 scoring。"
            yield diagnose("I06", span, message, help, subject=str(indicator.name))
