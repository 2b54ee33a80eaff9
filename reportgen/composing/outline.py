"""提纲：outline.yaml → 报告正文的结构。编号在这里，逐节展开，各块由模板、叙述和表而来。

一处写不成不妨碍别处：每个错都成为诊断，指到提纲或模板的那一行，其余照常写完。
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateSyntaxError

from reportgen.composing.environment import FAULTS, empty, environment_of, expression, names_for, reason_of
from reportgen.composing.filters import cn_number, date_cn
from reportgen.composing.tables import TableFault, compose_table
from reportgen.composing.tidy import lines, paragraphs, runs, tidy
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole
from reportgen.core.document import Block, Document, Heading, Paragraph
from reportgen.core.format import Appendix, Format, Node
from reportgen.core.model import Evaluation, Text
from reportgen.core.paths import ROOTS, NoSuchPath, follow
from reportgen.core.scorecard import Scorecard


def compose(
    evaluation: Evaluation, scorecard: Scorecard, format: Format, *, draft: bool = False
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """评价、评分表、格式 → 报告。evaluation 和 scorecard 里的引用已经换成事实（prose.fill）。"""
    composer = _Composer(evaluation, scorecard, format)
    outline = format.outline
    title = composer.render(outline.title, {}, outline.span)
    body = composer.nodes(outline.body, 1)
    appendix: list[Block] = []
    for entry in outline.appendix:
        if composer.present(entry.when):
            listed, blocks = composer.appendix(entry)
            body += listed
            appendix += blocks
    document = Document(
        title=tuple(lines(title)),
        body=tuple(body),
        appendix=tuple(appendix),
        fields=_fields(evaluation, scorecard, tidy(title.replace("\n", "")), draft),
        draft=draft,
    )
    return document, tuple(composer.diagnostics)


def label(style: str, number: int) -> str:
    """序号：样子（`一、` `（一）` `1.` `（1）`）→ 第 number 个。"""
    if "一" in style:
        return style.replace("一", cn_number(number))
    return style.replace("1", str(number))


def _fields(evaluation: Evaluation, scorecard: Scorecard, title: str, draft: bool) -> tuple[tuple[str, str], ...]:
    """供页眉、封面、文件属性填写的字段。"""
    project, authority = evaluation.project, evaluation.unit.authority
    return (
        ("title", title),
        ("unit.name", str(evaluation.unit.name)),
        ("unit.short", str(evaluation.unit.short)),
        ("unit.authority", str(authority or "")),
        ("project.name", str(project.name) if project else ""),
        ("year", str(evaluation.year)),
        ("date", date_cn(evaluation.date)),
        ("grade", scorecard.grade),
        ("score", f"{scorecard.total:f}"),
        ("draft", "草稿" if draft else ""),
    )


class _Composer:
    """写一份报告时要记住的：名字的值、模板环境、已用的表号和诊断。"""

    def __init__(self, evaluation: Evaluation, scorecard: Scorecard, format: Format) -> None:
        self.evaluation, self.format = evaluation, format
        self.environment = environment_of(format)
        self.names = names_for(evaluation, scorecard)
        self.texts: Mapping[str, Source] = dict(format.texts)
        self.tables = 0
        self.diagnostics: list[Diagnostic] = []

    def nodes(self, nodes: tuple[Node, ...], level: int) -> list[Block]:
        """同级各节，编号从一起。"""
        blocks: list[Block] = []
        number = 0
        for node in nodes:
            if self.present(node.when):
                number += 1
                blocks += self.node(node, level, number)
        return blocks

    def node(self, node: Node, level: int, number: int) -> list[Block]:
        extra = {"topic": node.topic} if node.topic else {}
        heading = tidy(self.render(node.heading, extra, node.span))
        blocks: list[Block] = [Heading(level, self.label(level, number), heading, node.span)]
        for kind, name in node.blocks:
            blocks += self.block(kind, name, node.span, extra)
        if node.each:
            blocks += self.each(node, level + 1)
        return blocks + self.nodes(node.children, level + 1)

    def label(self, level: int, number: int) -> str:
        numbering = self.format.outline.numbering
        return label(numbering[min(level, len(numbering)) - 1], number)

    def each(self, node: Node, level: int) -> list[Block]:
        """每一条成为下一级的一节：标题、正文；分条的用再下一级的序号。"""
        blocks: list[Block] = []
        for number, item in enumerate(self.follow(node.each, node.span) or (), 1):
            origin = item.span or node.span
            blocks.append(Heading(level, self.label(level, number), tidy(item.title or ""), origin))
            blocks += paragraphs(item.text or "", getattr(item.text, "span", None) or origin)
            for at, text in enumerate(item.items, 1):
                own = getattr(text, "span", None) or origin
                first, *rest = lines(text)
                blocks.append(Paragraph(runs(self.label(level + 1, at) + first), origin=own))
                blocks += [Paragraph(runs(line), origin=own) for line in rest]
        return blocks

    def block(self, kind: str, name: str, span: Span | None, extra: Mapping[str, object]) -> list[Block]:
        if kind == "table":
            return self.table(name, extra)
        if kind == "text":
            return list(paragraphs(self.text(name, extra), whole(self.texts[name])))
        prose = self.follow(name if name.split(".")[0] in ROOTS else f"sections.{name}", span)
        if not isinstance(prose, Text):
            return []
        return list(paragraphs(prose, prose.span or span))

    def table(self, name: str, extra: Mapping[str, object]) -> list[Block]:
        spec = self.format.table(name)
        if "{n}" in spec.title:
            self.tables += 1
        try:
            names = {**self.names, **extra}
            return [compose_table(spec, self.environment, names, self.evaluation, self.tables)]
        except TableFault as fault:
            self.diagnostics.append(fault.diagnostic)
            return []

    def appendix(self, entry: Appendix) -> tuple[list[Block], list[Block]]:
        """附件：正文末的一行说明（listed），和附件页上的标记、标题、内容。"""
        title = self.render(entry.title, {}, entry.span)
        blocks: list[Block] = [
            Paragraph(runs(entry.mark), "attachment", entry.span),
            *(Paragraph(runs(line), "attachment_title", entry.span) for line in lines(title)),
        ]
        for kind, name in entry.blocks:
            blocks += self.block(kind, name, entry.span, {})
        flat = tidy(title.replace("\n", ""))
        listed: list[Block] = [Paragraph(runs(f"附件：{flat}"), "attachments", entry.span)] if entry.listed else []
        return listed, blocks

    def present(self, path: str) -> bool:
        """when 所指的内容有没有。"""
        if not path:
            return True
        try:
            return not empty(follow(self.evaluation, path))
        except NoSuchPath:
            return False

    def follow(self, path: str, span: Span | None) -> Any:
        """沿路径取内容；没有填的节为空，得 I01（提纲要而输入没有）。"""
        try:
            found = follow(self.evaluation, path)
        except NoSuchPath:
            found = None
        if empty(found) and span is not None and self.evaluation.span is not None:
            message = f"报告要用“{path}”，输入里没有写。"
            help = f"在输入里补上 {path}；确实没有内容，写“无。”。"
            self.diagnostics.append(diagnose("I01", self.evaluation.span, message, help, subject=path))
        return found

    def text(self, name: str, extra: Mapping[str, object]) -> str:
        """渲染一篇 text/*.j2；出错指到模板的那一行。"""
        try:
            return self.environment.get_template(name).render({**self.names, **extra})
        except TemplateSyntaxError as error:
            self._fault(name, error.lineno, f"写法不对（{error.message}）。")
        except FAULTS as error:
            self._fault(name, _line_of(error, name), reason_of(error))
        return ""

    def render(self, source: str, extra: Mapping[str, object], span: Span | None) -> str:
        """渲染提纲里的一行（标题）。"""
        if "{{" not in source:
            return source
        try:
            return expression(self.environment, source).render({**self.names, **extra})
        except FAULTS as error:
            assert span is not None
            self.diagnostics.append(diagnose("F02", span, reason_of(error), "对照输入里的名字。"))
            return source

    def _fault(self, name: str, line: int, reason: str) -> None:
        source = self.texts[name]
        span = Span(source, line, 1, 0, 0)
        self.diagnostics.append(diagnose("F02", span, f"文字模板 {name} 第 {line} 行：{reason}", "对照输入里的名字。"))


def _line_of(error: BaseException, name: str) -> int:
    """异常发生在模板的第几行：Jinja 把模板的行号写进回溯。"""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(("<template>", name)):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
