"""写成话的指标值和写了而规则不用的得分：改输入的一行，看总分、诊断的位置和写法。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.core.diagnostics import Diagnostic
from reportgen.core.examined import Examined
from reportgen.core.format import Adds
from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine
from reportgen.scoring.card import score
from reportgen.scoring.typed import two_results

INPUTS = Path(__file__).resolve().parent / "inputs"
WORDED, TYPED = INPUTS / "worded-target.yaml", INPUTS / "typed-score.yaml"
STREETLAMPS = "target: ≥900盏, actual: 930盏, weight: 50, score: 44"
SATISFACTION = "target: 不低于90%, actual: 93%"


def edited(project: Path, base: Path, *pairs: tuple[str, str]) -> Examined:
    """把输入改几处再查。"""
    text = base.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


def errors(examined: Examined) -> list[Diagnostic]:
    """错误；这个格式里没有写扣分的原因（R05）也是错误，这里不看。"""
    return [
        each for each in examined.diagnostics if each.severity == "error" and each.code != "R05"
    ]


def told(examined: Examined) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in errors(examined)]


def total(examined: Examined) -> str:
    assert examined.scorecard is not None
    return f"{examined.scorecard.total:f}"


# 写成话的指标值


def test_targets_in_words_are_scored_as_meant(project: Path) -> None:
    examined = edited(project, WORDED)
    assert not errors(examined)
    assert total(examined) == "98.00"


def test_written_with_signs_they_score_the_same(project: Path) -> None:
    signs = (("900盏以上", "≥900盏"), ("不超过12件", "≤12件"), ("不低于90%", "≥90%"))
    examined = edited(project, WORDED, *signs)
    assert not errors(examined)
    assert total(examined) == "98.00"


WRITINGS = (
    "90%≤x",
    "不低于上年的90%",
    "满意度90%",
    "90%以上居民满意",
    "达到90%以上，其中老年人95%以上",
    "每季度2%以上",
)
REST = (("900盏以上", "≥900盏"), ("不超过12件", "≤12件"))


@pytest.mark.parametrize("target", WRITINGS)
def test_no_writing_of_a_number_is_taken_for_a_share(project: Path, target: str) -> None:
    examined = edited(project, WORDED, *REST, (SATISFACTION, f"target: '{target}', actual: 93%"))
    assert told(examined) == [("R07", "居民满意度")]
    assert errors(examined)[0].span.line == 14


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("≥90盏以上的路段", "写成 ≥90盏。"),
        ("≥5%以下", "写成 ≤5%。"),
        ("≥上年水平", "写成 ≥800 人、≤100%；没有数的去掉符号只写文字。"),
    ],
)
def test_a_sign_without_one_number_after_it_is_refused(
    project: Path, target: str, advice: str
) -> None:
    examined = edited(project, WORDED, *REST, (SATISFACTION, f"target: {target}, actual: 93%"))
    assert [(each.code, each.help) for each in errors(examined)] == [("I03", advice)]


@pytest.mark.parametrize("target", ["≥９０％", "＞＝90%", ">＝90%", "》=90%", "≥ 90 %"])
def test_a_sign_and_a_number_in_other_letters_are_read(project: Path, target: str) -> None:
    examined = edited(project, WORDED, *REST, (SATISFACTION, f"target: '{target}', actual: 93%"))
    assert not errors(examined)
    assert total(examined) == "98.00"


@pytest.mark.parametrize(
    ("rule", "score"),
    [
        ("rule: {kind: judged}, share: 80%", "8.00"),
        ("rule: {kind: judged}, score: 9.3", "9.30"),
        ("rule: {kind: threshold}", "10.00"),
        ("rule: {kind: bands, rows: [{from: 90%, share: 100%}, {from: 0%, share: 0%}]}", "10.00"),
    ],
)
def test_a_rule_that_the_row_names_is_obeyed(project: Path, rule: str, score: str) -> None:
    examined = edited(project, WORDED, *REST, (SATISFACTION, f"{SATISFACTION}, {rule}"))
    assert not errors(examined)
    assert examined.scorecard is not None
    assert f"{examined.scorecard.lines[-1].score:f}" == score


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("target: 不低于90%, share: 100%, actual: 93%", []),  # 认定的与规则算得的一样
        ("target: 不低于90%, share: 80%, actual: 93%", ["C06"]),
        ("target: 满意度90%, share: 100%, actual: 93%", []),  # 不是比较，评价人认定了
        ("target: 不低于上年水平, actual: 93%", []),
        ("target: 100%覆盖, actual: 93%", []),
        ("target: ≥90%, adjusted: 不低于92%, actual: 93%", []),
        ("target: 不低于90%, adjusted: ≥92%, actual: 93%", []),
    ],
)
def test_what_the_default_rule_scores_and_what_not(
    project: Path, line: str, codes: list[str]
) -> None:
    examined = edited(project, WORDED, *REST, (SATISFACTION, line))
    assert [code for code, _ in told(examined)] == codes


def test_a_report_without_scores_may_word_its_targets(project: Path) -> None:
    examined = edited(
        project,
        WORDED,
        ("date:", "scoring: none\ndate:"),
        ("actual: 93%", "actual: 93%, met: true"),
    )
    assert not errors(examined)
    assert examined.scorecard is not None
    assert examined.scorecard.lines[-1].met


# 写了而规则不用的得分


def test_a_typed_score_that_the_rule_contradicts_is_an_error_with_both_numbers(
    project: Path,
) -> None:
    (error,) = errors(edited(project, TYPED))
    assert (error.code, error.subject, error.span.line) == ("C06", "维修路灯", 12)
    assert error.message == "“维修路灯”的认定得分（score）写的是 44，按规则算得 50.00。"


LAMPS = [
    # 写的是什么 → 哪些错误（没有即相同）
    ("930盏, weight: 50, score: 50", []),
    ("930盏, weight: 50, score: 50.0", []),
    ("930盏, weight: 50, score: 49.99", ["C06"]),
    ("930盏, weight: 50, score: 0", ["C06"]),
    ("930盏, weight: 50, score: 60", ["C06"]),
    ("792盏, weight: 50, score: 44.0", []),
    ("792盏, weight: 50, share: 88%", []),
    ("792盏, weight: 50, share: 90%", ["C06"]),
    ("700盏, weight: 50, score: 38.89", []),  # 38.888…
    ("700盏, weight: 50, score: 38.9", ["C06"]),
    ("930盏, weight: 50, key_points: all", []),
    ("450盏, weight: 50, key_points: [100%, 0%]", []),
    ("930盏, weight: 50, key_points: [100%, 50%]", ["C06"]),
    ("930盏, weight: 50, score: 44, share: 88%", ["C06", "C06"]),
    ("930盏, weight: 50, met: true", []),
    ("930盏, weight: 50, met: false", ["C12"]),
    ("792盏, weight: 50, met: true", ["C12"]),
    ("792盏, weight: 50, met: false", []),
    ("930盏, weight: 50, review: 44", []),  # 复核分是第二个得分
    ("930盏, weight: 50, score: 44, rule: {kind: judged}", []),  # 规则用它
    ("930盏, weight: 50, share: 88%, rule: {kind: judged}", []),
    ("930盏, weight: 50, score: 44, share: 88%, rule: {kind: judged}", []),
    ("930盏, weight: 50, score: 44, share: 90%, rule: {kind: judged}", ["C06"]),
    ("930盏, weight: 50, score: 44, key_points: all, rule: {kind: judged}", ["C06"]),
    (
        "930盏, weight: 50, key_points: [100%, 76%], rule: {kind: key_points, points: [亮, 安全]}",
        [],
    ),
    (
        "930盏, weight: 50, key_points: all, score: 44, rule: {kind: key_points, points: [亮, 安全]}",
        ["C06"],
    ),
    (
        "930盏, weight: 50, key_points: all, score: 50, rule: {kind: key_points, points: [亮, 安全]}",
        [],
    ),
    ("930盏, weight: 50, score: 44, rule: {kind: threshold}", ["C06"]),
    (
        "930盏, weight: 50, score: 44, rule: {kind: steps, per: 1盏, deduct: 1%, below: 900盏}",
        ["C06"],
    ),
]


@pytest.mark.parametrize(("line", "codes"), LAMPS, ids=[line for line, _ in LAMPS])
def test_a_typed_result_is_silent_only_when_it_is_what_the_rule_gives(
    project: Path, line: str, codes: list[str]
) -> None:
    examined = edited(project, TYPED, (STREETLAMPS, f"target: ≥900盏, actual: {line}"))
    assert told(examined) == [(code, "维修路灯") for code in codes]


RATIO_AND_JUDGED = (
    "rule: {kind: parts, parts: [{name: 数量, share: 1/2, rule: {kind: ratio}}, "
    "{name: 质量, share: 1/2, rule: {kind: judged}}]}"
)
TWO_JUDGED = RATIO_AND_JUDGED.replace("kind: ratio", "kind: judged")


def test_a_judged_part_takes_a_share(project: Path) -> None:
    row = f"target: ≥900盏, actual: 930盏, weight: 50, share: 80%, {RATIO_AND_JUDGED}"
    examined = edited(project, TYPED, (STREETLAMPS, row))
    assert not errors(examined)
    assert total(examined) == "93.00"


@pytest.mark.parametrize("rule", [RATIO_AND_JUDGED, TWO_JUDGED])
def test_one_score_of_a_row_is_not_each_parts(project: Path, rule: str) -> None:
    """两个分项各拿去 20 分，一行就印成 40 分；一个分项的，也分不清是整行的还是它的。"""
    row = f"target: ≥900盏, actual: 930盏, weight: 50, score: 20, {rule}"
    (error,) = errors(edited(project, TYPED, (STREETLAMPS, row)))
    assert error.code == "R07"
    assert "分不清是谁的得分" in error.message
    assert "share" in error.help


def test_a_rule_of_the_library_has_no_way_out_by_a_rule_of_the_row(project: Path) -> None:
    pairs = ((", score: 44", ""), ("name: 预算执行率", "name: 预算执行率, score: 10"))
    (error,) = errors(edited(project, TYPED, *pairs))
    assert (error.code, error.subject) == ("C06", "预算执行率")
    assert "judged" not in error.help
    assert not errors(
        edited(project, TYPED, pairs[0], (pairs[1][0], pairs[1][1].replace("10", "8.00")))
    )


def test_an_adjusted_target_gives_the_score_that_counts(project: Path) -> None:
    line = "target: ≥900盏, adjusted: ≥1000盏, actual: 930盏, weight: 50, score: "
    assert not errors(edited(project, TYPED, (STREETLAMPS, f"{line}46.5")))
    assert told(edited(project, TYPED, (STREETLAMPS, f"{line}50"))) == [("C06", "维修路灯")]


@pytest.mark.parametrize("scoring", ["none", "stated"])
def test_a_report_that_is_not_scored_by_rules_says_nothing(project: Path, scoring: str) -> None:
    examined = edited(project, TYPED, ("date:", f"scoring: {scoring}\ndate:"))
    assert "C06" not in [code for code, _ in told(examined)]


@pytest.mark.parametrize(
    ("adds", "ruled", "printed", "typed", "codes"),
    [
        ("bonus", "2", "2", "2", []),
        ("bonus", "2", "2", "1", ["C06"]),
        ("deduction", "-4", "-4", "-4", []),  # 印出的
        ("deduction", "-4", "-4", "46", []),  # 规则给的，分值 50
        ("deduction", "-4", "-4", "4", ["C06"]),
        ("", "50", "0", "50", []),  # 一票否决：规则给的、印出的都认
        ("", "50", "0", "0", []),
        ("", "50", "0", "44", ["C06"]),
    ],
)
def test_bonus_deduction_and_vetoed_rows(
    project: Path, adds: Adds, ruled: str, printed: str, typed: str, codes: list[str]
) -> None:
    examined = edited(project, TYPED, (", score: 44", ""))
    assert examined.scorecard is not None and examined.format is not None
    whole = next(line for line in examined.scorecard.lines if line.name == "维修路灯")
    indicator = Indicator(Text("维修路灯"), judgement=Judgement(score=Decimal(typed)))
    line = replace(whole, score=Decimal(ruled), adds=adds, indicator=indicator)
    found = two_results(line, replace(line, score=Decimal(printed)), examined.format)
    assert [each.code for each in found] == codes


def test_each_of_several_projects_is_looked_at(project: Path) -> None:
    examined = edited(project, TYPED)
    assert examined.evaluation is not None and examined.format is not None
    several = replace(
        examined.evaluation, indicators=(), projects=(examined.evaluation, examined.evaluation)
    )
    _, found = score(several, examined.format)
    assert [(each.code, each.subject) for each in found if each.code == "C06"] == [
        ("C06", "维修路灯")
    ] * 2
