"""转年度来的输入：找出上年的那一份，把留着的旧话查一遍。上年的不在了，年度仍查，并且说出来。"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from reportgen.checking.stale import LastText, check_stale
from reportgen.checking.trend import check_targets
from reportgen.core.diagnostics import Diagnostic, diagnose
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape
from reportgen.core.text import Text
from reportgen.corridor.project import Project
from reportgen.source.moving import altered
from reportgen.source.passages import passages
from reportgen.source.scalars import PLACEHOLDER, Unreadable, read_year
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, read_tree

Loading = Callable[[Node, Project], tuple[Format | None, Shape, tuple[Diagnostic, ...]]]

NAMES = {"单位名称": ("unit", "name"), "项目名称": ("project", "name")}
"""名称变了，话里还写着上年的，也是旧话。"""


def digest_of(text: str) -> str:
    """全文的摘要。"""
    return hashlib.sha256(text.encode()).hexdigest()


def check_rolled(
    tree: Node,
    shape: Shape,
    path: Path,
    project: Project,
    load: Loading,
) -> Iterator[Diagnostic]:
    """转年度来的输入里留着的旧话；不是转来的没有。"""
    last = tree.get("last") if isinstance(tree, Mapping) else None
    year = year_of(tree)
    if not isinstance(last, Mapping) or not isinstance(tree, Mapping) or year is None:
        return
    found, problems = _last_input(last, path, project, load, shape)
    yield from problems
    if found is None:
        return
    text = found.text
    if found.tree is not None:
        actuals = {name: str(written) for name, written in _figures_in(found.tree, "actual")}
        yield from check_targets(_figures_in(tree, "target"), actuals)
    yield from check_stale(passages(tree, shape), text, year, names_in(tree), _confirmed(tree))
    if found.tree is not None and text_of(found.tree, "format") == text_of(tree, "format"):
        yield from check_moved(tree, found.tree, shape)


def check_moved(tree: Mapping, last: Mapping, shape: Shape) -> Iterator[Diagnostic]:
    """L07 移来的上年的数，与上年的输入里的不同。"""
    for number in altered(tree, last, shape):
        span = number.written.span
        owner = f"“{number.owner}”的" if number.owner else ""
        message = f"{owner}{number.title}写的是 {number.written.text.strip()}，"
        message += f"上年的输入里是 {number.last}。"
        help = "照上年的改；上年的数后来调整过的，在报告里说明。"
        yield diagnose("L07", span, message, help, subject=number.owner or number.title)


def year_of(tree: Node) -> int | None:
    """写明的年度；没有写、没有填的没有。"""
    written = text_at(tree, "year")
    try:
        return None if written is None else read_year(written.text, None)
    except Unreadable:
        return None


def text_at(tree: Node, *keys: str) -> Scalar | None:
    """一路走到的一个值。"""
    node: Node | None = tree
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node if isinstance(node, Scalar) else None


def text_of(tree: Node, *keys: str) -> str:
    """一路走到的一个值的文字；没有写的为空。"""
    written = text_at(tree, *keys)
    return "" if written is None else written.text.strip()


def names_in(tree: Node) -> dict[str, str]:
    """单位、项目的名称。"""
    written = {title: text_at(tree, *keys) for title, keys in NAMES.items()}
    return {title: node.text.strip() for title, node in written.items() if node is not None}


def _figures_in(tree: Node, key: str) -> Iterator[tuple[str, Text]]:
    """各指标的名称，和写在它的一项（指标值、实绩）里的字；实绩还没有填的，说了也早。"""
    rows = tree.get("indicators") if isinstance(tree, Mapping) else None
    for row in rows.items if isinstance(rows, Sequence) else ():
        name, written = text_at(row, "name"), text_at(row, key)
        actual = text_at(row, "actual")
        filled = actual is not None and actual.text != PLACEHOLDER
        if name is not None and written is not None and filled:
            yield name.text.strip(), Text(written.text.strip(), written.span)


@frozen
class LastInput:
    """上年的输入：上年的话，和整棵树；读不了的只有年度。"""

    text: LastText
    tree: Mapping | None = None


def _last_input(
    last: Mapping,
    path: Path,
    project: Project,
    load: Loading,
    shape: Shape,
) -> tuple[LastInput | None, list[Diagnostic]]:
    """上年的输入；读不了的只有年度。"""
    file, digest, year = text_at(last, "file"), text_at(last, "digest"), year_of(last)
    if file is None or year is None:
        return None, []
    # 今年的文件夹也许还没有建，.. 先化去
    place = Path(os.path.normpath(path.parent / file.text.strip()))
    tree, source, problems = read_tree(place)
    if tree is None:
        message = f"上年的输入 {file.text} 读不了（{problems[0].title}），只查了别的年度。"
        help = "把上年的输入放回去，才比得出哪些话与上年一字不差。"
        missing = LastInput(LastText(year, known=False))
        return missing, [diagnose("L04", file.span, message, help)]
    told = []
    if digest is not None and digest.text.strip() != digest_of(source.text):
        message = f"上年的输入 {file.text} 在转年度以后改过，是照改过的比的。"
        told.append(diagnose("L04", file.span, message, "改得对就不必管；不该改的，把它改回去。"))
    format, before, _ = load(tree, project)
    if format is None:
        before = shape
    text = LastText(year, passages(tree, before), names_in(tree))
    return LastInput(text, tree if isinstance(tree, Mapping) else None), told


def _confirmed(tree: Mapping) -> list[tuple[str, tuple[Text, ...]]]:
    written = tree.get("unchanged")
    if not isinstance(written, Mapping):
        return []
    confirmed = []
    for key, value in written.entries:
        lines = value.items if isinstance(value, Sequence) else (value,)
        heads = [Text(line.text, line.span) for line in lines if isinstance(line, Scalar)]
        confirmed.append((key.text, tuple(heads)))
    return confirmed
