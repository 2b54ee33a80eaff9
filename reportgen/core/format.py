"""报告格式（Format）：一个格式文件夹读进来以后的全部内容。只有值；读取和互查在 formats/。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from reportgen.core.diagnostics import Severity, Source, Span
from reportgen.core.frozen import frozen
from reportgen.core.model import Target, Text
from reportgen.core.rule import Rule


@frozen
class Numbers:
    """数字的印法：金额是否分节、金额位数、百分率位数。"""

    group: bool = False
    money_places: int = 2
    rate_places: int = 2


@frozen
class Rounding:
    """舍入：得分位数；at=indicator 先逐项舍入再求和，at=total 只在总分舍入。"""

    score_places: int = 2
    at: Literal["indicator", "total"] = "indicator"


@frozen
class Grade:
    """等级：名称和下限（含）。"""

    name: str
    lower: Decimal


@frozen
class Tier:
    """评判档次：名称和份额下限（含）；上限是高一档的下限（不含），最高一档到 1（含）。"""

    name: str
    lower: Decimal


@frozen
class Manifest:
    """format.yaml：谁发布、适用哪些年度、数字与舍入、档次、等级、满分。"""

    id: str
    title: str
    authority: str
    kind: Literal["whole", "project", "department"]
    editions: str
    unit_of_money: str
    numbers: Numbers
    rounding: Rounding
    score_from: Literal["rounded", "exact"]
    tiers: tuple[Tier, ...]
    grades: tuple[Grade, ...]
    full_marks: Decimal
    reasons: Severity
    met: Literal["target", "full_score"]


@frozen
class CatalogueEntry:
    """指标库的一个三级指标：分值、年度指标值、解释、规则、实绩的来处（measure）。"""

    name: Text
    level1: str
    level2: str
    weight: Decimal
    target: Target | None
    rule: Rule | None
    definition: str = ""
    measure: str = ""
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class OpenGroup:
    """开放的一级指标：单位自设其下的二、三级指标。weight 是规定的合计分值（可空），rule 是默认规则。"""

    level1: str
    weight: Decimal | None = None
    rule: Rule | None = None
    counted: bool = True
    printed: bool = True
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Catalogue:
    """指标库：按附表次序的条目，和定量、定性指标的默认规则。"""

    entries: tuple[CatalogueEntry | OpenGroup, ...]
    quantitative: Rule | None = None
    qualitative: Rule | None = None
    reference: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Node:
    """提纲的一节：标题，内容块（按次序），下级，或按条目展开（each）。when 是必须有内容的路径。

    blocks 的每一块是 ("text", 文件名) | ("section", 路径) | ("table", 表名)。topic 是提纲里 with 交给模板的词。
    """

    heading: str
    blocks: tuple[tuple[Literal["text", "section", "table"], str], ...] = ()
    children: tuple[Node, ...] = ()
    each: str = ""
    when: str = ""
    topic: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Appendix:
    """附件：标记（“附件”“附表1”）、标题和内容块；listed 为真则在正文末列出“附件：标题”。"""

    mark: str
    title: str
    blocks: tuple[tuple[Literal["text", "section", "table"], str], ...]
    listed: bool = False
    when: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Outline:
    """提纲：报告标题、各级序号样子、正文各节、附件。"""

    title: str
    numbering: tuple[str, ...]
    body: tuple[Node, ...]
    appendix: tuple[Appendix, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Column:
    """一列：表头（一层或多层）、格里的文字模板（value）或模板文件（text）、相对宽度、对齐、是否按指标层级合并。"""

    head: tuple[str, ...]
    width: int
    value: str = ""
    text: str = ""
    align: Literal["left", "center", "right"] = "left"
    merge: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Total:
    """合计行：标签，取自一个资金行（row）、逐列求和（sum 列名）或直接给出各列文字（cells）；at 定在末行或首行。"""

    label: str
    row: str = ""
    sum: tuple[str, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    at: Literal["top", "bottom"] = "bottom"
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class TableSpec:
    """一张表的规定：表题、金额单位、行从哪里来（路径）、各列、合计、角色、跨页是否重印层级标签。"""

    name: str
    title: str
    rows: str
    columns: tuple[Column, ...]
    unit: str = ""
    total: Total | None = None
    role: Literal["grid", "scorecard"] = "grid"
    repeat_labels: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Format:
    """报告格式：manifest、指标库、提纲、表、文字模板、输入的形状和 Word 模板所在的文件夹。"""

    manifest: Manifest
    catalogue: Catalogue
    outline: Outline
    tables: tuple[TableSpec, ...]
    texts: tuple[tuple[str, Source], ...]
    shared: tuple[tuple[str, Source], ...]
    schema: Mapping[str, Any]
    folder: Path
    digest: str
    source: Source

    @property
    def id(self) -> str:
        """格式代号，即文件夹名。"""
        return self.manifest.id

    def table(self, name: str) -> TableSpec:
        """按名字取一张表的规定；没有则 KeyError（formats.check 已先查过）。"""
        for spec in self.tables:
            if spec.name == name:
                return spec
        raise KeyError(name)
