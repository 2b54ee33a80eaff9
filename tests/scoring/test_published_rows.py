"""抄录的各行：原件评分表逐行照印（scoring: stated），或逐行同规则算得的比（stated.rows）。

五份公开的原件里印出的得分都在 published.yaml；原件没有分列的行（附表不印的）不在其中。
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.examined import Examined
from reportgen.core.model import Scoring
from reportgen.core.quantity import Quantity
from reportgen.core.stated import StatedRow
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine, examine_facts
from reportgen.papers.markdown import write_markdown

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = yaml.safe_load((Path(__file__).parent / "published.yaml").read_text("utf-8"))
SPAN = whole(Source("原件"))


def input_of(report: Mapping[str, Any]) -> Examined:
    return examine(ROOT / "inputs" / report["input"])


def quantity(number: str) -> Quantity:
    return Quantity(Decimal(number), "", str(number), SPAN)


def rows_of(scores: Mapping[str, str]) -> tuple[StatedRow, ...]:
    return tuple(StatedRow(Text(name, SPAN), quantity(score)) for name, score in scores.items())


def stated(
    examined: Examined, scoring: Scoring, scores: Mapping[str, str], **changes: Any
) -> Examined:
    """同一份评价，抄上各行的得分再查。"""
    evaluation = examined.evaluation
    assert evaluation is not None and examined.format is not None
    copied = replace(evaluation.stated, rows=rows_of(scores), **changes)
    renewed = replace(evaluation, scoring=scoring, stated=copied)
    return examine_facts(renewed, examined.format, examined.source)


def new(found: Examined, before: Examined) -> list[str]:
    """多出来的诊断。"""
    known = {(problem.code, problem.subject, problem.message) for problem in before.diagnostics}
    fresh = [p for p in found.diagnostics if (p.code, p.subject, p.message) not in known]
    return [f"{problem.code} {problem.message}" for problem in fresh]


def names(published: list[Mapping[str, Any]]) -> list[str]:
    return [report["input"] for report in published]


@pytest.mark.parametrize("report", PUBLISHED, ids=names(PUBLISHED))
def test_the_total_is_as_published(report: Mapping[str, Any]) -> None:
    card = input_of(report).scorecard
    assert card is not None
    assert (f"{card.total:f}", card.grade) == (report["total"], report["grade"])
    if report["recomputed"]:
        assert card.scoring == "rules"
        assert card.total == sum(line.score or 0 for line in card.lines if line.counted)


WITH_ROWS = [report for report in PUBLISHED if report["rows"]]


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_every_published_row_scores_as_published(report: Mapping[str, Any]) -> None:
    card = input_of(report).scorecard
    assert card is not None
    scores = {str(line.name): line.score for line in card.lines}
    deviations = []
    for name, score in report["rows"].items():
        if scores[name] != Decimal(score):
            deviations.append(f"{name}：原件 {score}，算得 {scores[name]}")
    assert deviations == []


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_the_program_compares_every_row_itself(report: Mapping[str, Any]) -> None:
    examined = input_of(report)
    assert new(stated(examined, "rules", report["rows"]), examined) == []
    for name, score in report["rows"].items():
        other = "0.01" if score == "0.00" else str(Decimal(score) - Decimal("0.01"))
        found = new(stated(examined, "rules", report["rows"] | {name: other}), examined)
        assert len([message for message in found if f"抄录的“{name}”得 {other}" in message]) == 1


@pytest.mark.parametrize("report", WITH_ROWS, ids=names(WITH_ROWS))
def test_a_copied_table_prints_the_report_that_the_rules_print(report: Mapping[str, Any]) -> None:
    examined = input_of(report)
    assert examined.scorecard is not None and examined.document is not None
    scores = {str(line.name): f"{line.score:f}" for line in examined.scorecard.lines}
    copied = stated(examined, "stated", scores)
    assert copied.document is not None
    assert write_markdown(copied.document) == write_markdown(examined.document)
    assert new(copied, examined) == []


# 照抄的报告（scoring: stated）：逐行照印，合计和总得分仍然核对

COPIED = """\
format: mof-self-2020
year: 2025
date: 2026-02-10
scoring: stated
unit: {name: 某市某中心, authority: 某市某局}
project: {name: 路灯维修}
funds:
  lines: [{name: 其中：当年财政拨款, initial: 72, adjusted: 72, spent: 57.6}]
  total: {initial: 72, adjusted: 72, spent: 57.6}
