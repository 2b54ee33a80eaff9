"""改笔误：每一类的例子和反例在 fixing.yaml；改了的文件别处一字不差，改不成的一字不动，换行和 BOM 照旧。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.corridor.fixing import SAFE, Fixed, fixed

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLE = (ROOT / "templates" / "zhengzhou-self-2022" / "sample.yaml").read_text("utf-8")
TABLE: dict[str, list[dict[str, str]]] = yaml.safe_load((HERE / "fixing.yaml").read_text("utf-8"))
Case = dict[str, Any]
CASES = [(kind, case) for kind, cases in TABLE.items() for case in cases]


def fix(folder: Path, content: str | bytes) -> Fixed:
    path = folder / "x.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return fixed(path, templates=ROOT / "templates")


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[kind for kind, _ in CASES])
def test_a_slip_is_mended_and_nothing_else_moves(kind: str, case: Case, tmp_path: Path) -> None:
    assert SAMPLE.count(case["find"]) >= 1
    written = SAMPLE.replace(case["find"], case["written"], 1)
    result = fix(tmp_path, written)
    if "fixed" in case:
        assert result.after == SAMPLE.replace(case["find"], case["fixed"], 1), result.refusal
        assert result.fixes
    else:
        assert not result.changed
        assert not result.fixes or result.refusal


def test_the_table_has_three_examples_of_every_kind() -> None:
    assert len(SAFE) == 7
    for kind, cases in TABLE.items():
        mended = [case for case in cases if "fixed" in case]
        assert len(mended) >= 3 or "，" in kind or kind == "几样一起"
