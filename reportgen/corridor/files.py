"""写文件：一份报告的几个文件一起换，换不成就一个也不换，旧文件原样留着。

先把全部内容写到旁边的临时文件，再逐个改名替换；Word 或 WPS 正开着旧文件时会在这里知道。
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.oserrors import reason
from reportgen.core.outside import is_there
from reportgen.corridor.leftovers import sweep, temporary_name

ANYONE_MAY_WRITE = 0o222
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)

Files = tuple[tuple[Path, bytes], ...]


def replace_files(files: Files) -> tuple[Diagnostic, ...]:
    """写出全部文件；写不成时返回一条诊断，且不动任何旧文件。"""
    staged: list[tuple[str, Path]] = []
    current = files[0][0]
    try:
        for current, data in files:
            current.parent.mkdir(parents=True, exist_ok=True)
            if current.is_dir():
                raise IsADirectoryError(errno.EISDIR, "是文件夹", str(current))
            if current.exists() and not current.is_file():
                raise OSError(errno.ENODEV, "设备或管道", str(current))
            if current.exists() and not current.stat().st_mode & ANYONE_MAY_WRITE:
                raise PermissionError(errno.EACCES, "只读", str(current))
            staged.append((_stage(current, data), current))
        _swap(staged)
    except _Locked as locked:
        return (_explain(locked.path, locked.error),)
    except OSError as error:
        return (_explain(current, error),)
    finally:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    return ()


def encoded_like(text: str, old: bytes) -> bytes:
    """改过的全文 → 字节，BOM 和换行照原来的文件；没有改的行，各用各的换行。"""
    before = old.removeprefix(codecs.BOM_UTF8).decode()
    endings = re.findall(r"\r\n|\r|\n", before)
    usual = max(sorted(set(endings)), key=endings.count, default="\n")
    if len(set(endings)) > 1:
        text = "".join(_with_endings(text, re.split(r"\r\n|\r|\n", before), endings, usual))
    else:
        text = text.replace("\n", usual)
    mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def _with_endings(text: str, before: list[str], endings: list[str], usual: str) -> Iterator[str]:
    """换行不一的文件：没有动的行和原来一样，改过的行对着次序取，添上的行用最多的那一种。"""
    from difflib import SequenceMatcher  # 写回改过的输入才用到

    lines = text.split("\n")
    own = [usual] * len(lines)
    matcher = SequenceMatcher(None, before, lines, autojunk=False)
    for _, start, end, here, there in matcher.get_opcodes():
        for at in range(min(end - start, there - here)):
            own[here + at] = [*endings, usual][start + at]
    own[-1] = ""
    return (line + ending for line, ending in zip(lines, own, strict=True))


def _stage(path: Path, data: bytes) -> str:
    """写到同一文件夹里的临时文件，返回它的路径。新文件的权限照系统的规矩，不必去动进程的 umask。"""
    sweep(str(path.parent))
    temporary = os.path.join(path.parent, temporary_name())
    handle = os.open(temporary, _NEW, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


class _Locked(Exception):
    """换不了的是哪一个文件，为什么。"""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(str(path))
        self.path, self.error = path, error


def _swap(staged: list[tuple[str, Path]]) -> None:
    """逐个替换；中途失败（也许是按了 Ctrl-C）则把已换的换回去。"""
    kept: list[tuple[Path, bytes | None]] = []
    try:
        for temporary, path in staged:
            try:
                old = path.read_bytes() if path.exists() else None
                os.replace(temporary, path)
            except OSError as error:
                raise _Locked(path, error) from error
            kept.append((path, old))
    except BaseException:
        for path, old in kept:
            if old is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(old)
        raise


def _owners(path: Path) -> tuple[Path, ...]:
    """开着它的程序在旁边放的记号：Word 的名字长的去掉一两个字，Excel、WPS 的不去，LibreOffice 的另是一种。"""
    name = path.name
    names = (f"~${name[2:]}", f"~${name[1:]}", f"~${name}", f".~lock.{name}#")
    return tuple(path.parent / owner for owner in names)


def _explain(path: Path, error: OSError) -> Diagnostic:
    span = whole(Source(path.as_posix()))
    owner = next(filter(is_there, _owners(path)), None)
    if owner is not None:
        message = f"写不了 {path.name}：正在别的程序里打开（旁边有 {owner.name}）。旧文件没有动。"
        return diagnose(
            "O01", span, message, "在那个程序里关掉它，再运行一次；或用 -o 换一个文件夹。"
        )
    if isinstance(error, PermissionError):
        message = f"写不了 {path.name}：文件只读，或正在 Word、WPS 里打开。旧文件没有动。"
        help = "关闭打开它的程序，去掉只读，再运行一次；或用 -o 换一个文件夹。"
        return diagnose("O01", span, message, help)
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        message = f"写不了 {path.name}：磁盘满了。旧文件没有动。"
        return diagnose("O01", span, message, "腾出空间，再运行一次。")
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}:
        message = f"写不了 {path.name}：路径上有同名的文件或文件夹挡着。"
        return diagnose("O01", span, message, "用 -o 换一个文件夹，或给那个文件改名。")
    return diagnose(
        "O01",
        span,
        f"写不了 {path.name}（{reason(error)}）。旧文件没有动。",
        "检查磁盘和文件夹的权限。",
    )
