"""路径走不走得通：提纲和表里的 when、each、section、rows，不等到出稿就沿着类型（kinds.py）走一遍。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

from reportgen.core.diagnostics import Diagnostic, Span, diagnose
from reportgen.core.format import Format
from reportgen.core.outline import BlockSpec, Node
from reportgen.core.paths import section_path
from reportgen.core.quantity import Quantity
from reportgen.core.shape import Shape
from reportgen.core.spelling import did_you_mean
from reportgen.core.tablespec import FormSpec, TableSpec, paths_of
from reportgen.core.text import Record, Text
from reportgen.formats.kinds import (
    TEXTS,
    Broken,
    Kinds,
    Scope,
    all_listed,
    all_steps,
    items_of,
    listed,
    reached,
    step,
    words_in_kind,
    words_of,
)

_ROW_FIELD = re.compile(r"\{\{\s*r\.([\w.]+)\s*(?:\|[^{}]*)?\}\}")
"""一列印的就是行里的一项，可带过滤器：`{{ r.budget | money }}`。"""
_NUMBERS = (Quantity, Decimal, int, object)
"""能求和的几种；object 是看了数据文件才知道的。"""

Wanted = Literal["anything", "list", "prose"]


def check_paths(format: Format) -> Iterator[Diagnostic]:
    """一种格式的全部路径；一张表在几处用到、错得一样的，只说一次。"""
    shape = format.shape
    scope = Scope(shape, shape)
    outline = format.outline
    problems = [*_blocks(format, outline.cover, scope), *_nodes(format, outline.body, scope)]
    for entry in outline.appendix:
        problems += _check(entry.when, entry.span, "when", "anything", scope)
        problems += _blocks(format, entry.blocks, scope)
        problems += _nodes(format, entry.body, scope)
    yield from dict.fromkeys(problems)


def _nodes(format: Format, nodes: tuple[Node, ...], scope: Scope) -> Iterator[Diagnostic]:
    for node in nodes:
        yield from _check(node.when, node.span, "when", "anything", scope)
        yield from _check(node.each, node.span, "each", "list", scope)
        inner = outer = scope
        if node.each:
            item = items_of(node.each, scope)
            inner = scope.within(item or (object,))  # each 自己错了，里面的 item 不再说
            if not node.repeats:
                yield from _untitled(node, item)
                outer = scope if _speaks(item) else inner
            else:
                outer = inner
        yield from _blocks(format, node.blocks, outer)
        yield from _nodes(format, node.children, outer)


def _blocks(format: Format, blocks: tuple[BlockSpec, ...], scope: Scope) -> Iterator[Diagnostic]:
    for block in blocks:
        if block.kind == "section":
            yield from _check(block.name, block.span, "section", "prose", scope)
        elif block.kind in {"table", "chart"}:
            yield from _table(format, block.name, scope)


def _table(format: Format, name: str, scope: Scope) -> Iterator[Diagnostic]:
    spec = next((table for table in format.tables if table.name == name), None)
    if spec is None:  # 没有这张表，另有诊断
        return
    if isinstance(spec, FormSpec):
        for word, path, span in paths_of(spec.rows):
            yield from _check(path, span, word, "list" if word == "each" else "anything", scope)
        return
    yield from _check(spec.rows, spec.span, "rows", "list", scope)
    if isinstance(spec, TableSpec):
        if spec.total is not None:
            yield from _check(spec.total.row, spec.total.span, "row", "anything", scope)
        yield from _rows_have(spec, scope)


def _rows_have(spec: TableSpec, scope: Scope) -> Iterator[Diagnostic]:
    """“其中”各行和小计要行里有的东西。"""
    items = items_of(spec.rows, scope)
    if not items or spec.span is None:
        return
    yield from _summed(spec, items, scope)
    if spec.expand and not any(
        isinstance(kind, type) and step(kind, spec.expand, scope) for kind in items
    ):
        message = f"表 {spec.name} 写了 expand: {spec.expand}，而 {spec.rows} 的各条没有“其中”。"
        help = "资金行（funds.lines）写 expand: includes，评分表的行（scorecard.printed）写 expand: children。"
        yield diagnose("F02", spec.span, message, help)
    elif spec.subtotal is not None and not spec.expand and "group" not in words_of(items):
        span = spec.subtotal.span or spec.span
        message = f"表 {spec.name} 写了小计，而 {spec.rows} 的各条不分一级、二级指标。"
        yield diagnose("F02", span, message, "小计用于 rows: scorecard.…，或同 expand 一起写。")


def _check(
    path: str, owner: Span | None, word: str, wanted: Wanted, scope: Scope
) -> Iterator[Diagnostic]:
    """一个路径：走得通，走到的是要的那一种。"""
    span = path.span if isinstance(path, Text) and path.span is not None else owner
    if not path or span is None:
        return
    try:
        kinds = reached(section_path(path) if word == "section" else path, scope)
    except Broken as broken:
        yield _no_way(path, span, word, broken)
        return
    if object in kinds:  # 要看输入才知道的，出稿时再说
        return
    if wanted == "list" and not any(listed(kind) for kind in kinds):
        lists = [f"{path}.{name}" for name in words_of(kinds) if _is_list(kinds, name, scope)]
        help = (
            f"里面的列表有：{'、'.join(lists)}。"
            if lists
            else "要的是一个列表，如 findings、funds.lines。"
        )
        yield diagnose("F02", span, f"{word} 写的“{path}”不是列表。", help)
    if wanted == "prose" and not any(_prose(kind) for kind in kinds):
        help = "是列表的，写 each；数、日期和名称，写成 text/ 里的模板。"
        yield diagnose("F02", span, f"{word} 写的“{path}”不是一段叙述。", help)


def _no_way(path: str, span: Span, word: str, broken: Broken) -> Diagnostic:
    """路径走不通：断在哪里，那里有的是什么；断在列表上的，各条的词要在里面写。"""
    if broken.inside:
        message = f"{word} 写的“{path}”走不通：{broken.reached} 是列表，后面不能接着写。"
        help = f"写 each: {broken.reached}，各条的词在里面写成 item.…，"
        if broken.name in broken.inside:
            return diagnose("F02", span, message, f"{help}如 item.{broken.name}。")
        return diagnose("F02", span, message, help + did_you_mean(broken.name, broken.inside))
    message = f"{word} 写的“{path}”走不通：没有 {broken.path}。"
    help = "item 是 each 的一条，写在有 each 的一节里。"
    if broken.path != "item":
        help = did_you_mean(broken.path, broken.known)
    return diagnose("F02", span, message, help)


def _summed(spec: TableSpec, items: Kinds, scope: Scope) -> Iterator[Diagnostic]:
    """逐列求和的列，印的要是行里的一个数。"""
    total = spec.total
    if total is None or total.span is None:
        return
    for column in spec.columns[1:]:
        field = _ROW_FIELD.fullmatch(column.value)
        if column.head[-1] not in total.sum or field is None:
            continue
        kinds = items
        for name in field[1].split("."):
            kinds = all_steps(kinds, name, scope)
        if kinds and not any(kind in _NUMBERS for kind in kinds):
            message = f"表 {spec.name} 的合计要给“{column.head[-1]}”求和，"
            message += f"而这一列印的 {field[1]} 不是数。"
            help = f"从 sum 里删去“{column.head[-1]}”；要印别的字，写在 cells 里。"
            yield diagnose("F05", total.span, message, help)


def _untitled(node: Node, item: Kinds) -> Iterator[Diagnostic]:
    """标题里不引用 item 的，各条自己成一节，要有作小标题的名称；一条就是一句话的除外。"""
    named = [kind for kind in item if _title(kind)]
    if item and not named and node.span is not None:
        message = f"each 写的“{node.each}”，各条没有 title 也没有 name，不能作小标题。"
        help = '在 heading 里引用它的一项，如 heading: "{{ item.… }}"；或改用一张表。'
        span = node.each.span if isinstance(node.each, Text) and node.each.span else node.span
        yield diagnose("F02", span, message, help)


def _title(kind: Any) -> bool:
    if isinstance(kind, Shape) and kind.kind == "scalar":
        return True
    if isinstance(kind, Shape):
        return "title" in kind.properties or "name" in kind.properties
    return (
        kind is Text or kind is Record or bool({"title", "name"} & frozenset(words_in_kind(kind)))
    )


def _speaks(item: Kinds) -> bool:
    """各条自己有小标题和文字（问题、建议、带小标题的叙述），不是只有名称的。"""
    return any({"title", "text"} <= frozenset(words_in_kind(kind)) for kind in item)


def _is_list(kinds: Kinds, name: str, scope: Scope) -> bool:
    return bool(all_listed(all_steps(kinds, name, scope)))


def _prose(kind: Any) -> bool:
    if isinstance(kind, Shape):
        return kind.kind == "scalar" and kind.format in TEXTS
    return kind is Text
