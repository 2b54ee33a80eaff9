"""成稿里的指纹：自定义属性里的 reportgen.*，说它是由哪份输入、哪种格式写出的。别处来的没有。"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reportgen.word.markup import parse_xml
from reportgen.word.package import BadPackage, read_package
from reportgen.word.register import CUSTOM

_PREFIX = "reportgen."


def digests_of(data: bytes) -> Mapping[str, str]:
    """名字（input、format、附带的文件）→ 指纹；没有的、读不成的是空。"""
    try:
        root = parse_xml(read_package(data, CUSTOM.part)[CUSTOM.part])
    except (BadPackage, etree.XMLSyntaxError):
        return {}
    digests: dict[str, str] = {}
    for entry in root:
        title = str(entry.get("name") or "")
        if title.startswith(_PREFIX):
            digests[title.removeprefix(_PREFIX)] = "".join(entry.itertext()).strip()
    return digests
