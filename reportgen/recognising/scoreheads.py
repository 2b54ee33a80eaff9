"""评分表的表头：各种列在哪里，一行是不是评分表的表头。"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.recognising.heads import SCORE_HEADS, Column, columns_of, label_of

FEWEST_HEADS = 2
"""表头一行自己至少认得这么多列，空着的才看上一行。"""
Row = Sequence[PlainCell]


@frozen
class Layout:
    """评分表的列：第几行是表头，各种列在哪里；有几列的都在内。

    name 是名称一列，最细的一级；weight 是分值一列；needed 是一行至少要有这么多列。各行都要问，所以算一次。
    """

    head: Row
    above: Row
    columns: tuple[Column, ...]
    places: Mapping[str, tuple[int, ...]]
    name: int | None
    weight: int | None
    needed: int

    @classmethod
    def of(cls, head: Row, above: Row, columns: tuple[Column, ...]) -> Layout:
        """从表头的各列来。"""
        places: dict[str, tuple[int, ...]] = {}
        for column in columns:
            places[column.role] = (*places.get(column.role, ()), column.at)
        needed = max((column.at for column in columns), default=-1) + 1
        return cls(head, above, columns, places, _name(places), _weight(places), needed)

    def all(self, role: str) -> tuple[int, ...]:
        """一种列的各列。"""
        return self.places.get(role, ())

    def first(self, role: str) -> int | None:
        """一种列的第一列；没有为 None。"""
        places = self.places.get(role)
        return places[0] if places else None


def _name(columns: Mapping[str, tuple[int, ...]]) -> int | None:
    """名称一列：最细的一级。"""
    for role in ("level4", "level3", "name", "level2", "level1"):
        places = columns.get(role)
        if places:
            return places[-1] if role == "name" else places[0]
    return None


def _weight(columns: Mapping[str, tuple[int, ...]]) -> int | None:
    """分值一列：每级后面都有的，取第一个得分之前紧挨着它的。"""
    places, scores = columns.get("weight", ()), columns.get("score", ())
    before = [at for at in places if scores and at < scores[0]]
    return before[-1] if before else next(iter(places), None)


def layout_at(table: PlainTable, at: int) -> Layout | None:
    """第 at 行是不是评分表的表头。"""
    row = table.rows[at]
    above = table.rows[at - 1] if at else ()
    columns = _both_rows(row, above)
    if not columns:
        return None
    layout = Layout.of(row, above, columns)
    if layout.name is None:
        return None
    scored = layout.weight is not None and layout.first("score") is not None
    reported = layout.first("actual") is not None and (
        layout.first("target") is not None or layout.first("score") is not None
    )
    rated = layout.first("score") is not None and layout.first("rate") is not None
    return layout if scored or reported or rated else None


def _both_rows(row: Row, above: Row) -> tuple[Column, ...]:
    """表头有两行的：这一行没有的列，上一行有的（“年度指标值”之下是符号、值、单位）也算。"""
    if len(columns_of(row, (), SCORE_HEADS)) < FEWEST_HEADS:
        return ()
    columns = columns_of(row, above, SCORE_HEADS)
    known = {column.role for column in columns}
    more = [
        column
        for column in columns_of(above, (), SCORE_HEADS)
        if column.role not in known and column.at < len(row)
    ]
    return tuple(sorted((*columns, *more), key=lambda column: column.at))


def same_titles(row: Row, head: Row) -> bool:
    """跨页重印的表头。"""
    return [label_of(str(cell.text)) for cell in row] == [label_of(str(cell.text)) for cell in head]
