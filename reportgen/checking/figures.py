"""合计与率：资金行与合计，实际完成值与它的算式，抄录的数与它的算式。

印出来的数是区间（core/quantity.Interval）：相等则不作声；差异能由四舍五入解释，是说明（C11）；
解释不了，是错误。没有容差设置。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.checking.arithmetic import (
    NotArithmetic,
    Worked,
    added,
    agrees,
    explained,
    in_units_of,
    work,
)
from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.funds import FundLine, Funds
from reportgen.core.model import Evaluation
from reportgen.core.quantity import Quantity, fixed, round_half_up
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import Text

FUND_COLUMNS = (
    ("initial", "年初预算数"),
    ("added", "追加预算数"),
    ("adjusted", "全年预算数"),
    ("arrived", "实际到位数"),
    ("spent", "全年执行数"),
)


@frozen
class Total:
    """资金的一列：合计印的数，各资金行的数（没有填的为 None）。"""

    title: str
    printed: Quantity
    parts: tuple[Quantity | None, ...]

    @property
    def subject(self) -> str:
        """诊断说的是什么。"""
        return f"资金合计的{self.title}"

    @property
    def filled(self) -> tuple[Quantity, ...]:
        """填了的各数。"""
        return tuple(part for part in self.parts if part is not None)


def totals_of(funds: Funds) -> Iterator[Total]:
    """资金各列的合计；输入、将要印的表、成稿都由此查。"""
    if funds.total is None or not funds.lines:
        return
    for name, title in FUND_COLUMNS:
        printed = getattr(funds.total, name)
        if printed is not None:
            parts = tuple(getattr(line, name) for line in funds.lines)
            yield Total(title, printed, parts)
        before = getattr(funds.total.previous, name, None)  # 追加预算数不记上年的
        if before is not None:
            parts = tuple(getattr(line.previous, name) for line in funds.lines)
            yield Total(f"上年{title}", before, parts)


def check_fund_sums(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C01 各资金行之和等于合计；年初加追加等于调整后。"""
    funds = evaluation.funds
    for total in totals_of(funds):
        if total.filled:
            yield from _sum(total.subject, total.printed, total.filled, "各资金行")
    for line in (*funds.lines, *funds.projects):
        if line.added is not None and line.adjusted is not None:
            parts = [part for part in (line.initial, line.added) if part is not None]
            subject = f"{line.name}的全年预算数"
            yield from _sum(subject, line.adjusted, parts, "年初预算数与追加预算数")


def _sum(
    subject: str, total: Quantity, parts: Sequence[Quantity], whose: str
) -> Iterator[Diagnostic]:
    how = f"{whose}之和 {sum_text(parts)}"
    yield from compare("C01", subject, total, added(parts), how, related_to(parts))


def sum_text(parts: Sequence[Quantity]) -> str:
    """相加的各项，太多的只列前几项：“100.00 + 50.00”。"""
    text = " + ".join(part.text for part in parts[:6])
    return text + (" + …" if len(parts) > 6 else "")


def related_to(parts: Sequence[Quantity]) -> list[Related]:
    """相加的各项在哪里，列出前几项。"""
    related = [Related(part.span, "相加的一项") for part in parts if part.span is not None]
    return related[:3]


def check_fund_order(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C07 到位不应大于预算，执行不应大于到位和预算；预算为零不应有执行数。"""
    funds = evaluation.funds
    lines: list[FundLine] = []
    for line in (*funds.lines, *funds.projects):
        lines += [line, *line.includes]
    if funds.total is not None:
        lines.append(funds.total)
    for line in lines:
        budget, title = _budget(line)
        if budget is not None and budget.number < 0:  # 收回的资金，两数都是负的，比大小说明不了什么
            continue
        beyond_budget = _exceeds(line.spent, budget)
        if beyond_budget:
            help = "核对两数；确属超预算执行，请在存在问题里说明。"
            yield from _order(line, ("spent", "全年执行数"), budget, title, help)
        if _exceeds(line.arrived, budget):
            help = "核对两数；连同上年结转的，写明当年到位多少。"
            yield from _order(line, ("arrived", "实际到位数"), budget, title, help)
        recorded = line.arrived is not None and bool(line.arrived.number)  # 全填零的是没有记到位
        if recorded and not beyond_budget and _exceeds(line.spent, line.arrived):
            help = "核对两数；用了上年结转或垫付的，请在资金使用情况里说明。"
            yield from _order(line, ("spent", "全年执行数"), line.arrived, "实际到位数", help)


def _budget(line: FundLine) -> tuple[Quantity | None, str]:
    """预算数：全年的，没有则年初的；另有追加而没有写全年的，不知道是多少。"""
    if line.adjusted is not None:
        return line.adjusted, "全年预算数"
    return (line.initial if line.added is None else None), "年初预算数"


def _exceeds(part: Quantity | None, whole: Quantity | None) -> bool:
    return part is not None and whole is not None and part.number > whole.number


def _order(
    line: FundLine,
    column: tuple[str, str],
    limit: Quantity | None,
    limit_title: str,
    help: str,
) -> Iterator[Diagnostic]:
    """一行里的一个数大于另一个数。"""
    name, title = column
    figure: Quantity | None = getattr(line, name)
    if figure is None or figure.span is None or limit is None:
        return
    related = [Related(limit.span, limit_title)] if limit.span is not None else []
    subject = str(line.name)
    message = f"{subject}的{title} {figure} 大于{limit_title} {limit}。"
    yield diagnose("C07", figure.span, message, help, related=related, subject=subject)


def check_worked(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C02 实际完成值等于它的算式。"""
    for indicator in evaluation.indicators:
        if indicator.worked is not None and indicator.actual is not None:
            yield from _worked(str(indicator.name), indicator.actual, indicator.worked)


def check_stated_figures(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C01、C02 抄录的数等于它的算式。"""
    for figure in evaluation.stated.figures:
        yield from _worked(str(figure.name), figure.printed, figure.worked)


def _worked(subject: str, printed: Quantity, text: Text) -> Iterator[Diagnostic]:
    try:
        worked = in_units_of(work(text), printed)
    except NotArithmetic as error:
        if text.span is not None:
            help = "只写数、加减乘除和括号，如 2.80 / 7.62。"
            yield diagnose("I03", text.span, f"{error}。", help, subject=subject)
        return
    code = "C02" if printed.percent else "C01"
    related = []
    if text.span is not None:
        related.append(Related(text.span, "算式在这里"))
    yield from compare(code, subject, printed, worked, f"算式 {text}", related)


def compare(
    code: str,
    subject: str,
    printed: Quantity,
    worked: Worked,
    how: str,
    related: list[Related],
    *,
    help: str = "核对后改其中一处。",
) -> Iterator[Diagnostic]:
    """印出的数对算得的数：相等不作声，能由舍入解释是 C11，否则是 code。"""
    span, places = printed.span, printed.places
    if span is None or agrees(printed, worked):
        return
    if worked.exact != round_half_up(worked.exact, places):  # 印整数的也说两位小数，看得出差在哪里
        places = max(places, 2)
    reckoned = fixed(worked.exact, places) + ("%" if printed.percent else "")
    message = f"{subject}写的是 {printed}，{how} 得 {reckoned}，"
    if explained(printed, worked):
        message += "相差在各数的四舍五入之内。"
        unchanged = "不必改；报告照写的印，不换成算得的数。"
        yield diagnose("C11", span, message, unchanged, related=related, subject=subject)
        return
    message += "四舍五入也解释不了。"
    yield diagnose(code, span, message, help, related=related, subject=subject)
