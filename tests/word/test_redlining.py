"""修订稿：每份随程序的报告 × 六种改动，全部接受是新稿，全部拒绝是旧稿——自己读，LibreOffice 也读。"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from reportgen.core.document import (
    Block,
    Cell,
    Contents,
    Document,
    Entry,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
)
from reportgen.corridor.pipeline import examine
from reportgen.formats.frames import frame_place
from reportgen.word.frame.template import Frame, read_frame
from reportgen.word.markup import W, parse_xml, value_of
from reportgen.word.package import read_package, write_package
from reportgen.word.reading.printing import printed_blocks, read_printed
from reportgen.word.redlining import Redlined, Unfaithful, redline
from reportgen.word.revisions import MARKS, count_revisions, resolve
from reportgen.word.writing.docx import write_docx
from tests.office import settled

pytestmark = pytest.mark.redline
ROOT = Path(__file__).resolve().parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
SAMPLE = ROOT / "templates" / "mof-evaluation-2020" / "sample.yaml"


@pytest.fixture(autouse=True)
def engine() -> None:
    """没有装附加的 redline 就跳过（CI 里不许跳过，见 conftest.py）。"""
    pytest.importorskip("python_redlines_docxodus", reason="没有装附加的 redline")


@lru_cache(maxsize=16)
def report(path: Path) -> tuple[Document, Frame, object]:
    """一份输入的报告、版式和日期。"""
    examined = examine(path, templates=ROOT / "templates", draft=True)
    assert examined.document and examined.format and examined.evaluation
    place = frame_place(examined.format.folder, examined.format.manifest.frame)
    frame, _ = read_frame(place.path.read_bytes(), place.shown)
    assert frame is not None
    return examined.document, frame, examined.evaluation.date


def written(path: Path, document: Document) -> bytes:
    _, frame, date = report(path)
    return write_docx(document, frame, date, (("input", "0"), ("format", "0")))  # type: ignore[arg-type]


Change = Callable[[Document], Document]


def in_largest_table(document: Document, change: Callable[[Table], Table]) -> Document:
    """改最大的一张表（评分表）。"""
    parts = {"body": document.body, "appendix": document.appendix}
    tables = [block for block in document.blocks() if isinstance(block, Table)]
    largest = max(tables, key=lambda table: len(table.rows))
    changed = {}
    for name, blocks in parts.items():
        changed[name] = tuple(change(block) if block is largest else block for block in blocks)
    return replace(document, **changed)


def in_body(document: Document, change: Callable[[list[Block]], list[Block]]) -> Document:
    return replace(document, body=tuple(change(list(document.body))))


def is_score(cell: Cell) -> bool:
    return cell.text.replace(".", "").isdigit()


def changed_score(document: Document) -> Document:
    """一行的得分变了。"""

    def change(table: Table) -> Table:
        rows = list(table.rows)
        at = next(i for i in range(len(rows) // 2, len(rows)) if any(map(is_score, rows[i].cells)))
        cells = list(rows[at].cells)
        index = max(i for i, cell in enumerate(cells) if is_score(cell))
        cells[index] = replace(cells[index], paragraphs=("0.5",))
        rows[at] = replace(rows[at], cells=tuple(cells))
        return replace(table, rows=tuple(rows))

    return in_largest_table(document, change)


def inserted_row(document: Document) -> Document:
    """合并的一组里添了一行。"""

    def change(table: Table) -> Table:
        rows = list(table.rows)
        at = next(
            (i for i, row in enumerate(rows) if any(c.merge == "continue" for c in row.cells)),
            len(rows) - 1,
        )
        cells = []
        for cell in rows[at].cells:
            text = ("",) if cell.merge == "continue" else ("新添的一格",)
            cells.append(replace(cell, paragraphs=text, merge=cell.merge and "continue"))
        return replace(table, rows=(*rows[:at], Row(tuple(cells)), *rows[at:]))

    return in_largest_table(document, change)


def removed_row(document: Document) -> Document:
    """合并的一组里少了一行；是头一行的，下一行起头。"""

    def change(table: Table) -> Table:
        rows = list(table.rows)
        at = len(rows) // 2
        gone = rows.pop(at)
        if at < len(rows) and len(rows[at].cells) == len(gone.cells):
            cells = []
            for was, cell in zip(gone.cells, rows[at].cells, strict=True):
                first = was.merge == "start" and cell.merge == "continue"
                start = replace(cell, merge="start", paragraphs=was.paragraphs)
                cells.append(start if first else cell)
            rows[at] = replace(rows[at], cells=tuple(cells))
        return replace(table, rows=tuple(rows))

    return in_largest_table(document, change)


def removed_paragraph(document: Document) -> Document:
    """少了一段。"""

    def change(blocks: list[Block]) -> list[Block]:
        bodies = [i for i, block in enumerate(blocks) if is_body(block)]
        del blocks[bodies[len(bodies) // 2]]
        return blocks

    return in_body(document, change)


def is_body(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "body"


def reworded(document: Document) -> Document:
    """一段话换了几个词。"""

    def change(blocks: list[Block]) -> list[Block]:
        at = max(
            (i for i, block in enumerate(blocks) if is_body(block)),
            key=lambda i: len(blocks[i].text),  # type: ignore[union-attr]
        )
        runs = []
        for run in blocks[at].runs:  # type: ignore[union-attr]
            runs.append(replace(run, text=run.text.replace("，", "；", 2).replace("的", "之", 1)))
        blocks[at] = replace(blocks[at], runs=tuple(runs))  # type: ignore[arg-type]
        return blocks

    return in_body(document, change)


def retitled(document: Document) -> Document:
    """表题换了；没有表题的添一个。"""
    return in_largest_table(
        document, lambda table: replace(table, caption=f"{table.caption}（改）")
    )


CHANGES: dict[str, Change] = {
    "changed-score": changed_score,
    "inserted-row": inserted_row,
    "removed-row": removed_row,
    "removed-paragraph": removed_paragraph,
    "reworded": reworded,
    "retitled": retitled,
}
IN_WORDS = ("removed-paragraph", "reworded")
"""没有表的报告只有这两种改动。"""


def pairs() -> list[tuple[Path, str]]:
    """每份报告 × 每种改动。"""
    found = []
    for path in INPUTS:
        document, _, _ = report(path)
        tables = any(isinstance(block, Table) for block in document.blocks())
        found += [(path, name) for name in CHANGES if tables or name in IN_WORDS]
    return found


PAIRS = pairs()
assert len(PAIRS) > 30
MOST = {"removed-row": 8, "reworded": 8}
"""修订最多几处：少了组里头一行的，下一行要起头；别的改动最多三处。"""


@lru_cache(maxsize=64)
def pair(path: Path, name: str) -> tuple[bytes, bytes, Redlined]:
    """旧稿、新稿、修订稿。"""
    document, _, _ = report(path)
    old, new = written(path, document), written(path, CHANGES[name](document))
    assert old != new
    return old, new, redline(old, new)


def texts(data: bytes) -> list[tuple[str, str]]:
    return side(data, "accept")


def side(data: bytes, which: str) -> list[tuple[str, str]]:
    """印出的各块；跨页重印的层级标签看版面，不算。"""
    blocks = printed_blocks(read_package(data), which, layout=False)  # type: ignore[arg-type]
    return [(block.kind, block.text.replace(" ", "")) for block in blocks]  # 表头的换行看版面


@pytest.mark.parametrize(("path", "name"), PAIRS, ids=lambda value: getattr(value, "stem", value))
def test_accepting_gives_the_new_report_and_rejecting_the_old(path: Path, name: str) -> None:
    old, new, found = pair(path, name)
    assert side(found.data, "accept") == texts(new)
    assert side(found.data, "reject") == texts(old)
    accepted = [block.text for block in read_printed(found.data).blocks]
    assert accepted == [block.text for block in read_printed(new).blocks], "连重印的标签也是"
    assert 0 < found.revisions <= MOST.get(name, 3)
    assert_rules(found.data)


def assert_rules(data: bytes) -> None:
    """记号的规矩：没有移动、分节、格子的修订；整行的全都记；编号不重；作者和时间相同。"""
    numbers: list[str] = []
    for name, content in read_package(data).items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        root = parse_xml(content)
        for banned in ("moveFrom", "moveTo", "sectPrChange", "cellIns", "cellDel"):
            assert root.find(f".//{W}{banned}") is None, banned
        for mark in root.iter(*MARKS):
            numbers.append(value_of(mark, "id"))
            assert value_of(mark, "author") == "reportgen"
            assert value_of(mark, "date").endswith("T00:00:00Z")
        for row in root.iter(f"{W}tr"):
            for tag in (f"{W}ins", f"{W}del"):
                if row.find(f"{W}trPr/{tag}") is None:
                    continue
                assert all(run.getparent().tag == tag for run in row.iter(f"{W}r"))
                for paragraph in row.iter(f"{W}p"):
                    assert paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None
        for deleted in root.iter(f"{W}del"):
            assert deleted.find(f".//{W}t") is None
    assert len(numbers) == len(set(numbers))


@pytest.mark.office
def test_libreoffice_accepts_and_rejects_to_the_same_words(tmp_path: Path) -> None:
    files = {}
    for number, (path, name) in enumerate(PAIRS):
        files[f"r{number}"] = pair(path, name)[2].data
    found = settled(files, tmp_path)
    for number, (path, name) in enumerate(PAIRS):
        old, new, _ = pair(path, name)
        assert texts(found[(f"r{number}", "accept")]) == texts(new), (path.stem, name)
        assert texts(found[(f"r{number}", "reject")]) == texts(old), (path.stem, name)


def test_the_same_two_reports_give_the_same_bytes() -> None:
    old, new, found = pair(INPUTS[0], "changed-score")
    assert redline(old, new).data == found.data
    assert found.data == write_package(read_package(found.data)), "封装的写法固定"


def moved_paragraph(document: Document) -> Document:
    """一段移到另一段后面。"""

    def change(blocks: list[Block]) -> list[Block]:
        bodies = [i for i, block in enumerate(blocks) if is_body(block)]
        moved = blocks.pop(bodies[0])
        blocks.insert(bodies[2], moved)
        return blocks

    return in_body(document, change)


CHANGES["moved-paragraph"] = moved_paragraph
"""移动的另测：不进上面的每份 × 六种。"""


@pytest.mark.parametrize("name", CHANGES)
def test_no_more_revisions_than_the_bare_engine(name: str) -> None:
    from python_redlines.engines import DocxodusEngine

    old, new, found = pair(INPUTS[3], name)
    bare, _, _ = DocxodusEngine().run_redline("x", old, new)
    count = 0
    for part, content in read_package(bare).items():
        if part.startswith("word/") and part.endswith(".xml"):
            count += count_revisions(parse_xml(content))
    assert found.revisions <= count


def test_two_equal_reports_have_no_revision() -> None:
    old, _, _ = pair(INPUTS[0], "changed-score")
    assert redline(old, old).revisions == 0


def long_contents(page: str) -> Contents:
    names = ("一、基本情况", "二、评价结论", "三、存在的问题")
    return Contents("目录", tuple(Entry(1, name, page) for name in names))


def test_the_page_numbers_of_the_contents_are_never_tracked() -> None:
    document, _, _ = report(SAMPLE)
    document = replace(document, front=(long_contents("1"),))
    moved = replace(document, front=(long_contents("12"),))
    found = redline(written(SAMPLE, document), written(SAMPLE, moved))
    assert found.revisions == 0
    assert "12" in etree.tostring(
        parse_xml(read_package(found.data)["word/document.xml"]), encoding="unicode"
    )


def numbered(document: Document, *labels: str) -> Document:
    """正文只有几个编了号的小标题，各带一段话。"""
    texts = ("预算编制不够精细", "绩效目标不够明确", "监控不够及时", "结果应用不足")
    blocks: list[Block] = []
    for label, text in zip(labels, texts[-len(labels) :], strict=True):
        blocks.append(Heading(2, label, text))
        blocks.append(Paragraph((Run(f"关于{text}，详见附件的说明和分析。"),)))
    return replace(document, body=tuple(blocks), front=(), appendix=())


def test_a_renumbered_heading_is_at_most_one_replacement() -> None:
    document, _, _ = report(INPUTS[0])
    old = numbered(document, "（一）", "（二）", "（三）", "（四）")
    new = numbered(document, "（一）", "（二）", "（三）")
    found = redline(written(INPUTS[0], old), written(INPUTS[0], new))
    root = parse_xml(read_package(found.data)["word/document.xml"])
    for paragraph in root.iter(f"{W}p"):
        marks = [mark.tag for mark in paragraph.iter(*MARKS) if mark.getparent() is paragraph]
        assert len(marks) <= 2, "删去的号和添上的号"
        assert marks.count(f"{W}ins") <= 1 and marks.count(f"{W}del") <= 1
    assert found.revisions <= 9


def test_a_draft_and_a_final_report_differ_in_their_headers() -> None:
    document, _, _ = report(INPUTS[0])
    fields = dict(document.fields)
    final = replace(document, fields=tuple({**fields, "draft": ""}.items()), draft=False)
    draft = replace(document, fields=tuple({**fields, "draft": "草稿"}.items()), draft=True)
    old, new = written(INPUTS[0], draft), written(INPUTS[0], final)
    found = redline(old, new)
    assert found.revisions > 0
    assert side(found.data, "accept") == texts(new)
    assert side(found.data, "reject") == texts(old)


def test_what_is_not_compared_is_listed() -> None:
    document, _, _ = report(SAMPLE)
    blocks = []
    for block in document.body:
        if hasattr(block, "categories"):
            block = replace(block, series="另一个系列")
        blocks.append(block)
    found = redline(
        written(SAMPLE, document), written(SAMPLE, replace(document, body=tuple(blocks)))
    )
    assert found.unseen == ("条形图", "版面、样式、目录的页码")


def test_an_unfaithful_redline_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """找不同的程序漏了一处：不写。"""
    old, new, _ = pair(INPUTS[0], "changed-score")
    monkeypatch.setattr("reportgen.word.redlining._engine", lambda *_: new)
    with pytest.raises(Unfaithful, match="全部拒绝以后与旧稿不同"):
        redline(old, new)


def test_after_accepting_the_fingerprints_are_those_of_the_new_report() -> None:
    from reportgen.word.reading.digests import digest_words, words_of

    _, new, found = pair(INPUTS[0], "reworded")
    parts = read_package(found.data)
    root = parse_xml(parts["word/document.xml"])
    resolve(root, "accept")
    parts["word/document.xml"] = etree.tostring(root)
    accepted = write_package(parts)
    assert words_of(accepted) == words_of(new) == digest_words(read_printed(accepted).blocks)
    with zipfile.ZipFile(io.BytesIO(found.data)) as package:
        assert package.testzip() is None
