"""标量的写法：每种 format 读什么、拒绝什么。"""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportgen.core.target import Target
from reportgen.source.scalars import READERS, Unreadable, tidy


def read(format: str, text: str) -> object:
    return READERS[format](tidy(text, format), None)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("1,664.08", "1664.08", ""),
        ("1664.08", "1664.08", ""),
        ("98.15%", "98.15", "%"),
        ("98.15％", "98.15", "%"),
        ("１２３人", "123", "人"),
        ("800 人", "800", "人"),
        ("-5.51%", "-5.51", "%"),
        ("2场", "2", "场"),
    ],
)
def test_quantities_are_read_with_their_unit(text: str, number: str, unit: str) -> None:
    quantity = read("quantity", text)
    assert (quantity.number, quantity.unit) == (Decimal(number), unit)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["nan", "inf", "1e400", "1E5", "1.2.3", "1,66", "", "一百", "9" * 19, "--1", "0x10"]
)
def test_what_is_not_a_plain_number_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read("number", text)
    assert "“" in refused.value.message
    assert refused.value.help


@pytest.mark.parametrize(
    ("text", "comparison", "number", "unit"),
    [
        ("≥800 人", "≥", "800", "人"),
        (">=800人", "≥", "800", "人"),
        ("》10", "≥", "10", ""),
        ("》=10", "≥", "10", ""),
        ("≤100%", "≤", "100", "%"),
        ("<=3", "≤", "3", ""),
        ("＝2场", "=", "2", "场"),
        ("0%", "", "0", "%"),
        ("＞5", ">", "5", ""),
        ("=0 起", "=", "0", "起"),
        ("≥3 年", "≥", "3", "年"),
    ],
)
def test_targets_are_a_comparison_and_a_quantity(
    text: str, comparison: str, number: str, unit: str
) -> None:
    target = read("target", text)
    assert isinstance(target, Target)
    assert target.quantity is not None
    assert (target.comparison, target.quantity.number, target.quantity.unit) == (
        comparison,
        Decimal(number),
        unit,
    )


@pytest.mark.parametrize(
    "text",
    [
        "健全",
        "平稳运行",
        "2024年12月前完成",
        "12月底前",
        "12件≥投诉",
        "100%完成",
        "3月起",
        "三级以上医院",
    ],
)
def test_targets_in_words_have_no_quantity(text: str) -> None:
    target = read("target", text)
    assert isinstance(target, Target)
    assert target.quantity is None
    assert str(target) == text


@pytest.mark.parametrize(
    ("text", "share"), [("80%", "0.8"), ("0.8", "0.8"), ("1/4", "0.25"), ("0%", "0"), ("1", "1")]
)
def test_shares_may_be_written_three_ways(text: str, share: str) -> None:
    assert read("share", text) == Decimal(share)


@pytest.mark.parametrize("text", ["120%", "-5%", "80 分", "1/0", "甲"])
def test_what_is_not_a_share_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read("share", text)


@pytest.mark.parametrize("text", ["2025-03-31", "2025年3月31日", "2025/3/31", "2025.03.31"])
def test_dates_may_be_written_as_officers_write_them(text: str) -> None:
    assert str(read("date", text)) == "2025-03-31"


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01", "25-3-1", "三月", "2025"])
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read("date", text)


@pytest.mark.parametrize(
    "text", ["37 / 39", "(1453.23 - 1317.08) / 1317.08", "2.80 ÷ 7.62", "{{ a.b }} / {{ c }}"]
)
def test_worked_figures_are_arithmetic_with_references(text: str) -> None:
    assert read("worked", text) == text


@pytest.mark.parametrize("text", ["__import__('os')", "a / b", "1; 2", "{% if 1 %}"])
def test_worked_figures_are_nothing_else(text: str) -> None:
    with pytest.raises(Unreadable):
        read("worked", text)
