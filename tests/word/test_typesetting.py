"""排得好不好：出厂的报告和各格式的样子全部出稿，LibreOffice 一次排成 PDF，逐页看表。

看的是：跨页的表每页排满（下一行放不下的除外），表头在每一页；数和百分号、表头的词不折断；
标题不在页末，落款不独占一页。字体就是 CI 装的，没有另配：行高的估计（word/advance.py）照的也是它。
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reportgen.core.document import Document, Heading, Paragraph, Table
from reportgen.corridor.pipeline import examine, render
from reportgen.word.heads import LONGEST, head_words

pytestmark = pytest.mark.office
ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
SAMPLES = sorted(path.with_name("sample.yaml") for path in ROOT.glob("templates/*/outline.yaml"))
FULL = 0.85
"""跨页的表，一页至少排满多少。"""
POINTS_PER_TWIP = 20
BROKEN = re.compile(r"\d\n[\d.,%％‰]|[.,]\n\d")
"""一个数断成两行。"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Document, list[Any]]]:
    """报告的名字 → 报告结构和 PDF 的各页。全部文件 LibreOffice 只开一次。"""
    import pdfplumber

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice")
    home = tmp_path_factory.mktemp("typesetting")
    documents: dict[str, Document] = {}
    for path in (*INPUTS, *SAMPLES):
        name = path.stem if path in INPUTS else path.parent.name
        examined = examine(path, draft=path in SAMPLES)
        assert examined.document is not None, path
        documents[name] = examined.document
        (home / f"{name}.docx").write_bytes(dict(render(examined, pages=False)[0])[".docx"])
    command = [program, f"-env:UserInstallation=file://{home}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(home), *map(str, home.glob("*.docx"))]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    return {
        name: (document, list(pdfplumber.open(home / f"{name}.pdf").pages))
        for name, document in documents.items()
    }


def tables_of(page: Any) -> list[Any]:
    return sorted(page.find_tables(), key=lambda table: table.bbox[1])


def heights(table: Any) -> list[float]:
    """一张表各横线之间的距离。"""
    lines = sorted({round(cell[side], 1) for cell in table.cells for side in (1, 3)})
    return [below - above for above, below in pairwise(lines)]


def continued(sheets: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """跨页的表：前一页、它在前一页上的一段、在后一页上的一段。"""
    for before, after in pairwise(sheets):
        upper, lower = tables_of(before), tables_of(after)
        if not upper or not lower or before.width != after.width:
            continue
        top = 79 if after.width > after.height else 105  # 天头 28、37 毫米
        at_foot = before.height - upper[-1].bbox[3] < before.height * 0.6
        if lower[0].bbox[1] - top < 12 and at_foot and not _words_below(before, upper[-1]):
            yield before, upper[-1], lower[0]


def _words_below(page: Any, table: Any) -> bool:
    """表下面还有字（页码不算）：表在这一页上就完了。"""
    foot = page.height - 99
    below = page.crop((0, min(table.bbox[3] + 1, foot), page.width, foot + 0.1))
    return bool((below.extract_text() or "").strip()) and page.width < page.height


def test_a_page_of_a_long_table_is_full_unless_the_next_row_is_too_high(
    pages: dict[str, tuple[Document, list[Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    figures: list[str] = []
    for name, (_, sheets) in pages.items():
        for page, upper, lower in continued(sheets):
            wide = page.width > page.height
            top, foot = (79.35, 73.7) if wide else (104.9, 99.2)
            room = page.height - top - foot
            used = upper.bbox[3] - top
            figures.append(f"{name} 第 {page.page_number} 页 {used / room:.0%}")
            if used / room >= FULL:
                continue
            header = 2 if wide else 1
            following = heights(lower)[header:]
            last_two = len(following) <= 2  # 末行不单独在一页上
            assert last_two or used + following[0] > room - 8, figures[-1]
    assert len(figures) >= 10, "没有认出跨页的表"
    with capsys.disabled():
        print("\n" + "\n".join(figures))


def test_no_number_is_broken_in_a_table(pages: dict[str, tuple[Document, list[Any]]]) -> None:
    for name, (_, sheets) in pages.items():
        for page in sheets:
            for table in page.extract_tables():
                for cell in (cell for row in table for cell in row if cell):
                    if len(cell) < 40:  # 更长的是话
                        assert not BROKEN.search(cell), (name, page.page_number, cell)


def test_no_head_is_broken_inside_a_word(pages: dict[str, tuple[Document, list[Any]]]) -> None:
    seen = 0
    for name, (document, sheets) in pages.items():
        heads = _heads(document)
        for page in sheets:
            for table in page.extract_tables():
                for cell in (cell for row in table[:2] for cell in row if cell):
                    whole = cell.replace("\n", "")
                    if whole not in heads or len(whole) > LONGEST:
                        continue
                    words = head_words(whole)
                    allowed = {len("".join(words[:at])) for at in range(len(words) + 1)}
                    breaks = [
                        len(cell[:at].replace("\n", "")) for at, c in enumerate(cell) if c == "\n"
                    ]
                    seen += 1
                    assert set(breaks) <= allowed, (name, page.page_number, cell)
    assert seen > 200


def _heads(document: Document) -> set[str]:
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    return {
        cell.text
        for table in tables
        for row in table.rows[: table.header_rows]
        for cell in row.cells
        if len(cell.paragraphs) == 1
    }


def test_no_page_ends_with_a_heading_and_none_holds_only_a_signature(
    pages: dict[str, tuple[Document, list[Any]]],
) -> None:
    for name, (document, sheets) in pages.items():
        headings = {block.full for block in document.body if isinstance(block, Heading)}
        signed = {
            "".join(run.text for run in block.runs)
            for block in document.body
            if isinstance(block, Paragraph) and block.role == "signature"
        }
        for page in sheets:
            words = page.crop((0, 0, page.width, page.height - 95)).extract_text() or ""
            lines = [line.replace(" ", "") for line in words.splitlines() if line.strip()]
            lines = [line for line in lines if line != "草稿"]
            if not lines or "目录" in lines:
                continue
            place = (name, page.page_number, lines[-1])
            spaced = {heading.replace(" ", "") for heading in headings}
            assert lines[-1] not in spaced, place
            assert not signed or not set(lines) <= {line.replace(" ", "") for line in signed}, place
