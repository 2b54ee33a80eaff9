"""照原文件改：原来的树（带出处）和想要的树 → 原文上最少的改动。

注释、次序、引号和块的写法都留着：值在原处照原来的写法换，新的键放在形状里它的位置，
行凭名称对（rows.py），去掉一行只带走写在那一行上的注释。改得对不对由 merge.py 再读一遍。
"""

from __future__ import annotations

from collections.abc import Mapping as Mappings
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Edit
from reportgen.core.shape import Shape
from reportgen.source.emit import (
    INDENT,
    KeyOrder,
    block_lines,
    entry_lines,
    flow_entry,
    flow_text,
    indented,
    item_lines,
    key_order,
)
from reportgen.source.normal import Value, counts, empty, entries_of, member, normal
from reportgen.source.pen import Pen, above, under
from reportgen.source.quoting import quoted_if_needed
from reportgen.source.rows import Pairs, aligned
from reportgen.source.shape import choose, chosen_variant, kind_of
from reportgen.source.stretches import Page, Slot, Strange
from reportgen.source.tree import Mapping, Node, Scalar, Sequence

SHORT = 60
"""换了种类的值（all 换成几个份额），一行写得下就写在一行里。"""


def edits(old: Node, new: Node, shape: Shape) -> tuple[Edit, ...]:
    """原文上的改动，按位置排好。"""
    writer = _Writer(Page(old.span.source))
    writer.node(old, new, shape, Slot(old.span.start, -len(INDENT)))
    return writer.finished()


class _Writer(Pen):
    """比两棵树，不同的地方下笔。"""

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
        self.insert(here, under(lines))

    def mapping(self, old: Mapping, new: Mapping, shape: Shape, slot: Slot) -> None:
        """键和值。"""
        page, wanted = self.page, entries_of(normal(new, shape))
        braces = page.in_flow(old)
        kept: list[int] = []
        for at, (key, value) in enumerate(old.entries):
            emptied = isinstance(new.get(key.text), Sequence) and isinstance(value, Sequence)
            written = normal(value, member(shape, key.text))
            unfilled = not counts(key.text, value, written, shape)
            if key.text in wanted or emptied or unfilled:
                kept.append(at)
        order = key_order(shape)
        added = [key for key in sorted(wanted, key=order.__getitem__) if old.get(key) is None]
        if braces:
            rewritten = not old.entries and not slot.flow
        else:
            rewritten = not kept or slot.flow
        if rewritten:
            self.rebuild(old, wanted, shape, slot)
            return
        for at in kept:
            key, value = old.entries[at]
            target = new.get(key.text)
            if target is not None:
                indent = page.indent(key.span.start) + 2
                place = Slot(page.after_colon(key), indent, slot.flow or braces)
                self.node(value, target, member(shape, key.text), place)
        keys = _placed([old.entries[at][0].text for at in kept], added, order)
        if braces:
            bounds = [(key.span.start, page.end(value)) for key, value in old.entries]
            texts = {key: flow_entry(key, wanted[key], member(shape, key)) for key in added}
            names = {old.entries[at][0].text: at for at in kept}
            parts: list[int | str] = [names[key] if key in names else texts[key] for key in keys]
            self.flow(old, bounds, parts)
            return
        self.drop_keys(old, kept, slot)
        self.add_keys(old, keys, {key: wanted[key] for key in added}, shape)

    def drop_keys(self, old: Mapping, kept: list[int], slot: Slot) -> None:
        """去掉不要的键；写在减号那一行上的，后面的一个键移上来。"""
        page = self.page
        staying = set(kept)
        for at, (key, value) in enumerate(old.entries):
            if at in staying:
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
                self.insert(page.line_end(page.end(values[before])), under(lines))
            else:
                first = next(name for name in order if name not in added)
                self.insert(keys[first].span.start, above(lines, indent))

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
        if brackets:
            rewritten = not old.items and not slot.flow
        else:
            rewritten = not rows or slot.flow or not page.first_on_line(old.span.start)
        if rewritten:
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
            texts = [flow_text(row, inner) for _, row in items]
            parts = [homes.get(there, text) for there, text in enumerate(texts)]
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
                    self.insert(page.dash(old, homes[there]), above(fresh, indent))
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
                self.insert(page.line_end(page.end(old.items[before])), under(lines))
        if fresh:  # 原来的行一行也没有留
            self.insert(page.line_end(page.end(old.items[rows[-1][0]])), under(fresh))

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


def _on_one_line(value: Value, shape: Shape) -> str:
    """写得在一行里的值；写不下的为空。"""
    if isinstance(value, str):
        return quoted_if_needed(value)
    text = flow_text(value, shape)
    if empty(value):
        return text
    listed = isinstance(value, Sequences) and all(isinstance(item, str) for item in value)
    return text if listed and "\\n" not in text and len(text) <= SHORT else ""


def _placed(kept: list[str], added: list[str], order: KeyOrder) -> list[str]:
    """键的次序：原来的不动，新的各放在形状里排在它前面的那个键之后。"""
    keys = list(kept)
    for key in added:
        if key not in order:
            keys.append(key)
            continue
        earlier = [name for name in keys if order[name] < order[key]]
        if not earlier:
            keys.insert(0, key)
            continue
        nearest = max(earlier, key=lambda name: (order[name], keys.index(name)))
        keys.insert(keys.index(nearest) + 1, key)
    return keys
