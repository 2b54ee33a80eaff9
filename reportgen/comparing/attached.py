"""附带的文件哪里不同：数据表一格一格地说，图片只说换过。文件改了而格里的字没有变的（另存一次），不算不同。"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from reportgen.core.difference import FactChange
from reportgen.core.model import Evaluation, PictureFile
from reportgen.core.pairing import Entry, pair
from reportgen.core.survey import DataTable
from reportgen.core.text import Record

TABLE, PICTURE = "附带的表", "附带的图片"
_DIGEST = 8
"""图片的指纹只印开头这么多位：看得出换过就够了。"""

Row = dict[str, str]
"""数据表的一行：栏目 → 格里的字。"""


def compare_attached(old: Evaluation, new: Evaluation) -> Iterator[FactChange]:
    """两边都附了的各张表、各张图片；新附的、去掉的由输入里写的那一行说。"""
    before, after = _tables(old), _tables(new)
    for name in before:
        if name in after:
            yield from _table(name, before[name], after[name])
    pictures = {str(picture.file): picture for picture in old.pictures}
    for picture in new.pictures:
        former = pictures.get(str(picture.file))
        if former is not None and former.data != picture.data:
            file = str(picture.file)
            words = (_picture(former), _picture(picture))
            yield FactChange(("pictures", file), (PICTURE, file), *words)


def _tables(evaluation: Evaluation) -> dict[str, DataTable]:
    return {name: table for name, table in evaluation.files.entries if isinstance(table, DataTable)}


def _table(name: str, old: DataTable, new: DataTable) -> Iterator[FactChange]:
    """一张表：去掉的、添上的栏目，再是各行。"""
    for head in old.heads:
        if head not in new.heads:
            yield FactChange(("files", name, head), (TABLE, name, "栏目"), head, None)
    for head in new.heads:
        if head not in old.heads:
            yield FactChange(("files", name, head), (TABLE, name, "栏目"), None, head)
    heads = [head for head in old.heads if head in new.heads]
    before, after = _rows(old), _rows(new)
    for at, to in pair(_entries(before, heads), _entries(after, heads)):
        if at is None or to is None:
            yield _whole(name, before, after, at, to)
            continue
        label = _label(after[to], to)
        for head in heads:
            was, now = before[at][head], after[to][head]
            # 增减了一行，下面的序号都变：序号不算不同
            if was != now and not _is_ordinal(head):
                path = ("files", name, label, head)
                yield FactChange(path, (TABLE, name, label, head), was, now)


def _whole(
    name: str, before: list[Row], after: list[Row], at: int | None, to: int | None
) -> FactChange:
    """添上、去掉的一行。"""
    if to is not None:
        label = _label(after[to], to)
        return FactChange(("files", name, label), (TABLE, name, label), None, _told(after[to]))
    assert at is not None
    label = _label(before[at], at)
    return FactChange(("files", name, label), (TABLE, name, label), _told(before[at]), None)


def _told(row: Row) -> Row:
    return {head: text for head, text in row.items() if not _is_ordinal(head)}


def _rows(table: DataTable) -> list[Row]:
    rows = []
    for row in table.rows:
        assert isinstance(row, Record)
        rows.append({head: str(text) for head, text in row.entries})
    return rows


def _entries(rows: list[Row], heads: list[str]) -> list[Entry]:
    """一行凭什么认：先看各格都一样的，再看名称一样的，再看名称像不像。"""
    entries = []
    for number, row in enumerate(rows):
        cells = [row[head] for head in heads if not _is_ordinal(head)]
        entries.append(Entry(_label(row, number), tuple(cells)))
    return entries


def _label(row: Mapping[str, str], number: int) -> str:
    """一行的名称：第一个不是数的格；都是数的，第几行。"""
    for head, text in row.items():
        if not _is_ordinal(head) and any(character.isalpha() for character in text):
            return " ".join(text.split())
    return f"第 {number + 1} 行"


def _is_ordinal(head: str) -> bool:
    return "".join(head.split()) in ("序号", "编号", "No.", "NO.")


def _picture(picture: PictureFile) -> str:
    digest = hashlib.sha256(picture.data).hexdigest()[:_DIGEST]
    return f"{picture.width}×{picture.height} 像素（指纹 {digest}）"
