"""改过的各个样子：每一处改动之前和之后的全文都留着，撤销、重做就是换回去；关了程序再开，还在。

放在 DIR/.reportgen/history/<输入>/ 里，000123.yaml 一个样子一份，at 写着现在是哪一份。
只留最近的 MOST 份；别的程序改了文件的，改后的样子也记下，撤销不会把它丢掉。
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from reportgen.core.outside import read_outside
from reportgen.corridor.files import replace_files
from reportgen.source.files import LARGEST_FILE

MOST = 200
"""一份输入留多少个样子。"""


class History:
    """一份输入的各个样子。写不了的文件夹（只读）里没有，页面也就没有撤销。"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def record(self, data: bytes) -> None:
        """记下一个样子；与现在的相同则不记。撤销以后又改的，撤掉的那些不再有。"""
        states, at = self._states(), self._at()
        if at in states and self._read(at) == data:
            return
        for later in [number for number in states if number > at]:
            self._path(later).unlink(missing_ok=True)
        number = at + 1
        replace_files(((self._path(number), data), (self.folder / "at", str(number).encode())))
        for old in [number for number in states if number <= at][: -MOST + 1]:
            self._path(old).unlink(missing_ok=True)

    def step(self, by: int) -> bytes | None:
        """往前（-1）或往后（1）一个样子的全文；没有则为 None。要写成了才算数，见 moved。"""
        at = self._at() + by
        return (self._read(at) or None) if at in self._states() else None

    def moved(self, by: int) -> None:
        """已经换成前后一个样子。"""
        replace_files(((self.folder / "at", str(self._at() + by).encode()),))

    @property
    def can_undo(self) -> bool:
        """有没有可以撤销的。"""
        return self._at() - 1 in self._states()

    @property
    def can_redo(self) -> bool:
        """有没有可以重做的。"""
        return self._at() + 1 in self._states()

    def _states(self) -> list[int]:
        try:
            names = [path.stem for path in self.folder.glob("*.yaml")]
        except OSError:
            return []
        return sorted(int(name) for name in names if name.isdecimal())

    def _at(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return int((self.folder / "at").read_text("ascii"))
        return max(self._states(), default=0)

    def _read(self, number: int) -> bytes:
        try:
            return read_outside(self._path(number), LARGEST_FILE)
        except (OSError, ValueError):
            return b""

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06}.yaml"
