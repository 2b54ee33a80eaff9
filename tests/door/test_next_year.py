"""`rollover` 和 `new --from`：写到哪里，印什么，什么时候不写。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reportgen.door import cli as door
from reportgen.source.tree import read_tree
from tests.corridor.test_rollover import INPUTS, PAIRS, ROOT, SELF, scalars

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def last(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """上年的一份输入。"""
    path = project / "inputs" / "2022" / "a.yaml"
    path.parent.mkdir()
    path.write_bytes((project / "templates" / SELF / "sample.yaml").read_bytes())
    monkeypatch.chdir(project)
    return path


def test_one_line_says_what_was_written(last: Path, capsys: Captured) -> None:
    before = last.read_bytes()
    assert door.run(["rollover", "inputs/2022/a.yaml"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out == (
        "已写出 inputs/2023/a.yaml（2023 年度）：34 处待填。改好再运行 reportgen check inputs/2023/a.yaml\n"
    )
    assert last.read_bytes() == before


def test_an_existing_target_is_refused(last: Path, capsys: Captured) -> None:
    assert door.run(["rollover", "inputs/2022/a.yaml"]) == 0
    written = Path("inputs/2023/a.yaml").read_bytes()
    assert door.run(["rollover", "inputs/2022/a.yaml"]) == 2
    assert door.run(["rollover", "inputs/2022/a.yaml", "-o", "inputs/2023/a.yaml"]) == 2
    assert "已经有了，不覆盖" in capsys.readouterr().err
    assert Path("inputs/2023/a.yaml").read_bytes() == written


@pytest.mark.parametrize("year", ["2022", "2019"])
def test_the_same_or_an_earlier_year_is_refused(last: Path, year: str, capsys: Captured) -> None:
    assert door.run(["rollover", "inputs/2022/a.yaml", "--year", year, "-o", "b.yaml"]) == 1
    assert "L06" in capsys.readouterr().err
    assert not Path("b.yaml").exists()


def test_what_could_not_be_placed_is_listed(last: Path, capsys: Captured) -> None:
    arguments = ["rollover", "inputs/2022/a.yaml", "--format", "mof-self-2020"]
    assert door.run([*arguments, "-o", "b.yaml"]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("L05") == 12
    assert "facts.fund_management.status 的" in shown.err
    assert "format: mof-self-2020" in Path("b.yaml").read_text("utf-8")


@pytest.mark.parametrize(("name", "format"), PAIRS)
def test_new_from_another_format_drops_nothing_silently(
    name: str, format: str, last: Path, capsys: Captured
) -> None:
    path = next(path for path in INPUTS if path.stem == name)
    assert door.run(["new", format, "--from", str(path), "-o", "b.yaml"]) == 0
    errors = capsys.readouterr().err
    tree, _, _ = read_tree(path)
    after, _, _ = read_tree(Path("b.yaml"))
    assert tree is not None
    assert after is not None
    placed = {scalar.text.strip() for scalar in scalars(after)}
    whole = ("waivers", "stated", "scoring", "files", "pictures")
    for key, value in tree.entries:  # type: ignore[union-attr]
        if key.text == "format":
            continue
        if key.text in whole:
            assert f":{key.span.line}:{key.span.column}: 提醒 L05" in errors
            continue
        for scalar in scalars(value):
            place = f":{scalar.span.line}:{scalar.span.column}: 提醒 L05"
            assert scalar.text.strip() in placed or place in errors, scalar.text


def test_new_from_an_unreadable_file_writes_nothing(last: Path, capsys: Captured) -> None:
    assert door.run(["new", SELF, "--from", "none.yaml", "-o", "b.yaml"]) == 1
    assert "S05" in capsys.readouterr().err
    assert not Path("b.yaml").exists()
    assert (ROOT / "templates" / SELF).is_dir()


@pytest.mark.parametrize("verb", [["rollover"], ["new", SELF, "--from"]], ids=lambda verb: verb[0])
@pytest.mark.parametrize(
    "name, content, said",
    [
        (
            "成稿.docx",
            b"word",
            "S06 不是 UTF-8 文字\n     │ 成稿.docx 是 Word 文件，不是文字文件。",
        ),
        (
            "填报.xlsx",
            b"xl",
            "S06 不是 UTF-8 文字\n     │ 填报.xlsx 是 Excel 工作簿，不是文字文件。",
        ),
        ("报告.pdf", b"%PDF-1.7\n", "报告.pdf 是 PDF 文件，不是文字文件。"),
        ("说明.yaml", "一句话\n".encode(), "I01 缺少必填项\n   1 │ 一句话"),
        ("清单.yaml", "- 一\n- 二\n".encode(), "I01 缺少必填项\n   1 │ - 一"),
        ("空.yaml", b"", "文件是空的"),
    ],
)
def test_what_is_no_input_is_said(
    verb: list[str], name: str, content: bytes, said: str, last: Path, capsys: Captured
) -> None:
    """不是输入的文件：说它是什么，怎么办；不会一句话也没有。"""
    if content in (b"word", b"xl"):
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as made:
            made.writestr(f"{content.decode()}/document.xml", "<a/>")
        content = package.getvalue()
    Path(name).write_bytes(content)
    assert door.run([*verb, name, "-o", "b.yaml"]) == 1
    assert said in capsys.readouterr().err
    assert not Path("b.yaml").exists()
