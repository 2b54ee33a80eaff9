"""随程序的表样：与组成的表一格一格相同；计分、核对、说明同别的格式一样；成稿查得出、核得实。"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reportgen.core.document import Table
from reportgen.corridor.pipeline import build, examine, render
from reportgen.corridor.review import review
from reportgen.corridor.verifying import verify
from tests.forms.drawn import ROOT, grid
from tests.forms.test_word import sound
from tests.office import resaved

WORD, EXCEL, WHOLE = "mof-self-2021-word", "mof-self-2021-excel", "mof-evaluation-2020-word"
COMPOSED = "mof-self-2021"


def table_of(format: str) -> list[list[str]]:
    """一种格式的样例印出的那张表。"""
    examined = examine(ROOT / "templates" / format / "sample.yaml")
    assert examined.document is not None
    (table,) = (block for block in examined.document.blocks() if isinstance(block, Table))
    return [[cell.replace("\n", "") for cell in row] for row in grid(table)]


def test_the_word_form_is_the_composed_table_cell_for_cell() -> None:
    assert table_of(WORD) == table_of(COMPOSED)


def test_the_excel_form_is_the_composed_table_cell_for_cell() -> None:
    sheet = table_of(EXCEL)
    assert sheet[:2] == [["项目支出绩效自评表"], ["（2024年度）"]]
    assert sheet[2:-1] == table_of(COMPOSED) and sheet[-1] == ["填表日期：2025年2月20日"]


@pytest.mark.parametrize("format", [WORD, EXCEL, WHOLE])
def test_a_form_is_scored_and_explained_like_any_other(format: str) -> None:
    like = {WORD: COMPOSED, EXCEL: COMPOSED, WHOLE: "mof-evaluation-2020"}[format]
    form, composed = (examine(ROOT / "templates" / name / "sample.yaml") for name in (format, like))
    assert form.scorecard is not None and composed.scorecard is not None
    assert form.scorecard.total == composed.scorecard.total
    scores, others = (
        [(line.name, line.score) for line in card.lines]
        for card in (form.scorecard, composed.scorecard)
    )
    assert scores == others
    assert [d.code for d in form.diagnostics] == [d.code for d in composed.diagnostics]


@pytest.mark.parametrize(
    ("format", "suffix"), [(WORD, ".docx"), (EXCEL, ".xlsx"), (WHOLE, ".docx")]
)
def test_a_format_with_a_form_alone_writes_it_under_the_plain_name(
    project: Path, format: str, suffix: str
) -> None:
    target = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / format / "sample.yaml", target)
    built = build(target)
    assert [path.name for path in built.files] == [f"x{suffix}", "x.md", "x.score.yaml"]


def test_one_build_gives_the_report_and_both_forms(project: Path) -> None:
    target = with_all(project)
    built = build(target)
    assert [path.name for path in built.files] == [
        *("x.docx", "x.form.docx", "x.form.xlsx"),
        *("x.md", "x.score.yaml"),
    ]
    again = build(target, directory=project / "again")
    for one, other in zip(built.files, again.files, strict=True):
        assert one.read_bytes() == other.read_bytes()
    for name in ("x.docx", "x.form.docx"):
        assert verify(project / "build" / name).state == "same"
        assert [d.code for d in review(project / "build" / name)] == []


def with_all(project: Path) -> Path:
    """出报告和两份表样的一种格式，和它的一份输入。"""
    folder = project / "templates" / COMPOSED
    for name, form in ((WORD, "form.docx"), (EXCEL, "form.xlsx")):
        shutil.copy(project / "templates" / name / form, folder / form)
    manifest = (folder / "format.yaml").read_text("utf-8")
    manifest += "output: [form.xlsx, report, form.docx]\n"
    (folder / "format.yaml").write_text(manifest, "utf-8")
    target = project / "inputs" / "x.yaml"
    shutil.copy(folder / "sample.yaml", target)
    return target


@pytest.mark.parametrize("format", [WORD, WHOLE])
def test_a_filled_word_form_is_sound(format: str) -> None:
    assert sound(word_of(format))


def word_of(format: str) -> bytes:
    """样例填好的 Word。"""
    contents, problems = render(examine(ROOT / "templates" / format / "sample.yaml"))
    assert not problems
    return dict(contents)[".docx"]


@pytest.mark.office
@pytest.mark.parametrize("format", [WORD, WHOLE])
def test_libreoffice_opens_and_resaves_it(format: str, tmp_path: Path) -> None:
    (data,) = resaved({"x.docx": word_of(format)}, tmp_path).values()
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    assert verify(path).state in {"same", "undecided"}


def test_formats_without_a_form_import_nothing_of_it() -> None:
    code = (
        "import sys; from pathlib import Path; from reportgen.corridor.pipeline import examine;"
        f"examine(Path({str(ROOT / 'templates' / COMPOSED / 'sample.yaml')!r}));"
        "print([name for name in sys.modules if name.startswith(('reportgen.forms', 'docxtpl'))])"
    )
    run: Any = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert run.stdout.strip() == "[]", run.stderr


def test_a_draft_is_marked_in_the_header(project: Path) -> None:
    target = project / "inputs" / "x.yaml"
    shutil.copy(project / "templates" / WORD / "sample.yaml", target)
    (word, *_) = build(target, draft=True).files
    from reportgen.word.package import read_package

    headers = [
        p.decode() for name, p in read_package(word.read_bytes()).items() if "header" in name
    ]
    assert word.name == "x（草稿）.docx" and any("草稿" in header for header in headers)
