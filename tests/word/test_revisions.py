"""修订：一段 XML，接受以后、拒绝以后各是什么字，算几处。"""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.word.markup import MAIN, parse_xml
from reportgen.word.package import BadPackage
from reportgen.word.reading.foreign import read_foreign
from reportgen.word.reading.printing import printed_blocks, read_printed
from reportgen.word.revisions import count_revisions, has_revisions, resolve
from tests.packages import packed, word_parts

BY = 'w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z"'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def added(text: str) -> str:
    return f"<w:ins {BY}>{run(text)}</w:ins>"


def gone(text: str) -> str:
    return f"<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def paragraph(content: str, properties: str = "") -> str:
    look = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{look}{content}</w:p>"


def marked(content: str, mark: str) -> str:
    """段落标记也记了修订的一段。"""
    return paragraph(content, f"<w:rPr><w:{mark} {BY}/></w:rPr>")


def row(*cells: str, mark: str = "") -> str:
    inner = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    properties = f"<w:trPr><w:{mark} {BY}/></w:trPr>" if mark else ""
    return f"<w:tr>{properties}{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


MOVED = (
    f'<w:moveFromRangeStart {BY} w:name="m"/><w:moveFrom {BY}><w:r><w:t>甲</w:t></w:r>'
    '</w:moveFrom><w:moveFromRangeEnd w:id="1"/>'
    + run("乙")
    + f'<w:moveToRangeStart {BY} w:name="m"/><w:moveTo {BY}>{run("甲")}</w:moveTo>'
    + '<w:moveToRangeEnd w:id="1"/>'
)
STYLED = (
    f'<w:pStyle w:val="新"/><w:pPrChange {BY}><w:pPr><w:pStyle w:val="旧"/></w:pPr></w:pPrChange>'
)

CASES = {
    "没有修订": (paragraph(run("原样")), ["原样"], ["原样"], 0),
    "添几个字": (paragraph(run("原有") + added("添的")), ["原有添的"], ["原有"], 1),
    "改几个字": (paragraph(gone("旧") + added("新") + run("文")), ["新文"], ["旧文"], 2),
    "添了又删": (
        paragraph(f"<w:ins {BY}>{gone('一时')}{run('留下')}</w:ins>{run('的')}"),
        ["留下的"],
        ["的"],
        2,
    ),
    "移动": (paragraph(MOVED), ["乙甲"], ["甲乙"], 2),
    "整段添的": (
        paragraph(run("前")) + marked(added("添"), "ins") + paragraph(run("后")),
        ["前", "添", "后"],
        ["前", "后"],
        1,
    ),
    "整段删的": (
        paragraph(run("前")) + marked(gone("删"), "del") + paragraph(run("后")),
        ["前", "后"],
        ["前", "删", "后"],
        1,
    ),
    "两段并成一段": (
        marked(run("前"), "del") + paragraph(run("后")),
        ["前后"],
        ["前", "后"],
        1,
    ),
    "一段分成两段": (
        marked(run("前"), "ins") + paragraph(run("后")),
        ["前", "后"],
        ["前后"],
        1,
    ),
    "删去的一行": (
        table(row(paragraph(run("甲"))), row(marked(gone("乙"), "del"), mark="del")),
        ["甲"],
        ["甲", "乙"],
        1,
    ),
    "添上的一行": (
        table(row(paragraph(run("甲"))), row(marked(added("乙"), "ins"), mark="ins")),
        ["甲", "乙"],
        ["甲"],
        1,
    ),
    "整张表删去": (
        paragraph(run("前")) + table(row(marked(gone("乙"), "del"), mark="del")),
        ["前"],
        ["前", "乙"],
        1,
    ),
    "样式的修订": (paragraph(run("字"), STYLED), ["字"], ["字"], 1),
    "删去的域": (
        paragraph(
            f"<w:del {BY}><w:r><w:delInstrText>PAGE</w:delInstrText></w:r></w:del>" + run("字")
        ),
        ["字"],
        ["字"],
        1,
    ),
}


def document(body: str) -> bytes:
    return packed(word_parts(body))


@pytest.mark.parametrize(("body", "accepted", "rejected", "count"), CASES.values(), ids=CASES)
def test_accepted_and_rejected(
    body: str, accepted: list[str], rejected: list[str], count: int
) -> None:
    parts = word_parts(body)
    data = {name: text.encode() for name, text in parts.items()}
    data["word/_rels/document.xml.rels"] = b"<Relationships/>"
    assert [block.text for block in printed_blocks(data, "accept")] == accepted
    assert [block.text for block in printed_blocks(data, "reject")] == rejected
    found = read_printed(document(body))
    assert found.revisions == count
    foreign = read_foreign(document(body), "x.docx")
    assert foreign.revisions == count
    texts = [str(each.text) for each in foreign.paragraphs]
    for each in foreign.tables:
        texts += [str(cells[0].text) for cells in each.rows]
    assert texts == accepted, "核对成稿读的也是接受以后的"


def test_a_rejected_style_is_the_former_one() -> None:
    root = parse_xml(
        f'<w:document xmlns:w="{MAIN}">{paragraph(run("字"), STYLED)}</w:document>'.encode()
    )
    resolve(root, "reject")
    (style,) = root.iter(f"{{{MAIN}}}pStyle")
    assert style.get(f"{{{MAIN}}}val") == "旧"


pieces = st.one_of(
    st.sampled_from("甲乙丙丁").map(run),
    st.sampled_from("天地").map(added),
    st.sampled_from("日月").map(gone),
)
paragraphs = st.builds(
    lambda parts, mark: marked("".join(parts), mark) if mark else paragraph("".join(parts)),
    st.lists(pieces, min_size=1, max_size=4),
    st.sampled_from(["", "", "ins", "del"]),
)


@given(st.lists(paragraphs, min_size=1, max_size=5))
def test_nothing_is_lost_on_either_side(found: list[str]) -> None:
    """没有改的字两边都在；添的只在接受以后，删的只在拒绝以后；处理过的没有修订了。"""
    body = f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(found)}</w:body></w:document>'
    texts = {}
    for side in ("accept", "reject"):
        root = parse_xml(body.encode())
        resolve(root, side)  # type: ignore[arg-type]
        assert not has_revisions(root) and not count_revisions(root)
        texts[side] = "".join(root.itertext())
    every = "".join(parse_xml(body.encode()).itertext())
    assert texts["accept"] == "".join(char for char in every if char not in "日月")
    assert texts["reject"] == "".join(char for char in every if char not in "天地")


@pytest.mark.parametrize("part", ["word/document.xml", "word/_rels/document.xml.rels"])
def test_a_damaged_part_is_a_bad_package(part: str) -> None:
    parts = {**word_parts(paragraph(run("字"))), part: "<w:坏"}
    with pytest.raises(BadPackage):
        read_printed(packed(parts))


def test_text_in_boxes_symbols_and_hidden_words_are_read_as_printed() -> None:
    made = docx.Document()
    made.add_paragraph("看得见")
    hidden = made.paragraphs[0].add_run("看不见")
    hidden.font.hidden = True
    buffer = io.BytesIO()
    made.save(buffer)
    assert [block.text for block in read_printed(buffer.getvalue()).blocks] == ["看得见"]
    assert zipfile.is_zipfile(buffer)
