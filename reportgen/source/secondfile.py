"""复核文件：复核人另写的一份，凭指标名放进输入的各行。

放进去的值仍带着复核文件里的出处，所以写错了的指到那个文件的那一行；文件里没有的指标照旧只有自评。
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Related, blocking, diagnose
from reportgen.core.second import KEYS, REVIEW_FILE
from reportgen.core.shape import shape_of, told
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Text
from reportgen.source.attached import Digests, attached_bytes
from reportgen.source.files import decode_text
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

FILE = "review"
"""输入顶层写复核文件名的键。"""
Diagnostics = tuple[Diagnostic, ...]


def reviewed(tree: Node, folder: Path) -> tuple[Node, Diagnostics, Digests]:
    """放进了复核的树；没有写复核文件的是原来的树。"""
    written = tree.get(FILE) if isinstance(tree, Mapping) else None
    if not isinstance(tree, Mapping) or not isinstance(written, Scalar) or not written.text.strip():
        return tree, (), ()
    name = Text(written.text.strip(), written.span)
    data, problems, digests = attached_bytes(name, folder)
    if problems:
        return tree, problems, ()
    shown = (Path(written.span.source.name).parent / str(name)).as_posix()
    source, problems = decode_text(data, shown)
    if problems:
        return tree, problems, ()
    rows, problems = parse(source)
    if rows is None or blocking(problems):
        return tree, problems, ()
    problems += check_shape(rows, told(shape_of(REVIEW_FILE), "复核文件"))
    if blocking(problems) or not isinstance(rows, Mapping):
        return tree, problems, ()
    placing = _Placing(rows)
    merged = placing.tree(tree)
    return merged, (*problems, *placing.problems, *placing.unplaced(tree)), digests


class _Placing:
    """把复核放进各行时要记住的：放过的指标、诊断。"""

    def __init__(self, rows: Mapping) -> None:
        self.rows = {key.text.strip(): (key, value) for key, value in rows.entries}
        self.placed: set[str] = set()
        self.problems: list[Diagnostic] = []

    def tree(self, tree: Mapping) -> Mapping:
        """各项目、各指标。"""
        entries: list[tuple[Scalar, Node]] = []
        for key, value in tree.entries:
            if isinstance(value, Sequence) and key.text in {"indicators", "projects"}:
                inner = self.row if key.text == "indicators" else self.project
                items = tuple(inner(item) for item in value.items)
                entries.append((key, Sequence(items, value.span)))
            else:
                entries.append((key, value))
        return Mapping(tuple(entries), tree.span)

    def project(self, item: Node) -> Node:
        """几个项目中的一个。"""
        return self.tree(item) if isinstance(item, Mapping) else item

    def row(self, item: Node) -> Node:
        """一个指标：复核文件里有它的，放进去。"""
        name = _name(item)
        if not isinstance(item, Mapping) or name not in self.rows:
            return item
        key, value = self.rows[name]
        if name in self.placed:
            message = f"有两个“{name}”，不知道复核的是哪一个。"
            help = "几个项目有同名的指标的，复核写在输入里各自的那一行。"
            self.problems.append(diagnose("I09", key.span, message, help, subject=name))
            return item
        self.placed.add(name)
        added: list[tuple[Scalar, Node]] = []
        for part, written in _parts(key, value):
            here = item.get(part.text)
            if here is not None:
                message = f"“{name}”的复核，输入里和复核文件里都写了。"
                related = [Related(here.span, "输入里写在这里")]
                help = "只留一处。"
                self.problems.append(
                    diagnose("S02", part.span, message, help, related=related, subject=name)
                )
                continue
            added.append((part, written))
        return Mapping((*item.entries, *added), item.span)

    def unplaced(self, tree: Mapping) -> Iterator[Diagnostic]:
        """复核文件里有、输入里没有的指标。"""
        known = list(_names(tree))
        for name, (key, _) in self.rows.items():
            if name not in self.placed:
                message = f"复核文件里的“{name}”，输入里没有这个指标。"
                help = did_you_mean(name, known) or "照输入里的指标名称写。"
                yield diagnose("I09", key.span, message, help, subject=name)


def _parts(key: Scalar, value: Node) -> Iterator[tuple[Scalar, Node]]:
    """一个指标的复核 → 这一行的键和值；只写一个数的是复核得分。"""
    if not isinstance(value, Mapping):
        yield Scalar(KEYS["score"], key.span), value
        return
    for inner, part in value.entries:
        yield Scalar(KEYS[inner.text], inner.span), part


def _name(item: Node) -> str:
    name = item.get("name") if isinstance(item, Mapping) else None
    return name.text.strip() if isinstance(name, Scalar) else ""


def _names(tree: Mapping) -> Iterator[str]:
    for key in ("indicators", "projects"):
        rows = tree.get(key)
        for item in rows.items if isinstance(rows, Sequence) else ():
            if key == "indicators":
                yield _name(item)
            elif isinstance(item, Mapping):
                yield from _names(item)
