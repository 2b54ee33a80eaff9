"""一个数照一段数字格式的样子：占位的 0 # ?、小数、分节、百分号、缩成千、科学计数、分数、常规。

位数照 Excel：先取十五位有效数字（读的时候已经取了），再四舍五入到占位的位数。
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from reportgen.core.quantity import fixed, plain, round_half_up
from reportgen.source.cellformat import GAP, Section, Token, UnknownFormat

WIDEST_GENERAL = 11
"""“常规”最多显示这么多个字符，小数点在内，负号不在内；再长的小数舍去，再大的数用科学计数。"""
SMALLEST_GENERAL = Decimal("0.0001")
_FRACTION = re.compile(
    r"(?:(?P<whole>[#0?]+) +)?(?P<top>[#0?]+) */ *(?P<bottom>[#0?]+|[1-9][0-9]*)"
)
_MOST_DENOMINATOR_DIGITS = 4


def show_number(number: Decimal, section: Section) -> str:
    """不带负号的数 → 照这一段的样子；GAP 是留的空。"""
    kind = section.kind
    if kind == "general":
        return "".join(_general_token(token, number) for token in section.tokens)
    if kind == "scientific":
        return _scientific(number, section.tokens)
    if kind == "fraction":
        return _fraction(number, section.tokens)
    return laid_out(section.tokens).show(number)


def show_general(number: Decimal) -> str:
    """不带负号的数，照“常规”的样子。"""
    whole = max(1, number.adjusted() + 1) if number else 1
    if whole > WIDEST_GENERAL:
        raise UnknownFormat("照“常规”显示成科学计数法，位数看不全")
    places = max(0, WIDEST_GENERAL - 1 - whole)
    rounded = round_half_up(number, places)
    if number and number < SMALLEST_GENERAL and rounded != number:
        raise UnknownFormat("照“常规”显示成科学计数法，位数看不全")
    return plain(rounded)


def _general_token(token: Token, number: Decimal) -> str:
    if token.kind == "general":
        return show_general(number)
    if token.kind in {"literal", "gap"}:
        return token.text
    raise UnknownFormat("“常规”和占位的 0 # ? 写在同一段")


class Layout(NamedTuple):
    """排好的一段：小数点前后的记号，占位的各有几个，要不要分节，乘几个 100、除几个 1000。"""

    whole: tuple[Token, ...]
    fraction: tuple[Token, ...]
    point: bool
    grouped: bool
    percents: int
    thousands: int
    simple: tuple[str, str, int, int] | None
    """占位的连在一起、不必逐位排的：前面的字、后面的字、至少几位整数、几位小数。"""

    def show(self, number: Decimal) -> str:
        """不带负号的数 → 照排好的样子。"""
        scaled = number.scaleb(2 * self.percents - 3 * self.thousands)
        if self.simple is not None:
            before, after, least, places = self.simple
            text = fixed(scaled, places, group=self.grouped)
            if least > 1:
                text = text.zfill(least + places + (1 if places else 0))
            return f"{before}{text}{after}"
        places = _digits(self.fraction)
        written = f"{round_half_up(scaled, places):f}"
        digits, _, decimals = written.partition(".")
        whole = _whole_part(self.whole, digits.lstrip("0"), self.grouped, self.point)
        return whole + ("." if self.point else "") + _decimals(self.fraction, decimals)


@lru_cache(maxsize=1024)
def laid_out(tokens: tuple[Token, ...]) -> Layout:
    """一段的记号 → 排好；小数点、逗号写得不合常规的看不懂。"""
    points = [at for at, token in enumerate(tokens) if token == ("mark", ".")]
    if len(points) > 1:
        raise UnknownFormat("有两个小数点")
    cut = points[0] if points else len(tokens)
    grouped_before, thousands_before, whole = _commas(tokens[:cut])
    grouped_after, thousands_after, fraction = _commas(tokens[cut + 1 :])
    if grouped_after:
        raise UnknownFormat("小数部分有逗号")
    if not _digits(whole) + _digits(fraction) and points:
        raise UnknownFormat("小数点前后没有占位的 0 # ?")
    everything = whole + fraction
    if any(token.kind in {"number", "date"} or token.text == "@" for token in everything):
        raise UnknownFormat("没有加引号的数字是什么意思看不懂")
    percents = sum(token == ("mark", "%") for token in everything)
    thousands = thousands_before + thousands_after
    simple = _simple(whole, fraction, bool(points), grouped_before)
    return Layout(whole, fraction, bool(points), grouped_before, percents, thousands, simple)


def _commas(tokens: tuple[Token, ...]) -> tuple[bool, int, tuple[Token, ...]]:
    """逗号在两个占位之间的是分节，在最后一个占位后面的各除以一千；其余的记号。"""
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    commas = [at for at, token in enumerate(tokens) if token == ("mark", ",")]
    if commas and (not digits or commas[0] < digits[0]):
        raise UnknownFormat("逗号写在占位的 0 # ? 前面")
    grouped = any(at < digits[-1] for at in commas)
    thousands = sum(at > digits[-1] for at in commas)
    rest = tuple(token for token in tokens if token != ("mark", ","))
    return grouped, thousands, rest


def _digits(tokens: tuple[Token, ...]) -> int:
    return sum(token.kind == "digit" for token in tokens)


def _simple(
    whole: tuple[Token, ...], fraction: tuple[Token, ...], point: bool, grouped: bool
) -> tuple[str, str, int, int] | None:
    """占位的连在一起，整数 #0 或几个 0，小数全是 0。"""
    marks = "".join(token.text if token.kind == "digit" else "x" for token in whole)
    match = re.fullmatch(r"(x*)#*(0+)(x*)", marks)
    decimals = "".join(token.text if token.kind == "digit" else "x" for token in fraction)
    after = re.fullmatch(r"(0*)(x*)", decimals)
    if match is None or after is None or (point and (match[3] or not after[1])):
        return None
    if grouped and len(match[2]) > 1:
        return None
    words = [token.text for token in (*whole, *fraction) if token.kind != "digit"]
    before = len(match[1])
    return "".join(words[:before]), "".join(words[before:]), len(match[2]), len(after[1])


