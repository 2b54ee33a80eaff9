"""说得通：年度、报告日期同格式的适用年度相不相合（C42）；金额像不像写错了单位（C43）。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.checking.figures import FUND_COLUMNS
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity
from reportgen.core.scorecard import Scorecard

FAR = 1_000
"""同一列里两个数差这么多倍，其中一个像是换了单位；元和万元差一万倍，项目之间差几倍也在内。"""
NEAR = 50
"""照另一个单位读，同别的数差不出这么多倍，才像是写错了。"""
LEAST = 10_000
"""不到一万元的，不会有人误写成元。"""
ROUND = 100
"""写成元的数多是整百的。"""
HUGE = {"万元": Decimal(1_000_000), "元": Decimal(10) ** 11, "亿元": Decimal(10_000)}
"""一个项目的资金到了这么多（一百亿元上下），多半是单位写错了。"""


def check_year(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C42 年度晚于报告日期、早于格式的适用年度；年度没有过完就写报告。"""
    place, year, date = _written(evaluation, "year"), evaluation.year, evaluation.date
    if place is None:
        return
    first, last = _editions(format.manifest.editions)
    help = "核对 year 和 date，是不是打错了一个数字。"
    if year > date.year:
        message = f"年度写的是 {year}，晚于报告日期 {date}。"
    elif year < first or year > last:
        message = f"年度写的是 {year}，这种格式适用的年度是 {format.manifest.editions}。"
        help = "核对 year；确实评这一年的，换一种适用的格式。"
    elif year == date.year and date.month < 12:
        message = f"报告日期是 {date}，{year} 年度还没有过完。"
        help = "核对 date；年中的评价，在叙述里写明截止到哪一天。"
    elif date.year - year > 3:
        message = f"年度写的是 {year}，报告日期是 {date}，隔了 {date.year - year} 年。"
    else:
        return
    yield diagnose("C42", place, message, help, subject="year")


def _written(evaluation: Evaluation, key: str) -> Span | None:
    """最外层的一个键写在哪里；没有文件的没有。"""
    if evaluation.span is None or not evaluation.year:
        return None
    source = evaluation.span.source
    match = re.search(rf"^{key}[ \t]*:[ \t]*(\S[^\n#]*)", source.text, re.M)
    if match is None:
        return None
    span = Span(source, 1, 1, 0, len(source.text))
    line = within(span, match[0])
    return within(line, match[1].strip())


def _editions(written: str) -> tuple[int, int]:
    """适用年度：“2020–”“2020”“2020–2022”；读不懂的不限。"""
    years = [int(year) for year in re.findall(r"(?:19|20)\d\d", written)]
    if not years:
        return 0, 9999
    open_ended = re.search(r"[–—-]\s*$", written) is not None
    return years[0], 9999 if open_ended or len(years) == 1 else years[-1]


def check_amounts(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C43 金额像是写错了单位：同一列里差一千倍以上，换成另一个单位就同别的数相近；或者大得不像一个项目。"""
    if format.manifest.kind == "whole":
        return  # 部门的各项资金本来就差得多
    money = format.manifest.unit_of_money
    told: set[str] = set()
    for column, title in FUND_COLUMNS:
        lines = [*evaluation.funds.lines, *evaluation.funds.projects]
        found = list(_odd_ones(lines, column, money))
        for line, amount, other in found:
            if str(line.name) not in told and amount.span is not None:
                told.add(str(line.name))
                yield _odd(str(line.name), title, amount, other, money)
    total = evaluation.funds.total
    for column, title in FUND_COLUMNS if total is not None and not told else ():
        whole: Quantity | None = getattr(total, column)
        if whole is not None and whole.span is not None and abs(whole.number) >= HUGE[money]:
            yield _huge(title, whole, money)
            return


def _odd_ones(
    lines: Sequence[FundLine], column: str, money: str
) -> Iterator[tuple[FundLine, Quantity, Quantity]]:
    """一列里像是写错了单位的数，和与它相比的数。"""
    amounts = [(line, getattr(line, column)) for line in lines]
    filled = [
        (line, amount) for line, amount in amounts if amount is not None and amount.number > 0
    ]
    for line, amount in filled:
        others = [other for each, other in filled if each is not line]
        if not others:
            continue
        low = min(others, key=_number)
        high = max(others, key=_number)
        if money == "万元" and amount.number >= low.number * FAR and _bare(amount):
            shrunk = amount.number.scaleb(-4)
            round_one = amount.number % ROUND == 0 and amount.number >= LEAST
            if round_one and shrunk <= high.number * NEAR and amount.number > high.number * FAR:
                yield line, amount, high
        elif money == "元" and amount.number * FAR <= low.number and _bare(amount):
            grown = amount.number.scaleb(4)
            if grown <= high.number * NEAR and grown * NEAR >= low.number:
                yield line, amount, low


def _number(amount: Quantity) -> Decimal:
    return amount.number


def _bare(amount: Quantity) -> bool:
    """照格式的单位写的数，没有另写单位。"""
    return "元" not in amount.text


def _odd(name: str, title: str, amount: Quantity, other: Quantity, money: str) -> Diagnostic:
    looks = "元" if money == "万元" else "万元"
    message = f"“{name}”的{title} {amount} 像是{looks}，同一列别的数是 {other}，这张表以{money}计。"
    exact = amount.number.scaleb(-4 if money == "万元" else 4)
    help = f"是{looks}的，写成“{exact.normalize():f} {money}”或“{amount} {looks}”。"
    related = [Related(other.span, "同一列的另一个数")] if other.span is not None else []
    assert amount.span is not None
    return diagnose("C43", amount.span, message, help, related=related, subject=name)


def _huge(title: str, amount: Quantity, money: str) -> Diagnostic:
    message = f"资金合计的{title} {amount} {money}，大得不像一个项目的资金。"
    help = "金额是元的，后面写上“元”，程序会换算。"
    assert amount.span is not None
    return diagnose("C43", amount.span, message, help, subject=f"资金合计的{title}")
