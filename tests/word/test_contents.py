"""目录：填好的 TOC 域，页码由 LibreOffice 排出；排不成的只印标题，不出错。"""

from __future__ import annotations

import datetime
import os
import shutil
import stat
import time
from pathlib import Path

import pytest

from reportgen.core.document import Block, Contents, Document, Entry, Heading, Paragraph, Run, Turn
from reportgen.word.frame.blank import blank_frame
from reportgen.word.frame.template import Frame, read_frame
from reportgen.word.package import read_package
from reportgen.word.writing import office, pages
from reportgen.word.writing.docx import write_docx
from reportgen.word.writing.pages import numbered
from tests.word.documents import FIELDS

BODY: tuple[Block, ...] = (
    Heading(1, "一、", "甲项目"),
    Heading(2, "（一）", "项目概况"),
    Turn("landscape"),
    Heading(1, "二、", "乙项目"),
    Heading(2, "（一）", "项目概况"),
    Paragraph((Run("正文"),)),
    Turn("portrait"),
    Heading(4, "（1）", "不进目录的"),
    Heading(1, "三、", "丙项目"),
)
TEXTS = (
    Entry(1, "一、甲项目"),
    Entry(2, "（一）项目概况"),
    Entry(1, "二、乙项目"),
    Entry(2, "（一）项目概况"),
)
FRONT = (
    Paragraph((Run("封面"),), "cover_title"),
    Turn(),
    Contents("目录", (*TEXTS, Entry(1, "三、丙项目"))),
)


def frame() -> Frame:
    found, _ = read_frame(blank_frame("portrait"), "report.docx")
    assert found is not None
    return found


def report(front: tuple[Block, ...] = FRONT) -> Document:
    return Document(("题",), BODY, (), (*FIELDS, ("draft", "")), False, front)


def written(document: Document) -> bytes:
    return write_docx(document, frame(), datetime.date(2025, 1, 1))


def printed(document: Document) -> list[str]:
    contents = document.front[-1]
    assert isinstance(contents, Contents)
    return [entry.page for entry in contents.entries]


def test_the_contents_are_one_filled_field_that_asks_nothing_when_opened() -> None:
    parts = read_package(written(report()))
    document = parts["word/document.xml"].decode()
    begin, middle, end = (
        document.index(f'w:fldCharType="{kind}"') for kind in ("begin", "separate", "end")
    )
    assert (
        begin
        < document.index(' TOC \\o "1-3" \\h \\z \\u ')
        < middle
        < document.index("一、甲项目</w:t>")
        < end
    )
    assert document.count("fldCharType") == 3
    assert "w:dirty" not in document
    assert b"updateFields" not in parts["word/settings.xml"]


def test_an_entry_without_a_page_has_neither_leader_nor_number() -> None:
    document = read_package(written(report()))["word/document.xml"].decode()
    assert "<w:tab/>" not in document
    known = report((*FRONT[:-1], Contents("目录", (Entry(1, "一、甲项目", "12"),))))
    assert (
        "<w:r><w:tab/></w:r><w:r><w:t>12</w:t></w:r>"
        in read_package(written(known))["word/document.xml"].decode()
    )


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_pages_count_from_the_title_and_equal_headings_have_each_their_own() -> None:
    document = report()
    assert printed(numbered(document, written(document), frame())) == ["1", "1", "2", "2", "3"]


def test_without_libreoffice_the_contents_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program_at", lambda _: None)
    document = report()
    assert numbered(document, written(document), frame()) == document


@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'printf broken > "$6/00000.pdf"'])
def test_a_libreoffice_that_fails_leaves_the_contents_as_they_are(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "program_at", lambda _: str(program))
    monkeypatch.setattr(office, "SECONDS", 1)
    document = report()
    assert numbered(document, written(document), frame()) == document


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="没有进程组")
def test_a_libreoffice_that_hangs_is_stopped_with_what_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, left = tmp_path / "soffice", tmp_path / "left"
    program.write_text(f"#!/bin/sh\n(sleep 2; touch {left}) &\nwait\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "program_at", lambda _: str(program))
    monkeypatch.setattr(office, "SECONDS", 1)
    document = report()
    assert numbered(document, written(document), frame()) == document
    time.sleep(2)
    assert not left.exists()


def test_headings_that_do_not_match_the_outline_leave_the_contents_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = report()
    monkeypatch.setattr(pages, "heading_pages", lambda *_: ("1", "1"))
    assert numbered(document, written(document), frame()) == document
