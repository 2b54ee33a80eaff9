"""数量：十进制、四舍五入、区间。"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.quantity import (
    Interval,
    NotANumber,
    Quantity,
    divide,
    fixed,
    percent_of,
    plain,
    round_half_up,
    settle,
    shown,
)

numbers = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=6, allow_nan=False)


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [("0.555", 2, "0.56"), ("7.085", 2, "7.09"), ("2.675", 2, "2.68"), ("-0.005", 2, "-0.01"), ("-0.004", 2, "0.00")],
)
def test_rounding_is_half_up_and_never_minus_zero(number: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(number), places)) == rounded


@given(numbers, st.integers(0, 4))
def test_rounding_agrees_with_decimal_and_twice_is_once(number: Decimal, places: int) -> None:
    once = round_half_up(number, places)
    assert once == number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert round_half_up(once, places) == once


def test_thirds_add_up_to_one() -> None:
    third = divide(Decimal(1), Decimal(3))
    assert settle(third + third + third) == 1
    assert shown(third) == "0.333333…"
    assert shown(Decimal("0.966")) == "0.966"


@pytest.mark.parametrize(
    ("number", "text"), [("7.00", "7"), ("4.80", "4.8"), ("1E+2", "100"), ("0.0", "0"), ("-0", "0"), ("1200", "1200")]
)
def test_the_shortest_way_to_write_a_number(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_amounts_are_grouped_only_when_asked() -> None:
    assert fixed(Decimal("1664.08"), 2, group=True) == "1,664.08"
    assert fixed(Decimal("1664.08"), 2) == "1664.08"


def test_a_rate_is_divided_last_and_rounded_once() -> None:
    assert str(percent_of(Decimal("144.10"), Decimal("193.00"), 2)) == "74.66%"
    assert percent_of(Decimal(1), Decimal(0), 2) is None


@pytest.mark.parametrize("text", ["nan", "1e400", "1.2.3", "1,66", "", "一百", "9" * 19])
def test_what_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        Quantity.parse(text)


@given(st.lists(numbers, min_size=1, max_size=6), st.integers(1, 4))
def test_any_true_sum_printed_with_any_digits_meets_its_parts(parts: list[Decimal], places: int) -> None:
    total = Interval.of(round_half_up(sum(parts, Decimal(0)), places))
    whole = Interval(Decimal(0), Decimal(0))
    for part in parts:
        whole = whole + Interval.of(round_half_up(part, places))
    assert whole.meets(total)


@given(numbers, numbers)
def test_interval_arithmetic_holds_the_exact_result(a: Decimal, b: Decimal) -> None:
    x, y = Interval.of(a), Interval.of(b)
    for interval, exact in ((x + y, a + b), (x - y, a - b), (x * y, a * b)):
        assert interval.low <= exact <= interval.high


def test_an_integer_stands_only_for_itself() -> None:
    assert Interval.of(Decimal(18)) == Interval(Decimal(18), Decimal(18))
    assert Interval.of(Decimal("2.80")) == Interval(Decimal("2.795"), Decimal("2.805"))
    with pytest.raises(ZeroDivisionError):
        _ = Interval.of(Decimal(1)) / Interval.of(Decimal("0.00"))
