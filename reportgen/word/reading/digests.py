"""成稿里的指纹：自定义属性里的 reportgen.*，说它由哪份输入、哪种格式写出；自定义 XML 里的，一块一个。

各块的指纹按印出的次序排成一串词：一个字母是哪种块，后面是文字的 SHA-256 的前几位。放在自定义 XML 里，Word、WPS、
LibreOffice 另存时都原样带走。要放在成稿里的输入也在那里。
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.core.printed import Printed, PrintedKind
from reportgen.word.markup import HEAD, attribute, parse_xml
from reportgen.word.package import BadPackage, read_package
from reportgen.word.register import CUSTOM, DOCUMENT, ITEM, ITEM_PROPERTIES, Register, target_of

_PREFIX = "reportgen."
_PRINTED, _INPUT = "urn:reportgen:printed", "urn:reportgen:input"
_STORES = {
    _PRINTED: "{6A1E3F0C-5C0B-4E6E-9D0B-2B8E4C7A1F01}",
    _INPUT: "{6A1E3F0C-5C0B-4E6E-9D0B-2B8E4C7A1F02}",
}
"""自定义 XML 各要一个编号，固定的，字节才不变。"""
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_LETTERS: Mapping[PrintedKind, str] = {
    "paragraph": "p",
    "row": "r",
    "header": "h",
    "footer": "f",
    "note": "n",
    "chart": "c",
    "picture": "i",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_BYTES = 6
"""一个指纹取几个字节：48 位，手误撞上同一个的可能是两百八十万亿分之一。"""


@frozen
class Enclosed:
    """放在成稿里的输入：文件名和字节。"""

    name: str
    data: bytes


def digest_words(blocks: Iterable[Printed]) -> tuple[str, ...]:
    """印出的各块 → 指纹，一块一个词，如 pQ2x-0bWz。"""
    words = []
    for block in blocks:
        digest = hashlib.sha256(f"{block.kind}\0{block.text}".encode()).digest()[:_BYTES]
        words.append(_LETTERS[block.kind] + base64.urlsafe_b64encode(digest).decode())
    return tuple(words)


def kind_of(word: str) -> PrintedKind:
    """一个指纹是哪种块的；认不得的当作段落。"""
    return _KINDS.get(word[:1], "paragraph")


def add_words(register: Register, words: Iterable[str]) -> None:
    """各块的指纹放进包里。"""
    _add(register, _PRINTED, f'<printed xmlns="{_PRINTED}">{" ".join(words)}</printed>')


def add_input(register: Register, enclosed: Enclosed) -> None:
    """输入放进包里。"""
    text = base64.b64encode(enclosed.data).decode()
    name = attribute(enclosed.name)
    _add(register, _INPUT, f'<input xmlns="{_INPUT}" name="{name}">{text}</input>')


def _add(register: Register, space: str, content: str) -> None:
    item = register.add(ITEM, f"{HEAD}{content}".encode())
    properties = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{_STORES[space]}" xmlns:ds="{_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{space}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    register.add(ITEM_PROPERTIES, properties.encode(), owner=item.name)


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


def words_of(data: bytes) -> tuple[str, ...]:
    """成稿里记着的各块的指纹；没有则为空。不是 Word 文件则抛 BadPackage。"""
    item = _item(data, _PRINTED)
    return () if item is None else tuple("".join(item.itertext()).split())


def input_in(data: bytes) -> Enclosed | None:
    """放在成稿里的输入；没有则为 None。坏了的、不是 Word 文件的抛 BadPackage。"""
    item = _item(data, _INPUT)
    if item is None:
        return None
    try:
        content = base64.b64decode("".join(item.itertext()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadPackage("放在里面的输入已损坏") from error
    return Enclosed(str(item.get("name") or ""), content)


def _item(data: bytes, space: str) -> etree._Element | None:
    """根元素在这个名字空间里的自定义 XML。"""
    parts = read_package(data)
    register = Register(parts)
    try:
        for relation in register.relations():
            name = target_of(DOCUMENT, relation)
            if relation.get("Type") != ITEM.relation or name not in parts:
                continue
            root = parse_xml(parts[name])
            if etree.QName(root).namespace == space:
                return root
    except etree.XMLSyntaxError as error:
        raise BadPackage("里面的 XML 已损坏") from error
    return None
