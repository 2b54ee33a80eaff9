"""diff 和 score --set：印的样子、退出码，和各种给错了的。"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parents[2]
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
FORMAT = ROOT / "templates" / "zhengzhou-self-2022"


@pytest.fixture
def home(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """工程里有旧、新两份输入，各种给错了的文件。"""
    text = ZHENGZHOU.read_text("utf-8")
    inputs = project / "inputs"
    (inputs / "old.yaml").write_text(text, "utf-8")
    (inputs / "new.yaml").write_text(text.replace("actual: 6 场", "actual: 3 场"), "utf-8")
    (inputs / "wrong.yaml").write_text(text.replace("weight: 9", "weight: 九"), "utf-8")
    (project / "letter.docx").write_bytes(b"PK\x03\x04not a package")
    letter = docx.Document()
    letter.add_paragraph("关于召开座谈会的通知")
    letter.save(str(project / "notice.docx"))
    monkeypatch.chdir(project)
    return project


def test_equal_is_one_line_and_zero(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["diff", "inputs/old.yaml", "inputs/old.yaml"]) == 0
    assert capsys.readouterr() == ("没有不同。\n", "")


def test_a_difference_is_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["diff", "inputs/old.yaml", "inputs/new.yaml"]) == 1
    assert (
        "  政策宣讲场次（场） 4.80 → 8.00：实际完成值由 6 场改为 3 场\n" in capsys.readouterr().out
    )


def test_markdown_is_a_page_with_a_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["diff", "inputs/old.yaml", "inputs/new.yaml", "--md"]) == 1
    text = capsys.readouterr().out
    assert (
        "| 政策宣讲场次（场） | 4.80 | 8.00 | +3.20 | 事实：实际完成值由 6 场改为 3 场 |\n" in text
    )
    assert "总得分~~93.36~~**96.56**分" in text


def test_json_has_everything(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["diff", "inputs/old.yaml", "inputs/new.yaml", "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert (record["equal"], record["problems"]) == (False, [])
    (difference,) = record["differences"]
    (total,) = difference["totals"]
    assert total["terms"] == [{"kind": "fact", "title": "事实", "amount": "3.20"}]
    (row,) = difference["rows"]
    assert (row["before"], row["after"], row["presence"]) == ("4.80", "8.00", "both")
    (fact,) = difference["facts"]
    assert fact["path"] == ["indicators", "政策宣讲场次（场）", "actual"]
    assert (fact["before"], fact["after"], fact["told"]) == ("6 场", "3 场", "rows")


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("inputs/old.yaml", "inputs", 2, "inputs/old.yaml 是文件，inputs 是文件夹，不能比"),
        ("inputs", "templates/zhengzhou-self-2022", 2, "格式文件夹，不能比"),
        ("templates/zhengzhou-self-2022", "inputs/old.yaml", 2, "是格式文件夹"),
        ("inputs/old.yaml", "none.yaml", 3, "S05"),
        ("none.docx", "inputs/old.yaml", 3, "S05"),
        ("inputs/old.yaml", "letter.docx", 3, "letter.docx 打不开"),
        ("notice.docx", "inputs/old.yaml", 3, "没有认出评分表，也没有认出资金表"),
        ("notice.docx", "notice.docx", 3, "没有认出评分表，也没有认出资金表"),
        ("inputs/old.yaml", "inputs/wrong.yaml", 3, "I03"),
        ("templates/_shared/schema", "templates/_shared/schema", 3, "里面没有输入"),
    ],
)
def test_what_cannot_be_compared_says_why(
    home: Path, old: str, new: str, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["diff", old, new]) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_one_bad_pair_does_not_stop_the_others(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(home / "inputs", home / "later")
    assert door.run(["diff", "inputs", "later"]) == 3
    shown = capsys.readouterr()
    assert "inputs/wrong.yaml" in shown.err and "later/wrong.yaml" in shown.err
    assert shown.out == "比了 2 对：2 对没有不同。\n"


def test_two_inputs_of_two_formats_say_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml", home / "inputs" / "x.yaml")
    assert door.run(["diff", "inputs/old.yaml", "inputs/x.yaml"]) == 1
    assert "  报告格式：zhengzhou-self-2022 → nanjing-whole-2024\n" in capsys.readouterr().out


def test_a_broken_format_is_told_against_its_line(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("templates/zhengzhou-self-2022", "templates/zhengzhou-self-2023")
    shutil.copytree(FORMAT, home / names[1])  # id 没有改
    assert door.run(["diff", *names]) == 3
    assert "templates/zhengzhou-self-2023/format.yaml:2:1: 错误 F05" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("indicators.政策宣讲场次.actual=3", "是不是想写“政策宣讲场次（场）”？"),
        ("indicators.企业服务平台.actul=3", "是不是想写“actual”？"),
        ("indicators.企业服务平台.实绩=3", "里没有“实绩”"),
        ("没有等号", "要写成 路径=值"),
    ],
)
def test_a_bad_path_gets_a_suggestion(
    home: Path, assignment: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["score", "inputs/old.yaml", "--set", assignment]) == 2
    assert message in capsys.readouterr().err


def test_what_if_is_the_difference_and_a_bad_value_points_at_itself(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "indicators.政策宣讲场次（场）.actual"
    door.run(["score", "inputs/old.yaml", "--set", f"{path}=3 场"])
    assert (
        "  政策宣讲场次（场） 4.80 → 8.00：实际完成值由 6 场改为 3 场\n" in capsys.readouterr().out
    )
    assert door.run(["score", "inputs/old.yaml", "--set", "funds.total.spent=很多"]) == 1
    assert "--set:1:19: 错误 I03" in capsys.readouterr().err


def test_options_that_exclude_each_other(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["diff", "inputs/old.yaml", "inputs/new.yaml", "--md", "--json"]) == 2
    assert door.run(["score", "inputs/old.yaml", "--set", "year=1", "--explain", "x"]) == 2
    assert capsys.readouterr().out == ""
