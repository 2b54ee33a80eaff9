"""出稿印什么：一份一行，末尾一行；错误和没有进报告的总要说，别的等人来问。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.core.codes import CODES, NEVER_SILENT
from reportgen.core.diagnostics import Diagnostic, Source, pressing, whole
from reportgen.corridor.batch import Outcome
from reportgen.door import cli as door
from reportgen.door.build import Totals

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"


@pytest.fixture
def office(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个工程，里面一份输入 inputs/x.yaml。"""
    shutil.copy(ZHENGZHOU, project / "inputs" / "x.yaml")
    monkeypatch.chdir(project)
    return project


def change(path: str, *changes: tuple[str, str]) -> None:
    text = Path(path).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    Path(path).write_text(text, "utf-8")


def test_success_is_one_line_a_report_and_one_closing_line(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["build", "inputs/x.yaml"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out == (
        "inputs/x.yaml → build/x.docx  93.36 优\n"
        "出稿 1 份，0 个错误；1 个提醒、2 个说明（加 -v 列出）\n"
    )


def test_verbose_tells_reminders_notes_and_the_waived(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["build", "-v", "inputs/x.yaml"]) == 0
    shown = capsys.readouterr()
    assert "提醒 R08 规则待证实" in shown.err
    assert "说明 C21" in shown.err
    assert "已豁免：原件没有说明执行率偏低的原因" in shown.err
    assert shown.out.splitlines()[-1].endswith("；1 个提醒、2 个说明")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "measure: 加强业务处室",
            "measure: 照 #1 加强业务处室",
            "提醒 S09 井号后的文字不会进入报告",
        ),
        ("\nwaivers:\n", "\nsections: {background: 没有一处用到。}\nwaivers:\n", "提醒 I06"),
    ],
)
def test_what_was_written_and_is_not_in_the_report_is_told(
    old: str, new: str, said: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change("inputs/x.yaml", (old, new))
    assert door.run(["build", "inputs/x.yaml"]) == 0
    shown = capsys.readouterr()
    assert said in shown.err
    assert "改法：" in shown.err
    assert "R08" not in shown.err


def test_errors_are_told_in_full(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change("inputs/x.yaml", ("actual: 1200 人", "actual: 1200 场"))
    assert door.run(["build", "inputs/x.yaml"]) == 1
    shown = capsys.readouterr()
    assert "错误 R06 单位不同" in shown.err
    assert "改法：" in shown.err
    report, closing = shown.out.splitlines()
    assert report == "inputs/x.yaml → 没有出稿  未得分  3 个错误"
    assert closing.startswith("出稿 0 份，1 份没有出稿，3 个错误；")


def test_a_folder_builds_what_is_in_it_and_mentions_what_may_have_been_meant(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("inputs/2024").mkdir()
    shutil.copy(NANJING, "inputs/2024/y.yaml")
    Path("inputs/没有写格式.yaml").write_text("year: 2024\n", "utf-8")
    Path("inputs/说明.txt").touch()
    assert door.run(["build", "inputs"]) == 0
    shown = capsys.readouterr()
    *reports, closing = shown.out.splitlines()
    assert [line.split(" → ")[0] for line in reports] == ["inputs/x.yaml", "inputs/2024/y.yaml"]
    assert closing.endswith("；1 个 YAML 文件没有写 format，没有出")
    assert shown.err == ""


def test_an_empty_folder_is_an_error_and_the_rest_is_built(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty").mkdir()
    assert door.run(["build", "empty", "inputs"]) == 1
    shown = capsys.readouterr()
    assert "empty:1:1: 错误 S05" in shown.err
    assert shown.out.splitlines()[0] == "inputs/x.yaml → build/x.docx  93.36 优"
    assert shown.out.splitlines()[1].startswith("出稿 1 份，1 个错误；")


def test_paths_are_shown_as_they_were_given(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("inputs/2024").mkdir()
    Path("inputs/x.yaml").rename("inputs/2024/x.yaml")
    monkeypatch.chdir(office / "inputs" / "2024")
    absolute = (office / "inputs" / "2024" / "x.yaml").as_posix()
    for given, target in (
        ("x.yaml", "../../build/2024/x.docx"),
        ("../2024/x.yaml", "../../build/2024/x.docx"),
        (absolute, f"{office.as_posix()}/build/2024/x.docx"),
    ):
        assert door.run(["build", given]) == 0
        assert capsys.readouterr().out.startswith(f"{given} → {target}  93.36 优\n")


def test_without_a_project_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert door.run(["build"]) == 2
    assert "当前文件夹也不在工程里（没有 inputs/）" in capsys.readouterr().err


def test_a_project_may_have_inputs_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "inputs").mkdir()
    shutil.copy(ZHENGZHOU, tmp_path / "inputs" / "x.yaml")
    monkeypatch.chdir(tmp_path)
    assert door.run(["build"]) == 0
    assert capsys.readouterr().out.startswith("inputs/x.yaml → build/x.docx  93.36 优\n")


def test_the_closing_line_has_each_waived_error_as_one_code() -> None:
    place = whole(Source("x.yaml"))
    found = (
        *(Diagnostic("C03", "error", place, "", waived="照录") for _ in range(2)),
        Diagnostic("C01", "error", place, "", waived="照录"),
        Diagnostic("C13", "warning", place, "", waived="照录"),
    )
    totals = Totals()
    totals.add(Outcome("x.yaml", (Path("x.docx"),), None, "", found))
    assert totals.closing(0, verbose=False) == "出稿 1 份，0 个错误；已豁免的错误 C01、C03×2"


def test_only_reminders_and_notes_need_a_table_to_be_told() -> None:
    """错误总要说，不必列；列着的都在目录里，一条条说了为什么。"""
    assert all(CODES[code][0] != "error" for code in NEVER_SILENT)
    assert all(NEVER_SILENT.values())
    place = whole(Source("x.yaml"))
    every = [Diagnostic(code, severity, place, "") for code, (severity, _) in CODES.items()]
    quiet = {d.code for d in every} - {d.code for d in pressing(every)}
    assert quiet == {c for c, (s, _) in CODES.items() if s != "error" and c not in NEVER_SILENT}
    waived = Diagnostic("I06", "warning", place, "", waived="照录")
    assert pressing([waived]) == ()
