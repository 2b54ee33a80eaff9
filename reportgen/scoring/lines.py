"""评分表的行从哪里来：指标库的条目配上输入的实绩，开放的一级指标填上单位自设的指标。

得到的 Draft 已定好次序（指标库的次序；同一二级指标的自设指标排在一起）和分值、规则，还没有计分。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import Catalogue, CatalogueEntry, Format, OpenGroup
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation, Indicator
from reportgen.core.quantity import ZERO, plain
from reportgen.core.rules.kinds import Rule
from reportgen.core.spelling import did_you_mean
from reportgen.core.target import Target
from reportgen.core.text import Text
from reportgen.scoring.settled import quantitative, settled

RuleFrom = Literal["library", "row", "group", "default", ""]
"""规则是谁写的：指标库的条目、输入的这一行、开放的一级指标、格式的默认；空是没有规则。"""


@frozen
class Draft:
    """还没有计分的一行。indicator 为 None 表示输入里没有这个指标。target 是计分所依的指标值，initial 是年初的。"""

    name: Text
    level1: str
    level2: str
    weight: Decimal
    target: Target | None
    rule: Rule | None
    definition: str
    measure: str
    counted: bool
    printed: bool
    indicator: Indicator | None
    span: Span | None
    initial: Target | None
    rule_from: RuleFrom = ""


def draft_lines(evaluation: Evaluation, format: Format) -> tuple[list[Draft], list[Diagnostic]]:
    """全部的行，按印出的次序；配不上的指标各有诊断。"""
    drafts, diagnostics = _drafts(evaluation, format)
    return [_settled(draft, evaluation, format) for draft in drafts], diagnostics


def _settled(draft: Draft, evaluation: Evaluation, format: Format) -> Draft:
    """指标值的意思、没有写规则时的默认规则，都看这一份报告。"""
    named = cast("dict[str, date]", dict(evaluation.dates.entries))
    target = settled(draft.target, draft.indicator, format.manifest, evaluation.year, named)
    if draft.rule_from not in {"default", ""} or evaluation.scoring != "rules":
        return replace(draft, target=target)
    rule = default_rule(format.catalogue, target, draft.indicator)
    return replace(draft, target=target, rule=rule, rule_from="" if rule is None else "default")


def _drafts(evaluation: Evaluation, format: Format) -> tuple[list[Draft], list[Diagnostic]]:
    given: dict[str, Indicator] = {}
    for indicator in evaluation.indicators:
        given.setdefault(str(indicator.name), indicator)
    catalogue = format.catalogue
    if evaluation.scoring != "rules":
        return [_unscored(indicator, catalogue) for indicator in given.values()], []
    listed = {str(entry.name): entry for entry in catalogue.entries if isinstance(entry, CatalogueEntry)}
    opened = {entry.level1: entry for entry in catalogue.entries if isinstance(entry, OpenGroup)}
    own: dict[str, list[Indicator]] = {level1: [] for level1 in opened}
    diagnostics: list[Diagnostic] = []
    for name, each in given.items():
        if name in listed:
            diagnostics += _repeats(each, listed[name])
        elif each.level1 is not None and str(each.level1) in own:
            own[str(each.level1)].append(each)
        else:
            diagnostics.append(_homeless(each, listed, opened))
    drafts: list[Draft] = []
    for entry in catalogue.entries:
        if isinstance(entry, CatalogueEntry):
            match = given.get(str(entry.name))
            if entry.weight is None:
                diagnostics += _unweighted(entry, match)
            if entry.weight is not None or match is not None:
                drafts.append(_listed(entry, match, catalogue))
        else:
            drafts += [_own(each, entry, catalogue) for each in _together(own[entry.level1])]
            diagnostics += [fault for each in own[entry.level1] for fault in _incomplete(each)]
            diagnostics += _open_weight(entry, own[entry.level1], evaluation)
    return drafts, diagnostics


def _listed(entry: CatalogueEntry, indicator: Indicator | None, catalogue: Catalogue) -> Draft:
    initial = entry.target or (indicator.target if indicator else None)
    target = (indicator.adjusted if indicator else None) or initial
    written = indicator.rule if indicator else None
    rule, rule_from = _rule((("library", entry.rule), ("row", written)))
    return Draft(
        name=entry.name,
        level1=entry.level1,
        level2=entry.level2,
        weight=_weight(entry, indicator),
        target=target,
        rule=rule,
        definition=entry.definition,
        measure=entry.measure,
        counted=entry.counted,
        printed=entry.printed,
        indicator=indicator,
        span=indicator.name.span if indicator else None,
        initial=initial,
        rule_from=rule_from,
    )


def _own(indicator: Indicator, group: OpenGroup, catalogue: Catalogue) -> Draft:
    target = indicator.adjusted or indicator.target
    rule, rule_from = _rule((("row", indicator.rule), ("group", group.rule)))
    return Draft(
        name=indicator.name,
        level1=group.level1,
        level2=str(indicator.level2 or ""),
        weight=indicator.weight.number if indicator.weight else ZERO,
        target=target,
        rule=rule,
        definition=str(indicator.definition or ""),
        measure="",
        counted=group.counted,
        printed=group.printed,
        indicator=indicator,
        span=indicator.name.span,
        initial=indicator.target,
        rule_from=rule_from,
    )


def _rule(named: tuple[tuple[RuleFrom, Rule | None], ...]) -> tuple[Rule | None, RuleFrom]:
    """这一行的规则，和它是谁写的：先写的为准，都没有写的以后用默认。"""
    for rule_from, rule in named:
        if rule is not None:
            return rule, rule_from
    return None, ""


def _weight(entry: CatalogueEntry, indicator: Indicator | None) -> Decimal:
    """分值：指标库定的；指标库没有定的取输入里的。"""
    if entry.weight is not None:
        return entry.weight
    return indicator.weight.number if indicator is not None and indicator.weight is not None else ZERO


def _unweighted(entry: CatalogueEntry, indicator: Indicator | None) -> Iterator[Diagnostic]:
    """I01 指标库没有定分值的指标，输入里用了就要写分值。"""
    if indicator is not None and indicator.weight is None and indicator.name.span is not None:
        message = f"“{entry.name}”没有写分值（weight），指标库里也没有定。"
        yield diagnose("I01", indicator.name.span, message, "加上 weight: …", subject=str(entry.name))


def _unscored(indicator: Indicator, catalogue: Catalogue) -> Draft:
    """不按规则计分的一行：只用来列名单、比对实绩。"""
    entry = next(
        (each for each in catalogue.entries if isinstance(each, CatalogueEntry) and each.name == indicator.name), None
    )
    if entry is not None:
        return _listed(entry, indicator, catalogue)
    return Draft(
        name=indicator.name,
        level1=str(indicator.level1 or ""),
        level2=str(indicator.level2 or ""),
        weight=indicator.weight.number if indicator.weight else ZERO,
        target=indicator.adjusted or indicator.target,
        rule=None,
        definition=str(indicator.definition or ""),
        measure="",
        counted=True,
        printed=True,
        indicator=indicator,
        span=indicator.name.span,
        initial=indicator.target,
    )


def default_rule(catalogue: Catalogue, target: Target | None, indicator: Indicator | None) -> Rule | None:
    """没有写规则的：年度指标值能比的用定量的默认规则，是文字的用定性的。"""
    if target is None:
        return None
    return catalogue.quantitative if quantitative(target, indicator) else catalogue.qualitative


def _together(indicators: list[Indicator]) -> Iterator[Indicator]:
    """同一二级指标的排在一起，各按第一次出现的先后。"""
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(str(indicator.level2 or ""), []).append(indicator)
    for group in groups.values():
        yield from group


def _repeats(indicator: Indicator, entry: CatalogueEntry) -> Iterator[Diagnostic]:
    """R10 指标库里已有的分值、年度指标值、规则，输入又写成别的。"""
    name = str(indicator.name)
    help = "删去输入里的这一项；指标库是格式定的，不因单位而改。"
    weight = indicator.weight
    if weight is not None and entry.weight is not None and weight.number != entry.weight and weight.span:
        message = f"“{name}”的分值写的是 {weight}，指标库定为 {plain(entry.weight)}，按指标库计。"
        yield diagnose("R10", weight.span, message, help, subject=name)
    target = indicator.target
    if target is not None and entry.target is not None and target.text != entry.target.text and target.span:
        message = f"“{name}”的年度指标值写的是“{target}”，指标库定为“{entry.target}”，按指标库计。"
        yield diagnose("R10", target.span, message, help, subject=name)
    if indicator.rule is not None and entry.rule is not None and indicator.rule.note.span:
        message = f"“{name}”另写了规则，指标库已定规则，按指标库计。"
        yield diagnose("R10", indicator.rule.note.span, message, help, subject=name)


def _homeless(indicator: Indicator, listed: dict[str, CatalogueEntry], opened: dict[str, OpenGroup]) -> Diagnostic:
    """I09 指标库里没有，也不属于可以自设的一级指标。"""
    name, span = str(indicator.name), indicator.name.span or indicator.span
    assert span is not None
    if indicator.level1 is None:
        message = f"指标库里没有“{name}”，自设的指标又没有写一级指标。"
        help = did_you_mean(name, listed)
        if opened:
            help = f"{help}自设的指标写全 level1、level2、target、weight；可自设的一级指标：{'、'.join(opened)}。"
        return diagnose("I09", span, message, help, subject=name)
    where = indicator.level1.span or span
    message = f"“{name}”的一级指标“{indicator.level1}”不能自设指标。"
    return diagnose("I09", where, message, did_you_mean(indicator.level1, opened), subject=name)


def _incomplete(indicator: Indicator) -> Iterator[Diagnostic]:
    """I01 自设的指标没有写全；I03 分值不大于零。"""
    span = indicator.name.span or indicator.span
    assert span is not None
    for key, title, value in (
        ("level2", "二级指标", indicator.level2),
        ("target", "年度指标值", indicator.target),
        ("weight", "分值", indicator.weight),
    ):
        if value is None:
            message = f"自设的指标“{indicator.name}”没有写{title}（{key}）。"
            yield diagnose("I01", span, message, f"加上 {key}: …", subject=str(indicator.name))
    if indicator.weight is not None and indicator.weight.number <= 0:
        message = f"自设的指标“{indicator.name}”的分值是 {indicator.weight}，分值要大于零。"
        where = indicator.weight.span or span
        yield diagnose("I03", where, message, "核对分值；不计分的不必列入指标。", subject=str(indicator.name))


def _open_weight(group: OpenGroup, own: list[Indicator], evaluation: Evaluation) -> Iterator[Diagnostic]:
    """R03 自设指标的分值合计等于规定的合计。"""
    if group.weight is None:
        return
    total = sum((indicator.weight.number for indicator in own if indicator.weight), ZERO)
    span = own[0].span if own else evaluation.span
    if total == group.weight or span is None:
        return
    message = f"“{group.level1}”下自设指标的分值合计 {plain(total)}，规定是 {plain(group.weight)}，"
    message += f"{'多' if total > group.weight else '少'} {plain(abs(total - group.weight))}。"
    related = [Related(each.weight.span, "其中一项") for each in own if each.weight and each.weight.span]
    help = f"调整这几个指标的分值，使合计为 {plain(group.weight)}。"
    yield diagnose("R03", span, message, help, related=related[:3], subject=group.level1)
