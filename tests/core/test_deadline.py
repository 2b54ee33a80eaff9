"""期限的写法 → 最后的一天；实际完成值 → 哪一天；晚了几天、几个月。评价年度是 2024 年。"""

from __future__ import annotations

from datetime import date

import pytest

from reportgen.core.deadline import days_late, months_late
from reportgen.core.deadline_text import read_deadline, read_done

NAMED = {"春节": date(2025, 1, 29), "汛期": date(2024, 6, 1)}

LAST = [
    ("≤2024年12月31日", "2024-12-31"),
    ("2024年12月31日前", "2024-12-31"),
    ("2024年12月31日前完成", "2024-12-31"),
    ("不晚于2024年6月30日", "2024-06-30"),
    ("<2024年12月31日", "2024-12-30"),
    ("早于12月1日", "2024-11-30"),
    ("2024-11-30", "2024-11-30"),
    ("2024/11/30前", "2024-11-30"),
    ("12月底前", "2024-12-31"),
    ("12月底", "2024-12-31"),
    ("二月底前", "2024-02-29"),
    ("11月底前兑现", "2024-11-30"),
    ("项目于12月底前完成", "2024-12-31"),
    ("11月上旬前", "2024-11-10"),
    ("第三季度", "2024-09-30"),
    ("一季度末", "2024-03-31"),
    ("3季度末前", "2024-09-30"),
    ("上半年", "2024-06-30"),
    ("年底前", "2024-12-31"),
    ("年内完成", "2024-12-31"),
    ("2024年", "2024-12-31"),
    ("次年3月底前", "2025-03-31"),
    ("3月至6月", "2024-06-30"),
    ("2024年1月-2024年12月", "2024-12-31"),
    ("春节前", "2025-01-28"),
    ("汛期来临前", "2024-05-31"),
    ("国庆节前", "2024-09-30"),
    ("2025年春节前", "2025-01-28"),
    ("春节前全部发放到位", "2025-01-28"),
    ("12月底前全面建成并投入使用", "2024-12-31"),
]


@pytest.mark.parametrize(("text", "last"), LAST, ids=[text for text, _ in LAST])
def test_a_deadline_has_a_last_day(text: str, last: str) -> None:
    deadline = read_deadline(text)
    assert deadline is not None
    assert str(deadline.on_calendar(2024, NAMED).last) == last


@pytest.mark.parametrize("text", ["12月前", "2024年12月前完成", "第三季度前", "中秋节前", "疫情前"])
def test_a_deadline_that_is_not_clear_has_none(text: str) -> None:
    deadline = read_deadline(text)
    assert deadline is not None
    assert deadline.on_calendar(2024, NAMED).last is None


@pytest.mark.parametrize(
    "text",
    [
        "30日内",
        "3个工作日内",
        "每月10日前",
        "每年12月底前",
        "10日前",
        "2月30日前",
        "13月底前",
        "提前完成",
        "目前已完成",
        "3月起",
        "不低于2023年水平",
        "达到2025年标准",
        "3年",
        "三个月内",
        "12月底前完成3次",
        "2024年汛期完成",
        "2024年第三批资金",
        "2024年度预算",
        "12月底前的工作量",
        "疫情前水平",
        "健全",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert read_deadline(text) is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-11-20", "2024-11-20", "2024-11-20"),
        ("2024年11月20日", "2024-11-20", "2024-11-20"),
        ("11月20日", "2024-11-20", "2024-11-20"),
        ("已于11月20日完成", "2024-11-20", "2024-11-20"),
        ("2025年1月15日竣工", "2025-01-15", "2025-01-15"),
        ("2024年11月", "2024-11-01", "2024-11-30"),
        ("第三季度", "2024-07-01", "2024-09-30"),
        ("11月底", "2024-11-30", "2024-11-30"),
    ],
)
def test_an_actual_is_a_day_or_a_period(text: str, first: str, last: str) -> None:
    done = read_done(text, 2024)
    assert done is not None
    assert (str(done.first), str(done.last)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "已完成",
        "12月31日未完成",
        "预计2025年3月完成",
        "3月基本完成",
        "100%",
        "2024",
        "11月31日",
        "12",
    ],
)
def test_an_actual_that_says_no_day(text: str) -> None:
    assert read_done(text, 2024) is None


@pytest.mark.parametrize(
    ("last", "done", "days", "months"),
    [
        ("2024-09-30", "2024-09-30", 0, "0"),
        ("2024-09-30", "2024-08-01", 0, "0"),
        ("2024-09-30", "2024-10-01", 1, "0.03"),
        ("2024-09-30", "2024-10-31", 31, "1.00"),  # 月底到月底是一个月
        ("2024-09-30", "2024-11-30", 61, "2.00"),
        ("2024-01-31", "2024-02-29", 29, "1.00"),
        ("2024-09-15", "2024-10-15", 30, "1.00"),
        ("2024-12-31", "2025-03-31", 90, "3.00"),
    ],
)
def test_late_by_days_and_months(last: str, done: str, days: int, months: str) -> None:
    due, made = date.fromisoformat(last), date.fromisoformat(done)
    assert days_late(due, made) == days
    assert f"{months_late(due, made):.2f}".removesuffix(".00") == months.removesuffix(".00")


@pytest.mark.parametrize(
    "text", ["1月" * 5000, "年" * 9000, "前" * 9000, "甲" * 9000, "12月底前" + "完" * 9000]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert read_deadline(text) is None
    assert read_done(text, 2024) is None
