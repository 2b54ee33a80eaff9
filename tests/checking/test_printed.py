"""印出的表合得上：报告写出之前就说的，与核对写出的 Word 时说的相同；输入里已经说了的不说两遍。"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.checking.beforehand import CODES, check_beforehand
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.examined import Examined
from reportgen.corridor.pipeline import build, examine
from reportgen.corridor.review import review
from reportgen.recognising.composed import recognise_composed

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
FORMATS = sorted(path.parent.name for path in TEMPLATES.glob("*/outline.yaml"))
"""照提纲写 Word 报告的格式。"""
COLUMNS = ("initial", "added", "adjusted", "arrived", "spent")
EXAMPLES = 40 if settings.default and settings.default.max_examples >= 200 else 6

LAMPS = """\
format: mof-self-2020
year: 2025
date: 2026-02-10
unit: {name: 某市某中心, authority: 某市某局}
project: {name: 路灯维修}
funds:
  lines:
    - {name: 中央, initial: 66.7, adjusted: 66.7, spent: 60}
    - {name: 省级, initial: 66.7, adjusted: 66.7, spent: 60}
    - {name: 市级, initial: 66.7, adjusted: 66.7, spent: 60}
  total: {initial: 200, adjusted: 200, spent: 180}
goals: {annual: 维修路灯。, achieved: 维修路灯。}
indicators:
  - {name: 预算执行率, deviation: 尾款待验收后支付。}
  - {level1: 产出指标, level2: 数量指标, name: 维修路灯, target: ≥900盏, actual: 930盏, weight: 50}
  - {level1: 效益指标, level2: 社会效益指标, name: 夜间投诉件数, target: ≤12件, actual: 11件, weight: 30}
  - level1: 满意度指标
    level2: 服务对象满意度指标
    name: 居民满意度
    target: ≥90%
    actual: 93%
    weight: 10
    evidence: 问卷 150 份
