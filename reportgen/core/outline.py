"""提纲：报告的章节、封面、目录和附件。词汇是封闭的：没有表达式，没有控制语句。"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

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
class Node:
    """提纲的一节：标题（可空，空则只印内容、不占序号），内容块（按次序），下级。

    each 按条目展开：标题里引用 item 的，整节每条一次；否则标题一次，每条成为下一级的一节（有自己的文字的印文字，
    没有的印这一节的内容）。when 是必须有内容的路径。
    topic 是 with 交给模板的词。numbered 为假则没有序号；run_in 是随文标题；page 是从这一节起换页或换方向；
    required 为真的，只写“无”要提醒。
    """

    heading: str = ""
    blocks: tuple[BlockSpec, ...] = ()
    children: tuple[Node, ...] = ()
    each: str = ""
    when: str = ""
    topic: str = ""
    numbered: bool = True
    run_in: bool = False
    page: Page | Literal["new"] = ""
    required: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def repeats(self) -> bool:
        """整节按条目展开：标题里引用 item 的；没有标题的也是。"""
        return bool(self.each) and ("item" in self.heading or not self.heading)


@frozen
class Appendix:
    """附件：标记（“附件”“附表1”）、标题、内容块和自己的章节；listed 为真则在正文末列出“附件：标题”。"""

    mark: str
    title: str
    blocks: tuple[BlockSpec, ...] = ()
    body: tuple[Node, ...] = ()
    listed: bool = False
    when: str = ""
    page: Page = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class ContentsSpec:
    """目录：标题，列到第几级。"""

    title: str
    levels: int = 2


@frozen
class Outline:
    """提纲：报告标题、各级序号样子、正文各节、附件、封面和目录。"""

    title: str
    numbering: tuple[str, ...]
    body: tuple[Node, ...]
    appendix: tuple[Appendix, ...] = ()
    cover: tuple[BlockSpec, ...] = ()
    contents: ContentsSpec | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
