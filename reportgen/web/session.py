"""这一次开着：文件夹、锁、看着的文件，还有没有人用，要不要关。"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reportgen.corridor.watching import Watch
from reportgen.web.folder import OWN, Folder
from reportgen.web.guard import Lock

IDLE_SECONDS = 30 * 60
"""这么久没有一个页面来问，就自己关掉。"""
MOST_PRINTED = 4
LARGEST_LOG = 1024 * 1024


class Session:
    """开着的一次。stop 是怎样关。"""

    def __init__(self, folder: Folder, lock: Lock, stop: Callable[[], None]) -> None:
        self.folder, self.lock = folder, lock
        self.watch = Watch()
        self._stop = stop
        self._last = time.monotonic()
        self._printed: dict[str, bytes] = {}

    def printed(self, etag: str, make: Callable[[], bytes]) -> bytes:
        """排好的 PDF，凭输入的字节；最近的几份留着。"""
        if etag not in self._printed:
            data = make()
            for old in list(self._printed)[: 1 - MOST_PRINTED]:
                del self._printed[old]
            self._printed[etag] = data
        return self._printed[etag]

    def alive(self) -> None:
        """有页面来问了。"""
        self._last = time.monotonic()

    @property
    def idle(self) -> bool:
        """很久没有人用了。"""
        return time.monotonic() - self._last > IDLE_SECONDS

    def quit(self) -> None:
        """关。"""
        self._stop()

    def log(self, text: str) -> None:
        """程序自己的错，记一行；只读的文件夹里不记，太长了从头记起。"""
        if self.folder.read_only:
            return
        path: Path = self.folder.root / OWN / "serve.log"
        try:
            path.parent.mkdir(exist_ok=True)
            fresh = path.exists() and path.stat().st_size > LARGEST_LOG
            with path.open("w" if fresh else "a", encoding="utf-8") as stream:
                stream.write(f"{text}\n")
        except OSError:
            return
