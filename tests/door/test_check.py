"""核对的命令行：文件夹、问题清单、检查单。"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"


@pytest.fixture
def office(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个工程：两份输入、一份别处来的成稿、附带的表，和 build/ 里出过的稿。"""
    inputs = project / "inputs"
    for name in ("a.yaml", "b.yaml"):
        shutil.copy(ZHENGZHOU, inputs / name)
    document = docx.Document()
    document.add_paragraph("一、项目概况")
    (project / "build").mkdir()
    for path in (inputs / "去年.docx", project / "build" / "a.docx"):
        document.save(str(path))
    (inputs / "明细.csv").touch()
    (inputs / "照片.png").touch()
    monkeypatch.chdir(project)
    return project


def test_a_folder_is_checked_with_its_reports_and_what_was_skipped_is_counted(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree("templates")
    assert door.run(["check", ".", "--json"]) == 0
    shown = capsys.readouterr()
    files = {found["file"] for found in json.loads(shown.out)["diagnostics"]}
    assert {"inputs/a.yaml", "inputs/b.yaml", "inputs/去年.docx"} <= files
    assert "build/a.docx" not in files
    assert shown.err == "文件夹里另有 2 个文件不是输入也不是成稿，没有看：.csv 1 个、.png 1 个。\n"


def test_files_given_skip_nothing(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["check", "inputs/a.yaml", "inputs/去年.docx"]) == 0
    assert capsys.readouterr().err == ""


def test_the_list_of_findings_is_for_many_files(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path("inputs/b.yaml").read_text("utf-8")
    wrong = text.replace("actual: 1200 人", "actual: 1200 场")
    Path("inputs/b.yaml").write_text(wrong, "utf-8")
    assert door.run(["check", "inputs", "--report", "out/清单.md"]) == 1
    rows = Path("out/清单.md").read_text("utf-8").splitlines()
    assert rows[:3] == ["# 问题清单", "", "## 一、合计"]
    assert rows[4:10] == [
        "| 文件 | 错误 | 提醒 | 说明 | 已豁免 |",
        "| --- | --- | --- | --- | --- |",
        "| inputs/a.yaml | 0 | 1 | 2 | 8 |",
        rows[7],
        "| inputs/去年.docx | 0 | 0 | 2 | 0 |",
        rows[9],
    ]
    assert rows[7].startswith("| inputs/b.yaml | 3 | ")
    assert rows[9].startswith("| 合计 3 份 | 3 | ")
    assert "| 文件 | 等级 | 位置 | 事实 | 依据 | 建议 |" in rows
    errors = [row for row in rows if row.startswith("| inputs/b.yaml | 错误 | ")]
    assert len(errors) == 3
    assert "| R06 单位不同" in errors[0]


def test_one_report_has_a_list_of_findings_too(office: Path) -> None:
    assert door.run(["check", "inputs/去年.docx", "--report", "清单.md"]) == 0
    assert "| inputs/去年.docx | 说明 | " in Path("清单.md").read_text("utf-8")


def test_the_list_has_what_was_chosen(office: Path) -> None:
    assert door.run(["check", "inputs/a.yaml", "--select", "R08", "--report", "清单.md"]) == 0
    text = Path("清单.md").read_text("utf-8")
    assert "| inputs/a.yaml | 0 | 1 | 0 | 0 |" in text
    assert "| inputs/a.yaml | 提醒 | templates/zhengzhou-self-2022/rules.yaml:16:5 | " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["inputs/a.yaml", "--report", "inputs/a.yaml"], "--report 写 .md 或 .xlsx"),
        (["inputs/a.yaml", "--annotate", "批注.docx"], "--annotate 只用于一份成稿"),
        (["inputs/去年.docx", "--annotate", "批注.pdf"], "文件名要以 .docx 结尾"),
        (["inputs/去年.docx", "--together"], "--together 要写两份以上的成稿"),
        (["inputs/a.yaml", "--checklist", "清单"], "文件名要以 .md 结尾"),
        (["inputs/a.yaml", "--report", "有.md"], "有.md 已经有了，不覆盖。"),
        (["inputs/a.yaml", "--checklist", "有.md"], "有.md 已经有了，不覆盖。"),
        (["inputs/a.yaml", "--checklist", "x.md", "--report", "x.md"], "要写到两个文件"),
        (["inputs", "--checklist", "x.md"], "--checklist 只用于一份输入"),
        (["inputs/去年.docx", "--checklist", "x.md"], "--checklist 只用于一份输入"),
    ],
)
def test_what_cannot_be_written_is_told_before_anything_is_done(
    arguments: list[str], said: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("有.md").write_text("签过字的", "utf-8")
    assert door.run(["check", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert Path("有.md").read_text("utf-8") == "签过字的"
    assert not Path("x.md").exists()


def test_a_list_that_cannot_be_written_is_an_error(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["check", "inputs/a.yaml", "--report", "inputs/a.yaml/清单.md"]) == 1
    assert "错误 O01 写不了输出文件" in capsys.readouterr().out


def test_the_findings_are_also_written_as_a_workbook(office: Path) -> None:
    from openpyxl import load_workbook

    door.run(["check", "inputs", "--report", "清单.xlsx"])
    book = load_workbook("清单.xlsx")
    assert book.sheetnames == ["合计", "逐条"]
    totals, rows = (list(book[name].values) for name in book.sheetnames)
    assert totals[0] == ("文件", "错误", "提醒", "说明", "已豁免")
    assert rows[0] == ("文件", "等级", "位置", "事实", "依据", "建议")
    assert len(rows) - 1 == sum(sum(line[1:]) for line in totals[1:-1])
    first = Path("清单.xlsx").read_bytes()
    Path("清单.xlsx").unlink()
    door.run(["check", "inputs", "--report", "清单.xlsx"])
    assert Path("清单.xlsx").read_bytes() == first
