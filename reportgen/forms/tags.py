"""标签：一段文字里的 `{{ … }}`、`{% … %}` → 标签。写法是 docxtpl 的，里面的引用是房子自己的封闭语法。

引用只走路径、用过滤器；for、if 后面也只写引用。语法里没有的（运算、调用、属性的下划线、赋值、宏、引入）不会发生。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.composing.signatures import EACH, TESTS, Misused, arranged
from reportgen.core.diagnostics import Span
from reportgen.core.form import Level, Tag, TagKind, arguments_of, references_in
from reportgen.core.frozen import frozen
from reportgen.core.quantity import shorten
from reportgen.core.reference import Call, Malformed, Reference, parse
from reportgen.core.spelling import did_you_mean

MERGE, PICTURE = "merge", "picture"
"""只在表样里有的两个过滤器：同上一行一样就并成一格；图片。都写在最后，没有参数。"""
FORM_ONLY = (MERGE, PICTURE)

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VALUE = re.compile(r"\{\{(?:(p|r|tr|tc)\s)?\s*(.*?)\s*\}\}", re.DOTALL)
_CONTROL = re.compile(r"\{%(?:(p|r|tr|tc)\s)?\s*(.*?)\s*%\}", re.DOTALL)
_FOR = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)
_IF = re.compile(r"(if|elif)\s+(not\s+)?(.+)", re.DOTALL)
_CELL = re.compile(r"(colspan|cellbg)\s+(.+)", re.DOTALL)
_COLOUR = re.compile(r"[\"']([0-9A-Fa-f]{6})[\"']")
_STRAY = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛\s*｛|｝\s*｝|｛\s*[%％]|[%％]\s*｝|｛\{|\{｛|｝\}|\}｝|\{％|％\}"
)
_CURLY = re.compile("[“”‘’＂＇]")
_ONE_WORD: dict[str, TagKind] = {
    "else": "else",
    "endfor": "endfor",
    "endif": "endif",
    "vm": "vm",
    "hm": "hm",
}
_REFUSED: dict[str, str] = {
    "set": "表样里不能赋值；要算的在格式的规则、表和措辞里写",
    "macro": "表样里不能写宏",
    "include": "表样里不能引入别的文件",
    "import": "表样里不能引入别的文件",
    "from": "表样里不能引入别的文件",
    "extends": "表样里不能引入别的文件",
    "block": "表样里不能写 block",
    "raw": "表样里不能写 raw",
    "filter": "过滤器写在竖线后面，如 {{ year | string }}",
    "with": "表样里不能写 with",
    "do": "表样里不能写 do",
    "call": "表样里不能写 call",
    "autoescape": "表样里总是转义的，不必写",
}
_SHOWN = 60


@frozen
class Fault:
    """一处写得不对：原文、为什么、怎么改、在哪里。"""

    text: str
    reason: str
    help: str
    place: Span | None = None


@frozen
class Piece:
    """一段文字里的一个标签（或一处毛病）：从第几个字到第几个字。"""

    start: int
    end: int
    tag: Tag | None
    fault: Fault | None


HELP = "对照 templates/README.md 的“表样里的标签”。"
WIDE_HELP = "把花括号、百分号和引号改成半角的。"


def pieces_of(text: str, place: Span) -> Iterator[Piece]:
    """一段文字里的各个标签，和没有配对的、全角的括号；从左到右。"""
    at = 0
    for match in _TAG.finditer(text):
        yield from _stray(text, at, match.start(), place)
        yield _piece(match, place)
        at = match.end()
    yield from _stray(text, at, len(text), place)


def _stray(text: str, start: int, end: int, place: Span) -> Iterator[Piece]:
    opened = False
    for match in _STRAY.finditer(text, start, end):
        closing = match[0][-1] in "}｝"
        if opened and closing:  # 开头已经说过
            opened = False
            continue
        opened = not closing
        shown = shorten(text[match.start() : match.start() + 20].strip(), 20)
        if any(wide in match[0] for wide in "｛｝％"):
            fault = Fault(shown, "花括号是全角的，不是标签，会照印", WIDE_HELP, place)
        else:
            fault = Fault(shown, "这个标签没有写完", "标签写成 {{ 名字 }}，或 {% … %}。", place)
        yield Piece(match.start(), match.end(), None, fault)


def _piece(match: re.Match[str], place: Span) -> Piece:
    text = match[0]
    try:
        tag = tag_of(text, place)
    except Malformed as error:
        help = WIDE_HELP if _CURLY.search(text) else HELP
        reason = str(error).rstrip("。")
        return Piece(*match.span(), None, Fault(shorten(text, _SHOWN), reason, help, place))
    return Piece(*match.span(), tag, None)


def tag_of(text: str, place: Span) -> Tag:
    """一个标签的原文 → 标签；写得不对抛 Malformed。"""
    if text.startswith("{#"):
        raise Malformed("表样里不写注释，请删去")
    if _CURLY.search(text):
        raise Malformed("引号是全角的，请改成半角的引号")
    if text.startswith("{{"):
        return _value(text, place)
    return _control(text, place)


def _value(text: str, place: Span) -> Tag:
    match = _VALUE.fullmatch(text)
    assert match is not None
    prefix, inner = match[1] or "", match[2]
    if prefix in {"tr", "tc"}:
        raise Malformed(f"{{{{{prefix} … }}}} 没有用；整行、整格的只有 {{%{prefix} … %}}")
    reference = _reference(inner)
    level: Level = "p" if prefix == "p" else ""
    return Tag("value", level, text, place, reference)


def _control(text: str, place: Span) -> Tag:
    match = _CONTROL.fullmatch(text)
    assert match is not None
    prefix, inner = match[1] or "", match[2]
    level = _level(prefix)
    if inner.startswith("-") or inner.endswith("-"):
        raise Malformed("不支持 {%- 和 -%}；去掉减号")
    if inner in _ONE_WORD:
        return Tag(_ONE_WORD[inner], level, text, place)
    if loop := _FOR.fullmatch(inner):
        return Tag("for", level, text, place, _reference(loop[2]), variable=_variable(loop[1]))
    if test := _IF.fullmatch(inner):
        kind: TagKind = "if" if test[1] == "if" else "elif"
        return Tag(kind, level, text, place, _reference(test[3]), negated=bool(test[2]))
    if cell := _CELL.fullmatch(inner):
        return _cell_tag(cell, level, text, place)
    word = re.match(r"\w*", inner)
    name = word[0] if word else ""
    if name in _REFUSED:
        raise Malformed(_REFUSED[name])
    known = (*_ONE_WORD, "for", "if", "elif", "colspan", "cellbg")
    raise Malformed(f"没有“{shorten(name or inner, 20)}”这种标签，{did_you_mean(name, known)}")


def _cell_tag(match: re.Match[str], level: Level, text: str, place: Span) -> Tag:
    kind: TagKind = "colspan" if match[1] == "colspan" else "cellbg"
    colour = _COLOUR.fullmatch(match[2].strip())
    if kind == "cellbg" and colour:
        return Tag(kind, level, text, place, literal=colour[1])
    return Tag(kind, level, text, place, _reference(match[2]))


def _level(prefix: str) -> Level:
    if prefix == "r":
        raise Malformed("{%r … %} 不支持；文字里的写 {% … %}，整段的写 {%p … %}")
    if prefix == "p":
        return "p"
    if prefix == "tr":
        return "tr"
    return "tc" if prefix == "tc" else ""


def _variable(name: str) -> str:
    if not name.isidentifier() or name == "loop":
        raise Malformed(f"循环里的一条不能叫“{shorten(name, 20)}”")
    return name


def _reference(text: str) -> Reference:
    reference = parse("{{" + text + "}}")
    _refuse_private(reference)
    calls = reference.calls
    for at, call in enumerate(calls):
        if call.name in FORM_ONLY:
            if at < len(calls) - 1 or arguments_of(call):
                raise Malformed(f"{call.name} 写在最后，没有参数")
        else:
            _refuse_misused(call)
    return reference


def _refuse_private(reference: Reference) -> None:
    for inner in references_in(reference):
        for word in inner.path:
            if isinstance(word, str) and word.startswith("_"):
                raise Malformed(f"没有“{shorten(word, 20)}”这个名字")


def _refuse_misused(call: Call) -> None:
    try:
        given = arranged(call)
    except Misused as error:
        raise Malformed(str(error)) from None
    for parameter, value in given.items():
        known = {"filter": EACH, "test": tuple(TESTS)}.get(parameter.kind)
        if known is not None and value not in known:
            raise Malformed(f"{call.name} 里不能用“{value}”，可以用：{'、'.join(known)}")
    for argument in arguments_of(call):
        if isinstance(argument, Reference):
            for inner in argument.calls:
                _refuse_misused(inner)
