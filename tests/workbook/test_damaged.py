"""坏了的填报表：改得再乱，得到的也只是诊断；不往限度以外读。"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.corridor.facts import read_facts
from reportgen.corridor.project import project_of
from tests.source.trees import INPUTS, ROOT, tree_of
from tests.workbook.books import book_of, format_in

TREE = tree_of(next(path for path in INPUTS if "nanjing" in path.name))
BOOK = book_of(TREE, format_in(TREE))
PROJECT = project_of(ROOT / "inputs")
MARKS = (
    b"#row",
    b"#table",
    b"#end",
    b"#keys",
    b"#form",
    b"#field",
    b"#total",
    b"#sheet",
    b"|value",
)
PIECES = (b"", b"<c>", b"</row>", b"#row 3", b"#end .", b"#form unit", b"1e400", b"\xff", b"&#x1;")


def parts_of(data: bytes) -> dict[str, bytes]:
    """各部件。"""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


PARTS = parts_of(BOOK)
NAMES = sorted(name for name in PARTS if name.endswith(".xml"))


def packed(parts: dict[str, bytes]) -> bytes:
    """包成 xlsx。"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes, folder: Path) -> None:
    """读不成的有诊断。"""
    path = folder / "x.xlsx"
    path.write_bytes(data)
    facts = read_facts(path, PROJECT, "x.xlsx")
    assert facts.tree is not None or facts.diagnostics
    if facts.tree is not None and facts.format is not None:
        facts.problems()


@given(st.integers(0, 2**32))
def test_parts_changed_at_random_give_diagnostics(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random = Random(seed)
    parts = dict(PARTS)
    for _ in range(random.randint(1, 3)):
        name = random.choice(NAMES)
        content = parts[name]
        at = random.randrange(len(content) + 1)
        parts[name] = content[:at] + random.choice(PIECES) + content[at + random.randint(0, 9) :]
    read(packed(parts), tmp_path_factory.getbasetemp())


@given(st.integers(0, 2**32))
def test_marks_changed_at_random_give_diagnostics(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random = Random(seed)
    parts = dict(PARTS)
    strings = parts["xl/sharedStrings.xml"]
    for _ in range(random.randint(1, 6)):
        mark = random.choice([each for each in MARKS if each in strings])
        count = strings.count(mark)
        pieces = strings.split(mark)
        at = random.randrange(1, count + 1)
        other = random.choice((*MARKS, *PIECES[:1]))
        strings = mark.join(pieces[:at]) + other + mark.join(pieces[at:])
    parts["xl/sharedStrings.xml"] = strings
    read(packed(parts), tmp_path_factory.getbasetemp())


@given(st.integers(0, len(BOOK)))
def test_a_file_cut_short_gives_a_diagnostic(
    tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    read(BOOK[:length], tmp_path_factory.getbasetemp())
