"""并回原文件：想要的树（工作簿、页面、转年度交回来的）→ 改过的全文。

照原文件最少地改（edits.py），再读一遍；与想要的树不同的，一处也不改（S15），
由调用者给出规范的文字（emit.py）。
"""

from __future__ import annotations

from reportgen.core.diagnostics import Diagnostic, Edit, Source, Span, blocking, diagnose
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape
from reportgen.source.edits import edits
from reportgen.source.normal import entries_of, member, normal
from reportgen.source.pen import Overlapping, apply
from reportgen.source.stretches import Strange
from reportgen.source.tree import Mapping, Node, parse


@frozen
class Merged:
    """照原文件改的结果：改动和改后的全文；写法太特别的没有全文，有一条 S15。"""

    text: str | None
    edits: tuple[Edit, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def merge(old: Node, new: Node, shape: Shape) -> Merged:
    """把原文件改成想要的树。没有要改的，全文一字不动。"""
    source = old.span.source
    try:
        changes = edits(old, new, shape)
        text = apply(source.text, changes)
    except (Strange, Overlapping):
        return Merged(None, (), (_too_strange(old, new, shape),))
    after, problems = parse(Source(source.name, text))
    if after is None or blocking(problems) or normal(after, shape) != normal(new, shape):
        return Merged(None, (), (_too_strange(old, new, shape),))
    return Merged(text, changes)


def _too_strange(old: Node, new: Node, shape: Shape) -> Diagnostic:
    message = "原文件的写法太特别，照它改会改坏，所以没有动它。"
    help = "把这一处改成普通的写法（一行一个“键: 值”）再来一次，或另存一份规范的 YAML。"
    return diagnose("S15", _first_change(old, new, shape), message, help)


def _first_change(old: Node, new: Node, shape: Shape) -> Span:
    """第一处要改的地方。"""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        wanted = entries_of(normal(new, shape))
        for key, value in old.entries:
            if normal(value, member(shape, key.text)) != wanted.get(key.text):
                return key.span
    return old.span
