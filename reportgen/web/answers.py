"""交给页面的值：各格的字、几行、没有填的、诊断、得分。全是 JSON 写得出的，只有字、数、列表、映射。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportgen.core.diagnostics import Diagnostic, blocking, count
from reportgen.core.examined import Examined
from reportgen.core.plan import Form, Table
from reportgen.core.quantity import fixed, plain
from reportgen.core.scoreline import ScoreLine
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import project_of
from reportgen.corridor.unfilled import UNFILLED
from reportgen.source.cells import NO_ROWS, Address, cells, left_over, reached
from reportgen.source.normal import NOTHING
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Scalar, Sequence
from reportgen.web.opened import Opened
from reportgen.web.places import NoSuchPlace, address_at, node_at, written
from reportgen.web.texts import text_of

Json = dict[str, Any]
MISSING = "I01"
CONFIRMED_BY = "在顶层的 unchanged 之下写一行 "
"""留着的旧话的改法：后面是要写的那一行，页面上是一个按钮。"""
_ASKED = re.compile(r"(?:加上|写上)(?:一行)? ?(?P<key>\w+): ?…")
"""改法里要添的一行：页面上是一格，用它的中文名说。"""
_WAIVING = re.compile(r"豁免写 at: (.+?)(?=。|$)")


def state_of(opened: Opened) -> Json:
    """现在的样子：各格的字、几行、没有填的、诊断和得分。"""
    if not opened.editable:
        problems = [_problem(problem, opened) for problem in opened.diagnostics]
        return {"etag": opened.etag, "broken": True, "problems": problems}
    tree = opened.tree
    assert tree is not None
    examined = examine_in(project_of(opened.path), opened.path, name=opened.name)
    texts: dict[str, str] = {}
    unfilled: list[str] = []
    for cell in cells(opened.plan, tree):
        if cell.field is NO_ROWS:
            continue
        address = written(cell.address)
        texts[address] = text_of(cell.field, cell.node)
        if isinstance(cell.node, Scalar) and cell.node.text.strip() == PLACEHOLDER:
            unfilled.append(address)
    missing = [written(address) for address in _missing(opened)]
    unfilled += [address for address in missing if address not in unfilled]
    open_ones = [problem for problem in examined.diagnostics if problem.code != UNFILLED]
    filled = sum(text not in NOTHING for text in texts.values())
    return {
        "etag": opened.etag,
        "cells": texts,
        "rows": dict(_rows(opened)),
        "unfilled": unfilled,
        "filled": filled,
        "asked": filled + len(unfilled),
        "stray": [_stray(address, node) for address, node in left_over(opened.plan, tree)],
        "problems": [_problem(problem, opened) for problem in open_ones],
        "errors": count(open_ones, "error"),
        "warnings": count(open_ones, "warning"),
        "ready": not blocking(examined.diagnostics),
        **_scores(examined, opened),
    }


def _missing(opened: Opened) -> Iterator[Address]:
    """必填而没有写的格。"""
    assert opened.tree is not None
    for problem in check_shape(opened.tree, opened.shape):
        if problem.code == MISSING and problem.subject:
            yield _place(problem, opened)


def _rows(opened: Opened) -> Iterator[tuple[str, int | str]]:
    """各表有几行；叙述的一节是一段文字的，是 text，分几段的是几段；名字到值的，是几个名字。"""
    assert opened.tree is not None
    for block in opened.plan.blocks:
        if isinstance(block, Form):
            continue
        for address, node in reached(opened.tree, block.path):
            if isinstance(node, Sequence):
                yield written(address), len(node.items)
            if not isinstance(node, Mapping):
                continue
            yield written(address), len(node.entries)
            for key, value in node.entries if block.kind == "sections" else ():
                count = len(value.items) if isinstance(value, Sequence) else "text"
                yield written((*address, key.text)), count


def _stray(address: Address, node: Node) -> Json:
    text = node.text if isinstance(node, Scalar) else ""
    return {"address": written(address), "text": text}


def _place(problem: Diagnostic, opened: Opened) -> Address:
    """诊断说的是哪里：包着它的最里面的一处；缺了必填的，是缺的那一格。"""
    assert opened.tree is not None
    address = address_at(opened.tree, problem.span.start)
    if problem.code != MISSING or not problem.subject:
        return address
    node = node_at(opened.tree, address)
    hollow = isinstance(node, Mapping) and not node.entries
    return (*(address if hollow else address[:-1]), problem.subject)


def problem_of(problem: Diagnostic) -> Json:
    """一条诊断，不论说的是哪个文件。"""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "title": problem.title,
        "message": problem.message,
        "help": problem.help,
        "waived": problem.waived,
        "place": problem.span.label or problem.span.place,
        "related": [
            {"text": related.label, "place": related.span.label or related.span.place}
            for related in problem.related
        ],
    }


def _problem(problem: Diagnostic, opened: Opened) -> Json:
    """这份输入的一条诊断：在哪一格，能不能照改。"""
    answer = problem_of(problem)
    span = problem.span
    here = span.source.name == opened.name
    if here and opened.tree is not None and span.end:
        address = _place(problem, opened)
        address = _spoken_of(address, problem.message, opened)
        asked = _ASKED.match(problem.help)
        wanted = (*address[:-1], asked["key"]) if asked is not None else address
        titled = _title_at(wanted, opened) if asked is not None else ""
        if titled:
            address = wanted
            answer["help"] = f"填上“{titled}”{problem.help[asked.end() :]}" if asked else ""
        answer["address"] = written(address)
        answer["help"] = _WAIVING.sub(_waiving(problem.code), answer["help"])
    if here and opened.tree is None:
        answer["line"] = {"number": span.line, "text": span.source.line(span.line)}
    if here and CONFIRMED_BY in problem.help:
        answer["confirm"] = span.start
        answer["help"] = "改成今年的；读过了，今年确实仍是这样的，点“确实不变”。"
    if here and problem.edit is not None:
        answer["fix"] = {
            "start": span.start,
            "before": opened.source.text[problem.edit.span.start : problem.edit.span.end],
            "after": problem.edit.text,
        }
    return answer


def _spoken_of(address: Address, message: str, opened: Opened) -> Address:
    """说的是这一行的哪一格：诊断指着名称，话里说“……的实际完成值”的，是那一格。"""
    try:
        block, field = opened.places.at(address)
    except NoSuchPlace:
        return address
    if not isinstance(block, Table) or block.kind != "rows" or field is not block.columns[0]:
        return address
    said = [other for other in block.columns if f"的{other.title}" in message]
    first = min(said, key=lambda other: message.index(f"的{other.title}"), default=field)
    return (*address[: len(address) - len(field.keys)], *first.keys)


def _title_at(address: Address, opened: Opened) -> str:
    """一格的中文名；没有这一格的为空。"""
    try:
        return opened.places.at(address)[1].title
    except NoSuchPlace:
        return ""


def _waiving(code: str) -> str:
    """怎样豁免：页面上的写法。"""
    return rf"明知如此仍要这样写的，在“豁免”页写代码 {code}、对象 \1"


def _scores(examined: Examined, opened: Opened) -> Json:
    """总分、等级，各行的得分和步骤；还算不了的没有。"""
    card, format = examined.scorecard, examined.format
    if card is None or format is None or card.scoring == "none":
        return {"total": "", "grade": "", "full": "", "scores": {}, "complete": False}
    places = format.manifest.rounding.score_places
    scores: dict[str, Json] = {}
    for line in card.lines:
        where = _line_address(line, opened)
        if where:
            scores[written(where)] = _score(line, places)
    return {
        "total": fixed(card.total, places) if card.complete else "",
        "grade": card.grade,
        "full": plain(card.full_marks),
        "complete": card.complete,
        "scores": scores,
    }


def _line_address(line: ScoreLine, opened: Opened) -> Address:
    span = line.indicator.name.span if line.indicator.name else None
    if span is None or opened.tree is None or span.source.name != opened.name:
        return ()
    return address_at(opened.tree, span.start)[:-1]


def _score(line: ScoreLine, places: int) -> Json:
    return {
        "score": "" if line.score is None else fixed(line.score, places),
        "weight": "" if line.weight is None else plain(line.weight),
        "target": str(line.target or ""),
        "actual": line.actual,
        "lost": line.lost,
        "steps": [step.text for step in line.steps],
    }
