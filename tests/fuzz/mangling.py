"""怎样弄坏：值换成怪的，树少一枝多一枝，文字剪几个字，字节翻几位，压缩包少一个部件。"""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Any

from tests.fuzz.wording import NUMBERS, SENTENCES, reference, sentence

PIECES = [
    *("", " ", "：", ": ", "- ", "[", "]", "{", "}", "'", '"', "#", "*", "&a ", "*a", "|", ">"),
    *("~", "\t", "\n", "%", "<<: ", "!!python/object:os.system ", "\ufeff", "\u202e", "\u2028"),
    *("\x7f", "𠮷", "{{", "}}", "{%", "%}", "《", "》", "①", "１２", "--- ", "? ", "!", "@"),
]
ODD_TEXTS = [
    *(
        "",
        " ",
        "待填",
        "null",
        "~",
        "true",
        "all",
        "不适用",
        "\ud800",
        "a\udc80b",
        "\x00",
        "\x1b[2J",
    ),
    *("{{ unit.name }}", "{{", "}}", "{% if %}", "{{ x }}", "𠮷" * 40, "字" * 300, "=1+1", "@x"),
    *(
        "../../etc/passwd",
        "/dev/zero",
        "CON",
        "a" * 5000,
        "(" * 80,
        "（" * 80 + "）" * 80,
        "\u202e",
    ),
    *("≥90%", "≤12件", "90%~80%", "100%以上", "2024年2月30日", "9999-12-31", "0000-00-00", "24:61"),
    *("1/0", "0/0", "√-1", "１００％", "一百二十", "〇", "负五", "1,66", "1，000.00", "-0", "+-1"),
]


def text_of(chance: random.Random) -> str:
    """一个怪的值。"""
    kind = chance.randrange(5)
    if kind == 0:
        return chance.choice(NUMBERS)
    if kind == 1:
        return reference(chance)
    if kind == 2:
        return sentence(chance)
    return chance.choice(ODD_TEXTS)


def value_of(chance: random.Random) -> Any:
    """一个怪的值，也可以不是文字。"""
    kind = chance.randrange(12)
    if kind == 0:
        return chance.choice([None, True, False, 0, -1, 10**19, 10**400, [], {}, [[]], [{}]])
    if kind == 1:
        deep: Any = text_of(chance)
        for _ in range(chance.choice([2, 20, 90])):
            deep = chance.choice([[deep], {"name": deep}])
        return deep
    if kind == 2:
        return [text_of(chance) for _ in range(chance.choice([1, 3, 200]))]
    if kind == 3:
        return {text_of(chance): text_of(chance) for _ in range(3)}
    return text_of(chance)


def branches(tree: Any) -> list[tuple[Any, Any]]:
    """一棵树的各枝：（装着它的，键或序号）。"""
    found: list[tuple[Any, Any]] = []
    waiting = [tree]
    while waiting:
        inside = waiting.pop()
        keys = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        for key in keys:
            found.append((inside, key))
            if isinstance(inside[key], dict | list):
                waiting.append(inside[key])
    return found


def mangle_tree(chance: random.Random, tree: Any) -> None:
    """改一枝：换值、去掉、照抄许多份、改键、同别的一枝对换。"""
    choices = branches(tree)
    if not choices:
        return
    inside, key = chance.choice(choices)
    kind = chance.randrange(10)
    if kind < 5:
        inside[key] = value_of(chance)
    elif kind == 5:
        del inside[key]
    elif kind == 6:
        other, place = chance.choice(choices)
        here, there = copy.deepcopy(inside[key]), copy.deepcopy(other[place])  # 不然会绕成圈
        inside[key], other[place] = there, here
    elif kind == 7 and isinstance(inside, list):
        inside.extend([inside[key]] * chance.choice([1, 5, 60]))
    elif kind == 8 and isinstance(inside, dict):
        inside[text_of(chance)] = inside.pop(key)
    else:
        inside[key] = [inside[key]]


def mangle_text(chance: random.Random, text: str) -> str:
    """改一处文字：剪、插、删一行、重一行、换一个值。"""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(5)
    if kind == 0:
        del lines[at]
    elif kind == 1:
        lines[at:at] = [lines[at]] * chance.choice([1, 1, 400])
    elif kind == 2 and ": " in lines[at]:
        lines[at] = f"{lines[at].split(': ')[0]}: {text_of(chance)}"
    else:
        position = chance.randrange(len(text) + 1)
        cut = position + chance.choice([0, 0, 1, 3, 40])
        return text[:position] + chance.choice([*PIECES, text_of(chance)]) + text[cut:]
    return "\n".join(lines)


