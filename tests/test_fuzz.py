"""乱改：输入和格式文件改得再乱，得到的也只是诊断，不是回溯。"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.corridor.enclosing import enclosed_input
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import build, examine, render
from reportgen.corridor.review import review
from reportgen.corridor.verifying import verify
from reportgen.door import cli as door
from reportgen.door.console import concise
from reportgen.door.console import render as render_diagnostic
from reportgen.source.grid import BadTable
from reportgen.source.sheets import read_xlsx

ROOT = Path(__file__).resolve().parent.parent
FORMATS = sorted(path.parent.name for path in ROOT.glob("templates/*/outline.yaml"))
FILES = (
    "format.yaml",
    "rules.yaml",
    "outline.yaml",
    "tables.yaml",
    "fields.yaml",
    "cases/rules.yaml",
)

MARKS = [
    "",
    " ",
    "  ",
    "：",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "*",
    "&",
    "|",
    ">",
    "~",
    "\t",
    "\n",
    "%",
]
VALUES = [
    "0",
    "-1",
    "1/0",
    "9999999999999999999",
    "1e9",
    "nan",
    "待填",
    "{{ x }}",
    "{{ unit }}",
    "{% if %}",
]
VALUES += ["≥", "》", "甲", "𠮷", "null", "all"]
Changes = list[tuple[str, int, str]]
kinds = st.sampled_from(["cut", "insert", "drop", "twice", "value"])
edits = st.lists(
    st.tuples(kinds, st.integers(0, 10**6), st.sampled_from(MARKS + VALUES)), max_size=4
)


def mangled(text: str, changes: Changes) -> str:
    """按 changes 改：剪掉几个字、插入、删一行、重复一行、换掉一个值。"""
    for kind, where, piece in changes:
        lines = text.split("\n")
        at = where % len(lines)
        if kind == "drop":
            del lines[at]
        elif kind == "twice":
            lines.insert(at, lines[at])
        elif kind == "value" and ": " in lines[at]:
            lines[at] = lines[at].split(": ")[0] + ": " + piece
        else:
            position = where % (len(text) + 1)
            text = text[:position] + piece + text[position + (3 if kind == "cut" else 0) :]
            continue
        text = "\n".join(lines)
    return text


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "templates", Path(folder) / "templates")
        (Path(folder) / "inputs").mkdir()
        yield Path(folder)


@given(st.sampled_from(FORMATS), edits)
def test_a_mangled_input_gives_diagnostics_or_a_report(
    home: Path, format: str, changes: Changes
) -> None:
    text = (home / "templates" / format / "sample.yaml").read_text("utf-8")
    path = home / "inputs" / "x.yaml"
    path.write_text(mangled(text, changes), "utf-8")
    examined = examine(path)
    for diagnostic in examined.diagnostics:
        assert render_diagnostic(diagnostic)
        assert concise(diagnostic)
    if examined.document is not None:
        assert render(examined)[0]
    else:
        assert examined.diagnostics


@given(st.sampled_from(FORMATS), st.sampled_from(FILES), edits)
def test_a_mangled_format_gives_diagnostics(
    home: Path, format: str, name: str, changes: Changes
) -> None:
    folder = home / "templates" / format
    path = folder / name
    before = path.read_text("utf-8")
    path.write_text(mangled(before, changes), "utf-8")
    try:
        for diagnostic in check_format(folder):
            assert render_diagnostic(diagnostic)
        examine(folder / "sample.yaml", templates=folder.parent)
    finally:
        path.write_text(before, "utf-8")


@given(st.sampled_from(FORMATS), st.integers(0, 20), edits)
def test_a_mangled_wording_gives_diagnostics(
    home: Path, format: str, number: int, changes: Changes
) -> None:
    folder = home / "templates" / format
    files = sorted((folder / "text").glob("*.j2")) or [folder / "tables.yaml"]
    path = files[number % len(files)]
    before = path.read_text("utf-8")
    path.write_text(mangled(before, changes), "utf-8")
    try:
        for diagnostic in check_format(folder):
            assert render_diagnostic(diagnostic)
        examine(folder / "sample.yaml", templates=folder.parent)
    finally:
        path.write_text(before, "utf-8")


ROWS = [["资金", "全年预算数", "全年执行数", "执行率"], ["合计", "200.00", "150.00", "75.00%"]]
TAGS = [
    "<w:tr>",
    "</w:tc>",
    'w:val="x"',
    "<w:gridSpan/>",
    '<w:gridSpan w:val="99999999"/>',
    "<w:vMerge/>",
    "<!--",
    "&#0;",
]


@pytest.fixture(scope="module")
def finished(home: Path) -> Path:
    """一份小的成稿：一段话，一张资金表。"""
    document = docx.Document()
    document.add_paragraph("全年预算执行率为75.00%。")
    table = document.add_table(2, 4)
    for at, row in enumerate(ROWS):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    path = home / "原件.docx"
    document.save(str(path))
    return path


tags = st.sampled_from(TAGS + MARKS + VALUES)


@given(st.lists(st.tuples(kinds, st.integers(0, 10**6), tags), min_size=1, max_size=4))
def test_a_finished_report_with_mangled_xml_gives_diagnostics(
    home: Path, finished: Path, changes: Changes
) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(finished) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode("utf-8").replace("><", ">\n<")
                data = mangled(text, changes).encode("utf-8")
            new.writestr(name, data)
    path = home / "成稿.docx"
    path.write_bytes(buffer.getvalue())
    assert all(render_diagnostic(diagnostic) for diagnostic in review(path))


Damage = list[tuple[int, int]]
bytes_changed = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8
)


def damaged(whole: bytes, damage: Damage, cut: int) -> bytes:
    """截掉末尾的 cut 个五分之一，再改几个字节。"""
    data = bytearray(whole[: len(whole) - cut * len(whole) // 5])
    for at, value in damage:
        data[at % len(data)] = value
    return bytes(data)


@given(bytes_changed, st.integers(0, 4))
def test_a_finished_report_with_damaged_bytes_gives_diagnostics(
    home: Path, finished: Path, damage: Damage, cut: int
) -> None:
    path = home / "成稿.docx"
    path.write_bytes(damaged(finished.read_bytes(), damage, cut))
    assert all(render_diagnostic(diagnostic) for diagnostic in review(path))


@pytest.fixture(scope="module")
def own(home: Path) -> bytes:
    """自己写出的一份成稿，输入放在里面。"""
    source = ROOT / "templates" / "mof-self-2021" / "sample.yaml"
    files = build(source, directory=home / "own", templates=ROOT / "templates", embed=True).files
    return next(file for file in files if file.suffix == ".docx").read_bytes()


REVISED = [
    '<w:ins w:id="1">',
    "</w:ins>",
    "<w:del>",
    "</w:del>",
    "<w:rPr><w:del/></w:rPr>",
    "<w:trPr><w:ins/></w:trPr>",
    "<w:moveFrom/>",
    '<w:fldChar w:fldCharType="begin"/>',
]
WRITTEN = (
    *("word/document.xml", "docProps/custom.xml", "customXml/item1.xml", "customXml/item2.xml"),
    *("word/_rels/document.xml.rels", "word/styles.xml", "word/footer1.xml"),
)


def assert_said(path: Path) -> None:
    """核实、取输入、取文字：得到的只是诊断和文字。"""
    assert all(render_diagnostic(problem) for problem in verify(path).diagnostics)
    assert all(render_diagnostic(problem) for problem in enclosed_input(path)[1])
    assert door.run(["text", str(path)]) == 0


@given(
    st.sampled_from(WRITTEN),
    st.lists(
        st.tuples(kinds, st.integers(0, 10**6), st.sampled_from(REVISED + TAGS + MARKS)),
        min_size=1,
        max_size=4,
    ),
)
def test_an_own_report_with_mangled_xml_is_verified_or_refused(
    home: Path, own: bytes, part: str, changes: Changes
) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(own)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                text = data.decode("utf-8").replace("><", ">\n<")
                data = mangled(text, changes).encode("utf-8")
            new.writestr(name, data)
    path = home / "自己的.docx"
    path.write_bytes(buffer.getvalue())
    assert_said(path)


@given(bytes_changed, st.integers(0, 4))
def test_an_own_report_with_damaged_bytes_is_verified_or_refused(
    home: Path, own: bytes, damage: Damage, cut: int
) -> None:
    path = home / "自己的.docx"
    path.write_bytes(damaged(own, damage, cut))
    assert_said(path)


@pytest.fixture(scope="module")
def workbook(home: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    path = home / "资金.xlsx"
    book.save(path)
    return path


@given(bytes_changed, st.integers(0, 4))
def test_a_damaged_workbook_is_refused_in_chinese_or_read(
    workbook: Path, damage: Damage, cut: int
) -> None:
    try:
        grid = read_xlsx(damaged(workbook.read_bytes(), damage, cut)).grid
    except BadTable as error:
        assert re.search(r"[\u4e00-\u9fff]", str(error))
    else:
        assert all(isinstance(text, str) for row in grid for text in row)
