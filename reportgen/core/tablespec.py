"""表、表单、图的规定（tables.yaml）：列是数据，样子归 Word。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from reportgen.core.declare import (
    Either,
    Kinds,
    Many,
    Open,
    Turned,
    Words,
    declared,
    whole_number,
)
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen

Side = Literal["left", "center", "right"]
SIDES = Words(left="左", center="中", right="右")

Fit = Literal["", "page", "dense"]
FITS = Words(page="一页排完", dense="紧凑")
FIT_HINT = "page 缩字号和行距，尽量一页排完；dense 用小五号字，列多字多的表少占几页"

BLANK = "{{ '' }}"
"""什么也不印的模板。"""


def _heads(written: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(head) for head in (written if isinstance(written, tuple) else (written,)))


def _wording(written: str) -> str:
    """格里的文字；写明 value: "" 的是留空待填的一列（如签字）。"""
    return str(written) or BLANK


@frozen
class Column:
    """一列：表头（一层或多层）、格里的文字模板（value）或模板文件（text）、相对宽度、对齐、是否按组合并。"""

    head: tuple[str, ...] = declared(
        "表头", Either("wording", Many("text", "表头", least=2)), then=_heads
    )
    width: int = declared("宽度", "count", then=whole_number)
    value: str = declared("格里的文字", "wording", then=_wording, default="")
    text: str = declared("文字模板", default="")
    align: Side = declared("对齐", SIDES, default="left")
    merge: bool = declared("按层级合并", "flag", default=False)
    fixed: bool = declared(
        "宽度写死", "flag", hint="不写的，宽度是愿望：程序让整张表最矮", default=False
    )
    span: Span | None = field(default=None, compare=False, repr=False)


CELLS = Open(Turned("prose", str), "格里的文字")


@frozen
class Total:
    """合计行：标签，取自一个资金行（row）、逐列求和（sum 列名）或直接给出各列文字（cells）；at 定在末行或首行。"""

    label: str = declared("合计的名称")
    row: str = declared("取自哪一行", "path", default="")
    sum: tuple[str, ...] = declared("求和的列", Many(Turned("text", str), "列名"), default=())
    cells: tuple[tuple[str, str], ...] = declared("各列文字", CELLS, default=())
    at: Literal["top", "bottom"] = declared(
        "位置", Words(top="首行", bottom="末行"), default="bottom"
    )
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Subtotal:
    """小计行：在每个一级（level=1）或二级（level=2）指标之后，或“其中”各行之后；cells 是各列文字，没写的照列的写法。"""

    label: str = declared("小计的名称")
    level: int = declared("第几级", Words.of("1", "2"), then=int, default=1)
    cells: tuple[tuple[str, str], ...] = declared("各列文字", CELLS, default=())
    span: Span | None = field(default=None, compare=False, repr=False)


Role = Literal["grid", "scorecard"]
ROLES: dict[str, Role] = {"表格": "grid", "评分表": "scorecard"}


@frozen
class TableSpec:
    """一张表的规定：表题、金额单位、行从哪里来（路径）、各列、合计、角色、跨页是否重印层级标签。

    expand 是每行之后接着印的“其中”各行所在的字段；transpose 为真则行列对调（首列成为表头）。
    没有列的（rows 是数据文件的行）照文件的各列印。
    """

    name: str = ""
    title: str = declared("表题", default="")
    unit: str = declared("金额单位", default="")
    rows: str = declared("行的来处", "path", default="")
    role: Role = declared(
        "样式", Words.of(*ROLES), key="style", then=ROLES.__getitem__, default="grid"
    )
    repeated: bool | None = declared(
        "跨页重印层级标签",
        "flag",
        hint="不写则评分表重印，别的表不重印",
        key="repeat_labels",
        default=None,
    )
    columns: tuple[Column, ...] = declared("列", Many(Column, "列", least=1), default=())
    total: Total | None = declared("合计行", Total, default=None)
    expand: str = declared(
        "其中各行",
        Words(includes="资金行的其中", children="评分表行的下级"),
        hint="每行之后接着印它的“其中”各行",
        default="",
    )
    transpose: bool = declared("行列对调", "flag", default=False)
    subtotal: Subtotal | None = declared("小计行", Subtotal, default=None)
    fit: Fit = declared("疏密", FITS, hint=FIT_HINT, default="")
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def repeat_labels(self) -> bool:
        """跨页是否重印层级标签；没有写的，评分表重印。"""
        return self.role == "scorecard" if self.repeated is None else self.repeated


@frozen
class Box:
    """表单的一格：标签（label）、文字模板（value）或模板文件（text），横跨几列、竖跨几行、对齐。

    merge 是按第几级的组与上一行合并，0 为不合并。
    """

    label: str | None = declared("标签", "wording", default=None)
    value: str = declared("格里的文字", "wording", default="")
    text: str = declared("文字模板", default="")
    across: int = declared("横跨几列", "count", key="span", then=whole_number, default=1)
    down: int = declared("竖跨几行", "count", then=whole_number, default=1)
    align: Side | None = declared("对齐", SIDES, default=None)
    merge: int = declared("按第几级合并", Words.of("1", "2"), then=int, default=0)
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class BoxRow:
    """表单的一行；each 不空则每条一行。"""

    boxes: tuple[Box, ...]
    each: str = ""
    when: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class BoxGroup:
    """表单里的一组行；side 是左边竖跨整组的标签。"""

    rows: tuple[BoxRow | BoxGroup, ...]
    side: Box | None = None
    when: str = ""
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class WrittenRows:
    """表单里写成“键: 值”的一项：有 cells 的是一行（each 不空则每条一行），没有的是一组。"""

    side: Box | None = declared("左边竖跨整组的标签", Box, default=None)
    rows: tuple[BoxRow | BoxGroup, ...] = declared(
        "组里的各行", lambda: Many(BOX_ROW, "一行或一组", least=1), default=()
    )
    each: str = declared("行的来处", "path", default="")
    cells: tuple[Box, ...] | None = declared("一行的各格", Many(Box, "一格", least=1), default=None)
    when: str = declared("有此内容才出现", "path", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


def _row_or_group(written: WrittenRows) -> BoxRow | BoxGroup:
    if written.cells is not None:
        return BoxRow(written.cells, written.each, written.when, written.span)
    return BoxGroup(written.rows, written.side, written.when, written.span)


BOX_ROW: Either = Either(
    Many(Box, "一格", least=1, make=BoxRow), Turned(WrittenRows, _row_or_group)
)
"""表单的一行（一个列表）或一组（一组“键: 值”）。"""


@frozen
class FormSpec:
    """一张表单的规定：表题、金额单位、网格各列的相对宽度、自上而下的各行和各组。"""

    widths: tuple[int, ...] = declared(
        "网格各列的宽度", Many(Turned("count", whole_number), "宽度", least=1)
    )
    rows: tuple[BoxRow | BoxGroup, ...] = declared(
        "表单的各行", Many(BOX_ROW, "一行或一组", least=1)
    )
    name: str = ""
    title: str = declared("表题", default="")
    unit: str = declared("金额单位", default="")
    repeat_labels: bool = declared("跨页重印层级标签", "flag", default=True)
    fit: Fit = declared("疏密", FITS, hint=FIT_HINT, default="")
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class ChartSpec:
    """一张条形图的规定：图题、系列名、行从哪里来、每条的名称和数值（文字模板）。"""

    title: str = declared("图题")
    rows: str = declared("行的来处", "path")
    label: str = declared("每条的名称", "prose")
    value: str = declared("每条的数值", "prose")
    name: str = ""
    series: str = declared("系列名", default="")
    span: Span | None = field(default=None, compare=False, repr=False)


TABLE = Kinds(
    "Table",
    "kind",
    "种类",
    {"table": TableSpec, "form": FormSpec, "chart": ChartSpec},
    labels={"table": "表（不写即是）", "form": "表单", "chart": "条形图"},
    default="table",
)
TABLES = Open(TABLE, "表")
"""tables.yaml：名字到表、表单、图。"""


def boxes_of(rows: tuple[BoxRow | BoxGroup, ...]) -> Iterator[Box]:
    """表单里的各格，自上而下。"""
    for row in rows:
        if isinstance(row, BoxRow):
            yield from row.boxes
        else:
            if row.side is not None:
                yield row.side
            yield from boxes_of(row.rows)


def paths_of(rows: tuple[BoxRow | BoxGroup, ...]) -> Iterator[tuple[str, str, Span | None]]:
    """表单里的 when 和 each：哪个词、路径、出处。"""
    for row in rows:
        yield "when", row.when, row.span
        if isinstance(row, BoxRow):
            yield "each", row.each, row.span
        else:
            yield from paths_of(row.rows)


def wordings(spec: TableSpec | FormSpec | ChartSpec) -> Iterator[tuple[str, Span | None]]:
    """一张表里的全部文字模板，各带出处；模板文件（text）不在内。"""
    yield spec.title, spec.span
    if isinstance(spec, ChartSpec):
        yield spec.series, spec.span
        yield spec.label, spec.span
        yield spec.value, spec.span
    elif isinstance(spec, FormSpec):
        yield spec.unit, spec.span
        for box in boxes_of(spec.rows):
            yield box.label or box.value, box.span
    else:
        yield spec.unit, spec.span
        for column in spec.columns:
            yield from ((text, column.span) for text in (*column.head, column.value))
        for extra in (spec.total, spec.subtotal):
            if extra is not None:
                yield extra.label, extra.span
                yield from ((text, extra.span) for _, text in extra.cells)


def text_files(spec: TableSpec | FormSpec | ChartSpec) -> Iterator[tuple[str, Span | None]]:
    """一张表用到的模板文件，各带出处。"""
    if isinstance(spec, FormSpec):
        yield from ((box.text, box.span) for box in boxes_of(spec.rows) if box.text)
    elif isinstance(spec, TableSpec):
        yield from ((column.text, column.span) for column in spec.columns if column.text)
