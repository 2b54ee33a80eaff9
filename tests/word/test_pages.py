"""页面：LibreOffice 排出来看。每页 22 行、每行 28 字；横页的页码在纸的左边；评分表每页开头都有层级标签。"""

from __future__ import annotations

import datetime
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.core.document import (
    Chart,
    Contents,
    Document,
    Entry,
    Heading,
    Paragraph,
    Picture,
    Run,
    Table,
    Turn,
)
from reportgen.corridor.pipeline import Examined, examine, render
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.template import read_frame
from reportgen.word.writing.docx import write_docx
from tests.word.documents import FIELDS, png

pytestmark = pytest.mark.office
ROOT = Path(__file__).resolve().parents[2]
POINT = 72 / 25.4
STAND_INS = {
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "AR PL KaitiM GB",
    "黑体": "Noto Sans CJK SC",
    "宋体": "AR PL SungtiL GB",
    "方正小标宋简体": "Noto Serif CJK SC",
}
"""没有公文字体的机器用什么来排（都是一字一方的字体）。"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """把 docx 排成 PDF 的函数；没有 LibreOffice 就跳过（CI 里不许跳过，见 conftest.py）。"""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有 LibreOffice")
    home = tmp_path_factory.mktemp("office")
    rules = "".join(
        f'<match target="pattern"><test name="family" qual="any"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{other}</string></edit></match>'
        for name, other in STAND_INS.items()
    )
    (home / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{rules}</fontconfig>',
        "utf-8",
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}
    installed = subprocess.run(
        ["fc-list", ":", "family"], capture_output=True, text=True, check=True
    ).stdout
    missing = [name for name in STAND_INS.values() if name not in installed]
    if missing:
        pytest.skip(f"没有字体 {missing}")

    def convert(data: bytes, name: str) -> Path:
        source = home / f"{name}.docx"
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{home}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            str(home),
            str(source),
        ]
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=300)
        return source.with_suffix(".pdf")

    return convert


def lines(page: Any) -> list[str]:
    """一页上的各行（按基线），自上而下。"""
    rows: dict[int, list[Any]] = {}
    for char in page.chars:
        if char["text"].strip():
            rows.setdefault(round(float(char["matrix"][5])), []).append(char)
    merged: list[tuple[int, list[Any]]] = []
    for height in sorted(rows, reverse=True):
        if merged and merged[-1][0] - height <= 2:
            merged[-1][1].extend(rows[height])
        else:
            merged.append((height, rows[height]))
    return ["".join(c["text"] for c in sorted(chars, key=lambda c: c["x0"])) for _, chars in merged]


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(office: Any) -> None:
    import pdfplumber

    frame, _ = read_frame(blank_frame("portrait"), "report.docx")
    assert frame is not None
    document = Document(("国",), (Paragraph((Run("国" * 28 * 50),)),), (), (*FIELDS, ("draft", "")))
    with pdfplumber.open(
        office(write_docx(document, frame, datetime.date(2025, 1, 1)), "probe")
    ) as pdf:
        full = [line for line in lines(pdf.pages[1]) if set(line) == {"国"}]
    assert [len(line) for line in full] == [28] * 22


@pytest.fixture(scope="module")
def report(office: Any) -> tuple[Examined, Path]:
    """南京的报告和它的 PDF。"""
    examined = examine(ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml")
    return examined, office(dict(render(examined)[0])[".docx"], "nanjing")


def test_page_numbers_run_on_through_the_landscape_pages_at_the_left_paper_edge(
    report: tuple[Examined, Path],
) -> None:
    import pdfplumber

    with pdfplumber.open(report[1]) as pdf:
        landscape = 0
        for number, page in enumerate(pdf.pages, 1):
            turned = page.width > page.height
            landscape += turned
            dashes = [
                c
                for c in page.chars
                if c["text"] == "—" and (c["x0"] < 30 * POINT if turned else c["top"] > 260 * POINT)
            ]
            assert len(dashes) == 2, f"第 {number} 页没有页码"
            if turned:
                digits = [c for c in page.chars if c["text"].isdigit() and c["x0"] < 32 * POINT]
                digits.sort(key=lambda c: c["top"])
            else:
                digits = [
                    c for c in page.chars if c["text"].isdigit() and c["top"] > dashes[0]["top"] - 8
                ]
                digits.sort(key=lambda c: c["x0"])
                side = dashes[0]["x0"] > page.width / 2
                assert side == (number % 2 == 1), f"第 {number} 页的页码不在外侧"
            assert "".join(c["text"] for c in digits) == str(number)
        assert landscape > 5


def test_every_page_of_the_score_table_begins_with_its_labels(
    report: tuple[Examined, Path],
) -> None:
    import pdfplumber

    card = report[0].scorecard
    assert card is not None
    first = [level.level1 for level in card.level1]
    with pdfplumber.open(report[1]) as pdf:
        pages = [page for page in pdf.pages if page.width > page.height]
        for page in pages:
            table = page.extract_table()
            assert table is not None
            body = [
                row
                for row in table
                if row[0] and any(row[0].replace("\n", "").startswith(name) for name in first)
            ]
            top = next(
                row for row in table if row[3] and "指标" not in row[3] and "标值" not in row[3]
            )
            assert body, "这一页没有一级指标的标签"
            assert top == body[0], "这一页的第一行没有一级指标的标签"


def test_every_word_of_the_tables_is_on_the_pages(report: tuple[Examined, Path]) -> None:
    import pdfplumber

    document = report[0].document
    assert document is not None
    with pdfplumber.open(report[1]) as pdf:
        printed = re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))
    counted = {char: printed.count(char) for char in dict.fromkeys(printed)}
    for table in (block for block in document.blocks() if isinstance(block, Table)):
        for char in dict.fromkeys("".join(cell.text for row in table.rows for cell in row.cells)):
            if char.strip():
                assert counted.get(char, 0) > 0, f"表里的“{char}”没有印出"


def mixed() -> Document:
    """每样都有一点的报告：封面、目录、图片、条形图、脚注，中间一页横的。"""
    heading = Heading(1, "一、", "概况")
    noted = Paragraph((Run("正文有注"), Run("", note="注在页脚")))
    chart = Chart(
        "图 2 得分率",
        "得分率",
        ("决策", "过程", "产出"),
        (Decimal(95), Decimal(88), Decimal(100)),
        "%",
    )
    return Document(
        ("题",),
        (
            *(heading, noted, Picture("图 1 现场", png(900, 600), 900, 600, "png")),
            *(Turn("landscape"), Heading(1, "二、", "横页"), Turn("portrait"), chart),
        ),
        (),
        (*FIELDS, ("draft", "草稿")),
        True,
        (
            Paragraph((Run("封面"),), "cover_title"),
            Turn(),
            Contents("目录", (Entry(1, heading.full, "1"),)),
        ),
    )


@pytest.fixture(scope="module", params=["landscape", "portrait"])
def mixed_pages(request: pytest.FixtureRequest, office: Any) -> Iterator[list[Any]]:
    import pdfplumber

    frame, _ = read_frame(blank_frame(request.param), "report.docx")
    assert frame is not None
    with pdfplumber.open(
        office(write_docx(mixed(), frame, datetime.date(2025, 1, 1)), f"mixed-{request.param}")
    ) as pdf:
        yield pdf.pages


def test_every_block_stands_on_its_page_and_no_page_is_empty(mixed_pages: list[Any]) -> None:
    words = [re.sub(r"\s", "", page.extract_text()) for page in mixed_pages]
    assert [page.width > page.height for page in mixed_pages] == [False, False, False, True, False]
    for text, expected in zip(
        words, ("封面", "一、概况", "图1现场", "二、横页", "图2得分率"), strict=True
    ):
        assert expected in text
        assert "草稿" in text
    for label in ("决策", "过程", "产出", "95%", "88%", "100%"):
        assert label in words[4], "条形图没有画出"


def test_the_front_has_no_numbers_and_the_turned_page_has_its_own_at_the_left(
    mixed_pages: list[Any],
) -> None:
    for page, number in zip(mixed_pages, ("", "", "1", "2", "3"), strict=True):
        turned = page.width > page.height
        near = [
            c for c in page.chars if (c["x0"] < 32 * POINT if turned else c["top"] > 265 * POINT)
        ]
        dashes = [c for c in near if c["text"] == "—"]
        assert len(dashes) == (2 if number else 0)
        assert "".join(c["text"] for c in near if c["text"].isdigit()) == number


def test_a_picture_is_whole_within_the_text_area_and_its_note_is_at_the_foot(
    mixed_pages: list[Any],
) -> None:
    page = mixed_pages[2]
    (image,) = page.images
    assert abs(image["width"] * 600 - image["height"] * 900) < 900, "长宽比变了"
    assert image["x0"] >= 27.5 * POINT
    assert image["x1"] <= page.width - 25.5 * POINT
    note = next(line for line in page.extract_text_lines() if "注在页脚" in line["text"])
    caption = next(line for line in page.extract_text_lines() if "现场" in line["text"])
    assert image["bottom"] <= caption["top"] < note["top"]
    assert note["bottom"] <= page.height - 34.5 * POINT
