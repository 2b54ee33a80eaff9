"""填报表这扇门：写出去、填、核对、出稿、并回来；文件夹里的填报表；写回核对的结果；汇总。"""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.door import cli as door
from tests.workbook.books import changed

ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))


@pytest.fixture
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个工程，里面有一份输入 x.yaml。"""
    sample = project / "templates" / "zhengzhou-self-2022" / "sample.yaml"
    shutil.copy(sample, project / "inputs" / "x.yaml")
    monkeypatch.chdir(project / "inputs")
    return project / "inputs"


def fill(path: Path, *changes: dict[str, Any]) -> None:
    """在填报表里改几处。"""
    path.write_bytes(changed(path.read_bytes(), changes))


def run(*arguments: str) -> int:
    """运行一条命令。"""
    return door.run(arguments)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_an_untouched_workbook_leaves_the_input_byte_for_byte(
    path: Path, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = project / "inputs" / path.name
    shutil.copy(path, target)
    monkeypatch.chdir(project)
    assert run("sheet", f"inputs/{path.name}") == 0
    assert run("sheet", f"inputs/{path.stem}.xlsx") == 0
    assert capsys.readouterr().out.endswith("没有要改的。\n")
    assert target.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_the_report_of_a_workbook_is_the_one_of_its_input(
    path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(path, project / "inputs" / "x.yaml")
    monkeypatch.chdir(project)
    assert run("sheet", "inputs/x.yaml", "-o", "inputs/y.xlsx") == 0
    for name in ("x.yaml", "y.xlsx"):
        assert run("build", f"inputs/{name}", "--no-pages") == 0
    parts = []
    for stem in ("x", "y"):
        with zipfile.ZipFile(project / "build" / f"{stem}.docx") as package:
            parts.append(package.read("word/document.xml"))
        parts.append((project / "build" / f"{stem}.md").read_bytes())
    assert parts[:2] == parts[2:]


def test_what_was_filled_goes_into_the_input_with_its_comments(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "x.yaml").read_text("utf-8")
    assert run("sheet", "x.yaml") == 0
    fill(folder / "x.xlsx", {"cell": "指标!F12", "value": "430 人"})
    assert run("check", "x.yaml", "--concise") == 0
    assert "S18" in capsys.readouterr().out
    assert run("sheet", "x.xlsx") == 0
    assert capsys.readouterr().out == "已并进 x.yaml：改了 1 处。\n"
    assert (folder / "x.yaml").read_text("utf-8") == before.replace("420 人  #", "430 人  #")
    assert run("check", "x.yaml", "--concise") == 0
    assert "S18" not in capsys.readouterr().out


def test_a_filled_workbook_is_not_replaced_and_an_untouched_one_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "x.yaml") == 0
    assert run("sheet", "x.yaml") == 0
    fill(folder / "x.xlsx", {"cell": "指标!F12", "value": "430 人"})
    kept = (folder / "x.xlsx").read_bytes()
    assert run("sheet", "x.yaml") == 2
    assert "里面有填过的" in capsys.readouterr().err
    assert (folder / "x.xlsx").read_bytes() == kept


def test_both_sides_are_joined_and_a_conflict_writes_nothing(folder: Path) -> None:
    assert run("sheet", "x.yaml") == 0
    fill(folder / "x.xlsx", {"cell": "指标!F12", "value": "430 人"})
    text = (folder / "x.yaml").read_text("utf-8")
    (folder / "x.yaml").write_text(text.replace("云河市科学技术局  #", "云河市科技局  #"), "utf-8")
    assert run("sheet", "x.xlsx") == 1  # 单位改了名，说不清是不是这一份
    meanwhile = text.replace("actual: 98%", "actual: 99%", 1)
    (folder / "x.yaml").write_text(meanwhile, "utf-8")
    assert run("sheet", "x.xlsx") == 0
    assert (folder / "x.yaml").read_text("utf-8") == meanwhile.replace("420 人  #", "430 人  #")
    clash = text.replace("actual: 420 人", "actual: 425 人", 1)
    (folder / "x.yaml").write_text(clash, "utf-8")
    assert run("sheet", "x.xlsx") == 1
    assert (folder / "x.yaml").read_text("utf-8") == clash


def test_a_new_input_is_written_where_there_was_none(folder: Path) -> None:
    assert run("sheet", "x.yaml", "-o", "y.xlsx") == 0
    assert run("sheet", "y.xlsx", "--new", "-o", "z.yaml") == 0
    assert run("sheet", "y.xlsx", "--new", "-o", "z.yaml") == 2
    assert run("check", "z.yaml", "--concise") == 0


def test_an_empty_workbook_of_a_format_asks_for_what_is_not_filled(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "zhuzhou-self-2020") == 0
    capsys.readouterr()
    assert run("check", "zhuzhou-self-2020.xlsx") == 1
    shown = capsys.readouterr().out
    assert "还有" in shown and "处没有填：基本情况!C" in shown
    book = openpyxl.load_workbook(folder / "zhuzhou-self-2020.xlsx")
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not any(text == "待填" for text in texts)


def test_workbooks_in_a_folder_are_inputs_unless_they_belong_to_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "x.yaml") == 0
    assert run("sheet", "x.yaml", "-o", "other.xlsx") == 0
    (folder / "data").mkdir()
    openpyxl.Workbook().save(folder / "data" / "list.xlsx")
    assert run("check", ".") == 0
    shown = capsys.readouterr()
    assert "other.xlsx" not in shown.out or "错误" not in shown.out.split("个错误")[0]
    assert ".xlsx 2 个" in shown.err
    assert run("build", ".", "--no-pages") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines[:2]] == ["other.xlsx", "x.yaml"]


def test_two_inputs_of_one_stem_that_are_strangers_are_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "zhengzhou-self-2022", "-o", "x.xlsx") == 0
    assert run("build", ".") == 1
    assert "O02" in capsys.readouterr().err


def test_findings_go_back_into_the_workbook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("sheet", "x.yaml") == 0
    fill(
        folder / "x.xlsx",
        {"cell": "指标!G12", "value": "15分"},
        {"cell": "指标!B14", "value": None},
        {"insert_row": "存在问题!7"},
        {"cell": "存在问题!B7", "value": "插入的问题"},
    )
    assert run("check", "x.xlsx", "--mark") == 1
    assert "已写出 x.核对.xlsx" in capsys.readouterr().out
    book = openpyxl.load_workbook(folder / "x.核对.xlsx")
    assert book.sheetnames[0] == "核对"
    rows = [[cell.value for cell in row[1:]] for row in book["核对"].iter_rows(min_row=3)]
    assert ["错误", "指标!G12"] in [row[:2] for row in rows]
    assert "15分" in str(book["指标"]["G12"].comment.text)
    assert book["指标"]["G12"].fill.fgColor.rgb == "FFFFC7CE"
    assert book["指标"]["B14"].comment is not None
    assert book["存在问题"]["B7"].value == "插入的问题"
    again = hashlib.sha256((folder / "x.核对.xlsx").read_bytes())
    assert run("check", "x.xlsx", "--mark") == 1
    assert hashlib.sha256((folder / "x.核对.xlsx").read_bytes()).digest() == again.digest()
    fill(folder / "x.核对.xlsx", {"cell": "指标!G12", "value": "15"})
    fill(folder / "x.核对.xlsx", {"cell": "指标!B14", "value": "培训计划按期完成率"})
    assert run("check", "x.xlsx", "--mark") == 2
    assert run("check", "x.核对.xlsx", "--mark") == 0
    book = openpyxl.load_workbook(folder / "x.核对.xlsx")
    assert book["指标"]["G12"].comment is None
    assert run("sheet", "x.核对.xlsx") == 0
    assert "插入的问题" in (folder / "x.yaml").read_text("utf-8")


def test_mark_wants_one_workbook(folder: Path) -> None:
    assert run("check", "x.yaml", "--mark") == 2
    assert run("check", "x.yaml", "-o", "y.xlsx") == 2


def test_a_summary_has_a_row_a_report_and_totals(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in INPUTS:
        shutil.copy(path, project / "inputs" / path.name)
    (project / "inputs" / "broken.yaml").write_text("format: 没有这种\n", "utf-8")
    monkeypatch.chdir(project)
    assert run("summary", "inputs") == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(INPUTS) + 4
    assert lines[-2].split()[:2] == ["合计", f"{len(INPUTS) + 1}"]
    assert "没有读成" in next(line for line in lines if "broken.yaml" in line)
    assert run("summary", "inputs", "-o", "s.xlsx") == 1
    assert run("summary", "inputs", "-o", "s.xlsx") == 2
    assert run("summary", "inputs", "-o", "s.md") == 1
    book = openpyxl.load_workbook(io.BytesIO((project / "s.xlsx").read_bytes()))
    budgets = [row[4].value for row in book["各份"].iter_rows(min_row=3)]
    assert 4453.43 in budgets
    assert (project / "s.md").read_text("utf-8").count("| 郑州市工业和信息化局 |") == 3
