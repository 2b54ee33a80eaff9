"""报告的结构：一份 Document 是封面与目录、正文、附件三部分，各是一串块：标题、段落、表、图、换页。

只有角色（role），没有字体；角色到样式名的对应在 word/roles.py。每个段落记得它的出处（origin，比较时不计）。
这棵树同时是 Word、Markdown 和文字核对的依据，也是把 Word 读回来得到的东西。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

Align = Literal["left", "center", "right", "both"]
Merge = Literal["", "start", "continue"]


@frozen
class Run:
    """一段同样的字：文字，加粗，或作随文标题（lead，楷体的“（一）项目概况。”）。

    note 不空的是一个脚注：这里印注号，note 是脚注的文字，text 为空。
    """

    text: str
    bold: bool = False
    lead: bool = False
    note: str = ""


@frozen
class Heading:
    """标题：级别 1–4，序号文字（`一、`；可空）和标题文字。"""

    level: int
    label: str
    text: str
    origin: Span | None = field(default=None, compare=False, repr=False)

    @property
    def full(self) -> str:
        """印出来的整行。"""
        return self.label + self.text


ParagraphRole = Literal[
    "body",
    "note",
    "center",
    "signature",
    "cover_title",
    "cover",
    "attachments",
    "attachment",
    "attachment_title",
]


@frozen
class Paragraph:
    """段落：正文（body）、表注（note）、居中（center）、落款（signature，署名和成文日期）、封面的标题与各行
    （cover_title、cover）、正文末的附件说明（attachments，“附件：……”）、附件页首的附件标记
    （attachment，“附件1”“附表1”）和附件标题（attachment_title）。"""

    runs: tuple[Run, ...]
    role: ParagraphRole = "body"
    origin: Span | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """整段文字。"""
        return "".join(run.text for run in self.runs)


CellRole = Literal["text", "number", "head", "label"]


@frozen
class Cell:
    """单元格：若干段文字、横跨列数、竖向合并、对齐、角色（文字、数字、表头、层级标签）。

    竖向合并：start 起、continue 承上（没有文字）。横跨而被盖住的格子不出现。
    """

    paragraphs: tuple[str, ...] = ("",)
    span: int = 1
    merge: Merge = ""
    align: Align = "left"
    role: CellRole = "text"

    @property
    def text(self) -> str:
        """格里的文字，各段之间换行。"""
        return "\n".join(self.paragraphs)


@frozen
class Row:
    """表的一行。"""

    cells: tuple[Cell, ...]
    origin: Span | None = field(default=None, compare=False, repr=False)


TableRole = Literal["grid", "scorecard", "form"]


@frozen
class Table:
    """表：表题、金额单位、列宽（相对值）、表头行数、各行（表头在前）、角色。

    repeat_labels：合并的层级标签跨页时在新页首再印一次。列宽和这一项只管版面，比较时不计。
    fixed 是宽度写死了的各列（从 0 数）；fit 是疏密：page 尽量一页排完，dense 紧凑。
    """

    caption: str
    unit: str
    widths: tuple[int, ...] = field(compare=False)
    header_rows: int
    rows: tuple[Row, ...]
    role: TableRole = "grid"
    repeat_labels: bool = field(default=False, compare=False)
    origin: Span | None = field(default=None, compare=False, repr=False)
    fixed: tuple[int, ...] = field(default=(), compare=False, repr=False)
    fit: Literal["", "page", "dense"] = field(default="", compare=False, repr=False)


Page = Literal["", "portrait", "landscape"]


@frozen
class Turn:
    """换页：page 为空是同一方向另起一页，否则从这里起改用纵向或横向的页面。方向没有变的不必写。"""

    page: Page = ""


@frozen
class Entry:
    """目录的一行：级别 1–3、文字（带序号）、页码（不知道则为空）。"""

    level: int
    text: str
    page: str = ""


@frozen
class Contents:
    """目录：标题和各行。各行照印，不靠打开时更新，任何软件里都不会是空的。"""

    title: str
    entries: tuple[Entry, ...]


@frozen
class Picture:
    """图片：图题、文件内容、宽高（像素）、扩展名（png、jpeg）；description 供读屏软件。"""

    caption: str
    data: bytes = field(repr=False)
    width: int
    height: int
    suffix: Literal["png", "jpeg"]
    description: str = ""
    origin: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Chart:
    """条形图（Word 里可编辑）：图题、系列名、各类名称和数值（照印的数）、数值的单位（如 %）。"""

    caption: str
    series: str
    categories: tuple[str, ...]
    values: tuple[Decimal, ...]
    unit: str = ""
    origin: Span | None = field(default=None, compare=False, repr=False)


Block = Heading | Paragraph | Table | Turn | Contents | Picture | Chart


@frozen
class Document:
    """报告：标题（各行）、封面与目录（front，可空）、正文、附件（可空），以及供页眉等填写的字段。

    front 自成一节，没有页码，正文从第 1 页起；附件另起一节，appendix_page 是它的方向，空则由 Word 模板定。
    fields 是 (名字, 文字) 对，如 ("unit.name", "南京市企业服务中心")；draft 为真时各页标“草稿”。
    """

    title: tuple[str, ...]
    body: tuple[Block, ...]
    appendix: tuple[Block, ...] = ()
    fields: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    draft: bool = False
    front: tuple[Block, ...] = ()
    appendix_page: Page = field(default="", compare=False)

    def blocks(self) -> Iterator[Block]:
        """封面、正文和附件的全部块。"""
        yield from self.front
        yield from self.body
        yield from self.appendix
