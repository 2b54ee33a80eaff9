"""年度是手改的：上年的一份在哪里找；别的单位、别的格式、各年各写的不算；随程序的都不响。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine
from reportgen.corridor.rollover import next_path, rollover
from reportgen.corridor.unrolled import CODE, former_path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "templates" / "zhengzhou-self-2022" / "sample.yaml"
TEXT = SAMPLE.read_text("utf-8")
NEXT = TEXT.replace("year: 2022", "year: 2023").replace("date: 2023-03-20", "date: 2024-03-20")


@pytest.mark.parametrize("name", ["2022/a.yaml", "2022/a-2022.yaml", "a2022.yaml", "a.yaml"])
def test_last_year_is_looked_for_where_rollover_would_have_come_from(
    name: str, tmp_path: Path
) -> None:
    last = tmp_path / name
    this = next_path(last, 2022, 2023)
    last.parent.mkdir(exist_ok=True)
    this.parent.mkdir(exist_ok=True)
    assert former_path(this, 2023) is None, "那里没有文件"
    last.write_text(TEXT, "utf-8")
    assert former_path(this, 2023) == last


def told(this: str, last: str, folder: Path) -> list[str]:
    """手改的一份得的 L08。"""
    for year, text in (("2022", last), ("2023", this)):
        (folder / year).mkdir()
        (folder / year / "a.yaml").write_text(text, "utf-8")
    found = examine(folder / "2023" / "a.yaml", templates=ROOT / "templates").diagnostics
    return [problem.severity for problem in found if problem.code == CODE]


CASES = {
    "只改了年度": (NEXT, TEXT, ["error"]),
    "另加了注释、换了次序": ("# 今年的\n" + NEXT, TEXT, ["error"]),
    "改了一个数": (NEXT.replace("actual: 420 人", "actual: 431 人"), TEXT, ["warning"]),
    "另一个项目": (NEXT.replace("name: 科技人才服务", "name: 高层次人才服务"), TEXT, []),
    "上年的是另一种格式": (
        NEXT,
        (ROOT / "templates" / "mof-self-2021" / "sample.yaml").read_text("utf-8"),
        [],
    ),
    "上年的坏了": (NEXT, "[", []),
    "上年的也是今年的": (NEXT, NEXT, []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_still_last_years_is_told_once(name: str, tmp_path: Path) -> None:
    this, last, expected = CASES[name]
    assert told(this, last, tmp_path) == expected


def test_a_rolled_one_is_checked_sentence_by_sentence_instead(tmp_path: Path) -> None:
    last = tmp_path / "2022" / "a.yaml"
    last.parent.mkdir()
    last.write_text(TEXT, "utf-8")
    made = rollover(last, templates=ROOT / "templates")
    made.target.parent.mkdir()
    made.target.write_bytes(made.content)
    found = examine(made.target, templates=ROOT / "templates").diagnostics
    assert CODE not in {problem.code for problem in found}
