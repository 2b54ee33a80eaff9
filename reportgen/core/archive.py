"""压缩包：Office 文件（docx、xlsx）都是 zip。打开和解开都在限度之内，不信包里自己写的大小。

只认 Office 用的两种办法（存储和 deflate）：别的办法（LZMA、BZIP2）一口能解出几个 GB。
边解边数，数的是真解出来的字节；限度随文件的大小走，小文件另有起码的一份。
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from reportgen.core.outside import MEGABYTE, megabytes

MOST_PARTS = 2_000
LARGEST_CONTENT = 100 * MEGABYTE
LARGEST_RATIO = 200
"""解开后最多是压缩时的这么多倍。Word、Excel 写的 XML 通常是 5 到 40 倍，deflate 最多能到 1032 倍。"""
SMALL_PART, SMALL_CONTENT = 1 * MEGABYTE, 16 * MEGABYTE
"""不论倍数都可以解开的：一个部件，整个包。空白的表反复一样，小文件的倍数可以很高。"""
MOST_NODES = 600_000
"""一个部件里最多这么多个 XML 元素和属性：读成树以后每个占 150 到 270 字节。1.3 万字的报告有 8 千个。"""

STEP = 64 * 1024
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = {9: "Deflate64", 12: "BZIP2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
_ENCODING = re.compile(rb"<\?xml[^>]{1,400}?encoding\s*=\s*[\"']([^\"']{0,80})")
_ENCODINGS = ("UTF-8", "UTF8", "UTF-16", "US-ASCII")
_DTD = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        ValueError,
        IndexError,
        OverflowError,
    ),
)
"""解开坏了的压缩包时会遇到的各种错误。"""


class BadArchive(ValueError):
    """压缩包用不了；理由用中文。"""


class DamagedArchive(BadArchive):
    """不是压缩包，或坏了。"""


class Archive:
    """打开的压缩包：有哪些部件，一次解开一个；解开的总数记在这里。"""

    def __init__(self, data: bytes) -> None:
        parts = data.count(_ENTRY)  # 先数再打开：目录本身也可以有几百万行
        if parts > MOST_PARTS:
            raise BadArchive(f"里面有 {parts} 个部件，最多 {MOST_PARTS} 个")
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED:
            raise DamagedArchive("不是压缩包，或已损坏") from None
        self._size = len(data)
        self._unpacked = 0
        self._entries: dict[str, zipfile.ZipInfo] = {}
        names: dict[str, None] = {}
        for entry in self._package.infolist():
            _refuse_unless_plain(entry)
            if entry.filename.casefold() in names:
                raise BadArchive(f"部件 {_short(entry.filename)} 有两个，读哪一个说不清")
            names[entry.filename.casefold()] = None
            if not entry.is_dir():
                self._entries[entry.filename] = entry

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> Iterable[str]:
        """各部件的名字，照包里的次序。"""
        return self._entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """一个部件，一段一段地解开；没有这个部件的抛 DamagedArchive。"""
        if name not in self._entries:
            raise DamagedArchive(f"缺少部件 {_short(name)}")
        entry = self._entries[name]
        packed = min(entry.compress_size, self._size)
        size = 0
        try:
            with self._package.open(entry) as stream:
                while piece := stream.read(STEP):
                    size += len(piece)
                    self._unpacked += len(piece)
                    self._within_budget(name, size, packed)
                    yield piece
        except BadArchive:
            raise
        except _DAMAGED:
            raise DamagedArchive(f"部件 {_short(name)} 已损坏") from None

    def read(self, name: str) -> bytes:
        """一个部件的全部字节；XML 的先看看能不能放心地读成树。"""
        data = b"".join(self.pieces(name))
        if name.endswith((".xml", ".rels")):
            _refuse_unless_readable(name, data)
        return data

    def _within_budget(self, name: str, size: int, packed: int) -> None:
        if size > max(SMALL_PART, LARGEST_RATIO * packed):
            times = f"已是压缩时的 {-(-size // max(packed, 1))} 倍，最多 {LARGEST_RATIO} 倍"
            raise BadArchive(f"部件 {_short(name)} 解开到 {megabytes(size)}，{times}")
        most = min(LARGEST_CONTENT, max(SMALL_CONTENT, LARGEST_RATIO * self._size))
        if self._unpacked > most:
            raise BadArchive(f"解开后超过 {megabytes(most)}")


def _refuse_unless_plain(entry: zipfile.ZipInfo) -> None:
    """一个部件的目录行：没有加密，办法认得，名字不往外走。"""
    name = _short(entry.filename)
    if not entry.filename:
        raise DamagedArchive("有一个部件没有名字")
    if entry.flag_bits & _ENCRYPTED:
        raise BadArchive(f"部件 {name} 加了密码")
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        method = _METHODS.get(entry.compress_type, f"第 {entry.compress_type} 号办法")
        raise BadArchive(f"部件 {name} 用 {method} 压缩，Office 文件只用存储和 deflate 两种")
    if ".." in re.split(r"[/\\]", entry.filename) or entry.filename.startswith("/"):
        raise BadArchive(f"部件的名字 {name} 指到压缩包外面")


def _refuse_unless_readable(name: str, data: bytes) -> None:
    """XML：编码是 UTF-8 或 UTF-16，没有 DTD（实体都从那里来），元素和属性不太多。

    编码先于别的：读 XML 的库认得 EBCDIC、UTF-7 一类，那样写的尖括号这里数不到。
    """
    if data.startswith(_UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not data:
        return
    if not data.startswith(b"<") or data[1:2] == b"\0":
        raise BadArchive(f"部件 {name} 不是 UTF-8 的 XML")
    declared = _ENCODING.match(data)
    encoding = declared[1].decode("latin-1") if declared else "UTF-8"
    if encoding.upper() not in _ENCODINGS:
        raise BadArchive(f"部件 {name} 的编码是 {_short(encoding)}，Office 文件只用 UTF-8")
    if _DTD.match(data):
        raise BadArchive(f"部件 {name} 里有 DTD，Office 文件不用它")
    nodes = data.count(b"<") - data.count(b"</") + data.count(b"=")
    if nodes > MOST_NODES:
        raise BadArchive(f"部件 {name} 里有 {nodes} 个元素和属性，最多 {MOST_NODES} 个")


def _short(name: str, most: int = 40) -> str:
    """部件的名字，太长的截短，印不出的换掉。"""
    printable = "".join(char if char.isprintable() else "�" for char in name)
    return printable if len(printable) <= most else printable[: most - 1] + "…"
