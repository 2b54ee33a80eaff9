"""评分表的比：各行配成对，得分和原因；总分、等级，和各种原因的分加起来。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.comparing.causes import KIND_OF as KIND_OF_STAGE
from reportgen.comparing.causes import Amounts, amounts_of, causes_of, without_amounts
from reportgen.comparing.sides import Card, Side
from reportgen.comparing.stages import Exchange, Scored, exchanges
from reportgen.core.difference import KINDS, Cause, Kind, Presence, RowChange, TotalChange
from reportgen.core.frozen import frozen
from reportgen.core.pairing import Entry, pair
from reportgen.core.quantity import ONE, ZERO, divide
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine

Compared = tuple[tuple[TotalChange, ...], tuple[RowChange, ...]]
Matched = tuple[ScoreLine | None, ScoreLine | None]


def compare_cards(old: Side, new: Side, scored: Scored | None) -> Compared:
    """两边的各张评分表：总分的变化，各行的变化。scored 是怎样重算，只有成稿的没有。"""
    totals: list[TotalChange] = []
    rows: list[RowChange] = []
    entries = [Entry(card.project) for card in old.cards]
    for at, to in pair(entries, [Entry(card.project) for card in new.cards]):
        before = old.cards[at] if at is not None else None
        after = new.cards[to] if to is not None else None
        table = _Table(old, new, before, after, scored)
        changes = tuple(table.rows())
        rows += changes
        totals += filter(None, (table.total(changes), table.reviewed()))
    whole = _whole(old, new, totals)
    return ((whole,) if whole is not None else ()) + tuple(totals), tuple(rows)


def renames(old: Sequence[ScoreLine], new: Sequence[ScoreLine]) -> Iterator[Matched]:
    """两张评分表的各行配成对。"""
    before = [Entry(str(line.name), line.group) for line in old]
    after = [Entry(str(line.name), line.group) for line in new]
    for at, to in pair(before, after):
        yield old[at] if at is not None else None, new[to] if to is not None else None


@frozen
class _Table:
    """一对评分表；一边没有的（几个项目里增减的）为 None。"""

    old: Side
    new: Side
    before: Card | None
    after: Card | None
    scored: Scored | None

    @property
    def project(self) -> str:
        """哪个项目的。"""
        card = self.after or self.before
        return card.project if card is not None else ""

    def rows(self) -> Iterator[RowChange]:
        """有不同的各行。"""
        matched = tuple(renames(_lines(self.before), _lines(self.after)))
        steps = self.steps(matched)
        for old, new in matched:
            change = self.row(old, new, steps)
            if change is not None:
                yield change

    def steps(self, matched: Sequence[Matched]) -> tuple[Exchange, ...]:
        """一步一步重算的评分表；重算不了的没有。"""
        if self.scored is None or self.before is None or self.after is None:
            return ()
        if self.old.format is None or self.new.format is None:
            return ()
        renamed: dict[str, str] = {}
        for old, new in matched:
            if old is not None and new is not None:
                renamed[str(old.name)] = str(new.name)
        formats = (self.old.format, self.new.format)
        return exchanges(self.before, self.after, formats, renamed, self.scored)

    def row(
        self, old: ScoreLine | None, new: ScoreLine | None, steps: Sequence[Exchange]
    ) -> RowChange | None:
        """一行的变化；没有不同的为 None。"""
        line = new or old
        assert line is not None
        earlier = old or line
        if old is None or new is None:
            presence: Presence = "added" if old is None else "removed"
            kind = self.kind_of_presence(line)
            amount = (new.earned if new is not None else ZERO) - (old.earned if old else ZERO)
            causes: tuple[Cause, ...] = (Cause(kind, _PRESENT[presence], amount=amount),)
            amounts: Mapping[Kind, Decimal] = {kind: amount}
        else:
            presence = ""
            causes, amounts = self.because(old, new, steps)
        change = RowChange(
            name=str(line.name),
            before=old.score if old is not None else None,
            after=new.score if new is not None else None,
            causes=causes,
            presence=presence,
            old_name=str(earlier.name),
            group_before=earlier.group,
            group_after=line.group,
            project=self.project,
            contribution=self.contribution(old, new, amounts),
        )
        plain = not presence and not causes and not change.renamed and not change.moved
        return None if plain and change.before == change.after else change

    def because(
        self, old: ScoreLine, new: ScoreLine, steps: Sequence[Exchange]
    ) -> tuple[tuple[Cause, ...], Mapping[Kind, Decimal]]:
        """两边都有的一行：原因，和各种原因的分。"""
        if not steps:
            change = new.earned - old.earned
            causes = without_amounts(old, new)
            kind: Kind = causes[0].kind if causes else "rest"
            return causes, {kind: change}
        amounts = amounts_of(old, new, steps)
        assert self.new.format is not None
        tiers = self.new.format.manifest.tiers
        return causes_of(old, new, amounts, tiers, exact=True), _by_kind(amounts)

    def kind_of_presence(self, line: ScoreLine) -> Kind:
        """增减的一行算事实还是格式：输入里没有写它的，是格式的指标库增减的。"""
        cards = [card for card in (self.before, self.after) if card is not None]
        written = []
        for card in cards:
            written.append(any(line.name == other.name for other in card.evaluation.indicators))
        return "format" if all(written) and len(written) > 1 else "fact"

    def contribution(
        self, old: ScoreLine | None, new: ScoreLine | None, amounts: Mapping[Kind, Decimal]
    ) -> tuple[tuple[Kind, Decimal], ...]:
        """这一行给总分带来的变化：不计入总分的没有，折算的按权重。"""
        line = new or old
        card = self.after if new is not None else self.before
        assert line is not None and card is not None
        if not line.counted and not line.adds:
            return ()
        share = _fold(line, card.scorecard)
        return tuple((kind, amount * share) for kind, amount in amounts.items() if amount)

    def total(self, rows: Sequence[RowChange]) -> TotalChange | None:
        """总分和等级的变化；没有不同的为 None。"""
        before, grade_before = _total(self.before)
        after, grade_after = _total(self.after)
        if (before, grade_before) == (after, grade_after):
            return None
        sums: dict[Kind, Decimal] = {}
        for row in rows:
            for kind, amount in row.contribution:
                sums[kind] = sums.get(kind, ZERO) + amount
        return TotalChange(
            before=before,
            after=after,
            grade_before=grade_before,
            grade_after=grade_after,
            terms=_terms(sums, before, after),
            project=self.project,
        )

    def reviewed(self) -> TotalChange | None:
        """复核总分和等级的变化；没有复核、没有不同的为 None。"""
        before = self.before.scorecard if self.before is not None else None
        after = self.after.scorecard if self.after is not None else None
        was = (before.reviewed, before.review_grade) if before is not None else (None, "")
        now = (after.reviewed, after.review_grade) if after is not None else (None, "")
        if was == now:
            return None
        return TotalChange(was[0], now[0], was[1], now[1], (), self.project, "复核总分")


_PRESENT: dict[Presence, str] = {"added": "新增", "removed": "删去"}


def _lines(card: Card | None) -> tuple[ScoreLine, ...]:
    return card.scorecard.lines if card is not None else ()


def _total(card: Card | None) -> tuple[Decimal | None, str]:
    """总分和等级；不计分、算不出的没有。"""
    return _grade_of(card.scorecard if card is not None else None)


def _grade_of(scorecard: Scorecard | None) -> tuple[Decimal | None, str]:
    if scorecard is None or scorecard.scoring == "none" or not scorecard.complete:
        return None, ""
    return scorecard.total, scorecard.grade


def _fold(line: ScoreLine, scorecard: Scorecard) -> Decimal:
    """一级指标的折算权重；不折算的是一。"""
    for level in scorecard.level1:
        if level.level1 == line.level1 and level.fold is not None:
            return level.fold
    return ONE


def _by_kind(amounts: Amounts) -> dict[Kind, Decimal]:
    sums: dict[Kind, Decimal] = {}
    for stage, amount in amounts.items():
        kind = KIND_OF_STAGE[stage]
        sums[kind] = sums.get(kind, ZERO) + amount
    return sums


def _terms(
    sums: Mapping[Kind, Decimal], before: Decimal | None, after: Decimal | None
) -> tuple[tuple[Kind, Decimal], ...]:
    """各种原因的分，按事实、规则、格式的次序；各行加起来与总分的变化差多少，是其余。"""
    if before is None or after is None:
        return ()
    rest = after - before - sum(sums.values(), ZERO)
    amounts = {**sums, "rest": sums.get("rest", ZERO) + rest}
    return tuple((kind, amounts[kind]) for kind in KINDS if amounts.get(kind))


def _whole(old: Side, new: Side, parts: Sequence[TotalChange]) -> TotalChange | None:
    """几个项目的总分是各项目得分的平均：各项目的各种原因的分也平均。"""
    if old.whole is None and new.whole is None:
        return None
    before, grade_before = _grade_of(old.whole)
    after, grade_after = _grade_of(new.whole)
    if (before, grade_before) == (after, grade_after):
        return None
    sums: dict[Kind, Decimal] = {}
    number = Decimal(max(len(new.cards), 1))
    for part in parts:
        for kind, amount in part.terms:
            sums[kind] = sums.get(kind, ZERO) + divide(amount, number)
    terms = _terms(sums, before, after)
    return TotalChange(before, after, grade_before, grade_after, terms)
