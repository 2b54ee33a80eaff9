"""评分表的行从哪里来：指标库的条目配上输入的实绩，开放的一级指标填上单位自设的指标。

得到的各行已定好次序（指标库的次序；同一二级指标的自设指标排在一起）和分值、规则，还没有计分。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.format import Catalogue, CatalogueEntry, Format, OpenGroup
from reportgen.core.frozen import frozen
from reportgen.core.indicator import Indicator
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO
from reportgen.core.rules.kinds import Rule, nature
from reportgen.core.scoreline import NOTHING, RuleFrom, ScoreLine
from reportgen.core.target import Target
from reportgen.core.text import Text
from reportgen.scoring.settled import quantitative, settled
from reportgen.scoring.unplaced import (
    Problems,
    homeless,
    incomplete,
    open_weight,
    repeats,
    unweighted,
    worthless,
)


@frozen
class Drafted:
    """还没有计分的各行，按印出的次序，和配不上的指标的诊断。

    settled 为假的，有指标没有归处，或分值没有写、合计不对，已各有诊断；满分自然凑不成，不再说一次。
    """

    lines: tuple[ScoreLine, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    settled: bool = True


@frozen
class _Drafter:
    """配各行要知道的：指标库；指标值在这一份报告里的意思看格式的约定、年度和写明的日子。"""

    format: Format
    year: int
    days: Mapping[str, date]

    def meant(self, target: Target | None, indicator: Indicator) -> Target | None:
        """指标值在这一份报告里的意思。"""
        return settled(target, indicator, self.format.manifest, self.year, self.days)

    def listed(self, entry: CatalogueEntry, match: Indicator | None) -> ScoreLine:
        """指标库的一行；match 是输入里的同名指标。"""
        indicator = match or NOTHING
        initial = entry.target or indicator.target
        target = self.meant(indicator.adjusted or initial, indicator)
        written: tuple[_Written, ...] = (("library", entry.rule), ("row", indicator.rule))
        rule, rule_from = _rule(written, self.format.catalogue, target, indicator)
        return ScoreLine(
            name=entry.name,
            level1=entry.level1,
            level2=entry.level2,
            weight=entry.weight if entry.weight is not None else _weight(indicator),
            target=target,
            initial_target=initial,
            definition=entry.definition,
            rule=rule,
            rule_from=rule_from,
            measure=entry.measure,
            counted=entry.counted,
            printed=entry.printed,
            indicator=indicator,
            span=indicator.name.span,
        )

    def self_set(self, indicator: Indicator, group: OpenGroup) -> ScoreLine:
        """单位自设的一行。"""
        line = self.as_written(indicator)
        written: tuple[_Written, ...] = (("row", indicator.rule), ("group", group.rule))
        rule, rule_from = _rule(written, self.format.catalogue, line.target, indicator)
        return replace(
            line,
            level1=group.level1,
            rule=rule,
            rule_from=rule_from,
            counted=group.counted,
            printed=group.printed,
        )

    def unscored(self, indicator: Indicator) -> ScoreLine:
        """不按规则计分的一行：只用来列名单、比对实绩。"""
        for entry in self.format.catalogue.entries:
            if isinstance(entry, CatalogueEntry) and entry.name == indicator.name:
                return self.listed(entry, indicator)
        return self.as_written(indicator)

    def copied(self, given: dict[str, Indicator]) -> Iterator[ScoreLine]:
        """照抄得分的各行，自设的也带上规则，抄录的得分才有规则算得的可比；没有归处的在末尾。"""
        left = dict(given)
        for entry in self.format.catalogue.entries:
            if isinstance(entry, CatalogueEntry):
                match = left.pop(str(entry.name), None)
                if match is not None:
                    yield self.listed(entry, match)
                continue
            group = [indicator for indicator in left.values() if indicator.level1 == entry.level1]
            for indicator in _together(group):
                del left[str(indicator.name)]
                yield self.self_set(indicator, entry)
        for indicator in left.values():
            yield self.as_written(indicator)

    def as_written(self, indicator: Indicator) -> ScoreLine:
        """指标库里没有的一行：全凭输入。"""
        return ScoreLine(
            name=indicator.name,
            level1=str(indicator.level1 or ""),
            level2=str(indicator.level2 or ""),
            weight=_weight(indicator),
            target=self.meant(indicator.adjusted or indicator.target, indicator),
            initial_target=indicator.target,
            definition=str(indicator.definition or ""),
            indicator=indicator,
            span=indicator.name.span,
        )


def draft_lines(evaluation: Evaluation, format: Format, *, copied: bool = False) -> Drafted:
    """指标库和输入 → 还没有计分的各行。copied 是照抄了各行得分的报告：评分表的次序同按规则计分的。"""
    days = cast("dict[str, date]", dict(evaluation.dates.entries))
    drafter = _Drafter(format, evaluation.year, days)
    given: dict[str, Indicator] = {}
    for indicator in evaluation.indicators:
        given.setdefault(str(indicator.name), indicator)
    catalogue = format.catalogue
    if evaluation.scoring != "rules":
        if copied:
            return Drafted(_placed(list(drafter.copied(given)), catalogue))
        unscored = [drafter.unscored(indicator) for indicator in given.values()]
        return Drafted(_placed(unscored, catalogue))
    problems = Problems()
    opened = _opened(given, catalogue, problems)
    placed = problems.settled
    lines: list[ScoreLine] = []
    for entry in catalogue.entries:
        if isinstance(entry, OpenGroup):
            group = opened[entry.level1]
            lines += [drafter.self_set(indicator, entry) for indicator in _together(group)]
            for indicator in group:
                problems.unsettle(incomplete(indicator))
                problems.add(worthless(indicator))
            if placed:  # 有指标没有归处的，少的正是它的分值，不再说一次
                problems.unsettle(open_weight(entry, group, evaluation))
            continue
        match = given.get(str(entry.name))
        if entry.weight is None:
            problems.unsettle(unweighted(entry, match))
        if entry.weight is not None or match is not None:
            lines.append(drafter.listed(entry, match))
    return Drafted(_placed(lines, catalogue), tuple(problems.diagnostics), problems.settled)


def _opened(
    given: dict[str, Indicator], catalogue: Catalogue, problems: Problems
) -> dict[str, list[Indicator]]:
    """开放的一级指标 → 其下自设的指标；指标库里已有的、没有归处的，各有诊断。"""
    listed: dict[str, CatalogueEntry] = {}
    groups: dict[str, OpenGroup] = {}
    for entry in catalogue.entries:
        if isinstance(entry, CatalogueEntry):
            listed[str(entry.name)] = entry
        else:
            groups[entry.level1] = entry
    opened: dict[str, list[Indicator]] = {level1: [] for level1 in groups}
    for name, indicator in given.items():
        if name in listed:
            problems.add(repeats(indicator, listed[name]))
        elif indicator.level1 is not None and str(indicator.level1) in opened:
            opened[str(indicator.level1)].append(indicator)
        else:
            problems.unsettle([homeless(indicator, listed, groups)])
    return opened


_Written = tuple[RuleFrom, Rule | None]
"""谁写的规则，写了什么；没有写的为 None。"""


def _rule(
    written: tuple[_Written, ...],
    catalogue: Catalogue,
    target: Target | None,
    indicator: Indicator,
) -> tuple[Rule | None, RuleFrom]:
    """这一行的规则，和它是谁写的：先写的为准，都没有写的用默认。"""
    for rule_from, rule in written:
        if rule is not None:
            return rule, rule_from
    rule = default_rule(catalogue, target, indicator)
    if rule is None:
        return None, ""
    return rule, "default"


def default_rule(catalogue: Catalogue, target: Target | None, indicator: Indicator) -> Rule | None:
    """没有写规则的：年度指标值能比的用定量的默认规则，是文字的用定性的。"""
    if target is None:
        return None
    if quantitative(target, indicator):
        return catalogue.quantitative
    return catalogue.qualitative


def _weight(indicator: Indicator) -> Decimal:
    """输入里写的分值；没有写的按零，另有诊断。"""
    if indicator.weight is None:
        return ZERO
    return indicator.weight.number


def _together(indicators: list[Indicator]) -> Iterator[Indicator]:
    """同一二级指标的排在一起，各按第一次出现的先后。"""
    groups: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        groups.setdefault(str(indicator.level2 or ""), []).append(indicator)
    for group in groups.values():
        yield from group


def _placed(lines: list[ScoreLine], catalogue: Catalogue) -> tuple[ScoreLine, ...]:
    """各行记上所属一级、二级指标的分值，接上“其中”各行。"""
    first: dict[str, Decimal] = {}
    second: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        first[line.level1] = first.get(line.level1, ZERO) + line.full
        second[line.group] = second.get(line.group, ZERO) + line.full
    adds = {level1: catalogue.level(level1).adds for level1 in first}
    placed = []
    for line in lines:
        whole = replace(
            line,
            level1_weight=first[line.level1],
            level2_weight=second[line.group],
            adds=adds[line.level1],
            nature=nature(line.rule, line.target),
        )
        if line.indicator.includes:
            whole = replace(whole, children=tuple(_includes(whole)))
        placed.append(whole)
    return tuple(placed)


def _includes(line: ScoreLine) -> Iterator[ScoreLine]:
    """“其中”各行：所属与三级指标相同，没有分值和得分；指标值不另调整。"""
    for part in line.indicator.includes:
        yield ScoreLine(
            name=part.name,
            level=4,
            level1=line.level1,
            level2=line.level2,
            level1_weight=line.level1_weight,
            level2_weight=line.level2_weight,
            target=part.target,
            initial_target=part.target,
            actual=part.actual_text or Text(""),
            span=part.span,
        )
