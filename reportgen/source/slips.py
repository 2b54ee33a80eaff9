"""常见笔误：把 YAML 的语法错误说成填表人看得懂的话。

YAML 库只报第一处，用的是英文和语法术语。这里在读不通的文件里逐行找已知的笔误（全角冒号、制表符、以 > 开头的值……），
一次说全；真正出错的那一行若没有对上任何笔误，再给一条通用的说明。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from reportgen.core.diagnostics import Diagnostic, Edit, Source, Span, diagnose
from reportgen.core.quantity import shorten

LONGEST_LINE = 1000
"""一行只看开头这么多字：笔误都在行首附近，再长的行也不会拖慢。"""

_BLOCK = re.compile(r"^(?P<indent> *)(?:- )*[^#\n]*?:[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?$")
_FULL_COLON = re.compile(r"^\s*(?:- )*(?P<key>[\w]{1,20})\s*：")
_TIGHT_COLON = re.compile(r"^\s*(?:- )*(?P<key>[A-Za-z_]\w*):(?=[^\s:/\\])")
_ENTRY = re.compile(r"^\s*(?:- )*(?P<key>[^\s:#'\"{\[-][^:#{\[]*?)\s*:[ \t]+(?P<value>\S.*)$")
_COMMENT = re.compile(r"[ \t]+# .*$")
_ITEM = re.compile(r"^\s*- +(?P<value>\S.*)$")

_PROBLEMS = (
    ("mapping values are not allowed", "这里多了一个冒号，或上一行少了引号、缩进不齐。"),
    ("could not find expected ':'", "这一行之前的某个键缺少冒号（英文冒号加空格）。"),
    ("expected <block end>", "缩进与上面的同级内容不齐。"),
    ("did not find expected key", "缩进与上面的同级内容不齐。"),
    ("expected ',' or", "花括号或方括号里缺逗号，或括号没有配对。"),
    ("unexpected end of stream", "引号没有配对，一直到文件末尾也没有结束。"),
    ("found undefined alias", "以星号开头的值被当作 YAML 的别名。"),
    ("expected the node content", "这里缺少内容，或有多余的标点。"),
    ("unknown escape character", "双引号里的反斜杠不能这样用，请改用单引号。"),
    ("cannot start any token", "值不能以这个符号开头，请给整个值加引号。"),
)


def explain(source: Source, error: yaml.YAMLError) -> tuple[Diagnostic, ...]:
    """读不通的文件 → 若干条诊断，至少一条。"""
    slips = list(_slips(source))
    mark, opening = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None or "end of stream" in str(getattr(error, "problem", "")):
        mark = opening or mark  # 引号没有结束：指开头的引号，不指文件末尾
    line = mark.line + 1 if mark else 1
    near = any(line - 2 <= diagnostic.span.line <= line for diagnostic in slips)
    if not near:
        problem = str(getattr(error, "problem", "") or "")
        reason = next(
            (chinese for english, chinese in _PROBLEMS if english in problem),
            "这一行不合 YAML 的写法。",
        )
        column, index = (mark.column + 1, mark.index) if mark else (1, 0)
        slips.append(
            diagnose(
                "S01",
                Span(source, line, column, index, index + 1),
                reason,
                "对照上下各行的缩进、冒号和引号。",
            )
        )
    return tuple(sorted(slips, key=lambda d: (d.span.line, d.span.column)))


def _slips(source: Source) -> Iterator[Diagnostic]:
    offset, block = 0, -1
    for number, line in enumerate(source.text.split("\n"), 1):
        indent = len(line) - len(line.lstrip(" "))
        if block >= 0 and (not line.strip() or indent > block):
            offset += len(line) + 1
            continue
        match = _BLOCK.match(line[:LONGEST_LINE])
        block = len(match["indent"]) if match else -1
        if not line.lstrip(" ").startswith("#"):
            yield from _slip(_Line(source, number, offset, line))
        offset += len(line) + 1


class _Line:
    """一行原文（太长的只有开头）和它在全文里的位置。"""

    def __init__(self, source: Source, number: int, offset: int, text: str) -> None:
        self.source, self.number, self.offset = source, number, offset
        self.text, self.whole = text[:LONGEST_LINE], len(text) <= LONGEST_LINE

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, self.number, start + 1, self.offset + start, self.offset + end)


def _slip(line: _Line) -> Iterator[Diagnostic]:
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    if "\t" in lead:
        at = lead.index("\t")
        span = line.span(at, len(lead))
        message = "这一行用制表符（Tab）缩进，YAML 只认空格。"
        # 制表符和空格混着的，一个制表符顶几格没有准数
        edit = Edit(span, "  " * len(lead), "tab") if not lead.strip("\t") else None
        yield diagnose("S04", span, message, "把制表符换成空格，与同级的行对齐。", edit=edit)
        return
    colon = _FULL_COLON.match(line.text)
    if colon and ": " not in line.text[: colon.end() + 1]:
        at = colon.end() - 1
        span = line.span(at, at + 1)
        message = f"“{colon['key']}”后面是全角冒号“：”。"
        edit = Edit(span, ": ", "colon")
        yield diagnose("S03", span, message, "改成英文冒号加一个空格“: ”。", edit=edit)
        return
    tight = _TIGHT_COLON.match(line.text)
    if tight and not re.search(r":(?:\s|$)", line.text):
        span = line.span(tight.end() - 1, tight.end())
        message = f"“{tight['key']}”后面的冒号没有空格，YAML 不当它是键。"
        edit = Edit(span, ": ", "space")
        yield diagnose("S01", span, message, "在冒号后面空一格。", edit=edit)
        return
    entry = _ENTRY.match(line.text) or _ITEM.match(line.text)
    if entry:
        yield from _value(line, _COMMENT.sub("", entry["value"]).rstrip(), entry.start("value"))


def _value(line: _Line, value: str, at: int) -> Iterator[Diagnostic]:
    span = line.span(at, at + len(value))
    quoted = "'" + value.replace("'", "''") + "'"
    help = f"给整个值加引号：{shorten(quoted, 40)}"
    edit = Edit(span, quoted, "quote") if line.whole else None
    if value.startswith(">") and not re.fullmatch(r">[-+0-9]*", value):
        more = "，或写成 ≥" + value.lstrip(">= ") if value.startswith(">=") else ""
        yield diagnose(
            "S08", span, "值以 > 开头，YAML 当作折叠文字的记号。", help + more, edit=edit
        )
    elif value.startswith(("*", "&", "!", "%", "@", "`")):
        message = f"值以 {value[0]} 开头，YAML 另有用处。"
        yield diagnose("S08", span, message, help, edit=edit)
    elif re.match(r"\[[^\]]*\][^\s,\]}#]", value) or re.match(r"\{[^}]*\}[^\s,\]}#]", value):
        message = f"值以 {value[0]} 开头，YAML 当作列表或映射，括号后不能再有文字。"
        yield diagnose("S08", span, message, help, edit=edit)
    elif value[0] not in "'\"{[|#" and re.search(r":(?: |$)", value):
        message = "值里又有冒号加空格，YAML 当作另一个键。"
        yield diagnose("S08", span, message, help + "，或把冒号改成全角“：”。", edit=edit)
