"""指标配不上指标库的：没有归处，没有写全，分值的合计不对，或同指标库写的不一样。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose
from reportgen.core.format import CatalogueEntry, OpenGroup
from reportgen.core.indicator import Indicator
from reportgen.core.model import Evaluation
from reportgen.core.quantity import ZERO, plain
from reportgen.core.spelling import did_you_mean


class Problems:
    """配行时说出的问题，依先后。"""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.settled = True

    def add(self, problems: Iterable[Diagnostic]) -> None:
        """不妨碍分值合计的。"""
        self.diagnostics += problems

    def unsettle(self, problems: Iterable[Diagnostic]) -> None:
        """使分值合计定不下来的。"""
        count = len(self.diagnostics)
        self.diagnostics += problems
        self.settled = self.settled and len(self.diagnostics) == count


def unweighted(entry: CatalogueEntry, indicator: Indicator | None) -> Iterator[Diagnostic]:
    """I01 指标库没有定分值的指标，输入里用了就要写分值。"""
    if indicator is not None and indicator.weight is None and indicator.name.span is not None:
        message = f"“{entry.name}”没有写分值（weight），指标库里也没有定。"
        help = "加上 weight: …"
        yield diagnose("I01", indicator.name.span, message, help, subject=str(entry.name))


def repeats(indicator: Indicator, entry: CatalogueEntry) -> Iterator[Diagnostic]:
    """R10 指标库里已有的分值、年度指标值、规则，输入又写成别的。"""
    name = str(indicator.name)
    help = "删去输入里的这一项；指标库是格式定的，不因单位而改。"
    weight, fixed = indicator.weight, entry.weight
    if weight is not None and fixed is not None and weight.number != fixed and weight.span:
        message = f"“{name}”的分值写的是 {weight}，指标库定为 {plain(fixed)}，按指标库计。"
        yield diagnose("R10", weight.span, message, help, subject=name)
    target, official = indicator.target, entry.target
    if target is not None and official is not None and target.text != official.text and target.span:
        message = f"“{name}”的年度指标值写的是“{target}”，指标库定为“{official}”，按指标库计。"
        yield diagnose("R10", target.span, message, help, subject=name)
    if indicator.rule is not None and entry.rule is not None and indicator.rule.note.span:
        message = f"“{name}”另写了规则，指标库已定规则，按指标库计。"
        yield diagnose("R10", indicator.rule.note.span, message, help, subject=name)


def homeless(
    indicator: Indicator, listed: dict[str, CatalogueEntry], opened: dict[str, OpenGroup]
) -> Diagnostic:
    """I09 指标库里没有，也不属于可以自设的一级指标。"""
    name, span = str(indicator.name), _place(indicator)
    if indicator.level1 is None:
        message = f"指标库里没有“{name}”，自设的指标又没有写一级指标。"
        help = did_you_mean(name, listed)
        if opened:
            help += "自设的指标写全 level1、level2、target、weight；"
            help += f"可自设的一级指标：{'、'.join(opened)}。"
        return diagnose("I09", span, message, help, subject=name)
    where = indicator.level1.span or span
    message = f"“{name}”的一级指标“{indicator.level1}”不能自设指标。"
    return diagnose("I09", where, message, did_you_mean(indicator.level1, opened), subject=name)


def incomplete(indicator: Indicator) -> Iterator[Diagnostic]:
    """I01 自设的指标没有写全。"""
    for key, title, value in (
        ("level2", "二级指标", indicator.level2),
        ("target", "年度指标值", indicator.target),
        ("weight", "分值", indicator.weight),
    ):
        if value is None:
            message = f"自设的指标“{indicator.name}”没有写{title}（{key}）。"
            help = f"加上 {key}: …"
            yield diagnose("I01", _place(indicator), message, help, subject=str(indicator.name))


def worthless(indicator: Indicator) -> Iterator[Diagnostic]:
    """I03 自设的指标，分值不大于零。"""
    weight = indicator.weight
    if weight is not None and weight.number <= 0:
        message = f"自设的指标“{indicator.name}”的分值是 {weight}，分值要大于零。"
        where = weight.span or _place(indicator)
        help = "核对分值；不计分的不必列入指标。"
        yield diagnose("I03", where, message, help, subject=str(indicator.name))


def open_weight(
    group: OpenGroup, indicators: list[Indicator], evaluation: Evaluation
) -> Iterator[Diagnostic]:
    """R03 自设指标的分值合计等于规定的合计。"""
    if group.weight is None:
        return
    total = ZERO
    related: list[Related] = []
    for indicator in indicators:
        weight = indicator.weight
        if weight is not None:
            total += weight.number
        if weight is not None and weight.span is not None:
            related.append(Related(weight.span, "其中一项"))
    span = indicators[0].span if indicators else evaluation.span
    if total == group.weight or span is None:
        return
    more = "多" if total > group.weight else "少"
    message = f"“{group.level1}”下自设指标的分值合计 {plain(total)}，"
    message += f"规定是 {plain(group.weight)}，{more} {plain(abs(total - group.weight))}。"
    help = f"调整这几个指标的分值，使合计为 {plain(group.weight)}。"
    yield diagnose("R03", span, message, help, related=related[:3], subject=group.level1)


def _place(indicator: Indicator) -> Span:
    """指标写在哪里；输入里的每个指标都有出处。"""
    span = indicator.name.span or indicator.span
    assert span is not None
    return span
