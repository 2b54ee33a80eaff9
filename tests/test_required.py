"""CI 里不许跳过的测试：REPORTGEN_REQUIRED=office 时，带 office 标记的跳过就是失败，别的照旧。"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

SKIPPING = """
import pytest

@pytest.fixture
def program():
    pytest.skip("没有这个程序")

@pytest.mark.office
def test_by_fixture(program): ...

@pytest.mark.office
@pytest.mark.skipif(True, reason="没有这个程序")
def test_by_condition(): ...

@pytest.mark.office
def test_inside():
    pytest.skip("没有这个程序")

@pytest.mark.skip
def test_of_another_kind(): ...

@pytest.mark.office
def test_that_runs(): ...
"""


@pytest.mark.parametrize(
    ("required", "outcome"),
    [("", "1 passed, 4 skipped"), ("office", "1 skipped, 2 errors")],
)
def test_skips_of_required_tests_are_failures(required: str, outcome: str, tmp_path: Path) -> None:
    (tmp_path / "test_skipping.py").write_text(SKIPPING, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = office: x\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "REPORTGEN_REQUIRED": required},
        encoding="utf-8",
    )
    assert outcome in done.stdout.splitlines()[-1]
    assert done.returncode == (1 if required else 0)
    assert done.stdout.count("不许跳过") >= (3 if required else 0)
