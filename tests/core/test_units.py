"""单位：一类之内精确换算；相近的按同一个数比；不是一类的不比。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.core.quantity import Quantity
from reportgen.core.units import akin, in_unit, unclear

SAME = [
    ("1.8万元", "18000元"),
    ("2亿元", "20000万元"),
    ("3百万元", "300万元"),
    ("20万人次", "200000人次"),
    ("1.5万户", "15000户"),
    ("3千册", "3000册"),
    ("500万", "500万元"),
    ("400人", "400名"),
    ("10场", "10场次"),
    ("12个", "12个项目"),
    ("5台", "5台套"),
    ("2周", "14日"),
    ("1天", "24小时"),
    ("90分钟", "1.5小时"),
    ("1年", "12个月"),
    ("2季度", "6月"),
    ("9成", "90％"),
    ("5‰", "0.5%"),
    ("3个百分点", "3%"),
    ("9.5公里", "9500米"),
    ("1.2km", "1200m"),
    ("1公顷", "15亩"),
    ("4.5亩", "3000㎡"),
    ("1平方公里", "100公顷"),
    ("1.5吨", "3000斤"),
    ("3方", "3000升"),
    ("2万千瓦时", "20000度"),
    ("300天/年", "300天"),
    ("1.2万元/亩", "12000元/亩"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[f"{one}={other}" for one, other in SAME])
def test_units_of_one_kind_convert_exactly_both_ways(one: str, other: str) -> None:
    first, second = Quantity.parse(one), Quantity.parse(other)
    for here, there in ((first, second), (second, first)):
        converted = in_unit(here, there.unit)
        assert converted is not None
        assert converted.number == there.number
    assert not akin(first.unit, second.unit)


@pytest.mark.parametrize(
    ("quantity", "unit"),
    [
        ("3家", "人"),
        ("3家", "户"),
        ("30天", "月"),
        ("5工作日", "周"),
        ("36万元", "元/人"),
        ("3亩", "米"),
        ("0.95", "%"),
        ("95%", ""),
        ("95%", "分"),
        ("3人天", "人"),
        ("3万", "%"),
    ],
)
def test_units_of_two_kinds_do_not(quantity: str, unit: str) -> None:
    assert in_unit(Quantity.parse(quantity), unit) is None


@pytest.mark.parametrize(
    ("quantity", "unit", "number"),
    [("420人次", "人", "420"), ("2万家次", "家", "20000"), ("8个工作日", "天", "8")],
)
def test_near_units_are_compared_by_the_number_and_told(
    quantity: str, unit: str, number: str
) -> None:
    one = Quantity.parse(quantity)
    converted = in_unit(one, unit)
    assert converted is not None
    assert converted.number == Decimal(number)
    assert akin(one.unit, unit)


def test_a_number_without_a_unit_is_of_the_other_unless_it_is_far_away() -> None:
    assert not unclear(Quantity.parse("18"), Quantity.parse("20万元"))
    assert unclear(Quantity.parse("200000"), Quantity.parse("20万元"))
    assert not unclear(Quantity.parse("200000"), Quantity.parse("20元"))
    assert in_unit(Quantity.parse("0"), "%") is not None


def test_the_text_tells_both() -> None:
    converted = in_unit(Quantity.parse("18000元"), "万元")
    assert converted is not None
    assert converted.text == "18000元（1.8万元）"
