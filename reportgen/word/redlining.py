"""修订稿：旧稿和新稿 → 带修订记号的 Word 文件，全部接受是新稿，全部拒绝是旧稿。

找出不同的是 python-redlines（附加的依赖 redline）；记号怎么写由这里定：移动写成删和添，不改分节和格子的修订，目录的页码
不算，编号在全包里各不相同，作者和时间固定。写出以前在树上接受、拒绝各一遍，与新稿、旧稿逐块比，不合就不写。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from importlib.util import find_spec

from lxml import etree

from reportgen.core.frozen import frozen
from reportgen.core.printed import Printed
from reportgen.word import roles
from reportgen.word.lending import lend_layout
from reportgen.word.marking import mend
from reportgen.word.markup import W, parse_xml, value_of, xml_bytes
from reportgen.word.package import read_package, write_package
from reportgen.word.reading.printing import entry_styles, printed_blocks, read_xml
from reportgen.word.register import CORE, DOCUMENT, STYLES
from reportgen.word.revisions import count_revisions, resolve
from reportgen.word.rows import finish_rows, prepare_rows
from reportgen.word.styles import read_styles

AUTHOR = "reportgen"
ENGINE = "python_redlines_docxodus"
"""程序本身在这个包里，各系统各一份。"""
TEXTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
"""写着字的部件。"""
COMPARED = ("paragraph", "row", "header", "footer", "note")
"""接受、拒绝以后逐块比的；别的（图、图片）照新的，改了的列出来。"""
NEVER_SEEN = "版面、样式、目录的页码"
"""从来不记修订的，照新的。"""


class NoEngine(Exception):
    """没有装找出不同的程序；理由用中文。"""


class Unfaithful(Exception):
    """写不成：全部接受不是新稿，或全部拒绝不是旧稿；说出头一处，place 是它在哪里。"""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(f"{message}{place}")
        self.place = place


@frozen
class Redlined:
    """修订稿：字节，有几处修订，改了而修订里看不见的。"""

    data: bytes
    revisions: int
    unseen: tuple[str, ...]


def has_engine() -> bool:
    """装没装找出不同的程序；做之前先问，不必等比完才说。"""
    return find_spec("python_redlines") is not None and find_spec(ENGINE) is not None


def redline(old: bytes, new: bytes) -> Redlined:
    """旧稿、新稿 → 修订稿。没有装程序的抛 NoEngine，合不上的抛 Unfaithful，不是 Word 文件的抛 BadPackage。"""
    former, latter = read_package(old), read_package(new)
    stamp = _stamp(latter)
    old_root, new_root = parse_xml(former[DOCUMENT]), parse_xml(latter[DOCUMENT])
    lend_layout(old_root, new_root)
    former = {**former, DOCUMENT: xml_bytes(old_root)}
    before = printed_blocks(former, layout=False)
    after = printed_blocks(latter, layout=False)
    repeated = (_repeated(former), _repeated(latter))
    _lend_pages(old_root, new_root, former, latter)
    plans = prepare_rows(old_root, new_root, repeated)
    prepared = write_package({**former, DOCUMENT: xml_bytes(old_root)})
    parts = read_package(_engine(prepared, new, stamp))
    trees = {name: parse_xml(data) for name, data in parts.items() if TEXTS.fullmatch(name)}
    _edges(trees, former, latter)
    finish_rows(trees[DOCUMENT], plans)
    mend(trees, AUTHOR, stamp)
    written = {**parts, **{name: xml_bytes(root) for name, root in trees.items()}}
    written |= _own(latter, written)
    _refuse_unless(printed_blocks(written, "accept", layout=False), after, "接受", "新稿")
    _refuse_unless(printed_blocks(written, "reject", layout=False), before, "拒绝", "旧稿")
    revisions = sum(map(count_revisions, trees.values()))
    return Redlined(write_package(written), revisions, tuple(_unseen(before, after)))


def accepted(data: bytes) -> tuple[bytes, int]:
    """一份 Word 文件接受全部修订以后的，和有几处修订；没有修订的原样。坏的抛 BadPackage。"""
    parts = read_package(data)
    revisions = 0
    for name in list(parts):
        if TEXTS.fullmatch(name):
            root = read_xml(parts[name])
            found = count_revisions(root)
            if found:
                revisions += found
                resolve(root, "accept")
                parts[name] = xml_bytes(root)
    return (write_package(parts) if revisions else data), revisions


def _stamp(parts: Mapping[str, bytes]) -> str:
    """修订的时间：新稿的文件时间，自己写的就是报告日期；没有的用固定的一天。"""
    written = re.search(
        rb"<dcterms:modified[^>]*>([0-9]{4}-[0-9]{2}-[0-9]{2})", parts.get(CORE.part, b"")
    )
    day = written[1].decode() if written else "2000-01-01"
    return f"{day}T00:00:00Z"


def _engine(old: bytes, new: bytes, stamp: str) -> bytes:
    """找出不同，得到带记号的 docx。"""
    try:
        from python_redlines.engines import DocxodusEngine

        engine = DocxodusEngine()
    except (ImportError, OSError) as error:
        raise NoEngine(str(error)) from error
    data, _, _ = engine.run_redline(AUTHOR, old, new, date_time=stamp, conflate_spaces=False)
    return bytes(data)


def _repeated(parts: Mapping[str, bytes]) -> str:
    """“层级标签续”的样式号；没有这个样式则为空。"""
    if STYLES.part not in parts:
        return ""
    return read_styles(parts[STYLES.part]).ids.get(roles.REPEATED_LABEL, "")


def _lend_pages(
    old_root: etree._Element,
    new_root: etree._Element,
    former: Mapping[str, bytes],
    latter: Mapping[str, bytes],
) -> None:
    """旧稿目录各行的页码换成新稿的：页码随排版变，不记修订。"""
    old = _entries(old_root, entry_styles(former.get(STYLES.part, b"")))
    new = _entries(new_root, entry_styles(latter.get(STYLES.part, b"")))
    if not old or not new:
        return
    names, others = [name for name, _ in old], [name for name, _ in new]
    matcher = SequenceMatcher(None, names, others, autojunk=False)
    for _, start, end, here, there in matcher.get_opcodes():
        for at in range(min(end - start, there - here)):
            old[start + at][1].text = new[here + at][1].text


def _entries(root: etree._Element, styles: set[str]) -> list[tuple[str, etree._Element]]:
    """目录的各行：页码以外的文字，页码所在的元素。没有印页码的不在其中。"""
    entries = []
    for paragraph in root.iter(f"{W}p"):
        if value_of(paragraph.find(f"{W}pPr/{W}pStyle")) not in styles:
            continue
        texts = list(paragraph.iter(f"{W}t"))
        if paragraph.find(f".//{W}tab") is not None and texts and str(texts[-1].text).isdigit():
            name = "".join(str(text.text or "") for text in texts[:-1])
            entries.append((name, texts[-1]))
    return entries


def _edges(
    trees: dict[str, etree._Element],
    former: Mapping[str, bytes],
    latter: Mapping[str, bytes],
) -> None:
    """页眉页脚：找不同的程序不看它们；照新稿的，与旧稿不同的段记成删旧添新。"""
    for name in trees:
        if not re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) or name not in latter:
            continue
        root = parse_xml(latter[name])
        if name in former and former[name] != latter[name]:
            olds = list(parse_xml(former[name]).iter(f"{W}p"))
            for now, was in zip(root.iter(f"{W}p"), olds, strict=False):
                if _bare(now) != _bare(was):
                    _replaced(now, was)
        trees[name] = root


def _bare(paragraph: etree._Element) -> list[bytes]:
    return [etree.tostring(child) for child in paragraph if child.tag != f"{W}pPr"]


def _replaced(now: etree._Element, was: etree._Element) -> None:
    """一段里原来的字记作删，现在的字记作添。"""
    deleted, inserted = etree.Element(f"{W}del"), etree.Element(f"{W}ins")
    deleted.extend([child for child in was if child.tag == f"{W}r"])
    inserted.extend([child for child in now if child.tag == f"{W}r"])
    now.extend([mark for mark in (deleted, inserted) if len(mark)])


def _own(latter: Mapping[str, bytes], written: Mapping[str, bytes]) -> dict[str, bytes]:
    """指纹和文件属性是新稿的：全部接受以后，核实得了。"""
    own = {}
    for name, data in latter.items():
        if name in written and name.startswith(("customXml/", "docProps/")):
            own[name] = data
    return own


def _refuse_unless(
    found: Sequence[Printed], wanted: Sequence[Printed], side: str, name: str
) -> None:
    """逐块比；不合则说出头一处。"""
    left, right = _compared(found), _compared(wanted)
    for at, block in enumerate(right):
        if at >= len(left) or (left[at].kind, left[at].text) != (block.kind, block.text):
            raise Unfaithful(f"全部{side}以后与{name}不同，头一处在{name}的", block.place)
    if len(left) > len(right):
        raise Unfaithful(f"全部{side}以后比{name}多，头一处在", left[len(right)].place)


def _compared(blocks: Sequence[Printed]) -> list[Printed]:
    return [block for block in blocks if block.kind in COMPARED]


def _unseen(before: Sequence[Printed], after: Sequence[Printed]) -> Iterator[str]:
    """改了而修订里看不见的图。"""
    for kind, name in (("chart", "条形图"), ("picture", "图片")):
        old = [block.text for block in before if block.kind == kind]
        new = [block.text for block in after if block.kind == kind]
        if old != new:
            yield name
    yield NEVER_SEEN
