"""封装：docx 包的读和写。读之前先看大小，写出来的字节只由内容决定。

写法固定：[Content_Types].xml 在先，其余按名字排序；时间 1980-01-01；属性固定；默认不压缩，因为压缩的字节随 zlib
的版本和构建而异（Windows 与 Linux 的 CPython 就不同）。
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from reportgen.word.register import DOCUMENT, ROOT, TYPES, relations_of

MEGABYTE = 1024 * 1024
LARGEST_PACKAGE = 20 * MEGABYTE
LARGEST_CONTENT = 100 * MEGABYTE
MOST_PARTS = 2_000
LARGEST_RATIO = 200
"""单个部件解开后最多是压缩时的这么多倍（小部件不计）。"""
SMALL_PART = MEGABYTE

FIRST = (TYPES, relations_of(ROOT))
"""排在最前的两个部件：流着读的程序先看它们，就知道后面是什么。"""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _REGULAR_FILE = 3, 0o100644 << 16


DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, OSError, NotImplementedError, RuntimeError),
)
"""解开坏了的压缩包时会遇到的各种错误。"""


class BadPackage(ValueError):
    """不是能用的 Word 文件；理由用中文。"""


def read_package(data: bytes) -> dict[str, bytes]:
    """docx → 各部件。先看大小、个数和压缩比，再解开；不是 Word 文件或过大则抛 BadPackage。"""
    if len(data) > LARGEST_PACKAGE:
        raise BadPackage(f"文件有 {len(data) // MEGABYTE} MB，最多 {LARGEST_PACKAGE // MEGABYTE} MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _within_limits(entries)
            parts = {entry.filename: package.read(entry) for entry in entries if not entry.is_dir()}
    except DAMAGED as error:
        raise BadPackage("不是 Word 的 .docx 文件，或已损坏") from error
    except (KeyError, ValueError) as error:
        if isinstance(error, BadPackage):
            raise
        raise BadPackage("文件已损坏") from error
    if DOCUMENT not in parts or FIRST[0] not in parts:
        raise BadPackage("是压缩包，但不是 Word 的 .docx 文件")
    return parts


def _within_limits(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise BadPackage(f"里面有 {len(entries)} 个部件，最多 {MOST_PARTS} 个")
    if sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise BadPackage(f"解开后超过 {LARGEST_CONTENT // MEGABYTE} MB")
    for entry in entries:
        largest = LARGEST_RATIO * max(entry.compress_size, 1)
        if entry.file_size > max(SMALL_PART, largest):
            raise BadPackage(f"部件 {entry.filename} 的压缩比异常")


def write_package(parts: Mapping[str, bytes], *, compress: bool = False) -> bytes:
    """各部件 → docx 的字节；同样的部件得同样的字节（compress 时随 zlib 而异）。"""
    names = [name for name in FIRST if name in parts]
    names += sorted(name for name in parts if name not in FIRST)
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
