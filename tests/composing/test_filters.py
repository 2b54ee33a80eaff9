"""过滤器：数怎么印成字。"""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from reportgen.composing.filters import (
    Unprintable,
    circled,
    cn_number,
    date_cn,
    enumerate_cn,
    filters,
    total,
)
from reportgen.core.format import Manifest
from reportgen.core.funds import FundLine
from reportgen.core.grading import Grade, Numbers, Rounding
from reportgen.core.quantity import Quantity
from reportgen.core.scoreline import ScoreLine
from reportgen.core.text import Text

MANIFEST = Manifest(
    id="x",
    title="样例",
    authority="某市财政局",
    kind="whole",
    editions="2024",
    unit_of_money="万元",
    numbers=Numbers(group=True),
    rounding=Rounding(),
    score_from="rounded",
    tiers=(),
    grades=(Grade("优", Decimal(90)), Grade("良", Decimal(80)), Grade("差", Decimal(0))),
    full_marks=Decimal(100),
    reasons="warning",
    met="target",
)
F = filters(MANIFEST)


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("money", Decimal("1664.08"), "1,664.08"),
        ("money", Decimal("193"), "193.00"),
        ("money", Quantity(Decimal("0.005")), "0.01"),
        ("money", None, ""),
        ("rate", Decimal("98.154"), "98.15%"),
        ("rate", Decimal("100"), "100.00%"),
        ("rate", None, ""),
        ("score", Decimal("0.555"), "0.56"),
        ("score", Decimal("7"), "7.00"),
        ("plain", Decimal("4.80"), "4.8"),
        ("plain", Decimal("100"), "100"),
        ("plain", Decimal("1E+2"), "100"),
    ],
)
def test_numbers_are_printed_half_up_in_the_formats_digits(
    name: str, value: object, printed: str
) -> None:
    assert F[name](value) == printed


def test_a_rate_of_something_is_divided_once_and_rounded_once() -> None:
    assert F["rate"](Decimal("1085.30"), of=Decimal("1215.34")) == "89.30%"
    assert F["rate"](Decimal("2.80"), of=Decimal("7.62")) == "36.75%"
    assert F["rate"](Decimal("1"), of=Decimal("0"), none="—") == "—"


def test_grade_boxes_tick_one() -> None:
    assert F["grade_boxes"]("良") == "优□良☑差□"


CHINESE_NUMBERS = {
    0: "零",
    1: "一",
    10: "十",
    11: "十一",
    20: "二十",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    110: "一百一十",
    111: "一百一十一",
    200: "二百",
    999: "九百九十九",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1100: "一千一百",
    2305: "二千三百零五",
    9999: "九千九百九十九",
    10000: "一万",
    10001: "一万零一",
    10100: "一万零一百",
    11000: "一万一千",
    100000: "十万",
    1100010: "一百一十万零一十",
}


@pytest.mark.parametrize(("number", "printed"), CHINESE_NUMBERS.items())
def test_chinese_numbers(number: int, printed: str) -> None:
    assert cn_number(number) == printed


def test_lists_are_joined_as_officers_write_them() -> None:
    assert enumerate_cn(["甲。", "乙；", "丙"]) == "一是甲；二是乙；三是丙。"
    assert enumerate_cn(["甲"]) == "甲。"
    assert circled(["甲", "乙。"]) == "①甲；②乙。"


def test_dates_have_no_leading_zero() -> None:
    assert date_cn(datetime.date(2024, 3, 5)) == "2024年3月5日"


def test_totals_leave_out_what_is_not_filled_in() -> None:
    spent = (Quantity(Decimal("0.1")), None, Quantity(Decimal("0.2")))
    assert total([FundLine(Text("甲"), spent=each) for each in spent], "spent") == Decimal("0.3")


def test_only_a_line_of_the_scorecard_has_a_rule() -> None:
    assert F["rule"](ScoreLine(Text("其中一项"))) == ""
    with pytest.raises(Unprintable, match="“预算执行率”不是评分表的一行"):
        F["rule"]("预算执行率")


def test_words_are_not_numbers() -> None:
    with pytest.raises(Unprintable, match="不是数"):
        F["money"]("很多")


@pytest.mark.parametrize(
    ("score", "full", "printed"),
    [
        ("42.04", "47", "89.4%"),  # 89.4468…%：先成 89.45% 再舍入就是 89.5%
        ("8.945", "10", "89.5%"),
        ("0.3445", "1", "34.5%"),
        ("1", "3", "33.3%"),
    ],
)
def test_a_rate_is_rounded_once_to_the_places_of_the_format(
    score: str, full: str, printed: str
) -> None:
    line = ScoreLine(Text("指标"), weight=Decimal(full), score=Decimal(score))
    one_place = filters(dataclasses.replace(MANIFEST, numbers=Numbers(rate_places=1)))
    assert one_place["rate"](line.rate) == printed
    assert one_place["rate"](line.score, of=line.weight) == printed
