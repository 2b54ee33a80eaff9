"""写文件：要么全换，要么一个不换；说得出为什么写不了。"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.corridor import files
from reportgen.corridor.files import replace_files


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_in_folders_made_for_them(tmp_path: Path) -> None:
    assert (
        replace_files(
            ((tmp_path / "a" / "b" / "x.docx", b"1"), (tmp_path / "a" / "b" / "x.md", b"2"))
        )
        == ()
    )
    assert names(tmp_path / "a" / "b") == ["x.docx", "x.md"]


@pytest.mark.parametrize("obstacle", ["read-only", "directory"])
def test_one_obstacle_leaves_every_old_file_as_it_was(tmp_path: Path, obstacle: str) -> None:
    first, second = tmp_path / "x.docx", tmp_path / "x.md"
    first.write_bytes(b"old")
    if obstacle == "directory":
        second.mkdir()
    else:
        second.write_bytes(b"old")
        second.chmod(0o444)
    (problem,) = replace_files(((first, b"new"), (second, b"new")))
    assert problem.code == "O01"
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["x.docx", "x.md"]


def test_a_full_disk_is_named_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.docx"
    target.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fdopen", full)
    (problem,) = replace_files(((target, b"new"),))
    assert "磁盘满了" in problem.message
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["x.docx"]


def test_a_file_that_word_holds_open_is_named_and_the_others_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "x.docx", tmp_path / "x.md"
    first.write_bytes(b"old")
    real = os.replace

    def locked(source: str, target: Path) -> None:
        if target == second:
            raise PermissionError(errno.EACCES, "Permission denied")
        real(source, target)

    monkeypatch.setattr(files.os, "replace", locked)
    third = tmp_path / "x.score.yaml"
    files_of_one = ((first, b"new"), (second, b"new"), (third, b"new"))
    (problem,) = replace_files(files_of_one)
    assert "写不了 x.md：" in problem.message  # 真正锁着的那一个，不是最后一个
    assert "Word、WPS" in problem.message
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["x.docx"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有命名管道")
def test_a_pipe_where_the_report_should_go_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.docx")
    (found,) = replace_files(((tmp_path / "x.docx", b"new"),))
    assert found.message == "写不了 x.docx（这是设备或管道，不是普通的文件）。旧文件没有动。"


def test_a_name_too_long_for_the_disk_is_told(tmp_path: Path) -> None:
    (found,) = replace_files(((tmp_path / ("字" * 100) / "x.docx", b"new"),))
    assert found.code == "O01"
    assert "文件名太长，有 300 个字节，最多 255 个" in found.message


@pytest.mark.parametrize(
    "owner", ["~$提交资金报告.docx", "~$预算提交资金报告.docx", ".~lock.预算提交资金报告.docx#"]
)
def test_the_mark_of_the_program_that_holds_the_file_is_named(
    tmp_path: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / owner).write_bytes(b"")

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(files.os, "replace", locked)
    (problem,) = replace_files(((tmp_path / "预算提交资金报告.docx", b"new"),))
    assert f"旁边有 {owner}" in problem.message


def test_an_interrupt_between_two_files_puts_the_first_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "x.docx", tmp_path / "x.md"
    first.write_bytes(b"old")
    real = os.replace

    def interrupted(source: str, target: Path) -> None:
        if target == second:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(files.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_files(((first, b"new"), (second, b"new")))
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["x.docx"]


def test_new_files_follow_the_umask_and_leave_it_alone(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert replace_files(((tmp_path / "x.docx", b"1"),)) == ()
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)
    if os.name == "posix":
        assert (tmp_path / "x.docx").stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="没有 SIGKILL")
def test_what_a_killed_run_left_is_swept_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    write = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from reportgen.corridor import files\n"
        "files._swap = lambda _: os.kill(os.getpid(), signal.SIGKILL)\n"
        "files.replace_files(((Path(sys.argv[1]) / 'x.docx', b'1'),))\n"
    )
    subprocess.run([sys.executable, "-c", write, str(tmp_path)], check=False)
    (left,) = names(tmp_path)
    assert left.startswith(".reportgen-") and left.endswith(".tmp")
    machine = left.split("-")[1]
    mine = f".reportgen-{machine}-{os.getpid()}-00000000.tmp"  # 还在写的
    others = ".reportgen-00000000-999999999-00000000.tmp"  # 别的机器的
    for name in (mine, others, ".x.abcd.tmp", "x.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert replace_files(((tmp_path / "y.docx", b"2"),)) == ()
    assert names(tmp_path) == sorted([mine, others, ".x.abcd.tmp", "x.tmp", "y.docx"])
