"""配对：两份清单里哪一条是哪一条。先看名称，再看所在的层次和名称有多像；次序不论。"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence

from reportgen.core.frozen import frozen

ALIKE, ALIKE_NEARBY = 80, 50
"""名称改过的，像到百分之几才算同一条：在别处的，在同一个一级、二级指标之下的。"""
MOST = 120
"""没有同名的，两边的条数之积多过它的平方，只在同一处的里面比像不像。"""
LONGEST = 200
"""名称只比开头这么多字。"""

Pair = tuple[int | None, int | None]
"""旧清单里的第几条、新清单里的第几条（从 0 数）；一边没有的是 None。"""


@frozen
class Entry:
    """清单里的一条：名称，和它所在的地方（一级、二级指标）。"""

    name: str
    place: tuple[str, ...] = ()


def pair(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pair, ...]:
    """配成对，按新清单的次序；删去的在末尾，按旧清单的次序。"""
    partner: dict[int, int] = {}
    for key in (_name_and_place, _name):
        partner |= _equal(old, new, partner, key)
    partner |= _similar(old, new, partner)
    pairs: list[Pair] = [(partner.get(at), at) for at in range(len(new))]
    kept = set(partner.values())
    pairs += [(at, None) for at in range(len(old)) if at not in kept]
    return tuple(pairs)


def _name_and_place(entry: Entry) -> object:
    return entry.name, entry.place


def _name(entry: Entry) -> object:
    return entry.name


def _equal(
    old: Sequence[Entry],
    new: Sequence[Entry],
    partner: Mapping[int, int],
    key: Callable[[Entry], object],
) -> dict[int, int]:
    """凭 key 相同的，各按出现的先后。"""
    taken = set(partner.values())
    waiting: dict[object, deque[int]] = {}
    for at, entry in enumerate(old):
        if at not in taken:
            waiting.setdefault(key(entry), deque()).append(at)
    matches: dict[int, int] = {}
    for at, entry in enumerate(new):
        rest = waiting.get(key(entry))
        if at not in partner and rest:
            matches[at] = rest.popleft()
    return matches


def _similar(
    old: Sequence[Entry], new: Sequence[Entry], partner: Mapping[int, int]
) -> dict[int, int]:
    """余下的里面最像的先配；同一处的先于别处的。"""
    taken = set(partner.values())
    left = [at for at in range(len(old)) if at not in taken]
    right = [at for at in range(len(new)) if at not in partner]
    if len(left) * len(right) > MOST * MOST:
        groups = _by_place(old, new, left, right)
    else:
        groups = [(left, right)]
    candidates: list[_Candidate] = []
    for one, other in groups:
        candidates += _candidates(old, new, one, other)
    matches: dict[int, int] = {}
    used: set[int] = set()
    for _, _, to, at in sorted(candidates):
        if to not in matches and at not in used:
            matches[to] = at
            used.add(at)
    return matches


def _by_place(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> list[tuple[list[int], list[int]]]:
    """太多了，只在同一处的里面比；一处就有那么多的不比。"""
    places: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for at in left:
        places.setdefault(old[at].place, ([], []))[0].append(at)
    for to in right:
        places.setdefault(new[to].place, ([], []))[1].append(to)
    return [group for group in places.values() if len(group[0]) * len(group[1]) <= MOST * MOST]


_Candidate = tuple[bool, int, int, int]
"""是不是别处的、有多不像、新的第几条、旧的第几条；小的在前。"""


def _candidates(
    old: Sequence[Entry], new: Sequence[Entry], left: Sequence[int], right: Sequence[int]
) -> Iterator[_Candidate]:
    """够像的各对。"""
    known = {at: _letters(old[at].name) for at in left}
    for to in right:
        letters = _letters(new[to].name)
        for at in left:
            elsewhere = old[at].place != new[to].place
            likeness = _likeness(known[at], letters)
            if likeness >= (ALIKE if elsewhere else ALIKE_NEARBY):
                yield elsewhere, -likeness, to, at


Letters = tuple[Counter[str], Counter[str]]
"""一个名称的各个字，和各处相邻的两个字。"""


def _letters(name: str) -> Letters:
    name = name[:LONGEST]
    pairs = [name[at : at + 2] for at in range(len(name) - 1)]
    return Counter(name), Counter(pairs)


def _likeness(one: Letters, other: Letters) -> int:
    """有百分之几相同：字的一半，相邻两字的一半。时间随字数，不随字数的平方（一份报告有几千句）。"""
    total = 0
    for mine, theirs in zip(one, other, strict=True):
        size = mine.total() + theirs.total()
        total += 200 * (mine & theirs).total() // size if size else 100
    return total // 2
