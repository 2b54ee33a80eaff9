"""乱改：输入和格式文件改得再乱，得到的也只是诊断，不是回溯。"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.console import concise
from reportgen.console import render as render_diagnostic
from reportgen.formatcheck import check_format
from reportgen.pipeline import examine, render

ROOT = Path(__file__).resolve().parent.parent
FORMATS = sorted(path.parent.name for path in ROOT.glob("templates/*/format.yaml"))
FILES = ("format.yaml", "rules.yaml", "outline.yaml", "tables.yaml", "schema.json", "cases/rules.yaml")

MARKS = ["", " ", "  ", "：", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "*", "&", "|", ">", "~", "\t", "\n", "%"]
VALUES = ["0", "-1", "1/0", "9999999999999999999", "1e9", "nan", "待填", "{{ x }}", "{{ unit }}", "{% if %}"]
VALUES += ["≥", "》", "甲", "𠮷", "null", "all"]
Changes = list[tuple[str, int, str]]
kinds = st.sampled_from(["cut", "insert", "drop", "twice", "value"])
edits = st.lists(st.tuples(kinds, st.integers(0, 10**6), st.sampled_from(MARKS + VALUES)), max_size=4)


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
def test_a_mangled_input_gives_diagnostics_or_a_report(home: Path, format: str, changes: Changes) -> None:
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
def test_a_mangled_format_gives_diagnostics(home: Path, format: str, name: str, changes: Changes) -> None:
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
def test_a_mangled_wording_gives_diagnostics(home: Path, format: str, number: int, changes: Changes) -> None:
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
