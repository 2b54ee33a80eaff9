"""笔：一份原文上的改动，一处一处记下。换一个值、去掉几行、在括号里添减，怎么写都照原来的样子。

改哪里、改成什么由 edits.py 定；这里只管怎么下笔。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Edit
from reportgen.source.emit import indented
from reportgen.source.quoting import literal, plain, quoted, quoted_if_needed
from reportgen.source.stretches import Page, Slot
from reportgen.source.tree import Mapping, Scalar, Sequence


class Overlapping(ValueError):
    """两处改动动了同一段文字。"""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """改动用到全文上。几处插在同一个地方的，照给出的次序；动了同一段文字的，不改。"""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if edit.span.start < at:
            raise Overlapping(f"{edit.span.place} 的改动与前一处重叠。")
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join(pieces) + text[at:]


class Pen:
    """一份原文上的改动。"""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.changes: list[Edit] = []
        self.cuts: list[tuple[int, int]] = []

    def finished(self) -> tuple[Edit, ...]:
        """改动，按位置排好；连着去掉的并成一处。

        插在一行末尾而那一行末尾、下一行都去掉了的，插在去掉的一处之前。
        """
        cuts: list[list[int]] = []
        for start, end in sorted(self.cuts):
            if cuts and start <= cuts[-1][1]:
                cuts[-1][1] = max(end, cuts[-1][1])
            else:
                cuts.append([start, end])
        changes = [self._before_a_cut(change, cuts) for change in self.changes]
        changes += [self.page.edit(start, end, "") for start, end in cuts]
        return tuple(sorted(changes, key=lambda edit: (edit.span.start, edit.span.end)))

    def _before_a_cut(self, change: Edit, cuts: list[list[int]]) -> Edit:
        at = change.span.start
        if change.span.end != at:
            return change
        inside = next((start for start, end in cuts if start < at < end), at)
        return change if inside == at else self.page.edit(inside, inside, change.text)

    def replace(self, start: int, end: int, text: str) -> None:
        """换一段。"""
        if self.page.text[start:end] != text:
            self.changes.append(self.page.edit(start, end, text))

    def insert(self, at: int, text: str) -> None:
        """插一段。"""
        self.changes.append(self.page.edit(at, at, text))

    def cut_lines(self, start: int, end: int) -> None:
        """去掉这一项占的各行，连同写在最后一行上的注释。"""
        first, last = self.page.line_start(start), self.page.line_end(end)
        if first:
            self.cuts.append((first - 1, last))
        else:
            self.cuts.append((0, min(last + 1, len(self.page.text))))

    def scalar(self, old: Scalar, text: str, slot: Slot) -> None:
        """一个值，照原来的写法换。"""
        page, start, end = self.page, old.span.start, self.page.end(old)
        opening = page.text[start : start + 1]
        if start == end:
            self.insert(slot.after, f" {quoted_if_needed(text, flow=slot.flow)}")
        elif page.in_block(old):
            self.literal(old, text, slot)
        elif old.plain and plain(text, flow=slot.flow):
            self.replace(start, end, text)
        else:
            self.replace(start, end, quoted(text, "" if old.plain else opening))

    def literal(self, old: Scalar, text: str, slot: Slot) -> None:
        """`|` 之下的文字；`>` 的改成 `|`，因为折行的地方各家算得不一样。"""
        page, start, end = self.page, old.span.start, self.page.end(old)
        if not literal(text):
            self.replace(start, end, quoted(text))
            return
        top = min(page.line_end(start), end)
        head = page.text[start:top]
        content = page.text[top + 1 : end]
        numbered = re.match(r"[|>][-+]?[1-9]", head)
        lead = re.match(r" *", content.lstrip("\n"))
        indent = lead[0] if content.strip() and lead and not numbered else " " * slot.indent
        body = "".join(f"\n{line}" for line in indented(text.split("\n"), indent))
        self.replace(start, start + 1, "|")
        if numbered:
            digit = start + numbered.end() - 1
            self.cuts.append((digit, digit + 1))
        self.replace(top, end, body)

    def flow(
        self,
        old: Mapping | Sequence,
        bounds: list[tuple[int, int]],
        parts: Sequences[int | str],
    ) -> None:
        """方括号、花括号里：留下的各项原样，去掉的连着一个逗号去掉，新的插在它的位置。"""
        opening, closing = old.span.start + 1, self.page.close(old)
        kept = [part for part in parts if isinstance(part, int)]
        gaps: list[list[str]] = [[]]
        for part in parts:
            if isinstance(part, str):
                gaps[-1].append(part)
            else:
                gaps.append([])
        edges = [-1, *kept, len(bounds)]
        for fresh, before, after in zip(gaps, edges, edges[1:], strict=False):
            gone = bounds[before + 1 : after]
            left = bounds[before][1] if before >= 0 else None
            right = bounds[after][0] if after < len(bounds) else None
            if fresh or gone:
                self.gap(fresh, gone, (left, right), (opening, closing))

    def gap(
        self,
        fresh: list[str],
        gone: list[tuple[int, int]],
        beside: tuple[int | None, int | None],
        brackets: tuple[int, int],
    ) -> None:
        """留下的两项之间。"""
        left, right = beside
        joined = ", ".join(fresh)
        if left is None and right is None:
            start, end = (gone[0][0], gone[-1][1]) if gone else (brackets[0], brackets[0])
            self.replace(start, self.past_comma(end), joined)
        elif right is not None:
            start = gone[0][0] if gone else right
            self.replace(start, right, f"{joined}, " if fresh else "")
        elif left is not None and not gone:
            self.insert(left, f", {joined}")
        elif left is not None:
            start, end = gone[0][0], gone[-1][1]
            if "\n" not in self.page.text[left:start]:
                self.replace(left, end, f", {joined}" if fresh else "")
                return
            self.replace(start, self.past_comma(end), joined)

    def past_comma(self, at: int) -> int:
        """后面紧跟着逗号的，逗号之后。"""
        comma = re.compile(r"\s*,").match(self.page.text, at)
        return comma.end() if comma else at


def under(lines: list[str]) -> str:
    """接在一行的末尾之后的各行。"""
    return "".join(f"\n{line}" for line in lines)


def above(lines: list[str], indent: str) -> str:
    """插在一行的第一个字之前的各行：缩进已经有了，末了补上原来那一行的。"""
    return "\n".join(lines).removeprefix(indent) + f"\n{indent}"
