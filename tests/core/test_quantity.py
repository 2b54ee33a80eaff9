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
    [
        ("0.555", 2, "0.56"),
        ("7.085", 2, "7.09"),
        ("2.675", 2, "2.68"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
    ],
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
    ("number", "text"),
    [("7.00", "7"), ("4.80", "4.8"), ("1E+2", "100"), ("0.0", "0"), ("-0", "0"), ("1200", "1200")],
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
def test_any_true_sum_printed_with_any_digits_meets_its_parts(
    parts: list[Decimal], places: int
) -> None:
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
    assert Interval.of(Decimal("2.80")) == Interval(
        Decimal("2.795"), Decimal("2.805"), below_high=True
    )
    with pytest.raises(ZeroDivisionError):
        _ = Interval.of(Decimal(1)) / Interval.of(Decimal("0.00"))


def interval(text: str) -> Interval:
    return Interval.of(Decimal(text))


@pytest.mark.parametrize(
    ("part", "total", "meets"),
    [
        ("3.00", "9.00", True),
        ("3.00", "9.01", True),
        ("3.00", "9.02", False),
        ("3.00", "8.99", True),
        ("3.00", "8.98", False),
        ("-3.00", "-9.01", True),
        ("-3.00", "-9.02", False),
        ("0.00", "0.01", True),
        ("0.00", "0.02", False),
        ("3", "9", True),
        ("3", "9.00", True),
        ("3", "9.01", False),
    ],
)
def test_the_end_away_from_zero_is_not_reached(part: str, total: str, meets: bool) -> None:
    """三个 3.00 各小于 3.005，相加小于 9.015：印得成 9.01，印不成 9.02。"""
    three = interval(part) + interval(part) + interval(part)
    assert three.meets(interval(total)) is meets
    assert interval(total).meets(three) is meets


@pytest.mark.parametrize(
    ("result", "printed", "meets"),
    [
        (interval("2.5") * interval("2"), "5.1", True),  # 可以是 2.53 的两倍
        (interval("2.5") * interval("2"), "5.2", False),
        (interval("0") * interval("2.5"), "0", True),
        (interval("1") / interval("0.5"), "1.7", False),  # 除数小于 0.55，商大于 1.81
        (interval("1") - interval("0.5"), "0.4", False),  # 减数小于 0.55，差大于 0.45
        (interval("1") - interval("0.5"), "0.6", True),  # 减数可以是 0.45，差是 0.55
    ],
)
def test_products_and_differences_keep_their_open_ends(
    result: Interval, printed: str, meets: bool
) -> None:
    assert result.meets(interval(printed)) is meets


@given(numbers, numbers, st.integers(1, 3))
def test_numbers_that_print_alike_share_an_interval(a: Decimal, b: Decimal, places: int) -> None:
    """真值在印出的数的区间之内，当且仅当它舍入成那个数。"""
    printed = round_half_up(a, places)
    assert Interval.of(printed).meets(Interval(a, a))
    assert Interval.of(printed).meets(Interval(b, b)) is (round_half_up(b, places) == printed)


@pytest.mark.parametrize(
    ("printed", "true", "agrees"),
    [
        ("67%", "66.67%", True),
        ("68%", "66.67%", False),
        ("67.5%", "66.67%", False),
        ("67%", "67.50%", True),
        ("67%", "67.51%", False),
        ("97%", "98%", False),
        ("67", "66.67", False),
    ],
)
def test_a_whole_percentage_is_a_rounded_number(printed: str, true: str, agrees: bool) -> None:
    assert Quantity.parse(printed).interval.meets(Quantity.parse(true).interval) is agrees
