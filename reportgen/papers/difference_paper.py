"""比对写成 Markdown：给人读、留在工单里的一页；改动的字删去的划线，新增的加粗。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.core.difference import (
    KINDS,
    Cause,
    Comparison,
    Difference,
    RowChange,
    SentenceChange,
    Stretch,
)
from reportgen.papers.difference import fact_words, fund_lines, row_words, signed, total_words
from reportgen.papers.markdown import escaped
from reportgen.papers.pipes import pipe_table


def as_markdown(comparison: Comparison) -> str:
    """一页：一对一节，没有不同的只在末尾数一数。"""
    lines = ["# 比对", ""]
    equal = [difference for difference in comparison.differences if difference.equal]
    for difference in comparison.differences:
        if not difference.equal:
            lines += _section(difference)
    for heading, names in (
        ("没有不同", [f"{pair.old} → {pair.new}" for pair in equal]),
        ("只在旧的里", list(comparison.only_old)),
        ("只在新的里", list(comparison.only_new)),
    ):
        if names:
            lines += [f"## {heading}", "", *(f"- {escaped(name)}" for name in names), ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(difference: Difference) -> Iterator[str]:
    yield f"## {escaped(difference.old)} → {escaped(difference.new)}"
    yield ""
    for words in (*map(total_words, difference.totals), *difference.notes):
        yield f"{escaped(words)}"
        yield ""
    if difference.rows:
        heads = ("指标", "原来", "现在", "变化", "原因")
        yield from ("### 得分", "", pipe_table(heads, list(map(_row, difference.rows))), "")
    for heading, entries in (
        ("资金", list(fund_lines(difference.funds))),
        ("事实", [fact_words(fact) for fact in difference.untold]),
    ):
        if entries:
            yield from (f"### {heading}", "", *(f"- {escaped(entry)}" for entry in entries), "")
    if difference.sentences:
        yield from ("### 文字", "", *map(_sentence, difference.sentences), "")


def _row(row: RowChange) -> tuple[str, ...]:
    name = f"{row.old_name}（改名 {row.name}）" if row.renamed else row.name
    name = f"{row.project}·{name}" if row.project else name
    before = "" if row.before is None else f"{row.before:f}"
    after = "" if row.after is None else f"{row.after:f}"
    reason = "；".join(f"{KINDS[cause.kind]}：{_cause(cause)}" for cause in row.causes)
    if row.moved or not reason:
        reason = row_words(row).partition("：")[2] or reason
    amount = signed(row.amount) if row.amount else ""
    return name, before, after, amount, reason


def _cause(cause: Cause) -> str:
    if cause.stretches:
        return f"{cause.what}：{_marked(cause.stretches)}"
    return escaped(cause.words)


def _sentence(change: SentenceChange) -> str:
    if change.moved:
        return f"- {escaped(change.place)}：由“{escaped(change.old_place)}”移来：{escaped(change.after)}"
    return f"- {escaped(change.place)}：{_marked(change.stretches)}"


def _marked(stretches: Sequence[Stretch]) -> str:
    marks = {"same": "", "removed": "~~", "added": "**"}
    words = []
    for stretch in stretches:
        mark = marks[stretch.kind]
        words.append(f"{mark}{escaped(stretch.text)}{mark}")
    return "".join(words)