goals: {annual: 维修路灯。, achieved: 维修路灯。}
indicators:
  - {name: 预算执行率, deviation: 尾款待验收。, finding: 甲}
  - {level1: 产出指标, level2: 数量指标, name: 维修路灯, target: ≥900盏, actual: 930盏, weight: 50}
  - {level1: 效益指标, level2: 社会效益指标, name: 投诉件数, target: ≤12件, actual: 11件, weight: 30}
  - {level1: 满意度指标, level2: 服务对象满意度指标, name: 居民满意度, target: 满意, weight: 10}
findings: [{id: 甲, title: 尾款没有付清}]
suggestions: [{title: 及时验收, answers: [甲]}]
stated:
  score: 98
  grade: 优
  rows:
    - {name: 预算执行率, score: 8}
    - {name: 维修路灯, score: 50}
    - {name: 投诉件数, score: 30}
    - {name: 居民满意度, score: 10}
"""
ABOUT = ("C01", "C06", "I06", "I07", "I09", "R02", "R03", "R05", "R09", "R12")
ROWS = COPIED[COPIED.index("  rows:") :]


def copied(project: Path, *pairs: tuple[str, str]) -> Examined:
    text = COPIED
    for old, new_text in pairs:
        assert old in text, old
        text = text.replace(old, new_text)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


def said(examined: Examined) -> list[Diagnostic]:
    problems = [problem for problem in examined.diagnostics if problem.code in ABOUT]
    return [problem for problem in problems if "没有进入报告" not in problem.message]


def printed(examined: Examined) -> str:
    """各行的得分和总分、等级。"""
    card = examined.scorecard
    assert card is not None
    scores = [f"{line.score:f}" if line.score is not None else "空" for line in card.lines]
    return f"{' '.join(scores)} = {card.total:f} {card.grade}"


ON_THE_ROW = (
    ("name: 预算执行率, d", "name: 预算执行率, score: 8, d"),
    ("actual: 930盏,", "actual: 930盏, score: 50,"),
    ("actual: 11件,", "actual: 11件, score: 30,"),
    ("target: 满意,", "target: 满意, score: 10,"),
    (ROWS, ""),
)
STATED = [
    # 改什么                                     → 印出、说的
    ((), "8.00 50.00 30.00 10.00 = 98 优", []),
    # 写在指标上，与写在 stated.rows 里一样
    (ON_THE_ROW, "8.00 50.00 30.00 10.00 = 98 优", []),
    ((ON_THE_ROW[0],), "8.00 50.00 30.00 10.00 = 98 优", []),
    (
        (("name: 预算执行率, d", "name: 预算执行率, score: 9, d"),),
        "8.00 50.00 30.00 10.00 = 98 优",
        ["C06 “预算执行率”的得分，stated.rows 里抄的是 8，指标上写的 score 是 9。"],
    ),
    # 与规则不同的逐行说出；实绩没有填的，规则算不出，不说
    (
        (("score: 50}", "score: 49}"), ("score: 98", "score: 97")),
        "8.00 49.00 30.00 10.00 = 97 优",
        [
            "R12 “维修路灯”按规则应得 50.00，抄录的是 49，照抄录的印。",
            "R05 “维修路灯”分值 50，得 49.00，没有写偏差原因及改进措施。",
        ],
    ),
    (
        (("score: 10}", "score: 9}"), ("score: 98", "score: 97")),
        "8.00 50.00 30.00 9.00 = 97 优",
        ["R05 “居民满意度”分值 10，得 9.00，没有写偏差原因及改进措施。"],
    ),
    # 合计
    (
        (("score: 98", "score: 98.5"),),
        "8.00 50.00 30.00 10.00 = 98.5 优",
        ["C06 抄录的总得分是 98.5，抄录的各行加起来是 98.00，多 0.50。"],
    ),
    ((("  score: 98\n", ""),), "8.00 50.00 30.00 10.00 = 98.00 优", []),
    ((("  score: 98\n  grade: 优\n", ""),), "8.00 50.00 30.00 10.00 = 98.00 优", []),
    (
        (("  grade: 优\n", "  grade: 良\n"),),
        "8.00 50.00 30.00 10.00 = 98 良",
        ["C06 抄录的等级是“良”，98.00 分按本格式是“优”。"],
    ),
    (
        (("weight: 30", "weight: 29"),),
        "8.00 50.00 30.00 10.00 = 98 优",
        [
            "R03 计入总分的分值合计 99，满分 100，少 1。",
            "R09 “投诉件数”抄录的得分是 30，应在 0 与 29 之间。",
            "C06 照报告将要印的数，“投诉件数”得 30 分，大于分值 29。",
            "R12 “投诉件数”按规则应得 29.00，抄录的是 30，照抄录的印。",
        ],
    ),
    # 缺一行、多一行、写错名字
    (
        (("    - {name: 投诉件数, score: 30}\n", ""),),
        "8.00 50.00 空 10.00 = 98 优",
        ["R02 别的行抄录了得分，“投诉件数”没有，评分表里这一行的得分是空的。"],
    ),
    (
        (("- {name: 投诉件数, s", "- {name: 投诉数, s"),),
        "8.00 50.00 空 10.00 = 98 优",
        [
            "I09 抄录了“投诉数”的得分，指标里没有它。",
            "R02 别的行抄录了得分，“投诉件数”没有，评分表里这一行的得分是空的。",
        ],
    ),
    (
        ((ROWS, f"{ROWS}    - {{name: 投诉件数, score: 20}}\n"),),
        "8.00 50.00 30.00 10.00 = 98 优",
        ["I07 抄录里“投诉件数”写了两次。"],
    ),
    # 一行也没有抄的，照旧只印总得分；写了的份额没有用到，说出来
    ((((ROWS, "")),), "空 空 空 空 = 98 优", []),
    (
        ((ROWS, ""), ("actual: 930盏,", "actual: 930盏, share: 90%,")),
        "空 空 空 空 = 98 优",
        ["I06 这份报告得分照抄（scoring: stated），“维修路灯”的认定份额（share）没有用到。"],
    ),
    (
        (
            (ROWS, ""),
            ("scoring: stated", "scoring: none"),
            ("actual: 930盏,", "actual: 930盏, score: 45,"),
        ),
        "空 空 空 空 = 0 ",
        [
            "I06 这份报告不计分（scoring: none），“维修路灯”的认定得分（score）没有用到。",
            "I06 这份报告不计分（scoring: none），抄录的总得分（score）没有用到。",
            "I06 这份报告不计分（scoring: none），抄录的等级（grade）没有用到。",
        ],
    ),
]


@pytest.mark.parametrize(("pairs", "result", "messages"), STATED, ids=range(len(STATED)))
def test_a_copied_table(
    project: Path, pairs: tuple[tuple[str, str], ...], result: str, messages: list[str]
) -> None:
    examined = copied(project, *pairs)
    assert printed(examined) == result
    assert sorted(f"{p.code} {p.message}" for p in said(examined)) == sorted(messages)


def test_a_copied_row_explains_itself(project: Path) -> None:
    examined = copied(project, ("score: 50}", "score: 49}"))
    assert examined.scorecard is not None
    line = next(line for line in examined.scorecard.lines if line.name == "维修路灯")
    assert f"{line.by_rule:f}" == "50.00"
    assert [step.text for step in line.steps][-2:] == ["得分 50.00", "照抄原件，得分 49.00"]


# 几个项目：写在 stated.projects 里，各项目的得分、等级和各行

COMMON = COPIED[: COPIED.index("indicators:")]
INDICATORS = COPIED[COPIED.index("indicators:") : COPIED.index("findings:")]
FOUND = (
    "findings: [{id: 甲, title: 尾款没有付清}]\nsuggestions: [{title: 及时验收, answers: [甲]}]\n"
)
TWO = """\
stated:
  score: 96.5
  grade: 优
  projects:
    - name: 路灯维修
      score: 98
      grade: 优
      rows: &rows
        - {name: 预算执行率, score: 8}
        - {name: 维修路灯, score: 50}
        - {name: 投诉件数, score: 30}
        - {name: 居民满意度, score: 10}
    - name: 路灯改造
      score: 95
      grade: 优
      rows:
        - {name: 预算执行率, score: 8}
        - {name: 维修路灯, score: 50}
        - {name: 投诉件数, score: 27}
        - {name: 居民满意度, score: 10}