def _whole_part(tokens: tuple[Token, ...], digits: str, grouped: bool, point: bool) -> str:
    """整数部分：数字从右往左对准占位，多出的都归最左一个；缺的，0 补零，? 留空。"""
    left = _digits(tokens)
    if not left:  # .00 的整数照写；没有占位的（如“-”）只有文字
        return "".join(token.text for token in tokens) + (digits if point else "")
    pieces: list[str] = []
    zeros = False
    for token in tokens:
        if token.kind != "digit":
            pieces.append(token.text)
            continue
        zeros = zeros or token.text == "0"
        first = left == _digits(tokens)
        part = digits[: max(0, len(digits) - left + 1)] if first else digits[-left:][:1]
        if len(digits) < left:
            part = _filler(token.text, zeros)
        left -= 1
        for at, char in enumerate(part):
            place = left + len(part) - 1 - at
            pieces.append(char)
            if grouped and place and place % 3 == 0:
                pieces.append(GAP if char == GAP else ",")
    return "".join(pieces)


def _filler(placeholder: str, zeros: bool) -> str:
    if zeros:
        return "0"
    return GAP if placeholder == "?" else ""


def _decimals(tokens: tuple[Token, ...], decimals: str) -> str:
    """小数部分：末尾的零，0 照写，# 不写，? 留空。"""
    placeholders = [token.text for token in tokens if token.kind == "digit"]
    chars = list(decimals)
    for at in range(len(placeholders) - 1, -1, -1):
        if chars[at] != "0" or placeholders[at] == "0":
            break
        chars[at] = GAP if placeholders[at] == "?" else ""
    printed = iter(chars)
    return "".join(next(printed) if token.kind == "digit" else token.text for token in tokens)


def _scientific(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """科学计数：小数点前占几位，指数就是几的倍数。"""
    at = next(at for at, token in enumerate(tokens) if token.kind == "exponent")
    mantissa, rest = laid_out(tokens[:at]), tokens[at + 1 :]
    step = _digits(mantissa.whole)
    if not step or mantissa.percents or mantissa.thousands or mantissa.grouped:
        raise UnknownFormat("科学计数法写得不合常规")
    places = _digits(mantissa.fraction)
    power = number.adjusted() // step * step if number else 0
    if round_half_up(number.scaleb(-power), places) >= Decimal(10) ** step:
        power += step
    least = _digits(rest)
    sign = "-" if power < 0 else tokens[at].text[1:].replace("-", "")
    tail = "".join(token.text for token in rest if token.kind != "digit")
    if not least or any(token.kind not in {"digit", "literal", "gap"} for token in rest):
        raise UnknownFormat("科学计数法写得不合常规")
    return f"{mantissa.show(number.scaleb(-power))}E{sign}{abs(power):0{least}d}{tail}"


def _fraction(number: Decimal, tokens: tuple[Token, ...]) -> str:
    """分数：分母写明的照写，没有写明的取位数之内最接近的。"""
    skeleton = "".join(GAP if token.kind == "gap" else token.text for token in tokens)
    match = _FRACTION.fullmatch(skeleton.strip(f"{GAP} "))
    if match is None:
        raise UnknownFormat("分数写得不合常规")
    exact, whole = Fraction(number), 0
    if match["whole"]:
        whole = int(exact)
        exact -= whole
    top, bottom = _nearest(exact, match["bottom"])
    if match["whole"] and top == bottom:
        whole, top = whole + 1, 0
    if not match["whole"]:
        return f"{top}/{bottom}"
    if not top:
        return str(whole)
    integer = str(whole) if whole or "0" in match["whole"] else ""
    return f"{integer}{GAP}{top}/{bottom}" if integer else f"{top}/{bottom}"


def _nearest(exact: Fraction, bottom: str) -> tuple[int, int]:
    """分子、分母。"""
    if bottom[0] in "123456789":
        denominator = int(bottom)
        return int(exact * denominator + Fraction(1, 2)), denominator
    if len(bottom) > _MOST_DENOMINATOR_DIGITS:
        raise UnknownFormat(f"分母有 {len(bottom)} 位")
    most = 10 ** len(bottom) - 1
    nearest = exact.limit_denominator(most)
    if nearest != _convergent(exact, most):
        raise UnknownFormat("最接近的分数有两种取法，Excel 取哪一种说不准")
    return nearest.numerator, nearest.denominator


def _convergent(exact: Fraction, most: int) -> Fraction:
    """连分数展开，分母不大于 most 的最后一个渐近分数。"""
    top, bottom, last_top, last_bottom = 1, 0, 0, 1
    rest = exact
    while True:
        whole = rest.numerator // rest.denominator
        next_top, next_bottom = whole * top + last_top, whole * bottom + last_bottom
        if next_bottom > most:
            return Fraction(top, bottom)
        top, bottom, last_top, last_bottom = next_top, next_bottom, top, bottom
        if rest == whole:
            return Fraction(top, bottom)
        rest = 1 / (rest - whole)
