"""看着文件：变了没有。页面和 `reportgen watch` 用的是同一种看法。

隔一会儿看一次（polling），网络盘上也看得见；看的是名字所指的文件，编辑器换一个新文件也算变。
大小和时刻变了才读，变没变只看内容。
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from reportgen.core.outside import read_outside
from reportgen.source.files import LARGEST_FILE

Stamp = tuple[int, int, int]
GONE = ""
"""文件不在了，或读不了。"""
MOST_WATCHED = 2_000


class Watch:
    """看着的各个文件，上次看时的样子。"""

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[Stamp, str]] = {}

    def digest(self, path: Path) -> str:
        """内容的 SHA-256；不在了、读不了的是 GONE。"""
        stamp = _stamp(path)
        if stamp is None:
            self._seen.pop(path, None)
            return GONE
        known = self._seen.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            digest = hashlib.sha256(read_outside(path, LARGEST_FILE)).hexdigest()
        except (OSError, ValueError):
            return GONE
        if len(self._seen) >= MOST_WATCHED:
            self._seen.clear()
        self._seen[path] = (stamp, digest)
        return digest

    def notice(self, paths: Iterable[Path]) -> None:
        """头一次看的记下；看过的不动——出稿的那一会儿里改了的，下一次看才看得出来。"""
        for path in paths:
            if path not in self._seen:
                self.digest(path)

    def changed(self, paths: Iterable[Path]) -> list[Path]:
        """上次看以来内容变了的；头一次看的都算变了。"""
        changed = []
        for path in paths:
            before = self._seen[path][1] if path in self._seen else GONE
            if self.digest(path) != before:
                changed.append(path)
        return changed


def watched(path: Path, templates: Path, beside: Iterable[str] = ()) -> list[Path]:
    """出这份报告用到的文件：输入、它附带的文件、格式的各个文件（用别的格式的也看，少有几个）。"""
    formats = [file for file in sorted(templates.rglob("*")) if file.is_file()]
    return [path, *(path.parent / name for name in beside), *formats]


def _stamp(path: Path) -> Stamp | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
