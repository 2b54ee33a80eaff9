"""转年度，照原文件改：要清空的写成待填，或成一行注释，上年的值都留在注释里；别的一字不动。

一个字段怎么办只看声明（rollover）：上一层说了的，下面各层都照它。行（指标、资金行）照旧的是名称，
清空的是数；一行、一段里什么也不剩的，整个成了注释。注释都以“# 上年”开头，明年再转时先去掉。
"""

from __future__ import annotations

import re
from itertools import chain

from reportgen.core.shape import Shape
from reportgen.source.normal import Value, member, value_of
from reportgen.source.pen import Pen, apply
from reportgen.source.rows import label
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.shape import choose, chosen_variant
from reportgen.source.stretches import Page
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

FIRST, REST = "# 上年：", "# 上年｜"
"""上年的值的第一行、接着的各行。"""

WIDEST = 150
"""行末的注释长过这么多字的，另起一行写。"""

_OURS = re.compile(r"(?m)^[ ]*# 上年[：｜].*\n?|[ ]*# 上年[：｜].*$")
_STAYS = ("keep", "previous", "year")


def without_old_notes(text: str, tree: Node) -> str:
    """去掉前一次转年度留下的注释；写在正文里的同样的字不算。"""
    inside = [(node.span.start, node.span.end) for node in scalars(tree) if node.text]
    kept: list[str] = []
    at = 0
    for match in _OURS.finditer(text):
        mark = text.index("#", match.start())
        if any(start <= mark < end for start, end in inside):
            continue
        kept.append(text[at : match.start()])
        at = match.end()
    return "".join(kept) + text[at:]


def scalars(node: Node) -> list[Scalar]:
    """树里的全部值，不含键。"""
    if isinstance(node, Scalar):
        return [node]
    children = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
    return list(chain.from_iterable(map(scalars, children)))


def cleared(tree: Node, shape: Shape) -> str:
    """转年度要清空的都清空了的全文。写法太特别的抛 Strange、Overlapping。"""
    writer = _Clearing(Page(tree.span.source), tree)
    writer.node(tree, shape)
    return apply(tree.span.source.text, writer.finished())


def remaining(node: Node, shape: Shape) -> Value:
    """清空以后应当剩下的：改对了没有，拿它来比。"""
    shape = _chosen(node, shape)
    if shape.rollover or isinstance(node, Scalar):
        return value_of(node)
    if isinstance(node, Sequence):
        inner = shape.items or Shape()
        return [remaining(item, inner) for item in node.items if stands(item, inner)]
    shape = chosen_variant(node, shape)
    entries: dict[str, Value] = {}
    for key, value in node.entries:
        inner = member(shape, key.text)
        if stands(value, inner):
            entries[key.text] = remaining(value, inner)
        elif asked(key.text, shape):
            entries[key.text] = PLACEHOLDER
        elif _blank(value):
            entries[key.text] = value_of(value)
    return entries


def stands(node: Node, shape: Shape) -> bool:
    """清空以后，这里还剩下什么没有；空着的本来就没有东西可清。"""
    shape = _chosen(node, shape)
    if shape.rollover:
        return shape.rollover in _STAYS
    if isinstance(node, Scalar):
        return True
    if isinstance(node, Sequence):
        inner = shape.items or Shape()
        return not node.items or any(stands(item, inner) for item in node.items)
    shape = chosen_variant(node, shape)
    if not node.entries:
        return True
    if any(asked(key.text, shape) for key, _ in node.entries):
        return True
    return any(stands(value, member(shape, key.text)) for key, value in node.entries)


def asked(key: str, shape: Shape) -> bool:
    """清空了要写成待填的：必填的，和今年一定也要的。"""
    return key in shape.required or member(shape, key).rollover == "ask"


def _chosen(node: Node, shape: Shape) -> Shape:
    """说了怎么办的，不看是哪一种写法。"""
    return shape if shape.rollover else choose(node, shape)


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text in {"", PLACEHOLDER}


