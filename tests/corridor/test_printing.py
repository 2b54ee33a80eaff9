"""转成 PDF：一批只启动一次，同样的 Word 转成同样的 PDF；转不成的说出来，旧的不动。"""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from reportgen.corridor.pipeline import build
from reportgen.corridor.printing import printed
from reportgen.door import cli as door
from reportgen.word.writing import office

ROOT = Path(__file__).resolve().parents[2]
INPUTS = ("inputs/2020/zhuzhou-nqhz.yaml", "inputs/2022/zhengzhou-gxj-qyfw.yaml")


def program(folder: Path, script: str) -> str:
    """一个冒充 LibreOffice 的程序；started 里一行是启动一次。"""
    path = folder / "soffice"
    path.write_text(f'#!/bin/sh\necho x >> "{folder}/started"\n{script}\n', "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(shutil.which("sh") is None, reason="没有 sh")
def test_a_batch_starts_it_once_and_the_one_that_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'printf "%s" "%PDF %%EOF" > "$6/00000.pdf"'
    monkeypatch.setattr(office, "program_at", lambda _: program(tmp_path, script))
    documents = []
    for name in ("甲", "乙"):
        documents.append(tmp_path / f"{name}.docx")
        documents[-1].write_bytes(b"x")
    old = tmp_path / "乙.pdf"
    old.write_bytes(b"old")
    results = dict(printed(documents))
    assert results[documents[0]] == ()
    assert (tmp_path / "甲.pdf").is_file()
    (problem,) = results[documents[1]]
    assert problem.code == "O03" and "乙.docx 没有转成 PDF" in problem.message
    assert old.read_bytes() == b"old"
    assert (tmp_path / "started").read_text("ascii") == "x\n"


def test_without_it_the_command_says_so_before_it_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(office, "program_at", lambda _: None)
    input = str(ROOT / INPUTS[0])
    assert door.run(["build", input, "--pdf", "-o", str(tmp_path / "out")]) == 2
    assert "LibreOffice" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_the_same_report_is_the_same_pdf(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs = [str(ROOT / input) for input in INPUTS]
    assert door.run(["build", *inputs, "--pdf", "-o", str(tmp_path)]) == 0
    assert "PDF 2 份" in capsys.readouterr().out
    pdf = next(tmp_path.rglob("zhuzhou-nqhz.pdf")).read_bytes()
    document = build(ROOT / INPUTS[0], directory=tmp_path / "again").files[0]
    assert list(printed([document])) == [(document, ())]
    assert document.with_suffix(".pdf").read_bytes() == pdf
