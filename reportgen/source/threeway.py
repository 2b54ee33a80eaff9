"""三方合并：写出时的事实、交回来的事实、文件里现在的事实 → 合起来的事实，或两边都改了的各处。

只有一边改了的，照改的那一边；两边改得一样的，就是那样；两边改得不一样的是冲突。列表一行一行地合：
删去而另一边改过的行、两边都添而不相同的同名的行，也是冲突。行的次序照换过次序的那一边。
树都是常形（normal.py）。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field

from reportgen.core.frozen import frozen
from reportgen.source.cells import Address
from reportgen.source.normal import Value
from reportgen.source.rows import Pairs, aligned, label

Identity = tuple[str, int]
"""一行是谁：原来的第几行，交回来的一边添的第几行，文件里添的第几行。"""

BEFORE, THEIRS, OURS = "before", "theirs", "ours"


@frozen
class Conflict:
    """两边都改了的一处：在交回来的树、文件的树的哪里，两边各写了什么，原来写的什么（没有则为 None）。"""

    theirs_at: Address
    ours_at: Address
    theirs: Value | None
    ours: Value | None
    before: Value | None
    order: bool = False


@frozen
class Joined:
    """合起来的事实；有冲突的，value 不能用。"""

    value: Value
    conflicts: tuple[Conflict, ...] = ()


@frozen
class Sides:
    """一处的三份，和各在树的哪里。"""

    before: Value | None
    theirs: Value | None
    ours: Value | None
    before_at: Address = field(default=())
    theirs_at: Address = field(default=())
    ours_at: Address = field(default=())

    def member(self, key: str) -> Sides:
        """一个键的三份。"""
        return Sides(
            _part(self.before, key),
            _part(self.theirs, key),
            _part(self.ours, key),
            (*self.before_at, key),
            (*self.theirs_at, key),
            (*self.ours_at, key),
        )


def joined(
    before: Value,
    theirs: Value,
    ours: Value,
    origins: Mapping[Address, Address],
) -> Joined:
    """三份合成一份。origins 是交回来的各行原来在哪里（没有的是新的一行）。"""
    joiner = _Joiner(origins)
    value = joiner.join(Sides(before, theirs, ours))
    return Joined({} if value is None else value, tuple(joiner.conflicts))


class _Joiner:
    """一处一处地合，冲突记下来。"""

    def __init__(self, origins: Mapping[Address, Address]) -> None:
        self.origins = origins
        self.conflicts: list[Conflict] = []

    def join(self, sides: Sides) -> Value | None:
        """一处。"""
        before, theirs, ours = sides.before, sides.theirs, sides.ours
        if theirs in (before, ours):
            return ours
        if ours == before:
            return theirs
        if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
            return self.mapping(sides, theirs, ours)
        if _is_rows(theirs) and _is_rows(ours):
            return self.rows(sides)
        self.conflict(sides)
        return ours

    def conflict(self, sides: Sides, *, order: bool = False) -> None:
        """记下一处冲突。"""
        places = sides.theirs_at, sides.ours_at
        self.conflicts.append(Conflict(*places, sides.theirs, sides.ours, sides.before, order))

    def mapping(
        self,
        sides: Sides,
        theirs: Mapping[str, Value],
        ours: Mapping[str, Value],
    ) -> Value:
        """一个键一个键地合。"""
        values = {key: self.join(sides.member(key)) for key in {**ours, **theirs}}
        return {key: value for key, value in values.items() if value is not None}

    def rows(self, sides: Sides) -> Value:
        """一行一行地合。"""
        rows = _Rows(sides, self.origins)
        merged: dict[Identity, Value] = {}
        for at in range(len(rows.before)):
            value = self.row(rows.sides_of(at), rows.is_kept(at))
            if value is not None:
                merged[BEFORE, at] = value
        for at in rows.added_by_ours:
            twin = rows.twins.get(at)
            alone = rows.ours[at]
            both = alone if twin is None else self.join(rows.added_sides(at, twin))
            merged[OURS, at] = alone if both is None else both
        for at in rows.added_by_theirs:
            merged[THEIRS, at] = rows.theirs[at]
        order = rows.order()
        if order is None:
            self.conflict(sides, order=True)
            return list(rows.ours)
        return [merged[identity] for identity in order if identity in merged]

    def row(self, sides: Sides, kept: tuple[bool, bool]) -> Value | None:
        """原来有的一行：两边都在的合起来；一边删去的，另一边没有改过才删。"""
        if kept == (True, True):
            return self.join(sides)
        if kept == (False, False):
            return None
        left = sides.theirs if kept[0] else sides.ours
        if left != sides.before:
            self.conflict(sides)
        return None


class _Rows:
    """一个列表的三份，各行对好。"""

    def __init__(self, sides: Sides, origins: Mapping[Address, Address]) -> None:
        self.sides = sides
        self.before, self.theirs, self.ours = map(
            _rows_of, (sides.before, sides.theirs, sides.ours)
        )
        self.theirs_of = _inverted(self._their_pairs(origins))
        self.ours_of = _inverted(_paired(self.before, self.ours))
        known = set(self.theirs_of.values())
        added = [at for at in range(len(self.theirs)) if at not in known]
        mine = set(self.ours_of.values())
        self.added_by_ours = [at for at in range(len(self.ours)) if at not in mine]
        self.twins = self._twins(added)
        matched = set(self.twins.values())
        self.added_by_theirs = [at for at in added if at not in matched]

    def _their_pairs(self, origins: Mapping[Address, Address]) -> Pairs:
        """交回来的第几行 → 原来的第几行；没有来处可查的，凭名称对。"""
        if not origins:
            return _paired(self.before, self.theirs)
        pairs: Pairs = {}
        for at in range(len(self.theirs)):
            origin = origins.get((*self.sides.theirs_at, at))
            if origin is not None and origin[:-1] == self.sides.before_at:
                pairs[at] = int(origin[-1])
        return pairs

    def _twins(self, added: list[int]) -> dict[int, int]:
        """两边都添的同一行：文件里的第几行 → 交回来的第几行；凭名称。"""
        names = {label(self.theirs[at]): at for at in reversed(added) if label(self.theirs[at])}
        twins: dict[int, int] = {}
        for at in self.added_by_ours:
            twin = names.pop(label(self.ours[at]), None)
            if twin is not None:
                twins[at] = twin
        return twins

    def is_kept(self, at: int) -> tuple[bool, bool]:
        """原来的一行，两边还在不在。"""
        return at in self.theirs_of, at in self.ours_of

    def sides_of(self, at: int) -> Sides:
        """原来的一行的三份；一边删去的，那边说的是整个列表。"""
        theirs, ours = self.theirs_of.get(at), self.ours_of.get(at)
        sides = self.sides
        return Sides(
            self.before[at],
            None if theirs is None else self.theirs[theirs],
            None if ours is None else self.ours[ours],
            (*sides.before_at, at),
            sides.theirs_at if theirs is None else (*sides.theirs_at, theirs),
            sides.ours_at if ours is None else (*sides.ours_at, ours),
        )

    def added_sides(self, at: int, twin: int) -> Sides:
        """两边都添的一行。"""
        sides = self.sides
        places = (*sides.before_at, -1), (*sides.theirs_at, twin), (*sides.ours_at, at)
        return Sides(None, self.theirs[twin], self.ours[at], *places)

    def order(self) -> list[Identity] | None:
        """合起来的次序；两边都换过次序而不相同的没有。"""
        theirs = self._identities(self.theirs_of, len(self.theirs), THEIRS)
        ours = self._identities(self.ours_of, len(self.ours), OURS)
        common = set(theirs) & set(ours)
        first = [each for each in theirs if each in common and each[0] == BEFORE]
        second = [each for each in ours if each in common and each[0] == BEFORE]
        if first == sorted(first) or first == second:
            return _inserted(ours, theirs)
        return _inserted(theirs, ours) if second == sorted(second) else None

    def _identities(self, places: Mapping[int, int], count: int, side: str) -> list[Identity]:
        """一边的各行是谁；两边都添的同一行，是文件里的那一行。"""
        names: dict[int, Identity] = {there: (BEFORE, at) for at, there in places.items()}
        if side == THEIRS:
            names |= {twin: (OURS, at) for at, twin in self.twins.items()}
        return [names.get(at, (side, at)) for at in range(count)]


def _inserted(skeleton: list[Identity], other: list[Identity]) -> list[Identity]:
    """另一边的行插进来，各在它前面那一行之后。"""
    order = list(skeleton)
    known = set(order)
    before: Identity | None = None
    for identity in other:
        if identity not in known:
            at = order.index(before) + 1 if before is not None else 0
            order.insert(at, identity)
            known.add(identity)
        before = identity
    return order


def _paired(before: Sequence[Value], rows: Sequence[Value]) -> Pairs:
    """对行；次序换过的，名称不重复的也对得上。"""
    pairs = dict(aligned(before, rows))
    kept = set(pairs.values())
    gone = _by_label(before, [at for at in range(len(before)) if at not in kept])
    fresh = _by_label(rows, [at for at in range(len(rows)) if at not in pairs])
    pairs.update((fresh[name], gone[name]) for name in fresh if name in gone)
    return pairs


def _by_label(rows: Sequence[Value], places: list[int]) -> dict[str, int]:
    """不重复的名称 → 第几行。"""
    times = Counter(label(rows[at]) for at in places)
    return {label(rows[at]): at for at in places if times[label(rows[at])] == 1}


def _inverted(pairs: Pairs) -> dict[int, int]:
    return {old: new for new, old in pairs.items()}


def _part(value: Value | None, key: str) -> Value | None:
    return value.get(key) if isinstance(value, Mapping) else None


def _is_rows(value: Value | None) -> bool:
    """是不是一行一行的列表；几行文字是一个值。"""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return False
    return all(isinstance(row, Mapping) for row in value)


def _rows_of(value: Value | None) -> Sequence[Value]:
    return value if _is_rows(value) and isinstance(value, Sequence) else ()
