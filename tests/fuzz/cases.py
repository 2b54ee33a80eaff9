"""一个例子：由种类、种子和序号定下；和许多例子的合计。"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, field

from tests.fuzz.kinds import KINDS, Home
from tests.fuzz.measuring import Verdict, measure


def one_case(home: Home, kind: str, seed: int, number: int) -> Verdict:
    """编一个，做一遍，量一量。"""
    home.clear()
    os.chdir(home.root)
    chance = random.Random(f"{kind} {seed} {number}")
    return measure(lambda: KINDS[kind](chance, home))


@dataclass
class Tally:
    """合计：各种做了几个，最慢的、用内存最多的是哪一个，不许的有哪些。"""

    cases: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    largest: dict[str, tuple[float, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, kind: str, number: int, verdict: Verdict) -> None:
        """记上一个。"""
        self.cases[kind] += 1
        seconds, megabytes = (verdict.seconds, number), (verdict.megabytes, number)
        self.slowest[kind] = max(self.slowest.get(kind, (0.0, 0)), seconds)
        self.largest[kind] = max(self.largest.get(kind, (0.0, 0)), megabytes)
        if verdict.fault:
            self.faults.append(f"{kind} {number}: {verdict.fault}")

    def table(self) -> str:
        """一种一行。"""
        rows = []
        for kind, count in self.cases.items():
            slow, large = self.slowest[kind], self.largest[kind]
            times = f"最慢 {slow[0]:.2f} 秒（第 {slow[1]} 个）"
            rows.append(f"{kind} {count} 个，{times}，最多用 {large[0]:.0f} MB（第 {large[1]} 个）")
        total = sum(self.cases.values())
        return "\n".join([*rows, f"共 {total} 个，不许的 {len(self.faults)} 个"])
