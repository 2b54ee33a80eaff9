"""两边 → 不同（Difference）：评分表、资金、事实、文字合在一起，说过的不再说。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.comparing.attached import compare_attached
from reportgen.comparing.money import COLUMNS, compare_funds
from reportgen.comparing.rows import compare_cards
from reportgen.comparing.sentences import compare_sentences
from reportgen.comparing.sides import Side
from reportgen.comparing.stages import Scored
from reportgen.core.difference import (
    Difference,
    FactChange,
    FundChange,
    RowChange,
    SentenceChange,
    Told,
    TotalChange,
)
from reportgen.core.frozen import frozen
from reportgen.core.quantity import plain

ROW_FIELDS = (
    *("name", "level1", "level2", "target", "adjusted", "actual", "weight", "rule"),
    *("key_points", "share", "score", "better"),
    *("review", "review_actual", "review_share", "review_remark"),
)
"""指标的这几项，各行得分里已经说了。"""
FUND_FIELDS = (*COLUMNS, "opening", "closing")
"""资金的这几个数，资金里已经说了。"""
_FIGURE = re.compile(r"[\d.,%\s—-]*|\d+(?:\.\d+)?分?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_REFERENCE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_LITERAL = 6
"""一句话里不是引用的字至少这么多，才拿去同印出的话比。"""


def compare(old: Side, new: Side, facts: Sequence[FactChange], scored: Scored | None) -> Difference:
    """两边的全部不同。facts 是输入的事实的变化（只有成稿的没有），scored 是怎样重算。"""
    totals, rows = compare_cards(old, new, scored)
    funds = tuple(compare_funds(old, new))
    attached = tuple(compare_attached(old.evaluation, new.evaluation))
    known = _told_words(totals, rows, funds) | _cells(attached)
    exact = old.exact and new.exact
    sentences = []
    for change in compare_sentences(old.document, new.document, exact=exact):
        if not _is_told(change, known, exact):
            sentences.append(change)
    said = _said(rows, sentences)
    told = tuple(map(said.told, facts))
    return Difference(
        old=old.name,
        new=new.name,
        totals=totals,
        rows=rows,
        funds=funds,
        facts=told + attached,
        sentences=tuple(sentences),
        notes=tuple(dict.fromkeys((*old.notes, *new.notes))),
    )


def _cells(attached: Sequence[FactChange]) -> frozenset[tuple[str, str]]:
    """附带的表里说过的前后两格：印出的那一格不再说。"""
    cells: set[tuple[str, str]] = set()
    for change in attached:
        if isinstance(change.before, str) and isinstance(change.after, str):
            cells.add((_bare(change.before), _bare(change.after)))
    return frozenset(cells)


def _told_words(
    totals: Sequence[TotalChange], rows: Sequence[RowChange], funds: Sequence[FundChange]
) -> frozenset[tuple[str, str]]:
    """得分、资金里说过的前后两个写法：表里的一格只是它们的，不再说。"""
    words: set[tuple[str, str]] = set()
    for row in rows:
        words |= {(cause.before, cause.after) for cause in row.causes}
        words |= {(cause.before.strip("“”"), cause.after.strip("“”")) for cause in row.causes}
        words.add((_score(row.before), _score(row.after)))
        words.add((row.old_name, row.name))
    words |= {(fund.before, fund.after) for fund in funds}
    for total in totals:
        words.add((_score(total.before), _score(total.after)))
        words.add((total.grade_before, total.grade_after))
    return frozenset((_bare(before), _bare(after)) for before, after in words)


def _bare(text: str) -> str:
    """没有空白，数是最短的写法：表里印“6场”“144.10”，输入写“6 场”“144.1”。"""
    bare = "".join(text.split())
    return plain(Decimal(bare)) if _NUMBER.fullmatch(bare) else bare


def _score(score: object) -> str:
    return "" if score is None else f"{score}"


def _is_told(change: SentenceChange, known: frozenset[tuple[str, str]], exact: bool) -> bool:
    """只是一格数，或说过的一格：由输入来的，印出的数都出自事实，已经说了。"""
    if change.moved:
        return False
    if (_bare(change.before), _bare(change.after)) in known:
        return True
    figures = _FIGURE.fullmatch(change.before) and _FIGURE.fullmatch(change.after)
    return bool(figures) and exact


@frozen
class _Said:
    """别处已经说过的：有变化的各行的名称，变了的句子连成的文字。"""

    names: frozenset[str]
    printed: str

    def told(self, fact: FactChange) -> FactChange:
        """一处事实在哪里说了。"""
        told: Told = ""
        if _in_funds(fact):
            told = "funds"
        elif self.in_rows(fact):
            told = "rows"
        elif self.in_prose(fact):
            told = "prose"
        return replace(fact, told=told)

    def in_rows(self, fact: FactChange) -> bool:
        """指标的增减、改名、移动，和计分所依的各项，各行得分里说了的。"""
        path = fact.path
        if "indicators" not in path[:-1]:
            return False
        rest = path[path.index("indicators") + 1 :]
        if rest[0] not in self.names:
            return False
        return len(rest) == 1 or rest[1] in ROW_FIELDS

    def in_prose(self, fact: FactChange) -> bool:
        """写的话都在印出的、变了的句子里：去掉引用，前后两边的每一句都找得到。"""
        if not isinstance(fact.before, str | None) or not isinstance(fact.after, str | None):
            return False
        pieces = _changed_pieces(fact.before or "", fact.after or "")
        return bool(pieces) and all(piece in self.printed for piece in pieces)


def _in_funds(fact: FactChange) -> bool:
    """资金的各个数，和整行增减的，资金里说了；上年的数、行的名称另说。"""
    if "funds" not in fact.path[:-1] or "previous" in fact.path:
        return False
    return fact.path[-1] in FUND_FIELDS or (isinstance(fact.before or fact.after, Mapping))


def _said(rows: Iterable[RowChange], sentences: Iterable[SentenceChange]) -> _Said:
    names: set[str] = set()
    for row in rows:
        names |= {row.name, row.old_name}
    printed = "\n".join(f"{change.before}\n{change.after}" for change in sentences)
    return _Said(frozenset(names), printed)


def _changed_pieces(before: str, after: str) -> list[str]:
    """两边不同的各句里，引用以外的话。"""
    one, other = _pieces(before), _pieces(after)
    return [piece for piece in (*one, *other) if (piece in one) != (piece in other)]


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for line in re.split(r"[。！？；\n]", text):
        for piece in _REFERENCE.split(line):
            if len(piece.strip()) >= _LITERAL:
                pieces.append(piece.strip())
    return pieces
