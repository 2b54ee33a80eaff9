"""修订稿里的表：哪一行是哪一行，由这里先对好，找不同的程序只看对上的两行里改了哪些字。

程序自己对行时，合并的一组里少了一行，常把下面的各行逐格改写一遍。这里从旧稿里先拿走删去的行，放进添上的行，两边行数
相同、次序相同；程序做完，再把添的记成添，删的放回原处记成删。

每页重印的层级标签、与下段同页一类只管版面的，对上的行照新稿的，不记修订。
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence

from lxml import etree

from reportgen.core.aligning import differences
from reportgen.core.frozen import frozen
from reportgen.word.characters import Lines, line_text
from reportgen.word.marking import mark_row
from reportgen.word.markup import W, value_of
from reportgen.word.reading.foreign import body_blocks, inside


@frozen
class RowPlan:
    """一张表添删的行：新稿的第几张表；添上的是新稿的第几行；删去的行，各在新稿第几行之前。"""

    table: int
    inserted: tuple[int, ...]
    deleted: tuple[tuple[int, etree._Element], ...]


def prepare_rows(
    old: etree._Element,
    new: etree._Element,
    repeated: tuple[str, str],
) -> list[RowPlan]:
    """旧稿的表照新稿对好行，就地改旧稿；返回做完以后要补的。repeated 是两份里“层级标签续”的样式号。"""
    plans: list[RowPlan] = []
    olds, news = tables_of(old), tables_of(new)
    for was, now in _paired(olds, news):
        plans.append(_prepare(olds[was], news[now], now, repeated))
    return plans


def tables_of(root: etree._Element) -> list[etree._Element]:
    """正文里的各张表。"""
    body = root.find(f"{W}body")
    if body is None:
        return []
    return [block for block in body_blocks(body, Lines(body)) if block.tag == f"{W}tbl"]


def finish_rows(root: etree._Element, plans: Sequence[RowPlan]) -> None:
    """程序做完以后：添的行记成添，删的行放回去记成删。"""
    tables = []
    for table in tables_of(root):
        rows = _standing(table)
        if rows:
            tables.append(rows)
    for plan in plans:
        if plan.table >= len(tables):
            continue
        rows = tables[plan.table]
        for index in plan.inserted:
            if index < len(rows):
                mark_row(rows[index], f"{W}ins")
        for before, row in plan.deleted:
            mark_row(row, f"{W}del")
            if before < len(rows):
                rows[before].addprevious(row)
            else:
                rows[-1].addnext(row)


def _standing(table: etree._Element) -> list[etree._Element]:
    """接受以后还在的各行。"""
    return [row for row in inside(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]


def _paired(
    olds: Sequence[etree._Element],
    news: Sequence[etree._Element],
) -> Iterator[tuple[int, int]]:
    """哪张表是哪张表：一样多的照次序，多少不一的照第一行的字。"""
    if len(olds) == len(news):
        yield from zip(range(len(olds)), range(len(news)), strict=True)
        return
    was = ["\t".join(_texts(next(inside(table, f"{W}tr")))) for table in olds]
    now = ["\t".join(_texts(next(inside(table, f"{W}tr")))) for table in news]
    at = here = 0
    gaps = [*differences(was, now), (range(len(was), len(was)), range(len(now), len(now)))]
    for left, right in gaps:
        yield from zip(range(at, left.start), range(here, right.start), strict=True)
        at, here = left.stop, right.stop


def _texts(row: etree._Element) -> list[str]:
    return [line_text(cell) for cell in inside(row, f"{W}tc")]


def _prepare(
    old: etree._Element, new: etree._Element, number: int, repeated: tuple[str, str]
) -> RowPlan:
    """一张表。列数变了的，一行也对不上：旧的各行都删，新的各行都添，表的样子照新稿。"""
    was, now = list(inside(old, f"{W}tr")), list(inside(new, f"{W}tr"))
    pairs: list[tuple[int, int]] = []
    if _grid(old) == _grid(new):
        pairs = _row_pairs(_whole(was, repeated[0]), _whole(now, repeated[1]))
    else:
        _lend_shape(old, new)
    inserted: list[int] = []
    deleted: list[tuple[int, etree._Element]] = []
    partners = {new_row: old_row for old_row, new_row in pairs}
    kept = {old_row for old_row, _ in pairs}
    following = len(now)
    places = dict(pairs)
    for at in range(len(was) - 1, -1, -1):
        following = places.get(at, following)
        if at not in kept:
            deleted.append((following, copy.deepcopy(was[at])))
            _remove(was[at])
    last: etree._Element | None = None
    for at, row in enumerate(now):
        if at in partners:
            last = was[partners[at]]
            _lend_layout(last, row, repeated)
            continue
        added = copy.deepcopy(row)
        if last is None:
            first = next(inside(old, f"{W}tr"), None)
            if first is None:
                old.append(added)
            else:
                first.addprevious(added)
        else:
            last.addnext(added)
        last = added
        inserted.append(at)
    return RowPlan(number, tuple(inserted), tuple(reversed(deleted)))


def _lend_shape(old: etree._Element, new: etree._Element) -> None:
    """表的样子和网格换成新稿的。"""
    for name in ("tblPr", "tblGrid"):
        was, now = old.find(f"{W}{name}"), new.find(f"{W}{name}")
        if was is not None and now is not None:
            old.replace(was, copy.deepcopy(now))


def _grid(table: etree._Element) -> int:
    return len(table.findall(f"{W}tblGrid/{W}gridCol"))


def _whole(rows: Sequence[etree._Element], repeated: str) -> list[tuple[str, ...]]:
    """各行的字，承上的、重印的格子写它上面的标签：同一行不论排在哪一页，都是一样的字。"""
    found: list[tuple[str, ...]] = []
    above: list[str] = []
    for row in rows:
        texts: list[str] = []
        for at, cell in enumerate(inside(row, f"{W}tc")):
            text = line_text(cell)
            if _carried(cell, repeated) and at < len(above):
                text = above[at]
            texts.append(text)
        found.append(tuple(texts))
        above = texts
    return found


def _carried(cell: etree._Element, repeated: str) -> bool:
    """承上的一格，或每页重印的标签。"""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None and value_of(merge) != "restart":
        return True
    return bool(repeated) and value_of(cell.find(f"{W}p/{W}pPr/{W}pStyle")) == repeated


def _row_pairs(
    was: Sequence[tuple[str, ...]],
    now: Sequence[tuple[str, ...]],
) -> list[tuple[int, int]]:
    """哪一行是哪一行：一样的先对上，中间的照一样的格数对。"""
    pairs: list[tuple[int, int]] = []
    at = here = 0
    words, others = ["\t".join(row) for row in was], ["\t".join(row) for row in now]
    gaps = [*differences(words, others), (range(len(was), len(was)), range(len(now), len(now)))]
    for left, right in gaps:
        pairs += zip(range(at, left.start), range(here, right.start), strict=True)
        pairs += _alike(was, now, left, right)
        at, here = left.stop, right.stop
    return pairs


def _alike(
    was: Sequence[tuple[str, ...]],
    now: Sequence[tuple[str, ...]],
    left: range,
    right: range,
) -> Iterator[tuple[int, int]]:
    """中间的一段：一半以上的格子相同的是同一行，次序不交叉。很长的一段只看次序相同的。"""
    first = left.start
    wide = len(left) * len(right) > 10_000
    for new in right:
        nearby = [left.start + new - right.start] if wide else range(first, left.stop)
        best, partner = 0, -1
        for old in nearby:
            if old not in left or len(was[old]) != len(now[new]):
                continue
            alike = sum(a == b and bool(a) for a, b in zip(was[old], now[new], strict=True))
            written = sum(bool(a or b) for a, b in zip(was[old], now[new], strict=True))
            if alike * 2 >= written and alike > best:
                best, partner = alike, old
        if partner >= 0:
            yield partner, new
            first = partner + 1


def _lend_layout(old: etree._Element, new: etree._Element, repeated: tuple[str, str]) -> None:
    """对上的两行：字相同的格子、两边都是承上或重印的格子，照新稿的；别的只借段落的样子。"""
    olds, news = list(inside(old, f"{W}tc")), list(inside(new, f"{W}tc"))
    if len(olds) != len(news):
        return
    for was, now in zip(olds, news, strict=True):
        carried = _carried(was, repeated[0]), _carried(now, repeated[1])
        if all(carried) or (not any(carried) and line_text(was) == line_text(now)):
            parent = was.getparent()
            assert parent is not None
            parent.replace(was, copy.deepcopy(now))
            continue
        if carried[0]:
            _continue(was)
        elif carried[1]:
            continue  # 原来起头的，现在是重印的：样式也变了，交给程序
        look = now.find(f"{W}p/{W}pPr")
        for paragraph in was.iterchildren(f"{W}p"):
            former = paragraph.find(f"{W}pPr")
            if former is not None and look is not None:
                paragraph.replace(former, copy.deepcopy(look))


def _continue(cell: etree._Element) -> None:
    """重印的标签还原成承上的空格子。"""
    properties = cell.find(f"{W}tcPr")
    if properties is None or (properties.find(f"{W}vMerge") is not None and not line_text(cell)):
        return
    for merge in properties.findall(f"{W}vMerge"):
        properties.remove(merge)
    last = properties.find(f"{W}vAlign")
    at = len(properties) if last is None else properties.index(last)
    properties.insert(at, etree.Element(f"{W}vMerge"))
    for paragraph in cell.iterchildren(f"{W}p"):
        for run in paragraph.findall(f"{W}r"):
            paragraph.remove(run)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
