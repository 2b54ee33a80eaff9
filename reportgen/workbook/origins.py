"""行从哪里来：交回来的各行，是写出时的哪一行。

先看号和名字都对的，再看名字（整块排过序的，名字跟着内容走，号留在原地），末了只看号（改了名的）。
同一个号第二次见到，是复制出来的新的一行。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

Origins = dict[int, int]
"""交回来的第几行 → 写出时的号。"""


def origins_of(
    labels: Sequence[str],
    numbers: Sequence[int],
    written: dict[int, str],
) -> Origins:
    """labels、numbers 是交回来的各行的名字和号（没有号的为零）；written 是写出时的号到名字。"""
    origins: Origins = {}
    free = dict(written)

    def take(at: int, number: int) -> None:
        origins[at] = number
        del free[number]

    for at, number in enumerate(numbers):
        if number in free and free[number] == labels[at]:
            take(at, number)
    times = Counter(free.values())
    by_label = {name: number for number, name in free.items() if name and times[name] == 1}
    for at, label in enumerate(labels):
        if at not in origins and label in by_label:
            take(at, by_label.pop(label))
    names = set(written.values())
    for at, number in enumerate(numbers):
        renamed = labels[at] not in names or not labels[at]
        if at not in origins and number in free and renamed:
            take(at, number)
    return origins
