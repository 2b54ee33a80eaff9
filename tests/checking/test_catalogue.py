"""核对的目录：代码都有，编号不缺，docs/checks.md 是新的。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportgen.checking.catalogue import CATALOGUE, as_markdown
from reportgen.core.codes import CODES, FINISHED_ONLY

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogue_in_the_docs_is_the_one_in_the_program(
    golden: Callable[[Path, str], None],
) -> None:
    golden(ROOT / "docs" / "checks.md", as_markdown())


def test_every_item_of_every_family_is_there_once() -> None:
    """每一类的号从 1 起，不缺不重；类按字母的次序。"""
    families: dict[str, list[int]] = {}
    for item in CATALOGUE:
        families.setdefault(item.id[0], []).append(int(item.id[1:]))
    assert list(families) == ["A", "B", "C", "D", "E", "F"]
    for family, numbers in families.items():
        assert numbers == list(range(1, len(numbers) + 1)), family


def test_every_code_named_exists_and_every_consistency_code_is_named() -> None:
    named = [code for item in CATALOGUE for code in item.codes.split() if code != "检查单"]
    assert not [code for code in named if code not in CODES]
    own = [code for code in CODES if code.startswith("C") and code not in {"C10", *FINISHED_ONLY}]
    assert not [code for code in own if code not in named]


def test_what_is_left_out_says_why() -> None:
    for item in CATALOGUE:
        if not item.codes:
            assert item.example.startswith("没有做："), item.id
