"""花括号：写成的报告里不许还有成对的花括号（`{{`、`}}`、`{%`、`%}`、`{#`，全角的也算）。

能换成文字的都已换过，剩下的会原样印在纸上；从印出的文字找回写它的那一行：输入的，还是格式文件的。
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, within
from reportgen.core.document import Block, Chart, Contents, Document, Heading, Paragraph, Picture, Table
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
TOLD = frozenset(("I08", "F02", "F06"))
"""已经说过这一处花括号的诊断：写错的引用照原样留在文字里，不再说第二次。"""
BEFORE, AFTER = 10, 20
"""找不到整个引用时，凭括号前后这么多字去找。"""


@frozen
class Printed:
    """印出的一段文字：印在哪里，凭什么印的。"""

    where: str
    text: str
    origin: Span | None


def check_braces(
    document: Document, evaluation: Evaluation, format: Format, told: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """I08、F06 报告里还有成对的花括号；同一处只说一次。"""
    known = [diagnostic.span for diagnostic in told if diagnostic.code in TOLD]
    places: dict[tuple[str, int, int], None] = {}
    for printed in _printed(document, evaluation, format):
        for start, fragment in _left(printed.text):
            span = _written(printed, start, fragment, evaluation, format)
            place = (span.source.name, span.line, span.column)
            if place in places or any(_covers(other, span) for other in known):
                continue
            places[place] = None
            yield _raw(fragment, printed.where, span, evaluation)


def _raw(fragment: str, where: str, span: Span, evaluation: Evaluation) -> Diagnostic:
    message = f"“{shorten(fragment, 40)}”会原样印在{where}里。"
    if evaluation.span is not None and span.source.name == evaluation.span.source.name:
        return diagnose("I08", span, message, "这里不能写引用，直接写出文字；不是引用的，不要用成对的花括号。")
    help = "引用写成 {{ 名字.名字 | 过滤器 }}，只用在 templates/README.md 说能写模板的地方；别处直接写文字。"
    return diagnose("F06", span, message, help)


def _left(text: str) -> Iterator[tuple[int, str]]:
    """一段文字里剩下的花括号：从哪里起；连着内容的给整个 `{{ … }}`。"""
    at = 0
    while pair := _PAIR.search(text, at):
        found = _HOLE.match(text, pair.start()) or pair
        yield found.start(), found[0]
        at = found.end()


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
        yield from (Printed("脚注", run.note, block.origin) for run in block.runs)
    elif isinstance(block, Table):
        yield from _of_table(block)
    elif isinstance(block, Contents):
        yield Printed("目录", block.title, format.outline.span)
    elif isinstance(block, Picture):
        yield from (Printed("图题", text, block.origin) for text in (block.caption, block.description))
    elif isinstance(block, Chart):
        for text in (block.caption, block.series, *block.categories, block.unit):
            yield Printed("图", text, block.origin)


def _of_table(table: Table) -> Iterator[Printed]:
    where = f"表“{table.caption}”" if table.caption and not _PAIR.search(table.caption) else "表"
    yield Printed(f"{where}的表题", table.caption, table.origin)
    yield Printed(f"{where}的金额单位", table.unit, table.origin)
    for row in table.rows:
        for cell in row.cells:
            yield Printed(where, cell.text, row.origin or table.origin)


def _written(printed: Printed, start: int, fragment: str, evaluation: Evaluation, format: Format) -> Span:
    """印出的花括号写在哪一行：先看这一段的出处，再看整个输入，再看格式的各个文件；都没有的是出处自己。"""
    around = printed.text[max(0, start - BEFORE) : start + len(fragment)]
    after = printed.text[start : start + AFTER]
    files = [_whole(source) for source in _sources(evaluation, format)]
    spans = [printed.origin, *files] if printed.origin is not None else files
    for wanted in (fragment, around, after):
        if len(wanted.strip()) <= len("{{"):  # 光是一对括号，别处的引用里也有
            continue
        for span in spans:
            if wanted in span.source.text[span.start : span.end]:
                return within(span, wanted)
    origin = printed.origin or format.outline.span or files[0]
    return within(origin, fragment)


def _sources(evaluation: Evaluation, format: Format) -> Iterator[Source]:
    """输入和格式的各个文件。"""
    owners = [evaluation.span, format.outline.span, format.catalogue.span, *(spec.span for spec in format.tables)]
    files = [span.source for span in owners if span is not None]
    files += [format.source, *(source for _, source in (*format.texts, *format.shared))]
    yield from dict.fromkeys(files)


def _whole(source: Source) -> Span:
    return Span(source, 1, 1, 0, len(source.text))


def _covers(told: Span, span: Span) -> bool:
    """说过的那一处就在这里：同一行，或包着它。"""
    if told.source.name != span.source.name:
        return False
    return told.line == span.line or told.start <= span.start < told.end
