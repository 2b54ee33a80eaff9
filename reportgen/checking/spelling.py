"""用字和依据：截止、帐户一类用错的字（C59），半角引号和文号的方括号（C30），已经废止的文件（C55），句中的数相乘相加（C58）。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice

from reportgen.checking.written import MOST_ALIKE, at_most, prose_of, texts_in
from reportgen.core.diagnostics import Diagnostic, Span, diagnose, within
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.quantity import HUNDRED, Quantity, plain
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import Text

MISSPELT: tuple[tuple[str, str, str], ...] = (
    ("截止", r"截止(?=(?:到|至)?\s*(?:\d|目前|年[底末]|本|[今去]年|[上下]半年|报告))", "截至"),
    ("帐", r"帐(?=[户目簿册本务号单款])|(?<=[记入对查台挂呆坏])帐", "账"),
    ("其它", r"其它", "其他"),
    ("做为", r"(?<!叫)做为(?!了)", "作为"),
    ("既使", r"既使", "即使"),
    ("按装", r"按装", "安装"),
    ("反应了", r"反应了(?=[^，。]{0,12}(?:情况|问题|需求|诉求))", "反映了"),
    ("座落", r"座落", "坐落"),
    ("部份", r"部份", "部分"),
    ("布署", r"布署", "部署"),
)
"""有没有这两个字，错在哪里，改成什么。先凭前一项略过绝大多数的话。"""
REPEALED: tuple[tuple[str, str, str], ...] = (
    ("285", r"财预[〔\[【]2011[〕\]】]\s*285\s*号", "财预〔2011〕285号已由财预〔2020〕10号废止"),
    (
        "财政支出绩效评价管理暂行办法",
        r"《?财政支出绩效评价管理暂行办法》?",
        "它已由《项目支出绩效评价管理办法》（财预〔2020〕10号）代替",
    ),
    ("9704", r"GB/?T\s*9704[-—－](?!2012)(?:19|20)\d\d", "现行的公文格式标准是 GB/T 9704-2012"),
)
"""已经废止的依据、没有的标准，和代替它的。"""
_BRACKETS = r"[一-龥]{1,10}[【\[（(](?:19|20)\d\d[】\]）)]\s*\d{1,4}\s*号"
_QUOTED = r"(?<=[一-龥，。：；、（])\"[^\"\n]{1,60}\"|\"[^\"\n]{1,60}\"(?=[一-龥，。：；、）])"
_TIMES = (
    r"(?P<count>\d[\d,]*)\s*(?P<counter>[家户个人名场次件台套项所处篇辆亩株座间])"
    r"[^。；\d]{0,12}?每(?P=counter)[^，。；\d]{0,6}?"
    r"(?P<each>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[万亿]?元)[^。；\d]{0,8}?(?:共计?|合计|总计)[^，。；\d]{0,8}?"
    r"(?P<total>\d[\d,]*(?:\.\d+)?)\s*(?P=unit)"
)
_SHARES = (
    r"(?:分别占|占比分别[为是]?|比例分别[为是]?|各占)[^，。；\d]{0,8}?"
    r"(?P<shares>\d+(?:\.\d+)?[%％](?:\s*[、，和及与]\s*\d+(?:\.\d+)?[%％])+)"
)


def check_spelling(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C59 用错的字；C30 半角引号、文号用错的括号；C55 废止的依据；C58 句中的数。"""
    for where, text in prose_of(evaluation):
        if text.span is not None:
            for check in (_misspelt, _marks, _repealed, _arithmetic):
                yield from at_most(check(where, text, text.span))


def check_bases(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C55、C30 专有事实里列的依据也查：废止的文件，文号的括号。"""
    for text in texts_in(evaluation.facts):
        if text.span is not None and len(text) > 4:
            yield from at_most(_repealed("依据", text, text.span))
            yield from at_most(_numbers_of_documents("依据", text, text.span))


def _misspelt(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    for literal, pattern, right in MISSPELT:
        if literal in text:
            for match in islice(re.finditer(pattern, text), MOST_ALIKE):
                message = f"{where} 里的“{match[0]}”应写“{right}”。"
                yield diagnose("C59", within(place, match[0]), message, "改字。", subject=match[0])


def _marks(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    if '"' in text:
        for match in islice(re.finditer(_QUOTED, text), MOST_ALIKE):
            message = f"{where} 里的 {match[0]} 用了半角引号。"
            help = "中文里用全角的“”。"
            yield diagnose("C30", within(place, match[0]), message, help, subject=match[0])
    yield from _numbers_of_documents(where, text, place)


def _numbers_of_documents(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    if "号" not in text or not re.search(r"[【\[（(](?:19|20)\d\d[】\]）)]", text):
        return
    for match in islice(re.finditer(_BRACKETS, text), MOST_ALIKE):
        message = f"{where} 里的文号“{match[0]}”，年份要用六角括号〔〕。"
        help = "写成 财预〔2020〕10号 的样子。"
        yield diagnose("C30", within(place, match[0]), message, help, subject=match[0])


def _repealed(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    for literal, pattern, why in REPEALED:
        match = re.search(pattern, text) if literal in text else None
        if match is not None:
            message = f"{where} 引用了“{match[0]}”，{why}。"
            help = "换成现行的文件；说的是当年的依据的，写明当时有效。"
            yield diagnose("C55", within(place, match[0]), message, help, subject=match[0])


def _arithmetic(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    if "每" in text:
        for match in islice(re.finditer(_TIMES, text), MOST_ALIKE):
            yield from _product(match, place)
    if "占" in text or "比例" in text:
        for match in islice(re.finditer(_SHARES, text), MOST_ALIKE):
            yield from _shares(match, place)


def _product(match: re.Match[str], place: Span) -> Iterator[Diagnostic]:
    """20 家，每家 3 万元，共 60 万元。"""
    count, each, total = (_decimal(match[name]) for name in ("count", "each", "total"))
    product = count * each
    if not Quantity(total).interval.meets(Quantity(product).interval):
        worked = f"{plain(count)} × {plain(each)} 得 {plain(product)} {match['unit']}"
        message = f"文中写“{match[0]}”，{worked}。"
        span = within(place, match["total"])
        yield diagnose("C58", span, message, "核对后改其中一处。", subject="单价和数量")


def _shares(match: re.Match[str], place: Span) -> Iterator[Diagnostic]:
    """分别占 60%、30%、20%：相加大于 100%。"""
    numbers = [_decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", match["shares"])]
    total = sum(numbers, Decimal(0))
    if total > HUNDRED + Decimal("0.05") * len(numbers):
        message = f"文中写“{match[0]}”，各部分相加是 {plain(total)}%，大于 100%。"
        span = within(place, match["shares"])
        yield diagnose("C58", span, message, "核对各部分的占比。", subject="占比")


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


Check = Callable[[str, Text, Span], Iterator[Diagnostic]]
