"""外来的文件：只读普通的文件，边读边数，读不了的都是系统错误或一句“有多大，最多多大”。"""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reportgen.core.oserrors import reason
from reportgen.core.outside import MEGABYTE, TooLarge, is_folder, is_there, megabytes, read_outside

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="这个系统没有命名管道")


def why(path: Path, most: int = 100) -> str:
    """读不了的理由。"""
    with pytest.raises(OSError) as caught:
        read_outside(path, most)
    return reason(caught.value)


def test_a_file_within_the_limit_is_read_whole(tmp_path: Path) -> None:
    for size in (0, 1, 99, 100):
        path = tmp_path / f"{size}.bin"
        path.write_bytes(b"x" * size)
        assert read_outside(path, 100) == b"x" * size


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"1")
    (tmp_path / "乙").symlink_to("甲")
    assert read_outside(tmp_path / "乙", 100) == b"1"


def test_a_large_file_is_refused_with_its_size_and_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with open(path, "wb") as stream:
        stream.truncate(20 * MEGABYTE + 1)
    with pytest.raises(TooLarge, match=r"^有 20\.1 MB，最多 20 MB$"):
        read_outside(path, 20 * MEGABYTE)


def test_a_file_that_does_not_say_its_size_is_counted_while_it_is_read() -> None:
    """/proc 里的文件都说自己是零个字节。"""
    path = Path("/proc/self/mountinfo")
    if not path.exists():
        pytest.skip("没有 /proc")
    assert path.stat().st_size == 0
    assert len(read_outside(path, MEGABYTE)) > 100
    with pytest.raises(TooLarge):
        read_outside(path, 100)


@needs_pipes
def test_a_pipe_a_device_and_links_to_them_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    (tmp_path / "到管道").symlink_to("管道")
    (tmp_path / "到设备").symlink_to("/dev/zero")
    for path in (tmp_path / "管道", tmp_path / "到管道", tmp_path / "到设备", Path("/dev/zero")):
        assert why(path) == "这是设备或管道，不是普通的文件"


def test_the_other_reasons_are_said_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "圈").symlink_to("圈")
    assert why(tmp_path) == "这是文件夹，不是文件"
    assert why(tmp_path / "没有") == "没有这个文件"
    assert why(tmp_path / "圈") == "快捷方式绕成了圈"
    assert why(tmp_path / ("字" * 100)) == "文件名太长，有 300 个字节，最多 255 个"
    assert why(tmp_path / "a\0b") == reason(OSError(errno.EINVAL, ""))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 MB"),
        (1, "0.1 MB"),
        (MEGABYTE, "1 MB"),
        (MEGABYTE + 1, "1.1 MB"),
        (25 * MEGABYTE // 2, "12.5 MB"),
    ],
)
def test_a_size_just_over_a_limit_reads_as_more_than_the_limit(size: int, said: str) -> None:
    assert megabytes(size) == said


def test_names_that_cannot_be_looked_at_are_neither_there_nor_folders(tmp_path: Path) -> None:
    for name in ("字" * 100, "a\0b", "没有/里面"):
        assert not is_there(tmp_path / name)
        assert not is_folder(tmp_path / name)
    assert is_there(tmp_path) and is_folder(tmp_path)
