"""评分表：指标库配上输入，次序、分组、小计、总分、等级；算不出的各有诊断，一次说全。"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
import yaml

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.examined import Examined
from reportgen.core.scorecard import Scorecard
from reportgen.corridor.pipeline import examine
from reportgen.papers.score_record import as_record, explain, write_score_yaml

ROOT = Path(__file__).resolve().parents[2]
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"

PUBLISHED = {  # 南京原件附件里印的 39 个得分，按印出的次序
    NANJING: "1.00 1.00 1.00 1.00 0.50 1.00 0.97 0.91 1.96 0.00 1.00 1.00 1.00 1.00 1.05 2.00 0.56 1.00 1.00 0.50"
    " 0.90 0.50 0.80 0.50 1.70 0.90 0.70 1.00 0.70 0.70 1.00 6.00 8.00 8.00 8.00 8.00 8.00 9.00 8.00",
    ZHENGZHOU: "7.09 4.80 8.00 8.00 8.00 8.00 9.00 8.00 5.00",
}


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_printed_row_scores_as_published(path: Path) -> None:
    card = examine(path).scorecard
    assert card is not None
    assert " ".join(f"{line.score:f}" for line in card.printed) == PUBLISHED[path]


def test_subtotals_and_counts_are_those_of_the_published_report() -> None:
    card = examine(NANJING).scorecard
    assert card is not None
    assert [(level.level1, f"{level.score:f}") for level in card.level1] == [
        ("决策", "5.50"),
        ("过程", "23.35"),
        ("履职", "46.00"),
        ("效益", "9.00"),
        ("满意度", "8.00"),
    ]
    assert (card.counts.level1, card.counts.level2, card.counts.level3) == (5, 17, 39)
    assert card.total == sum(line.score for line in card.lines if line.score is not None)


def test_rows_kept_out_of_the_table_still_count() -> None:
    card = examine(ZHENGZHOU).scorecard
    assert card is not None
    hidden = [line for line in card.lines if not line.printed]
    assert f"{sum(line.score or 0 for line in hidden):f}" == "27.47"
    assert f"{card.total:f}" == "93.36"


def edited(project: Path, *pairs: tuple[str, str], format: str = "zhengzhou-self-2022") -> Examined:
    """把格式的 sample.yaml 改几处再查。"""
    text = (project / "templates" / format / "sample.yaml").read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


def errors(examined: Examined) -> list[tuple[str, str]]:
    return [(d.code, d.subject) for d in examined.diagnostics if d.severity == "error"]


def card_of(examined: Examined) -> Scorecard:
    assert examined.scorecard is not None
    return examined.scorecard


def test_all_scoring_faults_of_an_input_are_told_in_one_run(project: Path) -> None:
    found = edited(
        project,
        ("    actual: 420 人", "    actual: 420 家"),
        ("    actual: 98%", "    actual: 很好"),
        ("level1: 满意度指标", "level1: 满意度"),
        ("  - name: 使用规范性\n    actual: 100%", "  - name: 使用规范性\n    score: 9"),
    )
    assert sorted(errors(found)) == [
        ("I09", "参训人员满意度"),
        ("R06", "培训科技人才人数"),
        ("R07", "培训合格率"),
        ("R09", "使用规范性"),
    ]
    card = card_of(found)
    assert not card.complete
    assert [line.name for line in card.lines if line.score is None] == [
        "使用规范性",
        "培训科技人才人数",
        "培训合格率",
    ]


def test_a_card_that_is_not_complete_has_no_total_in_its_record(project: Path) -> None:
    found = edited(project, ("    actual: 420 人", "    actual: 420 家"))
    assert found.format is not None
    record = as_record(card_of(found), found.format)
    assert record["total"] is None
    assert record["grade"] is None


@pytest.mark.parametrize(("spent", "grade"), [("57.60", "优"), ("0.00", "良")])
def test_grades_include_their_lower_bound(project: Path, spent: str, grade: str) -> None:
    found = edited(project, ("spent: 57.60", f"spent: {spent}"))
    card = card_of(found)
    assert f"{card.total:f}" == ("99.60" if spent == "57.60" else "90.00")
    assert card.grade == "优", "90 分整是优"
    format = project / "templates" / "zhengzhou-self-2022" / "format.yaml"
    grades = "grades: [{name: 优, from: 90.01}, {name: 良, from: 80}, {name: 差, from: 0}]\n"
    format.write_text(format.read_text("utf-8") + grades, "utf-8")
    assert card_of(examine(project / "inputs" / "x.yaml")).grade == grade


def test_reasons_advised_are_warnings_and_reasons_required_are_errors(project: Path) -> None:
    missing = ("actual: 420 人", "actual: 380 人")
    required = [d for d in edited(project, missing).diagnostics if d.code == "R05"]
    assert [d.severity for d in required] == ["error"]
    format = project / "templates" / "zhengzhou-self-2022" / "format.yaml"
    format.write_text(
        format.read_text("utf-8").replace("reasons: required", "reasons: advised"), "utf-8"
    )
    advised: list[Diagnostic] = [d for d in edited(project, missing).diagnostics if d.code == "R05"]
    assert [d.severity for d in advised] == ["warning"]


def test_own_indicators_of_one_level2_stand_together_in_the_order_of_first_appearance(
    project: Path,
) -> None:
    found = edited(
        project,
        ("level2: 时效指标", "level2: 数量指标"),
    )
    names = [line.name for line in card_of(found).lines if line.level1 == "产出指标"]
    assert names == ["培训科技人才人数", "培训计划按期完成率", "培训合格率"]
    groups = [line.group for line in card_of(found).lines]
    together = [group for group, _ in itertools.groupby(groups)]
    assert len(together) == len(set(together))


def test_the_record_is_what_score_yaml_says() -> None:
    found = examine(NANJING)
    assert found.scorecard is not None
    assert found.format is not None
    record = as_record(found.scorecard, found.format)
    read = yaml.load(write_score_yaml(found.scorecard, found.format), Loader=yaml.BaseLoader)
    assert read["lines"][0]["name"] == "中长期规划健全性"

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, list):
            return [plain(each) for each in value]
        return {None: "~", True: "true", False: "false"}.get(value, value)  # type: ignore[call-overload]

    assert read == json.loads(json.dumps(plain(record)))


def test_an_explanation_names_the_parts_of_a_composed_rule() -> None:
    found = examine(NANJING)
    assert found.scorecard is not None
    assert found.format is not None
    line = next(line for line in found.scorecard.lines if line.name == "预算执行率")
    text = explain(line, found.format)
    for figure in ("1.96 / 2", "基本支出预算执行率（占 1/2，1 分）", "97.19%", "98.62%", "1.9581"):
        assert figure in text
    assert line.actual == "97.19%\n98.62%"
