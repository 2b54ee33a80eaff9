"""README 里的命令和例子：命令各系统一行，CI 照着运行；印出的就是程序印出来的样子。"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from reportgen.core.diagnostics import NEVER_SILENT
from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CHINESE, ENGLISH = README.split("\n## In English\n")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fenced(text: str, language: str) -> list[str]:
    """某种语言的代码框里的各行。"""
    lines: list[str] = []
    for kind, content in FENCED.findall(text):
        lines += content.splitlines() if kind == language else []
    return lines


def test_two_commands_for_each_system_one_line_each() -> None:
    for language in ("bash", "powershell"):
        assert len(fenced(CHINESE, language)) == 2
        assert fenced(ENGLISH, language) == fenced(CHINESE, language)


def test_the_commands_make_their_own_environment() -> None:
    """Debian、Ubuntu 不许往系统的 Python 里装；只用新建的 .venv 里的程序。"""
    for line in fenced(CHINESE, "bash"):
        make, install, run = line.split(" && ")
        assert make == "python3 -m venv .venv"
        assert install.startswith(".venv/bin/pip install -q ")
        assert run.startswith(".venv/bin/")


def test_powershell_runs_the_same_steps_without_what_it_does_not_know() -> None:
    """PowerShell 5 没有 &&。"""
    for shell, power in zip(fenced(CHINESE, "bash"), fenced(CHINESE, "powershell"), strict=True):
        assert "&&" not in power
        there = power.replace("py -m venv", "python3 -m venv").replace("\\", "/")
        assert there.replace(".venv/Scripts/", ".venv/bin/").split("; ") == shell.split(" && ")


@pytest.mark.skipif(shutil.which("bash") is None, reason="没有 bash")
def test_ci_runs_these_same_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    (function,) = re.findall(r"^fenced\(\) \{\n.*?^\}\n", script, re.MULTILINE | re.DOTALL)
    for language in ("bash", "text"):
        done = subprocess.run(
            ["bash", "-c", f"{function}fenced {language}"],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            encoding="utf-8",
        )
        assert done.stdout.splitlines() == fenced(CHINESE, language)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_output_shown_is_the_one_printed(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    accept: bool,
) -> None:
    for path in ROOT.glob("inputs/*/*.yaml"):
        target = project / path.relative_to(ROOT)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    monkeypatch.chdir(project)
    _, _, run = fenced(CHINESE, "bash")[0].split(" && ")
    program, *arguments = shlex.split(run)
    assert program == ".venv/bin/reportgen"
    assert door.run(arguments) == 0
    shown = capsys.readouterr()
    if accept:
        framed = re.sub(r"```text\n.*?```", lambda _: f"```text\n{shown.out}```", README, flags=re.DOTALL)
        (ROOT / "README.md").write_text(framed, "utf-8", newline="\n")
        return
    assert shown.out.splitlines() == fenced(CHINESE, "text")
    assert shown.err == ""


def test_the_explanation_shown_is_the_one_printed(capsys: pytest.CaptureFixture[str]) -> None:
    source = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
    assert door.run(["score", str(source), "--explain", "培训和参加论坛人数（人）"]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert f"    {line}\n" in README


def test_the_codes_that_are_never_silent_are_named() -> None:
    assert f"没有看懂的（{'、'.join(NEVER_SILENT)}）" in CHINESE


def test_every_place_the_readme_points_at_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
