"""能引用的名字：每种格式都列得出，列出的都走得通；docs/names.md 是新的。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.corridor.naming import naming
from reportgen.corridor.project import formats_in
from reportgen.formats.forms import kinds_at
from reportgen.formats.kinds import Scope, all_listed, reached
from reportgen.formats.load import load_format
from reportgen.formats.start import default_format
from reportgen.papers.names import write_names

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"


def test_the_list_of_names_is_fresh(golden: Callable[[Path, str], None]) -> None:
    format = default_format(TEMPLATES)
    groups, problems = naming(TEMPLATES / format)
    assert not problems
    golden(ROOT / "docs" / "names.md", write_names(format, groups))


@pytest.mark.parametrize("name", formats_in(TEMPLATES))
def test_every_listed_name_can_be_cited(name: str) -> None:
    groups, _ = naming(TEMPLATES / name)
    format, _ = load_format(TEMPLATES / name)
    assert format is not None and len(groups) > 8
    scope = Scope(format.shape, format.shape)
    for group in groups:
        rows = all_listed(reached(group.start, scope)) if group.repeats else ()
        for entry in group.names:
            assert entry.title and entry.kind, entry
            kinds_at(tuple(entry.path.split(".")), {"r": rows}, scope)
