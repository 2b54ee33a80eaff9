"""templates/README.md 的“把机关的表做成格式”：照着画、照着运行，就是一种能用的格式。"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import docx
import pytest

from reportgen.core.diagnostics import count
from reportgen.corridor.pipeline import build
from reportgen.door import cli
from tests.forms.drawn import word_form

ROOT = Path(__file__).resolve().parents[2]
LESSON = (
    (ROOT / "templates" / "README.md")
    .read_text("utf-8")
    .partition("## 把机关的表做成格式")[2]
    .partition("\n## ")[0]
)
ID = "yunhe-form-2026"


def drawn() -> bytes:
    """课文里画的空表。"""
    rows = [line.strip("|").split("|") for line in LESSON.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    return word_form(
        "云河市项目支出绩效自评表", [row for row in cells if row[1] != "-"], "填表日期：____"
    )


def write_beside(path: Path, label: str, text: str) -> None:
    """在 Word 里，标签右边的一格写上字。"""
    document = docx.Document(str(path))
    for row in document.tables[0].rows:
        for cell, beside in zip(row.cells, row.cells[1:], strict=False):
            if cell.text == label:
                beside.paragraphs[0].add_run(text)
    document.save(str(path))


@pytest.fixture
def taught(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """照课文做完的工程。"""
    monkeypatch.chdir(project)
    (project / "空表.docx").write_bytes(drawn())
    blocks = re.findall(r"```console\n(.*?)```|在“(.+?)”右边一格写 `(.+?)`。\n", LESSON, re.DOTALL)
    for commands, label, text in blocks:
        if label:
            write_beside(project / "templates" / ID / "form.docx", label, text)
        for command in commands.splitlines():
            words = shlex.split(command.removeprefix("$ "))
            assert words[0] == "reportgen" and cli.run(words[1:]) == 0, command
    return project


def test_following_the_lesson_makes_a_format_that_builds(taught: Path) -> None:
    target = taught / "inputs" / "x.yaml"
    shutil.copy(taught / "templates" / ID / "sample.yaml", target)
    built = build(target)
    assert count(built.diagnostics, "error") == 0
    assert [path.name for path in built.files] == ["x.docx", "x.md", "x.score.yaml"]
    text = built.files[1].read_text("utf-8")
    for said in (
        "| 项目名称 | 公共图书馆免费开放补助 | 实施单位 | 云河市公共图书馆 |",
        "| 读者活动场次 | ≥40场 | 38场 | 8.75 |",
        "| 总分 | 98.75 | 整改说明 | 扣分 1 项：读者活动场次 |",
        "填表日期：2025年2月20日",
    ):
        assert said in text, text


def test_an_excel_form_starts_a_format_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.forms.drawn import saved, sheet_form

    monkeypatch.chdir(project)
    rows = [
        ["项目名称", None, "实施单位", None],
        ["三级指标", "年度指标值", "实际完成值", "得分"],
        [None, None, None, None],
        ["总分", None, "联系电话", None],
    ]
    book = sheet_form(rows)
    (project / "空表.xlsx").write_bytes(saved(book))
    assert cli.run(["format", "form", ID, "空表.xlsx", "--like", "mof-self-2021"]) == 0
    assert cli.run(["format", "check", ID, "--write"]) == 0
    target = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / ID / "sample.yaml", target)
    built = build(target)
    assert [path.name for path in built.files] == ["x.xlsx", "x.md", "x.score.yaml"]
    assert "| 读者活动场次 | ≥40场 | 38场 | 8.75 |" in built.files[1].read_text("utf-8")


@pytest.mark.parametrize("name", ["空表.doc", "没有.docx", "坏.docx"])
def test_what_is_no_form_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(project)
    if name != "没有.docx":
        (project / name).write_bytes(b"PK\x03\x04 not a package")
    assert cli.run(["format", "form", ID, name, "--like", "mof-self-2021"]) in (1, 2)
    assert not (project / "templates" / ID).exists()
    assert "Traceback" not in "".join(capsys.readouterr())
