"""标量的写法：schema 里的 format → 读法。形状检查用它判断写得对不对，译码用它取值，两处是同一个函数。

每个读法接受原文和出处，返回值；写得不对抛 Unreadable（中文理由和改法）。常见的变体（》10、全角数字、＝）
先由 `tidy` 换成规范写法，调用者据此给一条提醒。
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from reportgen.core.comparison import comparisons, same_signs
from reportgen.core.diagnostics import Span
from reportgen.core.quantity import HUNDRED, NotANumber, Quantity, divide, half_width, shorten
from reportgen.core.target import Target
from reportgen.core.target_number import read_measured
from reportgen.core.target_text import read_actual_text, read_target_text
from reportgen.core.text import Text

PLACEHOLDER = "待填"
"""reportgen new 在要填的地方留下的记号；留着它就不能出稿。"""

_VARIANTS = str.maketrans(
    {"》": "≥", "《": "≤", "≧": "≥", "≦": "≤", "＞": ">", "＜": "<", "＝": "="}
)
_NO_MONEY = ("—", "——", "–", "-", "--", "/")
"""表里没有这笔钱的写法；读作 0。"""
_ARITHMETIC = re.compile(r"[\d\s.,%+\-−×÷*/()（）]+")


class Unreadable(ValueError):
    """写法不对：message 说哪里不对，help 说怎么写。"""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help


@lru_cache(maxsize=4096)  # 四百行的一份用一千七百个；再大，出几千份时只是越积越多
def tidy(text: str, format: str) -> str:
    """把数字一类的常见变体换成规范写法；文字类原样返回。"""
    if format not in TIDIED:
        return text
    plain = half_width(text).strip()
    if format == "money" and plain in _NO_MONEY:
        return "0"
    if format in {"target", "quantity", "actual"}:
        plain = plain.translate(_VARIANTS)
        plain = re.sub(r"^(?:>=|≥=|=>)", "≥", plain)
        plain = re.sub(r"^(?:<=|≤=|=<)", "≤", plain)
        if format != "quantity" and read_measured(plain.lstrip("≥≤><=")) is None:
            return text.strip()  # 定性的是一句话，一字不动
    return plain


def read_text(text: str, span: Span | None) -> Text:
    """一行文字：前后空白去掉。"""
    if "\n" in text.strip():
        raise Unreadable("这里只能写一行文字。", "去掉换行；若要分段，请写在正文类的栏目里。")
    return Text(text.strip(), span)


def read_prose(text: str, span: Span | None) -> Text:
    """叙述：可以有多行，非空一行为一段。"""
    return Text(text.strip(), span)


def read_number(text: str, span: Span | None) -> Quantity:
    """不带单位的数。"""
    quantity = _quantity(text, span, "写成 1664.08 或 1,664.08 这样的数。")
    if quantity.unit:
        raise Unreadable(
            f"“{shorten(text)}”在数的后面还有“{shorten(quantity.unit)}”。", "这里只写数，不写单位。"
        )
    return quantity


def read_money(text: str, span: Span | None) -> Quantity:
    """金额：数，可带元、万元、亿元。"""
    quantity = _quantity(text, span, "写成 1664.08 或 1,664.08；单位由格式定，不必写。")
    if quantity.unit not in {"", "元", "万元", "亿元"}:
        raise Unreadable(
            f"“{shorten(text)}”不是金额。", "写成 1664.08 或 1,664.08；单位由格式定，不必写。"
        )
    return quantity


def read_count(text: str, span: Span | None) -> Quantity:
    """个数：不小于零的整数，可带单位。"""
    quantity = _quantity(text, span, "写成 39 这样的整数。")
    if (
        quantity.number != quantity.number.to_integral_value()
        or quantity.number < 0
        or quantity.percent
    ):
        raise Unreadable(f"“{shorten(text)}”不是个数。", "写成 39 这样的整数。")
    return quantity


def read_rate(text: str, span: Span | None) -> Quantity:
    """百分率，必须带百分号。"""
    quantity = _quantity(text, span, "写成 98.15%。")
    if not quantity.percent:
        raise Unreadable(f"“{shorten(text)}”没有百分号。", "写成 98.15%。")
    return quantity


def read_quantity(text: str, span: Span | None) -> Quantity:
    """数，可带单位。"""
    return _quantity(text, span, "写成 800 人、98.15% 或 2 场。")


def read_actual(text: str, span: Span | None) -> tuple[Text, Quantity | None]:
    """实际完成值：原文，能读成数量的另给数量；定性的只有文字。"""
    return Text(text.strip(), span), read_actual_text(text, span)


def read_target(text: str, span: Span | None) -> Target:
    """年度指标值：同什么比，或一句文字；写了符号而没有可比的数的不收。"""
    target = read_target_text(text, span)
    worded = (
        target.quantity is None
        and target.range is None
        and target.deadline is None
        and not target.vague
    )
    if worded and same_signs(target.text)[:1] in {"≥", "≤", ">", "<", "="}:
        written = [
            comparison.written for comparison in comparisons(target.text) if comparison.written
        ]
        help = (
            f"写成 {written[0]}。"
            if len(written) == 1
            else "写成 ≥800 人、≤100%；没有数的去掉符号只写文字。"
        )
        raise Unreadable(f"“{shorten(text)}”有比较符号而没有可比的数。", help)
    return target


def read_fraction(text: str, span: Span | None) -> tuple[Decimal, Decimal]:
    """份额，写成分子、分母：80%、0.8、1/3。"""
    help = "写成 80%、0.8 或 1/3。"
    numerator, slash, denominator = text.partition("/")
    top = _quantity(numerator, span, help)
    bottom = _quantity(denominator, span, help) if slash else Quantity(Decimal(1))
    if top.unit not in {"", "%"} or bottom.unit or bottom.number <= 0 or top.number < 0:
        raise Unreadable(f"“{shorten(text)}”不是份额。", help)
    return (top.number, HUNDRED) if top.percent else (top.number, bottom.number)


def read_share(text: str, span: Span | None) -> Decimal:
    """份额，0 到 1 的小数：80% 是 0.8，1/3 算到 60 位。"""
    numerator, denominator = read_fraction(text, span)
    value = divide(numerator, denominator)
    if value > 1:
        raise Unreadable(f"“{shorten(text)}”大于 100%。", "份额在 0 与 100% 之间。")
    return value


def read_multiple(text: str, span: Span | None) -> Decimal:
    """倍数，可以大于 1：130% 是 1.3。"""
    numerator, denominator = read_fraction(text, span)
    return divide(numerator, denominator)


def read_date(text: str, span: Span | None) -> datetime.date:
    """日期：2025-03-31 或 2025年3月31日。"""
    match = re.fullmatch(r"(\d{4})(?:-|年|/|\.)(\d{1,2})(?:-|月|/|\.)(\d{1,2})日?", text.strip())
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise Unreadable(f"没有“{shorten(text)}”这一天。", "写成 2025-03-31。") from None
    raise Unreadable(f"“{shorten(text)}”不是日期。", "写成 2025-03-31。")


def read_year(text: str, span: Span | None) -> int:
    """年度：四位数字。"""
    match = re.fullmatch(r"((?:19|20)\d\d)\s*年?", text.strip())
    if not match:
        raise Unreadable(f"“{shorten(text)}”不是年度。", "写成 2024。")
    return int(match[1])


def read_flag(text: str, span: Span | None) -> bool:
    """是否：true/false，也可写 是/否。"""
    answer = {"true": True, "false": False, "是": True, "否": False}.get(text.strip().lower())
    if answer is None:
        raise Unreadable(f"“{shorten(text)}”不是 true 或 false。", "写 true（是）或 false（否）。")
    return answer


def read_worked(text: str, span: Span | None) -> Text:
    """算式：数、加减乘除和括号；可带 {{ 引用 }}，引用在核对时换成数。"""
    bare = re.sub(r"\{\{.*?\}\}", "0", text)
    if not _ARITHMETIC.fullmatch(bare):
        raise Unreadable(f"“{shorten(text)}”不是算式。", "只写数、加减乘除和括号，如 2.80 / 7.62。")
    return Text(text.strip(), span)


def _quantity(text: str, span: Span | None, help: str) -> Quantity:
    try:
        return Quantity.parse(text, span)
    except NotANumber as reason:
        raise Unreadable(f"{reason}。", help) from None


READERS: dict[str, Callable[[str, Span | None], object]] = {
    "text": read_text,
    "prose": read_prose,
    "path": read_text,
    "wording": read_prose,
    "number": read_number,
    "money": read_money,
    "count": read_count,
    "rate": read_rate,
    "quantity": read_quantity,
    "actual": read_actual,
    "target": read_target,
    "fraction": read_fraction,
    "share": read_share,
    "multiple": read_multiple,
    "date": read_date,
    "year": read_year,
    "flag": read_flag,
    "worked": read_worked,
}
"""schema 的 format 词表：词 → 读法。"""

TIDIED = frozenset(READERS) - {"text", "prose", "path", "wording", "worked"}
"""读之前先换成规范写法的那些。"""

AS_TYPED = frozenset(("target", "actual"))
"""印的是原来的写法：读时不换成规范写法，规范写法只用来提醒。"""
