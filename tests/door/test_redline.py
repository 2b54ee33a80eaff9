"""diff --redline 的一半：写成的、没有装程序的、坏输入、写不了的，各说各的。"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import docx
import pytest

from reportgen.door import cli as door
from reportgen.door.redline import refuse_redline, write_redline
from reportgen.word import redlining
from reportgen.word.reading.printing import read_printed

pytestmark = pytest.mark.redline
ROOT = Path(__file__).resolve().parents[2]
OLD, NEW, OUT = Path("inputs/old.yaml"), Path("inputs/new.yaml"), Path("修订稿.docx")


@pytest.fixture
def home(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个工程，旧的、新的各一份输入：讲的场次多了一场。"""
    text = (ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml").read_text("utf-8")
    (project / OLD).write_text(text, "utf-8")
    (project / NEW).write_text(text.replace("actual: 90%", "actual: 85%"), "utf-8")
    monkeypatch.chdir(project)
    return project


def test_two_inputs_give_a_document_with_revisions(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    assert write_redline(OLD, NEW, OUT, None) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("修订稿.docx：")
    assert "没有比的：版面、样式、目录的页码" in printed
    first = OUT.read_bytes()
    assert read_printed(first).revisions > 0
    OUT.unlink()
    assert write_redline(OLD, NEW, OUT, None) == 0
    assert OUT.read_bytes() == first, "同样的两份，同样的字节"


def test_a_report_with_revisions_is_read_as_accepted(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    assert write_redline(OLD, NEW, OUT, None) == 0
    again = Path("再来.docx")
    assert write_redline(OUT, NEW, again, None) == 0
    captured = capsys.readouterr()
    assert "处修订未处理，按接受后的文字读。" in captured.err
    assert "再来.docx：0 处修订" in captured.out


def test_without_the_engine_it_is_said_plainly(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> bytes:
        raise redlining.NoEngine("没有")

    monkeypatch.setattr(redlining, "_engine", missing)
    with pytest.raises(click.UsageError, match=r"pip install 'reportgen\[redline\]'"):
        write_redline(OLD, NEW, OUT, None)
    assert not OUT.exists()
    monkeypatch.setattr(redlining, "ENGINE", "没有这个包")
    with pytest.raises(click.UsageError, match="要另装一个程序"):
        refuse_redline(OLD, NEW, OUT)


def test_an_unfaithful_redline_ends_70_and_writes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redlining, "_engine", lambda _, new, __: new)
    assert write_redline(OLD, NEW, OUT, None) == 70
    assert "X01" in capsys.readouterr().err
    assert not OUT.exists()


def test_what_cannot_be_read_ends_3(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("坏.docx").write_bytes(b"PK")
    assert write_redline(OLD, Path("坏.docx"), OUT, None) == 3
    assert write_redline(Path("没有.docx"), NEW, OUT, None) == 3
    assert write_redline(Path("没有.yaml"), NEW, OUT, None) == 3
    assert "S05" in capsys.readouterr().err
    assert not OUT.exists()


def test_a_locked_output_is_said_and_another_program_s_report_is_taken(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    for name, text in (("甲.docx", "第一稿，共三项。"), ("乙.docx", "第二稿，共四项。")):
        made = docx.Document()
        made.add_paragraph(text)
        made.save(name)
    assert write_redline(Path("甲.docx"), Path("乙.docx"), OUT, None) == 0
    Path("夹").mkdir()
    shutil.move(OUT, "夹/修订稿.docx")
    OUT.mkdir()
    assert write_redline(Path("甲.docx"), Path("乙.docx"), OUT, None) == 1
    assert "O01" in capsys.readouterr().err


def test_folders_names_and_existing_files_are_refused(home: Path) -> None:
    with pytest.raises(click.UsageError, match=r"要以 \.docx 结尾"):
        refuse_redline(OLD, NEW, Path("x.pdf"))
    with pytest.raises(click.UsageError, match="是文件夹"):
        refuse_redline(Path("inputs"), NEW, OUT)
    OUT.write_bytes(b"")
    with pytest.raises(click.UsageError, match="不覆盖"):
        refuse_redline(OLD, NEW, OUT)
    refuse_redline(OLD, NEW, None)


def test_reports_of_two_formats_are_redlined_or_refused_whole(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """结构全不同的两份，合不上的不写，说出头一处；不会写出半对的一份。"""
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    other = home / "templates" / "mof-self-2021" / "sample.yaml"
    ending = write_redline(OLD, other, OUT, None)
    captured = capsys.readouterr()
    assert OUT.exists() == (ending == 0)
    if ending:
        assert ending == 3
        assert "错误 D01 比不了" in captured.err
        assert "修订稿没有写：全部" in captured.err
        assert "第 1 张表" in captured.err.splitlines()[0]


def test_diff_writes_it_beside_what_it_prints(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    names = [str(OLD), str(NEW)]
    assert door.run(["diff", *names, "--redline", str(OUT)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("inputs/old.yaml → inputs/new.yaml\n")
    assert printed.splitlines()[-1].startswith("修订稿.docx：")
    assert door.run(["diff", *names, "--redline", str(OUT)]) == 2, "已经有了的不覆盖"
    assert door.run(["diff", *names, "--json", "--redline", "另一份.docx"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out), "标准输出只有 JSON"
    assert "另一份.docx：" in captured.err
    assert door.run(["diff", *names, "--redline", "x.pdf"]) == 2
    assert door.run(["diff", "inputs", "inputs", "--redline", "夹.docx"]) == 2
    assert "是文件夹" in capsys.readouterr().err


def test_what_diff_has_said_is_not_said_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")
    Path("坏.docx").write_bytes(b"PK")
    assert door.run(["diff", str(OLD), "坏.docx", "--redline", str(OUT)]) == 3
    captured = capsys.readouterr()
    assert captured.err.count("S05") == 1
    assert not OUT.exists()
