"""`new --from`：任何一份随程序的输入，都能起任何一种格式的一份；举例的行不留在里面。"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.corridor.project import project_of
from reportgen.corridor.starting import started_from
from reportgen.formats.start import starting_input
from reportgen.source.normal import value_of
from reportgen.source.scalars import PLACEHOLDER
from tests.corridor.test_rollover import tree_in
from tests.source.trees import FORMATS, INPUTS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("format", FORMATS)
def test_any_input_starts_any_format(format: str) -> None:
    start, _ = starting_input(ROOT / "templates", format)
    for given in INPUTS:
        text, _ = started_from(start, given, project_of(given, ROOT / "templates"))
        assert text, given.name
        written: Any = value_of(tree_in(text))
        lines = written["funds"]["lines"]
        names = [line["name"] for line in lines]
        assert PLACEHOLDER not in names, given.name
        assert len(names) == len(set(names)), given.name


def test_a_source_that_was_only_an_example_goes_away() -> None:
    """格式举例的“上级财政资金”和它的“其中”，放上了自己的来源就不留。"""
    start, _ = starting_input(ROOT / "templates", "mof-evaluation-2020")
    given = ROOT / "templates" / "mof-self-2020" / "sample.yaml"
    text, _ = started_from(start, given, project_of(given, ROOT / "templates"))
    written: Any = value_of(tree_in(text))
    kept: Any = value_of(tree_in(given.read_text("utf-8")))
    lines = written["funds"]["lines"]
    assert [line["name"] for line in lines] == [line["name"] for line in kept["funds"]["lines"]]
    assert all("includes" not in line for line in lines)
