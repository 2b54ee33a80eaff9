"""改笔误：每一类的例子和反例在 fixing.yaml。

改了的文件别处一字不差，改不成的一字不动，换行和 BOM 照旧。
"""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source, blocking
from reportgen.core.quantity import half_width
from reportgen.corridor.files import encoded_like
from reportgen.corridor.fixing import SAFE, Fixed, fixed
from reportgen.source.normal import normal
from reportgen.source.shape import check_shape
from reportgen.source.tree import parse
from tests.source.trees import INPUTS, shape_for, tree_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SAMPLE = (ROOT / "templates" / "zhengzhou-self-2022" / "sample.yaml").read_text("utf-8")
NAME = "  name: 云河市科学技术局  # 填：单位全称，例 云河市科学技术局\n"
SAMPLE = SAMPLE.replace(NAME, f"{NAME}  short: 市科技局\n")
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


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_ends_and_the_byte_order_mark_stay(ending: str, mark: bytes, tmp_path: Path) -> None:
    old = mark + SAMPLE.replace("year: 2022", "year：２０２２").replace("\n", ending).encode()
    result = fix(tmp_path, old)
    wanted = mark + SAMPLE.replace("\n", ending).encode()
    assert encoded_like(result.after, result.original) == wanted


def test_mixed_line_ends_stay_line_by_line() -> None:
    old = "甲\r\n乙\n丙\r丁\r\n".encode()
    assert encoded_like("甲\n乙\n丙\n丁\n", old) == old
    assert encoded_like("甲\n改\n丙\n丁\n", old) == "甲\r\n改\n丙\r丁\r\n".encode()
    assert encoded_like("甲\n乙\n添\n丙\n丁\n", old) == "甲\r\n乙\n添\r\n丙\r丁\r\n".encode()
    assert encoded_like("甲\n丙\n丁", old) == "甲\r\n丙\r丁".encode()


def test_mending_twice_changes_nothing_more(tmp_path: Path) -> None:
    once = fix(tmp_path, SAMPLE.replace("year: 2022", "年度：２０２２"))
    assert [fix.code for fix in once.fixes] == ["S03", "I02", "I05"]
    assert once.after == SAMPLE
    again = fix(tmp_path, once.after)
    assert not again.fixes
    assert not again.refusal


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("year：2022\nunit: [甲\n", "改了以后"),
        ("year：2022\n  摘要：某\n", "改了以后"),
        ("年: 甲\nyear：2022\nyear: 2023\n", "改了以后"),
    ],
)
def test_what_cannot_be_mended_is_left_alone(written: str, reason: str, tmp_path: Path) -> None:
    result = fix(tmp_path, SAMPLE.replace("year: 2022", written.rstrip("\n"), 1))
    assert not result.changed
    assert reason in result.refusal
    assert "x.yaml:" in result.refusal


def test_a_thousand_rows_of_slips_are_mended_at_once(tmp_path: Path) -> None:
    rows = "\n".join(f"    - {{name: 甲{at}, initial: １{at}\u200b}}" for at in range(1000))
    text = SAMPLE.replace("    - name: 政府预算资金", f"{rows}\n    - name: 政府预算资金", 1)
    result = fix(tmp_path, text)
    assert len(result.fixes) == 2000
    assert "\u200b" not in result.after
    assert "initial: 17}" in result.after


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", "名称: 甲".encode("gbk")])
def test_an_unreadable_file_is_left_to_the_check(content: bytes, tmp_path: Path) -> None:
    assert not fix(tmp_path, content).changed
    assert not fixed(tmp_path / "没有.yaml").changed


@settings(max_examples=500 if os.environ.get("CI") else 60)
@given(st.sampled_from(INPUTS), st.integers(0, 2**32))
def test_slips_anywhere_are_mended_or_told(path: Path, seed: int) -> None:
    random = Random(seed)
    meant = tree_of(path)
    lines = meant.span.source.text.split("\n")
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(lines))
        lines[at] = _slipped(random, lines[at])
    with tempfile.TemporaryDirectory() as folder:
        result = fix(Path(folder), "\n".join(lines))
    if not result.changed:
        return
    shape = shape_for(meant)
    mended, problems = parse(Source("x.yaml", result.after))
    assert mended is not None, problems
    if not blocking(check_shape(mended, shape)):
        assert _figures(normal(mended, shape)) == _figures(normal(meant, shape))


def _slipped(random: Random, line: str) -> str:
    """一行里的一处笔误。"""
    name = re.match(r"( *(?:- )*)(\w+):( +)(?=\S)", line)
    indent = len(line) - len(line.lstrip(" "))
    kind = random.choice(["colon", "tight", "tab", "wide", "percent", "greater", "invisible"])
    if kind == "colon" and name:
        return f"{name[1]}{name[2]}：{line[name.end() :]}"
    if kind == "tight" and name:
        return f"{name[1]}{name[2]}:{line[name.end() :]}"
    if kind == "tab" and indent:
        return "\t" * (indent // 2) + line.lstrip(" ")
    if kind == "wide":
        return line.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if kind == "invisible" and line:
        at = random.randrange(len(line))
        return line[:at] + random.choice("\u200b\ufeff\u200e") + line[at:]
    return line.replace("≥", "》") if kind == "greater" else line.replace("%", "％")


def _figures(value: object) -> str:
    """全角、半角的数字和比较符号不论：文字里的本来就不改。"""
    return half_width(repr(value)).replace("》", "≥")
