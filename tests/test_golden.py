"""黄金文字：随程序的输入出的 Markdown、得分说明和诊断，存在 build/ 里，逐字比对。

改了输出就 `pytest --accept`，再用 `git diff build/` 读一遍。
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine, render
from reportgen.door.console import concise

ROOT = Path(__file__).resolve().parent.parent
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_what_the_shipped_inputs_build_is_what_stands_in_build(
    path: Path, golden: Callable[[Path, str], None]
) -> None:
    examined = examine(path, name=path.relative_to(ROOT).as_posix())
    contents, problems = render(examined)
    assert not problems
    stem = ROOT / "build" / path.relative_to(ROOT / "inputs").with_suffix("")
    for suffix, data in contents:
        if suffix != ".docx":
            golden(stem.with_name(stem.name + suffix), data.decode())
    lines = [concise(diagnostic) for diagnostic in examined.diagnostics]
    golden(stem.with_name(stem.name + ".diagnostics.txt"), "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("name", "total"),
    [
        ("2024/nanjing-qyfwzx", "91.85 优"),
        ("2022/zhengzhou-gxj-qyfw", "93.36 优"),
        ("2021/zhengzhou-gxj-qyfw-bm", "100 优秀"),
        ("2020/zhuzhou-nqhz", "95.99 优秀"),
        ("2023/xinfeng-gxj-zfwe", "95.00 优"),
    ],
)
def test_the_totals_are_those_of_the_published_reports(name: str, total: str) -> None:
    examined = examine(ROOT / "inputs" / f"{name}.yaml")
    assert examined.scorecard is not None
    assert f"{examined.scorecard.total:f} {examined.scorecard.grade}" == total
