"""花括号：写成的报告里不许还有成对的花括号（`{{`、`}}`、`{%`、`%}`、`{#`，全角的、小写形的也算）。

能换成文字的都已换过，剩下的会原样印在纸上；从印出的文字找回写它的那一行：输入的，还是格式文件的。
一处花括号只看一遍，找它的次数有限：一段里写了几千个的，说出前面的就够了。
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.checking.bracetext import PAIR, bare, is_hole, left_in, references
from reportgen.checking.written import MOST_ALIKE, texts_in
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, within
from reportgen.core.document import (
    Block,
    Chart,
    Contents,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
)
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.model import Evaluation
from reportgen.core.quantity import shorten

PARAGRAPHS = {
    "body": "正文",
    "center": "正文",
    "note": "表注",
    "signature": "落款",
    "cover_title": "封面",
    "cover": "封面",
    "attachments": "附件说明",
    "attachment": "附件标记",
    "attachment_title": "附件标题",
}
REPORTED = frozenset(("I08", "F02", "F06"))
"""已经说过这一处花括号的诊断：写错的引用照原样留在文字里，不再说第二次。"""
WIDTHS = (12, 6, 3, 1, 0)
"""找写它的那一行时，连着前后多少个字一起找。"""
MOST_SEARCHES = 1000
"""最多找这么多处写它的那一行。找过的每一处都已经有一条错误，不再找也不会漏成没有错。"""


@frozen
class Printed:
    """印出的一段文字：印在哪里，凭什么印的。"""

    where: str
    text: str
    origin: Span | None


def check_braces(
    document: Document, evaluation: Evaluation, format: Format, before: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """I08、F06 报告里还有成对的花括号；同一处只说一次，before 里已经说过的不再说。"""
    said = _said(before)
    places: set[tuple[str, int, int]] = set()
    writing = _Writing(evaluation, format)
    for printed, start, fragment in _all_left(document, evaluation, format):
        if writing.searches == MOST_SEARCHES:
            return
        span = writing.place(printed, start, fragment)
        place = (span.source.name, span.line, span.column)
        if place in places or place[:2] in said:
            continue
        places.add(place)
        problem = _raw(fragment, printed.where, span, evaluation)
        if len(places) > MOST_ALIKE:
            help = f"这样的花括号不止 {MOST_ALIKE} 处，改好这些再查一次。"
            yield replace(problem, help=help)
            return
        yield problem


def _all_left(
    document: Document, evaluation: Evaluation, format: Format
) -> Iterator[tuple[Printed, int, str]]:
    """整篇报告里剩下的花括号：印在哪一段，从那一段的第几个字起，写着什么。"""
    for printed in _printed(document, evaluation, format):
        for start, fragment in left_in(printed.text):
            yield printed, start, fragment


def _said(before: Iterable[Diagnostic]) -> set[tuple[str, int]]:
    """已经说过花括号的各行：（文件，行）。"""
    lines: set[tuple[str, int]] = set()
    for problem in before:
        if problem.code in REPORTED:
            span = problem.span
            last = span.line + span.source.text.count("\n", span.start, span.end)
            lines.update((span.source.name, line) for line in range(span.line, last + 1))
    return lines


def _raw(fragment: str, where: str, span: Span, evaluation: Evaluation) -> Diagnostic:
    message = f"“{shorten(fragment, 40)}”会原样印在{where}里。"
    if evaluation.span is not None and span.source.name == evaluation.span.source.name:
        help = "这里不能写引用，直接写出文字；不是引用的，不要用成对的花括号。"
        return diagnose("I08", span, message, help)
    help = "引用写成 {{ 名字.名字 | 过滤器 }}，"
    help += "只用在 templates/README.md 说能写模板的地方；别处直接写文字。"
    return diagnose("F06", span, message, help)


def _printed(document: Document, evaluation: Evaluation, format: Format) -> Iterator[Printed]:
    """报告里的每一段文字。"""
    for line in document.title:
        yield Printed("报告标题", line, format.outline.span)
    for block in document.blocks():
        yield from _of_block(block, format)
    origins = _origins(evaluation)
    for name, text in document.fields:
        yield Printed("封面、页眉或文件属性", text, origins.get(name, format.outline.span))


def _origins(evaluation: Evaluation) -> dict[str, Span | None]:
    """供页眉、封面填写的字段各写在哪里。"""
    unit, project = evaluation.unit, evaluation.project
    return {
        "unit.name": unit.name.span,
        "unit.short": unit.short.span,
        "unit.authority": unit.authority.span if unit.authority is not None else None,
        "project.name": project.name.span if project is not None else None,
        "grade": evaluation.stated.span,
    }


def _of_block(block: Block, format: Format) -> Iterator[Printed]:
    if isinstance(block, Heading):
        yield Printed("标题", block.text, block.origin)
    elif isinstance(block, Paragraph):
        yield Printed(PARAGRAPHS[block.role], block.text, block.origin)
        for run in block.runs:
            yield Printed("脚注", run.note, block.origin)
    elif isinstance(block, Table):
        yield from _of_table(block)
    elif isinstance(block, Contents):
        yield Printed("目录", block.title, format.outline.span)
    elif isinstance(block, Picture):
        yield Printed("图题", block.caption, block.origin)
        yield Printed("图题", block.description, block.origin)
    elif isinstance(block, Chart):
        for text in (block.caption, block.series, *block.categories, block.unit):
            yield Printed("图", text, block.origin)


def _of_table(table: Table) -> Iterator[Printed]:
    where = "表"
    if table.caption and not PAIR.search(table.caption):
        where = f"表“{table.caption}”"
    yield Printed(f"{where}的表题", table.caption, table.origin)
    yield Printed(f"{where}的金额单位", table.unit, table.origin)
    for row in table.rows:
        for cell in row.cells:
            yield Printed(where, cell.text, row.origin or table.origin)


class _Writing:
    """写报告的各个文件：印出的花括号是在哪一行写的。

    凭它和前后的字，先在这一段的出处里找，再找整个输入和格式的文件。印出的一句话可能是几处拼成的，
    所以前后的字从多到少地试。光是 `{{ year }}` 别处也会有，只在出处和没有换掉的文字里找；
    半个 `{{` 不认作别处好好的引用的一半。都找不到的（如数据文件里的），指到出处。
    """

    def __init__(self, evaluation: Evaluation, format: Format) -> None:
        self.files = [_whole(source) for source in _sources(evaluation, format)]
        self.outline = format.outline.span
        self.searches = 0
        self.evaluation = evaluation
        self._unresolved: dict[str, Span] | None = None
        self._known: dict[tuple[Span, str, str, str], Span] = {}
        self._holes: dict[str, tuple[list[int], list[int]]] = {}

    def place(self, printed: Printed, start: int, fragment: str) -> Span:
        """这一处写在哪里；前后的字也一样的，只找一次。"""
        origin = printed.origin or self.outline or self.files[0]
        end = start + len(fragment)
        before = printed.text[max(0, start - WIDTHS[0]) : start]
        after = printed.text[end : end + WIDTHS[0]]
        key = (origin, before, fragment, after)
        if key not in self._known:
            self.searches += 1
            self._known[key] = self._place(*key)
        return self._known[key]

    def _place(self, origin: Span, before: str, fragment: str, after: str) -> Span:
        for width in WIDTHS:
            lead, tail = before[max(0, len(before) - width) :], after[:width]
            for head, rest in ((lead, tail), (lead, ""), ("", tail)):
                places = [origin, *self.files] if head or rest else [origin]
                span = self._first(places, head, fragment, rest)
                if span is not None:
                    return span
        return self._not_resolved().get(bare(fragment), origin)

    def _first(self, places: Iterable[Span], lead: str, fragment: str, tail: str) -> Span | None:
        for span in places:
            at = self._position(span, lead, fragment, tail)
            if at >= 0:
                return _part(span.source, at, len(fragment))
        return None

    def _not_resolved(self) -> dict[str, Span]:
        """输入里换过引用以后还有的花括号：写着什么（不计空格，印时会收拾）→ 头一次写在哪里。"""
        if self._unresolved is None:
            self._unresolved = {}
            for text in texts_in(self.evaluation):
                for _, fragment in left_in(text):
                    if text.span is not None:
                        self._unresolved.setdefault(bare(fragment), within(text.span, fragment))
        return self._unresolved

    def _position(self, span: Span, lead: str, fragment: str, tail: str) -> int:
        """一段原文里的花括号从第几个字起；没有则是 −1。"""
        text, words = span.source.text, lead + fragment + tail
        whole = is_hole(fragment)
        at = text.find(words, span.start, span.end)
        while at >= 0:
            here = at + len(lead)
            if whole or not self._in_a_hole(span.source, here):
                return here
            at = text.find(words, at + 1, span.end)
        return at

    def _in_a_hole(self, source: Source, at: int) -> bool:
        """这里是不是一个写全了的 `{{ … }}` 的一半。"""
        if source.name not in self._holes:
            self._holes[source.name] = references(source.text)
        starts, ends = self._holes[source.name]
        before = bisect_right(starts, at) - 1
        return before >= 0 and at < ends[before]


def _part(source: Source, start: int, length: int) -> Span:
    """全文里从 start 起的一段。"""
    line = source.text.count("\n", 0, start) + 1
    column = start - source.text.rfind("\n", 0, start)
    return Span(source, line, column, start, start + length)


def _sources(evaluation: Evaluation, format: Format) -> Iterator[Source]:
    """输入和格式的各个文件。"""
    spans = [evaluation.span, format.outline.span, format.catalogue.span]
    spans += [spec.span for spec in format.tables]
    files = [span.source for span in spans if span is not None]
    files.append(format.source)
    files += [source for _, source in (*format.texts, *format.shared)]
    yield from dict.fromkeys(files)


def _whole(source: Source) -> Span:
    return Span(source, 1, 1, 0, len(source.text))