""".replace(" &rows", "")


def of_projects(project: Path, *pairs: tuple[str, str]) -> Examined:
    """两个项目，指标相同；路灯改造的投诉件数抄作 27 分。"""
    funds = COMMON[COMMON.index("funds:") :]
    text = COMMON + "indicators: []\nprojects:\n"
    for name in ("路灯维修", "路灯改造"):
        body = funds + INDICATORS + FOUND
        text += f"  - name: {name}\n" + "".join(f"    {row}\n" for row in body.splitlines())
    text += TWO
    for old, new_text in pairs:
        assert old in text, old
        text = text.replace(old, new_text)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


PARTS = [
    # 改什么 → 总分和各项目的、说的
    (
        (),
        ["96.5 优", "98 优", "95 优"],
        [
            "R12 “投诉件数”按规则应得 30.00，抄录的是 27，照抄录的印。",
            "R05 “投诉件数”分值 30，得 27.00，没有写偏差原因及改进措施。",
        ],
    ),
    (
        (("score: 96.5", "score: 97"), ("score: 27}", "score: 30}")),
        ["97 优", "98 优", "95 优"],
        [
            "C06 抄录的总得分是 97，各项目抄录的得分平均是 96.50。",
            "C06 “路灯改造”抄录的总得分是 95，抄录的各行加起来是 98.00，少 3.00。",
        ],
    ),
    (
        (
            ("  score: 96.5\n  grade: 优\n", ""),
            ("score: 27}", "score: 30}"),
            ("score: 95", "score: 98"),
        ),
        ["98.00 优", "98 优", "98 优"],
        [],
    ),
    (
        (("    - name: 路灯改造\n      score", "    - name: 路灯改选\n      score"),),
        ["96.5 优", "98 优", "0 "],
        ["I09 抄录了“路灯改选”的得分，各项目（projects）里没有它。"],
    ),
    (
        (
            (
                "  projects:\n    - name: 路灯维修\n      score: 98\n      grade: 优\n      rows:\n",
                "  rows:\n",
            ),
            (TWO[TWO.index("    - name: 路灯改造") :], ""),
        ),
        ["96.5 优", "0 ", "0 "],
        ["I09 这份输入评几个项目，全体没有自己的指标，抄录的各行不知是哪个项目的。"],
    ),
]


@pytest.mark.parametrize(("pairs", "totals", "messages"), PARTS, ids=range(len(PARTS)))
def test_the_scores_of_several_projects(
    project: Path, pairs: tuple[tuple[str, str], ...], totals: list[str], messages: list[str]
) -> None:
    examined = of_projects(project, *pairs)
    card = examined.scorecard
    assert card is not None, examined.diagnostics
    assert [f"{part.total:f} {part.grade}" for part in (card, *card.projects)] == totals
    assert sorted(f"{p.code} {p.message}" for p in said(examined)) == sorted(messages)


def test_projects_scored_by_rules_are_compared_with_what_is_published(project: Path) -> None:
    met = ("target: 满意,", "target: 满意, actual: 满意,")
    examined = of_projects(project, ("scoring: stated\n", ""), met)
    messages = [f"{p.subject}：{p.message}" for p in said(examined)]
    assert messages == [
        "总分：抄录的总得分是 96.5，按规则算得 98.00。",
        "路灯改造：“路灯改造”抄录的总得分是 95，按规则算得 98.00。",
        "投诉件数：抄录的“投诉件数”得 27，按规则算得 30.00。",
    ]
