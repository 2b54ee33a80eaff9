"""填报表的试验：写一本，照人会做的改几处，读回来。"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from reportgen.core.format import Format
from reportgen.source.cells import visible
from reportgen.source.plan import plan_of
from reportgen.source.tree import Mapping, Node, Scalar
from reportgen.workbook.filled import Filled
from reportgen.workbook.reading import open_workbook, read_workbook
from reportgen.workbook.setting import Setting
from reportgen.workbook.version import Version
from reportgen.workbook.writing import ready, write_workbook
from tests.source.trees import format_of

NAME = "填报表.xlsx"


def format_in(tree: Node) -> Format:
    """一棵树写明的格式。"""
    assert isinstance(tree, Mapping)
    named = tree.get("format")
    assert isinstance(named, Scalar)
    return format_of(named.text)


def book_of(tree: Node, format: Format) -> bytes:
    """一本填报表，看得见的是写了的和必填的。"""
    plan = plan_of(format.shape)
    facts, state = ready(tree, format.shape)
    version = Version(format.id, format.digest, "x.yaml", "", state)
    setting = Setting(format, plan, visible(plan, facts), version)
    return write_workbook(setting, facts).content


def read_back(data: bytes, format: Format) -> Filled:
    """读回来。"""
    book, version = open_workbook(data)
    return read_workbook(book, version, NAME, format, plan_of(format.shape))


def changed(data: bytes, changes: Iterable[dict[str, Any]]) -> bytes:
    """照人会做的改：写一格（cell 是地方，text 是原来的字，改成 value），删、插一行一列，删、改名一页，合并；stored 是存了结果的公式。"""
    book = openpyxl.load_workbook(io.BytesIO(data))
    stored: list[dict[str, Any]] = []
    for change in changes:
        if "stored" in change:
            stored.append(change)
        else:
            _change(book, change)
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    for change in stored:
        data = _with_stored_formula(data, book.sheetnames, change)
    return data


def _change(book: Any, change: dict[str, Any]) -> None:
    (kind,) = change.keys() - {"value", "to", "picture"}
    if kind == "drop":
        del book[change["drop"]]
        return
    if kind == "copy":
        book.copy_worksheet(book[change["copy"]])
        return
    if kind == "rename":
        book[change["rename"]].title = change["to"]
        return
    if kind == "add":
        book.create_sheet(change["add"])["A1"] = change["value"]
        return
    name, _, place = change[kind].partition("!")
    sheet = book[name]
    if kind == "text":
        cells = (cell for row in sheet.iter_rows() for cell in row if cell.value == place)
        next(cells).value = change["value"]
    elif kind == "cell":
        sheet[place] = change["value"]
        sheet[place].number_format = change.get("picture", "@")
    elif kind == "merge":
        sheet.merge_cells(place)
    elif kind == "delete_column":
        sheet.delete_cols(openpyxl.utils.column_index_from_string(place))
    elif kind == "insert_row":
        sheet.insert_rows(int(place))
    elif kind == "delete_row":
        sheet.delete_rows(int(place))
    else:
        raise AssertionError(kind)


def _with_stored_formula(data: bytes, names: list[str], change: dict[str, Any]) -> bytes:
    """一格换成存了结果的公式。"""
    name, _, place = change["stored"].partition("!")
    part = f"xl/worksheets/sheet{names.index(name) + 1}.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    cell = re.compile(rf'<c r="{place}"([^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)'.encode())
    formula = f"<f>1+1</f><v>{change['value']}</v></c>".encode()
    replaced, count = cell.subn(
        lambda found: b'<c r="' + place.encode() + b'"' + found[1] + b' t="str">' + formula,
        parts[part],
    )
    assert count == 1, place
    parts[part] = replaced
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for each, content in parts.items():
            package.writestr(each, content)
    return buffer.getvalue()


def saved(data: bytes, path: Path) -> Path:
    """存成文件。"""
    path.write_bytes(data)
    return path
