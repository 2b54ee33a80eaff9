"""修订的记号怎么写：把找不同的程序写的记号改成各家软件都接受得了、拒绝得了的样子。

- 移动写成删和添：Word 里一处移动要拒绝两次，LibreOffice 拒绝以后会丢字；
- 分节、格子的插入删除不记修订，照新的；
- 整行添的、删的，行、行里的每段字、每个段落标记都记；
- 合并起点的有无不记：只有一行的组，有没有起点印出来一样；
- 删在前，添在后；编号从头编，全包里各不相同；作者和时间相同。
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from reportgen.word.markup import W, value_of, whole_number
from reportgen.word.revisions import DELETED, INSERTED, MARKS, RANGES

_OTHERS = (
    *(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart")),
    *(f"{W}{name}" for name in ("commentRangeEnd", "commentReference", "permStart", "permEnd")),
)
"""与修订共用一套编号的别的标记。"""
_DEAD = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_LIVE = {dead: live for live, dead in _DEAD.items()}


def mend(trees: Mapping[str, etree._Element], author: str, stamp: str) -> None:
    """改好各部件的记号，就地改。"""
    for root in trees.values():
        _without_moves(root)
        _without_unsafe(root)
        _whole_rows(root)
        _deleted_first(root)
    _sign(trees.values(), author, stamp)


def _without_moves(root: etree._Element) -> None:
    """移动写成删和添。"""
    for element in list(root.iter(*RANGES)):
        _remove(element)
    for element in root.iter(f"{W}moveFrom"):
        element.tag = f"{W}del"
    for element in root.iter(f"{W}moveTo"):
        element.tag = f"{W}ins"
    for mark, names in ((f"{W}del", _DEAD), (f"{W}ins", _LIVE)):
        for element in root.iter(mark):
            for text in list(element.iter(*names)):
                text.tag = names[str(text.tag)]


def _without_unsafe(root: etree._Element) -> None:
    """不记修订的：分节、格子的添删、只是合并起点有无的。"""
    unsafe = (f"{W}sectPrChange", f"{W}cellIns", f"{W}cellDel", f"{W}cellMerge")
    for element in list(root.iter(*unsafe)):
        _remove(element)
    for change in list(root.iter(f"{W}tcPrChange")):
        properties = change.getparent()
        former = change.find(f"{W}tcPr")
        assert properties is not None
        if former is None:
            continue
        now, was = properties.find(f"{W}vMerge"), former.find(f"{W}vMerge")
        starts = {"" if mark is None else value_of(mark) or "continue" for mark in (now, was)}
        if starts <= {"", "restart"} and _rest(properties) == _rest(former):
            _remove(change)
            if now is None and was is not None:
                former.remove(was)
                before = properties.find(f"{W}vAlign")
                at = len(properties) if before is None else properties.index(before)
                properties.insert(at, was)


def _rest(properties: etree._Element) -> list[bytes]:
    """一格的样子，合并和修订不算。"""
    left_out = (f"{W}vMerge", f"{W}tcPrChange")
    return [etree.tostring(child) for child in properties if child.tag not in left_out]


def _whole_rows(root: etree._Element) -> None:
    """整行添的、删的：里面没有记的每段字、每个段落标记补上。"""
    for properties in list(root.iter(f"{W}trPr")):
        row = properties.getparent()
        mark = next(properties.iterchildren(*INSERTED, *DELETED), None)
        if row is not None and mark is not None:
            mark_row(row, str(mark.tag))


def mark_row(row: etree._Element, tag: str) -> None:
    """一行记成添的（w:ins）或删的（w:del）：行、每段字、每个段落标记。"""
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = etree.Element(f"{W}trPr")
        before = row.find(f"{W}tblPrEx")
        row.insert(0 if before is None else 1, properties)
    if properties.find(tag) is None:
        properties.append(etree.Element(tag))
    for run in list(row.iter(f"{W}r")):
        parent = run.getparent()
        assert parent is not None
        if parent.tag in (f"{W}ins", f"{W}del"):
            continue
        wrapper = etree.Element(tag)
        parent.replace(run, wrapper)
        wrapper.append(run)
        if tag == f"{W}del":
            for text in list(run.iter(*_DEAD)):
                text.tag = _DEAD[str(text.tag)]
    for paragraph in row.iter(f"{W}p"):
        _mark_end(paragraph, tag)


def _mark_end(paragraph: etree._Element, tag: str) -> None:
    """段落标记记上修订。"""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    look = properties.find(f"{W}rPr")
    if look is None:
        look = etree.Element(f"{W}rPr")
        last = next(properties.iterchildren(f"{W}sectPr", f"{W}pPrChange"), None)
        if last is None:
            properties.append(look)
        else:
            last.addprevious(look)
    if look.find(tag) is None:
        look.insert(0, etree.Element(tag))


def _deleted_first(root: etree._Element) -> None:
    """一处改字，删在前，添在后，读起来顺。"""
    for inserted in list(root.iter(f"{W}ins")):
        following = inserted.getnext()
        before = inserted.getprevious()
        if not len(inserted) or following is None or following.tag != f"{W}del":
            continue
        if before is None or before.tag not in (f"{W}ins", f"{W}del"):
            following.addnext(inserted)


def _sign(roots: Iterable[etree._Element], author: str, stamp: str) -> None:
    """编号、作者、时间。编号接在书签、批注用过的后面。"""
    trees = list(roots)
    number = 0
    for root in trees:
        for other in root.iter(*_OTHERS):
            number = max(number, whole_number(value_of(other, "id")))
    for root in trees:
        for mark in root.iter(*MARKS):
            number += 1
            for name in list(mark.attrib):
                del mark.attrib[name]
            mark.set(f"{W}id", str(number))
            mark.set(f"{W}author", author)
            mark.set(f"{W}date", stamp)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
