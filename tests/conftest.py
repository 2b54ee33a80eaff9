"""测试共用的：工程的位置、`--accept`（重写黄金文字）、假设检验的档位。"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "ci", max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "dev", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="重写黄金文字，然后用 git diff 读一遍")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """环境变量 REPORTGEN_REQUIRED 列出的标记（如 office），跳过就是失败：CI 装齐了它们要的程序。"""
    report = yield
    required = os.environ.get("REPORTGEN_REQUIRED", "").split(",")
    marked = any(item.get_closest_marker(name) for name in required if name)
    if report.skipped and marked and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} 不许跳过：{report.longrepr}"
    return report


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
        shown = path.relative_to(ROOT)
        reason = f"{shown} 变了：是有意的就运行 pytest --accept，再用 git diff 读一遍"
        assert path.read_text("utf-8") == text, reason

    return compare


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """一个临时工程：随程序的全部格式，空的 inputs/。"""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    return tmp_path
