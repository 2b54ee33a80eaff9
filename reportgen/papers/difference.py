"""比对的话：一处不同说成一行，终端和 Markdown 都由它写成。

`政策宣讲场次（场） 4.80 → 8.00：实际完成值由 6 场改为 3 场`。
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.core.difference import (
    KINDS,
    Cause,
    Comparison,
    Difference,
    FactChange,
    FundChange,
    RowChange,
    SentenceChange,
    Stretch,
    TotalChange,
    Written,
)
from reportgen.core.quantity import shorten, shown

NONE = "没有"
NEARBY = 14
"""没有变的字，改动的前后各留这么多。"""
LONGEST = 60
"""一处事实照写的，最多印这么多字。"""


def in_lines(comparison: Comparison) -> Iterator[str]:
    """终端上印的各行：有不同的各对，然后是只在一边的、一共几对。"""
    different = [difference for difference in comparison.differences if not difference.equal]
    for number, difference in enumerate(different):
        if number:
            yield ""
        yield from _one_pair(difference)
    if different and _closing(comparison):
        yield ""
    yield from _closing(comparison)


def _closing(comparison: Comparison) -> list[str]:
    """只在一边的；比了许多对的，一共几对。"""
    lines = [f"只在旧的里：{name}" for name in comparison.only_old]
    lines += [f"只在新的里：{name}" for name in comparison.only_new]
    total = len(comparison.differences)
    equal = sum(difference.equal for difference in comparison.differences)
    if total == 1 and equal == 1 and not lines:
        return ["没有不同。", *comparison.differences[0].notes]
    if total > 1:
        different = f"{total - equal} 对不同，" if total > equal else ""
        lines.append(f"比了 {total} 对：{different}{equal} 对没有不同。")
    return lines


def _one_pair(difference: Difference) -> Iterator[str]:
    yield f"{difference.old} → {difference.new}"
    yield from map(total_words, difference.totals)
    for heading, lines in sections(difference):
        yield ""
        yield heading
        yield from (f"  {line}" for line in lines)
    for number, note in enumerate(difference.notes):
        yield from ("",) if not number else ()
        yield f"注：{note}"


def sections(difference: Difference) -> Iterator[tuple[str, list[str]]]:
    """各段的标题和各行；没有不同的一段没有。"""
    parts = (
        ("得分", [row_words(row) for row in difference.rows]),
        ("资金", list(fund_lines(difference.funds))),
        ("事实", [fact_words(fact) for fact in difference.untold]),
        ("文字", [sentence_words(change) for change in difference.sentences]),
    )
    for heading, lines in parts:
        if lines:
            yield heading, lines


def total_words(total: TotalChange) -> str:
    """总分和等级的一行，括号里是各种原因的分。"""
    name = f"“{total.project}”{total.title}" if total.project else total.title
    before = f"{_score(total.before)} {total.grade_before}".strip()
    after = f"{_score(total.after)} {total.grade_after}".strip()
    words = f"{name} {before} → {after}"
    if total.amount:
        words += f"，{signed(total.amount)}"
    if total.terms:
        terms = "，".join(f"{KINDS[kind]} {signed(amount)}" for kind, amount in total.terms)
        words += f"（{terms}）"
    return words


def row_words(row: RowChange) -> str:
    """一行的得分和原因。"""
    words = _row_name(row)
    if row.presence:
        score = row.after if row.presence == "added" else row.before
        mark = "新增" if row.presence == "added" else "删去"
        return f"{mark} {words}{'' if score is None else f' {score:f}'}"
    if row.before != row.after:
        words += f" {_score(row.before)} → {_score(row.after)}"
    elif row.after is not None:
        words += f" {row.after:f}（没有变）"
    several = sum(bool(cause.amount) for cause in row.causes) > 1
    reasons = [_cause_words(cause, several) for cause in row.causes]
    if row.moved:
        reasons.append(f"由“{_group(row.group_before)}”移到“{_group(row.group_after)}”")
    return f"{words}：{'；'.join(reasons)}" if reasons else words


def _row_name(row: RowChange) -> str:
    name = f"{row.old_name}（改名 {row.name}）" if row.renamed else row.name
    return f"{row.project}·{name}" if row.project else name


def _cause_words(cause: Cause, several: bool) -> str:
    words = f"{cause.what}：{marked(cause.stretches)}" if cause.stretches else cause.words
    if not several or cause.amount is None:
        return words
    return f"{words}（{signed(cause.amount) if cause.amount else '得分不变'}）"


def _group(group: tuple[str, str]) -> str:
    return "/".join(part for part in group if part)


def fund_lines(funds: Sequence[FundChange]) -> Iterator[str]:
    """资金，一行说一行的各个数。"""
    lines: dict[str, list[str]] = {}
    for fund in funds:
        name = f"{fund.project}·{fund.line}" if fund.project else fund.line
        figures = f"{fund.before or NONE} → {fund.after or NONE}"
        lines.setdefault(name, []).append(f"{fund.title} {figures}".strip())
    for name, figures_of_line in lines.items():
        yield f"{name} {'，'.join(figures_of_line)}"


def fact_words(fact: FactChange) -> str:
    """一处事实：在哪里，由什么改为什么。"""
    place = "·".join(fact.titles)
    if fact.presence == "added":
        return f"{place}：新增{_told(fact.after, fact.titles[-1])}"
    if fact.presence == "removed":
        return f"{place}：去掉{_told(fact.before, fact.titles[-1])}"
    before, after = written_words(fact.before), written_words(fact.after)
    return f"{place}：{shorten(before, LONGEST)} → {shorten(after, LONGEST)}"


def _told(value: Written | None, name: str) -> str:
    """整条写的话；名字里已经有的不再说。"""
    if isinstance(value, Mapping):
        value = [part for part in value.values() if written_words(part) not in name]
    words = shorten(written_words(value), LONGEST)
    return f"，{words}" if words else ""


def written_words(value: Written | None) -> str:
    """照写的，一行：一组的各项接起来。"""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return "，".join(written_words(part) for part in value.values())
    return "、".join(written_words(part) for part in value)


def sentence_words(change: SentenceChange) -> str:
    """一句：在哪里，改动的字在【】里，没有变的长话截短。"""
    if change.moved:
        return f"{change.place}：由“{change.old_place}”移来：{shorten(change.after, LONGEST)}"
    return f"{change.place}：{marked(change.stretches)}"


def marked(stretches: Sequence[Stretch]) -> str:
    """【旧→新】【删：旧】【增：新】，别的字照写，太长的截短。"""
    words: list[str] = []
    at = 0
    while at < len(stretches):
        stretch = stretches[at]
        following = stretches[at + 1] if at + 1 < len(stretches) else None
        if stretch.kind == "same":
            words.append(_kept(stretch.text, at > 0, following is not None))
        elif stretch.kind == "added":
            words.append(f"【增：{stretch.text}】")
        elif following is not None and following.kind == "added":
            words.append(f"【{stretch.text}→{following.text}】")
            at += 1
        else:
            words.append(f"【删：{stretch.text}】")
        at += 1
    return "".join(words)


def _kept(text: str, changed_before: bool, changed_after: bool) -> str:
    """改动旁边没有变的字：离得远的不印。"""
    head = text[:NEARBY] if changed_before else ""
    tail = text[-NEARBY:] if changed_after else ""
    if len(head) + len(tail) >= len(text):
        return text
    return f"{head}…{tail}"


def signed(amount: Decimal) -> str:
    """+3.20、−3.20；除不尽的截短。"""
    sign = "+" if amount > 0 else "−"
    exact = f"{abs(amount):f}"
    if len(exact.partition(".")[2]) > 4:
        exact = shown(abs(amount), 4)
    return f"{sign}{exact}"


def _score(score: Decimal | None) -> str:
    return NONE if score is None else f"{score:f}"
