"""写文件：要么全换，要么一个不换；说得出为什么写不了。"""

from __future__ import annotations

import errno
import os
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
    (problem,) = replace_files(((first, b"new"), (second, b"new")))
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
