"""改笔误：把诊断带着的改动用到输入上，只用不会改变意思的那些（SAFE）。

改一遍、读一遍，直到没有可改的；改好的文件要读得通，没有动的地方一字不差，
动过的地方不再是错，否则一处也不改。
猜的改法（是不是想写……）从来不用。
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence as Sequences
from pathlib import Path

from reportgen.core.codes import CODES
from reportgen.core.diagnostics import Diagnostic, Edit, EditKind, Source
from reportgen.core.frozen import frozen
from reportgen.corridor.facts import format_for
from reportgen.corridor.project import project_of
from reportgen.source.files import decode_text, read_source
from reportgen.source.invisible import unprintable_in
from reportgen.source.normal import value_of
from reportgen.source.pen import apply
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Sequence, parse

SAFE: frozenset[tuple[str, EditKind]] = frozenset(
    {
        ("S01", "space"),  # name:甲 → name: 甲
        ("S03", "colon"),  # name：甲 → name: 甲
        ("S04", "tab"),  # 缩进的制表符 → 每个两格
        ("S08", "quote"),  # >=3、*注 → 照原样加引号
        ("S10", "invisible"),  # 没有宽度的字符 → 删去
        ("I02", "title"),  # 单位名称: 甲 → name: 甲（这里恰有一个键叫这个名字）
        ("I05", "tidy"),  # 》１２％ → ≥12%（读入的正是这个数）
    }
)
"""不会改变意思的改动：诊断代码和改的是什么。"""

MAKES_KEYS: frozenset[EditKind] = frozenset({"colon", "space", "tab", "quote"})
"""改了以后 YAML 的结构才定下来的；改好了还不是这里的键和值，就是认错了。"""

REFUSED = frozenset({"S01", "S02", "S03", "S04", "S08", "I02"})

MOST_ROUNDS = 50
"""改一遍会露出下一处；每遍都改掉了什么才有下一遍，五十遍还没有完的不再改。"""

AROUND = 12
"""列出改动时，前后各带几个字。"""


@frozen
class Fix:
    """一处改动：地方、诊断代码、改前、改后（各带前后几个字）。"""

    place: str
    code: str
    before: str
    after: str

    @property
    def title(self) -> str:
        """诊断的名称。"""
        return CODES[self.code][1]


@frozen
class Fixed:
    """一份输入改笔误的结果：名字、原来的字节、改前改后的全文、各处改动。

    有可改的而没有改，refusal 说为什么。
    """

    name: str
    original: bytes = b""
    before: str = ""
    after: str = ""
    fixes: tuple[Fix, ...] = ()
    refusal: str = ""

    @property
    def changed(self) -> bool:
        """有没有要写的。"""
        return self.after != self.before


def fixed(path: Path, *, templates: Path | None = None) -> Fixed:
    """一份输入改笔误。只算，不写；读不了的没有改动，为什么由核对去说。"""
    name = path.as_posix()
    source, problems = read_source(path)
    if problems:
        return Fixed(name)
    original = path.read_bytes()
    if decode_text(original, name)[0].text != source.text:
        return Fixed(name, refusal="文件正在被别的程序改写，没有动它。")
    attempt = _Attempt(path, source, templates)
    attempt.run()
    if not attempt.fixes:
        return Fixed(name)
    refusal = attempt.refusal()
    if refusal:
        return Fixed(name, original, source.text, source.text, refusal=refusal)
    return Fixed(name, original, source.text, attempt.source.text, tuple(attempt.fixes))


class _Attempt:
    """一份输入，一遍一遍地改。"""

    def __init__(self, path: Path, source: Source, templates: Path | None) -> None:
        self.path, self.source, self.templates = path, source, templates
        self.fixes: list[Fix] = []
        self.made: list[Edit] = []
        self.disturbed = ""

    def run(self) -> None:
        """改到没有可改的为止。"""
        for _ in range(MOST_ROUNDS):
            tree, diagnostics = self.examined()
            chosen = _chosen(diagnostics)
            if not chosen:
                return
            edits = [edit for _, edit in chosen]
            text = apply(self.source.text, edits)
            after = Source(self.source.name, text)
            self.fixes += [_fix(diagnostic, edit) for diagnostic, edit in chosen]
            self.made += [edit for edit in edits if edit.kind in MAKES_KEYS]
            grown, _ = parse(after)
            if tree is not None and (grown is None or not _same_but(tree, grown, edits)):
                self.disturbed = chosen[0][1].span.place
                return
            self.source = after

    def examined(self) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        """这一遍的树和诊断；读不成的没有树。"""
        tree, diagnostics = parse(self.source)
        if tree is None:
            if any(diagnostic.code == "S10" for diagnostic in diagnostics):
                every = tuple(unprintable_in(self.source, len(self.source.text)))
                diagnostics = every or diagnostics  # 写成转义的，全文里没有那个字
            return None, diagnostics
        format, shape, _ = format_for(tree, project_of(self.path, self.templates))
        return tree, diagnostics if format is None else diagnostics + check_shape(tree, shape)

    def refusal(self) -> str:
        """不能照改的理由；能照改的为空。"""
        count = len(self.fixes)
        if self.disturbed:
            place = self.disturbed
            return f"{place} 的笔误改了会牵动别处，{count} 处都没有改。请照核对的说明自己改。"
        tree, diagnostics = self.examined()
        errors = [d for d in diagnostics if d.severity == "error"]
        if tree is None:
            place = errors[0].span.place
            reason = f"改了以后 {place} 仍读不通"
            return f"有 {count} 处可改，可是{reason}，所以都没有改。请先照核对的说明改好它。"
        lines = {edit.span.line for edit in self.made}
        wrong = [d for d in errors if d.span.line in lines and d.code in REFUSED]
        if wrong:
            place = wrong[0].span.place
            reason = f"改了以后还是不对（{wrong[0].title}）"
            return f"{place} {reason}，{count} 处都没有改。请照核对的说明自己改。"
        stray = _in_text(tree, self.made)
        if stray is not None:
            place = stray.span.place
            return f"{place} 写在一段文字里，不是笔误，{count} 处都没有改。请照核对的说明自己改。"
        return ""


def _chosen(diagnostics: Sequences[Diagnostic]) -> list[tuple[Diagnostic, Edit]]:
    """可以用的改动，按位置排好；动同一段文字的只用前一处。"""
    chosen: list[tuple[Diagnostic, Edit]] = []
    offered = [(diagnostic, diagnostic.edit) for diagnostic in diagnostics if diagnostic.edit]
    safe = [(d, edit) for d, edit in offered if edit and (d.code, edit.kind) in SAFE]
    for diagnostic, edit in sorted(safe, key=lambda pair: (pair[1].span.start, pair[1].span.end)):
        if not chosen or edit.span.start >= chosen[-1][1].span.end:
            chosen.append((diagnostic, edit))
    return chosen


def _fix(diagnostic: Diagnostic, edit: Edit) -> Fix:
    """改前、改后各是什么样子：同一行里前后几个字。"""
    span, text = edit.span, edit.span.source.text
    first = max(text.rfind("\n", 0, span.start) + 1, span.start - AROUND)
    end = text.find("\n", span.end)
    last = min(len(text) if end < 0 else end, span.end + AROUND)
    head, tail = text[first : span.start], text[span.end : last].partition(" #")[0]
    before = _visible(head + text[span.start : span.end] + tail)
    return Fix(span.place, diagnostic.code, before, _visible(head + edit.text + tail))


def _visible(text: str) -> str:
    """看不见的字符写出代号，制表符写成 ⇥。"""
    text = text.strip(" ").replace("\t", "⇥")
    return "".join(char if char.isprintable() else f"〈U+{ord(char):04X}〉" for char in text)


def _in_text(tree: Node, made: Sequences[Edit]) -> Edit | None:
    """改得不是地方的一处：读不通的文件里认笔误凭一行的样子，而那一行也许写在几行的引号里。

    改了冒号的那一行要有这么多个键，加了引号的要正是那个值；制表符在文字里也只是缩进，不必查。
    """
    keys: Counter[int] = Counter()
    values: set[tuple[int, str]] = set()
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Mapping):
            keys.update(key.span.line for key, _ in node.entries)
            stack += [value for _, value in node.entries]
        elif isinstance(node, Sequence):
            stack += node.items
        elif not node.plain:
            values.add((node.span.line, node.text))
    for edit in made:
        line, written = edit.span.line, edit.span.source.text[edit.span.start : edit.span.end]
        if edit.kind == "quote" and (line, written) not in values:
            return edit
        if edit.kind in {"colon", "space"}:
            keys[line] -= 1
            if keys[line] < 0:
                return edit
    return None


def _same_but(old: Node, new: Node, edits: Sequences[Edit]) -> bool:
    """除了改的地方，两棵树处处相同。"""
    starts = [edit.span.start for edit in edits]
    ends = [edit.span.end for edit in edits]

    def touched(node: Node) -> bool:
        at = bisect_left(ends, node.span.start)
        return at < len(ends) and starts[at] <= node.span.end

    def same(before: Node, after: Node) -> bool:
        if not touched(before):
            return value_of(before) == value_of(after)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            if len(before.entries) != len(after.entries):
                return False
            pairs = zip(before.entries, after.entries, strict=True)
            return all(same_entry(*pair) for pair in pairs)
        if isinstance(before, Sequence) and isinstance(after, Sequence):
            if len(before.items) != len(after.items):
                return False
            return all(same(*pair) for pair in zip(before.items, after.items, strict=True))
        return True

    def same_entry(before: tuple[Node, Node], after: tuple[Node, Node]) -> bool:
        if not touched(before[0]):
            return same(before[0], after[0]) and same(before[1], after[1])
        # 键里并进了值的（name：甲、unit：{name），改了以后才分得开
        apart = value_of(before[1]) == "" or type(before[1]) is not type(after[1])
        return apart or same(before[1], after[1])

    return same(old, new)
