"""从前漏出过回溯、停住不动的：怪的值、怪的路径、印不出去的终端。得到的都是一句中文，退出码也对。"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.door import cli as door

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "templates" / "mof-self-2021" / "sample.yaml"
ACHIEVED = "achieved: 全年免费开放 312 天，举办读者活动 38 场，读者反映良好。"
SPENT = "spent: 144 "
posix = pytest.mark.skipif(os.name != "posix", reason="这样的名字和文件只有 POSIX 有")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def prose(words: str) -> tuple[str, str]:
    return ACHIEVED, f"achieved: '{words}'"


VALUES = {
    "一个参数写两次": prose('{{ funds.total.spent | money(none="甲", none="乙") }}'),
    "位置和名字各写一次": prose('{{ funds.total.spent | money("甲", none="乙") }}'),
    "太大的数": (SPENT, "spent: 1e400 "),
    "话里太大的数": prose("支出 1e400 万元，执行率 1e400%。"),
    "落单的代理码位": (ACHIEVED, 'achieved: "\\ud800"'),
    "八十层括号": prose("（" * 80 + "1" + "）" * 80),
    "八十层括号的算式": prose("(" * 80 + "1+1" + ")" * 80 + "=2"),
    "引用里八十层括号": prose("{{ " + "(" * 80 + "unit" + ")" * 80 + " }}"),
    "三千段的路径": prose("{{ unit" + ".name" * 3000 + " }}"),
    "三千个过滤器": prose("{{ unit.name" + " | score" * 3000 + " }}"),
    "一长串算式": prose("＋".join(["1"] * 3000) + "＝3000。"),
    "十九位数": (SPENT, f"spent: {'9' * 19} "),
    "话里四千位数": prose(f"支出{'9' * 4000}万元。"),
    "三千层列表": (ACHIEVED, "achieved: " + "[" * 3000 + "]" * 3000),
    "目标里分节不对的数": ("annual: 全年免费开放 300 天", "annual: 满意率 1,66%，开放 300 天"),
    "一格里写了名字和值": ("annual: 全年免费开放", "annual: {甲: 乙}  # "),
}
VERBS = [
    ("check",),
    ("check", "--fix", "--diff"),
    ("build", "--draft", "--no-pages"),
    ("score",),
    ("rollover", "-o", "next.yaml"),
    ("sheet", "-o", "x.xlsx"),
]


@pytest.mark.parametrize("value", VALUES)
def test_a_strange_value_is_a_diagnostic_or_understood(
    value: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    find, new = VALUES[value]
    text = SAMPLE.read_text("utf-8")
    assert find in text
    path = here / "inputs" / "x.yaml"
    path.write_text(text.replace(find, new, 1), "utf-8")
    for verb, *options in VERBS:
        code = door.run([verb, "inputs/x.yaml", *options])
        printed = capsys.readouterr()
        assert code in {0, 1, 2}, (verb, printed.err)
        assert "X01" not in printed.out + printed.err


LONG, DEEP = "字" * 300, "a/" * 3000


@pytest.mark.parametrize(
    "words",
    [
        ("check", f"{LONG}.yaml"),
        ("check", f"{DEEP}x.yaml"),
        ("check", "x.yaml", "--templates", DEEP),
        ("build", str(SAMPLE), "--no-pages", "-o", LONG),
        ("build", str(SAMPLE), "--no-pages", "-o", DEEP),
        ("serve", LONG),
        ("verify", f"{LONG}.docx", "--against", LONG),
        ("diff", LONG, DEEP),
        ("sheet", f"{LONG}.xlsx"),
        ("watch", f"{LONG}.yaml"),
        ("new", "mof-self-2021", "-o", f"{LONG}.yaml"),
        ("format", "new", LONG, "--like", "mof-self-2021"),
        ("format", "new", "x", "--like", LONG),
        ("format", "new", "x", "--like", "../templates/mof-self-2021"),
        ("format", "new", "x", "--like", "/etc"),
        ("format", "new", "x", "--like", ""),
        ("format", "new", "con", "--like", "mof-self-2021"),
        ("format", "new", "lpt1", "--like", "mof-self-2021"),
        ("format", "new", "a:b", "--like", "mof-self-2021"),
        ("format", "new", "a.", "--like", "mof-self-2021"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_path_too_long_or_odd_is_told(
    words: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert door.run(list(words)) in {1, 2, 3}
    printed = capsys.readouterr()
    assert "程序自己" not in printed.out + printed.err


@posix
@pytest.mark.parametrize("make", ["dangling", "loop", "pipe", "bytes", "unreadable"])
@pytest.mark.parametrize("place", ["in", "beside"])
def test_a_strange_file_in_or_beside_a_format_folder_stops_nothing(
    make: str, place: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = here / "templates" / ("mof-self-2021" if place == "in" else "")
    path = folder / ".#format.yaml"
    if make == "dangling":
        path.symlink_to("某人@某机器.1:2")
    elif make == "loop":
        path.symlink_to(path.name)
    elif make == "pipe":
        os.mkfifo(path)
    elif make == "bytes":
        Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe")).write_bytes(b"")
    else:
        path.write_bytes(b"x")
        path.chmod(0)
    commands = (
        ("format", "check", "mof-self-2021"),
        ("format", "list"),
        ("build", "templates/mof-self-2021/sample.yaml", "--no-pages"),
        ("diff", "templates/mof-self-2021", "templates/mof-self-2020"),
        ("format", "new", "another", "--like", "mof-self-2021"),
    )
    for words in commands:
        code = door.run(list(words))
        printed = capsys.readouterr()
        assert code in {0, 1}, (words, printed.err)
        assert "程序自己" not in printed.out + printed.err


@posix
@pytest.mark.parametrize("verb", ["check", "build", "score", "sheet", "rollover", "verify", "text"])
def test_a_name_that_is_not_utf8_is_told_and_not_read(
    verb: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SAMPLE, os.fsencode(here / "inputs") + b"/\xd0\xbb.yaml")
    assert door.run([verb, "inputs/\udcd0\udcbb.yaml"]) == 2
    assert "不是 UTF-8 的文字，请先给文件改名" in capsys.readouterr().err


@posix
def test_in_a_folder_a_name_that_is_not_utf8_is_told_and_the_others_are_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SAMPLE, here / "inputs" / "a.yaml")
    shutil.copy(SAMPLE, os.fsencode(here / "inputs") + b"/\xd0\xff.yaml")
    assert door.run(["check", "inputs", "--report", "list.md"]) == 1
    assert "不是 UTF-8 的文字：\\udcd0\\udcff.yaml。没有读它" in capsys.readouterr().out


REPORTGEN = f'"{sys.executable}" -m reportgen'


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@posix
def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    for words in ("check x.yaml", "build", "format list", "diff a b", "serve --no-open"):
        gone = f"mkdir gone && cd gone && rmdir ../gone && exec {REPORTGEN} {words}"
        ended = shell(gone, tmp_path)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert ended.stderr == "当前的文件夹已经删掉了，请换到别的文件夹再运行。\n"


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_change_nothing(closed: str, here: Path) -> None:
    build = f"{REPORTGEN} build --no-pages -o out templates/mof-self-2021/sample.yaml"
    ended = shell(f"{build} {closed}", here)
    assert ended.returncode == 0, ended.stderr
    assert sorted(path.name for path in (here / "out").iterdir()) == [
        "sample.docx",
        "sample.md",
        "sample.score.yaml",
    ]
    assert (here / "out" / "sample.docx").read_bytes()[:2] == b"PK"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
@pytest.mark.parametrize(
    "words",
    ["--help", "check x.yaml", "format list", "new mof-self-2021", "build --no-pages x.yaml"],
)
def test_a_full_disk_under_what_is_printed_is_one_line(words: str, here: Path) -> None:
    shutil.copy(SAMPLE, here / "x.yaml")
    ended = shell(f"{REPORTGEN} {words} >/dev/full", here)
    assert ended.returncode == 1
    assert ended.stderr == "印不出来：磁盘满了。写好的文件不受影响。\n"
    both = shell(f"{REPORTGEN} {words} >/dev/full 2>/dev/full", here)
    assert both.returncode == 1
