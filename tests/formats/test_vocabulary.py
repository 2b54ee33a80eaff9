"""词汇：格式的每个词各有一个只有数据的小格式，在 vocabulary/ 里，一个文件夹一例：改动的格式文件、输入、应得的报告。

文件夹里没有的文件取自 base/。每例核对得过、写得出，读回来一样；expected.md 用 `pytest --accept` 重写后再读。
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.core.diagnostics import blocking
from reportgen.corridor.formatcheck import check_format
from reportgen.corridor.pipeline import examine, render
from reportgen.papers.markdown import write_markdown
from reportgen.word.reading.reader import read_docx
from tests.word.lint import lint_docx

HERE = Path(__file__).resolve().parent / "vocabulary"
CASES = sorted(path.name for path in HERE.iterdir() if path.name != "base")
CROWDED = "W09"
"""小格式把各种列挤在一张表里，纵页放不下，只是提醒。"""
SHARED = HERE.parents[2] / "templates" / "_shared"


def made(case: str, tmp_path: Path) -> Path:
    """一例的格式和输入，写进一个临时的项目；得到输入的路径。"""
    folder = tmp_path / "templates" / case
    shutil.copytree(SHARED, tmp_path / "templates" / "_shared")
    shutil.copytree(HERE / "base", folder)
    shutil.copytree(HERE / case, folder, dirs_exist_ok=True)
    for name in ("format.yaml", "input.yaml"):
        path = folder / name
        path.write_text(path.read_text("utf-8").replace(": base\n", f": {case}\n", 1), "utf-8")
    outline = (folder / "outline.yaml").read_text("utf-8")
    for text in (folder / "text").iterdir():
        if text.name not in outline + (folder / "tables.yaml").read_text("utf-8"):
            text.unlink()
    shutil.copy(folder / "input.yaml", folder / "sample.yaml")
    check_format(folder, write=True)
    return folder / "input.yaml"


@pytest.mark.parametrize("case", CASES)
def test_a_small_format_says_it_with_data_alone(
    case: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    path = made(case, tmp_path)
    found = [
        d
        for d in check_format(path.parent)
        if d.severity == "error" or (d.code.startswith(("F", "W")) and d.code != CROWDED)
    ]
    assert not found
    examined = examine(path)
    assert examined.document is not None and not blocking(examined.diagnostics)
    golden(HERE / case / "expected.md", write_markdown(examined.document))
    contents, problems = render(examined, pages=False)
    assert not [problem for problem in problems if problem.code != CROWDED]
    docx = dict(contents)[".docx"]
    assert lint_docx(docx) == ()
    assert read_docx(docx) == examined.document
