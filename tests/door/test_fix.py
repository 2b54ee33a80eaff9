"""`check --fix`：改了什么逐处列出，`--diff` 只给看；退出码；Word 和工作簿不改。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.door import cli as door

FORMAT = "zhengzhou-self-2022"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def slipped(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """两处笔误的一份输入：全角冒号，全角数字。"""
    sample = (project / "templates" / FORMAT / "sample.yaml").read_text("utf-8")
    text = sample.replace("  name: 云河市科学技术局", "  name：云河市科学技术局", 1)
    text = text.replace("weight: 15 ", "weight: １５ ", 1)
    (project / "inputs" / "a.yaml").write_bytes(text.replace("\n", "\r\n").encode())
    (project / "inputs" / "clean.yaml").write_text(sample, "utf-8")
    monkeypatch.chdir(project)
    return project / "inputs" / "a.yaml"


def test_every_change_is_listed_and_checked_again(slipped: Path, capsys: Captured) -> None:
    clean = (slipped.parent / "clean.yaml").read_text("utf-8")
    inputs = ["inputs/a.yaml", "inputs/clean.yaml"]
    assert door.run(["check", *inputs, "--fix", "--select", "S,I"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[:2] == [
        "inputs/a.yaml:13:7: 已改 S03 name：云河市科学技术局 → name: 云河市科学技术局",
        "inputs/a.yaml:85:13: 已改 I05 weight: １５ → weight: 15",
    ]
    assert "0 个错误，0 个提醒" in out
    assert slipped.read_bytes() == clean.replace("\n", "\r\n").encode()
    assert door.run(["check", "inputs/a.yaml", "--fix"]) == 0
    assert "已改" not in capsys.readouterr().out


def test_diff_only_shows(slipped: Path, capsys: Captured) -> None:
    before = slipped.read_bytes()
    assert door.run(["check", "inputs/a.yaml", "inputs/clean.yaml", "--fix", "--diff"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("--- inputs/a.yaml\n+++ inputs/a.yaml\n@@")
    assert "-  name：云河市科学技术局" in out
    assert "+  name: 云河市科学技术局" in out
    assert slipped.read_bytes() == before
    assert door.run(["check", "inputs/clean.yaml", "--fix", "--diff"]) == 0
    assert capsys.readouterr().out == ""


def test_what_is_not_mended_is_said(slipped: Path, capsys: Captured) -> None:
    slipped.write_text(slipped.read_text("utf-8") + "'没有完\n", "utf-8")
    before = slipped.read_bytes()
    assert door.run(["check", "inputs/a.yaml", "--fix"]) == 1
    shown = capsys.readouterr()
    assert "inputs/a.yaml：有 1 处可改，可是改了以后 inputs/a.yaml:" in shown.err
    assert "S03" in shown.out
    assert slipped.read_bytes() == before


def test_a_read_only_file_is_named_and_stays(slipped: Path, capsys: Captured) -> None:
    before = slipped.read_bytes()
    slipped.chmod(0o444)
    assert door.run(["check", "inputs/a.yaml", "--fix"]) == 1
    out = capsys.readouterr().out
    assert "O01" in out
    assert "已改" not in out
    assert slipped.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["inputs/a.yaml", "报告.docx", "--fix"], "--fix 只改 YAML 输入，不改 报告.docx"),
        (["填报表.xlsx", "--fix", "--diff"], "不改 填报表.xlsx"),
        (["inputs/a.yaml", "--diff"], "--diff 要和 --fix 一起写"),
        (["inputs/a.yaml", "--fix", "--json"], "--fix 不与 --json、--sarif 合用"),
    ],
)
def test_wrong_usage_of_fix_is_two(
    arguments: list[str],
    message: str,
    slipped: Path,
    capsys: Captured,
) -> None:
    before = slipped.read_bytes()
    assert door.run(["check", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert slipped.read_bytes() == before
