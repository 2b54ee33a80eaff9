"""认表：从别处来的报告里，凭表头认出评分表和资金表。认不出的不猜。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell, PlainTable
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.target import Target
from reportgen.core.target_text import read_actual_text, read_target_text
from reportgen.core.text import Text

POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)分[）)]")
"""一级、二级指标后面印的分值。"""
_TOTAL = re.compile(r"(?:总\s*分|总\s*计|合\s*计|总得分)[:：]?")
_HEADS = {
    "level1": r"一级指标",
    "level2": r"二级指标",
    "name": r"三级指标|指标名称",
    "target": r"(?:年度|年初)?(?:指标值|目标值)",
    "actual": r"(?:实际|全年)完成(?:值|情况)",
    "weight": r"(?:标准)?分值|权重|标准分",
    "score": r"(?:自评|评价)?得分|自评分",
    "deviation": r"(?:偏差|扣分|未完成)原因(?:分析)?(?:[及和](?:拟采取的)?改进措施)?",
}
_FUND_HEADS = {
    "initial": r"(?:年初|年度|批复)?预算(?:安排|批复)?(?:数|金额|资金)?",
    "added": r"追加(?:预算)?(?:数|金额)?",
    "adjusted": r"(?:全年|调整后|调整)预算(?:数|金额)?",
    "arrived": r"(?:实际|资金)?到位(?:数|资金|金额)?",
    "spent": r"(?:(?:全年|实际|年度)?(?:执行|支出|使用)|决算)(?:数|金额)?",
    "rate": r"(?:预算|资金)?执行率",
    "weight": _HEADS["weight"],
    "score": _HEADS["score"],
}
"""列 → 表头的写法；几种都像的，取排在前面的一列。"""
_BESIDES = re.compile(r"\s|[（(][^（）()]*[）)]|[A-CＡ-Ｃ]$")
"""表头里不算名称的：空格，括号里的单位和算式，末尾的代号。"""
_FUND_TOTAL = re.compile(r"年度资金总额|资金总额|合\s*计|总\s*计")


_BLANK = re.compile(r"[-—–－―/／\\\s]*|无|不适用")
"""没有数的格子里写的。"""


@frozen
class ScoreRow:
    """评分表的一行：名称、指标值、实绩、分值、得分、原因等各在哪一格；没有这一列的为 None。"""

    name: PlainCell
    level1: PlainCell | None
    level2: PlainCell | None
    target: PlainCell | None
    actual: PlainCell | None
    weight: PlainCell
    score: PlainCell
    deviation: PlainCell | None = None


@frozen
class ScoreTable:
    """认出的评分表：各行，总分行的分值和得分（没有总分行则为 None），同一张表里资金一块的分值和得分。

    finals 是总分行里分值以外的各格（自评分、复核分）；others 说表里另有不占分值的得分（附加分、扣分）。
    """

    rows: tuple[ScoreRow, ...]
    finals: tuple[PlainCell, ...] = ()
    others: bool = False
    total_weight: PlainCell | None = None
    total_score: PlainCell | None = None
    fund: FundTable | None = None


@frozen
class FundRow:
    """资金表的一行：名称和各列的格子。"""

    name: PlainCell
    cells: dict[str, PlainCell]

    def number(self, column: str) -> Decimal | None:
        """一列的数；没有这一列，或不是数，为 None。"""
        cell = self.cells.get(column)
        return number_in(cell) if cell is not None else None


@frozen
class FundTable:
    """认出的资金表：各行，和其中的合计行（没有则为 None）。"""

    rows: tuple[FundRow, ...]
    total: FundRow | None


def target_in(cell: PlainCell | None, year: int) -> Target | None:
    """一格里的指标值；空的为 None。year 是没有写年份的期限的年，0 是看不出。"""
    if cell is None or not cell.text:
        return None
    target = read_target_text(str(cell.text), cell.text.span)
    if target.deadline is None:
        return target
    return replace(target, deadline=target.deadline.on_calendar(year, {}))


def actual_in(cell: PlainCell | None) -> Quantity | None:
    """一格里做到的数；不是数的为 None。"""
    return None if cell is None else read_actual_text(str(cell.text), cell.text.span)


def quantity_in(cell: PlainCell | None) -> Quantity | None:
    """一格里的数量；不是数的为 None。"""
    if cell is None or not cell.text:
        return None
    text = str(cell.text).lstrip("≥≤＞＜><=＝》《 ")
    try:
        return Quantity.parse(text, cell.text.span)
    except NotANumber:
        return None


def number_in(cell: PlainCell | None) -> Decimal | None:
    """一格里的数；带别的字（百分号、分除外）的不算。"""
    quantity = quantity_in(cell)
    return (
        quantity.number
        if quantity is not None and quantity.unit in {"", "%", "％", "分", "万元", "元"}
        else None
    )


def unreadable(cell: PlainCell | None) -> bool:
    """格里有字，读不成数，也不是表示没有的横线。"""
    if cell is None or number_in(cell) is not None:
        return False
    return _BLANK.fullmatch(cell.text) is None


def score_table(table: PlainTable) -> ScoreTable | None:
    """这张表（或它的一段）是不是评分表。"""
    for at, row in enumerate(table.rows):
        columns = _columns(row, _SCORE_HEAD)
        if {"weight", "score", "name"} <= set(columns):
            return _score_rows(table, at, _head_of_target(table, at, columns), columns)
    return None


def _columns(row: tuple[PlainCell, ...], heads: str) -> dict[str, int]:
    """表头一行 → 各列的位置。同名的列取第一列；每级指标后面都有分值的，取紧挨着得分的那一列。"""
    columns: dict[str, int] = {}
    for column, cell in enumerate(row):
        head = re.fullmatch(heads, _BESIDES.sub("", cell.text))
        name = head.lastgroup if head is not None else None
        if name is None:
            continue
        if name not in columns or (name == "weight" and "score" not in columns):
            columns[name] = column
    return columns


def _any_of(heads: Mapping[str, str]) -> str:
    """各列的写法并成一个式子，认出的是哪一列看 lastgroup：一格只套一次。"""
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in heads.items())


_SCORE_HEAD, _FUND_HEAD = _any_of(_HEADS), _any_of(_FUND_HEADS)


def _head_of_target(table: PlainTable, at: int, columns: dict[str, int]) -> int:
    """指标值的表头在哪一行：表头有两行的，“年度指标值”在上一行，这一行是它的符号、值、单位。"""
    if "target" in columns or not at:
        return at
    above = _columns(table.rows[at - 1], _SCORE_HEAD)
    if "target" not in above:
        return at
    columns["target"] = above["target"]
    return at - 1


def _score_rows(table: PlainTable, head: int, top: int, columns: dict[str, int]) -> ScoreTable:
    rows: list[ScoreRow] = []
    weight = score = None
    finals: tuple[PlainCell, ...] = ()
    others = False
    for row in table.rows[head + 1 :]:
        if len(row) <= max(columns.values()):
            continue
        before = [str(cell.text).replace(" ", "") for cell in row[: columns["weight"]]]
        if any(_TOTAL.fullmatch(text) for text in before):
            weight, score = row[columns["weight"]], row[columns["score"]]
            finals = tuple(
                cell for cell in dict.fromkeys(row[columns["weight"] :]) if cell is not weight
            )
            break
        if "小计" in before:
            continue
        others = others or (
            not row[columns["weight"]].text and bool(number_in(row[columns["score"]]))
        )
        if (
            number_in(row[columns["weight"]]) is None
            or row[columns["name"]] is row[columns["weight"]]
        ):
            continue
        cells = {name: row[column] for name, column in columns.items()}
        if "target" in cells:
            cells["target"] = _spread(table.rows[top], row, columns["target"])
        rows.append(
            ScoreRow(
                cells["name"],
                cells.get("level1"),
                cells.get("level2"),
                cells.get("target"),
                cells.get("actual"),
                cells["weight"],
                cells["score"],
                cells.get("deviation"),
            )
        )
    above = PlainTable(table.number, table.rows[:head])
    return ScoreTable(tuple(rows), finals, others, weight, score, fund_table(above))


def _spread(head: tuple[PlainCell, ...], row: tuple[PlainCell, ...], first: int) -> PlainCell:
    """指标值的一格。表头的一格下面分成符号、值、单位几列的，几格的字连起来看。"""
    cells = [row[column] for column in range(first, len(head)) if head[column] is head[first]]
    distinct = list(dict.fromkeys(cells))
    if len(distinct) == 1:
        return distinct[0]
    text = "".join(str(cell.text) for cell in distinct)
    return replace(distinct[0], text=Text(text, distinct[0].text.span))


def fund_table(table: PlainTable) -> FundTable | None:
    """这张表（或它的一段）是不是资金表：有预算、支出两列，又有到位或执行率一列。"""
    for at, row in enumerate(table.rows):
        columns = _columns(row, _FUND_HEAD)
        if (
            "spent" in columns
            and {"initial", "adjusted"} & set(columns)
            and {"rate", "arrived"} & set(columns)
        ):
            rows = tuple(_fund_rows(table.rows[at + 1 :], columns))
            total = next((each for each in rows if _FUND_TOTAL.search(str(each.name.text))), None)
            return FundTable(rows, total) if rows else None
    return None


def _fund_rows(
    rows: tuple[tuple[PlainCell, ...], ...], columns: dict[str, int]
) -> Iterator[FundRow]:
    first = min(columns.values())
    for row in rows:
        if len(row) <= max(columns.values()):
            return
        cells = {name: row[column] for name, column in columns.items()}
        numbers = [
            number_in(cells[name]) for name in ("initial", "adjusted", "spent") if name in cells
        ]
        name = row[first - 1] if first else row[0]
        if all(number is None for number in numbers):
            if any(cell.text for cell in cells.values()):
                return
            continue
        yield FundRow(name, cells)
