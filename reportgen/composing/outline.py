"""提纲：outline.yaml → 报告的结构。编号在这里，逐节展开；封面、目录、附件也在这里接上。"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.composing.blocks import Writer, comes_out
from reportgen.composing.filters import cn_number, date_cn
from reportgen.composing.names import names_for, names_within
from reportgen.composing.tidy import lines, paragraphs, runs, tidy
from reportgen.core.diagnostics import Diagnostic, Span
from reportgen.core.document import (
    Block,
    Contents,
    Document,
    Entry,
    Heading,
    Page,
    Paragraph,
    Run,
    Turn,
)
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.outline import Appendix, Node
from reportgen.core.paths import Names, optional, words_in
from reportgen.core.scorecard import Scorecard
from reportgen.core.scoreline import ScoreLine


def compose(
    evaluation: Evaluation, scorecard: Scorecard, format: Format, *, draft: bool = False
) -> tuple[Document, tuple[Diagnostic, ...]]:
    """评价、评分表、格式 → 报告。evaluation 和 scorecard 里的引用已经换成事实（prose.fill）。"""
    writer = Writer(evaluation, format)
    composer = _Composer(writer, names_for(evaluation, scorecard))
    title = writer.render(format.outline.title, composer.names, format.outline.span)
    body = [*composer.nodes(format.outline.body, 1, composer.names), *composer.turned("portrait")]
    appendix: list[Block] = []
    listed: list[str] = []
    for entry in format.outline.appendix:
        if writer.present(entry.when, composer.names):
            name, blocks = composer.appendix(entry, first=not appendix)
            appendix += blocks
            if entry.listed:
                listed.append(name)
    closing = _closing(body)
    body[closing:closing] = _attachments(listed)
    document = Document(
        title=tuple(lines(title)),
        body=tuple(body),
        appendix=tuple(appendix),
        fields=_fields(evaluation, scorecard, tidy(title.replace("\n", "")), draft),
        draft=draft,
        front=tuple(composer.front(title, body)),
        appendix_page=composer.first_page,
    )
    return document, tuple(writer.diagnostics)


def _closing(body: list[Block]) -> int:
    """落款从第几块起：附件说明在正文之后、署名之前。"""
    closing = len(body)
    for at in reversed(range(len(body))):
        block = body[at]
        if not isinstance(block, Paragraph) or block.role != "signature":
            break
        closing = at
    return closing


def _attachments(titles: list[str]) -> list[Block]:
    """附件说明：一个附件一行“附件：……”；几个附件编号，第二行起与第一个序号对齐。"""
    blocks: list[Block] = []
    for number, title in enumerate(titles, 1):
        mark = f"{number}." if len(titles) > 1 else ""
        lead = "附件：" if number == 1 else "　　　"
        blocks.append(Paragraph(runs(f"{lead}{mark}{title}"), "attachments"))
    return blocks


def label(style: str, number: int) -> str:
    """序号：样子（`一、` `（一）` `1.` `（1）`）→ 第 number 个。"""
    if "一" in style:
        return style.replace("一", cn_number(number))
    return style.replace("1", str(number))


def _fields(
    evaluation: Evaluation, scorecard: Scorecard, title: str, draft: bool
) -> tuple[tuple[str, str], ...]:
    """供页眉、封面、文件属性填写的字段。"""
    project = evaluation.project.name if evaluation.project is not None else ""
    return (
        ("title", title),
        ("unit.name", str(evaluation.unit.name)),
        ("unit.short", str(evaluation.unit.short)),
        ("unit.authority", str(evaluation.unit.authority or "")),
        ("project.name", str(project)),
        ("year", str(evaluation.year)),
        ("date", date_cn(evaluation.date)),
        ("grade", scorecard.grade),
        ("score", f"{scorecard.total:f}"),
        ("draft", "草稿" if draft else ""),
    )


SPEAKING = frozenset(("title", "text"))
"""有这两项的一条，自己就是一节文字。"""
TITLES = frozenset(("title", "name"))
"""能作小标题的。"""


class _Composer:
    """逐节展开：写块的人、全体的名字、现在的页面方向、第一个附件的方向。"""

    def __init__(self, writer: Writer, names: dict[str, object]) -> None:
        self.writer, self.names = writer, names
        self.page: Page = "portrait"
        self.first_page: Page = ""

    def front(self, title: str, body: list[Block]) -> Iterator[Block]:
        """封面和目录；都没有则为空。"""
        outline = self.writer.format.outline
        for spec in outline.cover:
            yield from self.writer.block(spec, {**self.names, "title": title})
        if outline.contents is not None:
            if outline.cover:
                yield Turn()
            entries: list[Entry] = []
            for block in body:
                if isinstance(block, Heading) and block.level <= outline.contents.levels:
                    entries.append(Entry(block.level, block.full))
            title = self.writer.render(outline.contents.title, self.names, outline.span)
            yield Contents(title, tuple(entries))

    def nodes(self, nodes: tuple[Node, ...], level: int, names: dict[str, object]) -> list[Block]:
        """同级各节，编号从一起；没有标题、不编号的不占序号。"""
        blocks: list[Block] = []
        number = 0
        for node in nodes:
            if not self.writer.present(node.when, names):
                continue
            for inner in self.repeated(node, names):
                if node.heading and node.numbered:
                    number += 1
                blocks += self.node(node, level, number, inner)
        return blocks

    def repeated(self, node: Node, names: dict[str, object]) -> list[dict[str, object]]:
        """一节展开几次，各次的名字。"""
        if node.topic:
            names = {**names, "topic": node.topic}
        if not node.repeats:
            return [names]
        items = self.writer.items(node.each, names, node.span)
        return [names_within(names, item) for item in items]

    def node(self, node: Node, level: int, number: int, names: dict[str, object]) -> list[Block]:
        """一节：换页、标题、内容、下级。"""
        before = self.page
        blocks: list[Block] = []
        if node.page == "new":
            blocks.append(Turn())
        elif node.page:
            blocks += self.turned(node.page)
        if node.each and not node.repeats:
            inner = self.each(node, level + 1, names)
        elif node.heading:
            inner = self.content(node, level + 1, names)
        else:
            inner = self.content(node, level, names)
        blocks += self.headed(node, level, number, names, inner)
        blocks += self.turned(before)
        return blocks

    def content(self, node: Node, level: int, names: dict[str, object]) -> list[Block]:
        """一节的内容块和下级；level 是下级的级别。"""
        blocks: list[Block] = []
        for spec in node.blocks:
            blocks += self.writer.block(spec, names)
        return blocks + self.nodes(node.children, level, names)

    def turned(self, page: Page) -> Iterator[Turn]:
        """换成这个方向；本来就是的不必换。"""
        if page != self.page:
            self.page = page
            yield Turn(page)

    def headed(
        self, node: Node, level: int, number: int, names: Names, inner: list[Block]
    ) -> list[Block]:
        """标题和内容；随文标题接在第一段的前面。"""
        if not node.heading:
            return inner
        text = tidy(self.writer.render(node.heading, names, node.span))
        mark = self.label(level, number) if node.numbered else ""
        if not node.run_in:
            return [Heading(level, mark, text, node.span), *inner]
        stop = "" if text.endswith("。") else "。"
        lead = Run(f"{mark}{text}{stop}", lead=True)
        if inner and isinstance(inner[0], Paragraph):
            first = inner[0]
            return [Paragraph((lead, *first.runs), first.role, first.origin), *inner[1:]]
        return [Paragraph((lead,), origin=node.span), *inner]

    def label(self, level: int, number: int) -> str:
        """第 level 级的第 number 个序号。"""
        numbering = self.writer.format.outline.numbering
        return label(numbering[min(level, len(numbering)) - 1], number)

    def each(self, node: Node, level: int, names: dict[str, object]) -> list[Block]:
        """每一条成为 level 级的一节。

        各条自己有文字的（问题、建议、带小标题的叙述），这一节的内容在各条之前印一次，下级在各条之后；
        没有的（项目、指标、资金行），内容和下级每条各印一次。
        """
        items = self.writer.items(node.each, names, node.span)
        if not items and comes_out(node.each):
            return [Paragraph(runs("无。"), origin=node.span)]
        vocabularies = [frozenset(words_in(item)) for item in items]
        if any(words and not words & TITLES for words in vocabularies):
            self.writer.untitled(node.each, node.span)
            return []
        blocks: list[Block] = []
        if all(words >= SPEAKING for words in vocabularies):
            for spec in node.blocks:
                blocks += self.writer.block(spec, names)
            for number, item in enumerate(items, 1):
                blocks += self.entry(node, level, number, item)
            return blocks + self.nodes(node.children, level, names)
        for number, item in enumerate(items, 1):
            blocks += self.entry(node, level, number, item)
            blocks += self.content(node, level + 1, names_within(names, item))
        return blocks

    def entry(self, node: Node, level: int, number: int, item: Any) -> list[Block]:
        """一条：小标题、正文；分条的用再下一级的序号。一条就是一句话的，编上号自成一段。"""
        origin = getattr(item, "span", None) or node.span
        mark = self.label(level, number)
        if not words_in(item):
            sentence = self.writer.render("{{ item }}", {"item": item}, node.span)
            return self.numbered(mark, sentence, origin)
        title = optional(item, "title") or optional(item, "name") or ""
        blocks: list[Block] = [Heading(level, mark, tidy(str(title)), origin)]
        text = optional(item, "text")
        if isinstance(item, ScoreLine):  # 评分表的一行，文字写在它的指标上
            text = item.indicator.text
        if isinstance(text, str):
            blocks += paragraphs(text, getattr(text, "span", None) or origin)
        listed = optional(item, "items")
        if isinstance(listed, tuple):
            for at, line in enumerate(listed, 1):
                if isinstance(line, str):
                    place = getattr(line, "span", None) or origin
                    blocks += self.numbered(self.label(level + 1, at), line, place)
        return blocks

    def numbered(self, mark: str, text: str, origin: Span | None) -> list[Block]:
        """编了号的一段；分行的，序号只在第一行。"""
        first, *rest = lines(text) or [""]
        return [Paragraph(runs(line), origin=origin) for line in (mark + first, *rest)]

    def appendix(self, entry: Appendix, *, first: bool) -> tuple[str, list[Block]]:
        """附件：标题（一行），和附件页上的标记、标题、内容。"""
        title = self.writer.render(entry.title, self.names, entry.span)
        blocks: list[Block] = []
        if first:
            self.page = self.first_page = entry.page
        else:
            blocks.append(Turn(entry.page if entry.page != self.page else ""))
            self.page = entry.page or self.page
        mark = self.writer.render(entry.mark, self.names, entry.span)
        blocks.append(Paragraph(runs(mark), "attachment", entry.span))
        blocks += [Paragraph(runs(line), "attachment_title", entry.span) for line in lines(title)]
        for spec in entry.blocks:
            blocks += self.writer.block(spec, self.names)
        blocks += self.nodes(entry.body, 1, self.names)
        return tidy(title.replace("\n", "")), blocks
