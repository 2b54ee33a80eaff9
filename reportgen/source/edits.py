"""照原文件改：原来的树（带出处）和想要的树 → 原文上最少的改动。

注释、次序、引号和块的写法都留着：值在原处照原来的写法换，新的键放在形状里它的位置，行凭名称对（rows.py），
去掉一行只带走写在那一行上的注释。改完再读一遍，与想要的树不同的，一处也不改（S15），由调用者给出规范的文字。
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Diagnostic, Edit, Source, Span, blocking, diagnose
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape
from reportgen.source.emit import (
    INDENT,
    Ranks,
    block_lines,
    entry_lines,
    flow_entry,
    flow_text,
    indented,
    item_lines,
    ranks,
)
from reportgen.source.normal import Value, empty, member, normal
from reportgen.source.quoting import literal, plain, quoted, quoted_if_needed
from reportgen.source.rows import Pairs, aligned
from reportgen.source.shape import choose, chosen_variant, kind_of
from reportgen.source.stretches import Page, Slot, Strange
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

SHORT = 60
"""换了种类的值（all 换成几个份额），一行写得下就写在一行里。"""


class Overlapping(ValueError):
    """两处改动动了同一段文字。"""


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


def edits(old: Node, new: Node, shape: Shape) -> tuple[Edit, ...]:
    """原文上的改动，按位置排好。"""
    writer = _Writer(Page(old.span.source))
    writer.node(old, new, shape, Slot(old.span.start, -len(INDENT)))
    return writer.finished()


def _too_strange(old: Node, new: Node, shape: Shape) -> Diagnostic:
    message = "原文件的写法太特别，照它改会改坏，所以没有动它。"
    help = "把这一处改成普通的写法（一行一个“键: 值”）再来一次，或另存一份规范的 YAML。"
    return diagnose("S15", _first_change(old, new, shape), message, help)


def _first_change(old: Node, new: Node, shape: Shape) -> Span:
    """第一处要改的地方。"""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        wanted = _entries(normal(new, shape))
        for key, value in old.entries:
            if normal(value, member(shape, key.text)) != wanted.get(key.text):
                return key.span
    return old.span


class _Writer:
    """一份原文上的改动，一处一处记下。"""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.changes: list[Edit] = []
        self.cuts: list[tuple[int, int]] = []

    def finished(self) -> tuple[Edit, ...]:
        """改动，按位置排好；连着去掉的并成一处。"""
        cuts: list[list[int]] = []
        for start, end in sorted(self.cuts):
            if cuts and start <= cuts[-1][1]:
                cuts[-1][1] = max(end, cuts[-1][1])
            else:
                cuts.append([start, end])
        changes = self.changes + [self.page.edit(start, end, "") for start, end in cuts]
        return tuple(sorted(changes, key=lambda edit: (edit.span.start, edit.span.end)))

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

    def node(self, old: Node, new: Node, shape: Shape, slot: Slot) -> None:
        """一处。"""
        wanted = normal(new, shape)
        if normal(old, shape) == wanted:
            return
        if kind_of(old) != kind_of(new):
            self.rebuild(old, wanted, choose(new, shape), slot)
        elif isinstance(old, Scalar):
            assert isinstance(wanted, str)
            self.scalar(old, wanted, slot)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            self.mapping(old, new, chosen_variant(new, choose(new, shape)), slot)
        elif isinstance(old, Sequence) and isinstance(new, Sequence):
            self.sequence(old, new, choose(new, shape), slot)

    def rebuild(self, old: Node, value: Value, shape: Shape, slot: Slot) -> None:
        """整个值重写：换了种类的，和空了的。"""
        page, start, end = self.page, old.span.start, self.page.end(old)
        if slot.flow:
            self.replace(start, end, flow_text(value, shape))
            return
        inline = page.line_start(start) == page.line_start(slot.after)
        if slot.indent < 0:
            raise Strange
        text = _on_one_line(value, shape)
        if inline and start < end and text:
            self.replace(start, end, text)
            return
        if inline:
            self.cuts.append((slot.after, end))
        else:
            self.cut_lines(start, end)
        here = page.line_end(end if inline else slot.after)
        if text:
            self.insert(slot.after, f" {text}")
            return
        first, *rest = block_lines(value, shape)
        if slot.item:
            self.insert(slot.after, f" {first}")
        else:
            rest = [first, *rest]
        lines = indented(rest, " " * slot.indent)
        self.insert(here, "".join(f"\n{line}" for line in lines))

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

    def mapping(self, old: Mapping, new: Mapping, shape: Shape, slot: Slot) -> None:
        """键和值。"""
        page, wanted = self.page, _entries(normal(new, shape))
        braces = page.in_flow(old)
        kept: list[int] = []
        for at, (key, value) in enumerate(old.entries):
            emptied = isinstance(new.get(key.text), Sequence) and isinstance(value, Sequence)
            unfilled = empty(normal(value, member(shape, key.text))) and key.text not in shape.required
            if key.text in wanted or emptied or unfilled:
                kept.append(at)
        added = [key for key in sorted(wanted, key=ranks(shape).__getitem__) if old.get(key) is None]
        if not braces and (slot.flow or not kept):
            self.rebuild(old, wanted, shape, slot)
            return
        for at in kept:
            key, value = old.entries[at]
            target = new.get(key.text)
            if target is not None:
                place = Slot(page.after_colon(key), page.indent(key.span.start) + 2, slot.flow or braces)
                self.node(value, target, member(shape, key.text), place)
        order = _placed([old.entries[at][0].text for at in kept], added, ranks(shape))
        if braces:
            bounds = [(key.span.start, page.end(value)) for key, value in old.entries]
            texts = {key: flow_entry(key, wanted[key], member(shape, key)) for key in added}
            names = {old.entries[at][0].text: at for at in kept}
            parts: list[int | str] = [names[key] if key in names else texts[key] for key in order]
            self.flow(old, bounds, parts)
            return
        self.drop_keys(old, kept, slot)
        self.add_keys(old, order, {key: wanted[key] for key in added}, shape)

    def drop_keys(self, old: Mapping, kept: list[int], slot: Slot) -> None:
        """去掉不要的键；写在减号那一行上的，后面的一个键移上来。"""
        page = self.page
        for at, (key, value) in enumerate(old.entries):
            if at in kept:
                continue
            start, end = key.span.start, page.end(value)
            if page.first_on_line(start):
                self.cut_lines(start, end)
                continue
            follower = next(old.entries[other][0].span.start for other in kept if other > at)
            between = page.text[page.line_end(end) : follower]
            if "#" in between:  # 中间有单独的注释：减号自己留一行，注释不动
                self.cuts.append((slot.after, page.line_end(end)))
            else:
                self.cuts.append((start, follower))

    def add_keys(
        self,
        old: Mapping,
        order: list[str],
        added: Mappings[str, Value],
        shape: Shape,
    ) -> None:
        """添上新的键，跟在它前面的那个键之后。"""
        page = self.page
        values = {key.text: value for key, value in old.entries}
        keys = {key.text: key for key, _ in old.entries}
        indent = " " * page.indent(old.entries[0][0].span.start)
        before: str | None = None
        for key in order:
            if key not in added:
                before = key
                continue
            lines = indented(entry_lines(key, added[key], member(shape, key)), indent)
            if before is not None:
                self.insert(page.line_end(page.end(values[before])), _under(lines))
            else:
                first = next(name for name in order if name not in added)
                self.insert(keys[first].span.start, _above(lines, indent))

    def sequence(self, old: Sequence, new: Sequence, shape: Shape, slot: Slot) -> None:
        """列表的各行。"""
        page, inner = self.page, shape.items or Shape()
        rows = [(at, normal(item, inner)) for at, item in enumerate(old.items)]
        rows = [(at, row) for at, row in rows if not empty(row)]
        items = [(item, normal(item, inner)) for item in new.items]
        items = [(item, row) for item, row in items if not empty(row)]
        pairs = aligned([row for _, row in rows], [row for _, row in items])
        homes = {there: rows[here][0] for there, here in pairs.items()}
        brackets = page.in_flow(old)
        movable = brackets or (rows and page.first_on_line(old.span.start) and not slot.flow)
        if not movable:
            self.rebuild(old, normal(new, shape), shape, slot)
            return
        for there, at in homes.items():
            start = old.items[at].span.start
            if brackets:
                place = Slot(start, 0, True)
            else:
                dash = page.dash(old, at)
                place = Slot(dash + 1, page.indent(dash) + 2, False, True)
            self.node(old.items[at], items[there][0], inner, place)
        if brackets:
            bounds = [(item.span.start, page.end(item)) for item in old.items]
            parts = [homes.get(there, flow_text(row, inner)) for there, (_, row) in enumerate(items)]
            self.flow(old, bounds, parts)
        elif not items:
            self.empty_list(old, slot)
        else:
            self.rows(old, rows, [row for _, row in items], homes, inner)

    def empty_list(self, old: Sequence, slot: Slot) -> None:
        """一行也不剩：` []`。"""
        if slot.indent < 0:
            raise Strange
        for at, item in enumerate(old.items):
            self.cut_lines(self.page.dash(old, at), self.page.end(item))
        self.insert(slot.after, " []")

    def rows(
        self,
        old: Sequence,
        rows: list[tuple[int, Value]],
        items: list[Value],
        homes: Pairs,
        shape: Shape,
    ) -> None:
        """去掉的、添上的、换了地方的行。换了地方的，原文照搬，连同写在那几行上的注释。"""
        page = self.page
        kept = set(homes.values())
        gone = [(at, row) for at, row in rows if at not in kept]
        for at, _ in gone:
            self.cut_lines(page.dash(old, at), page.end(old.items[at]))
        spare = {repr(row): at for at, row in reversed(gone)}
        indent = " " * page.indent(old.span.start)
        fresh: list[str] = []
        before: int | None = None
        for there, row in enumerate(items):
            if there in homes:
                if before is None and fresh:
                    self.insert(page.dash(old, homes[there]), _above(fresh, indent))
                    fresh = []
                before = homes[there]
                continue
            source = spare.pop(repr(row), None)
            near = old.items[before if before is not None else rows[0][0]]
            lines = self.new_row(row, shape, near) if source is None else self.old_row(old, source)
            if source is None:
                lines = indented(lines, indent)
            if before is None:
                fresh += lines
            else:
                self.insert(page.line_end(page.end(old.items[before])), _under(lines))
        if fresh:  # 原来的行一行也没有留
            self.insert(page.line_end(page.end(old.items[rows[-1][0]])), _under(fresh))

    def old_row(self, old: Sequence, at: int) -> list[str]:
        """原来的一行的原文，连同缩进。"""
        start = self.page.line_start(self.page.dash(old, at))
        end = self.page.line_end(self.page.end(old.items[at]))
        return self.page.text[start:end].split("\n")

    def new_row(self, row: Value, shape: Shape, near: Node) -> list[str]:
        """新的一行，照旁边一行的写法：花括号的也写在一行里。"""
        braces = self.page.in_flow(near) and not isinstance(row, str)
        text = flow_text(row, shape) if braces else ""
        if text and "\\n" not in text:
            return [f"- {text}"]
        return item_lines(row, shape)

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
            self.replace(start, end, joined)
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
            after = re.compile(r"\s*,").match(self.page.text, end)
            self.replace(start, after.end() if after else end, joined)


def _entries(value: Value) -> Mappings[str, Value]:
    assert isinstance(value, Mappings)
    return value


def _under(lines: list[str]) -> str:
    """接在一行的末尾之后的各行。"""
    return "".join(f"\n{line}" for line in lines)


def _above(lines: list[str], indent: str) -> str:
    """插在一行的第一个字之前的各行：缩进已经有了，末了补上原来那一行的。"""
    return "\n".join(lines).removeprefix(indent) + f"\n{indent}"


def _on_one_line(value: Value, shape: Shape) -> str:
    """写得在一行里的值；写不下的为空。"""
    if isinstance(value, str):
        return quoted_if_needed(value)
    text = flow_text(value, shape)
    if empty(value):
        return text
    listed = isinstance(value, Sequences) and all(isinstance(item, str) for item in value)
    return text if listed and "\\n" not in text and len(text) <= SHORT else ""


def _placed(kept: list[str], added: list[str], order: Ranks) -> list[str]:
    """键的次序：原来的不动，新的各放在形状里排在它前面的那个键之后。"""
    keys = list(kept)
    for key in added:
        earlier = [name for name in keys if order[name] < order[key] or key not in order]
        if not earlier:
            keys.insert(0, key)
            continue
        nearest = max(earlier, key=lambda name: (order[name], keys.index(name)))
        keys.insert(keys.index(nearest) + 1, key)
    return keys
