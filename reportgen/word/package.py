"""封装：docx 包的读和写。读在限度之内（core/archive.py），写出来的字节只由内容决定。

写法固定：[Content_Types].xml 在先，其余按名字排序；时间 1980-01-01；属性固定；默认不压缩，因为压缩的字节随 zlib
的版本和构建而异（Windows 与 Linux 的 CPython 就不同）。
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.core.archive import Archive, BadArchive, DamagedArchive
from reportgen.core.outside import MEGABYTE, TooLarge
from reportgen.core.packing import pack
from reportgen.word.markup import parse_xml
from reportgen.word.register import DOCUMENT, ROOT, TYPES, relations_of, target_of

LARGEST_PACKAGE = 20 * MEGABYTE

FIRST = (TYPES, relations_of(ROOT))
"""排在最前的两个部件：流着读的程序先看它们，就知道后面是什么。"""


class BadPackage(ValueError):
    """不是能用的 Word 文件；理由用中文。"""


def read_package(data: bytes, *only: str) -> dict[str, bytes]:
    """docx → 各部件（写了 only 的只解开那几个）。不是 Word 文件、坏了或过大则抛 BadPackage。"""
    if len(data) > LARGEST_PACKAGE:
        raise BadPackage(f"文件{TooLarge(len(data), LARGEST_PACKAGE)}")
    try:
        package = Archive(data)
        if DOCUMENT not in package or FIRST[0] not in package:
            raise BadPackage("是压缩包，但不是 Word 的 .docx 文件")
        return {name: package.read(name) for name in only or package.names}
    except DamagedArchive as error:
        raise BadPackage("不是 Word 的 .docx 文件，或已损坏") from error
    except BadArchive as error:
        raise BadPackage(str(error)) from error


def read_main_part(data: bytes) -> bytes:
    """docx、docm → 正文部件的字节。正文在哪里由包的关系说：Word Online 写成 document2.xml。"""
    package = _opened(data)
    try:
        relations = package.read(FIRST[1]) if FIRST[1] in package else b""
        name = _main_part(relations)
        if name not in package or FIRST[0] not in package:
            raise BadPackage("是压缩包，但不是 Word 的 .docx 文件")
        return package.read(name)
    except DamagedArchive as error:
        raise BadPackage("不是 Word 的 .docx 文件，或已损坏") from error
    except BadArchive as error:
        raise BadPackage(str(error)) from error


def read_whole_package(data: bytes) -> dict[str, bytes]:
    """docx、docm → 全部部件，不管正文叫什么。"""
    package = _opened(data)
    try:
        return {name: package.read(name) for name in package.names}
    except BadArchive as error:
        raise BadPackage(str(error)) from error


def main_part_of(parts: Mapping[str, bytes]) -> str:
    """正文部件的名字。"""
    return _main_part(parts.get(FIRST[1], b""))


def _opened(data: bytes) -> Archive:
    if len(data) > LARGEST_PACKAGE:
        raise BadPackage(f"文件{TooLarge(len(data), LARGEST_PACKAGE)}")
    try:
        return Archive(data)
    except DamagedArchive as error:
        raise BadPackage("不是 Word 的 .docx 文件，或已损坏") from error
    except BadArchive as error:
        raise BadPackage(str(error)) from error


def _main_part(relations: bytes) -> str:
    """正文部件的名字；没有写关系、关系读不成的是通常的名字。"""
    try:
        root = parse_xml(relations)
    except (etree.XMLSyntaxError, ValueError):
        return DOCUMENT
    for relation in root.iterchildren():
        if str(relation.get("Type") or "").endswith("/officeDocument"):
            return target_of(ROOT, relation) or DOCUMENT
    return DOCUMENT


def write_package(parts: Mapping[str, bytes], *, compress: bool = False) -> bytes:
    """各部件 → docx 的字节；同样的部件得同样的字节（compress 时随 zlib 而异）。"""
    return pack(parts, FIRST, compress=compress)