class _Clearing(Pen):
    """一份原文上清空的改动。"""

    def __init__(self, page: Page, tree: Node) -> None:
        super().__init__(page)
        long = [node for node in scalars(tree) if "\n" in page.text[slice(*_bounds(node))]]
        self.long = [_bounds(node) for node in long]

    def node(self, node: Node, shape: Shape) -> None:
        """一处：说了照旧的不看。"""
        shape = _chosen(node, shape)
        if shape.rollover or isinstance(node, Scalar):
            return
        if self.page.in_flow(node):
            notes: list[str] = []
            self.in_brackets(node, shape, notes)
            if notes:
                self.note(", ".join(notes), self.page.end(node), self.lead(node.span.start))
        elif isinstance(node, Sequence):
            self.rows(node, shape.items or Shape())
        else:
            self.keys(node, chosen_variant(node, shape))

    def rows(self, node: Sequence, shape: Shape) -> None:
        """列表的各行。"""
        for at, item in enumerate(node.items):
            if stands(item, shape):
                self.node(item, shape)
            else:
                dash = self.page.dash(node, at)
                self.comment(dash, self.page.end(item))

    def keys(self, node: Mapping, shape: Shape) -> None:
        """映射的各项。"""
        for key, value in node.entries:
            inner = member(shape, key.text)
            if stands(value, inner):
                self.node(value, inner)
            elif _blank(value):
                if asked(key.text, shape) and not value_of(value):
                    self.insert(self.page.after_colon(key), f" {PLACEHOLDER}")
            elif asked(key.text, shape):
                self.fill(key, value)
            else:
                self.comment(key.span.start, self.page.end(value))

    def comment(self, start: int, end: int) -> None:
        """从 start 起的几行写成注释。"""
        page = self.page
        column = page.indent(start)
        self.insert(start, FIRST)
        self.comment_lines(page.line_end(start) + 1, end, column)

    def comment_lines(self, at: int, end: int, column: int) -> None:
        """接着的各行；原来就是注释的不动。"""
        while at < end:
            line = self.page.text[at : self.page.line_end(at)]
            lead = len(line) - len(line.lstrip(" "))
            if not line.strip(" "):
                self.insert(at, " " * column + REST)
            elif not line.lstrip(" ").startswith("#") or self.in_text(at):
                self.insert(at + min(lead, column), REST)
            at += len(line) + 1

    def in_text(self, at: int) -> bool:
        """这一行是正文里的一行，“#”开头的也不是注释。"""
        return any(start < at < end for start, end in self.long)

    def fill(self, key: Scalar, value: Node) -> None:
        """值换成待填，上年的值写在注释里。"""
        page, start, end = self.page, value.span.start, self.page.end(value)
        column = page.indent(key.span.start)
        if page.line_start(start) != page.line_start(key.span.start):
            self.insert(page.after_colon(key), f" {PLACEHOLDER}")
            top = page.line_end(key.span.start)
            self.insert(top, f"   {FIRST}" if "#" not in page.text[key.span.end : top] else "")
            self.comment_lines(top + 1, end, column)
            return
        first, *rest = page.text[start:end].split("\n")
        if page.in_block(value):
            first = ""
        self.replace(start, start + len(page.text[start:end].split("\n")[0]), PLACEHOLDER)
        if not rest:
            self.note(first, end, " " * column)
            return
        top = page.line_end(start)
        if first or "#" in page.text[start:top]:
            self.insert(top, f"\n{' ' * column}{FIRST}{first}")
        else:
            self.insert(top, f"   {FIRST}")
        self.comment_lines(top + 1, end, column)

    def note(self, text: str, end: int, lead: str) -> None:
        """上年的值写在行末；行末已有注释的，另起一行。"""
        page = self.page
        last = page.line_end(end)
        note = f"{FIRST}{text}"
        if page.text[end:last].strip() or len(note) > WIDEST:
            self.insert(last, f"\n{lead}{note}")
        else:
            self.insert(last, f"   {note}")

    def lead(self, at: int) -> str:
        """这一行的缩进；列表的一行，注释对着减号之后。"""
        line = self.page.text[self.page.line_start(at) : at]
        return " " * (len(line) - len(line.lstrip(" -")))

    def in_brackets(self, node: Node, shape: Shape, notes: list[str]) -> None:
        """方括号、花括号里：待填写在原处，去掉的写进行末的注释。"""
        shape = _chosen(node, shape)
        if shape.rollover or isinstance(node, Scalar):
            return
        bounds: list[tuple[int, int]] = []
        kept: list[int] = []
        text = self.page.text
        if isinstance(node, Sequence):
            inner = shape.items or Shape()
            for at, item in enumerate(node.items):
                bounds.append((item.span.start, self.page.end(item)))
                if stands(item, inner):
                    kept.append(at)
                    of_row: list[str] = []
                    self.in_brackets(item, inner, of_row)
                    notes += _of_row(item, of_row, len(node.items))
                else:
                    notes.append(_one_line(text[slice(*bounds[-1])]))
        else:
            shape = chosen_variant(node, shape)
            for at, (key, value) in enumerate(node.entries):
                bounds.append((key.span.start, self.page.end(value)))
                inner = member(shape, key.text)
                if stands(value, inner) or _blank(value):
                    kept.append(at)
                    self.in_brackets(value, inner, notes)
                    continue
                notes.append(_one_line(text[slice(*bounds[-1])]))
                if asked(key.text, shape):
                    kept.append(at)
                    self.replace(value.span.start, bounds[-1][1], PLACEHOLDER)
        if len(kept) < len(bounds):
            self.flow(node, bounds, kept)


def _of_row(row: Node, notes: list[str], rows: int) -> list[str]:
    """一行里清空了的；不止一行的，说明是哪一行的。"""
    name = label(value_of(row)) if isinstance(row, Mapping) else ""
    return [f"{name}（{', '.join(notes)}）"] if notes and rows > 1 else notes


def _bounds(node: Node) -> tuple[int, int]:
    return node.span.start, node.span.end


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.split("\n"))
