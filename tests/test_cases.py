"""办公室写来的几份，曾经读错或算错的：现在各说各的，不多不少。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.corridor.pipeline import build, examine
from reportgen.corridor.review import review
from reportgen.source.grid import BadTable
from reportgen.source.sheets import read_xlsx

HERE = Path(__file__).resolve().parent / "cases"
TEMPLATES = HERE.parents[1] / "templates"
MULTIPLE = "您常在哪几餐来（可多选）？"


def test_the_parts_of_a_source_are_added_up() -> None:
    path = HERE / "parts-of-a-source" / "input.yaml"
    found = examine(path, templates=TEMPLATES).diagnostics
    assert [(problem.code, problem.span.line) for problem in found] == [
        ("C01", 14),
        ("C01", 15),
        ("C01", 16),
        ("C01", 17),
    ]


def test_a_question_with_more_ticks_than_sheets_is_told_until_it_is_multiple(
    tmp_path: Path,
) -> None:
    path = HERE / "multiple-choice" / "input.yaml"
    assert [problem.code for problem in examine(path, templates=TEMPLATES).diagnostics] == ["C03"]
    mended = tmp_path / "input.yaml"
    text = path.read_text("utf-8")
    mark = f"{MULTIPLE}\n        multiple: true\n"
    mended.write_text(text.replace(f"{MULTIPLE}\n", mark), "utf-8")
    examined = examine(mended, templates=TEMPLATES)
    assert examined.diagnostics == ()
    assert examined.evaluation is not None
    options = examined.evaluation.surveys["满意度问卷"].options  # type: ignore[attr-defined]
    shares = [str(option.share) for option in options if option.question == MULTIPLE]
    assert shares == ["40.00%", "80.00%", "60.00%"]


FINISHED = {  # 成稿 → 各个错误
    "whole-percent": [],
    "interval-end": ["C01"],
    "sichuan-heads": [],
    "score-heads": ["C06"],
    "continued-table": [],
    "blank-level-cells": [],
    "note-marks": [],
    "no-break-hyphen": [],
    "strict-open-xml": ["C06"],
    "main-part-document2": ["C06"],
    "total-without-other-sources": ["C01", "C01", "C01"],
    "weights-110": ["C01", "C06"],
    "targets-missed-full-marks": [],
    "percent-in-head": [],
    "true-sentences": [],
    "grade-bands-sentence": [],
    "ticked-grade": ["C06"],
    "summary-table": ["C02", "C06"],
    "yuan-in-prose": [],
    "own-grade-bands": [],
}


@pytest.mark.parametrize(("name", "codes"), FINISHED.items())
def test_a_finished_report_is_judged_by_what_its_numbers_stand_for(
    name: str, codes: list[str]
) -> None:
    found = review(HERE / name / "report.docx", templates=TEMPLATES)
    assert [problem.code for problem in found if problem.severity == "error"] == codes


def test_number_formats_are_as_excel_shows_them() -> None:
    table = read_xlsx((HERE / "number-formats" / "明细.xlsx").read_bytes())
    assert [row[1] for row in table.grid[1:]] == [
        "2025年3月",
        "2,345.5",
        "9876.5万",
        "-",
        "0042",
        "1.25",
    ]


def test_a_draft_is_written_without_a_table_that_cannot_be_read(project: Path) -> None:
    folder = project / "templates" / "mof-self-2020"
    for name, more in (
        ("tables.yaml", "detail: {rows: files.明细}\n"),
        ("outline.yaml", "  - {table: detail}\n"),
    ):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text + more, "utf-8")
    target = project / "inputs" / "input.yaml"
    shutil.copy(HERE / "duration-cell" / "input.yaml", target)
    shutil.copy(HERE / "hidden-and-merged" / "明细.xlsx", target.parent)
    built = build(target, draft=True, pages=False)
    assert [problem.code for problem in built.diagnostics if problem.severity == "error"] == ["I11"]
    assert len(built.files) == 3


def test_an_error_value_is_refused_by_its_cell() -> None:
    with pytest.raises(BadTable, match="这一格是错误值 #DIV/0!") as caught:
        read_xlsx((HERE / "hidden-and-merged" / "明细.xlsx").read_bytes())
    assert caught.value.label == "Sheet!C3"


def test_full_marks_for_targets_that_were_missed_are_told() -> None:
    found = review(HERE / "targets-missed-full-marks" / "report.docx", templates=TEMPLATES)
    assert [problem.code for problem in found] == ["C15"] * 6


def test_an_old_word_file_that_was_renamed_is_named() -> None:
    (problem,) = review(HERE / "old-doc-renamed" / "report.docx", templates=TEMPLATES)
    assert "旧的 Word 文件" in problem.message and "另存为 .docx" in problem.help
