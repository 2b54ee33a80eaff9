"""编译缓存：模板编成的字节码存在用户自己的临时目录里，下一个进程不必再编译（冷启动省去约三分之一）。

只是快慢之别：缓存没有、坏了、写不进去，都照常编译。目录由 Jinja 选定，只归本用户，别人写不进。
"""

from __future__ import annotations

import contextlib

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Bytecode(FileSystemBytecodeCache):
    """一种格式的字节码缓存。键里有 Jinja 的版本，升级后旧的不再用；读写出错都当作没有缓存。"""

    def __init__(self, format: str) -> None:
        super().__init__(pattern="__reportgen_%s.cache")
        self.format = format

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """格式、模板名和 Jinja 的版本；metered 是编法的版本，编法变了旧的不再用。

        各种格式都有 conclusion.j2，键里没有格式就轮流盖掉别人的。
        """
        return super().get_cache_key(f"{jinja2.__version__} metered {self.format} {name}", filename)

    def load_bytecode(self, bucket: Bucket) -> None:
        """读缓存。"""
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """写缓存。"""
        with contextlib.suppress(OSError, ValueError):
            super().dump_bytecode(bucket)


def bytecode_cache(format: str) -> Bytecode | None:
    """一种格式的缓存；找不到可用的目录则没有。"""
    try:
        return Bytecode(format)
    except (RuntimeError, OSError):
        return None
