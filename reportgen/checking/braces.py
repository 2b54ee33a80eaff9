"""花括号：写成的报告里不许还有成对的花括号（`{{`、`}}`、`{%`、`%}`、`{#`，全角的也算）。

能换成文字的都已换过，剩下的会原样印在纸上；从印出的文字找回写它的那一行：输入的，还是格式文件的。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose
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

_HOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|｛｛.*?｝｝")
_PAIR = re.compile(r"[{｛]{2}|[}｝]{2}|[{｛][%#]|%[}｝]")

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
    reported = [problem.span for problem in before if problem.code in REPORTED]
    places: set[tuple[str, int, int]] = set()
    for printed in _printed(document, evaluation, format):
        for start, fragment in _left(printed.text):
            span = _written(printed, start, fragment, evaluation, format)
            place = (span.source.name, span.line, span.column)
            if place in places or any(_covers(other, span) for other in reported):
                continue
            places.add(place)
            yield _raw(fragment, printed.where, span, evaluation)


def _raw(fragment: str, where: str, span: Span, evaluation: Evaluation) -> Diagnostic:
    message = f"“{shorten(fragment, 40)}”会原样印在{where}里。"
    if evaluation.span is not None and span.source.name == evaluation.span.source.name:
        help = "这里不能写引用，直接写出文字；不是引用的，不要用成对的花括号。"
        return diagnose("I08", span, message, help)
    help = "引用写成 {{ 名字.名字 | 过滤器 }}，"
    help += "只用在 templates/README.md 说能写模板的地方；别处直接写文字。"
    return diagnose("F06", span, message, help)


def _left(text: str) -> Iterator[tuple[int, str]]:
    """一段文字里剩下的花括号：从哪里起；连着内容的给整个 `{{ … }}`。"""
    at = 0
    while pair := _PAIR.search(text, at):
        fragment = _HOLE.match(text, pair.start()) or pair
        yield fragment.start(), fragment[0]
        at = fragment.end()


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
    if table.caption and not _PAIR.search(table.caption):
        where = f"表“{table.caption}”"
    yield Printed(f"{where}的表题", table.caption, table.origin)
    yield Printed(f"{where}的金额单位", table.unit, table.origin)
    for row in table.rows:
        for cell in row.cells:
            yield Printed(where, cell.text, row.origin or table.origin)


def _written(
    printed: Printed, start: int, fragment: str, evaluation: Evaluation, format: Format
) -> Span:
    """印出的花括号写在哪一行：凭它和前后的字，先在这一段的出处里找，再找整个输入和格式的文件。

    印出的一句话可能是几处拼成的，所以前后的字从多到少地试。光是 `{{ year }}` 别处也会有，
    只在出处里找；半个 `{{` 不认作别处好好的引用的一半。都找不到的（如数据文件里的），指到出处。
    """
    files = [_whole(source) for source in _sources(evaluation, format)]
    origin = printed.origin or format.outline.span or files[0]
    end = start + len(fragment)
    for width in WIDTHS:
        before = printed.text[max(0, start - width) : start]
        after = printed.text[end : end + width]
        for lead, tail in ((before, after), (before, ""), ("", after)):
            places = [origin, *files] if lead or tail else [origin]
            for span in places:
                at = _position(span, lead, fragment, tail)
                if at >= 0:
                    return _part(span.source, at, len(fragment))
    return origin


def _position(span: Span, lead: str, fragment: str, tail: str) -> int:
    """一段原文里的花括号从第几个字起；没有则是 −1。"""
    text = span.source.text
    at = text.find(lead + fragment + tail, span.start, span.end)
    while at >= 0:
        here = at + len(lead)
        if _HOLE.fullmatch(fragment) or not _in_a_hole(text, here):
            return here
        at = text.find(lead + fragment + tail, at + 1, span.end)
    return at


def _in_a_hole(text: str, at: int) -> bool:
    """这里是不是一个写全了的 `{{ … }}` 的一半。"""
    first = text.rfind("\n", 0, at) + 1
    line = text[first:].partition("\n")[0]
    return any(hole.start() <= at - first < hole.end() for hole in _HOLE.finditer(line))


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


def _covers(other: Span, span: Span) -> bool:
    """说过的那一处就在这里：同一行，或包着它。"""
    if other.source.name != span.source.name:
        return False
    return other.line == span.line or other.start <= span.start < other.end
