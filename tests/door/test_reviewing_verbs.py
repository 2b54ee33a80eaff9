"""审阅人的命令：verify、text、extract 的用法、退出码，坏输入各说各的。"""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from reportgen.door import cli as door
from tests.packages import packed, paragraph, word_parts

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "inputs/zhengzhou.yaml"
REPORT = "build/zhengzhou.docx"
INSERTED = '<w:p><w:r><w:t>原有</w:t></w:r><w:ins w:id="1" w:author="甲"><w:r><w:t>添的</w:t></w:r></w:ins></w:p>'


@pytest.fixture
def home(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """一个工程，inputs/ 里有一份输入，已经出稿。"""
    shutil.copy(ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml", project / SOURCE)
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def built(home: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert door.run(["build", SOURCE]) == 0
    capsys.readouterr()
    return home


def test_verify_says_what_it_goes_by(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["verify", REPORT]) == 0
    assert capsys.readouterr().out == f"{REPORT}：内容没有改动（对照 {SOURCE}）。\n"
    assert door.run(["verify", REPORT, "--against", "build/zhengzhou.score.yaml"]) == 0
    printed = capsys.readouterr().out
    assert printed == f"{REPORT}：内容没有改动（对照 build/zhengzhou.score.yaml）。\n"


def test_verify_alone_says_that_it_proves_only_against_slips(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (built / SOURCE).unlink()
    assert door.run(["verify", REPORT]) == 0
    printed = capsys.readouterr().out
    assert "内容没有改动" in printed
    assert "防得住失误，防不住有意改写" in printed


def test_verify_ends_1_on_revisions(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(REPORT)
    mark = '<w:ins xmlns:w="{}" w:id="1" w:author="甲"/>'.format(docx.oxml.ns.nsmap["w"])
    runs = document.paragraphs[3].runs[0]._r
    inserted = docx.oxml.parse_xml(mark)
    runs.addprevious(inserted)
    inserted.append(runs)
    document.save(REPORT)
    assert door.run(["verify", REPORT]) == 1
    printed = capsys.readouterr().out
    assert "有 1 处修订未处理，按接受后的文字读。" in printed
    assert "V01" not in printed
    assert door.run(["check", REPORT]) == 0
    assert "有 1 处修订未处理，按接受后的文字读。" in capsys.readouterr().out
    assert door.run(["text", REPORT]) == 0
    assert "有 1 处修订未处理，按接受后的文字读。" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["verify", "extract"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有.docx", "没有这个文件"),
        ("文件夹", "这是文件夹"),
        (SOURCE, "不是 Word 的 .docx 文件"),
        ("别处.docx", "不是 reportgen 出的稿"),
    ],
)
def test_what_cannot_be_read_or_is_not_ours_ends_3(
    home: Path, capsys: pytest.CaptureFixture[str], verb: str, name: str, said: str
) -> None:
    (home / "文件夹").mkdir()
    (home / "别处.docx").write_bytes(packed(word_parts(paragraph("一段话。"))))
    assert door.run([verb, name, *(["-o", "x.yaml"] if verb == "extract" else [])]) == 3
    captured = capsys.readouterr()
    assert said in captured.out + captured.err


def test_verify_refuses_a_folder_or_a_report_to_compare_with(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["verify", REPORT, "--against", "inputs"]) == 2
    assert "是文件夹" in capsys.readouterr().err
    assert door.run(["verify", REPORT, "--against", REPORT]) == 2
    assert "是成稿" in capsys.readouterr().err
    assert door.run(["verify", REPORT, "--against", "没有.yaml"]) == 3
    assert door.run(["verify", REPORT, "--against", "没有.score.yaml"]) == 3


def test_the_embedded_input_comes_back_byte_for_byte(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = (home / SOURCE).read_bytes().replace(b"\n", b"\r\n")
    (home / SOURCE).write_bytes(b"\xef\xbb\xbf" + data)
    assert door.run(["build", SOURCE, "--embed"]) == 0
    assert door.run(["extract", REPORT]) == 0
    assert (home / "build" / "zhengzhou.yaml").read_bytes() == b"\xef\xbb\xbf" + data
    assert door.run(["extract", REPORT]) == 2, "已经有了的不覆盖"
    document = docx.Document(REPORT)
    document.save(REPORT)
    assert door.run(["extract", REPORT, "-o", "另存后.yaml"]) == 0
    assert (home / "另存后.yaml").read_bytes() == b"\xef\xbb\xbf" + data
    capsys.readouterr()
    assert door.run(["build", SOURCE]) == 0
    assert door.run(["extract", REPORT, "-o", "没有.yaml"]) == 3, "不写 --embed 的不放"
    assert "build --embed" in capsys.readouterr().err
    assert not (home / "没有.yaml").exists()


def test_text_of_any_word_file_is_markdown(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document()
    document.add_heading("年度报告", 0)
    document.add_heading("一、概况", 1)
    document.add_paragraph("资金 100 万元。")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("项目", "金额", "甲|乙", "100"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.save("别处.docx")
    assert door.run(["text", "别处.docx"]) == 0
    assert capsys.readouterr().out == (
        "# 年度报告\n\n## 一、概况\n\n资金 100 万元。\n\n"
        "| 项目 | 金额 |\n| --- | --- |\n| 甲\\|乙 | 100 |\n\n> 页眉：内部资料\n"
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"version https://git-lfs", None])
def test_an_unreadable_file_is_one_line_and_ends_0(
    home: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    if content is not None:
        (home / "坏.docx").write_bytes(content)
    assert door.run(["text", "坏.docx"]) == 0
    captured = capsys.readouterr()
    assert captured.out.count("\n") == 1 and "读不了" in captured.out
    assert captured.err == ""


def test_text_reads_revisions_as_accepted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "改.docx").write_bytes(packed(word_parts(INSERTED)))
    assert door.run(["text", "改.docx"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "原有添的\n"
    assert captured.err == "改.docx：有 1 处修订未处理，按接受后的文字读。\n"


@pytest.mark.skipif(shutil.which("git") is None, reason="没有 git")
def test_git_diff_shows_what_changed_in_a_word_file(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door.run(["text", "--git"]) == 2
    assert "不在 git 的仓库里" in capsys.readouterr().err
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=甲", "-c", "user.email=a@b", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    git("init", "-q")
    (home / ".gitattributes").write_text("*.png binary", "utf-8")
    assert door.run(["text", "--git"]) == 0
    assert "要提交" in capsys.readouterr().out
    assert (home / ".gitattributes").read_text("utf-8") == "*.png binary\n*.docx diff=reportgen\n"
    assert door.run(["text", "--git"]) == 0
    assert capsys.readouterr().out == "已经写好了，不用再写。\n"
    (home / "x.docx").write_bytes(word("得分 93.36 分。"))
    git("add", "-A")
    git("commit", "-qm", "一")
    (home / "x.docx").write_bytes(word("得分 95.00 分。"))
    changed = git("diff", "--", "x.docx")
    assert "-得分 93.36 分。" in changed and "+得分 95.00 分。" in changed


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_text_wants_a_file_or_git(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert door.run(["text"]) == 2
    assert "缺少 FILE.docx" in capsys.readouterr().err
    assert door.run(["text", "x.docx", "--git"]) == 2


def test_of_a_workbook_its_canonical_yaml_is_embedded(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(["sheet", SOURCE, "-o", "填报表.xlsx"]) == 0
    assert door.run(["build", "填报表.xlsx", "-o", "out", "--embed", "--no-pages"]) == 0
    (document,) = Path("out").rglob("*.docx")
    assert door.run(["verify", str(document), "--against", "填报表.xlsx"]) == 0
    assert door.run(["extract", str(document), "-o", "取出.yaml"]) == 0
    assert door.run(["check", "取出.yaml"]) == 0
    assert door.run(["verify", str(document), "--against", "取出.yaml"]) == 0
    capsys.readouterr()
