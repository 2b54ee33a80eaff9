"""补字段：Word 常把 `{{ unit.name }}` 断成几段同样的字，填写之前要接到一处。

Word 每改一个字、每查一次拼写，就可能把一段字断开，断口可以在花括号之间、也可以在字段名中间。一段里各处的字
接起来找字段，整个字段放进它开头的那一处，其余各处删去属于它的字；样子照开头那一处。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from reportgen.word.markup import XML_SPACE, W

_FIELD = re.compile(r"\{\{[^{}]*\}\}")


def mend(root: etree._Element) -> None:
    """一个部件里断开的字段都接好。"""
    for paragraph in root.iter(f"{W}p"):
        texts = list(own_texts(paragraph))
        if len(texts) > 1:
            _mend(texts)


def own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """一段自己的各处字（w:t），里面文本框中另成一段的不算。"""
    for text in paragraph.iter(f"{W}t"):
        if next(text.iterancestors(f"{W}p")) is paragraph:
            yield text


def _mend(texts: Sequence[etree._Element]) -> None:
    whole = "".join(text.text or "" for text in texts)
    for field in reversed(list(_FIELD.finditer(whole))):
        _gather(texts, field.start(), field.end(), field[0])


def _gather(texts: Sequence[etree._Element], start: int, end: int, field: str) -> None:
    """[start, end) 是字段在整段里的位置；从后往前补，前面各处的位置不会变。"""
    position = 0
    for text in texts:
        content = text.text or ""
        first, last = max(start, position), min(end, position + len(content))
        if first < last and not (first == start and last == end):
            kept = field if first == start else ""
            text.text = content[: first - position] + kept + content[last - position :]
            text.set(XML_SPACE, "preserve")
        position += len(content)
