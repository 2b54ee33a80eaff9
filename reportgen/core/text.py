"""文字（Text）与专有事实（Record）：输入里的话和格式自定的事实，各记得自己写在哪里。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

# 正则里的一个汉字：不是数字、符号和拉丁字母的字。汉字的区间有两万个字，编译一次要近一毫秒，这样写不用数。
HAN = r"[^\W\d_A-Za-z]"
NOT_HAN = r"[\W\d_A-Za-z]"


UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e007f]"
)
"""看不见、印不出的字符：控制字符、改变左右次序的、零宽的、自造字；输入里不许有，引用也换不出来。"""

BRACES = str.maketrans("{}｛｝", "\ufdd0\ufdd1\ufdd2\ufdd3")
"""查完之前花括号的替身：照印的（叙述里写 `\\{`），和已经说过错的引用的。

四个不是字符的码位，输入里不会有。
"""
_PRINTED = {code: brace for brace, code in BRACES.items()}


def with_braces(text: str) -> str:
    """替身换回花括号：查过没有漏下的引用以后。"""
    return text.translate(_PRINTED)


def without_brackets(text: str) -> str:
    """去掉全角括号和里面的话：“其他资金（自筹）”是“其他资金”。没有配对的左括号留着。"""
    if "（" not in text:
        return text
    kept: list[str] = []
    at = 0
    while (opened := text.find("（", at)) >= 0 and (closed := text.find("）", opened)) >= 0:
        kept.append(text[at:opened])
        at = closed + 1
    return "".join((*kept, text[at:]))


class Text(str):
    """文字：记得自己写在哪里的 str。span 指写它的那一项；由程序拼出的没有 span。"""

    __slots__ = ("span",)
    span: Span | None

    def __new__(cls, text: str, span: Span | None = None) -> Text:
        self = super().__new__(cls, text)
        self.span = span
        return self

    def __reduce__(self) -> tuple[type[Text], tuple[str, Span | None]]:
        return (Text, (str(self), self.span))


@frozen
class Record:
    """专有事实的一层：名字到值，保持输入里的顺序。模板里写 `facts.staff.quota`。

    形状里有而输入没有写的，值是 None：模板里印空，`in` 算没有。
    """

    entries: tuple[tuple[str, object], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def __getitem__(self, key: str) -> object:
        for name, value in self.entries:
            if name == key:
                return value
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(name == key and value is not None for name, value in self.entries)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.entries)

    def __len__(self) -> int:
        return len(self.entries)