def mangle_bytes(chance: random.Random, data: bytes) -> bytes:
    """截短，再改几个字节。"""
    changed = bytearray(
        data[: chance.choice([len(data), len(data), chance.randrange(len(data) + 1)])]
    )
    for _ in range(chance.choice([0, 1, 4, 30])):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def encoded(chance: random.Random, text: str) -> bytes:
    """写成字节，多半是 UTF-8。"""
    codec = chance.choice(["utf-8"] * 12 + ["gb18030", "utf-8-sig", "utf-16", "latin-1"])
    data = text.encode(codec, "surrogatepass" if codec == "utf-8" else "replace")
    return mangle_bytes(chance, data) if chance.random() < 0.05 else data


_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'="[^"]*"')
_ODD_TAGS = [
    *("<w:tr>", "</w:tc>", "<w:gridSpan/>", '<w:gridSpan w:val="99999999"/>', "<w:vMerge/>"),
    *("<!--", "&#0;", "&#xD800;", "<![CDATA[", "<?x?>", '<!DOCTYPE x [<!ENTITY a "b">]>'),
    *('<w:ins w:id="1">', "</w:ins>", "<w:del>", "</w:del>", "<w:moveFrom/>", "<c/>", "<row/>"),
    *('<w:fldSimple w:instr="DDEAUTO c:\\\\x"/>', '<w:fldChar w:fldCharType="begin"/>', "<w:p>"),
    *('<w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText>', "<w:object/>", "<w:altChunk/>"),
    *('<c r="XFD1048576"><v>1</v></c>', '<c r="A1" t="s"><v>999</v></c>', '<c r=""><v>x</v></c>'),
]
_ODD_ATTRIBUTES = ["", "1.5", "-1", "x", "1e400", "9" * 30, "99999999", "\u202e", "../x", "true"]


def mangle_xml(chance: random.Random, text: str) -> str:
    """改一处 XML：去掉一个标签、重一段、换一个属性、插一个标签、换一段字。"""
    tags = list(_TAG.finditer(text))
    if not tags:
        return mangle_text(chance, text)
    first = chance.randrange(len(tags))
    start, end = tags[first].span()
    kind = chance.randrange(6)
    if kind == 0:
        return text[:start] + text[end:]
    if kind == 1:
        last = min(len(tags) - 1, first + chance.choice([0, 1, 5, 40]))
        piece = text[start : tags[last].end()]
        return text[:start] + piece * chance.choice([0, 2, 3, 60]) + text[tags[last].end() :]
    if kind in (2, 3):
        attributes = list(_ATTRIBUTE.finditer(text))
        if attributes:
            place = chance.choice(attributes)
            value = chance.choice(_ODD_ATTRIBUTES)
            return f'{text[: place.start()]}="{value}"{text[place.end() :]}'
    if kind == 4:
        return text[:end] + chance.choice(_ODD_TAGS) + text[end:]
    said = chance.choice([*NUMBERS, *SENTENCES]).replace("<", "&lt;")
    return text[:end] + said + text[end:]


def unpacked(data: bytes) -> dict[str, bytes]:
    """压缩包 → 各部件。"""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """各部件 → 压缩包。"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def mangle_package(
    chance: random.Random, data: bytes, inner: Callable[[random.Random, str], str] = mangle_xml
) -> bytes:
    """改一个 Office 文件：一个部件的 XML，或少一个部件、空一个部件，或整个的字节。"""
    if chance.random() < 0.1:
        return mangle_bytes(chance, data)
    parts = unpacked(data)
    for _ in range(chance.choice([1, 1, 2, 5])):
        name = chance.choice(sorted(parts))
        main = [
            part for part in parts if re.search(r"document\.xml$|sheet\d+\.xml$|styles\.xml$", part)
        ]
        if main and chance.random() < 0.6:
            name = chance.choice(sorted(main))
        kind = chance.randrange(12)
        if kind == 0 and len(parts) > 1:
            del parts[name]
        elif kind == 1:
            parts[name] = b""
        elif kind == 2:
            parts[name] = mangle_bytes(chance, parts[name])
        elif kind == 3:
            parts[chance.choice(["word/vbaProject.bin", "word/embeddings/o.bin", "x" * 300])] = b"x"
        else:
            text = parts[name].decode("utf-8", "replace")
            parts[name] = inner(chance, text).encode("utf-8", "replace")
    return packed(parts)
