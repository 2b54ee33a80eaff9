"""换页的估计：随机的表去掉一切“与下段同页”的标记，LibreOffice 自己排，换页处与估计的一样。

表都在规矩之内（数、日期、表头放得下），长短、列数、合并各不相同，前面有的有几段话。
出稿用的行高是 LibreOffice 和 Word 里高的一种；这里只量 LibreOffice 的一种，看它准不准。
有意不照行高换的一处不算：末行不单独在一页上。
"""

from __future__ import annotations

import datetime
import io
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reportgen.core.document import Block, Cell, Document, Paragraph, Row, Run, Table, Turn
from reportgen.word import layout as layout_module
from reportgen.word.breaking import office_lines
from reportgen.word.columns import least_widths
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.template import read_frame
from reportgen.word.layout import Layout
from reportgen.word.writing import body
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS

pytestmark = pytest.mark.office
TABLES = 40
LEAST = 0.9
"""换页处至少多少估计得对：差一行字的一格会把后面各页都推开，一张表里一格就能错好几处。"""
LEFT, FOOT = 79.4, 98.0
"""版心的左边，页码的上边（磅）。"""
HAN = "绩效评价预算执行目标资金项目管理制度健全完成率企业服务质量社会效益满意度单位部门年度工作"
FIGURES = ("98.15%", "≥90%", "12场", "2024年", "3,000.20万元", "100%", "1/2", "①")
QUOTED = ("“三公经费”", "（含）", "《办法》", "（2024版）", "×100%", "A类")
STOPS = ("", "，", "、", "。", "；", "：")


class Maker:
    """照种子造表：同一个种子总是同样的表。"""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, length: int) -> str:
        text = ""
        while len(text) < length:
            kind = self.random.random()
            if kind < 0.75:
                text += "".join(self.random.choices(HAN, k=self.random.randint(2, 9)))
            else:
                text += self.random.choice(FIGURES if kind < 0.88 else QUOTED)
            text += self.random.choice(STOPS)
        return text[:length].strip("".join(STOPS)) or "无"

    def cell(self, kind: str) -> Cell:
        if kind == "number":
            return Cell((self.random.choice(FIGURES),), role="number", align="right")
        longest = {"short": 10, "middle": 40, "long": 180}[kind]
        return Cell((self.words(self.random.randint(2, longest)),))

    def table(self, number: int) -> Table:
        kinds = self.random.choices(
            ("short", "number", "middle", "long"), k=self.random.randint(1, 8)
        )
        merged = self.random.random() < 0.5
        count = self.random.choice((1, 3, 8, 20, 40, 80))
        heads = (self.words(self.random.randint(2, 6)) for _ in kinds)
        head = (f"T{number}", *heads)
        rows = [Row(tuple(Cell((text,), role="head", align="center") for text in head))]
        for at in range(count):
            cells = [Cell((str(at),)), *(self.cell(kind) for kind in kinds)]
            if merged and count > 3:
                cells[1] = self.label(at, count)
            rows.append(Row(tuple(cells)))
        widths = (10, *(self.random.choice((8, 12, 20, 40)) for _ in kinds))
        return Table("", "", widths, 1, tuple(rows), "grid", self.random.random() < 0.5)

    def label(self, at: int, count: int) -> Cell:
        """每四行一组的层级标签。"""
        first = at % 4 == 0
        merge = "continue" if not first else "start" if at < count - 1 else ""
        text = self.words(self.random.randint(2, 6)) if first else ""
        return Cell((text,), 1, merge, "center", "label")  # type: ignore[arg-type]


def made(seed: int, area: int, size: int) -> list[Table]:
    """在规矩之内的表。"""
    maker = Maker(seed)
    tables: list[Table] = []
    while len(tables) < TABLES:
        table = maker.table(len(tables))
        if sum(least_widths(table, size)) <= area:
            tables.append(table)
    return tables


def without_marks(data: bytes) -> bytes:
    """去掉“与下段同页”：LibreOffice 只凭行高换页。"""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:keepNext/>", b"")
            after.writestr(name, content)
    return out.getvalue()


def printed_starts(path: Path, layouts: list[Layout]) -> dict[int, dict[int, int]]:
    """PDF → 第几张表 → 行号 → 页号。表头第一格印着第几张表，各行第一格印着行号。"""
    import pdfplumber

    pages: dict[int, dict[int, int]] = {}
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages):
            named = re.search(r"T(\d+)(?!\d)", page.extract_text() or "")
            if named is None:
                continue
            table = int(named[1])
            right = LEFT + layouts[table].widths[0] / 20
            column: Any = page.crop((LEFT, 0, right, page.height - FOOT))
            for word in (column.extract_text() or "").split():
                if word.isdecimal():
                    pages.setdefault(table, {}).setdefault(int(word), number)
    return pages


def test_tables_break_where_they_were_reckoned_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice")
    frame, _ = read_frame(blank_frame("portrait"), "report.docx")
    assert frame is not None
    tables = made(2024, frame.body.area.width, frame.cell.size)
    talk = Maker(7)
    blocks: list[Block] = []
    for number, table in enumerate(tables):
        blocks += [Turn()] if number else []
        blocks += [Paragraph((Run(talk.words(90)),)) for _ in range(number % 4)]
        blocks.append(table)
    layouts: list[Layout] = []
    reckon = body.lay_out_parts

    def spied(*given: Any) -> Any:
        parts = reckon(*given)
        layouts.append(parts[0][1])
        return parts

    monkeypatch.setattr(body, "lay_out_parts", spied)
    monkeypatch.setattr(layout_module, "lines", lambda text, room: len(office_lines(text, room)))
    document = Document(("题",), tuple(blocks), (), (*FIELDS, ("draft", "")))
    data = write_docx(document, frame, datetime.date(2025, 1, 1))
    source = tmp_path / "tables.docx"
    source.write_bytes(without_marks(data))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], capture_output=True, check=True, timeout=300)
    pages = printed_starts(source.with_suffix(".pdf"), layouts)

    right = reckoned = 0
    for number, layout in enumerate(layouts):
        rows = pages.get(number, {})
        printed = {row for row in rows if row - 1 in rows and rows[row] != rows[row - 1]}
        split = {row - 1 for row in layout.split_rows}
        printed -= split | {row + 1 for row in split}
        expected = {row - 1 for row in layout.page_starts if row > 1}
        last = len(tables[number].rows) - 2
        if last - 1 in expected and last in printed:
            expected = expected - {last - 1} | {last}
        right += len(printed & expected)
        reckoned += len(printed | expected)
    assert reckoned > 50
    assert right / reckoned >= LEAST, f"{right}/{reckoned}"
