"""第二个得分：复核完成值按同一条规则再算，复核得分照写的计；复核总分与总分一样算。"""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.core.examined import Examined
from reportgen.corridor.pipeline import examine
from reportgen.papers.score_record import as_record, explain
from reportgen.source.secondfile import reviewed
from reportgen.source.tree import parse

FORMAT = "mof-recheck-2020"


def examined_with(project: Path, review: str, name: str = "读者活动场次") -> Examined:
    """样例去掉原有的复核，给一个指标另写复核文件里的一行。"""
    text = (project / "templates" / FORMAT / "sample.yaml").read_text("utf-8")
    kept = [line for line in text.split("\n") if not line.startswith("    review")]
    place = project / "inputs" / "a.yaml"
    place.write_text("\n".join([*kept, "review: 复核.yaml", ""]), "utf-8")
    (project / "inputs" / "复核.yaml").write_text(f"{name}: {review}\n", "utf-8")
    return examine(place)


CASES = [
    # 复核文件里写的，复核得分，复核总分，诊断
    ("{actual: 36场, remark: 两场没有签到表}", "9.00", "98.60", []),
    ("{actual: 40场}", "10.00", "99.60", []),
    ("9.2", "9.20", "98.80", []),
    ("{score: 9.2}", "9.20", "98.80", []),
    ("{actual: 36场, score: 9}", "9.00", "98.60", []),
    ("{actual: 36场, score: 8.5, remark: 一场内容不符}", "8.50", "98.10", ["R12"]),
    ("{actual: 36场, score: 8.5}", "9.00", "98.60", ["C06"]),
    ("10.5", "10.50", "100.10", ["R09"]),
    ("{actual: 36人}", None, None, ["R06"]),
]


@pytest.mark.parametrize(("review", "score", "total", "codes"), CASES)
def test_a_row_and_the_total(
    project: Path, review: str, score: str | None, total: str | None, codes: list[str]
) -> None:
    examined = examined_with(project, review)
    assert [problem.code for problem in examined.diagnostics] == codes
    card = examined.scorecard
    assert card is not None
    row = card.line["读者活动场次"]
    assert row.reviewed == (None if score is None else Decimal(score))  # type: ignore[attr-defined]
    assert card.reviewed == (None if total is None else Decimal(total))
    assert card.total == Decimal("99.10")
    for problem in examined.diagnostics:
        assert problem.span.source.name.endswith("复核.yaml")


def test_it_explains_itself(project: Path) -> None:
    examined = examined_with(project, "{actual: 36场, remark: 两场没有签到表}")
    card, format = examined.scorecard, examined.format
    assert card is not None
    assert format is not None
    (line,) = card.differences
    assert explain(line, format).split("\n")[-7:-1] == [
        "  复核得分 9.00，与自评相差 -0.50",
        "    实际完成值 36场，年度指标值 ≥40场",
        "    完成率 36 ÷ 40 = 90%",
        "    按完成率计",
        "    10 × 90% = 9",
        "    得分 9.00",
    ]
    record = as_record(card, format)
    assert (record["review_total"], record["review_grade"]) == ("98.60", "优")
    assert card.review_change == Decimal("-0.50")


def test_without_a_review_there_is_no_second_score(project: Path) -> None:
    examined = examined_with(project, "9.5")
    (project / "inputs" / "复核.yaml").write_text("", "utf-8")
    text = (project / "inputs" / "a.yaml").read_text("utf-8")
    place = project / "inputs" / "b.yaml"
    place.write_text(text.replace("review: 复核.yaml\n", ""), "utf-8")
    card = examine(place).scorecard
    assert examined.scorecard is not None
    assert card is not None
    assert card.reviewed is None
    assert card.differences == ()


def test_the_file_is_noted_in_the_report(project: Path) -> None:
    examined = examined_with(project, "9.5")
    assert [name for name, _ in examined.attached] == ["复核.yaml"]


ODD = [
    "",
    "# 只有注释\n",
    "- 甲\n",
    "甲\n",
    "甲: [1, 2]\n",
    "甲: {actual: [1]}\n",
    "读者满意度:\n",
    "\x00",
    "a: b: c",
    "读者满意度: 待填\n",
]


@pytest.mark.parametrize("text", ODD)
def test_an_odd_file_is_told_and_never_breaks(project: Path, text: str) -> None:
    examined_with(project, "9.5")
    (project / "inputs" / "复核.yaml").write_text(text, "utf-8")
    examined = examine(project / "inputs" / "a.yaml")
    assert all(problem.code != "X01" for problem in examined.diagnostics)
    card = examined.scorecard
    assert card is None or card.reviewed is None


@given(st.text(max_size=200))
def test_any_text_as_a_review_file(text: str) -> None:
    tree, _ = parse(Source("a.yaml", "review: 复核.yaml\nindicators:\n  - name: 甲\n"))
    assert tree is not None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "复核.yaml").write_bytes(text.encode("utf-8", "replace"))
        merged, problems, _ = reviewed(tree, Path(folder))
    assert merged is not None
    assert all(problem.message for problem in problems)
