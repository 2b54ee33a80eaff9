"""测试共用的：工程的位置、`--accept`（重写黄金文字）、假设检验的档位。"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("ci", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("dev", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="重写黄金文字，然后用 git diff 读一遍")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """这次运行是不是要重写黄金文字。"""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def golden(accept: bool) -> Callable[[Path, str], None]:
    """与存着的文字逐字比对；`--accept` 时改存。"""

    def compare(path: Path, text: str) -> None:
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.exists(), f"还没有 {path.relative_to(ROOT)}，用 pytest --accept 写出再读"
        assert path.read_text("utf-8") == text

    return compare


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """一个临时工程：随程序的全部格式，空的 inputs/。"""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    return tmp_path
