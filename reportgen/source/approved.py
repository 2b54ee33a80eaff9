"""读批复的绩效目标表：xlsx 里找有“指标名称”（或“三级指标”）和“指标值”两栏的表，.yaml 取它的 indicators。

表头前面可以有许多行（项目名称、资金、总体目标）；符号、指标值、单位分成几栏的接起来。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.core.approved import ApprovedRow
from reportgen.core.diagnostics import Source, Span
from reportgen.core.quantity import NotANumber, Quantity
from reportgen.core.target_text import read_target_text
from reportgen.source.files import decode_text
from reportgen.source.grid import BadTable, cell_label
from reportgen.source.tree import Mapping as Node_Mapping
from reportgen.source.tree import Node, Scalar, Sequence, parse
from reportgen.source.workbook import Workbook

NAMES = ("三级指标", "指标名称", "绩效指标", "指标")
TARGETS = ("年度指标值", "指标值", "目标值", "年度目标值", "绩效指标值", "全年指标值")
SIGNS = ("符号", "指标性质", "计算符号", "指标方向", "性质")
UNITS = ("单位", "计量单位", "度量单位", "指标单位")
WEIGHTS = ("分值", "权重", "分值权重", "指标分值")
MOST_ROWS = 2_000
_DECORATION = re.compile(r"[（(].*?[)）]|[\s*＊:：]")

Columns = dict[str, int]


def read_approved(data: bytes, name: str) -> tuple[ApprovedRow, ...]:
    """文件的字节 → 各行。没有这样的表抛 BadTable。name 是诊断里的文件名。"""
    if name.lower().endswith((".yaml", ".yml")):
        return tuple(_of_yaml(data, name))
    from reportgen.source.sheets import open_xlsx

    book = open_xlsx(data)
    for sheet in book.sheets:
        if sheet not in book.hidden:
            rows = tuple(_of_sheet(book, sheet, name))
            if rows:
                return rows
    raise BadTable("里面没有找到有“指标名称”（或“三级指标”）和“指标值”两栏的表")


def _of_yaml(data: bytes, name: str) -> Iterator[ApprovedRow]:
    source, problems = decode_text(data, name)
    tree, more = parse(source) if not problems else (None, ())
    if tree is None:
        raise BadTable((problems + more)[0].message.rstrip("。"))
    listed = tree.get("indicators") if isinstance(tree, Node_Mapping) else None
    if not isinstance(listed, Sequence):
        raise BadTable("里面没有 indicators（指标）这一项")
    for row in listed.items:
        if isinstance(row, Node_Mapping) and _text(row, "name"):
            yield _row(_text(row, "name"), _text(row, "target"), _text(row, "weight"), row.span)


def _text(row: Node_Mapping, key: str) -> str:
    node: Node | None = row.get(key)
    return node.text.strip() if isinstance(node, Scalar) else ""


def _of_sheet(book: Workbook, sheet: str, name: str) -> Iterator[ApprovedRow]:
    """一张工作表里表头以下的各行；没有这样的表头则没有。"""
    cells, _ = book.read_each(sheet)
    rows: dict[int, dict[int, str]] = {}
    for cell in cells:
        rows.setdefault(cell.row, {})[cell.column] = cell.text
    columns: Columns = {}
    source = Source(name)
    for number in sorted(rows)[:MOST_ROWS]:
        row = rows[number]
        if not columns:
            columns = _columns(row)
            continue
        indicator = row.get(columns["name"], "")
        target, weight = _target(row, columns), row.get(columns.get("weight", 0), "")
        if not indicator or not (target or weight) or _columns(row):
            continue
        label = cell_label(sheet, number, columns["name"])
        span = Span(source, 1, 1, 0, 0, label)
        yield _row(indicator, target, weight, span)


def _columns(row: Mapping[int, str]) -> Columns:
    """是表头的一行：各栏在哪一列；不是的为空。"""
    heads = {
        _DECORATION.sub("", text): column for column, text in sorted(row.items(), reverse=True)
    }
    kinds = (("name", NAMES), ("target", TARGETS), ("sign", SIGNS), ("unit", UNITS))
    columns: Columns = {}
    for kind, words in (*kinds, ("weight", WEIGHTS)):
        found = next((heads[word] for word in words if word in heads), None)
        if found is not None:
            columns[kind] = found
    return columns if {"name", "target"} <= columns.keys() else {}


def _target(row: Mapping[int, str], columns: Columns) -> str:
    """指标值；符号、单位另成一栏的接上。"""
    value = row.get(columns["target"], "").strip()
    sign = row.get(columns.get("sign", 0), "").strip()
    unit = row.get(columns.get("unit", 0), "").strip()
    if not value:
        return ""
    if sign and not value.startswith(sign):
        value = f"{_SIGNS.get(sign, sign)}{value}"
    return value if not unit or value.endswith(unit) else f"{value}{unit}"


_SIGNS = {"定性": "", "大于等于": "≥", "小于等于": "≤", "等于": "=", "大于": ">", "小于": "<"}


def _row(name: str, target: str, weight: str, span: Span) -> ApprovedRow:
    return ApprovedRow(
        name.strip(),
        read_target_text(target, span) if target else None,
        _number(weight),
        span,
    )


def _number(text: str) -> Quantity | None:
    try:
        return Quantity.parse(text) if text else None
    except NotANumber:
        return None
