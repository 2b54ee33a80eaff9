"""登记处：部件名、类型、关系、编号各不相撞；模板登记过的照旧；没有动过的部件字节原样。"""

from __future__ import annotations

from reportgen.word.frame.blank import blank_frame
from reportgen.word.package import read_package
from reportgen.word.register import (
    CHART,
    CORE,
    DOCUMENT,
    EMBEDDED,
    FOOTNOTES,
    ROOT,
    TYPES,
    Register,
    image,
    relations_of,
)

FRAME = read_package(blank_frame("landscape"))
RELATIONS = relations_of(DOCUMENT)


def entries(register: Register, owner: str = DOCUMENT) -> dict[str, str]:
    return {str(entry.get("Id")): str(entry.get("Target")) for entry in register.relations(owner)}


def test_nothing_added_is_nothing_changed() -> None:
    register = Register(FRAME)
    assert register.find(FOOTNOTES) is None
    list(register.relations())
    assert register.package() == FRAME


def test_relations_are_kept_beside_their_owner() -> None:
    assert relations_of(ROOT) == "_rels/.rels"
    assert relations_of(DOCUMENT) == "word/_rels/document.xml.rels"
    assert relations_of("word/charts/chart1.xml") == "word/charts/_rels/chart1.xml.rels"


def test_names_and_ids_follow_those_in_use() -> None:
    png = image("png")
    logo = b'<Relationship Id="rIdImage1" Type="x" Target="media/image1.png"/></Relationships>'
    parts = {**FRAME, "word/media/image1.png": b"logo"}
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", logo)
    register = Register(parts)
    first, second = register.add(png, b"1"), register.add(png, b"2")
    assert (first.name, first.id) == ("word/media/image2.png", "rIdImage2")
    assert (second.name, second.id) == ("word/media/image3.png", "rIdImage3")
    written = register.package()
    assert written["word/media/image1.png"] == b"logo"
    assert written[TYPES].count(b'Extension="png"') == 1


def test_a_part_of_a_part_has_its_own_relations_and_a_relative_target() -> None:
    register = Register(FRAME)
    chart = register.add(CHART, b"<c/>")
    book = register.add(EMBEDDED, b"x", owner=chart.name, id="rId1")
    assert entries(register, chart.name) == {"rId1": "../embeddings/chart1.xlsx"}
    assert book.name == "word/embeddings/chart1.xlsx"
    assert entries(register)[chart.id] == "charts/chart1.xml"
    assert "word/charts/_rels/chart1.xml.rels" in register.package()


def test_the_only_part_of_its_kind_is_replaced_where_word_has_put_it() -> None:
    relation = f'<Relationship Id="rId77" Type="{CORE.relation}" Target="/docProps/core2.xml"/></Relationships>'
    parts = {**FRAME, "docProps/core2.xml": b"old"}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", relation.encode())
    register = Register(parts)
    assert register.add(CORE, b"new", ROOT).name == "docProps/core2.xml"
    written = register.package()
    assert written["docProps/core2.xml"] == b"new"
    assert "docProps/core.xml" not in written
    assert written["_rels/.rels"] == parts["_rels/.rels"]


def test_a_removed_part_leaves_no_relation() -> None:
    register = Register(FRAME)
    register.remove("docProps/app.xml")
    assert "docProps/app.xml" not in register.package()
    assert list(entries(register, ROOT).values()) == ["word/document.xml"]


def test_a_link_outside_the_package_is_no_part() -> None:
    link = b'<Relationship Id="rId9x" Type="x" Target="https://example.org/" TargetMode="External"/></Relationships>'
    parts = {**FRAME, RELATIONS: FRAME[RELATIONS].replace(b"</Relationships>", link)}
    assert Register(parts).find(FOOTNOTES) is None
