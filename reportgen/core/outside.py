"""外来的文件：从磁盘上读一个文件的全部字节，只有这一种读法。

只读普通的文件：设备和管道读起来没有头，也没有尾，快捷方式（链接）指着它们也一样。先看一眼再打开，
打开以后再看一次，看的和读的才是同一个；打开时不等待，管道的另一头没有人也不会停在那里。
边读边数，不信文件自己报的大小。
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

MEGABYTE = 1024 * 1024
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class TooLarge(ValueError):
    """文件过大；异常文字是“有 25.4 MB，最多 20 MB”。"""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(f"有 {megabytes(size)}，最多 {megabytes(most)}")


def megabytes(size: int) -> str:
    """字节数 → “25.4 MB”；不足一位的进上去，刚刚超过限度的印出来也大于限度。"""
    whole, tenth = divmod(-(-size * 10 // MEGABYTE), 10)
    return f"{whole}.{tenth} MB" if tenth else f"{whole} MB"


def read_outside(path: Path, most: int) -> bytes:
    """一个文件的全部字节，最多 most 个，再多抛 TooLarge；不是普通的文件、打不开的抛 OSError。"""
    try:
        _refuse_unless_regular(os.stat(path), path)
        descriptor = os.open(path, _FLAGS)
    except ValueError:  # 文件名里有零字符，或有不能编码的字
        raise OSError(errno.EINVAL, "文件名", str(path)) from None
    with open(descriptor, "rb", buffering=0) as stream:
        status = os.fstat(descriptor)
        _refuse_unless_regular(status, path)
        if status.st_size > most:
            raise TooLarge(status.st_size, most)
        pieces: list[bytes] = []
        size, wanted = 0, status.st_size + 1
        while piece := stream.read(min(wanted, most + 1 - size)):
            pieces.append(piece)
            size += len(piece)
            if size > most:
                raise TooLarge(size, most)
            wanted = MEGABYTE
    return b"".join(pieces)


def _refuse_unless_regular(status: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "文件夹", str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.ENODEV, "设备或管道", str(path))


def is_there(path: Path) -> bool:
    """有没有这个名字，不管它是什么；是管道、绕成圈的链接的，读的时候会说出理由。"""
    try:
        os.lstat(path)
    except (OSError, ValueError):
        return False
    return True


def is_folder(path: Path) -> bool:
    """是不是文件夹；名字太长、看不了的不是。"""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
