"""几个科室分头填：各是各的行，交回来各并各的，别的科室的一字不动；谁还没有交说得出来。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from reportgen.door import cli as door
from tests.workbook.books import changed

OWNERS = {"培训科技人才人数": "业务科", "培训合格率": "业务科", "参训人员满意度": "综合科"}


@pytest.fixture
def folder(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一份输入 x.yaml，三个科室各有几行。"""
    text = (project / "templates" / "zhengzhou-self-2022" / "sample.yaml").read_text("utf-8")
    for name, owner in OWNERS.items():
        text = text.replace(f"    name: {name}  #", f"    owner: {owner}\n    name: {name}  #", 1)
    text = text.replace("  - id: 问题1\n", "  - id: 问题1\n    owner: 财务科\n", 1)
    (project / "inputs" / "x.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(project / "inputs")
    return project / "inputs"


def fill(path: Path, *changes: dict[str, Any]) -> None:
    """在一本里改几处。"""
    path.write_bytes(changed(path.read_bytes(), changes))


def facts(path: Path) -> Any:
    """输入里的事实。"""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def test_each_hand_has_its_rows_and_what_comes_back_leaves_the_others_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "x.yaml").read_bytes()
    for part in ("业务科", "综合科", "财务科"):
        assert door.run(["sheet", "x.yaml", "--part", part]) == 0
    business, general = folder / "x.业务科.xlsx", folder / "x.综合科.xlsx"
    book = openpyxl.load_workbook(business)
    column = [row[1].value for row in book["指标"].iter_rows(min_row=7, max_row=9)]
    names = list(filter(None, column))
    assert names == ["培训科技人才人数", "培训合格率"]
    assert book.sheetnames[:2] == ["基本情况", "指标"]
    assert book["基本情况"].sheet_state == "hidden"
    assert "存在问题" not in book.sheetnames

    assert door.run(["sheet", "x.业务科.xlsx"]) == 0
    assert (folder / "x.yaml").read_bytes() == before
    assert "还没有交回：业务科、综合科、财务科。" in capsys.readouterr().out

    fill(
        business,
        {"cell": "指标!F7", "value": "430 人"},
        {"cell": "指标!B9", "value": "培训期数"},
        {"cell": "指标!F9", "value": "6 期"},
        {"delete_row": "指标!8"},
    )
    assert door.run(["sheet", "x.业务科.xlsx"]) == 0
    assert "还没有交回：综合科、财务科。" in capsys.readouterr().out
    fill(general, {"cell": "指标!F7", "value": "97%"})
    assert door.run(["sheet", "x.综合科.xlsx"]) == 0
    assert "还没有交回：财务科。" in capsys.readouterr().out

    old, new = yaml.load(before, yaml.BaseLoader), facts(folder / "x.yaml")
    rows = {row["name"]: row for row in new["indicators"]}
    assert rows["培训科技人才人数"]["actual"] == "430 人"
    assert rows["参训人员满意度"]["actual"] == "97%"
    assert rows["培训期数"] == {"name": "培训期数", "actual": "6 期", "owner": "业务科"}
    assert "培训合格率" not in rows
    untouched = [row for row in old["indicators"] if row["name"] not in OWNERS]
    assert [rows[row["name"]] for row in untouched] == untouched
    assert {key: value for key, value in new.items() if key != "indicators"} == {
        key: value for key, value in old.items() if key != "indicators"
    }


def test_a_part_is_checked_for_how_it_is_written_and_is_no_input(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["sheet", "x.yaml", "--part", "业务科"]) == 0
    capsys.readouterr()
    assert door.run(["check", "x.业务科.xlsx", "--concise"]) == 0
    assert "只核对了写法" in capsys.readouterr().out
    fill(folder / "x.业务科.xlsx", {"cell": "指标!G7", "value": "15分"})
    assert door.run(["check", "x.业务科.xlsx", "--mark"]) == 1
    assert openpyxl.load_workbook("x.业务科.核对.xlsx")["指标"]["G7"].comment is not None
    assert door.run(["build", ".", "--no-pages"]) == 0
    assert "业务科" not in capsys.readouterr().out.splitlines()[-2]


def test_a_hand_that_has_no_rows_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["sheet", "x.yaml", "--part", "人事科"]) == 2
    assert "写了的科室：业务科、综合科、财务科" in capsys.readouterr().err
