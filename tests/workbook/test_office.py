"""用 LibreOffice 另存过的填报表，读出来还是那些；算好的几栏，它算得与程序相同。"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from reportgen.source.normal import normal
from tests.source.trees import INPUTS, tree_of
from tests.workbook.books import book_of, format_in, read_back

SOFFICE = os.environ.get("REPORTGEN_SOFFICE") or shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="没有 LibreOffice"),
]


def saved_again(path: Path, folder: Path, profile: Path) -> Path:
    """用 LibreOffice 另存为 xlsx。"""
    done = subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{profile}",
            *("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(folder), str(path)),
        ],
        capture_output=True,
        text=True,
        timeout=120,
    )
    target = folder / path.name
    if not target.exists():
        pytest.skip(f"LibreOffice 没有 Calc：{done.stderr.strip()[:80]}")
    return target


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_workbook_saved_by_libreoffice_reads_the_same(
    path: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = tree_of(path)
    format = format_in(tree)
    original = tmp_path / "x.xlsx"
    original.write_bytes(book_of(tree, format))
    profile = tmp_path_factory.getbasetemp() / "office"
    again = saved_again(original, tmp_path / "out", profile)
    filled = read_back(again.read_bytes(), format)
    assert filled.diagnostics == ()
    assert filled.tree is not None
    assert normal(filled.tree, format.shape) == normal(tree, format.shape)
    assert shown(again) == shown(original)


def shown(path: Path) -> dict[str, str]:
    """算好的几栏存着的结果。"""
    formulas = openpyxl.load_workbook(path)
    results = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    result = results[sheet.title][cell.coordinate].value
                    found[f"{sheet.title}!{cell.coordinate}"] = str(result or "")
    return found
