"""README 里的例子就是程序印出来的样子。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_explanation_shown_is_the_one_printed(capsys: pytest.CaptureFixture[str]) -> None:
    source = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
    assert door.run(["score", str(source), "--explain", "培训和参加论坛人数（人）"]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert f"    {line}\n" in README


def test_the_results_shown_are_those_printed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ROOT.glob("inputs/*/*.yaml"):
        target = project / path.relative_to(ROOT)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    monkeypatch.chdir(project)
    assert door.run(["build"]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert f"    {line}\n" in README


def test_every_place_the_readme_points_at_is_there() -> None:
    import re

    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
