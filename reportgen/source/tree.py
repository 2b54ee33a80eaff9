"""带出处的树：文字 → YAML 事件 → Scalar、Mapping、Sequence。

标量一律保留原来的写法（`1.10`、`010`、`no` 都是文字），类型由形状（shape.py）和译码（decode.py）决定。
不支持锚点、别名、标签和多文档：它们在事实文件里没有用处，而别名正是“炸弹”的来处。
有 libyaml 用 libyaml（快），没有则用纯 Python 的读法；出错时一律由纯 Python 的读法定位，两处结果相同。
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from reportgen.core.diagnostics import Diagnostic, Edit, Related, Source, Span, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.core.quantity import shorten
from reportgen.core.text import UNPRINTABLE
from reportgen.source.files import read_source
from reportgen.source.invisible import unprintable_in
from reportgen.source.quoting import quoted

LONGEST_SCALAR = 100_000
DEEPEST = 40
MOST_EVENTS = 300_000
"""一个文件最多这么多项（键、值，和括号、缩进的两头），每项约占 300 字节；最长的一份报告有 1100 项。"""
MOST_PROBLEMS = 1_000
LONGEST_FOR_PURE = 100_000
"""更长的文件出错时不再用纯 Python 的读法定位：它每秒只读约 7 万字。"""

_OPENINGS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSINGS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_CONTENT = re.compile(r"^[ \t]*[^\s#]", re.MULTILINE)
_SWALLOWED = re.compile(r"[ \t]+(#[^\s#].*)")


@frozen
class Scalar:
    """标量：原来的文字（引号和块的缩进已去掉）和出处；plain 为真即没有加引号。"""

    text: str
    span: Span
    plain: bool = True


@frozen
class Mapping:
    """映射：键值对按写的次序；键都是标量，不重复。"""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """键的值，没有则 None。"""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


@frozen
class Sequence:
    """序列。"""

    items: tuple[Node, ...]
    span: Span


Node = Scalar | Mapping | Sequence


def parse(source: Source, *, pure: bool = False) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """文字 → 树。有语法错误时树为 None，诊断一次说全；pure 指定用纯 Python 的读法（供核对两种读法一致）。"""
    unprintable = tuple(unprintable_in(source))
    if unprintable:
        return None, unprintable
    if not _CONTENT.search(source.text):
        return None, (
            diagnose(
                "S01", whole(source), "文件是空的。", "用 reportgen new 格式名 生成一份起始文件。"
            ),
        )
    loader = yaml.BaseLoader if pure else getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _Builder(source).build(yaml.parse(source.text, Loader=loader))
    except yaml.YAMLError as error:
        if loader is not yaml.BaseLoader and len(source.text) <= LONGEST_FOR_PURE:
            return parse(source, pure=True)
        from reportgen.source.slips import explain

        return None, explain(source, error)


class _Refused(Exception):
    """不能接着读下去（过深等），诊断已记下。"""


class _Builder:
    """把 YAML 事件搭成树，同时收集诊断。不用递归，千层嵌套也只是一条诊断。"""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self._line_starts: list[int] = []

    def build(self, events: Iterator[Any]) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        try:
            root = self._consume(events)
        except _Refused:
            root = None
        if any(d.code != "S09" and d.severity == "error" for d in self.diagnostics):
            return None, tuple(self.diagnostics)
        return root, tuple(self.diagnostics)

    def _consume(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        stack: list[tuple[Any, list[Node]]] = []
        documents = 0
        for count, event in enumerate(events):
            if count > MOST_EVENTS or len(self.diagnostics) >= MOST_PROBLEMS:
                self._stop(event)
            node: Node
            if isinstance(event, yaml.ScalarEvent):
                node = self._scalar(event)
            elif isinstance(event, _OPENINGS):
                self._plain_node(event)
                if len(stack) >= DEEPEST:
                    message = f"嵌套超过 {DEEPEST} 层。"
                    self._add(
                        "S07", event, message, "报告的事实用不到这么深的层次，请检查括号或缩进。"
                    )
                    raise _Refused
                stack.append((event, []))
                continue
            elif isinstance(event, _CLOSINGS):
                start, items = stack.pop()
                node = self._close(start, items)
            elif isinstance(event, yaml.AliasEvent):
                message = f"“*{event.anchor}”是 YAML 的别名写法，这里不支持。"
                help = f"若要星号，把整个值放进引号：'*{event.anchor}'。"
                self._add("S08", event, message, help, quote=True)
                node = Scalar("", self._span(event))
            else:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._add(
                            "S08",
                            event,
                            "一个文件里有两份内容（“---”之后又开始一份）。",
                            "一份报告一个文件，请拆开。",
                        )
                        raise _Refused
                continue
            if stack:
                stack[-1][1].append(node)
            else:
                root = node
        return root

    def _stop(self, event: Any) -> NoReturn:
        """项数或毛病的处数超过限度，不再读下去。"""
        message = f"到这里已超过 {MOST_EVENTS} 项，后面的没有再看。"
        help = "大的表放在 CSV 或 xlsx 里，用 files 附上。"
        if len(self.diagnostics) >= MOST_PROBLEMS:
            message = f"到这里已有 {MOST_PROBLEMS} 处写法不对，后面的没有再看。"
            help = "先改前面的；多半是同一个毛病。"
        self._add("S07", event, message, help)
        raise _Refused

    def _span(self, event: Any) -> Span:
        first, last = event.start_mark, event.end_mark
        if first.index == last.index:  # 空的值：两种读法报的行列不同，一律由字符位置算
            if not self._line_starts:
                self._line_starts = [
                    0,
                    *(match.end() for match in re.finditer("\n", self.source.text)),
                ]
            line = bisect_right(self._line_starts, first.index)
            column = first.index - self._line_starts[line - 1] + 1
            return Span(self.source, line, column, first.index, last.index)
        return Span(self.source, first.line + 1, first.column + 1, first.index, last.index)

    def _add(self, code: str, event: Any, message: str, help: str, *, quote: bool = False) -> None:
        span = self._span(event)
        written = self.source.text[span.start : span.end]
        edit = Edit(span, quoted(written), "quote") if quote and "\n" not in written else None
        self.diagnostics.append(diagnose(code, span, message, help, edit=edit))

    def _plain_node(self, event: Any) -> None:
        bare = isinstance(event, yaml.ScalarEvent) and not event.style
        if event.anchor is not None:
            message = f"“&{event.anchor}”是 YAML 的锚点写法，这里不支持。"
            help = f"若要 & 号，把整个值放进引号：'&{event.anchor}'。"
            self._add("S08", event, message, help, quote=bare)
        if event.tag is not None:
            help = "删去感叹号开头的标签；若是正文，把整个值放进引号。"
            message = f"“{event.tag}”是 YAML 的标签写法，这里不支持。"
            self._add("S08", event, message, help, quote=bare)

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor is not None or event.tag is not None:
            self._plain_node(event)
        span = self._span(event)
        text: str = event.value
        if len(text) > LONGEST_SCALAR:
            message = f"这一项有 {len(text)} 个字，最多 {LONGEST_SCALAR} 个。"
            self._add("S07", event, message, "请检查是不是粘贴了别的文件，或少了一个结束的引号。")
        plain = event.style is None or event.style == ""
        if not plain and UNPRINTABLE.search(text):
            self._add(
                "S10",
                event,
                "引号里有印不出的控制字符（反斜杠转义）。",
                "改用单引号，或删去反斜杠。",
            )
        if plain and text:
            self._swallowed(span)
        return Scalar(text, span, plain)

    def _swallowed(self, span: Span) -> None:
        text = self.source.text
        if not text.startswith((" ", "\t"), span.end):
            return
        match = _SWALLOWED.match(text, span.end)
        if match:
            start = match.start(1)
            column = start - text.rfind("\n", 0, start)  # 同一行里，不会远
            place = Span(self.source, span.line, column, start, start + len(match[1]))
            message = f"“{shorten(match[1])}”前有空格，YAML 把它当作注释，不会进入报告。"
            help = "若是正文，把整个值放进引号；若是注释，请在井号后空一格。"
            self.diagnostics.append(diagnose("S09", place, message, help))

    def _close(self, start: Any, items: list[Node]) -> Node:
        mark = start.start_mark
        end = items[-1].span.end if items else start.end_mark.index
        span = Span(self.source, mark.line + 1, mark.column + 1, mark.index, end)
        if isinstance(start, yaml.SequenceStartEvent):
            return Sequence(tuple(items), span)
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        for key, value in zip(items[::2], items[1::2], strict=True):
            if not isinstance(key, Scalar):
                message = "这里的键是一个列表或映射，不是一个词。"
                self.diagnostics.append(
                    diagnose(
                        "S08",
                        key.span,
                        message,
                        "键只能是一个词，如 name:；花括号里的文字请加引号。",
                    )
                )
                continue
            if key.text in seen:
                self._duplicate(key, seen[key.text])
                continue
            seen[key.text] = key
            entries.append((key, value))
        return Mapping(tuple(entries), span)

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        related = (Related(first.span, "第一次写在这里"),)
        message = f"“{key.text}”在同一层写了两次，第二次会盖掉第一次。"
        self.diagnostics.append(
            diagnose("S02", key.span, message, "删去其中一个，或把两处内容合并。", related=related)
        )


def read_tree(path: Path, name: str = "") -> tuple[Node | None, Source, tuple[Diagnostic, ...]]:
    """读文件并搭成树；任何一步不成，树为 None。"""
    source, problems = read_source(path, name)
    if problems:
        return None, source, problems
    node, diagnostics = parse(source)
    return node, source, diagnostics
