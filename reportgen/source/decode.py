"""译码：核过形状的树 → 一份评价（Evaluation）。只在形状全对之后调用，所以这里不再报写法的错。

各项照声明读（reading.py）；这里是读了以后的几步：补单位的简称、金额换算成格式的单位、资金行的层次、几个项目各成一份评价。
唯一在这里查的是编号与名称：指标重名（I07）、回应或对应的问题不存在（I09）。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.funds import USUAL, Funds, RateBasis
from reportgen.core.indicator import Indicator
from reportgen.core.model import PER_PROJECT, Evaluation, OneProject, Scoring
from reportgen.core.quantity import Quantity
from reportgen.core.rules.kinds import grounded
from reportgen.core.shape import Shape
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Text
from reportgen.source.funds import settled_funds
from reportgen.source.reading import read_shaped
from reportgen.source.tree import Mapping, Node

NEVER_NEGATIVE = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "arrived": "实际到位数",
    "spent": "全年执行数",
}


def decode(
    node: Node,
    shape: Shape,
    *,
    basis: RateBasis = USUAL,
    money: str = "",
    scoring: Scoring = "rules",
) -> tuple[Evaluation, tuple[Diagnostic, ...]]:
    """树 → 评价。shape 是格式的输入的形状，专有事实凭它读；

    basis 是执行率的算法，money 是格式的金额单位，scoring 是没有另写时的计分方式。
    """
    written: Evaluation = read_shaped(node, shape)
    said = isinstance(node, Mapping) and node.get("scoring") is not None
    unit = replace(written.unit, short=written.unit.short or written.unit.name)
    evaluation = replace(
        _settled(written, basis, money),
        unit=unit,
        scoring=written.scoring if said else scoring,
        projects=(),
    )
    shared = replace(evaluation, waivers=(), pictures=(), findings=(), suggestions=())
    # 读到的是 OneProject（一个项目自己写的），补上全体的单位、年度等才是一份评价
    parts = cast("tuple[OneProject, ...]", written.projects)
    projects = tuple(_project(part, shared, basis, money) for part in parts)
    evaluation = replace(evaluation, projects=projects)
    problems = tuple(_nothing_evaluated(evaluation))
    for part in (evaluation, *projects):
        problems += (*_repeated(part), *_dangling(part), *_negative(part.funds))
    return evaluation, problems


def _project(part: OneProject, shared: Evaluation, basis: RateBasis, money: str) -> Evaluation:
    """几个项目中的一个：单位、年度等取自全体，抄录取全体里抄它的那一项。"""
    content = _settled(part.content, basis, money)
    contents = {name: getattr(content, name) for name in PER_PROJECT}
    stated = shared.stated.of(str(part.project.name))
    return replace(shared, project=part.project, stated=stated, span=part.span, **contents)


def _settled(written: Evaluation, basis: RateBasis, money: str) -> Evaluation:
    """读了以后的几步：资金换算单位、记下执行率的算法；自设指标的规则，分项的依据随整条的。"""
    indicators = tuple(_grounded(indicator) for indicator in written.indicators)
    return replace(written, funds=settled_funds(written.funds, basis, money), indicators=indicators)


def _grounded(indicator: Indicator) -> Indicator:
    if indicator.rule is None:
        return indicator
    return replace(indicator, rule=grounded(indicator.rule, ""))


def _nothing_evaluated(evaluation: Evaluation) -> Iterator[Diagnostic]:
    if not evaluation.indicators and not evaluation.projects and evaluation.span is not None:
        help = "加上 indicators: 一段；一份报告评几个项目的，写 projects。"
        message = "输入里没有指标（indicators）。"
        yield diagnose("I01", evaluation.span, message, help, subject="indicators")
    for part in evaluation.projects:
        if not part.indicators and part.span is not None and part.project is not None:
            message = f"项目“{part.project.name}”没有指标（indicators）。"
            help = "写上这个项目的指标，至少一个。"
            yield diagnose("I01", part.span, message, help, subject="indicators")


def _negative(funds: Funds) -> Iterator[Diagnostic]:
    """I03 预算、到位和执行的金额不能小于零；追加可以是追减，结余可以是负的。"""
    total = () if funds.total is None else (funds.total,)
    lines = [*funds.lines, *total, *funds.projects, *funds.years]
    for line in lines:
        for member in (line, *line.includes):
            for name, title in NEVER_NEGATIVE.items():
                amount: Quantity | None = getattr(member, name)
                if amount is None or amount.number >= 0 or amount.span is None:
                    continue
                message = f"“{member.name}”的{title}是 {amount}，金额不能小于零。"
                help = "核对金额和正负号；追减写在 added（追加预算数）里，可以是负数。"
                yield diagnose("I03", amount.span, message, help, subject=str(member.name))


def _repeated(evaluation: Evaluation) -> Iterator[Diagnostic]:
    seen: dict[str, Text] = {}
    for indicator in evaluation.indicators:
        name = indicator.name
        if name in seen and name.span is not None:
            first = seen[name].span
            related = (Related(first, "第一次写在这里"),) if first else ()
            help = "删去重复的一个；确是两个指标，请在名称上区分。"
            yield diagnose(
                "I07",
                name.span,
                f"指标“{name}”写了两次。",
                help,
                related=related,
                subject=str(name),
            )
        seen.setdefault(name, name)


def _dangling(evaluation: Evaluation) -> Iterator[Diagnostic]:
    ids = [finding.id for finding in evaluation.findings if finding.id is not None]
    links: list[Text] = []
    for suggestion in evaluation.suggestions:
        links += suggestion.answers
    links += [
        indicator.finding for indicator in evaluation.indicators if indicator.finding is not None
    ]
    for link in links:
        if link not in ids and link.span is not None:
            message = f"存在问题里没有编号为“{link}”的一条。"
            yield diagnose(
                "I09",
                link.span,
                message,
                did_you_mean(link, ids) or "先给问题写上 id。",
                subject=link,
            )


def without_repeats(evaluation: Evaluation) -> Evaluation:
    """重名的指标只留第一个，好让后面的房间继续查别的错。"""
    kept: dict[str, Indicator] = {}
    for indicator in evaluation.indicators:
        kept.setdefault(indicator.name, indicator)
    projects = tuple(without_repeats(part) for part in evaluation.projects)
    return replace(evaluation, indicators=tuple(kept.values()), projects=projects)
