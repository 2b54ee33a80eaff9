"""比对页：选两份，说出哪里不同——总分、各行得分和原因、资金、事实、改了的句子。整页由这里写，没有脚本。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from reportgen.core.difference import Comparison, Difference, RowChange, SentenceChange
from reportgen.corridor.difference import diff
from reportgen.papers.difference import fact_words, fund_lines, row_words, signed, total_words
from reportgen.web.folder import Folder

PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>比对</title>
<link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/app.css"></head>
<body class="compare"><header class="bar"><a class="brand" href="/">绩效评价报告</a>
<nav aria-label="页面"><a href="/">我的报告</a><a href="/check">核对成稿</a>
<a href="/compare" aria-current="page">比对两份</a></nav></header>
<main class="comparing"><h1>比对两份</h1>
<form class="pair" method="get" action="/compare">
<label>原来的 {old}</label> <label>现在的 {new}</label>
<button class="primary" type="submit">比对</button></form>{body}</main></body></html>
"""
TAGS = {"same": "span", "removed": "del", "added": "ins"}


def compare_page(folder: Folder, old: str, new: str) -> str:
    """比对页；两份还没有选的只有选的一栏。"""
    names = folder.names()
    body = ""
    if old and new:
        body = "".join(_compared(diff(folder.find(old), folder.find(new)), old, new))
        body = body.replace(escape(f"{folder.root.as_posix()}/"), "")
    return PAGE.format(old=_choice("a", names, old), new=_choice("b", names, new), body=body)


def _choice(key: str, names: Sequence[str], chosen: str) -> str:
    options = []
    for name in names:
        selected = " selected" if name == chosen else ""
        options.append(f'<option value="{escape(name)}"{selected}>{escape(name)}</option>')
    return f'<select name="{key}">{"".join(options)}</select>'


def _compared(comparison: Comparison, old: str, new: str) -> Iterator[str]:
    for problem in comparison.problems:
        text = f"{escape(problem.message)} {escape(problem.help)}"
        yield f'<p class="problem error">{text}</p>'
    for difference in comparison.differences:
        yield f"<h2>{escape(old)} → {escape(new)}</h2>"
        yield from _difference(difference)


def _difference(difference: Difference) -> Iterator[str]:
    if difference.equal:
        yield "<p>两份说的是同样的事，得分也相同。</p>"
    for words in (*map(total_words, difference.totals), *difference.notes):
        yield f"<p>{escape(words)}</p>"
    if difference.rows:
        yield "<h3>得分</h3><table class='plain'><thead><tr>"
        heads = ("指标", "原来", "现在", "变化", "原因")
        yield "".join(f"<th scope='col'>{head}</th>" for head in heads)
        yield "</tr></thead><tbody>"
        yield from map(_row, difference.rows)
        yield "</tbody></table>"
    lists = (
        ("资金", list(fund_lines(difference.funds))),
        ("事实", [fact_words(fact) for fact in difference.untold]),
    )
    for title, entries in lists:
        if entries:
            items = "".join(f"<li>{escape(entry)}</li>" for entry in entries)
            yield f"<h3>{title}</h3><ul class='changes'>{items}</ul>"
    if difference.sentences:
        yield "<h3>文字</h3><ul class='changes'>"
        yield from map(_sentence, difference.sentences)
        yield "</ul>"


def _sentence(change: SentenceChange) -> str:
    """一句：删去的划线，新增的标出。"""
    moved = f"由“{escape(change.old_place)}”移来：" if change.moved else ""
    pieces = []
    for part in change.stretches:
        tag = TAGS[part.kind]
        pieces.append(f"<{tag}>{escape(part.text)}</{tag}>")
    text = "".join(pieces) or escape(change.after)
    return f"<li><b>{escape(change.place)}</b> {moved}{text}</li>"


def _row(row: RowChange) -> str:
    name = f"{row.old_name}（改名 {row.name}）" if row.renamed else row.name
    before = "" if row.before is None else f"{row.before:f}"
    after = "" if row.after is None else f"{row.after:f}"
    amount = signed(row.amount) if row.amount else ""
    reason = row_words(row).partition("：")[2]
    cells = (name, before, after, amount, reason)
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
