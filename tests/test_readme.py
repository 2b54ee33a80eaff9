"""README 里的命令和例子：命令各系统一行，CI 照着运行；印出的就是程序印出来的样子。"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from reportgen.core.codes import NEVER_SILENT
from reportgen.core.diagnostics import Source
from reportgen.corridor.pipeline import build
from reportgen.corridor.project import project_of
from reportgen.corridor.sheet import sheet_of_input
from reportgen.door import cli as door
from reportgen.formats.load import load_format
from reportgen.source.merge import merge
from reportgen.source.tree import Mapping, parse, read_tree
from tests.workbook.books import changed

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
        framed = re.sub(
            r"```text\n.*?```", lambda _: f"```text\n{shown.out}```", README, flags=re.DOTALL
        )
        (ROOT / "README.md").write_text(framed, "utf-8", newline="\n")
        return
    assert shown.out.splitlines() == fenced(CHINESE, "text")
    assert shown.err == ""


NEXT_YEAR = README.partition("\n## 今年怎么用去年的\n")[2].partition("\n## ")[0]
ANSWERS = (
    ("date: 2021-03-31", "date: 2022-03-31"),
    ("year: 2020", "year: 2021"),
    ("209.4 万元，奖励", "216 万元，奖励"),
    ("1. 2019 年", "1. 2021 年"),
    ("活动经费 30 万元", "活动经费 28 万元"),
    ("全年共支出", "共支出"),
    ("text: 受疫情影响，", "text: 一场活动没有办成。受疫情影响，"),
    ("临时取消，延期到 2021 年举办。", "推迟到下一年度。"),
)
"""照上年的填，这几处写今年的。"""


def test_the_story_of_the_next_year_runs_as_written(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    accept: bool,
) -> None:
    """转年度、核对、填好、出稿，印出的就是写着的。"""
    source = ROOT / "inputs" / "2020" / "zhuzhou-nqhz.yaml"
    last = project / "inputs" / "2020" / source.name
    last.parent.mkdir()
    last.write_bytes(source.read_bytes())
    monkeypatch.chdir(project)
    story = NEXT_YEAR
    blocks = re.findall(r"```(console|yaml)\n(.*?)```", NEXT_YEAR, re.DOTALL)
    assert [kind for kind, _ in blocks] == ["console", "console", "yaml", "console"]
    for kind, block in blocks:
        if kind == "yaml":
            _fill(project / "inputs" / "2021" / source.name, last, block)
            continue
        command = block.splitlines()[0]
        door.run(shlex.split(command)[2:])
        shown = capsys.readouterr()
        printed = f"{command}\n{shown.out}"
        assert shown.err == ""
        story = story.replace(block, printed)
        assert accept or block == printed
    if accept:
        (ROOT / "README.md").write_text(README.replace(NEXT_YEAR, story), "utf-8", newline="\n")


FORM = README.partition("\n## 在 Excel 里填\n")[2].partition("\n## ")[0]


def test_the_story_of_the_workbook_runs_as_written(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    accept: bool,
) -> None:
    """写出、填、核对、改好、出稿、存成输入；填的是样例里的，先写错一格。"""
    monkeypatch.chdir(project)
    book = project / "人才服务.xlsx"
    sample = project / "templates" / "zhengzhou-self-2022" / "sample.yaml"
    filled = sheet_of_input(sample, project_of(sample)).content
    fills = iter((b"", changed(filled, [{"cell": "指标!G12", "value": "15分"}]), filled, filled))
    story = FORM
    for block in re.findall(r"```console\n(.*?)```", FORM, re.DOTALL):
        content = next(fills)
        if content:
            book.write_bytes(content)
        command = block.splitlines()[0]
        door.run(shlex.split(command)[2:])
        shown = capsys.readouterr()
        printed = f"{command}\n{shown.out}"
        assert shown.err == ""
        story = story.replace(block, printed)
        assert accept or block == printed
    if accept:
        written = (ROOT / "README.md").read_text("utf-8").replace(FORM, story)
        (ROOT / "README.md").write_text(written, "utf-8", newline="\n")


def _fill(path: Path, last: Path, confirmed: str) -> None:
    """照上年的填好，改了该改的几处，写上确认不变的。"""
    written = last.read_text("utf-8")
    for old, new in ANSWERS:
        assert old in written, old
        written = written.replace(old, new, 1)
    tree, source, _ = read_tree(path)
    assert isinstance(tree, Mapping)
    origin = source.text[source.text.index("\nlast:") :].partition("\nproject:")[0]
    wanted, problems = parse(Source("填好的", f"{written}{origin}\n{confirmed}"))
    format, _ = load_format(ROOT / "templates" / "zhuzhou-self-2020")
    assert wanted is not None, problems
    assert format is not None
    merged = merge(tree, wanted, format.shape)
    assert merged.text is not None
    path.write_text(merged.text, "utf-8")


REVIEWING = README.partition("\n## 审阅人怎么看改了什么\n")[2].partition("\n## ")[0]
REVISED = (
    ("actual: 6 场", "actual: 3 场"),
    ("建议进一步优化项目管理清单", "建议进一步精简项目管理清单"),
    ("  - {code: C13, at: 培训和参加论坛人数（人）, reason: 原件两行的原因一字不差，照录。}\n", ""),
    ("score: 93.36", "score: 96.56"),
)
"""修改稿里改了的几处。"""


def test_the_story_of_the_reviewers_runs_as_written(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    accept: bool,
) -> None:
    """比对、换一处试试，印出的就是写着的。"""
    shutil.copytree(ROOT / "inputs", project / "inputs", dirs_exist_ok=True)
    text = (project / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml").read_text("utf-8")
    for before, after in REVISED:
        assert before in text, before
        text = text.replace(before, after)
    (project / "修改稿.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(project)
    _retyped(Path("inputs/2022/zhengzhou-gxj-qyfw.yaml"), Path("送审稿.docx"))
    story = REVIEWING
    for block in re.findall(r"```console\n(.*?)```", REVIEWING, re.DOTALL):
        command = block.splitlines()[0]
        door.run(shlex.split(command)[2:])
        shown = capsys.readouterr()
        printed = f"{command}\n{shown.out}{shown.err}"
        story = story.replace(block, printed)
        assert accept or block == printed
    if accept:
        (ROOT / "README.md").write_text(README.replace(REVIEWING, story), "utf-8", newline="\n")


def _retyped(source: Path, target: Path) -> None:
    """由输入写出的成稿，有人在 Word 里改了一个得分。"""
    files = build(source, directory=Path("out"), pages=False).files
    document = docx.Document(str(next(file for file in files if file.suffix == ".docx")))
    cells = [cell for table in document.tables for cell in table._cells]
    score = next(cell for cell in cells if cell.text == "4.8")
    (run,) = score.paragraphs[0].runs
    run.text = "8"
    document.save(str(target))


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
