"""评价人另定的得分：填的 score 加上 reason，照填的印、计入总分；规则算得的留在得分说明里，逐行提醒。"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.examined import Examined
from reportgen.core.format import Adds
from reportgen.core.indicator import Indicator
from reportgen.core.judgement import Judgement
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Text
from reportgen.corridor.pipeline import examine, examine_facts
from reportgen.papers.checklist import checklist
from reportgen.papers.markdown import write_markdown
from reportgen.papers.score_record import explain, write_score_yaml
from reportgen.scoring.card import score
from reportgen.scoring.typed import two_results, typed_score

TYPED = Path(__file__).resolve().parent / "inputs" / "typed-score.yaml"
LAMPS = "target: ≥900盏, actual: 930盏, weight: 50, score: 44"
SAID = ("C06", "C12", "R05", "R09", "R12", "I06")
"""要看的诊断；别的与得分无关。"""


def edited(project: Path, *pairs: tuple[str, str]) -> Examined:
    """把输入改几处再查。"""
    text = TYPED.read_text("utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    return examine(path)


def lamps(project: Path, written: str) -> Examined:
    """维修路灯一行写成这样。"""
    return edited(project, (LAMPS, f"target: ≥900盏, {written}"))


def row(examined: Examined, name: str = "维修路灯") -> ScoreLine:
    assert examined.scorecard is not None
    return next(line for line in examined.scorecard.lines if line.name == name)


def said(examined: Examined) -> list[Diagnostic]:
    return [problem for problem in examined.diagnostics if problem.code in SAID]


# 别的三行：预算执行率 8.00，夜间投诉件数 30，居民满意度 10；满分 50 的一行得几分，总分就是 48 加几分
STEPS = "rule: {kind: steps, per: 10盏, deduct: 10%, below: 900盏}"
BANDS = "rule: {kind: bands, rows: [{from: 930盏, share: 80%}, {from: 0盏, share: 0%}]}"
POINTS = "rule: {kind: key_points, points: [亮, 安全]}"
PARTS = "rule: {kind: parts, parts: [{name: 甲, share: 1/2, rule: {kind: ratio}}, "
PARTS += "{name: 乙, share: 1/2, rule: {kind: threshold}}]}"

OWN = [
    # 实绩和规则            填的得分        → 印出、总分、规则算得的（空即相同）、说的
    ("actual: 871盏", "score: 50", "50.00", "98.00", "48.39", "R12"),
    ("actual: 930盏", "score: 44", "44.00", "92.00", "50.00", "R12"),
    ("actual: 930盏", "score: 44.005", "44.01", "92.01", "50.00", "R09 R12"),
    ("actual: 930盏", "score: 0", "0.00", "48.00", "50.00", "R12"),
    ("actual: 930盏", "score: 49.99", "49.99", "97.99", "50.00", "R12"),
    (f"actual: 895盏, {STEPS}", "score: 50", "50.00", "98.00", "47.50", "R12"),
    (f"actual: 930盏, {BANDS}", "score: 45", "45.00", "93.00", "40.00", "R12"),
    ("actual: 871盏, rule: {kind: threshold}", "score: 45", "45.00", "93.00", "0.00", "R12"),
    (f"actual: 930盏, key_points: all, {POINTS}", "score: 45", "45.00", "93.00", "50.00", "R12"),
    (f"actual: 871盏, {PARTS}", "score: 45", "45.00", "93.00", "24.19", "R12"),
    # 与规则算得的相同：理由不必写，写了也不作声
    ("actual: 930盏", "score: 50", "50.00", "98.00", "", ""),
    ("actual: 871盏", "score: 48.39", "48.39", "96.39", "", ""),
    ("actual: 871盏", "score: 48.388", "48.39", "96.39", "", "R09"),
    # 规则用认定得分的，就是规则算得的
    ("actual: 930盏, rule: {kind: judged}", "score: 44", "44.00", "92.00", "", ""),
    # 超出分值、负数：仍是错误，照规则的印
    ("actual: 930盏", "score: 50.01", "50.00", "98.00", "", "R09"),
    ("actual: 930盏", "score: 60", "50.00", "98.00", "", "R09"),
    ("actual: 930盏", "score: -1", "50.00", "98.00", "", "R09"),
    # 份额和要点不是得分：改写成 score
    ("actual: 930盏", "share: 90%", "50.00", "98.00", "", "C06"),
    ("actual: 930盏", "key_points: [100%, 50%]", "50.00", "98.00", "", "C06"),
    ("actual: 930盏", "share: 100%", "50.00", "98.00", "", ""),
    ("actual: 930盏", "score: 44, share: 88%", "44.00", "92.00", "50.00", "R12"),
    ("actual: 930盏", "score: 44, share: 90%", "44.00", "92.00", "50.00", "C06 R12"),
    # 这个格式里达到指标值的算完成，不看得分
    ("actual: 871盏", "score: 50, met: true", "50.00", "98.00", "48.39", "R12"),
    ("actual: 930盏", "score: 44, met: true", "44.00", "92.00", "50.00", "R12"),
    ("actual: 930盏", "score: 44, met: false", "44.00", "92.00", "50.00", "C12 R12"),
    # 只有理由
    ("actual: 930盏", "met: true", "50.00", "98.00", "", "I06"),
    ("actual: 930盏, rule: {kind: judged}", "share: 88%", "44.00", "92.00", "", ""),
]


@pytest.mark.parametrize(
    ("rule", "typed", "printed", "total", "ruled", "codes"),
    OWN,
    ids=[f"{r[0]} {r[1]}" for r in OWN],
)
def test_a_typed_score_with_a_reason(
    project: Path, rule: str, typed: str, printed: str, total: str, ruled: str, codes: str
) -> None:
    examined = lamps(project, f"weight: 50, {rule}, {typed}, reason: 现场复查")
    line = row(examined)
    assert examined.scorecard is not None
    assert f"{line.score:f}" == printed
    assert f"{examined.scorecard.total:f}" == total
    assert (f"{line.by_rule:f}" if line.by_rule is not None else "") == ruled
    assert " ".join(sorted(problem.code for problem in said(examined))) == codes


def test_the_reminder_gives_both_numbers_and_the_reason_at_the_typed_score(project: Path) -> None:
    (reminder,) = said(
        lamps(project, "actual: 871盏, weight: 50, score: 50, reason: 29 盏已于 1 月补装")
    )
    assert (reminder.code, reminder.severity, reminder.subject) == ("R12", "warning", "维修路灯")
    assert (
        reminder.message
        == "“维修路灯”按规则应得 48.39，填的是 50，照填的印。理由：29 盏已于 1 月补装"
    )
    text = reminder.span.source.text
    assert text[reminder.span.start : reminder.span.end] == "50"
    assert text[: reminder.span.start].endswith("score: ")


def test_the_reminder_can_be_waived(project: Path) -> None:
    waiver = "waivers: [{code: R12, at: 维修路灯, reason: 已与财政局核对。}]\ndate:"
    examined = edited(project, (LAMPS, f"{LAMPS}, reason: 返修较多"), ("date:", waiver))
    (reminder,) = said(examined)
    assert reminder.waived
    assert not [problem for problem in examined.diagnostics if problem.code == "C10"]


def test_a_reason_may_quote_the_facts(project: Path) -> None:
    written = "actual: 930盏, weight: 50, score: 44, reason: '资金执行率 {{ funds.total.rate }}'"
    (reminder,) = said(lamps(project, written))
    assert reminder.message.endswith("理由：资金执行率 80.00%")


def test_an_empty_reason_is_none(project: Path) -> None:
    examined = lamps(project, "actual: 930盏, weight: 50, score: 44, reason: ''")
    assert [problem.code for problem in examined.diagnostics] == ["I01"]


def test_without_a_reason_the_message_says_how_to_keep_the_score(project: Path) -> None:
    (error,) = said(lamps(project, "actual: 930盏, weight: 50, score: 44"))
    assert error.code == "C06"
    assert "仍要照填的印，加上 reason: 为什么这样认定。" in error.help


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("share: 90%", "改写成 score: 45，加上 reason: 为什么这样认定。"),
        ("share: 90%, reason: 现场复查", "改写成 score: 45。"),
        ("key_points: [100%, 50%]", "改写成 score: 37.5，加上 reason: 为什么这样认定。"),
    ],
)
def test_the_advice_is_what_works(project: Path, written: str, advice: str) -> None:
    (error,) = said(lamps(project, f"actual: 930盏, weight: 50, {written}"))
    assert f"仍要照填的印，{advice}" in error.help


def test_a_score_that_no_row_can_have_is_not_advised(project: Path) -> None:
    (error,) = said(lamps(project, "actual: 930盏, weight: 50, score: 60"))
    assert error.code == "C06"
    assert "reason" not in error.help


def test_a_row_of_the_library_and_its_unscorable_neighbour(project: Path) -> None:
    name = "name: 预算执行率, score: 10, reason: 尾款按合同应在下年支付"
    examined = edited(
        project, (LAMPS, LAMPS.replace(", score: 44", "")), ("name: 预算执行率", name)
    )
    assert f"{row(examined, '预算执行率').score:f}" == "10.00"
    assert [problem.code for problem in said(examined)] == ["R12"]
    lost = edited(project, (LAMPS, f"target: ≥900盏, weight: 50, {'score: 44'}, reason: 现场复查"))
    assert row(lost).score is None  # 规则算不出的，得分另定不了
    assert "R02" in [problem.code for problem in lost.diagnostics]


def test_a_deduction_needs_a_reason_by_the_printed_score(project: Path) -> None:
    bare = (", deviation: 返修较多。", "")
    full = edited(
        project,
        bare,
        (LAMPS, "target: ≥900盏, actual: 871盏, weight: 50, score: 50, reason: 已补装"),
    )
    assert [problem.code for problem in said(full)] == ["R12"]  # 印的是满分，没有扣分
    less = edited(project, bare, (LAMPS, f"{LAMPS}, reason: 现场复查"))
    assert [problem.code for problem in said(less)] == ["R05", "R12"]  # 规则给满分，印的扣了分


def test_weights_and_their_sums_are_those_of_the_rows(project: Path) -> None:
    examined = edited(
        project, (LAMPS, LAMPS.replace("weight: 50", "weight: 45") + ", reason: 现场复查")
    )
    assert [
        p.code for p in examined.diagnostics if p.code.startswith("R0") and p.code != "R08"
    ] == ["R03"]


DECIDED = [
    # 加减、规则给的、填的（写了理由）→ 照印的（空即照规则）、说的
    ("bonus", "2", "1", "1", ""),
    ("bonus", "2", "2", "", ""),
    ("bonus", "2", "51", "", "R09"),
    ("deduction", "-4", "-3", "-3", ""),
    ("deduction", "-4", "0", "0", ""),
    ("deduction", "-4", "-4", "", ""),
    ("deduction", "-4", "46", "", ""),  # 规则给的，还没有减去分值
    ("deduction", "-4", "4", "", "R09"),  # 扣分写负数
    ("deduction", "-4", "-51", "", "R09"),
]


@pytest.mark.parametrize(("adds", "ruled", "typed", "printed", "code"), DECIDED)
def test_bonus_and_deduction_rows(
    project: Path, adds: Adds, ruled: str, typed: str, printed: str, code: str
) -> None:
    examined = edited(project, (", score: 44", ""))
    assert examined.format is not None
    span = whole(Source("x.yaml"))
    judgement = Judgement(score=Decimal(typed), spans=(("score", span),))
    indicator = Indicator(Text("维修路灯"), judgement=judgement, reason=Text("现场复查", span))
    line = replace(row(examined), score=Decimal(ruled), adds=adds, indicator=indicator)
    decided = typed_score(line, 2)
    assert decided == (Decimal(printed) if printed else None)
    stands = line if decided is None else replace(line, score=decided, by_rule=line.score)
    assert [problem.code for problem in two_results(line, stands, examined.format)] == code.split()


@pytest.mark.parametrize(
    ("typed", "codes"), [("9", ["C06"]), ("0", []), ("8", []), ("12", ["C06"])]
)
def test_a_vetoed_row_stays_at_nothing(project: Path, typed: str, codes: list[str]) -> None:
    rules = project / "templates" / "mof-self-2020" / "rules.yaml"
    veto = "vetoes:\n  - {name: 安全事故, row: 预算执行率, reference: 甲}\n"
    rules.write_text(rules.read_text("utf-8") + veto, "utf-8")
    occurred = "vetoes: [{name: 安全事故, reason: 触电一起}]\ndate:"
    written = f"name: 预算执行率, score: {typed}, reason: 现场复查"
    plain = LAMPS.replace(", score: 44", "")
    examined = edited(project, (LAMPS, plain), ("name: 预算执行率", written), ("date:", occurred))
    line = row(examined, "预算执行率")
    assert f"{line.score:f}" == "0.00"
    assert line.by_rule is None
    problems = said(examined)
    assert [problem.code for problem in problems] == codes
    for problem in problems:
        assert problem.help.startswith(
            "这一行被一票否决，得 0 分，写了理由也不能另定：删去 score。"
        )


def test_each_of_several_projects_has_its_own_scores(project: Path) -> None:
    examined = edited(project, (LAMPS, f"{LAMPS}, reason: 现场复查"))
    evaluation = examined.evaluation
    assert evaluation is not None and examined.format is not None
    several = replace(evaluation, indicators=(), projects=(evaluation, evaluation))
    card, _ = score(several, examined.format)
    assert [f"{part.total:f}" for part in (card, *card.projects)] == ["92.00", "92.00", "92.00"]
    found = examine_facts(several, examined.format, examined.source).diagnostics
    assert [problem.code for problem in found].count("R12") == 2


def test_where_the_two_scores_stand(project: Path) -> None:
    examined = lamps(project, "actual: 871盏, weight: 50, score: 50, reason: 29 盏已补装")
    line, card, format = row(examined), examined.scorecard, examined.format
    assert card is not None and format is not None and examined.document is not None
    record = yaml.safe_load(write_score_yaml(card, format))
    (written,) = [each for each in record["lines"] if each["name"] == "维修路灯"]
    assert {
        key: written[key] for key in ("score", "exact", "by_rule", "stands", "reason", "steps")
    } == {
        "score": 50.0,
        "exact": 50,
        "by_rule": 48.39,
        "stands": "印 50.00，不是规则算得的 48.39",
        "reason": "29 盏已补装",
        "steps": [
            "实际完成值 871盏，年度指标值 ≥900盏",
            "完成率 871 ÷ 900 = 96.7777…%",
            "按完成率计",
            "50 × 96.7777…% = 48.388888…",
            "48.388888… 四舍五入到 2 位小数，得分 48.39",
        ],
    }
    assert explain(line, format).split("\n")[0] == "维修路灯  50.00 / 50"
    assert explain(line, format).split("\n")[6:8] == [
        "  印 50.00，不是规则算得的 48.39",
        "  认定理由：29 盏已补装",
    ]
    assert "| 50 | 50 | 871盏 | 按规则应得 48.39。 认定理由：29 盏已补装 返修较多。 |" in checklist(
        examined
    )
    assert "48.39" not in write_markdown(examined.document)
