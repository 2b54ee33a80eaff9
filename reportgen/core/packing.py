"""封装：Office 文件的各部件 → 压缩包的字节，只由内容决定。

写法固定：指名在先的部件在先，其余按名字排序；时间 1980-01-01；属性固定；默认不压缩，因为压缩的字节随 zlib
的版本和构建而异（Windows 与 Linux 的 CPython 就不同）。
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _REGULAR_FILE = 3, 0o100644 << 16


def pack(parts: Mapping[str, bytes], first: tuple[str, ...], *, compress: bool = False) -> bytes:
    """各部件 → 压缩包；first 是排在最前的几个（有的才排）。"""
    names = [name for name in first if name in parts]
    names += sorted(name for name in parts if name not in first)
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = method
            entry.create_system = _UNIX
            entry.external_attr = _REGULAR_FILE
            package.writestr(entry, parts[name])
    return buffer.getvalue()
