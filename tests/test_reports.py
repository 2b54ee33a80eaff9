"""核对的各种印法：挑选代码、SARIF、出稿检查单。"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.core.codes import CODES
from reportgen.core.diagnostics import chosen
from reportgen.corridor.pipeline import examine
from reportgen.door import cli as door
from reportgen.papers.checklist import checklist
from reportgen.papers.sarif import as_sarif

ROOT = Path(__file__).resolve().parent.parent
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"


def test_codes_are_chosen_by_name_or_family() -> None:
    found = examine(NANJING).diagnostics
    assert {d.code for d in chosen(found, ["C11"], [])} == {"C11"}
    assert {d.code[0] for d in chosen(found, ["R,C"], ["c1"])} == {"R", "C"}
    assert not [d for d in chosen(found, [], ["C"]) if d.code.startswith("C")]


def test_a_code_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["check", str(NANJING), "--select", "X99"]) == 2
    assert "没有 X99 这个代码" in capsys.readouterr().err


def test_sarif_names_every_rule_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["check", str(NANJING), "--sarif"]) == 0
    log = json.loads(capsys.readouterr().out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules) and set(rules) <= set(CODES)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1 and region["startColumn"] >= 1
    waived = [result for result in run["results"] if "suppressions" in result]
    assert len(waived) == sum(bool(d.waived) for d in examine(NANJING).diagnostics)


def test_sarif_of_nothing_is_an_empty_run() -> None:
    assert as_sarif([])["runs"][0]["results"] == []


def test_the_checklist_is_one_page_a_reviewer_can_sign(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "检查单.md"
    assert door.run(["check", str(NANJING), "--checklist", str(target)]) == 0
    text = target.read_text("utf-8")
    for part in (
        "一、逐项核对",
        "二、没有解决的问题",
        "三、豁免",
        "四、评价人认定的得分",
        "五、待证实的规则",
        "复核人：",
    ):
        assert part in text
    assert "| 得分、等级 | 91.85 优 |" in text
    assert "| C03 | 个数不符 | 错误 | 1 条（1 条已豁免） |" in text
    assert "原件正文说 18 个二级指标" in text
    assert text == checklist(examine(NANJING, name=NANJING.as_posix()))


def test_the_checklist_can_be_written_with_the_report(tmp_path: Path) -> None:
    assert door.run(["build", str(NANJING), "-o", str(tmp_path), "--checklist"]) == 0
    assert [path.name for path in sorted(tmp_path.rglob("*.md"))] == [
        "nanjing-qyfwzx.md",
        "nanjing-qyfwzx.检查单.md",
    ]
