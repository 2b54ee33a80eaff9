"""对齐：两份 Word 文件印出的各块，哪些相同，哪块是哪块改成的，哪些添了、删了。

先照文字（或指纹）相同的对，再在对不上的一段里照相像的对。一张表几千行都一样的，比一遍也不会很久：两头相同的先去掉，
中间还很长的，照次序对。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from reportgen.core.frozen import frozen

MOST_PAIRS = 4_000_000
"""中间一段里相同的词两两一对最多这么多，再多就照次序对：一百万对约一秒。"""
MOST_ALIKE = 2_500
"""对不上的一段里，照相像的对最多比这么多次。"""
ALIKE = 4
"""十个字里至少这么多个相同，才算一块是另一块改成的。"""


@frozen
class Step:
    """一处不同：原来的第几块（没有则为 None），现在的第几块（没有则为 None），在现在的第几块之前。"""

    was: int | None
    now: int | None
    before: int


def common_ends(was: Sequence[str], now: Sequence[str]) -> tuple[int, int]:
    """两串开头相同的有几个，末尾相同的有几个；一处不算两次。"""
    shorter = min(len(was), len(now))
    start = 0
    while start < shorter and was[start] == now[start]:
        start += 1
    end = 0
    while end < shorter - start and was[-1 - end] == now[-1 - end]:
        end += 1
    return start, end


def differences(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[range, range]]:
    """两串词对不上的各段：原来的一段，现在的一段。"""
    start, end = common_ends(was, now)
    left, right = was[start : len(was) - end], now[start : len(now) - end]
    if not left and not right:
        return
    counts, others = Counter(left), Counter(right)
    if sum(number * others[word] for word, number in counts.items()) > MOST_PAIRS:
        yield from _in_order(left, right, start)
        return
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for kind, first, last, here, there in matcher.get_opcodes():
        if kind != "equal":
            yield range(first + start, last + start), range(here + start, there + start)


def _in_order(
    left: Sequence[str], right: Sequence[str], start: int
) -> Iterator[tuple[range, range]]:
    """照次序对：一个对一个，相同的不算，长的一串余下的算在末尾。"""
    size = min(len(left), len(right))
    for at in range(size):
        if left[at] != right[at]:
            yield range(start + at, start + at + 1), range(start + at, start + at + 1)
    if len(left) != len(right):
        yield range(start + size, start + len(left)), range(start + size, start + len(right))


def steps(was: Sequence[str], now: Sequence[str], texts: tuple[Sequence[str], ...]) -> list[Step]:
    """各处不同，照现在的次序。texts 是原来的和现在的文字，不知道的是空：那就照次序对。"""
    found: list[Step] = []
    for left, right in differences(was, now):
        pairs = dict(_pairs(left, right, was, now, texts))
        taken = {old: new for new, old in pairs.items()}
        place = right.start
        waiting = list(left)
        for new in right:
            while waiting and new in pairs and waiting[0] < pairs[new]:
                found.append(Step(waiting.pop(0), None, new))
            if new in pairs:
                waiting.remove(pairs[new])
            found.append(Step(pairs.get(new), new, new))
            place = new + 1
        found += [Step(old, None, place) for old in waiting if old not in taken]
    return found


def _pairs(
    left: range,
    right: range,
    was: Sequence[str],
    now: Sequence[str],
    texts: tuple[Sequence[str], ...],
) -> Iterator[tuple[int, int]]:
    """一段里哪块是哪块改成的：（现在的，原来的），次序不交叉。只有同一种块（词的第一个字母）才能是。"""
    if len(left) == len(right) or not texts or len(left) * len(right) > MOST_ALIKE:
        for old, new in zip(left, right, strict=False):
            if was[old][:1] == now[new][:1]:
                yield new, old
        return
    first = left.start
    for new in right:
        scored = []
        for old in range(first, left.stop):
            if was[old][:1] == now[new][:1]:
                scored.append((_alike(texts[0][old], texts[1][new]), -old))
        best, old = max(scored, default=(0, 0))
        if best >= ALIKE:
            yield new, -old
            first = -old + 1


def _alike(text: str, other: str) -> int:
    """两块有几成相像：各取开头五百字。"""
    matcher = SequenceMatcher(None, text[:500], other[:500], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    longest = max(1, min(500, max(len(text), len(other))))
    return same * 10 // longest


def changed_words(was: str, now: str, around: int = 12) -> tuple[str, str]:
    """一块改动的地方：原来的几个字和现在的几个字，两头相同的只留 around 个。"""
    start, end = common_ends(was, now)
    first = max(0, start - around)
    last = max(0, end - around)
    return _cut(was, first, last), _cut(now, first, last)


def _cut(text: str, first: int, last: int) -> str:
    middle = text[first : len(text) - last]
    return f"{'…' if first else ''}{middle}{'…' if last else ''}"
