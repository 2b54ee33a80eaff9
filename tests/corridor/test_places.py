"""位置照用户给的路径说：--templates 指了别处的，格式文件的位置从那里写起。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
FORMAT = "zhengzhou-self-2022"


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """格式放在 shared/formats，人在 work 里，输入是 work/x.yaml。"""
    shutil.copytree(ROOT / "templates", tmp_path / "shared" / "formats")
    (tmp_path / "work").mkdir()
    shutil.copy(ZHENGZHOU, tmp_path / "work" / "x.yaml")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.mark.parametrize("way", ["relative", "absolute"])
def test_the_places_of_formats_start_where_the_user_said(
    way: str, apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = "../shared/formats"
    if way == "absolute":
        given = (apart / "shared" / "formats").as_posix()
    expected = f"{given}/{FORMAT}/rules.yaml:16:5: 提醒 R08"
    for command in (["check", "--concise", "x.yaml"], ["build", "-v", "x.yaml"]):
        assert door.run([*command, "--templates", given]) == 0
        shown = capsys.readouterr()
        assert expected in shown.out + shown.err
        assert Path(expected.split(":")[0]).is_file()


def test_the_faults_of_a_format_too(apart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = apart / "shared" / "formats" / FORMAT / "rules.yaml"
    rules.write_text(rules.read_text("utf-8") + "\n甲：乙\n", "utf-8")
    for command in (["check", "x.yaml"], ["format", "check", FORMAT], ["format", "schema", FORMAT]):
        assert door.run([*command, "--templates", "../shared/formats"]) == 1
        shown = capsys.readouterr()
        assert f"../shared/formats/{FORMAT}/rules.yaml:" in shown.out + shown.err


def test_without_it_the_places_are_the_same_on_every_machine(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ZHENGZHOU, project / "inputs" / "x.yaml")
    assert door.run(["check", "--concise", str(project / "inputs" / "x.yaml")]) == 0
    assert capsys.readouterr().out.startswith(f"templates/{FORMAT}/rules.yaml:16:5: ")


def test_the_files_written_do_not_depend_on_how_the_folder_was_given(apart: Path) -> None:
    absolute = str(apart / "shared" / "formats")
    for number, given in enumerate(("../shared/formats", absolute)):
        command = ["build", "x.yaml", "--checklist", "-o", f"out{number}", "--templates", given]
        assert door.run(command) == 0
    for path in Path("out0").iterdir():
        assert path.read_bytes() == Path("out1", path.name).read_bytes(), path.name
