"""压缩包：只认存储和 deflate，解开多少数多少；步数随解开的字节数走，不随它自己写的大小走。"""

from __future__ import annotations

import struct
import zipfile
import zlib

import pytest

from reportgen.core.archive import (
    LARGEST_RATIO,
    MOST_NODES,
    STEP,
    Archive,
    BadArchive,
    DamagedArchive,
)
from tests.packages import packed


def read_all(data: bytes) -> dict[str, bytes]:
    """全部部件。"""
    archive = Archive(data)
    return {name: archive.read(name) for name in archive.names}


def one_entry(name: bytes, body: bytes, size: int, method: int = 8, flags: int = 0) -> bytes:
    """一个部件的压缩包，大小、办法、标志照写，不管对不对。"""
    fields = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0, 0, len(body), size, len(name), 0)
    local = b"PK\x03\x04" + fields + name + body
    directory = (
        b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    )
    return (
        local
        + directory
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(directory), len(local), 0)
    )


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_stored_and_deflated_parts_are_read(method: int) -> None:
    parts = {"a.xml": b"<a/>", "b/c.bin": bytes(range(256)) * 1000}
    assert read_all(packed(parts, method)) == parts


REFUSED = {
    "LZMA": (
        packed({"a.bin": b"1"}, zipfile.ZIP_LZMA),
        "部件 a.bin 用 LZMA 压缩，Office 文件只用存储和 deflate 两种",
    ),
    "BZIP2": (packed({"a.bin": b"1"}, zipfile.ZIP_BZIP2), "用 BZIP2 压缩"),
    "不知道的办法": (one_entry(b"a", b"", 0, method=77), "用 第 77 号办法 压缩"),
    "加了密码": (one_entry(b"a", b"x", 1, method=0, flags=1), "部件 a 加了密码"),
    "大小写不同的同名": (packed({"a.xml": "<a/>", "A.xml": "<b/>"}), "部件 A.xml 有两个"),
    "往外走": (packed({"a/../../b": ""}), "部件的名字 a/../../b 指到压缩包外面"),
    "往外走的反斜杠": (packed({"..\\b": ""}), "指到压缩包外面"),
    "从根起": (packed({"/etc/passwd": ""}), "部件的名字 /etc/passwd 指到压缩包外面"),
    "太多": (
        packed({str(number): "" for number in range(2001)}),
        "里面有 2001 个部件，最多 2000 个",
    ),
    "DTD": (
        packed({"a.xml": "<?xml version='1.0'?>\n<!-- 甲 -->\n<!DOCTYPE a><a/>"}),
        "部件 a.xml 里有 DTD",
    ),
    "UTF-16 的 DTD": (
        packed({"a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
        "部件 a.xml 里有 DTD",
    ),
    "UTF-7": (
        packed({"a.xml": "<?xml version='1.0' encoding='UTF-7'?><a/>"}),
        "部件 a.xml 的编码是 UTF-7",
    ),
    "EBCDIC": (packed({"a.rels": "<a/>".encode("cp037")}), "部件 a.rels 不是 UTF-8 的 XML"),
    "没有 BOM 的 UTF-16": (packed({"a.xml": "<a/>".encode("utf-16-le")}), "不是 UTF-8 的 XML"),
    "元素太多": (
        packed({"a.xml": b"<a>" + b'<b c="" d=""/>' * 300_000 + b"</a>"}, zipfile.ZIP_STORED),
        f"部件 a.xml 里有 900001 个元素和属性，最多 {MOST_NODES} 个",
    ),
    "一个部件的倍数": (
        packed({"a.bin": b"\0" * 4_000_000}),
        "部件 a.bin 解开到 1.1 MB，已是压缩时的 .* 倍，最多 200 倍",
    ),
    "合起来": (
        packed({str(number): b"\0" * 1_000_000 for number in range(20)}),
        "解开后超过 16 MB",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_office_does_not_write_is_refused_with_its_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(BadArchive, match=reason):
        read_all(data)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip", packed({"a": "1"})[:-8], b"PK\x05\x06" + b"\xff" * 18]
)
def test_what_is_no_archive_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedArchive):
        read_all(data)


def test_a_part_without_a_name_is_damage() -> None:
    with pytest.raises(DamagedArchive, match="有一个部件没有名字"):
        Archive(one_entry(b"", b"", 0))


def test_a_missing_part_and_a_damaged_one_are_told() -> None:
    archive = Archive(packed({"a": b"123456789" * 100}))
    with pytest.raises(DamagedArchive, match="缺少部件 b"):
        archive.read("b")
    with pytest.raises(DamagedArchive, match="部件 a 已损坏"):
        read_all(one_entry(b"a", deflated(b"1")[:-1] + b"\xff", 1))


def steps(size: int, said: int) -> int:
    """解开 size 个零，包里自己写 said 个：走了几步。"""
    archive = Archive(one_entry(b"a", deflated(bytes(size)), said))
    count = 0
    try:
        for _ in archive.pieces("a"):
            count += 1
    except BadArchive:
        count += 1
    return count


def test_unpacking_takes_steps_by_the_bytes_that_come_out() -> None:
    """包里写一千个字节而实有三亿的，第一步就停；写实数的，每步 64 KB，小部件的限度一到就停。"""
    assert steps(300_000_000, said=1000) <= 2
    few, many = steps(STEP, said=STEP), steps(10 * STEP, said=10 * STEP)
    assert many <= 10 * few
    packed_size = len(deflated(bytes(300_000_000)))
    assert steps(300_000_000, said=300_000_000) <= LARGEST_RATIO * packed_size // STEP + 2


def test_repetitive_xml_of_a_small_file_is_read() -> None:
    """空白的表反复一样，小文件的倍数可以很高。"""
    table = b"<a>" + b"<w:tc><w:p/></w:tc>" * 40_000 + b"</a>"
    data = packed({"a.xml": table})
    assert len(table) > 200 * len(data)
    assert read_all(data) == {"a.xml": table}
