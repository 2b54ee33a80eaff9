"""标准输出和标准错误：关着的、满了的、读的人走了的，都不是程序的错，也不能让它出错。"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def ready_streams() -> None:
    """关着的换成不印；终端印不出的字换成转义。

    关着的那个号码若空着，接下来打开的文件会得到它，别处印的字就写进了那个文件。
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def folder_is_gone() -> bool:
    """当前的文件夹是不是已经删掉了：相对的路径都没有了着落。"""
    try:
        Path.cwd()
    except OSError:
        return True
    return False


def is_about_printing(error: Exception) -> bool:
    """是不是印的时候出的错：系统的错，没有文件名，标准输出或标准错误也真的印不出去。能说的，在标准错误说一句。"""
    if not isinstance(error, OSError) or error.filename is not None:
        return False
    if not (_is_stuck(sys.stdout) or _is_stuck(sys.stderr)):
        return False
    from reportgen.core.oserrors import reason

    try:
        print(f"印不出来：{reason(error)}。写好的文件不受影响。", file=sys.stderr, flush=True)
    except OSError:
        return True
    return True


def _is_stuck(stream: object) -> bool:
    """还有字没有印出去，也印不出去。"""
    try:
        print("", end="", file=stream, flush=True)  # type: ignore[call-overload]
    except OSError:
        return True
    return False


def abandon_streams() -> None:
    """没有印出去的不要了：不然退出时再试一次，又说一遍英文。"""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            try:
                os.dup2(nowhere, stream.fileno())
            except (OSError, ValueError):
                continue
    os.close(nowhere)
