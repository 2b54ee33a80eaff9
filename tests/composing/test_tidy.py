"""收拾：中文与数字之间的空格去掉，中文之间的空格留下。"""

from __future__ import annotations

import pytest

from reportgen.composing.tidy import paragraphs, runs, tidy
from reportgen.core.document import Run


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("单位 2024 年年初预算数 1,664.08 万元", "单位2024年年初预算数1,664.08万元"),
        ("做好中心 OA 系统", "做好中心OA系统"),
        ("《保持战略定力 把握世界格局》", "《保持战略定力 把握世界格局》"),
        ("预算执行率 98.15% 。", "预算执行率98.15%。"),
        ("完成 ≥ 800 人", "完成≥ 800人"),
        ("  首尾空白  ", "首尾空白"),
        ("two words", "two words"),
    ],
)
def test_blanks_typed_for_reading_are_not_printed(typed: str, printed: str) -> None:
    assert tidy(typed) == printed


def test_stars_make_bold() -> None:
    assert runs("甲**乙**丙") == (Run("甲"), Run("乙", bold=True), Run("丙"))
    assert runs("甲**乙") == (Run("甲**乙"),)


def test_each_line_that_is_not_empty_is_a_paragraph() -> None:
    assert [paragraph.text for paragraph in paragraphs("甲\n\n 乙 1\n", None)] == ["甲", "乙1"]
