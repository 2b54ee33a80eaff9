"""速度表跑得通、印得出；不对时间作断言。"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_bench_prints_its_table() -> None:
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "--quick", "--only", "warm"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = done.stdout.splitlines()
    assert rows[0].startswith("| 量什么 |")
    assert len(rows) == 4
    assert all(row.count("|") == 7 for row in rows)
