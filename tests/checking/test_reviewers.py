"""审阅的人常说的毛病：每个代码十个不响的例子，五个响的例子（faults.yaml）；一条原因只说一次。"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.corridor.pipeline import examine

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FORMAT = HERE.parent / "formats" / "vocabulary" / "base"
TABLE: dict[str, dict[str, list[Any]]] = yaml.safe_load((HERE / "faults.yaml").read_text("utf-8"))
CASES = [
    (code, verdict, example)
    for code, examples in TABLE.items()
    for verdict in ("silent", "rings")
    for example in examples[verdict]
]
OUTLINE = """title: 试验报告
numbering: [一、, （一）]
body:
  - {heading: 情况, section: story}
  - {heading: 管理, section: second}
  - {heading: 概况, section: project.summary}
  - {heading: 目标, section: goals.annual}
  - {heading: 结论, text: conclusion.j2}
"""
BASE: dict[str, Any] = {
    "format": "base",
    "year": 2024,
    "date": "2025-03-20",
    "unit": {"name": "云河市水务局", "short": "市水务局"},
    "project": {"name": "城区河道整治项目", "summary": "整治城区河道，改善沿河环境。"},
    "goals": {"annual": "整治河段 10 公里。"},
    "indicators": [
        {"level1": "产出", "level2": "数量", "name": "整治河段", "target": "≥10 公里",
         "actual": "12 公里", "weight": 40},
        {"level1": "产出", "level2": "质量", "name": "验收合格率", "target": "≥95%",
         "actual": "90.25%", "weight": 20, "deviation": "两段返工，2025 年汛前补验。",
         "finding": "问题"},
        {"level1": "效益", "level2": "社会效益", "name": "受益人口", "target": "≥3 万人",
         "actual": "3.2 万人", "weight": 30},
        {"level1": "满意度", "level2": "服务对象满意度", "name": "居民满意度",
         "target": "≥90%", "actual": "96%", "weight": 10},
    ],
    "findings": [{"id": "问题", "title": "汛期施工安排不足", "text": "护坡两段返工，施工进度慢。"}],
    "suggestions": [{"answers": ["问题"], "text": "汛期施工另编方案。"}],
    "sections": {"story": "工程按期完工。", "second": "资料齐全。"},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """一个只有小格式的工程。"""
    home = tmp_path_factory.mktemp("reviewers")
    shutil.copytree(FORMAT, home / "templates" / "base")
    shutil.copytree(ROOT / "templates" / "_shared", home / "templates" / "_shared")
    (home / "templates" / "base" / "outline.yaml").write_text(OUTLINE, "utf-8")
    (home / "templates" / "base" / "sample.yaml").write_text(
        (FORMAT / "input.yaml").read_text("utf-8"), "utf-8"
    )
    problems = "{% for f in findings %}{{ f.text }}{% endfor %}"
    answers = "{% for s in suggestions %}{{ s.text }}{% endfor %}"
    text = home / "templates" / "base" / "text" / "conclusion.j2"
    text.write_text(problems + answers, "utf-8")
    (home / "inputs").mkdir()
    yield home


def changed(example: Any) -> dict[str, Any]:
    """照一个例子改过的小输入。"""
    content = copy.deepcopy(BASE)
    edits = {"story": example} if isinstance(example, str) else dict(example)
    for key in ("story", "second"):
        if key in edits:
            content["sections"][key] = edits[key]
    for key in ("year", "date"):
        if key in edits:
            content[key] = edits[key]
    if "unit" in edits:
        content["unit"] = {"name": edits["unit"]}
    if "summary" in edits:
        content["project"]["summary"] = edits["summary"]
    if "goal" in edits:
        content["goals"]["annual"] = edits["goal"]
    content["indicators"][0] |= edits.get("indicator", {})
    if "evidence" in edits:
        for indicator in content["indicators"]:
            indicator["evidence"] = edits["evidence"]
    if "reason" in edits:
        content["indicators"][1]["deviation"] = edits["reason"]
    if "finding" in edits:
        content["findings"][0]["text"] = edits["finding"]
    if "suggestion" in edits:
        content["suggestions"][0]["text"] = edits["suggestion"]
    if "survey" in edits:
        options = [{"name": "满意", "count": edits["survey"]}]
        question = {"text": "您满意吗", "options": options}
        content["surveys"] = [
            {"name": "居民问卷", "valid": edits["survey"], "questions": [question]}
        ]
    if "funds" in edits or "indicator" in edits:
        content["funds"] = funds_of(edits.get("funds", [["财政拨款", 200, 200, 190]]))
    return content


def funds_of(rows: list[list[Any]]) -> dict[str, Any]:
    columns = ("initial", "adjusted", "spent")
    lines = [dict(zip(("name", *columns), row, strict=True)) for row in rows]
    total = {column: sum(amount(line[column]) for line in lines) for column in columns}
    return {"lines": lines, "total": total}


def amount(written: Any) -> Any:
    """写了“元”的换算成万元。"""
    if isinstance(written, str):
        return int(written.removesuffix("元")) / 10_000
    return written


def codes(folder: Path, example: Any) -> list[str]:
    format = folder / "templates" / "base" / "format.yaml"
    original = (FORMAT / "format.yaml").read_text("utf-8")
    switches = {} if isinstance(example, str) else example.get("format", {})
    format.write_text(
        original + yaml.safe_dump(switches, allow_unicode=True) * bool(switches), "utf-8"
    )
    path = folder / "inputs" / "x.yaml"
    plain = yaml.safe_dump(changed(example), allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(plain, "utf-8")
    diagnostics = examine(path).diagnostics
    assert not [d for d in diagnostics if d.code[0] in "SIFX" and d.severity == "error"], (
        diagnostics
    )
    return [diagnostic.code for diagnostic in diagnostics]


@pytest.mark.parametrize(
    ("code", "verdict", "example"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES]
)
def test_the_fault_rings_and_what_is_right_is_silent(
    folder: Path, code: str, verdict: str, example: Any
) -> None:
    assert (code in codes(folder, example)) == (verdict == "rings")


def test_each_fault_has_its_examples() -> None:
    for code, examples in TABLE.items():
        assert len(examples["silent"]) >= 10, code
        assert len(examples["rings"]) >= 5, code
