"""一个文件是哪一种，看它的字节，不看扩展名：改了名的 .doc、加了密码的、图片，各有各的说法。"""

from __future__ import annotations

from typing import Literal

Kind = Literal[
    "docx",
    "xlsx",
    "odt",
    "ods",
    "ofd",
    "slides",
    "zip",
    "doc",
    "xls",
    "locked",
    "rtf",
    "html",
    "pdf",
    "picture",
    "text",
    "empty",
]
HEAD = 4096
"""看文件开头这么多字节；复合文档的目录可以在别处，整份都看。"""
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_PICTURES = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)
_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "slides"),
)
"""复合文档（旧的 Office 文件）里的流 → 是哪一种。"""
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
)
_OPEN_DOCUMENT: dict[bytes, Kind] = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_HTML = (b"<html", b"<!doctype html", b"mime-version:", b"<?xml")


def kind_of(data: bytes) -> Kind:
    """文件的全部字节 → 是哪一种。"""
    head = data[:HEAD].lstrip()
    if not head:
        return "empty"
    if data.startswith(OLE):
        return _compound(data)
    if data.startswith(b"PK"):
        return _package(data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_PICTURES) or data[4:12] in {b"ftypheic", b"ftypheif", b"ftypmif1"}:
        return "picture"
    if head[:200].lower().startswith(_HTML) and b"<html" in head.lower():
        return "html"
    return "text"


def _compound(data: bytes) -> Kind:
    for name, kind in _STREAMS:
        if name.encode("utf-16-le") in data:
            return kind
    return "doc"


def _package(data: bytes) -> Kind:
    """压缩包里装的是什么；坏了的当作 Word 文件，打开时会说它坏在哪里。"""
    from reportgen.core.archive import Archive, BadArchive

    try:
        archive = Archive(data)
        names = list(archive.names)
        if "mimetype" in archive:
            return _OPEN_DOCUMENT.get(archive.read("mimetype")[:60].strip(), "zip")
    except BadArchive:
        return "docx"
    for start, kind in _PARTS:
        if any(name.startswith(start) for name in names):
            return kind
    return "docx" if "[Content_Types].xml" in names else "zip"
