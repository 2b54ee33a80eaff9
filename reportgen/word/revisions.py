"""修订：数一数有几处，整份接受，整份拒绝。读 Word 文件的都照接受以后的文字读；写修订稿以前两样都算一遍。

接受和拒绝在 XML 树上做，不开 Word：插入、删除、移动的字和行，插入、删除的段落标记，改过的样式、版面。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from lxml import etree

from reportgen.word.markup import W

INSERTED = (f"{W}ins", f"{W}moveTo")
DELETED = (f"{W}del", f"{W}moveFrom")
_CHANGES = tuple(
    f"{W}{name}Change"
    for name in ("rPr", "pPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sectPr", "tblGrid", "numbering")
)
_CELLS = (f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
RANGES = tuple(
    f"{W}{name}Range{end}"
    for name in (
        *("moveFrom", "moveTo", "customXmlIns", "customXmlDel"),
        *("customXmlMoveFrom", "customXmlMoveTo"),
    )
    for end in ("Start", "End")
)
MARKS = (*INSERTED, *DELETED, *_CHANGES, *_CELLS)
"""各种修订记号；RANGES 只标出移动的两端，不另算一处。"""
_LIVE = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_KEPT = {
    f"{W}pPr": (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange"),
    f"{W}sectPr": (f"{W}headerReference", f"{W}footerReference"),
    f"{W}trPr": (f"{W}ins", f"{W}del"),
}
"""记旧样子的修订里不含的：拒绝时照现在的留着。"""

Side = Literal["accept", "reject"]


def has_revisions(root: etree._Element) -> bool:
    """有没有修订。"""
    return next(root.iter(*MARKS, *RANGES), None) is not None


def count_revisions(root: etree._Element) -> int:
    """有几处修订，与 Word 审阅窗格数的相近：一整行算一处，连着的同一种字算一处。"""
    return sum(1 for _ in _counted(root))


def _counted(root: etree._Element) -> Iterator[etree._Element]:
    for mark in root.iter(*MARKS):
        parent = mark.getparent()
        assert parent is not None
        if parent.tag == f"{W}trPr" and mark.tag in (*INSERTED, *DELETED):
            yield mark
        elif _in_marked_row(mark):
            continue
        elif parent.tag == f"{W}rPr" and mark.tag in (*INSERTED, *DELETED):
            if not _continues(_content_before(parent), mark.tag):
                yield mark
        elif not _continues(mark.getprevious(), mark.tag):
            yield mark


def _in_marked_row(mark: etree._Element) -> bool:
    """在整行插入或删去的一行里。"""
    for row in mark.iterancestors(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None:
            continue
        if next(properties.iterchildren(*INSERTED, *DELETED), None) is not None:
            return True
    return False


def _content_before(properties: etree._Element) -> etree._Element | None:
    """段落标记前面的最后一段字。"""
    paragraph = next(properties.iterancestors(f"{W}p"), None)
    if paragraph is None or not len(paragraph):
        return None
    last = paragraph[-1]
    return last if last.tag != f"{W}pPr" else None


def _continues(before: etree._Element | None, tag: str) -> bool:
    """接着前面同一种修订，不另算一处。"""
    return before is not None and before.tag == tag and tag in (*INSERTED, *DELETED)


def resolve(root: etree._Element, side: Side) -> None:
    """整份接受（accept）或拒绝（reject），就地改这棵树。"""
    if not has_revisions(root):
        return
    gone, kept = (DELETED, INSERTED) if side == "accept" else (INSERTED, DELETED)
    for change in list(root.iter(*_CHANGES)):
        _settle_change(change, side)
    _settle_cells(root, side)
    joined = _settle_marks(root, gone, kept)
    for element in list(root.iter(*gone)):
        if element.getparent() is not None:
            _remove(element)
    for element in list(root.iter(*kept)):
        _unwrap(element)
    for element in list(root.iter(*RANGES)):
        _remove(element)
    for element in list(root.iter(*_LIVE)):
        element.tag = _LIVE[str(element.tag)]
    for paragraph in reversed(joined):  # 从后往前：连着的几段，每段的字只搬一次
        _join(paragraph)


def _settle_change(change: etree._Element, side: Side) -> None:
    """样式、版面的修订：接受的照新的，拒绝的换回记着的旧样子。"""
    owner = change.getparent()
    assert owner is not None
    _remove(change)
    if side == "accept" or change.tag == f"{W}numberingChange":
        return
    kept = _KEPT.get(str(owner.tag), ())
    for child in list(owner):
        if child.tag not in kept:
            owner.remove(child)
    old = next(change.iterchildren(str(owner.tag)), None)
    former = [child for child in old if child.tag not in kept] if old is not None else []
    if owner.tag == f"{W}sectPr":  # 页眉页脚的引用排在最前
        owner.extend(former)
    else:
        for at, child in enumerate(former):
            owner.insert(at, child)


def _settle_cells(root: etree._Element, side: Side) -> None:
    """插入、删去的格子。"""
    gone = f"{W}cellDel" if side == "accept" else f"{W}cellIns"
    for mark in list(root.iter(*_CELLS)):
        cell = next(mark.iterancestors(f"{W}tc"), None)
        _remove(mark)
        if mark.tag == gone and cell is not None and cell.getparent() is not None:
            _remove(cell)


def _settle_marks(
    root: etree._Element,
    gone: tuple[str, ...],
    kept: tuple[str, ...],
) -> list[etree._Element]:
    """行和段落标记上的修订；返回标记没有了、要与下一段并起来的各段。"""
    for properties in list(root.iter(f"{W}trPr")):
        row = properties.getparent()
        if row is not None and next(properties.iterchildren(*gone), None) is not None:
            _remove_row(row)
            continue
        for mark in list(properties.iterchildren(*kept)):
            properties.remove(mark)
    joined: list[etree._Element] = []
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr/{W}rPr")
        if properties is None:
            continue
        if next(properties.iterchildren(*gone), None) is not None:
            joined.append(paragraph)
        for mark in list(properties.iterchildren(*gone, *kept)):
            properties.remove(mark)
    return joined


def _remove_row(row: etree._Element) -> None:
    """去掉一行；一行也不剩的表也去掉。"""
    table = row.getparent()
    _remove(row)
    if table is not None and table.tag == f"{W}tbl" and table.find(f".//{W}tr") is None:
        _remove(table)


def _join(paragraph: etree._Element) -> None:
    """段落标记没有了：字并进下一段的开头；没有字的整段去掉。后面不是段落的，留着自己的标记。"""
    if paragraph.getparent() is None or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return  # 一节的末段留着，不然节就没有了
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    if not content:
        if following is not None or paragraph.getprevious() is not None:
            _remove(paragraph)
    elif following is not None and following.tag == f"{W}p":
        first = next(iter(following), None)  # 不数有几个孩子：并进来的会很多
        at = int(first is not None and first.tag == f"{W}pPr")
        for child in reversed(content):
            following.insert(at, child)
        _remove(paragraph)


def _unwrap(element: etree._Element) -> None:
    """去掉一层记号，里面的留在原处。"""
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
