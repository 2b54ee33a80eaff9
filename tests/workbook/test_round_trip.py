"""一本填报表写出去、读回来，一字不少；写的都是文字，公式只有给人看的几种；两次写出的字节相同。"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostics import Source
from reportgen.formats.start import starting_input
from reportgen.source.emit import emit
from reportgen.source.normal import node_of, normal
from reportgen.source.tree import parse
from tests.source.trees import FORMATS, INPUTS, ROOT, TEMPLATES, format_of, grown, tree_of
from tests.workbook.books import book_of, format_in, read_back

FORMULAS = (
    r'=IFERROR\(TEXT\(ROUND\(VALUE\(SUBSTITUTE\([A-Z]+\d+,",",""\)\)/'
    r'VALUE\(SUBSTITUTE\([A-Z]+\d+,",",""\)\),\d\),"0\.?0*%"\),""\)',
    r'=IFERROR\(TEXT\(ROUND\(VALUE\(.*\)-VALUE\(.*\),6\),"0\.00####"\),""\)',
    r'=IFERROR\(SUMPRODUCT\(--\("0"&SUBSTITUTE\([A-Z]+\d+:[A-Z]+\d+,",",""\)\)\),""\)',
    r'=IF\([A-Z]+\d+(&"\|"&[A-Z]+\d+)*=".*",".*","待核对"\)',
)
"""只有这几种公式：执行率、结余、分值合计、得分。"""


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_input_comes_back_whole(path: Path) -> None:
    tree = tree_of(path)
    format = format_in(tree)
    filled = read_back(book_of(tree, format), format)
    assert filled.diagnostics == ()
    assert filled.tree is not None
    assert normal(filled.tree, format.shape) == normal(tree, format.shape)
    assert filled.source.text == emit(tree, format.shape)


@given(st.sampled_from(FORMATS), st.integers(0, 2**32))
def test_any_tree_of_any_format_comes_back_whole(name: str, seed: int) -> None:
    format = format_of(name)
    tree = node_of(_writable(grown(Random(seed), format.shape)))
    filled = read_back(book_of(tree, format), format)
    assert filled.tree is not None, filled.diagnostics
    assert normal(filled.tree, format.shape) == normal(tree, format.shape)
    assert {problem.code for problem in filled.diagnostics} == set()
    again, problems = parse(Source("", emit(filled.tree, format.shape)))
    assert again is not None, problems
    assert normal(again, format.shape) == normal(tree, format.shape)


def _writable(value: Any) -> Any:
    """回车放不进一格，另有诊断（S13）。"""
    if isinstance(value, str):
        return value.replace("\r", " ")
    if isinstance(value, dict):
        return {key: _writable(part) for key, part in value.items()}
    return [_writable(part) for part in value]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_typed_becomes_a_formula_or_a_number(path: Path) -> None:
    tree = tree_of(path)
    book = openpyxl.load_workbook(io.BytesIO(book_of(tree, format_in(tree))))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    known = (re.fullmatch(one, str(cell.value), re.DOTALL) for one in FORMULAS)
                    assert any(known), (sheet.title, cell.coordinate, cell.value)
                else:
                    assert cell.value is None or cell.data_type == "s"


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_row_of_a_table_is_locked_and_only_forms_are_protected(path: Path) -> None:
    """Excel 不让删、插、排有一格锁着的行，不管写着许不许。"""
    tree = tree_of(path)
    book = openpyxl.load_workbook(io.BytesIO(book_of(tree, format_in(tree))))
    protected = {sheet.title for sheet in book if sheet.protection.sheet}
    assert protected <= {"基本情况", "选项"}
    for sheet in book:
        marks = {row[0].row: str(row[0].value or "") for row in sheet.iter_rows(max_col=1)}
        for row in sheet.iter_rows():
            if marks[row[0].row].startswith(("#row", "#text", "#library", "#total")):
                assert not any(cell.protection.locked for cell in row if cell.has_style)


def test_the_bytes_are_the_same_whatever_the_hash_seed_and_the_time_zone() -> None:
    program = (
        "import sys, hashlib; from pathlib import Path;"
        "from tests.source.trees import tree_of; from tests.workbook.books import *;"
        "tree = tree_of(Path(sys.argv[1]));"
        "print(hashlib.sha256(book_of(tree, format_in(tree))).hexdigest())"
    )
    path = next(path for path in INPUTS if "nanjing" in path.name)
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", program, str(path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env=environment,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_the_package_says_nothing_of_the_machine_or_the_time() -> None:
    tree = tree_of(INPUTS[0])
    with zipfile.ZipFile(io.BytesIO(book_of(tree, format_in(tree)))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in package.infolist()} == {zipfile.ZIP_STORED}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_form_of_a_format_comes_back_with_everything_still_to_fill(name: str) -> None:
    text, problems = starting_input(TEMPLATES, name)
    tree, _ = parse(Source("", text))
    assert tree is not None, problems
    format = format_of(name)
    filled = read_back(book_of(tree, format), format)
    assert filled.tree is not None
    assert normal(filled.tree, format.shape) == normal(tree, format.shape)
