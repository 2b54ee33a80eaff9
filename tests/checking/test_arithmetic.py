"""算式：按印出的数算，也按它们代表的区间算；不是算式的不算。"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.checking.arithmetic import NotArithmetic, in_units_of, work
from reportgen.core.quantity import Interval, Quantity, round_half_up


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 × 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("8 ÷ 2 / 2", "2"),
        ("10 - 4 - 3", "3"),
        ("-5 + 2", "-3"),
        ("1,664.08 + 0.92", "1665"),
        ("50% × 8", "4"),
        ("（1453.23 － 1317.08）/ 1317.08 × 0 + 1", "1"),
    ],
)
def test_arithmetic_is_worked_as_it_is_written(text: str, value: str) -> None:
    assert work(text).exact == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "(1", "1)", "1 2", "a", "1 / 0", "1 / (2 - 2)", "* 3", "(" * 50 + "1" + ")" * 50],
)
def test_what_is_not_arithmetic_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(NotArithmetic, match="“"):
        work(text)


def test_a_rate_is_compared_in_percent() -> None:
    worked = in_units_of(work("2.80 / 7.62"), Quantity(Decimal("36.73"), "%"))
    assert round_half_up(worked.exact, 2) == Decimal("36.75")
    assert worked.interval.meets(Interval.of(Decimal("36.73")))


amounts = st.decimals(Decimal("0.001"), Decimal("99999"), places=3)


@given(st.lists(amounts, min_size=1, max_size=8), st.integers(0, 3))
def test_a_true_sum_printed_with_any_digits_is_never_a_contradiction(
    parts: list[Decimal], places: int
) -> None:
    printed = [round_half_up(part, places) for part in parts]
    total = round_half_up(sum(parts, Decimal(0)), places)
    worked = work(" + ".join(f"{part:f}" for part in printed))
    if places:
        assert worked.interval.meets(Interval.of(total))


@given(amounts, amounts)
def test_a_true_rate_of_printed_amounts_is_never_a_contradiction(
    part: Decimal, base: Decimal
) -> None:
    shown, whole = round_half_up(part, 2), round_half_up(base, 2)
    if whole <= Decimal("0.01"):
        return
    rate = Quantity(round_half_up(part * 100 / base, 2), "%")
    assert in_units_of(work(f"{shown:f} / {whole:f}"), rate).interval.meets(
        Interval.of(rate.number)
    )
