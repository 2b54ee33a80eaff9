"""一格的文字和值：值 → 格里看到的；格里写的 → 值。

列表一行一项，一项里自己的换行写作 `↵` 再换行；是否写是、否；可选的词显示它的中文说明；
别的（规则一类）是一段写在一行里的 YAML。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as Sequences

from reportgen.core.diagnostics import Source
from reportgen.core.plan import Field
from reportgen.core.text import UNPRINTABLE
from reportgen.source.emit import flow_text
from reportgen.source.normal import Value, value_of
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.sheetxml import LONGEST_TEXT
from reportgen.source.tree import parse

GOES_ON = "↵"
FLAGS = {"true": "是", "false": "否"}
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
INVISIBLE = "\u200b\ufeff"
"""从网页、别的表里粘来的零宽字，一格两头的去掉。"""


def text_of(value: Value, field: Field) -> str:
    """值（常形）→ 格里的文字；“待填”的空着。"""
    if is_unfilled(value):
        return ""
    if field.kind == "yaml":
        return flow_text(value, field.shape)
    if isinstance(value, str):
        return _word(value, field)
    assert isinstance(value, Sequences)
    return "\n".join(_folded(_word(str(item), field)) for item in value)


def is_unfilled(value: Value | None) -> bool:
    """“待填”，或只有一项“待填”的列表。"""
    return value == PLACEHOLDER or value == [PLACEHOLDER]


def labels_of(field: Field) -> tuple[str, ...]:
    """可选的词在格里的样子；凭手写的没有。"""
    if field.way == "flag":
        return tuple(FLAGS.values())
    return tuple(label or word for word, label in field.words)


def unfit(text: str, value: Value, field: Field) -> str:
    """一格放不下的理由；放得下的为空。"""
    if len(text) > LONGEST_TEXT:
        return f"有 {len(text)} 个字，一格最多 {LONGEST_TEXT} 个"
    if UNPRINTABLE.search(text) or "\r" in text:
        return "有印不出的控制字符"
    if _ESCAPED.search(text):
        return "有 _x000D_ 一类的字样，Excel 会当作控制字符"
    items = value if field.kind == "lines" and not isinstance(value, str | Mapping) else ()
    if any(_ends_with_mark(str(item)) for item in items):
        return f"有一项的一行以“{GOES_ON}”结尾"
    return ""


def value_in(text: str, kind: str, field: Field | None) -> Value:
    """格里的文字 → 值。field 是打算里的那一格；格式改过而没有了的，没有。"""
    if kind == "yaml":
        node, problems = parse(Source("", text))
        return text if node is None or problems else value_of(node)
    words = _words_of(field)
    if kind != "lines":
        return words.get(text, text)
    items = [words.get(item, item) for item in _unfolded(text)]
    if len(items) == 1 and field is not None and _is_single_word(items[0], field):
        return items[0]
    return items


def cleaned(text: str) -> str:
    """两头的空白和零宽字去掉，换行只有一种。"""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip().strip(INVISIBLE).strip()


def _word(text: str, field: Field) -> str:
    if field.way == "flag":
        return FLAGS.get(text, text)
    return next((label for word, label in field.words if word == text and label), text)


def _words_of(field: Field | None) -> dict[str, str]:
    """格里的样子 → 词。"""
    if field is None:
        return {}
    if field.way == "flag":
        return {label: word for word, label in FLAGS.items()}
    return {label: word for word, label in field.words if label}


def _is_single_word(text: str, field: Field) -> bool:
    """几种写法里，一个词算一个值的那一种（all）。"""
    return any(text in dict(way.words) for way in field.shape.choices if way.kind == "scalar")


def _folded(item: str) -> str:
    return item.replace("\n", f"{GOES_ON}\n")


def _ends_with_mark(item: str) -> bool:
    return any(line.endswith(GOES_ON) for line in item.split("\n"))


def _unfolded(text: str) -> Iterator[str]:
    """各项：以 ↵ 结尾的行，与下一行是一项；空行不是一项。"""
    lines: list[str] = []
    for line in text.split("\n"):
        lines.append(line.removesuffix(GOES_ON))
        if not line.endswith(GOES_ON):
            item = "\n".join(lines).strip()
            if item:
                yield item
            lines = []
    last = "\n".join(lines).strip()
    if last:
        yield last
