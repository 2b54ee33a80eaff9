"""同样的输入，同样的字节：两个新进程，散列种子、时区、区域、当前目录、时钟都不同。"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))


def built(output: Path, cwd: Path, **environment: str) -> dict[str, str]:
    """在新进程里出全部的稿 → 各文件的 sha256。"""
    command = [
        sys.executable,
        "-m",
        "reportgen",
        "build",
        *map(str, INPUTS),
        "-o",
        str(output),
        "-j",
        "1",
    ]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    subprocess.run(command, cwd=cwd, env=variables, check=True, capture_output=True)
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("*.*"))
    }


def test_two_processes_that_share_nothing_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    first = built(
        tmp_path / "a", ROOT, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8", PYTHONUTF8="1"
    )
    time.sleep(2.1)  # zip 的时间戳以两秒计
    second = built(
        tmp_path / "b",
        tmp_path / "elsewhere",
        PYTHONHASHSEED="77",
        TZ="Asia/Shanghai",
        LC_ALL="C",
        PYTHONUTF8="0",
    )
    assert len(first) == 3 * len(INPUTS)
    assert first == second


def test_the_place_of_the_project_does_not_enter_the_output(tmp_path: Path) -> None:
    copied = tmp_path / "another" / "project"
    shutil.copytree(ROOT / "templates", copied / "templates")
    shutil.copytree(ROOT / "inputs", copied / "inputs")
    here = built(tmp_path / "a", ROOT)
    command = [sys.executable, "-m", "reportgen", "build", "-o", str(tmp_path / "b")]
    subprocess.run(
        command,
        cwd=copied,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )
    there = {
        path.relative_to(tmp_path / "b").as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((tmp_path / "b").rglob("*.*"))
    }
    assert here == there
