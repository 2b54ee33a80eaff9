"""提纲：报告的章节、封面、目录和附件。词汇是封闭的：没有表达式，没有控制语句。"""

from __future__ import annotations

from dataclasses import field
from itertools import chain
from typing import Literal

from reportgen.core.declare import Many, Words, declared, spread, whole_number
from reportgen.core.diagnostics import Span
from reportgen.core.document import Page, ParagraphRole
from reportgen.core.frozen import frozen

BlockKind = Literal["text", "section", "table", "pictures", "chart"]
BLOCK_KINDS: tuple[BlockKind, ...] = ("text", "section", "table", "pictures", "chart")

STYLES: dict[str, ParagraphRole] = {
    "正文": "body",
    "表注": "note",
    "居中": "center",
    "落款": "signature",
    "封面标题": "cover_title",
    "封面文字": "cover",
}
"""内容块的样式（style）→ 段落的角色。"""


@frozen
class BlockSpec:
    """内容块：文字模板（text，文件名）、叙述（section，路径）、表（table，表名）、图片（pictures，归类）、图（chart，图名）。

    role 是段落的角色，只对文字模板和叙述有用。
    """

    kind: BlockKind
    name: str
    role: ParagraphRole = "body"
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Content:
    """一处内容的写法：几样里写一样或几样，各成一块（次序如 BLOCK_KINDS）；style 是文字的样式。"""

    text: str = declared("文字模板", default="")
    section: str = declared("叙述", "path", default="")
    table: str = declared("表", default="")
    pictures: str = declared("图片的归类", default="")
    chart: str = declared("图", default="")
    style: str = declared("样式", Words.of(*STYLES), default="正文")
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def blocks(self) -> tuple[BlockSpec, ...]:
        """写了的各样。"""
        role = STYLES[self.style]
        return tuple(
            BlockSpec(kind, getattr(self, kind), role, self.span)
            for kind in BLOCK_KINDS
            if getattr(self, kind)
        )


def _blocks(contents: tuple[Content, ...]) -> tuple[BlockSpec, ...]:
    return tuple(chain.from_iterable(content.blocks for content in contents))


CONTENTS = Many(Content, "内容块", least=1)
PAGES = {"portrait": "纵向", "landscape": "横向"}


@frozen
class Node:
    """提纲的一节：标题（可空，空则只印内容、不占序号），内容（own 和 more），下级。

    each 按条目展开：标题里引用 item 的，整节每条一次；否则标题一次，每条成为下一级的一节（有自己的文字的印文字，
    没有的印这一节的内容）。when 是必须有内容的路径。
    topic 是 with 交给模板的词。numbered 为假则没有序号；run_in 是随文标题；page 是从这一节起换页或换方向；
    required 为真的，只写“无”要提醒。
    """

    heading: str = declared("标题", default="")
    own: Content = spread(Content, default=Content())
    more: tuple[BlockSpec, ...] = declared(
        "内容块", CONTENTS, key="blocks", then=_blocks, default=()
    )
    children: tuple[Node, ...] = declared("下级", Many(lambda: Node, "一节", least=1), default=())
    each: str = declared("按条目展开", "path", default="")
    when: str = declared("有此内容才出现", "path", default="")
    topic: str = declared("交给模板的词", key="with", default="")
    numbered: bool = declared("有没有序号", "flag", default=True)
    run_in: bool = declared(
        "随文标题", "flag", hint="标题与第一段连写：（一）项目概况。……", default=False
    )
    page: Page | Literal["new"] = declared("换页", Words(new="另起一页", **PAGES), default="")
    required: bool = declared("要有内容", "flag", hint="这一节只写“无”的，提醒", default=False)
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def blocks(self) -> tuple[BlockSpec, ...]:
        """内容块：直接写在这一节的，和 blocks 里的。"""
        return (*self.own.blocks, *self.more)

    @property
    def repeats(self) -> bool:
        """整节按条目展开：标题里引用 item 的；没有标题的也是。"""
        return bool(self.each) and ("item" in self.heading or not self.heading)


@frozen
class Appendix:
    """附件：标记（“附件”“附表1”）、标题、内容块和自己的章节；listed 为真则在正文末列出“附件：标题”。"""

    mark: str = declared("附件标记")
    title: str = declared("附件标题", "prose")
    own: Content = spread(Content, default=Content())
    more: tuple[BlockSpec, ...] = declared(
        "内容块", CONTENTS, key="blocks", then=_blocks, default=()
    )
    body: tuple[Node, ...] = declared("附件的章节", Many(Node, "一节", least=1), default=())
    listed: bool = declared("正文末是否列出", "flag", default=False)
    when: str = declared("有此内容才出现", "path", default="")
    page: Page = declared("页面方向", Words(**PAGES), default="")
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def blocks(self) -> tuple[BlockSpec, ...]:
        """内容块：直接写在这一层的，和 blocks 里的。"""
        return (*self.own.blocks, *self.more)


@frozen
class ContentsSpec:
    """目录：标题，列到第几级。"""

    title: str = declared("目录标题")
    levels: int = declared("列到第几级", "count", then=whole_number, default=2)


@frozen
class Outline:
    """提纲：报告标题、各级序号样子、正文各节、附件、封面和目录。"""

    title: str = declared("报告标题", "prose")
    numbering: tuple[str, ...] = declared(
        "各级序号", Many(Words.of("一、", "（一）", "1.", "（1）"), "序号样子", least=1)
    )
    body: tuple[Node, ...] = declared("正文", Many(Node, "一节", least=1))
    appendix: tuple[Appendix, ...] = declared("附件", Many(Appendix, "附件"), default=())
    cover: tuple[BlockSpec, ...] = declared("封面", CONTENTS, then=_blocks, default=())
    contents: ContentsSpec | None = declared("目录", ContentsSpec, default=None)
    span: Span | None = field(default=None, compare=False, repr=False)
