"""文中自己说的等级：说得全的一套照它说的认，说不全的、各说各的一套也不用。"""

from __future__ import annotations

import pytest

from reportgen.recognising.bands import bands_in

NATIONAL = "优 90、良 80、中 60、差 0"
SAID = {  # 一段话 → 认出的各档
    "自评得分90分至100分的评为“优”，80分至90分的评为“良”，60分至80分的评为“中”，不满60分的评为“差”。": NATIONAL,
    "注：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差。": NATIONAL,
    "综合得分90分以上的等级为“优”，80至90分的等级为“良”，60至80分的等级为“中”，其余等级为“差”。": NATIONAL,
    "评价结果分为优（90≤得分≤100）、良（80≤得分<90）、中（60≤得分<80）、差（得分<60）四个等级。": NATIONAL,
    "评价等级分为：优（90分及以上）、良（80-89分）、中（60-79分）、差（60分以下）。": NATIONAL,
    "等级划分为四档：100-90（含）分为优、90-80（含）分为良、80-60（含）分为中、60分以下为差。": NATIONAL,
    "95分（含）以上为优秀，85分（含）至95分为良好，70分（含）至85分为合格，70分以下为不合格。": (
        "优秀 95、良好 85、合格 70、不合格 0"
    ),
    "90分（含90分）以上的为优秀，80分（含）-90分的为良好，60分（含）-80分的为一般，60分以下的为较差。": (
        "优秀 90、良好 80、一般 60、较差 0"
    ),
    "S≥90为优秀；80≤S<90为良好；60≤S<80为合格；S<60为不合格。": (
        "优秀 90、良好 80、合格 60、不合格 0"
    ),
}


def listed(*texts: str) -> str:
    """认出的各档；没有说的是“没有说”。"""
    grades = bands_in(texts).grades
    if grades is None:
        return "没有说"
    return "、".join(f"{grade.name} {grade.lower}" for grade in grades)


@pytest.mark.parametrize("text", SAID)
def test_a_sentence_of_bands_is_read(text: str) -> None:
    assert listed(text) == SAID[text]


@pytest.mark.parametrize(
    "text",
    [
        "本项目综合得分92.00分，评定等级为“良好”。",
        "90分以上的有3个项目，评为优；80分到90分的有2个，评为良；60分以下的没有。",
        "满意度90%以上，项目效益良好，评价等级为优。",
        "",
    ],
)
def test_a_sentence_of_results_is_not_one_of_bands(text: str) -> None:
    assert listed(text) == "没有说"


def test_bands_that_are_not_all_said_or_said_twice_differently_are_not_used() -> None:
    assert listed("90分以上为优，80分以上为良，60分以上为中。") == ""
    first, second = (
        "95分以上为优，85-95分为良，85分以下为差。",
        "90分以上为优，80-90分为良，80分以下为差。",
    )
    assert listed(first, first) == "优 95、良 85、差 0"
    assert listed(first, second) == ""


def test_what_is_said_of_the_bands_is_no_statement_of_a_result() -> None:
    text = (
        "综合考虑。90分以上为优，80-90分为良，60-80分为中，60分以下为差。本项目得分92分，等级为优。"
    )
    bands = bands_in([text])
    assert bands.covers(text, text.index("80-90"))
    assert not bands.covers(text, text.index("综合"))
    assert not bands.covers(text, text.index("本项目"))
    assert not bands.covers("另一段", 5)
