"""折行：LibreOffice 里排出来的各行（用 CI 装的字体量的），和这里算出的一样。"""

from __future__ import annotations

import pytest

from reportgen.word.advance import length, units
from reportgen.word.breaking import lines, office_lines

MEASURED = [
    # 一段字、一行多宽（千分之一字）、LibreOffice 排成的各行
    (8630, "年度工作要点，2024年中心的目标", "年度工作要|点，2024年中心|的目标"),
    (10949, "安排公用经费总额）×100%。", "安排公用经费总|额）×100%。"),
    (8630, "公用经费控制率=（实际支出", "公用经费控制率=|（实际支出"),
    (10949, "评分规则：1.比率≥100%，得满分", "评分规则：1.比率|≥100%，得满分"),
    (7468, "，分别按分值的100%-80%（含）", "，分别按分值的|100%-80%|（含）"),
    (5920, "（含）、80%-60%（含）", "（含）、80%-|60%（含）"),
    (5920, "“三公经费”变动率", "“三公经费”|变动率"),
    (7468, "60万元，全年预算", "60万元，全年|预算"),
]
"""句读和后面紧跟的数不断开；符号在中文后面另起；连字符之后可断；段首的引号照西文排，只占半个字。"""


@pytest.mark.parametrize(("room", "text", "broken"), MEASURED)
def test_lines_break_where_libreoffice_breaks_them(room: int, text: str, broken: str) -> None:
    assert "|".join(office_lines(text, room)) == broken
    assert lines(text, room) >= broken.count("|") + 1


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("绩效评价", 4000),
        ("98.15%", 4 * 636 + 318 + 950),
        ("共5场", 1000 + 200 + 636 + 200 + 1000),
    ],
)
def test_a_length_counts_the_gaps_between_han_and_digits(text: str, width: int) -> None:
    assert length(text) == width


def test_every_character_is_in_exactly_one_unit() -> None:
    for _, text, _ in MEASURED:
        assert "".join(unit.text for unit in units(text)) == text


def test_a_word_wider_than_the_line_is_broken_all_the_same() -> None:
    assert lines("x" * 100, 10_000) == 6
    assert lines("字" * 11 + "。", 10_000) == 2
    assert lines("", 10_000) == 1
