"""并回：交回来的填报表 → 输入的全文。两边都改了的、不是这一份的，一处也不并。"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mappings
from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Related, Source, Span, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape
from reportgen.corridor.facts import Facts, read_facts
from reportgen.corridor.files import encoded_like
from reportgen.corridor.project import Project
from reportgen.source.cells import Address
from reportgen.source.emit import emit, flow_text
from reportgen.source.merge import merge
from reportgen.source.normal import Value, member, node_of, normal
from reportgen.source.rows import LABELS, label
from reportgen.source.shape import choose
from reportgen.source.threeway import Conflict, joined
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse
from reportgen.workbook.filled import Filled

UNIT = ("unit", "name")


@frozen
class Returned:
    """并好的：写到哪里、写什么（不能并的为空）、诊断；changes 是改了几处，零是没有要改的。"""

    target: Path
    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
    changes: int = 0
    fresh: bool = False


def canonical(facts: Facts, target: Path) -> Returned:
    """规范的全文，另写一份。"""
    assert facts.tree is not None
    content = emit(facts.tree, facts.shape).encode()
    return Returned(target, content, facts.diagnostics, fresh=True)


def merged_back(facts: Facts, target: Path, project: Project) -> Returned:
    """填报表并进 target 已有的全文。"""
    ours = read_facts(target, project)
    if ours.tree is None or ours.format is None:
        return Returned(target, b"", facts.diagnostics + ours.diagnostics)
    filled = facts.filled
    assert filled is not None and filled.tree is not None
    before, _ = parse(Source("", filled.version.state))
    assert before is not None
    refused = tuple(_another(facts, ours, before))
    if refused:
        return Returned(target, b"", facts.diagnostics + refused)
    shape = ours.shape
    sides = [normal(tree, shape) for tree in (before, filled.tree, ours.tree)]
    result = joined(sides[0], sides[1], sides[2], filled.origins)
    if result.conflicts:
        listed = tuple(_told(each, filled, ours.tree, shape) for each in result.conflicts)
        return Returned(target, b"", facts.diagnostics + listed)
    merged = merge(ours.tree, node_of(result.value), shape)
    if merged.text is None:
        problems = tuple(replace(each, severity="error") for each in merged.diagnostics)
        return Returned(target, b"", facts.diagnostics + problems)
    content = encoded_like(merged.text, target.read_bytes())
    return Returned(target, content, facts.diagnostics, len(merged.edits))


def _another(facts: Facts, ours: Facts, before: Node) -> Iterator[Diagnostic]:
    """不是这一份输入的填报表：格式、单位不同。"""
    assert facts.filled is not None and facts.format is not None and ours.format is not None
    assert ours.tree is not None and facts.tree is not None
    help = "看看 -o 写的是不是它的那一份输入；要另写一份，加 --new。"
    source = Source(facts.source.name)
    if facts.format.id != ours.format.id:
        message = f"填报表的格式是 {facts.format.id}，{ours.source.name} 的是 {ours.format.id}。"
        yield diagnose("S17", whole(source), message, help)
        return
    units = [text_at(tree, UNIT) for tree in (before, facts.tree, ours.tree)]
    old, _, now = units
    if facts.filled.version.input and old and now and now not in units[:2]:
        message = f"填报表是“{shorten(old)}”的，{ours.source.name} 是“{shorten(now)}”的。"
        yield diagnose("S17", whole(source), message, help)


def text_at(tree: Node, path: Address) -> str:
    """一路走到的一个值；走不到的为空。"""
    node = node_at(tree, path)
    return node.text.strip() if isinstance(node, Scalar) else ""


def node_at(tree: Node, path: Address) -> Node | None:
    """一路走到的一处。"""
    node: Node | None = tree
    for step in path:
        node = _step(node, step)
    return node


def _step(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def _told(conflict: Conflict, filled: Filled, ours: Node, shape: Shape) -> Diagnostic:
    """一处冲突，一条：两边各写了什么，各在哪里。"""
    name = title_at(shape, ours, conflict.ours_at)
    if conflict.order:
        message = f"“{name}”各行的次序，填报表和文件里都换过，换得不一样。"
    else:
        theirs, mine, old = (
            _shown(value) for value in (conflict.theirs, conflict.ours, conflict.before)
        )
        message = f"“{name}”两边都改了：填报表里{theirs}，文件里{mine}，原来{old}。"
    place = _span_at(ours, conflict.ours_at)
    related = (Related(place, "文件里写在这里"),)
    help = "定下写哪一个，把填报表的这一格（或文件里的）改成一样，再并一次；这一次一处也没有并。"
    span = _cell_at(filled, conflict.theirs_at)
    return diagnose("S16", span, message, help, related=related, subject=name)


def _shown(value: Value | None) -> str:
    if value is None:
        return "没有这一项"
    if isinstance(value, str):
        return f"是“{shorten(value, 40)}”"
    if isinstance(value, Mappings) and label(value):
        return f"有“{shorten(label(value))}”这一行"
    return f"是“{shorten(flow_text(value, Shape()), 40)}”"


def _cell_at(filled: Filled, address: Address) -> Span:
    """交回来的树的一处在哪一格；说不出的，是它里面的第一格。"""
    labels = {place: name for name, place in filled.places.addresses.items()}
    found = labels.get(address, "")
    if not found:
        within = (at for at in labels if at[: len(address)] == address)
        found = next((labels[at] for at in within), "")
    if not found and address:
        found = filled.places.blocks.get(str(address[0]), "")
    return Span(Source(filled.source.name), 1, 1, 0, 0, found)


def _span_at(tree: Node, address: Address) -> Span:
    """文件里的一处；走不到的，是走得到的最后一处。"""
    node, span = tree, tree.span
    for step in address:
        inner = _step(node, step)
        if inner is None:
            break
        node, span = inner, inner.span
    return span


def title_at(shape: Shape, tree: Node, address: Address) -> str:
    """一处叫什么：中文名；一行的，加上它的名称。"""
    names: list[str] = []
    node: Node | None = tree
    for step in address:
        shape = choose(node, shape) if node is not None else shape
        if isinstance(step, int):
            shape = shape.items or Shape()
        else:
            shape = member(shape, step)
        node = _step(node, step)
        name = _row_name(node) if isinstance(step, int) else shape.title or str(step)
        names += [name] if name else []
    return "·".join(names[-2:])


def _row_name(node: Node | None) -> str:
    if not isinstance(node, Mapping):
        return ""
    return next(filter(None, (text_at(node, (key,)) for key in LABELS)), "")
