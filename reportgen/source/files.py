"""读文件：输入和格式文件夹里的文件；读不了的是一条诊断，说理由和改法。"""

from __future__ import annotations

import errno
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.oserrors import reason
from reportgen.core.outside import MEGABYTE, TooLarge, read_outside
from reportgen.core.quantity import shorten
from reportgen.core.spelling import nearest

LARGEST_FILE = 16 * MEGABYTE

_CHECK_PERMISSION = "请检查文件权限，或关闭占用它的程序。"
_HELPS = {
    errno.ENODEV: "写普通的文件；快捷方式（链接）指着设备或管道的，也不读。",
    errno.ENXIO: "写普通的文件；快捷方式（链接）指着设备或管道的，也不读。",
    errno.ELOOP: "写文件本身，不用快捷方式（链接）。",
    errno.ENAMETOOLONG: "请检查路径；文件名最长 255 个字节，约 85 个汉字。",
}


def read_bytes(path: Path, shown: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    """读一个文件的字节；shown 是诊断里的名字。读不了的没有字节，有一条诊断。"""
    place = whole(Source(shown))
    try:
        return read_outside(path, LARGEST_FILE), ()
    except TooLarge as error:
        help = "事实文件和格式文件只放文字和数字；请检查是否存错了文件。"
        problem = diagnose("S07", place, f"文件{error}。", help)
    except IsADirectoryError:
        problem = diagnose(
            "S05", place, f"{shown} 是文件夹，不是文件。", "请写出文件夹里的那个 .yaml 文件。"
        )
    except FileNotFoundError:
        problem = diagnose("S05", place, f"没有 {shown} 这个文件。", _nearby(path))
    except OSError as error:
        message = f"打不开 {shorten(shown, 80)}（{reason(error)}）。"
        problem = diagnose("S05", place, message, _HELPS.get(error.errno or 0, _CHECK_PERMISSION))
    return b"", (problem,)


def _nearby(path: Path) -> str:
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return "请检查路径；文件夹也不存在。"
    close = nearest(path.name, names)
    return f"是不是 {(path.parent / close[0]).as_posix()}？" if close else "请检查路径和文件名。"
