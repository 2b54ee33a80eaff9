"""指标值的写法：targets.yaml 是一张表，每行一个指标值、一个实绩、应得几分。"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.examined import Examined
from reportgen.corridor.pipeline import examine

TABLE = Path(__file__).resolve().parent / "targets.yaml"
GROUPS = yaml.load(TABLE.read_text("utf-8"), Loader=yaml.BaseLoader)
ROWS = [row for rows in GROUPS.values() for row in rows]
SCORING = re.compile("R0[12679]|R11")
"""说得分的诊断；分值合计（R03）、偏差原因（R05）这张表不管。"""

HEAD = """\
format: mof-self-2020
year: 2024
date: 2025-03-10
unit: {name: 某市某中心, authority: 某市某局}
project: {name: 指标值的写法}
dates: {春节: 2025-01-29}
funds:
  lines: [{name: 其中：当年财政拨款, initial: 72, adjusted: 72, spent: 72}]
  total: {initial: 72, adjusted: 72, spent: 72}
goals: {annual: 完成各项。, achieved: 完成各项。}
indicators:
  - name: 预算执行率
"""


def input_of(rows: list[dict[str, str]], head: str = HEAD) -> str:
    """各行 → 一份输入，指标名是行的序号。"""
    lines = []
    for number, row in enumerate(rows):
        own = {"level1": "产出指标", "level2": "数量指标", "name": f"第{number}行"}
        own |= {
            key: row[key] for key in ("target", "actual", "weight", "better", "share") if key in row
        }
        if "given" in row:
            own["score"] = row["given"]
        fields = [f"{key}: {_quoted(value)}" for key, value in own.items()]
        if "rule" in row:
            fields.append(f"rule: {row['rule']}")
        lines.append(f"  - {{{', '.join(fields)}}}\n")
    return head + "".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def examined(project: Path, text: str) -> Examined:
    """一份输入查过的样子。"""
    path = project / "inputs" / "targets.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


def scores(found: Examined) -> dict[str, str]:
    """指标 → 得分；算不出的是空。"""
    assert found.scorecard is not None
    return {
        str(line.name): "" if line.score is None else f"{line.score:.2f}"
        for line in found.scorecard.lines
    }


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    """整张表是一份输入，查一次。"""
    import shutil

    root = tmp_path_factory.mktemp("targets")
    shutil.copytree(Path(__file__).resolve().parents[2] / "templates", root / "templates")
    (root / "inputs").mkdir()
    return examined(root, input_of(ROWS))


@pytest.mark.parametrize(
    "number", range(len(ROWS)), ids=[f"{r['target']}-{r['actual']}" for r in ROWS]
)
def test_a_target_and_an_actual_score_as_the_table_says(table: Examined, number: int) -> None:
    row: dict[str, Any] = ROWS[number]
    name = f"第{number}行"
    codes = [
        each.code for each in table.diagnostics if each.subject == name and SCORING.match(each.code)
    ]
    assert codes == ([row["code"]] if "code" in row else [])
    assert scores(table)[name] == row.get("score", "")


def test_every_target_is_printed_as_it_was_typed(table: Examined) -> None:
    assert table.scorecard is not None
    printed = {str(line.name): str(line.target) for line in table.scorecard.lines}
    assert [printed[f"第{number}行"] for number in range(len(ROWS))] == [
        row["target"] for row in ROWS
    ]


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 120


AT_LEAST = (
    "≥90%",
    "不低于90%",
    "不少于90%",
    "至少90%",
    "大于等于90%",
    "90%及以上",
    "90%（含）以上",
    "≧90%",
    "≥９０％",
)
AT_MOST = (
    "≤20件",
    "不超过20件",
    "不高于20件",
    "小于等于20件",
    "20件以内",
    "控制在20件以内",
    "20件以下（含）",
    "≦20件",
)
MORE, LESS = (
    ("大于90%", "超过90%", "高于90%", ">90%", "＞90%"),
    ("小于20件", "低于20件", "<20件", "＜20件", "少于20件"),
)


@pytest.mark.parametrize("spellings", [AT_LEAST, AT_MOST, MORE, LESS], ids=["≥", "≤", ">", "<"])
def test_every_spelling_of_a_comparison_scores_the_same(
    project: Path, spellings: tuple[str, ...]
) -> None:
    unit = "%" if "%" in spellings[0] or "％" in spellings[0] else "件"
    actuals = [
        f"{number}{unit}" for number in (0, 1, 19, "19.9", 20, 21, 40, "89.99", 90, "90.01", 100)
    ]
    results = []
    for spelling in spellings:
        rows = [{"target": spelling, "actual": actual, "weight": "10"} for actual in actuals]
        results.append(scores(examined(project, input_of(rows))))
    assert all(result == results[0] for result in results)
    assert len(dict.fromkeys(results[0].values())) >= 3


PAIRS = (
    ("≤2万元", "≤20000元"),
    ("≥4.5亩", "≥3000平方米"),
    ("≤14天", "≤2周"),
    ("≥1.5吨", "≥3000斤"),
)
AMOUNTS = (
    ("1.9万元", "19000元"),
    ("2万元", "20000元"),
    ("0.0003亿元", "30000元"),
    ("3亩", "2000平方米"),
    ("0.3公顷", "3000平方米"),
    ("3周", "21天"),
    ("14日", "336小时"),
    ("1吨", "1000公斤"),
)


def test_converting_either_side_to_another_unit_changes_nothing(project: Path) -> None:
    rows = []
    for target, same in PAIRS:
        for one, other in AMOUNTS:
            for goal in (target, same):
                rows += [
                    {"target": goal, "actual": amount, "weight": "7"} for amount in (one, other)
                ]
    found = scores(examined(project, input_of(rows)))
    results = [found[f"第{number}行"] for number in range(len(rows))]
    quarters = [results[at : at + 4] for at in range(0, len(results), 4)]
    assert all(len(dict.fromkeys(quarter)) == 1 for quarter in quarters)
    assert len(dict.fromkeys(results)) >= 4


def test_a_format_may_exclude_the_number_of_above_and_below(project: Path) -> None:
    rows = [
        {"target": target, "actual": "100家", "weight": "10", "rule": "{kind: threshold}"}
        for target in (
            "100家以上",
            "100家以下",
            "100家及以上",
            "100家以下（含）",
            "100家以内",
            "≥100家以上",
        )
    ]
    assert list(scores(examined(project, input_of(rows))).values())[1:] == ["10.00"] * 6
    manifest = project / "templates" / "mof-self-2020" / "format.yaml"
    manifest.write_text(manifest.read_text("utf-8") + "limits: excluded\n", "utf-8")
    assert (
        list(scores(examined(project, input_of(rows))).values())[1:] == ["0.00"] * 2 + ["10.00"] * 4
    )
