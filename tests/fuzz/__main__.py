"""一口气做很久：`python -m tests.fuzz --minutes 30`；末尾一张表，有不许的，一个一个列出来。"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.cases import Tally, one_case
from tests.fuzz.kinds import KINDS, Home


def main() -> int:
    """做到时候；没有不许的，答 0。"""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="从第几个做起")
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--case", nargs=3, metavar=("KIND", "SEED", "NUMBER"))
    wanted = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))  # 编得出吃光内存的，也只是这一个
    with tempfile.TemporaryDirectory() as name:
        home = Home.made(Path(name))
        os.chdir(name)
        if wanted.case:
            kind, seed, number = wanted.case
            verdict = one_case(home, kind, int(seed), int(number))
            print(verdict.said)
            print(f"{verdict.seconds:.2f} 秒，多用 {verdict.megabytes:.0f} MB。{verdict.fault}")
            return int(bool(verdict.fault))
        tally = Tally()
        number, ending = wanted.first, time.monotonic() + 60 * wanted.minutes
        while time.monotonic() < ending:
            for kind in wanted.kinds:
                verdict = one_case(home, kind, wanted.seed, number)
                tally.add(kind, number, verdict)
                if verdict.fault:
                    print(f"{kind} {wanted.seed} {number}: {verdict.fault}", flush=True)
            number += 1
        print(tally.table())
        return int(bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
