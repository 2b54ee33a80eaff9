"""文字：重复的词、不对的标点、没有写完的地方、别的年度和写走样的名称、应有内容而只写“无”的一节。"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checking.written import at_most, prose_of
from reportgen.core.diagnostics import Diagnostic, Span, diagnose, within
from reportgen.core.document import Document, Heading, Paragraph
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.outline import Node
from reportgen.core.quantity import shorten
from reportgen.core.scorecard import Scorecard
from reportgen.core.text import HAN, Text

_DOUBLED = re.compile(
    rf"({HAN}{{2,4}})\1|([，。；：、！？])\2|(?<![的了是在])([的了是在])\3(?![的了是在确])"
)
_FINE = frozenset(
    ("一个一个", "一步一步", "研究研究", "讨论讨论", "一项一项", "一条一条", "一户一户", "一家一家")
)
_HALF = re.compile(
    rf"{HAN}[,;:?!]|[,;?!](?={HAN})|{HAN}\([^()]*\)|\((?=[^()]*\))[^()]*?{HAN}[^()]*\)"
)
# 括号一条先看有没有右括号，再找里面的汉字：没有配对的左括号后面有十万字，也只看一遍。
_UNFINISHED = re.compile(
    r"[XxＸ×]{2,}|\*{3,}|…{3,}|\.{4,}|。{3,}|_{3,}|＿{2,}"
    r"|待(?:补充|完善|填|定|核实)|此处(?:填写|补充)|（\s*）"
)
LONGEST_NAME = 200
"""名称再长就不查写走样：每一处都要看这么多字。"""
_NOTHING = re.compile(r"(?:无|暂无|没有|略|/)[。.]?")
_YEAR = re.compile(
    r"(?<![\d〔\[（(])((?:19|20)\d\d)\s*年度"
    r"(?=(?:部门整体|项目支出|部门)?(?:支出)?绩效(?:自评|评价|目标))"
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)")
_PERIODS = (
    r"(?P<a>(?:19|20)\d\d)年1月(?:1日)?[至到—\-–~～]+(?:(?P=a)年)?12月(?:31日)?",
    r"截[至止到]+(?P<b>(?:19|20)\d\d)年(?:12月(?:31日)?|年?末|底)",
    r"(?<![、和与])(?P<c>(?:19|20)\d\d)年度?(?:项目|部门|单位|全年)?(?:预算|支出|决算|执行|资金)"
    r"(?:安排|数|为|共|合计|总额)*\d",
    r"(?P<d>(?:19|20)\d\d)年度?(?:本项目|该项目|项目组|评价组|评价小组)",
    r"(?P<e>(?:19|20)\d\d)年\d{1,2}月(?:\d{1,2}日)?(?:现场核查|现场评价|开展现场|问卷调查|实地核查)",
)
"""评价的时段、资金、现场核查写着别的年度；这些话说的总是本年度（核查可以晚一年）。"""
_COMPARED = re.compile(r"较|比|同期|上年|去年|增长|增加|下降|减少|以来|结转|尾款|历年|变动|分别")


def check_doubled(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C30 重复的词和标点、中文里的半角标点。"""
    for where, text in prose_of(evaluation):
        if text.span is not None:
            yield from at_most(_doubled(where, text, text.span))
            yield from at_most(_half_width(where, text, text.span))


