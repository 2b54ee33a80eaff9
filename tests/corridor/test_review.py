"""核对自己写出的成稿：找得到输入的，说输入的诊断；找不到的，同样的事得同样的代码，指到格子。"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from reportgen.core.diagnostics import Diagnostic, Source, whole
from reportgen.core.document import Table
from reportgen.core.plain import PlainDocument
from reportgen.corridor.pipeline import build, examine
from reportgen.corridor.review import review
from reportgen.door import cli as door
from reportgen.recognising.composed import grid_of
from reportgen.recognising.report import recognise
from reportgen.word.reading.foreign import read_foreign
from reportgen.word.reading.reader import read_docx

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
ALONE = {  # 没有输入时，凭印出的事实看得出的：代码和说的是什么
    "zhuzhou-nqhz": {
        *(("C13", "发展环境"), ("C15", "营商环境生态"), ("C19", "为企业减负"), ("C19", "清偿欠款")),
        *(("C17", name) for name in ("开展主题活动", "交办解决企业问题", "服务企业", "为企业减负")),
        *(("C17", "清偿欠款"), ("C17", "新增市场主体"), ("C17", "企业欠款"), ("C22", "企业欠款")),
    },
    "zhengzhou-gxj-qyfw-bm": set(),
    "zhengzhou-shili": set(),
    "zhengzhou-gxj-qyfw": {
        ("C09", "培训和参加论坛人数（人）"),
        ("C09", "政策宣讲场次（场）"),
        ("C13", "培训和参加论坛人数（人）"),
        ("C18", "企业服务平台"),
        ("C26", "得分率"),
    },
    "xinfeng-gxj-zfwe": {("C04", "funds.total.rate")},
    "nanjing-qyfwzx": {("C22", "专精特新企业综合培育服务企业数量")},
}


def built(path: Path, directory: Path | None = None) -> Path:
    """一份输入写出的 Word 文件。"""
    files = build(path, templates=TEMPLATES, directory=directory, pages=False).files
    return next(file for file in files if file.suffix == ".docx")


def retyped(document: Path, old: str, new: str) -> None:
    """在 Word 里把一处字改掉。"""
    with zipfile.ZipFile(document) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, new, 1).encode()
    with zipfile.ZipFile(document, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def of_tables(problems: tuple[Diagnostic, ...]) -> set[tuple[str, str]]:
    left_out = ("C35", "C37")
    return {(each.code, each.subject) for each in problems if each.code not in left_out}


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_shipped_report_alone_gets_the_codes_of_its_input(path: Path, tmp_path: Path) -> None:
    problems = review(built(path, tmp_path), templates=TEMPLATES)
    assert problems[-1].code == "C37"
    assert of_tables(problems) == ALONE[path.stem]
    of_input = {each.code for each in examine(path).diagnostics}
    assert {code for code, _ in of_tables(problems)} <= of_input
    assert all("第" in each.span.label or each.span.label == "全文" for each in problems)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_shipped_report_with_its_input_gets_what_the_input_gets(
    path: Path, tmp_path: Path
) -> None:
    document = built(path, tmp_path)
    problems = review(document, templates=TEMPLATES, against=path)
    assert problems == examine(path, templates=TEMPLATES).diagnostics


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_our_own_reports_are_recognised_exactly(path: Path, tmp_path: Path) -> None:
    """照段落和表格认出的，与一字不差读回的报告结构里认出的，是同样的事实。"""
    data = built(path, tmp_path).read_bytes()
    document = read_docx(data)
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    place = whole(Source("报告.docx"))
    grids = tuple(grid_of(table, number, place) for number, table in enumerate(tables, 1))
    paragraphs = read_foreign(data, "报告.docx").paragraphs
    exact = recognise(PlainDocument(paragraphs, grids))
    found = recognise(read_foreign(data, "报告.docx"))
    assert exact.tables == found.tables
    assert exact.totals == found.totals and exact.grades == found.grades


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """一个工程，inputs/2024 里有一份输入，旁边还有别的几份。"""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    folder = tmp_path / "inputs" / "2024"
    folder.mkdir(parents=True)
    for name in ("mof-self-2020", "mof-self-2021", "zhengzhou-self-2022"):
        shutil.copy(TEMPLATES / name / "sample.yaml", folder / f"{name}.yaml")
    return tmp_path


def test_the_input_is_found_wherever_the_report_was_renamed_to(home: Path) -> None:
    path = home / "inputs" / "2024" / "zhengzhou-self-2022.yaml"
    document = Path(shutil.move(built(path), home / "build" / "送审稿.docx"))
    assert review(document, templates=TEMPLATES) == examine(path, templates=TEMPLATES).diagnostics


def test_a_figure_changed_by_hand_is_told_with_what_no_longer_agrees(home: Path) -> None:
    document = built(home / "inputs" / "2024" / "zhengzhou-self-2022.yaml")
    before = review(document, templates=TEMPLATES)
    retyped(document, "57.60", "56.70")
    fresh = [each for each in review(document, templates=TEMPLATES) if each not in before]
    assert [each.code for each in fresh[:3]] == ["C36", "C01", "C02"]
    assert "成稿写出以后改过" in fresh[0].message
    assert [each.span.label for each in fresh[1:3]] == [
        "第 1 张表第 2 行第 4 列",
        "第 1 张表第 2 行第 5 列",
    ]


def test_an_input_changed_after_the_report_is_another_state(home: Path) -> None:
    path = home / "inputs" / "2024" / "mof-self-2020.yaml"
    document = built(path)
    text = path.read_text("utf-8")
    path.write_text(text + "# 只多一行注释\n", "utf-8")
    assert review(document, templates=TEMPLATES)[-1].code == "C37"
    told = review(document, templates=TEMPLATES, against=path)
    assert "C36" not in {each.code for each in told}, "印出来一字不差的，不算不一致"
    other = home / "inputs" / "2024" / "mof-self-2021.yaml"
    told = review(document, templates=TEMPLATES, against=other)
    (changed,) = [each for each in told if each.code == "C36"]
    assert "不是由这份输入现在的样子写出的" in changed.message


def test_against_is_for_one_report_and_names_an_input(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    source = "inputs/2024/mof-self-2020.yaml"
    assert door.run(["build", source, "-o", "out", "--no-pages"]) == 0
    document = "out/2024/mof-self-2020.docx"
    assert door.run(["check", document, "--against", source]) == 0
    assert door.run(["check", source, "--against", source]) == 2
    assert door.run(["check", document, document.replace("out", "in"), "--against", source]) == 2
    assert door.run(["check", document, "--against", document]) == 2
    assert "是成稿" in capsys.readouterr().err
    assert door.run(["check", document, "--against", "没有.yaml"]) == 1


def test_the_format_of_our_own_report_says_its_grades(home: Path) -> None:
    """格式改成 96 分起为优：没有输入也照格式，不照财预〔2020〕10号，95 分是良。"""
    grades = "grades: [{name: 优, from: 96}, {name: 良, from: 80}, {name: 差, from: 0}]\n"
    format = home / "templates" / "xinfeng-department-2023" / "format.yaml"
    format.write_text(format.read_text("utf-8") + grades, "utf-8")
    path = home / "inputs" / "x.yaml"
    shutil.copy(ROOT / "inputs" / "2023" / "xinfeng-gxj-zfwe.yaml", path)
    files = build(path, templates=home / "templates", pages=False, draft=True).files
    document = next(file for file in files if file.suffix == ".docx")
    path.unlink()
    assert "C06" not in {each.code for each in review(document, templates=home / "templates")}
    told = [each for each in review(document, templates=TEMPLATES) if each.code == "C06"]
    messages = {each.message for each in told}
    assert messages == {"等级写“良”，总分 95，应是“优”。"}, "找不到它的格式，照通用的"
