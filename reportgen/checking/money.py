"""资金说得通：执行率低要说明，没有用完的不再要钱，文中提到的资金来源在资金表里有。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checking.written import at_most, findings_text, prose_of
from reportgen.core.diagnostics import Diagnostic, Related, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.funds import FundLine
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, ZERO, Quantity, divide, plain, shown
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import Text, without_brackets

MOST_ABOVE = Decimal("1.05")
"""得分率是执行率的这么多倍以上，就是高出很多。"""
_EXPLAINED = re.compile(
    r"执行率|执行进度|支付|支出进度|结余|结转|未使用|未支出|压减|节约|节省|低于预算"
)
_MORE = re.compile(r"(?:增加|加大|追加|提高|扩大)[^，。；]{0,12}(?:经费|资金|预算|费用?|额度|投入)")
_SOURCE = re.compile(r"(配套资金|自筹资金|社会资本|专项债券?)")


def check_low_rate(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C25 总的执行率低于格式的限度（80%），偏差原因和存在问题都没有说到。"""
    limit = format.manifest.low_rate
    low = _low_rate(evaluation, limit)
    if low is None:
        return
    rate, span = low
    sentences = list(findings_text(evaluation))
    for line in scorecard.lines:
        if not line.printed:  # 写在这一行的原因印不出来
            continue
        if "执行率" in line.name and line.indicator.deviation:
            sentences.append(str(line.indicator.deviation))
        elif "执行率" in line.name and line.lost:
            return  # 没有写原因，R05 已经说了
    if not any(_EXPLAINED.search(sentence) for sentence in sentences):
        message = f"执行率 {rate}，低于 {plain(limit)}%，偏差原因和存在问题里都没有说明。"
        help = "写明执行率偏低的原因和改进措施（财预〔2020〕10号第二十六条）。"
        yield diagnose("C25", span, message, help, subject="执行率")


def check_score_against_rate(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C26 执行率低于格式的限度（80%），而指标的得分率比它高出很多（高出执行率的 5% 以上）。"""
    limit = format.manifest.low_rate
    low = _low_rate(evaluation, limit)
    if low is None:
        return
    rate, span = low
    weight = score = ZERO
    for line in scorecard.scored:
        if line.counted and "执行率" not in line.name:
            weight += line.full
            score += line.earned
    if not weight:
        return
    earned = divide(score * HUNDRED, weight)
    if earned > rate.number * MOST_ABOVE:
        message = f"执行率 {rate}，而各指标的得分率是 {shown(earned, 2)}%，钱没有用完而事都办成了。"
        help = "核对实绩；确实节约的，在原因里写明。"
        yield diagnose("C26", span, message, help, subject="得分率")


def _low_rate(evaluation: Evaluation, limit: Decimal) -> tuple[Quantity, Span] | None:
    """低了要说明的总执行率，和执行数写在哪里；不低的、算不出的没有。"""
    total = evaluation.funds.total
    if total is None or total.spent is None or total.spent.span is None:
        return None
    rate = total.rate
    if rate is None or rate.number >= limit:
        return None
    return rate, total.spent.span


def check_more_money(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C27 要求增加某项经费，而这一项没有用完（执行率低于 80%，格式另有限度的照它）。"""
    lines = [
        line
        for line in evaluation.funds.named()
        if line.rate is not None and line.rate.number < format.manifest.low_rate
    ]
    cores = [(_core_of(line), line) for line in lines]
    for where, text in prose_of(evaluation):
        if text.span is not None and cores:
            yield from at_most(_more_money(where, text, text.span, cores))


def _more_money(
    where: str, text: Text, place: Span, cores: list[tuple[str, FundLine]]
) -> Iterator[Diagnostic]:
    """一段叙述里要求增加而没有用完的各处。"""
    for match in _MORE.finditer(text):
        for core, line in cores:
            if core in match[0]:
                message = (
                    f"{where} 要求“{match[0]}”，而{line.name}的执行率是 {line.rate}，没有用完。"
                )
                help = "说明没有用完还要增加的理由，或改写建议。"
                span = within(place, match[0])
                yield diagnose(
                    "C27", span, message, help, related=_spent(line), subject=str(line.name)
                )


def _core_of(line: FundLine) -> str:
    """资金行名称里的关键字：去掉“费”“经费”“支出”和括号。"""
    return re.sub(r"经费$|费$|支出$|资金$", "", without_brackets(str(line.name))) or str(line.name)


def _spent(line: FundLine) -> list[Related]:
    if line.spent is None or line.spent.span is None:
        return []
    return [Related(line.spent.span, "这一项的执行数")]


def check_named_sources(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C28 文中提到的资金来源（配套资金等），资金里没有这一行。"""
    if not evaluation.funds.lines:
        return
    names = "".join(str(line.name) for line in evaluation.funds.named())
    reported: set[str] = set()
    for where, text in prose_of(evaluation):
        if text.span is None:
            continue
        for match in _SOURCE.finditer(text):
            source = match[1]
            if source[:2] in names or source in reported:
                continue
            reported.add(source)
            message = f"{where} 提到“{source}”，资金里没有这一行。"
            help = "有这笔资金的，在 funds 里补上；没有的删去这句话。"
            yield diagnose("C28", within(text.span, source), message, help, subject=source)