def _doubled(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    """重复的词和标点。"""
    for match in _DOUBLED.finditer(text):
        if match[0] not in _FINE:
            message = f"{where} 里的“{match[0]}”重复了。"
            yield diagnose(
                "C30", within(place, match[0]), message, "删去多余的一个。", subject=match[0]
            )


def _half_width(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    """中文里的半角标点。"""
    for match in _HALF.finditer(text):
        shown = match[0] if len(match[0]) < 20 else match[0][:18] + "…"
        message = f"{where} 里的“{shown}”用了半角标点。"
        help = "中文里用全角的 ，；：？！（）。"
        yield diagnose("C30", within(place, match[0]), message, help, subject=match[0])


def check_unfinished(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C31 占位的符号和“待补充”一类的话。"""
    for where, text in (*prose_of(evaluation), *_names(evaluation)):
        if text.span is not None:
            yield from at_most(_unfinished(where, text, text.span))


def _unfinished(where: str, text: Text, place: Span) -> Iterator[Diagnostic]:
    for match in _UNFINISHED.finditer(text):
        message = f"{where} 里有“{shorten(match[0])}”，像是没有写完。"
        yield diagnose(
            "C31", within(place, match[0]), message, "补上实际内容，或删去。", subject=match[0]
        )


def _names(evaluation: Evaluation) -> Iterator[tuple[str, Text]]:
    yield "unit.name", evaluation.unit.name
    if evaluation.project is not None:
        yield "project.name", evaluation.project.name
    for indicator in evaluation.indicators:
        yield "指标名称", indicator.name


def check_years(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C32 留着别的年度（“2022年度绩效……”）。"""
    for where, text in prose_of(evaluation):
        if text.span is not None:
            yield from at_most(_other_years(where, text, text.span, evaluation.year))


def _other_years(where: str, text: Text, place: Span, year: int) -> Iterator[Diagnostic]:
    for match in _YEAR.finditer(text):
        if match[1] != str(year):
            message = f"{where} 写的是“{match[0]}”，这份报告评的是 {year} 年度。"
            help = "是沿用上年的文字，就改成本年度；确实说别的年度的，换一种写法。"
            yield diagnose("C32", within(place, match[1]), message, help, subject=match[1])
    if len(_YEARS.findall(text)) > text.count(str(year)):
        yield from _other_periods(where, text, place, year)


def _other_periods(where: str, text: Text, place: Span, year: int) -> Iterator[Diagnostic]:
    """评价时段、资金、核查里的别的年度；一句里拿来同本年比的不算。"""
    for sentence in re.split(r"[。；\n]", text):
        bare = re.sub(r"\s", "", sentence)
        if str(year) in bare or _COMPARED.search(bare):
            continue
        for pattern in _PERIODS:
            match = re.search(pattern, bare)
            written = next((each for each in match.groups() if each), "") if match else ""
            if match is None or not written or int(written) >= year:
                continue
            message = f"{where} 写的是“{match[0]}”，这份报告评的是 {year} 年度。"
            help = "是沿用上年的文字，就改成本年度；确实说别的年度的，换一种写法。"
            yield diagnose("C32", within(place, written), message, help, subject=written)
            break


def check_names(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C32 项目、单位的名称写走了样：头尾相同，中间多一两个字或少一两个字。"""
    names = [evaluation.unit.name]
    if evaluation.project is not None:
        names.append(evaluation.project.name)
    for name in names:
        if not 8 <= len(name) <= LONGEST_NAME:
            continue
        # 头三个字、尾三个字相同，中间差不过两个字
        inner = len(name) - 6
        middle = f"{HAN}{{{max(0, inner - 2)},{inner + 2}}}?"
        pattern = re.compile(re.escape(name[:3]) + middle + re.escape(name[-3:]))
        for where, text in prose_of(evaluation):
            if text.span is not None:
                yield from at_most(_almost(pattern, name, where, text, text.span))


def _almost(
    pattern: re.Pattern[str], name: Text, where: str, text: Text, place: Span
) -> Iterator[Diagnostic]:
    for match in pattern.finditer(text):
        if match[0] != name:
            message = f"{where} 里的“{match[0]}”与名称“{name}”差一点。"
            yield diagnose(
                "C32", within(place, match[0]), message, f"写成“{name}”。", subject=str(name)
            )


def check_kind(
    evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C34 部门评价的报告，叙述里说成自评。"""
    if format.manifest.kind != "department":
        return
    for where, text in prose_of(evaluation):
        if "自评" in text and text.span is not None:
            message = f"{where} 里说“自评”，而这是部门评价的报告。"
            help = "部门评价由主管部门评，单位自评由单位评（财预〔2020〕10号第四条）；"
            help += "改用词，或换格式。"
            yield diagnose("C34", within(text.span, "自评"), message, help, subject=where)
            return


def check_nothing(
    document: Document, evaluation: Evaluation, scorecard: Scorecard, format: Format
) -> Iterator[Diagnostic]:
    """C33 格式要求有内容的一节，只写了“无”。"""
    required = {node.heading for node in _nodes(format.outline.body) if node.required}
    heading = ""
    for block in document.body:
        if isinstance(block, Heading):
            heading = block.text
            continue
        if not isinstance(block, Paragraph) or block.origin is None:
            continue
        if block.runs and block.runs[0].lead:
            heading = re.sub(r"^.*?[）、.]|。$", "", block.runs[0].text)
        text = "".join(run.text for run in block.runs if not run.lead).strip()
        if heading in required and _NOTHING.fullmatch(text):
            message = f"“{heading}”一节只写了“{text}”，这一节要有内容。"
            yield diagnose("C33", block.origin, message, "写明实际情况。", subject=heading)


def _nodes(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children)
