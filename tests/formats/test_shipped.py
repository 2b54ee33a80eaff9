"""随程序的格式：全都核对得过；只改数据就能做出一种新格式；坏了的格式说得出坏在哪里。"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.core.diagnostics import blocking
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import build, examine
from reportgen.formats.start import starting_input

ROOT = Path(__file__).resolve().parents[2]
FORMATS = sorted(path.parent for path in ROOT.glob("templates/*/format.yaml"))


@pytest.mark.parametrize("folder", FORMATS, ids=lambda folder: folder.name)
def test_a_shipped_format_is_whole_and_its_sample_builds_without_errors(folder: Path) -> None:
    found = check_format(folder)
    assert not [d for d in found if d.severity == "error"]
    assert not [d for d in found if d.code.startswith(("F", "W"))]


def test_a_new_format_is_made_from_data_alone(project: Path) -> None:
    folder = project / "templates" / "yunhe-self-2026"
    shutil.copytree(project / "templates" / "zhengzhou-self-2022", folder)

    def change(name: str, *pairs: tuple[str, str]) -> None:
        text = (folder / name).read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        (folder / name).write_text(text, "utf-8")

    change(
        "format.yaml",
        ("id: zhengzhou-self-2022", "id: yunhe-self-2026"),
        ("group: false", "group: true"),
    )
    change("fields.yaml", ("title: 郑州市项目支出绩效自评价", "title: 云河市项目支出绩效自评价"))
    change(
        "outline.yaml",
        ("heading: 项目概况", "heading: 项目简介"),
        ("numbering: [一、, （一）, 1.]", "numbering: [（一）, 1., （1）]"),
    )
    change("tables.yaml", ("head: 偏差原因分析", "head: 偏差原因"), ("head: 分值", "head: 权重"))
    change("rules.yaml", ("beyond: hold", "beyond: zero"))
    change(
        "sample.yaml",
        ("format: zhengzhou-self-2022", "format: yunhe-self-2026"),
        ("spent: 57.60", "spent: 1057.60"),
    )
    change(
        "sample.yaml",
        ("initial: 60.00", "initial: 1060.00"),
        ("adjusted: 60.00", "adjusted: 1060.00"),
    )
    change("cases/rules.yaml", ("score: 4.80, why: 250%", "score: 0.00, why: 250%"))
    found = [d for d in check_format(folder) if d.severity == "error" and d.code != "F07"]
    assert not found
    target = project / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    built = build(target)
    assert not blocking(built.diagnostics)
    text = built.files[1].read_text("utf-8")
    assert "## （一）项目基本情况" in text
    assert "### 1.项目简介" in text
    assert "1,060.00" in text
    assert "| 权重 |" in text


def test_every_file_of_a_format_is_missed_by_name(project: Path) -> None:
    for name in (
        "format.yaml",
        "rules.yaml",
        "outline.yaml",
        "tables.yaml",
        "fields.yaml",
        "sample.yaml",
    ):
        folder = project / "templates" / "zhengzhou-self-2022"
        (folder / name).rename(folder / "away")
        found = check_format(folder)
        assert [d.code for d in found if name in d.message] == ["F01"], name
        (folder / "away").rename(folder / name)


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "title: {}", "{{}}", "fields: []", "each: 3", "[" * 5000]
)
def test_broken_fields_are_a_diagnostic(project: Path, text: str) -> None:
    folder = project / "templates" / "zhengzhou-self-2022"
    (folder / "fields.yaml").write_text(text, "utf-8")
    found = check_format(folder)
    assert {d.code[0] for d in found if d.severity == "error"} <= {"F", "S"}
    assert any(d.severity == "error" for d in found)


def test_the_starting_input_differs_from_the_sample_only_where_it_is_marked() -> None:
    for folder in FORMATS:
        text, problems = starting_input(ROOT / "templates", folder.name)
        assert not problems
        sample = (folder / "sample.yaml").read_text("utf-8").splitlines()[2:]
        for old, new in zip(sample, text.splitlines(), strict=True):
            assert old == new or (" # 填" in old and "待填" in new)


def test_a_format_changed_on_disk_is_read_again(project: Path) -> None:
    folder = project / "templates" / "zhengzhou-self-2022"
    target = project / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    before = examine(target)
    assert before.scorecard is not None
    text = (folder / "format.yaml").read_text("utf-8")
    (folder / "format.yaml").write_text(
        text + "grades: [{name: 甲, from: 90}, {name: 乙, from: 0}]\n", "utf-8"
    )
    after = examine(target)
    assert after.scorecard is not None
    assert (before.scorecard.grade, after.scorecard.grade) == ("优", "甲")
