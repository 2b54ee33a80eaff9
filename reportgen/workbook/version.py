"""版本：填报表里看不见的一页，记着是哪一种格式、由哪一份输入写出、当时的事实、有哪几块。

当时的事实是一份规范的 YAML：交回来的和它比，才知道改了什么（三方合并，source/threeway.py）。
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.core.frozen import frozen
from reportgen.workbook.marks import BlockMark, block_mark_of

SHEET_NAME = "版本"
SIGNATURE = "reportgen-sheet"
EDITION = "1"
LONGEST_PIECE = 8_000
_OPEN, _CLOSE = "«", "»"
"""两头加上，读格子时去掉两头的空白就碰不到内容。"""


@frozen
class Version:
    """填报表的来历：格式和它的指纹，输入的文件名和指纹（空白的没有），当时的事实，各块；part 是哪个科室的。"""

    format: str
    format_digest: str
    input: str
    input_digest: str
    state: str
    blocks: tuple[BlockMark, ...] = ()
    part: str = ""


def rows_of(version: Version) -> Iterator[tuple[str, str]]:
    """版本 → 一行行的名和值。"""
    yield SIGNATURE, EDITION
    yield "format", version.format
    yield "format-digest", version.format_digest
    yield "input", version.input
    yield "input-digest", version.input_digest
    yield "part", version.part
    for block in version.blocks:
        yield "block", block.text
    for line in version.state.split("\n"):
        pieces = [line[at : at + LONGEST_PIECE] for at in range(0, len(line), LONGEST_PIECE)]
        for number, piece in enumerate(pieces or [""]):
            yield ("more" if number else "line"), f"{_OPEN}{piece}{_CLOSE}"


def version_in(rows: Iterable[tuple[str, str]]) -> Version | None:
    """一行行的名和值 → 版本；不是填报表的没有。"""
    values: dict[str, str] = {}
    blocks: list[BlockMark] = []
    lines: list[str] = []
    for name, value in rows:
        if name == "block":
            block = block_mark_of(value)
            blocks += [block] if block is not None else []
        elif name == "line":
            lines.append(_inside(value))
        elif name == "more" and lines:
            lines[-1] += _inside(value)
        else:
            values.setdefault(name, value)
    if values.get(SIGNATURE) != EDITION or not values.get("format"):
        return None
    return Version(
        values["format"],
        values.get("format-digest", ""),
        values.get("input", ""),
        values.get("input-digest", ""),
        "\n".join(lines),
        tuple(blocks),
        values.get("part", ""),
    )


def _inside(value: str) -> str:
    return value.removeprefix(_OPEN).removesuffix(_CLOSE)
