"""别的程序在哪里：只在 PATH 里写明的文件夹里找，不在当前的文件夹里找。

Windows 自己先找当前的文件夹：别人发来的文件夹里放一个 git.exe、soffice.exe，就会被当作真的运行。
"""

from __future__ import annotations

import os
import sys

_SUFFIXES = (".exe", ".com") if sys.platform == "win32" else ("",)


def program_at(name: str) -> str | None:
    """程序的绝对路径；没有则为 None。PATH 里写的相对的文件夹（也是当前的）不算。"""
    for folder in filter(os.path.isabs, os.get_exec_path()):
        for suffix in _SUFFIXES:
            path = os.path.join(folder, name + suffix)
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    return None
