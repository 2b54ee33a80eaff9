"""原文里的地方：一项到哪里为止，冒号、减号在哪里，一行的头尾。照原文件改（edits.py）时要知道。

树记的出处够指给人看，不够动刀：`|` 的文字连着后面的空行，方括号的末尾没有记。这里照原文补上。
"""

from __future__ import annotations

from bisect import bisect_right

from reportgen.core.diagnostics import Edit, Source, Span
from reportgen.core.frozen import frozen
from reportgen.source.tree import Mapping, Node, Scalar, Sequence


class Strange(Exception):
    """写法太特别，找不到该动的地方；这一份不照原文件改。"""


@frozen
class Slot:
    """一个值放在哪里：冒号（减号）之后的位置、下面各行的缩进。

    flow 是在方括号或花括号里，item 是列表的一项。
    """

    after: int
    indent: int
    flow: bool = False
    item: bool = False


class Page:
    """一份原文，和查它的行、造改动的办法。"""

    def __init__(self, source: Source) -> None:
        self.source, self.text = source, source.text
        self.starts = [0]
        for line in source.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """把 [start, end) 换成 text。"""
        line = bisect_right(self.starts, start)
        column = start - self.starts[line - 1] + 1
        return Edit(Span(self.source, line, column, start, end), text)

    def line_start(self, at: int) -> int:
        """这一行从哪里开始。"""
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """这一行到哪里为止，不含换行。"""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def first_on_line(self, at: int) -> bool:
        """前面只有空格：这一项自己起一行。"""
        return not self.text[self.line_start(at) : at].strip(" ")

    def indent(self, at: int) -> int:
        """前面占几列。"""
        return at - self.line_start(at)

    def in_flow(self, node: Node) -> bool:
        """是写在方括号或花括号里的列表、映射。"""
        opening = self.text[node.span.start : node.span.start + 1]
        return not isinstance(node, Scalar) and opening in {"[", "{"}

    def in_block(self, node: Node) -> bool:
        """是写在 `|`、`>` 之下的文字。"""
        opening = self.text[node.span.start : node.span.start + 1]
        return isinstance(node, Scalar) and not node.plain and opening in {"|", ">"}

    def end(self, node: Node) -> int:
        """一项到哪里为止：括号算在内，`|` 后面的空行不算。"""
        if isinstance(node, Scalar):
            start, end = node.span.start, node.span.end
            return start + len(self.text[start:end].rstrip()) if self.in_block(node) else end
        last = self.last(node)
        end = node.span.start + 1 if last is None else self.end(last)
        return self.close(node) + 1 if self.in_flow(node) else end

    def last(self, node: Mapping | Sequence) -> Node | None:
        """最后一项；空的没有。"""
        if isinstance(node, Sequence):
            return node.items[-1] if node.items else None
        return node.entries[-1][1] if node.entries else None

    def close(self, node: Mapping | Sequence) -> int:
        """右括号在哪里：最后一项之后只有空白、逗号、注释。"""
        last = self.last(node)
        at = node.span.start + 1 if last is None else self.end(last)
        mark = "]" if self.text[node.span.start] == "[" else "}"
        while at < len(self.text) and self.text[at] != mark:
            if self.text[at] == "#":
                at = self.line_end(at)
            elif self.text[at] in " \t\n,:":
                at += 1
            else:
                raise Strange
        if at >= len(self.text):
            raise Strange
        return at

    def after_colon(self, key: Scalar) -> int:
        """键后面的冒号之后。"""
        at = key.span.end
        while self.text.startswith((" ", "\t"), at):
            at += 1
        if not self.text.startswith(":", at):
            raise Strange
        return at + 1

    def dash(self, rows: Sequence, index: int) -> int:
        """第 index 行的减号在哪里：列表的各行，减号在同一列。"""
        if index == 0:
            return rows.span.start
        column = self.indent(rows.span.start)
        floor = self.end(rows.items[index - 1])
        start = self.line_start(rows.items[index].span.start)
        while start + column >= floor:
            at = start + column
            if self.text.startswith("-", at) and self.first_on_line(at):
                return at
            start = self.line_start(start - 1)
        raise Strange
