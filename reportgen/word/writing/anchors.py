"""书签：目录的每一行指向它说的标题或附件标题，点一下就到。"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from reportgen.core.document import Block, Contents, Document, Heading, Paragraph
from reportgen.core.frozen import frozen


@frozen
class Anchors:
    """书签：块（凭 id）→ 编号和名字；目录各行（从 0 数）→ 名字，没有找到标题的没有。"""

    blocks: Mapping[int, tuple[int, str]]
    entries: Mapping[int, str]

    def around(self, block: Block, runs: str) -> str:
        """块的文字，前后加上书签；目录里没有它的照原样。"""
        if id(block) not in self.blocks:
            return runs
        number, name = self.blocks[id(block)]
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


NONE = Anchors({}, {})


def anchors_of(document: Document) -> Anchors:
    """目录的各行照次序找同样文字的标题；同样的标题有几个的，一行一个。"""
    listed = [block for block in document.front if isinstance(block, Contents)]
    if not listed:
        return NONE
    waiting: dict[str, deque[Block]] = defaultdict(deque)
    for block in (*document.body, *document.appendix):
        title = _title(block)
        if title:
            waiting[title].append(block)
    blocks: dict[int, tuple[int, str]] = {}
    entries: dict[int, str] = {}
    for at, entry in enumerate(listed[0].entries):
        if waiting[entry.text]:
            name = f"_Toc{at + 1:05d}"
            blocks[id(waiting[entry.text].popleft())] = (at + 1, name)
            entries[at] = name
    return Anchors(blocks, entries)


def _title(block: Block) -> str:
    """进得了目录的一块的文字；别的为空。"""
    if isinstance(block, Heading):
        return block.full
    if isinstance(block, Paragraph) and block.role == "attachment_title":
        return "".join(run.text for run in block.runs)
    return ""