"""


def problems(project: Path, text: str) -> list[str]:
    """一份输入的合计、率、得分各条诊断：代码、位置、说明，一条一行。"""
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    examined = examine(path, name="x.yaml", templates=project / "templates")
    wanted = (*CODES, "C11")
    return [
        f"{each.code} {each.span.place} {each.message}"
        for each in examined.diagnostics
        if each.code in wanted
    ]


def test_figures_that_add_up_only_before_they_are_rounded_are_told_at_the_input(
    project: Path,
) -> None:
    assert problems(project, LAMPS) == [
        "C01 x.yaml:11:20 照报告将要印的数，资金合计的年初预算数印 200.00，"
        "各行之和 66.70 + 66.70 + 66.70 是 200.10。",
        "C01 x.yaml:11:35 照报告将要印的数，资金合计的全年预算数印 200.00，"
        "各行之和 66.70 + 66.70 + 66.70 是 200.10。",
    ]


def test_a_waiver_names_the_total_as_the_input_does(project: Path) -> None:
    waivers = "waivers:\n"
    for column in ("年初预算数", "全年预算数"):
        waivers += f"  - {{code: C01, at: 资金合计的{column}, reason: 原件如此}}\n"
    path = project / "inputs" / "x.yaml"
    path.write_text(LAMPS + waivers, "utf-8")
    built = build(path, templates=project / "templates", pages=False)
    assert built.files
    assert [each.waived for each in built.diagnostics if each.code == "C01"] == ["原件如此"] * 2
    assert not [each for each in built.diagnostics if each.code == "C10"]


CASES: dict[str, tuple[dict[str, str], list[str]]] = {  # 说明 → （输入里改什么，应得的诊断）
    "多写的小数印出来仍合得上，不作声": (
        {"66.7,": "66.701,", "initial: 200, adjusted: 200,": "initial: 200.103, adjusted: 200.103,"},
        [],
    ),
    "输入自己已经说了的，不说两遍": (
        {"66.7,": "66.70,", "initial: 200, adjusted: 200,": "initial: 200.00, adjusted: 200.10,"},
        [
            "C01 x.yaml:11:20 资金合计的年初预算数写的是 200.00，各资金行之和 66.70 + 66.70 + 66.70 得 200.10，"
            "四舍五入也解释不了。"
        ],
    ),
    "原来说在四舍五入之内的，照印出的数说": (
        {"total: {initial: 200, adjusted: 200": "total: {initial: 200.2, adjusted: 200.10"},
        [
            "C01 x.yaml:11:20 照报告将要印的数，资金合计的年初预算数印 200.20，"
            "各行之和 66.70 + 66.70 + 66.70 是 200.10。"
        ],
    ),
    "一列全是零，不作声": (
        {"initial: 66.7,": "initial: 0,", "initial: 200,": "initial: 0,", "adjusted: 200,": "adjusted: 200.1,"},
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_cause_is_told_once(project: Path, name: str) -> None:
    changes, expected = CASES[name]
    text = LAMPS
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    assert problems(project, text) == expected


def changed(project: Path, format: str, file: str, old: str, new: str) -> None:
    """改临时工程里一个格式的一个文件。"""
    path = project / "templates" / format / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def sample(project: Path, format: str, **changes: str) -> str:
    """一个格式的样例，去掉注释，改几处。"""
    text = re.sub(r"  #.*", "", (project / "templates" / format / "sample.yaml").read_text("utf-8"))
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_rate_of_figures_printed_without_their_decimals_is_told(project: Path) -> None:
    """格式只印整数的金额：44.6 ÷ 47.4 是 94.09%，印出的 45 ÷ 47 不是。"""
    changed(project, "mof-self-2020", "format.yaml", "money_places: 2", "money_places: 0")
    lines = "  lines:\n    - {name: 中央, initial: 47.4, adjusted: 47.4, spent: 44.6}\n"
    total = "  total: {initial: 47.4, adjusted: 47.4, spent: 44.6}\n"
    text = re.sub(r"  lines:\n(?:    - .*\n)+  total: .*\n", lines + total, LAMPS)
    assert problems(project, text) == [
        "C02 x.yaml:9:49 照报告将要印的数，执行率印 94.09%，45 ÷ 47 得 95.74%。",
        "C02 x.yaml:8:56 照报告将要印的数，执行率印 94.09%，45 ÷ 47 得 95.74%。",
    ]


def test_the_sum_of_what_a_source_includes_is_told_at_the_total(project: Path) -> None:
    """各来源之下另有“其中”各行，到位数一列的合计也照印出的数核对。"""
    text = sample(project, "mof-evaluation-2020")
    for old, new in (("184.00", "184.3"), ("84.00", "84.3"), ("304.00", "304")):
        text = text.replace(f"arrived: {old}", f"arrived: {new}")
    (told,) = problems(project, text)
    assert told.startswith("C01 x.yaml:")
    assert told.endswith("资金合计的实际到位数印 304.00，各行之和 184.30 + 120.00 是 304.30。")


def test_a_projects_initial_and_added_money_make_the_adjusted_as_printed(project: Path) -> None:
    text = sample(project, "nanjing-whole-2024")
    head, projects = text.split("  projects:\n")
    row = (
        "    - {name: 企业服务专项, initial: 254.7, added: 5.3, adjusted: 260.04, spent: 254.80}\n"
    )
    projects = re.sub(r"    - name: 企业服务专项\n(?:      .*\n)+", row, projects)
    assert problems(project, f"{head}  projects:\n{projects}") == [
        "C01 x.yaml:39:60 照报告将要印的数，企业服务专项的全年预算数印 260.04，"
        "年初预算数与追加预算数之和 254.70 + 5.30 是 260.00。",
    ]


def test_a_level_printed_with_fewer_decimals_than_its_lines_is_told(project: Path) -> None:
    """一级指标后面的分值印一位小数，其下各行照填的位数：50.66 分印成 50.7 分。"""
    label = "{{ r.level1 }}（{{ r.level1_weight | money }}分）"
    changed(project, "mof-self-2020", "tables.yaml", "{{ r.level1 }}", label)
    changed(project, "mof-self-2020", "format.yaml", "money_places: 2", "money_places: 1")
    text = LAMPS.replace("weight: 50", "weight: 50.66").replace("weight: 30", "weight: 29.34")
    told = [
        each for each in problems(project, text.replace("200", "200.1")) if each.startswith("C01")
    ]
    assert told == [
        "C01 x.yaml:15:40 照报告将要印的数，“产出指标（50.7分）”的分值印 50.7，"
        "其下各行之和是 50.66。",
        "C01 x.yaml:16:42 照报告将要印的数，“效益指标（29.3分）”的分值印 29.3，"
        "其下各行之和是 29.34。",
    ]


def test_a_score_larger_than_its_weight_as_printed_is_told(project: Path) -> None:
    text = LAMPS.replace("weight: 50", "weight: 49.995").replace("weight: 30", "weight: 30.005")
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    told = [
        each
        for each in examine(path, templates=project / "templates").diagnostics
        if each.code == "C06"
    ]
    assert {each.span.line for each in told} >= {15}
    assert "“维修路灯”得 50 分，大于分值 49.995。" in told[0].message


def test_a_stated_grade_that_the_stated_total_does_not_earn_is_told_at_the_grade(
    project: Path,
) -> None:
    text = f"scoring: stated\nstated: {{score: 85, grade: 优}}\n{sample(project, 'xinfeng-department-2023')}"
    assert problems(project, text) == ["C06 x.yaml:2:28 抄录的等级是“优”，85.00 分按本格式是“良”。"]
    assert problems(project, text.replace("grade: 优", "grade: 良")) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """一个工程：随程序的全部格式。"""
    home = tmp_path_factory.mktemp("printed") / "project"
    home.mkdir()
    shutil.copytree(TEMPLATES, home / "templates")
    (home / "inputs").mkdir()
    yield home


def varied(number: random.Random, format: str, *, consistent: bool = False) -> dict[str, Any]:
    """一个格式的样例，资金各数和自设指标的分值换成随意的、零到四位小数的数；合计常常只差在舍入。

    consistent 为真则合计恰是各行之和，分值不换。
    """
    content: dict[str, Any] = yaml.safe_load(
        (TEMPLATES / format / "sample.yaml").read_text("utf-8")
    )
    funds = content["funds"]
    places = number.randint(0, 4)
    for line in (*funds["lines"], *funds.get("projects", ())):
        for each in (line, *line.get("includes", ())):
            each.update({key: figure(number, places) for key in COLUMNS if key in each})
    for key in COLUMNS:
        parts = [line[key] for line in funds["lines"] if key in line]
        if key not in funds["total"] or not parts:
            continue
        total = sum(map(Decimal, parts), Decimal(0))
        if consistent:
            funds["total"][key] = f"{total:f}"
        else:
            drift = number.choice((0, 0, 0, 1, -1, 5)) * Decimal(1).scaleb(-number.randint(0, 3))
            funds["total"][key] = (
                f"{abs(total + drift).quantize(Decimal(1).scaleb(-number.randint(0, 4))):f}"
            )
    for entry in content["indicators"]:
        if not consistent and "weight" in entry and number.random() < 0.3:
            entry["weight"] = figure(number, number.randint(0, 4), 60)
    return content


def figure(number: random.Random, places: int, most: int = 500) -> str:
    return f"{Decimal(number.randint(1, most * 10**places)).scaleb(-places):f}"


def beforehand(examined: Examined) -> tuple[Diagnostic, ...]:
    """一份查过的输入，照将要印的数的诊断。"""
    document, evaluation = examined.document, examined.evaluation
    assert document and evaluation and examined.scorecard and examined.format
    recognised = recognise_composed(document, evaluation)
    return check_beforehand(recognised, examined.scorecard, examined.format)


def of_tables(found: tuple[Diagnostic, ...]) -> set[tuple[str, str]]:
    """核对成稿时说到表的：代码和说明。"""
    return {
        (each.code, each.message)
        for each in found
        if each.code in CODES and "张表" in each.span.label
    }


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("format", FORMATS)
def test_build_says_of_its_tables_what_check_says_of_the_word_file(
    folder: Path, format: str, seed: int
) -> None:
    path = folder / "inputs" / "x.yaml"
    path.write_text(
        yaml.safe_dump(varied(random.Random(seed), format), allow_unicode=True, sort_keys=False),
        "utf-8",
    )
    alone = folder.parent / "alone"  # 旁边没有输入的地方：只核对印出的
    built = build(path, templates=folder / "templates", directory=alone, draft=True, pages=False)
    examined = built.examined
    document = next(file for file in built.files if file.suffix == ".docx")
    finished = of_tables(review(document, templates=folder / "templates"))
    printed = beforehand(examined)
    assert {
        (each.code, each.message.removeprefix("照报告将要印的数，")) for each in printed
    } == finished
    said = {"C01" if each.code == "R03" else each.code for each in built.diagnostics}
    assert {code for code, _ in finished} <= said
    assert all(each.span.source.name.endswith("x.yaml") for each in printed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
@pytest.mark.parametrize("format", FORMATS)
def test_figures_that_add_up_add_up_as_printed(folder: Path, format: str, seed: int) -> None:
    path = folder / "inputs" / "x.yaml"
    content = varied(random.Random(seed), format, consistent=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    examined = examine(path, templates=folder / "templates")
    assert beforehand(examined) == ()
