"""指标值的写法 → 意思。得分的表在 tests/scoring/targets.yaml，这里是读出来的样子和读不出的。"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.deadline_text import read_done
from reportgen.core.target_text import read_actual_text, read_target_text

READ = [
    # 不低于
    ("不低于90%", "≥ 90 %"),
    ("未低于90%", "≥ 90 %"),
    ("最低3场", "≥ 3 场"),
    ("等于或大于5", "≥ 5"),
    ("达到60亩", "≥ 60 亩"),
    ("提高到85%以上", "≥ 85 %"),
    ("全年不少于300天", "≥ 300 天"),
    ("力争达到95%", "≥ 95 %"),
    ("确保不低于98%", "≥ 98 %"),
    ("群众满意度不低于90%", "≥ 90 %"),
    ("培训人数≥１,２００人次", "≥ 1200 人次"),
    ("一百二十人以上", "≥ 120 人"),
    ("八成五以上", "≥ 85 %"),
    ("90 % 及 以上", "≥ 90 %"),
    ("≥5 公里/小时", "≥ 5 公里/小时"),
    # 不高于
    ("不突破20万元", "≤ 20 万元"),
    ("最高5万元", "≤ 5 万元"),
    ("压减至3%以内", "≤ 3 %"),
    ("控制在５天之内", "≤ 5 天"),
    ("单位成本不超过1.2万元/亩", "≤ 1.2 万元/亩"),
    ("=<3", "≤ 3"),
    # 不含
    ("多于3次", "> 3 次"),
    ("不足5%", "< 5 %"),
    ("5%（不含）以下", "< 5 %"),
    # 等于、没有写
    ("等于2场", "= 2 场"),
    ("2台（套）", " 2 台（套）"),
    ("完成12项", " 12 项"),
    ("为100%", " 100 %"),
    ("-3%", " -3 %"),
    # 区间、期限、大概
    ("300~350天", "300天至350天之间"),
    ("三至五次", "3次至5次之间"),
    ("90%–95%", "90%至95%之间"),
    ("0.8-1.2", "0.8至1.2之间"),
    ("“≥95%”", "≥ 95 %"),
    ("95%以上(含95%)", "≥ 95 %"),
    ("95％以上（不含95％）", "> 95 %"),
    ("10个工作日以内", "≤ 10 个工作日"),
    ("不少于2个村", "≥ 2 个村"),
    ("能耗下降率≥3%", "≥ 3 %"),
    ("三公经费不超过50万元", "≤ 50 万元"),
    ("一次性补助不超过3000元", "≤ 3000 元"),
    ("规模以上企业50家以上", "≥ 50 家"),
    ("二级以上优良天数不少于300天", "≥ 300 天"),
    ("开展培训不少于4次", "≥ 4 次"),
    ("新建公厕不少于５座", "≥ 5 座"),
    ("救助困难群众≥300人次", "≥ 300 人次"),
    ("服务群众1万人次以上", "≥ 1 万人次"),
    ("办结时限不超过5个工作日", "≤ 5 个工作日"),
    ("重大安全事故不超过0起", "≤ 0 起"),
    ("人均支出控制在300元以内", "一句文字"),
    ("较上年增长5%以上", "≥ 5 %"),
    ("同比下降3%以上", "≥ 3 %"),
    ("增长不低于5%", "≥ 5 %"),
    ("不合格率<3%", "< 3 %"),
    ("介于5%和10%之间", "5%至10%之间"),
    ("5%到10%之间", "5%至10%之间"),
    ("大于5%且小于10%", "5%（不含）至10%（不含）之间"),
    ("不超过10件，不低于5件", "5件至10件之间"),
    ("2024-11-30前", "期限"),
    ("十二月底前完成", "期限"),
    ("约300天", "约"),
    ("20多家", "多"),
    ("5%上下", "上下"),
]

WORDS = [
    "健全",
    "不低于上年水平",
    "三级以上医院",
    "5A级以上景区",
    "60岁以上老年人全部体检",
    "对企业问题12小时联系，7天内办结。",
    "不低于上年的95%",
    "较上年5%以上",
    "新建公厕5座",
    "人均不少于3次",
    "其中老年人不少于30人",
    "未达到90%以上",
    "两年内不少于3次",
    "24小时办结率达到95%以上",
    "1小时内响应率≥95%",
    "全市参保率不低于95%，其中困难群众100%",
    "前3名以上",
    "面向60岁以上",
    "每周不少于6天，全年三百天以上",
    "合格率98%",
    "90%以上居民满意",
    "三分之二以上",
    "2/3以上",
    "万元以上",
    "≥5%以下",
    "不超过5%以上",
    "350—300天",
    "3-5次以上",
    "降低5%",
    "不少于近三年平均数",
    "人均≥10㎡",
    "20±2天",
    "覆盖12个乡镇",
    "零投诉",
    "100%完成",
    "第3名以上",
    "一般贸易3次以上和5次以下各占一半",
]


def meaning(text: str) -> str:
    target = read_target_text(text)
    if target.deadline is not None:
        return "期限"
    if target.vague:
        return target.vague
    if target.range is not None:
        return target.range.words
    if target.quantity is None:
        return "一句文字"
    return f"{target.comparison} {target.quantity.number} {target.quantity.unit}".rstrip()


@pytest.mark.parametrize(("text", "read"), READ, ids=[text for text, _ in READ])
def test_a_target_means_what_an_office_means(text: str, read: str) -> None:
    assert meaning(text) == read
    assert read_target_text(text).text == text


@pytest.mark.parametrize("text", WORDS)
def test_what_is_not_one_comparison_stays_words(text: str) -> None:
    assert meaning(text) == "一句文字"


@pytest.mark.parametrize(
    ("text", "convention"),
    [
        ("90%以上", True),
        ("达到90%以上", True),
        ("90%及以上", False),
        ("90%以上（含）", False),
        ("12件以内", False),
    ],
)
def test_only_a_bare_above_or_below_follows_the_convention(text: str, convention: bool) -> None:
    assert read_target_text(text).convention is convention


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("800 人", "800"),
        ("≥5000 家", "5000"),
        ("达到95%", "95"),
        ("已完成420人", "420"),
        ("群众满意度93%", "93"),
        ("共计1,664.08万元", "1664.08"),
        ("九成", "90"),
        ("零起", "0"),
        ("0", "0"),
        ("420人以上", None),
        ("不低于90%", None),
        ("约300天", None),
        ("300天左右", None),
        ("300余天", None),
        ("20多家", None),
        ("3次，5人", None),
        ("100%完成", None),
        ("2024-11-20", None),
    ],
)
def test_actuals_are_numbers_only_when_they_are_exact(text: str, number: str | None) -> None:
    quantity = read_actual_text(text)
    assert (None if quantity is None else f"{quantity.number}") == number


@pytest.mark.parametrize(
    "text", ["9" * 9000, "不低于" * 3000, "1个" * 4500, "一" * 9000, "（" * 9000, "-" * 9000]
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert meaning(text) == "一句文字"


SPELLINGS = """
不低于 至少 大于 小于 达到 控制在 ≥ ≤ > < = 》 12 90 3.5 1,200 ０ 三 百分之九十 九成 % ％ ‰ 万元 人 天 个工作日
年 月 日 2024 12月31日 第三季度 春节 前 底 以上 以下 以内 及 （含） （不含） 左右
约 余 — - 至 ~ ± ， 。 且 满意度 合格率 上年的 的 / 级
"""
PIECES = st.sampled_from(SPELLINGS.split())


@given(st.lists(PIECES, max_size=8).map("".join))
def test_any_words_are_read_or_left_alone(text: str) -> None:
    target = read_target_text(text)
    meanings = [target.quantity, target.range, target.deadline, target.vague or None]
    assert sum(each is not None for each in meanings) <= 1
    assert not target.convention or target.comparison in {"≥", "≤"}
    read_actual_text(text)
    if target.deadline is not None:
        target.deadline.on_calendar(2024, {})


@given(st.text(max_size=60))
def test_any_text_is_read_or_left_alone(text: str) -> None:
    assert read_target_text(text).text == text.strip()
    read_actual_text(text)
    read_done(text, 2024)
