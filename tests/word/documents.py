"""造报告：给往返测试用的、合乎写法的 Document。"""

from __future__ import annotations

import struct
import zlib
from decimal import Decimal

from hypothesis import strategies as st

from reportgen.composing.outline import label
from reportgen.core.document import (
    Block,
    Cell,
    Chart,
    Contents,
    Document,
    Entry,
    Heading,
    Page,
    Paragraph,
    Picture,
    Row,
    Run,
    Table,
    Turn,
)

STYLES = ("一、", "（一）", "1.", "（1）")
texts = st.text(
    st.sampled_from("甲乙丙预算绩效，。；：“”《》&<>\"'0123456789%≥×𠮷☑□Ab "),
    min_size=1,
    max_size=24,
).map(lambda text: "文" + text.strip())
runs = st.one_of(
    st.builds(lambda text: (Run(text),), texts),
    st.builds(lambda a, b, c: (Run(a), Run(b, bold=True), Run(c)), texts, texts, texts),
    st.builds(lambda a, b: (Run(a, lead=True), Run(b)), texts, texts),
    st.builds(lambda a, b, c: (Run(a), Run("", note=b), Run(c)), texts, texts, texts),
)
headings = st.builds(
    lambda level, number, text: Heading(level, label(STYLES[level - 1], number), text),
    st.integers(1, 4),
    st.integers(1, 30),
    texts,
)
roles = st.sampled_from(["body", "note", "attachments", "center", "signature"])
paragraphs = st.builds(Paragraph, runs, roles)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """两层表头、左边两列按层级合并、可有合计行的表。"""
    columns = draw(st.integers(3, 6))
    head = tuple(Cell((draw(texts),), align="center", role="head") for _ in range(columns))
    rows = [Row(head)]
    header = 1
    if draw(st.booleans()):
        upper = (Cell((draw(texts),), 2, align="center", role="head"),)
        upper += tuple(
            Cell((draw(texts),), 1, "start", "center", "head") for _ in range(columns - 2)
        )
        lower = head[:2] + tuple(
            Cell(("",), 1, "continue", "center", "head") for _ in range(columns - 2)
        )
        rows, header = [Row(upper), Row(lower)], 2
    for size in draw(st.lists(st.integers(1, 5), max_size=6)):
        name = draw(texts)
        for index in range(size):
            merge = "" if size == 1 else "start" if index == 0 else "continue"
            first = Cell((name,) if index == 0 else ("",), 1, merge, "center", "label")  # type: ignore[arg-type]
            rest = [
                Cell(tuple(draw(st.lists(texts, min_size=1, max_size=2))), role="text")
                for _ in range(columns - 2)
            ]
            rows.append(Row((first, *rest, Cell((draw(texts),), align="right", role="number"))))
    if draw(st.booleans()):
        total = (
            Cell(("合计",), columns - 1, align="center"),
            Cell((draw(texts),), align="right", role="number"),
        )
        rows.append(Row(total))
    return Table(
        caption=draw(st.one_of(st.just(""), texts)),
        unit=draw(st.sampled_from(["", "单位：万元"])),
        widths=tuple(draw(st.integers(8, 90)) for _ in range(columns)),
        header_rows=header,
        rows=tuple(rows),
        role=draw(st.sampled_from(["grid", "scorecard"])),
        repeat_labels=draw(st.booleans()),
    )


def png(width: int, height: int) -> bytes:
    """一张全黑的 PNG。"""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\0" + b"\0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


pictures = st.builds(
    lambda caption, width, height: Picture(caption, png(width, height), width, height, "png"),
    texts,
    st.integers(1, 900),
    st.integers(1, 90),
)


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """几条的条形图，数都印两位小数。"""
    names = draw(st.lists(texts, min_size=1, max_size=5))
    values = tuple(Decimal(draw(st.integers(0, 10_000))).scaleb(-2) for _ in names)
    return Chart(
        draw(texts), draw(texts), tuple(names), values, draw(st.sampled_from(["", "%", "分"]))
    )


entries = st.builds(Entry, st.integers(1, 3), texts, st.sampled_from(["", "1", "12"]))
contents = st.builds(
    lambda title, rows: Contents(title, tuple(rows)), texts, st.lists(entries, max_size=4)
)
simple: st.SearchStrategy[Block] = st.one_of(headings, paragraphs, tables())
drawn: st.SearchStrategy[Block] = st.one_of(simple, pictures, charts())


@st.composite
def bodies(draw: st.DrawFn) -> tuple[Block, ...]:
    """正文：块之间偶有换页，偶有一段横页。换页之后必有内容。"""
    blocks: list[Block] = []
    page: Page = "portrait"
    for block in draw(st.lists(drawn, max_size=8)):
        turn = draw(st.sampled_from(["", "", "", "page", "turn"]))
        if turn == "page" and blocks:
            blocks.append(Turn())
        elif turn == "turn" and blocks:
            page = "landscape" if page == "portrait" else "portrait"
            blocks.append(Turn(page))
        blocks.append(block)
    return tuple(blocks)


fronts = st.one_of(
    st.just(()),
    st.builds(
        lambda title, lines, toc: (
            Paragraph((Run(title),), "cover_title"),
            *(Paragraph((Run(line),), "cover") for line in lines),
            Turn(),
            toc,
        ),
        texts,
        st.lists(texts, min_size=1, max_size=3),
        contents,
    ),
)
appendix = st.one_of(
    st.just(()),
    st.builds(
        lambda title, table: (
            Paragraph((Run("附件"),), "attachment"),
            Paragraph((Run(title),), "attachment_title"),
            table,
        ),
        texts,
        tables(),
    ),
)
FIELDS = tuple(
    (name, "值")
    for name in (
        "title",
        "unit.name",
        "unit.short",
        "unit.authority",
        "project.name",
        "year",
        "date",
        "grade",
        "score",
    )
)
documents = st.builds(
    lambda title, body, extra, draft, front: Document(
        tuple(title), body, extra, (*FIELDS, ("draft", "草稿" if draft else "")), draft, front
    ),
    st.lists(texts, min_size=1, max_size=2),
    bodies(),
    appendix,
    st.booleans(),
    fronts,
)
