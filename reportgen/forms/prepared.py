"""交给 docxtpl 以前：断开的标签接到一个 w:t 里，改写成带编号的 Jinja，同一份表样在进程里只做一次。

标签的语法已经查过（wordreading），这里由读成的树重新写出：引号里的字都转义，docxtpl 的正则表达式认不错。
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from lxml import etree

from reportgen.core.diagnostics import Source
from reportgen.core.form import Form, Tag
from reportgen.core.frozen import frozen
from reportgen.core.quantity import plain
from reportgen.core.reference import Argument, Call, Reference
from reportgen.forms.environment import (
    COLOUR,
    IMAGE,
    MERGED,
    ROWS,
    SLOT_MARK,
    SPAN,
    TEXT,
    THERE,
)
from reportgen.forms.tags import MERGE, PICTURE, pieces_of
from reportgen.forms.wordplaces import Place, parts_in, places_in
from reportgen.word.markup import XML_SPACE, W, parse_xml, usual, with_prefix, xml_bytes
from reportgen.word.package import read_package, write_package

_CELL, _T = f"{W}tc", f"{W}t"


@frozen
class Prepared:
    """改写好的表样：字节，和各编号的标签。"""

    data: bytes
    tags: tuple[Tag, ...]


@lru_cache(maxsize=16)
def prepared(form: Form) -> Prepared:
    """表样 → 交给 docxtpl 的样子。"""
    parts = read_package(form.data)
    tags: list[Tag] = []
    waiting = list(form.tags)
    for name in parts_in(parts):
        root = with_prefix(usual(parse_xml(parts[name])))
        for place in list(places_in(root, name, Source(form.shown))):
            _rewrite(place, tags, waiting)
        parts[name] = xml_bytes(root)
    return Prepared(write_package(parts), tuple(tags))


def _rewrite(place: Place, tags: list[Tag], waiting: list[Tag]) -> None:
    """一段里的标签，从右到左改，前面的位置不动。"""
    rewritten: list[tuple[int, int, str, str]] = []
    for piece in pieces_of(place.text, place.span):
        assert piece.tag is not None
        tag = waiting.pop(0)  # 与读的时候同样的次序
        size = _size(tag, place)
        rewritten.append((piece.start, piece.end, jinja_of(tag, len(tags), size), tag.kind))
        tags.append(tag)
    front = ""
    for start, end, text, kind in reversed(rewritten):
        of_cell = kind in {"vm", "hm", "colspan", "cellbg"}
        _replace(place, start, end, "" if of_cell else text)
        front = text + front if of_cell else front
    if front:
        _at_front(place, front)


def _size(tag: Tag, place: Place) -> int:
    """循环的一轮大约写出多少字：到结束的那一处为止，按容器里后面的各个元素算。"""
    if tag.kind != "for":
        return 0
    outer = {"tr": f"{W}tr", "tc": _CELL}.get(tag.level)
    element: etree._Element | None = place.paragraph
    if outer is not None:
        element = next(place.paragraph.iterancestors(outer), None)
    if element is None or not tag.level:
        return len(etree.tostring(place.paragraph))
    siblings = list(element.itersiblings())
    size = 0
    for sibling in siblings:
        size += len(etree.tostring(sibling))
        if _closes("".join(text.text or "" for text in sibling.iter(_T))):
            break
    return size


def _closes(text: str) -> bool:
    return "endfor" in text


def _replace(place: Place, start: int, end: int, text: str) -> None:
    """段里第 start 到 end 个字换成 text，写在头一个字所在的元素里。"""
    at = 0
    for element in place.texts:
        words = element.text or ""
        first, last = max(start - at, 0), min(end - at, len(words))
        if first < last:
            element.text = words[:first] + text + words[last:]
            element.set(XML_SPACE, "preserve")
            text = ""
        at += len(words)


def _at_front(place: Place, text: str) -> None:
    """占格子的标签：docxtpl 要它与格里的字在同一个 w:t 里，格子又要有 tcPr。"""
    words = "".join(element.text or "" for element in place.texts)
    first = place.texts[0]
    for element in place.texts[1:]:
        element.text = ""
    first.text = text + words
    first.set(XML_SPACE, "preserve")
    cell = next(place.paragraph.iterancestors(_CELL))
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    if not len(properties):
        etree.SubElement(properties, f"{W}tcW", {f"{W}w": "0", f"{W}type": "auto"})


def jinja_of(tag: Tag, number: int, size: int = 0) -> str:
    """一个标签 → 交给 docxtpl 的写法。"""
    prefix = tag.level
    if tag.kind == "slot":
        assert tag.reference is not None
        return f"{SLOT_MARK}{tag.reference.path[0]}{SLOT_MARK}"
    if tag.kind in {"colspan", "cellbg"}:
        return f"{{% {tag.kind} {_cell_value(tag, number)} %}}"
    if tag.reference is None:
        return f"{{%{prefix} {tag.kind} %}}"
    if tag.kind == "value":
        return f"{{{{ {value_source(tag.reference, number)} }}}}"
    source = source_of(tag.reference)
    if tag.kind == "for":
        return f"{{%{prefix} for {tag.variable} in {source} | {ROWS}({number}, {size}) %}}"
    negation = "not " if tag.negated else ""
    return f"{{%{prefix} {tag.kind} {negation}({source} | {THERE}({number})) %}}"


def _cell_value(tag: Tag, number: int) -> str:
    if tag.reference is None:
        return f'"{tag.literal}"'
    kind = SPAN if tag.kind == "colspan" else COLOUR
    return f"{source_of(tag.reference)} | {kind}({number})"


def value_source(reference: Reference, number: int) -> str:
    """要印的引用：最后接上带编号的过滤器。"""
    last = reference.calls[-1].name if reference.calls else ""
    kind = {MERGE: MERGED, PICTURE: IMAGE}.get(last, TEXT)
    if kind != TEXT:
        reference = Reference(reference.path, reference.calls[:-1])
    return f"{source_of(reference)} | {kind}({number})"


def source_of(reference: Reference) -> str:
    """引用 → Jinja 的写法；引号里的字凡是记号都转义。"""
    text = ""
    for word in reference.path:
        if isinstance(word, int):
            text += f"[{word}]"
        elif word.isidentifier():
            text += f".{word}" if text else word
        else:
            text += f"[{_quoted(word)}]"
    return text + "".join(f" | {_call(call)}" for call in reference.calls)


def _call(call: Call) -> str:
    arguments = [_argument(value) for value in call.values]
    arguments += [f"{name}={_argument(value)}" for name, value in call.named]
    return f"{call.name}({', '.join(arguments)})" if arguments else call.name


def _argument(value: Argument) -> str:
    if isinstance(value, Reference):
        return f"({source_of(value)})"
    if isinstance(value, Decimal):
        return plain(value)
    return _quoted(value)


def _quoted(text: str) -> str:
    """引号里的字：字母、数字、汉字以外的都写成码位。"""
    letters = []
    for letter in text:
        letters.append(letter if letter.isalnum() else f"\\U{ord(letter):08x}")
    return '"' + "".join(letters) + '"'
