"""打算的值：几页（Sheet），每页几张表单（Form）和表（Table），每张几格（Field）。

由形状而来，见 source/plan.py。
"""

from __future__ import annotations

from itertools import chain
from typing import Literal

from reportgen.core.declare import Rollover
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape

ROW = "*"
"""路径里列表的一行。"""

Path = tuple[str, ...]
"""从输入开头到一处的各个键；列表的行写作 ROW。"""

FieldKind = Literal["value", "lines", "yaml"]
"""一格里写什么：一个值；几行，一行一项；一段 YAML（高级）。"""

TableKind = Literal["rows", "sections", "names"]
"""表的种类：一行一个对象；叙述，凭节名；名字到值。"""


@frozen
class Field:
    """一格：从所在的块起的键、中文名、写什么、必不必填。提示、写法、可选的词都在形状里。

    要点认定那样写一个词（all）或几个份额的，也是几行（lines）：只有一行而正是那个词，就是那个词。
    """

    keys: Path
    title: str
    kind: FieldKind
    required: bool
    shape: Shape

    @property
    def hint(self) -> str:
        """填时的提示，和各个词的说明。"""
        return self.shape.help

    @property
    def way(self) -> str:
        """怎么写：读法的词，如 money；一行一项的是各项的。"""
        return self._item.format

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """可选的词和中文说明；凭它填的，没有则为空。"""
        single = next((way.words for way in self.shape.choices if way.words), ())
        return self._item.words or single

    @property
    def _item(self) -> Shape:
        ways = [way for way in self.shape.choices if way.kind == "array"] or [self.shape]
        return ways[0].items or ways[0]

    @property
    def rollover(self) -> Rollover:
        """转年度时怎么办。"""
        return self.shape.rollover


@frozen
class Section:
    """叙述的一节：键、标题、必不必填；可以是一段文字，可以是带小标题的几段，或两样都可以。"""

    key: str
    title: str
    required: bool
    text: bool
    passages: bool
    hint: str = ""


@frozen
class Form:
    """表单：一个对象自己的各个值。"""

    path: Path
    title: str
    required: bool
    fields: tuple[Field, ...]
    hint: str = ""


@frozen
class Table:
    """表：一个列表（叙述、名字到值也是）。

    parent 是上级行所在的表，total 是末尾一行合计的路径，没有则为空。
    sections 是叙述里定了的各节；closed 是说不能写别的节。
    """

    path: Path
    title: str
    required: bool
    columns: tuple[Field, ...]
    kind: TableKind = "rows"
    parent: Path = ()
    total: Path = ()
    total_title: str = ""
    total_columns: tuple[Field, ...] = ()
    sections: tuple[Section, ...] = ()
    closed: bool = False
    least: int = 0
    hint: str = ""


Block = Form | Table


@frozen
class Sheet:
    """一页：名字、上面的表单和表。key 是输入开头的键，第一页为空。"""

    key: str
    title: str
    blocks: tuple[Block, ...]


@frozen
class Plan:
    """一种格式的输入怎么填：各页。"""

    sheets: tuple[Sheet, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """全部表单和表，按页的次序。"""
        return tuple(chain.from_iterable(sheet.blocks for sheet in self.sheets))
