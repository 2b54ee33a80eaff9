"""文字的比：印出的报告一句一句地对，改过的句子标出哪几个字。

先去掉两边都有的句子（所以只是次序不同不算），再把余下的凭在哪一节、有多像配成对，最后一个字一个字地对。
序号、目录、落款的日期不看；数字整个地算一个字，两处改动之间只隔一两个字的并成一处。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reportgen.core.difference import SentenceChange, Stretch
from reportgen.core.document import Chart, Document, Heading, Paragraph, Picture, Table
from reportgen.core.frozen import frozen
from reportgen.core.pairing import Entry, pair

ORDINAL = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)"
    r"|[①-⑳]|第[一二三四五六七八九十]+[章节条]|(?:表|图|附表|附件|附)\s?[\d一二三四五六七八九十—–-]*(?=\s)"
    r"|[一二三四五六七八九十]{1,3}是)\s*"
)
"""段首的序号：一、（一）1. ① 表 1-2 一是。"""
_END = re.compile(r"(?<=[。！？；])")
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?%?|.", re.DOTALL)
_DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?")
GAP = 2
"""两处改动之间只隔这么几个字的并成一处：一字一标没有人看得清。"""
LONGEST = 2_000
"""更长的句子不一个字一个字地对，整句换：时间随字数的平方走。"""
NOT_PROSE = ("signature", "cover", "attachment")
"""落款、封面各行、附件标记：单位和日期是事实，在事实里说。"""


@frozen
class Sentence:
    """印出的一句：在哪里，什么话（没有序号）；table 是表里的一格所在的表。"""

    place: str
    text: str
    table: str = ""

    @property
    def home(self) -> tuple[str, ...]:
        """配对时算哪一处：表里的一格只看是哪张表，行会改名。"""
        return (self.table or self.place,)


NOTHING = Sentence("", "")
"""没有另一边的。"""


def compare_sentences(old: Document, new: Document, *, exact: bool) -> Iterator[SentenceChange]:
    """两份报告不同的句子，按新报告的次序，删去的在末尾。

    exact 是两边都由输入来：句末的分号、句号随名单里的次序而变，不算；写的标点变了，事实里会说。
    """
    before, after = list(sentences_in(old)), list(sentences_in(new))
    if exact:
        before, after = _without_ends(before), _without_ends(after)
    before, after = _left(before, after, _whole), _left(after, before, _whole)
    before, after = _left(before, after, _cell), _left(after, before, _cell)
    for was, now in _paired(before, after):
        marked = stretches(was.text, now.text)
        place = now.place or was.place
        yield SentenceChange(place, was.text, now.text, marked, was.place or now.place)


def _paired(
    before: Sequence[Sentence], after: Sequence[Sentence]
) -> Iterator[tuple[Sentence, Sentence]]:
    """余下的配成对：表里同一行变了几格就是那几格，不论像不像；别的看像不像。没有另一边的是空的一句。"""
    partner = _same_row(before, after)
    used = set(partner.values())
    left = [at for at in range(len(before)) if at not in used]
    right = [to for to in range(len(after)) if to not in partner]
    pairs = pair(_entries(before, left), _entries(after, right))
    for at, to in pairs:
        if at is not None and to is not None:
            partner[right[to]] = left[at]
    for to, line in enumerate(after):
        yield before[partner[to]] if to in partner else NOTHING, line
    used = set(partner.values())
    for at, line in enumerate(before):
        if at not in used:
            yield line, NOTHING


def _entries(lines: Sequence[Sentence], numbers: Sequence[int]) -> list[Entry]:
    return [Entry(lines[number].text, lines[number].home) for number in numbers]


def _same_row(before: Sequence[Sentence], after: Sequence[Sentence]) -> dict[int, int]:
    """表里同一行变了的几格，两边一样多的，按次序：新的第几句 → 旧的第几句。"""
    rows, later = _rows(before), _rows(after)
    partner: dict[int, int] = {}
    for place, cells in rows.items():
        if len(cells) == len(later.get(place, ())):
            partner |= dict(zip(later[place], cells, strict=True))
    return partner


def _rows(lines: Sequence[Sentence]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line.table:
            rows.setdefault(line.place, []).append(number)
    return rows


def _without_ends(lines: Sequence[Sentence]) -> list[Sentence]:
    return [replace(line, text=line.text.rstrip("；。")) for line in lines]


def _whole(line: Sentence) -> object:
    return line


def _cell(line: Sentence) -> object:
    """表里的一格只看字：行改了名、移了地方，不是每一格都变了。"""
    return (line.table, line.text) if line.table else line


def _left(
    lines: Sequence[Sentence], others: Sequence[Sentence], key: Callable[[Sentence], object]
) -> list[Sentence]:
    """去掉另一边也有的（凭 key），这一边多出的那几句留着。"""
    there = Counter(map(key, others))
    kept: list[Sentence] = []
    for line in lines:
        if there[key(line)] > 0:
            there[key(line)] -= 1
        else:
            kept.append(line)
    return kept


def sentences_in(document: Document) -> Iterator[Sentence]:
    """报告的各句：标题、段落、图题、表里的各格。目录不看。"""
    place = ""
    for text in document.title:
        yield Sentence("标题", text.strip())
    for block in document.blocks():
        if isinstance(block, Heading):
            place = without_ordinal(block.text)
            yield Sentence("标题", place)
        elif isinstance(block, Paragraph):
            if block.role == "attachment_title":
                place = without_ordinal(block.text)
            if block.role not in NOT_PROSE:
                yield from _split(place, block.text)
            for run in block.runs:
                yield from _split(f"{place}（脚注）", run.note)
        elif isinstance(block, Table):
            yield from _cells(block, place)
        elif isinstance(block, Picture | Chart):
            yield from _split(place, block.caption)


def _split(place: str, text: str, table: str = "") -> Iterator[Sentence]:
    for line in text.split("\n"):
        for part in _END.split(without_ordinal(line)):
            sentence = without_ordinal(part)
            if sentence and not _DATE.fullmatch(sentence):
                yield Sentence(place, sentence, table)


def _cells(table: Table, place: str) -> Iterator[Sentence]:
    """表题和各格；一格的地方是表题（没有则是所在的一节）和这一行的第一格字。"""
    caption = without_ordinal(table.caption)
    if caption:
        yield Sentence("标题", caption)
    for number, row in enumerate(table.rows):
        texts = [" ".join(cell.text.split()) for cell in row.cells]
        label = next((text for text in texts if len(text) > 1 and not _figure(text)), "")
        where = f"{caption or place}·{label}" if number >= table.header_rows else caption or place
        for cell in row.cells:
            yield from _split(where, cell.text, f"表：{caption or place}")


def _figure(text: str) -> bool:
    return re.fullmatch(r"[\d.,%—-]+", text) is not None


def without_ordinal(text: str) -> str:
    """去掉段首的序号和前后的空白。"""
    return ORDINAL.sub("", text.strip(), count=1).strip()


def stretches(before: str, after: str) -> tuple[Stretch, ...]:
    """一句前后的各段字：相同的、删去的、新增的。"""
    if not before or not after or max(len(before), len(after)) > LONGEST:
        return tuple(_replaced(before, after))
    from difflib import SequenceMatcher  # 有改过的句子才用到

    one, other = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    merged = _merged(matcher.get_opcodes())
    marked: list[Stretch] = []
    for same, i, j, k, m in merged:
        was, now = "".join(one[i:j]), "".join(other[k:m])
        marked += [Stretch("same", was)] if same else _replaced(was, now)
    return tuple(marked)


def _replaced(before: str, after: str) -> list[Stretch]:
    marked = []
    if before:
        marked.append(Stretch("removed", before))
    if after:
        marked.append(Stretch("added", after))
    return marked


Block = tuple[bool, int, int, int, int]
"""一段：两边相同与否，旧的从哪到哪，新的从哪到哪。"""


def _merged(codes: Sequence[tuple[str, int, int, int, int]]) -> list[Block]:
    """相邻的改动并成一处：中间相同的不多于 GAP 个字，又不在句首句尾。"""
    blocks: list[Block] = []
    last = len(codes) - 1
    for number, (tag, i, j, k, m) in enumerate(codes):
        inside = 0 < number < last
        same = tag == "equal" and not (inside and j - i <= GAP)
        if blocks and not blocks[-1][0] and not same:
            _, start, _, begin, _ = blocks[-1]
            blocks[-1] = (False, start, j, begin, m)
        else:
            blocks.append((same, i, j, k, m))
    return blocks
