"""表样（form）：机关自己的一份 Word 或 Excel，里面写着标签；填好了就是要交回的那份文件。

这里只有值：一种格式出哪些文件，表样里的各个标签写了什么、在哪里。读表样、填表样在 forms/。
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.reference import Call, Reference

Output = Literal["report", "form.docx", "form.xlsx"]
OUTPUTS: dict[Output, str] = {
    "report": "照提纲写的 Word 报告",
    "form.docx": "填好的 Word 表样",
    "form.xlsx": "填好的 Excel 表样",
}
"""一份输入能出的几样文件；表样在格式文件夹里就叫这个名字。"""
FORMS: tuple[Output, ...] = ("form.docx", "form.xlsx")
REPORT: Output = "report"
BODY = "body"
"""正文的插槽：提纲的各章。"""

TagKind = Literal[
    "value",
    "slot",
    "for",
    "if",
    "elif",
    "else",
    "endfor",
    "endif",
    "vm",
    "hm",
    "colspan",
    "cellbg",
]
Level = Literal["", "p", "tr", "tc"]
"""标签占的是什么：文字里的一处，或整段、整行、整格。"""


@frozen
class Loop:
    """套着一个标签的一层循环：每一条叫什么，列表从哪里来。"""

    variable: str
    rows: Reference


@frozen
class Tag:
    """一个标签：种类、占的是什么、原文、引用（没有的为 None）、循环里一条的名字、套着它的各层循环（外层在先）。

    negated 是 `if not`；literal 是 cellbg 写死的颜色。
    """

    kind: TagKind
    level: Level
    text: str
    place: Span
    reference: Reference | None = None
    variable: str = ""
    negated: bool = False
    literal: str = ""
    loops: tuple[Loop, ...] = ()


@frozen
class Form:
    """一份表样：文件名（form.docx、form.xlsx）、诊断里的名字、内容、各个标签。"""

    name: Output
    shown: str
    data: bytes = field(repr=False)
    tags: tuple[Tag, ...] = ()


def in_order(written: tuple[Output, ...]) -> tuple[Output, ...]:
    """写的各样，照固定的次序，不重复。"""
    return tuple(output for output in OUTPUTS if output in written)


def suffixes(outputs: tuple[Output, ...]) -> tuple[tuple[Output, str], ...]:
    """出的各样文件的扩展名：有报告的，表样是 x.form.docx；没有报告的，表样就是 x.docx。"""
    named: list[tuple[Output, str]] = []
    for output in outputs:
        if output == REPORT:
            named.append((output, ".docx"))
        else:
            kind = output.removeprefix("form")
            named.append((output, f".{output}" if REPORT in outputs else kind))
    return tuple(named)


def references_in(reference: Reference) -> tuple[Reference, ...]:
    """一个引用和它的参数里的引用。"""
    inner: list[Reference] = [reference]
    for call in reference.calls:
        for argument in arguments_of(call):
            if isinstance(argument, Reference):
                inner += references_in(argument)
    return tuple(inner)


def arguments_of(call: Call) -> tuple[object, ...]:
    """一个过滤器的全部参数。"""
    return (*call.values, *(argument for _, argument in call.named))


def words_of_tag(tag: Tag) -> frozenset[str]:
    """一个标签读的词：路径的各段，和参数里加引号的名字（attribute="title"）。"""
    words: set[str] = set()
    for inner in references_in(tag.reference) if tag.reference is not None else ():
        words.update(word for word in inner.path if isinstance(word, str))
        for call in inner.calls:
            for argument in arguments_of(call):
                if isinstance(argument, str):
                    words.update(argument.split("."))
    return frozenset(words)
