"""对行：改过的列表里，哪一行是原来的哪一行。

先凭名称一类的键对（difflib），名称改了的凭别的各项对；对不上的，是新的一行，或去掉的一行。
名称重复的行，各项全同才算同一行。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from reportgen.source.normal import Value

LABELS = ("name", "title", "id", "text", "about", "code")
"""一行叫什么，凭这几个键里写了的第一个。"""

NEARBY = 20
"""名称改了的行，只在往后这么多行里找；四百行全换了名称也不慢。"""

Pairs = dict[int, int]
"""新的第几行 → 原来的第几行，次序不乱。"""


def aligned(old: Sequence[Value], new: Sequence[Value]) -> Pairs:
    """两列行对起来。"""
    pairs: Pairs = {}
    head = _same_head(old, new)
    tail = _same_head(old[head:][::-1], new[head:][::-1])
    pairs.update((at, at) for at in range(head))
    pairs.update((len(new) - at, len(old) - at) for at in range(tail, 0, -1))
    first, second = old[head : len(old) - tail], new[head : len(new) - tail]
    repeated = _repeated(first) | _repeated(second)
    names, wanted = _names(first, repeated), _names(second, repeated)
    matcher = SequenceMatcher(None, names, wanted, autojunk=False)
    for change, start, end, new_start, new_end in matcher.get_opcodes():
        if change == "equal":
            pairs.update((head + new_start + at, head + start + at) for at in range(end - start))
        elif change == "replace":
            for here, there in _renamed(first[start:end], second[new_start:new_end]):
                pairs[head + new_start + there] = head + start + here
    return pairs


def label(row: Value) -> str:
    """一行叫什么。"""
    if isinstance(row, str):
        return row
    if isinstance(row, Mapping):
        name = next((row[key] for key in LABELS if key in row), "")
        return name if isinstance(name, str) else repr(name)
    return repr(row)


def _same_head(old: Sequence[Value], new: Sequence[Value]) -> int:
    """开头有几行全同。"""
    for at, (first, second) in enumerate(zip(old, new, strict=False)):
        if first != second:
            return at
    return min(len(old), len(new))


def _repeated(rows: Sequence[Value]) -> set[str]:
    counted = Counter(map(label, rows))
    return {name for name, times in counted.items() if times > 1}


def _names(rows: Sequence[Value], repeated: set[str]) -> list[str]:
    """各行的名字；名称重复的用全文，全文也相同的，是第几个。"""
    times: Counter[str] = Counter()
    names = []
    for row in rows:
        name = label(row)
        if name in repeated:
            name = repr(row)
            times[name] += 1
            name += f" 第{times[name]}个"
        names.append(name)
    return names


def _renamed(old: Sequence[Value], new: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """名称改了、别的各项还有相同的；一行文字改了字，对着次序算同一行。"""
    start = 0
    for there, row in enumerate(new):
        for here in range(start, min(len(old), start + NEARBY)):
            if _alike(old[here], row):
                yield here, there
                start = here + 1
                break


def _alike(old: Value, new: Value) -> bool:
    if isinstance(old, str) or isinstance(new, str):
        return isinstance(old, str) and isinstance(new, str)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        others = [key for key in old if key not in LABELS]
        alike = not others or any(old[key] == new.get(key) for key in others)
        return alike or label(old) == label(new)
    return False
