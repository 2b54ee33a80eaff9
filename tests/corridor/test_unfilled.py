"""没有填的起始输入：一条说完；填错的照说，只因没有填而生的错不说。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.corridor.pipeline import examine
from reportgen.corridor.unfilled import MOST_PLACES, places_in_words

FORMAT = "zhengzhou-self-2022"


def problems(project: Path, *changes: tuple[str, str]) -> list[tuple[str, int, str]]:
    """样例改几处以后的错误：代码、行、说明。"""
    text = (project / "templates" / FORMAT / "sample.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = project / "inputs" / "x.yaml"
    path.write_text(text, "utf-8")
    found = examine(path).diagnostics
    return [(d.code, d.span.line, d.message) for d in found if d.severity == "error"]


YEAR = ("year: 2022", "year: 待填")
NAME = ("name: 云河市科学技术局", "name: 待填")


def test_one_place_is_told_with_its_name(project: Path) -> None:
    ((code, _, message),) = problems(project, NAME)
    assert (code, message) == ("I10", "“单位名称”还没有填。")


def test_several_places_are_one_line_at_the_first(project: Path) -> None:
    ((code, line, message),) = problems(project, YEAR, NAME)
    assert code == "I10"
    assert message == f"还有 2 处没有填，都写着“待填”：第 {line}、13 行。"


def test_what_is_wrong_only_because_it_is_not_filled_in_is_not_told(project: Path) -> None:
    """该写列表、该写一组的地方还是“待填”，数前面加了符号的“≥待填”。"""
    told = problems(
        project,
        YEAR,
        ("achieved:", "achieved: 待填\nwaivers: 待填\nprojects: [待填, 待填]\nother:"),
    )
    assert [code for code, _, _ in told if code == "I10"] == ["I10"]
    assert not [message for code, _, message in told if code == "I03"]


def test_real_errors_beside_it_are_told(project: Path) -> None:
    told = problems(project, YEAR, NAME, ("date: ", "date: 明天 # "))
    assert [code for code, _, _ in told] == ["I10", "I03"]


def test_a_format_that_is_not_filled_in_is_not_a_format_that_is_missing(project: Path) -> None:
    ((code, _, message),) = problems(project, (f"format: {FORMAT}", "format: 待填"))
    assert (code, message) == ("I10", "报告格式（format）还没有填。")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([7], "第 7 行"),
        ([9, 3, 4, 5, 4], "第 3–5、9 行"),
        (
            range(1, 200, 2),
            f"第 {'、'.join(str(n) for n in range(1, 2 * MOST_PLACES, 2))} 行……到第 199 行为止",
        ),
    ],
)
def test_lines_are_told_as_ranges(lines: list[int], words: str) -> None:
    assert places_in_words(lines) == words
