"""开着的文件夹：里面有哪些输入，请求里的名字是哪个文件，能不能写；页面只碰得到它里面的输入。"""

from __future__ import annotations

import os
from pathlib import Path

from reportgen.core.frozen import frozen
from reportgen.corridor.inputs import INPUTS, gather
from reportgen.web.history import History

OWN = ".reportgen"
"""程序自己的东西放在这里：历史、钥匙、日志。"""


class Refused(Exception):
    """不能照做的请求：HTTP 的状态，和给人看的一句话。"""

    def __init__(self, status: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status, self.message, self.more = status, message, more


@frozen
class Folder:
    """开着的文件夹。read_only 是只看不写。"""

    root: Path
    read_only: bool = False

    def names(self) -> list[str]:
        """里面的输入，从文件夹看去的路径，按名字排。"""
        found = gather([self.root]).paths
        return [path.relative_to(self.root).as_posix() for path in found]

    def find(self, name: str) -> Path:
        """请求里的名字 → 输入的路径；不在文件夹里、不是输入的抛 Refused。"""
        path = self.inside(name)
        if not os.path.isfile(path):  # 名字太长的，Path 自己的 is_file 会抛
            raise Refused(404, f"文件夹里没有 {name}。")
        return path

    def inside(self, name: str) -> Path:
        """名字 → 文件夹里的路径，有没有这个文件都可以；出了文件夹的、不是 .yaml 的抛 Refused。"""
        parts = name.split("/")
        hidden = any(part.startswith(".") or part == "" for part in parts)
        if hidden or "\\" in name or "\0" in name or ":" in name:
            raise Refused(404, "没有这个文件。")
        path = self.root / name
        resolved = Path(os.path.realpath(path))
        if path.suffix.lower() not in INPUTS or not resolved.is_relative_to(
            os.path.realpath(self.root)
        ):
            raise Refused(404, "没有这个文件。")
        return path

    def history(self, name: str) -> History:
        """一份输入的各个样子。"""
        return History(self.root / OWN / "history" / name)

    def refuse_writing(self) -> None:
        """只读的不写。"""
        if self.read_only:
            raise Refused(423, "这个文件夹是只读的，没有保存。请把它复制到能写的地方再改。")


def can_write(root: Path) -> bool:
    """能不能在文件夹里写：真的写一个试试，权限写的与实际的常不一样（网络盘、只读的光盘）。"""
    from reportgen.corridor.files import replace_files

    probe = root / OWN / "probe"
    if replace_files(((probe, b""),)):
        return False
    probe.unlink(missing_ok=True)
    return True
