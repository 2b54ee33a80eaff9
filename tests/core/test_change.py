"""与上年相比：今年的数、上年的数 → 增减、增减率。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.change import change_of, change_rate_of, change_steps
from reportgen.core.quantity import Quantity, round_half_up

CASES = [
    # 今年、上年、增减、增减率（没有的是 —）
    ("1200 人", "1000 人", "200人", "20.00%"),
    ("950.5", "1000", "-49.5", "-4.95%"),
    ("285.76", "260.00", "25.76", "9.91%"),
    ("1.2 万元", "8000 元", "0.4万元", "50.00%"),
    ("98.2%", "97%", "1.2个百分点", "—"),
    ("95%", "97.5%", "-2.5个百分点", "—"),
    ("5 次", "0 次", "5次", "—"),
    ("0", "0", "0", "—"),
    ("3", "-2", "5", "250.00%"),
    ("100", "3", "97", "3233.33%"),
    ("200.01", "200.00", "0.01", "0.01%"),
    ("300 人", "300 家", "—", "—"),
    ("300 人", "300 人次", "—", "—"),
    ("98%", "0.97", "—", "—"),
]


@pytest.mark.parametrize(("now", "last", "change", "rate"), CASES)
def test_change_and_its_rate(now: str, last: str, change: str, rate: str) -> None:
    pair = (Quantity.parse(now), Quantity.parse(last))
    assert str(change_of(*pair) or "—") == change
    assert str(change_rate_of(*pair) or "—") == rate


def test_without_one_of_the_two_there_is_nothing() -> None:
    number = Quantity.parse("5")
    for pair in ((None, number), (number, None), (None, None)):
        assert change_of(*pair) is None
        assert change_rate_of(*pair) is None
        assert change_steps(*pair) == ()


def test_the_steps_say_how() -> None:
    assert change_steps(Quantity.parse("1200 人"), Quantity.parse("1000 人")) == (
        "比上年增减：1200 − 1000 = 200人",
        "增减率：200 ÷ 1000 = 20.00%",
    )
    assert change_steps(Quantity.parse("5"), Quantity.parse("0"))[1] == (
        "增减率：上年为 0，没有增减率，印“—”"
    )


NUMBERS = st.decimals(-(10**9), 10**9, places=2)


@given(NUMBERS, NUMBERS)
def test_the_change_added_to_last_year_is_this_year(now: Decimal, last: Decimal) -> None:
    pair = (Quantity(now), Quantity(last))
    change, rate = change_of(*pair), change_rate_of(*pair)
    assert change is not None
    assert last + change.number == now
    assert (rate is None) == (last == 0)
    if rate is not None:
        back = last + abs(last) * rate.number / 100
        assert round_half_up(back, 6) == round_half_up(now, 6)
