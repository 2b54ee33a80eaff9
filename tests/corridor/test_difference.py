"""比：随程序的每份输入同自己没有不同；总分的变化正好是各种原因的分之和；各种两边都比得了。"""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.core.difference import Comparison, Difference
from reportgen.corridor.difference import diff
from reportgen.corridor.pipeline import build
from reportgen.corridor.whatif import what_if
from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
SAMPLES = sorted(path.with_name("sample.yaml") for path in ROOT.glob("templates/*/outline.yaml"))
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"


def only(comparison: Comparison) -> Difference:
    """一对的不同。"""
    assert comparison.problems == ()
    (difference,) = comparison.differences
    return difference


def changed(path: Path, edits: list[tuple[str, str]], target: Path) -> Path:
    """改过几处的一份。"""
    text = path.read_text("utf-8")
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after)
    target.write_text(text, "utf-8")
    return target


@pytest.mark.parametrize(
    "path", [*INPUTS, *SAMPLES], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_an_input_does_not_differ_from_itself(path: Path) -> None:
    assert only(diff(path, path)).equal


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_built_report_does_not_differ_from_its_input_or_itself(
    path: Path, tmp_path: Path
) -> None:
    built = build(path, directory=tmp_path, pages=False)
    report = next(file for file in built.files if file.suffix == ".docx")
    assert only(diff(report, path)).equal
    assert only(diff(path, report)).equal
    assert only(diff(report, report)).equal  # 旁边没有输入：照印出的比


def test_a_workbook_does_not_differ_from_the_input_it_was_written_from(tmp_path: Path) -> None:
    workbook = tmp_path / "填报表.xlsx"
    assert door.run(["sheet", str(ZHENGZHOU), "-o", str(workbook)]) == 0
    assert only(diff(ZHENGZHOU, workbook)).equal


def test_a_preview_does_not_differ_from_itself(tmp_path: Path) -> None:
    """没有输入的草稿：照印出的比。"""
    for sample in SAMPLES:
        built = build(sample, directory=tmp_path, pages=False, draft=True)
        report = next(file for file in built.files if file.suffix == ".docx")
        assert only(diff(report, report)).equal, sample


def test_the_example_of_the_reviewers(tmp_path: Path) -> None:
    new = changed(ZHENGZHOU, [("actual: 6 场", "actual: 3 场")], tmp_path / "new.yaml")
    difference = only(diff(ZHENGZHOU, new))
    (row,) = difference.rows
    (cause,) = row.causes
    assert (row.name, f"{row.before} {row.after}") == ("政策宣讲场次（场）", "4.80 8.00")
    assert (cause.words, cause.amount) == ("实际完成值由 6 场改为 3 场", Decimal("3.20"))
    (total,) = difference.totals
    assert total.terms == (("fact", Decimal("3.20")),)
    (moved,) = [change for change in difference.sentences if change.moved]
    assert moved.old_place == "没有完成绩效目标的指标"


def test_each_kind_of_cause_is_named_with_its_share(tmp_path: Path) -> None:
    """一行里实绩、指标值、分值、规则都变了：先换事实，再换规则，各占多少都说。"""
    line = "name: 政策宣讲场次（场）, target: ≥3 场, actual: 6 场, weight: 8,"
    wanted = "name: 政策宣讲场次（场）, target: ≥5 场, actual: 4 场, weight: 10,"
    rule = "rule: {kind: threshold},"
    new = changed(ZHENGZHOU, [(line, f"{wanted} {rule}")], tmp_path / "new.yaml")
    difference = only(diff(ZHENGZHOU, new))
    (row,) = difference.rows
    assert [(cause.kind, cause.what, f"{cause.amount}") for cause in row.causes] == [
        ("fact", "实际完成值", "3.05"),
        ("fact", "年度指标值", "-1.45"),
        ("fact", "分值", "1.60"),
        ("rule", "评分规则", "-8.00"),
    ]
    assert difference.totals[0].terms == (("fact", Decimal("3.20")), ("rule", Decimal("-8.00")))


def test_added_removed_renamed_and_moved_indicators(tmp_path: Path) -> None:
    edits = [
        ("name: 企业数据报送质量, target", "name: 企业数据的报送质量, target"),
        (
            "level1: 产出指标, level2: 质量指标, name: 企业服务平台",
            "level1: 效益指标, level2: 社会效益指标, name: 企业服务平台",
        ),
        ("name: 企业管理创新能力, target: 提升", "name: 税收增长率, target: 增长"),
    ]
    difference = only(diff(ZHENGZHOU, changed(ZHENGZHOU, edits, tmp_path / "new.yaml")))
    rows = {row.name: row for row in difference.rows}
    assert rows["企业数据的报送质量"].old_name == "企业数据报送质量"
    assert rows["企业服务平台"].group_after == ("效益指标", "社会效益指标")
    assert (rows["税收增长率"].presence, rows["企业管理创新能力"].presence) == ("added", "removed")
    assert difference.totals == ()


def test_waivers_findings_and_suggestions(tmp_path: Path) -> None:
    edits = [
        ("  - {code: C13, at: 政策宣讲场次（场）, reason: 原件两行的原因一字不差，照录。}\n", ""),
        ("title: 绩效评价认识有待提升", "title: 绩效评价的认识有待提升"),
        ("    text: 建议进一步优化项目管理清单。", "    text: 建议进一步精简项目管理清单。"),
    ]
    text = ZHENGZHOU.read_text("utf-8")
    old = tmp_path / "old.yaml"
    old.write_text(
        text.replace(
            "waivers:\n",
            "waivers:\n  - {code: C13, at: 政策宣讲场次（场）, reason: 原件两行的原因一字不差，照录。}\n",
        ),
        "utf-8",
    )
    difference = only(diff(old, changed(old, edits, tmp_path / "new.yaml")))
    # 这种格式不印问题的标题，所以在事实里说；印了的在句子里说
    assert [("·".join(fact.titles), fact.presence) for fact in difference.untold] == [
        ("存在问题·绩效评价的认识有待提升·标题", ""),
        ("豁免·C13 政策宣讲场次（场）", "removed"),
    ]
    assert "建议进一步精简项目管理清单" in {change.after for change in difference.sentences}


def test_a_second_score_that_changes_is_told_beside_the_first() -> None:
    """复核得分变了，自评的得分和总分不变；复核总分另说。"""
    sample = ROOT / "templates" / "mof-recheck-2020" / "sample.yaml"
    difference = what_if(sample, ["indicators.读者活动场次.review_actual=30场"])
    assert isinstance(difference, Difference)
    (row,) = difference.rows
    assert row.before == row.after
    words = [cause.words for cause in row.causes]
    assert words[0].startswith("复核完成值") and words[0].endswith("改为 30场")
    assert words[1].startswith("复核得分由 9.00 改为 7.")
    (total,) = difference.totals
    assert (total.title, f"{total.before}") == ("复核总分", "98.60")


def test_order_comments_and_quotes_are_no_changes(tmp_path: Path) -> None:
    lines = ZHENGZHOU.read_text("utf-8").splitlines(keepends=True)
    rows = [number for number, line in enumerate(lines) if "效益指标, level2: 社会效益" in line]
    first, last = rows[0], rows[-1]
    lines[first], lines[last] = lines[last], lines[first]
    lines.insert(1, "# 又一行注释\n")
    new = tmp_path / "new.yaml"
    new.write_text("".join(lines).replace("weight: 9}", 'weight: "9"}'), "utf-8")
    assert only(diff(ZHENGZHOU, new)).equal


def test_a_report_edited_by_hand_is_compared_by_what_it_prints(tmp_path: Path) -> None:
    import docx

    built = build(ZHENGZHOU, directory=tmp_path, pages=False)
    report = next(file for file in built.files if file.suffix == ".docx")
    opened = docx.Document(str(report))
    for paragraph in opened.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("93.36", "93.63")
    opened.save(str(report))
    difference = only(diff(ZHENGZHOU, report))
    assert "照印出的事实比" in difference.notes[0]
    (total,) = difference.totals
    assert (f"{total.before}", f"{total.after}") == ("93.36", "93.63")
    assert total.terms == (("rest", Decimal("0.27")),)
    assert [change.after for change in difference.sentences if "93.63" in change.after]


ACTUALS = st.sampled_from(["0 场", "1 场", "3 场", "4 场", "6 场", "9 场"])
FACTS = {
    "indicators.政策宣讲场次（场）.actual": ACTUALS,
    "indicators.政策宣讲场次（场）.target": st.sampled_from(["≥3 场", "≥5 场", "≤3 场"]),
    "indicators.政策宣讲场次（场）.weight": st.sampled_from(["8", "3.3", "12"]),
    "indicators.政策宣讲场次（场）.name": st.sampled_from(["政策宣讲（场）", "办会"]),
    "indicators.企业问题办结率.actual": st.sampled_from(["33.3%", "80%", "95%"]),
    "indicators.企业问题办结率.rule": st.sampled_from(
        ["{kind: threshold}", "{kind: steps, per: 1%, deduct: 0.3分}"]
    ),
    "indicators.企业服务平台.share": st.sampled_from(["33%", "77%"]),
    "indicators.企业服务平台": st.just(""),
    "funds.total.spent": st.sampled_from(["0", "77.7", "193", "200"]),
    "funds.total.adjusted": st.sampled_from(["150", "222.2"]),
}


@given(st.sets(st.sampled_from(sorted(FACTS)), min_size=1, max_size=6), st.data())
@settings(max_examples=40)
def test_the_causes_of_a_total_add_up_to_its_change(paths: set[str], data: st.DataObject) -> None:
    """随便改几处事实和规则：一行各原因的分之和是这一行的变化，总分各项之和是总分的变化。"""
    order = sorted(paths, key=lambda path: (path.endswith(("name", "平台")), path))
    assignments = [f"{path}={data.draw(FACTS[path])}" for path in order]
    difference = what_if(ZHENGZHOU, [each for each in assignments if _possible(each, order)])
    assert isinstance(difference, Difference)
    for row in difference.rows:
        assert sum(cause.amount or 0 for cause in row.causes) == row.amount, row
    for total in difference.totals:
        if total.amount is not None:
            assert sum(amount for _, amount in total.terms) == total.amount
            assert "rest" not in dict(total.terms)  # 逐项舍入再求和，没有说不到哪一行的


def _possible(assignment: str, order: list[str]) -> bool:
    """去掉一行的，不再写它的份额。"""
    return not (
        assignment.startswith("indicators.企业服务平台.share")
        and "indicators.企业服务平台" in order
    )


def test_folded_and_capped_totals_have_a_rest(project: Path, tmp_path: Path) -> None:
    """只在总分舍入的格式：各行的分加起来差的那一点，是其余。"""
    rules = project / "templates" / "zhengzhou-self-2022" / "format.yaml"
    rules.write_text(rules.read_text("utf-8") + "rounding: {score_places: 0}\n", "utf-8")
    edits = [("actual: 6 场", "actual: 5 场"), ("actual: 1200 人", "actual: 1100 人")]
    old = shutil.copy(ZHENGZHOU, project / "inputs" / "old.yaml")
    new = changed(ZHENGZHOU, edits, project / "inputs" / "new.yaml")
    (total,) = only(diff(Path(old), new)).totals
    assert total.amount == sum(amount for _, amount in total.terms)


def test_what_changes_for_whom_when_a_format_changes(project: Path) -> None:
    """两个格式文件夹：工程里用到它的输入各评一遍，得分变了的说规则由什么改为什么。"""
    shutil.copy(ZHENGZHOU, project / "inputs" / "x.yaml")
    old = project / "templates" / "zhengzhou-self-2022"
    new = project / "templates" / "zhengzhou-self-2023"
    shutil.copytree(old, new)
    for path, before, after in (
        (new / "format.yaml", "id: zhengzhou-self-2022", "id: zhengzhou-self-2023"),
        (new / "rules.yaml", "floor: 60%", "floor: 80%"),
    ):
        text = path.read_text("utf-8")
        assert before in text, (path, text)
        path.write_text(text.replace(before, after), "utf-8")
    assert diff(old, old).equal
    difference = only(diff(old, new))
    assert difference.old.endswith("zhengzhou-self-2022）")
    names = [row.name for row in difference.rows]
    assert names == ["培训和参加论坛人数（人）", "政策宣讲场次（场）"]
    for row in difference.rows:
        assert [cause.kind for cause in row.causes] == ["format"]
        marks = [part.text for part in row.causes[0].stretches if part.kind != "same"]
        assert marks == ["60%", "80%"]
    (total,) = difference.totals
    assert [kind for kind, _ in total.terms] == ["format"]


def test_two_folders_are_paired_by_path_then_by_name(project: Path) -> None:
    old, new = project / "old", project / "new"
    for folder, name, source in (
        (old / "2022", "a.yaml", ZHENGZHOU),
        (new / "2022", "a.yaml", ZHENGZHOU),
        (old, "b.yaml", NANJING),
        (new / "2024", "b.yaml", NANJING),
        (old, "gone.yaml", NANJING),
        (new, "come.yaml", NANJING),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder / name)
    comparison = diff(old, new)
    pairs = [(Path(pair.old).name, Path(pair.new).name) for pair in comparison.differences]
    assert pairs == [("a.yaml", "a.yaml"), ("b.yaml", "b.yaml")]
    assert [Path(name).name for name in comparison.only_old] == ["gone.yaml"]
    assert [Path(name).name for name in comparison.only_new] == ["come.yaml"]
    assert not comparison.equal


def test_the_same_comparison_is_the_same_words(tmp_path: Path) -> None:
    new = changed(NANJING, [("key_points: all", "share: 70%")], tmp_path / "new.yaml")
    assert diff(NANJING, new) == diff(NANJING, new)


def test_what_if_writes_nothing_and_says_what_becomes_wrong(project: Path) -> None:
    path = Path(shutil.copy(ZHENGZHOU, project / "inputs" / "x.yaml"))
    before = sorted((file, file.stat().st_mtime_ns) for file in project.rglob("*"))
    difference = what_if(path, ["funds.total.spent=180"])
    assert isinstance(difference, Difference)
    assert {problem.code for problem in difference.problems} == {"C01", "C06"}
    assert {problem.span.source.name for problem in difference.problems} > {"--set"}
    assert sorted((file, file.stat().st_mtime_ns) for file in project.rglob("*")) == before
