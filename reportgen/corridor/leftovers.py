"""没有收拾的临时文件：写到一半被停掉的一次（断电、kill -9）留下的，下一次出稿去掉。

名字里有机器和进程的号码：只去掉这台机器上、进程已经不在了的。共用的文件夹里，别的机器正写着的不动。
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import sys
import zlib
from functools import lru_cache
from secrets import token_hex

_NAME = re.compile(r"\.reportgen-([0-9a-f]{8})-([0-9]{1,10})-[0-9a-f]{8}\.tmp")
_MAY_ASK = 0x1000
"""Windows 的 PROCESS_QUERY_LIMITED_INFORMATION。"""


def temporary_name() -> str:
    """一个新的临时文件的名字。"""
    return f".reportgen-{_machine()}-{os.getpid()}-{token_hex(4)}.tmp"


@lru_cache(maxsize=64)
def sweep(folder: str) -> None:
    """文件夹里留下的去掉；一次运行里一个文件夹只看一遍，一万份报告不必看一万遍。"""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        match = _NAME.fullmatch(name)
        if match and match[1] == _machine() and not _is_running(int(match[2])):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, name))


@lru_cache(maxsize=1)
def _machine() -> str:
    return f"{zlib.crc32(platform.node().encode('utf-8', 'surrogateescape')):08x}"


def _is_running(process: int) -> bool:
    """进程还在不在；说不准的当作还在。Windows 的 os.kill 会真的停掉它，另有问法。"""
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(_MAY_ASK, False, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
