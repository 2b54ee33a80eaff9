"""核对成稿：别处来的报告，凭认出的表复算合计、率、总分和等级，再看文中的说法与表合不合。

只报算得出的矛盾，指到段落或表格的格子；没有看懂的说没有看懂，不猜。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any

from reportgen.checking.claims import Reader, phrases_of
from reportgen.checking.fundtable import at_cell, check_fund_table
from reportgen.checking.recognise import (
    FundRow,
    FundTable,
    ScoreRow,
    ScoreTable,
    fund_table,
    number_in,
    quantity_in,
    score_table,
)
from reportgen.checking.sentences import Sentences
from reportgen.checking.written import MOST_ALIKE, at_most
from reportgen.core.claim import Claim
from reportgen.core.diagnostics import Diagnostic, Source, Span, diagnose, whole, within
from reportgen.core.frozen import frozen
from reportgen.core.plain import PlainCell, PlainDocument
from reportgen.core.quantity import ZERO, Interval, Quantity, plain
from reportgen.core.scorecard import Counts
from reportgen.core.text import Text

Bands = Sequence[tuple[int | Decimal, tuple[str, ...]]]
BANDS: Bands = ((90, ("优", "优秀")), (80, ("良", "良好")), (60, ("中", "一般", "合格")), (0, ("差", "较差", "不合格")))
"""等级的下限（财预〔2020〕10号 第十八条）。"""
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d{1,2}[.、]|[（(]\d{1,2}[）)]).{1,30}$"
)
_POINTS = re.compile(r"[（(](\d+(?:\.\d+)?)分[）)]")
_GRADE = re.compile(r"(?:等级|等次|评为|属于)[为是：:]?[“\"]?(优秀|良好|较差|优|良|中|差)(?![☑√□■])")
_CHECKED = re.compile(r"(优秀|良好|优|良|中|差)\s*[☑√■]")
_TOTAL_TEXT = re.compile(r"(?:评价|综合|自评|总)得分[为是：:]?(\d+(?:\.\d+)?)分")


def check_finished(document: PlainDocument, claims: Sequence[Claim], name: str) -> tuple[Diagnostic, ...]:
    """一份成稿的全部诊断。claims 是通用的文中说法。"""
    scores = [score for table in document.tables if (score := score_table(table)) is not None]
    funds = [fund for table in document.tables if (fund := fund_table(table)) is not None]
    found: list[Diagnostic] = []
    for fund in funds:
        found += check_fund_table(fund)
    for score in scores:
        found += check_score_table(score, funds)
    found += check_grade(document, scores)
    found += _prose(document, scores, funds, claims)
    found += _not_understood(document, scores, funds, whole(Source(name)).source)
    return tuple(found)


def check_score_table(table: ScoreTable, funds: Sequence[FundTable]) -> Iterator[Diagnostic]:
    """一张评分表的全部诊断；funds 是同一份报告里的资金表。"""
    yield from _rows(table)
    yield from _groups(table)
    yield from _totals(table, funds)


def _rows(table: ScoreTable) -> Iterator[Diagnostic]:
    """C06 得分大于分值；C15 没有达到指标值而得满分。规则看得出的才说。"""
    for row in table.rows:
        weight, score = number_in(row.weight), number_in(row.score)
        if weight is None or score is None:
            continue
        name = str(row.name.text)
        if score > weight:
            message = f"“{name}”得 {plain(score)} 分，大于分值 {plain(weight)}。"
            yield at_cell(row.score, "C06", message, name, row.weight)
        target, actual = quantity_in(row.target), quantity_in(row.actual)
        at_least = row.target is not None and str(row.target.text)[:1] in {"≥", "＞", ">", "》"}
        if target is None or actual is None or not at_least or target.unit != actual.unit:
            continue
        if actual.number < target.number and score == weight:
            message = f"“{name}”的指标值 {target}，实际完成 {actual}，没有达到而得满分。"
            yield at_cell(row.score, "C15", message, name, row.actual)


def _groups(table: ScoreTable) -> Iterator[Diagnostic]:
    """C01 一级、二级指标后面印的分值等于其下各行之和。"""
    for level in ("level1", "level2"):
        groups: dict[PlainCell, list[ScoreRow]] = {}
        for row in table.rows:
            cell = getattr(row, level)
            if cell is not None and _POINTS.search(str(cell.text)):
                groups.setdefault(cell, []).append(row)
        merged: dict[str, tuple[PlainCell, Decimal]] = {}
        for cell, rows in groups.items():  # 跨页重印的同一个标签并在一起
            first, total = merged.get(str(cell.text), (cell, ZERO))
            merged[str(cell.text)] = (first, total + sum((number_in(row.weight) or ZERO for row in rows), ZERO))
        for text, (cell, total) in merged.items():
            match = _POINTS.search(text)
            if match and Decimal(match[1]) != total:
                message = f"“{text}”，其下各行的分值之和是 {plain(total)}。"
                yield at_cell(cell, "C01", message, text)


def _totals(table: ScoreTable, funds: Sequence[FundTable]) -> Iterator[Diagnostic]:
    """C01 分值合计、C06 总分，等于各行之和；资金一块（同一张表里的，或另一张表）另有分值的，加上它也算合。"""
    scored = [each.total for each in funds if each.total is not None and each.total.number("weight") is not None]
    fund = table.fund.total if table.fund is not None else scored[0] if len(scored) == 1 else None
    pairs = (("分值", "C01", table.total_weight, "weight"), ("得分", "C06", table.total_score, "score"))
    for title, code, cell, column in pairs:
        printed = number_in(cell)
        if cell is None or printed is None or not table.rows:
            continue
        numbers = [number_in(getattr(row, column)) for row in table.rows]
        total = sum((number for number in numbers if number is not None), ZERO)
        extra = fund.number(column) if fund is not None else None
        exact = [Interval(each, each) for each in (total, total + (extra or ZERO))]
        if column == "score" and table.others:
            continue
        if None not in numbers and not any(Interval.of(printed).meets(each) for each in exact):
            more = f"，加上资金的 {plain(extra)} 是 {plain(total + extra)}" if extra is not None else ""
            message = f"{title}合计印 {plain(printed)}，各行之和是 {plain(total)}{more}。"
            yield at_cell(cell, code, message, title)


def _year(document: PlainDocument) -> int:
    """报告的年度：文中说得最多的那一年；并列的看不出，是 0，写了年份的话都不比。"""
    told = Counter(year for each in document.paragraphs for year in re.findall(r"(20\d\d)\s*年", str(each.text)))
    first = told.most_common(2)
    return int(first[0][0]) if len(first) == 1 or (first and first[0][1] > first[1][1]) else 0


def check_grade(document: PlainDocument, scores: Sequence[ScoreTable], bands: Bands = BANDS) -> Iterator[Diagnostic]:
    """C06 各处印的总分相同，等级与总分相合。bands 是等级的下限，自高到低。"""
    year = _year(document)
    totals = [number for table in scores for cell in table.finals if (number := number_in(cell)) is not None]
    for paragraph in document.paragraphs:
        told = str(paragraph.text).replace(" ", "")
        match = _TOTAL_TEXT.search(told)
        if match and Sentences(told, year).of_another_time(match.start()):
            continue
        if match and totals and Decimal(match[1]) not in totals and paragraph.text.span is not None:
            message = f"文中总得分 {match[1]}，评分表的总分是 {plain(totals[0])}。"
            span = within(paragraph.text.span, match[1])
            yield diagnose("C06", span, message, "核对后改其中一处。", subject="总分")
    total = totals[0] if len(dict.fromkeys(totals)) == 1 else None  # 自评、复核两个总分的，等级说的是哪一个看不出
    words: list[tuple[str, Text]] = []
    for paragraph in document.paragraphs:
        sentences = Sentences(str(paragraph.text), year)
        for match in islice(_GRADE.finditer(paragraph.text), MOST_ALIKE):
            if not sentences.of_another_time(match.start()):
                words.append((match[1], paragraph.text))
    for cell in dict.fromkeys(cell for table in document.tables for row in table.rows for cell in row):
        found = _CHECKED.search(cell.text) or _GRADE.search(cell.text)
        if found:
            words.append((found[1], cell.text))
    for word, text in words:
        if total is None or text.span is None:
            continue
        expected = next((names for lower, names in bands if total >= lower), ())
        if expected and word not in expected:
            message = f"等级写“{word}”，总分 {plain(total)}，应是“{expected[0]}”。"
            yield diagnose("C06", within(text.span, word), message, "核对总分和等级。", subject="等级")


@frozen
class _Lines:
    """评分表里文中说法要比对的：个数和各行。"""

    counts: Counts
    printed: tuple[_Line, ...]
    total: Decimal | None = None
    grade: str = ""


@frozen
class _Line:
    """一行的名称和实绩。"""

    name: str
    actual_value: Quantity | None


@frozen
class _Money:
    """资金表里文中说法要比对的：合计行。"""

    total: _MoneyRow | None
    lines: tuple[()] = ()


@frozen
class _MoneyRow:
    """合计行的各数。"""

    initial: Quantity | None
    adjusted: Quantity | None
    arrived: Quantity | None
    spent: Quantity | None
    rate: Quantity | None
    arrival_rate: None = None
    balance: None = None


def _prose(
    document: PlainDocument, scores: Sequence[ScoreTable], funds: Sequence[FundTable], claims: Sequence[Claim]
) -> Iterator[Diagnostic]:
    """C03、C04 文中的个数、率、金额、实绩与表不符。只有一张评分表、一张资金表时才比，几张的分不清说的是哪一张。"""
    names: dict[str, Any] = {}
    if len(scores) == 1:
        names["scorecard"] = _lines(scores[0])
    totals = [fund.total for fund in funds if fund.total is not None]
    if len(totals) == 1:
        names["funds"] = _Money(_money(totals[0]))
    reader = Reader(tuple(phrases_of(claims, names)), _year(document), "万元")
    plans = False
    for paragraph in document.paragraphs:
        text, span = str(paragraph.text).replace(" ", ""), paragraph.text.span
        if _HEADING.match(text):
            plans = "目标" in text and "完成" not in text
        if plans:  # 目标里的数是要做到的，不是做到的
            continue
        if span is not None:
            yield from at_most(_contradicted(reader, text, span))


def _contradicted(reader: Reader, text: str, place: Span) -> Iterator[Diagnostic]:
    """一段话里的各处不符。"""
    for found in reader.contradictions(text):
        code = "C03" if found.subject.startswith("scorecard.counts") else "C04"
        span = within(place, found.written)
        yield diagnose(code, span, found.message, "核对后改其中一处。", subject=found.subject)


def _lines(table: ScoreTable) -> _Lines:
    def distinct(level: str) -> int:
        return len(dict.fromkeys(str(cell.text) for row in table.rows if (cell := getattr(row, level)) is not None))

    lines = tuple(_Line(str(row.name.text), quantity_in(row.actual)) for row in table.rows)
    return _Lines(Counts(distinct("level1"), distinct("level2"), len(table.rows)), lines)


def _money(row: FundRow) -> _MoneyRow:
    def cell(name: str) -> Quantity | None:
        return quantity_in(row.cells.get(name))

    return _MoneyRow(cell("initial"), cell("adjusted"), cell("arrived"), cell("spent"), cell("rate"))


def _not_understood(
    document: PlainDocument, scores: Sequence[ScoreTable], funds: Sequence[FundTable], source: Source
) -> Iterator[Diagnostic]:
    """C35 没有看懂的，说出来：没有认出评分表、资金表，或认出几张而分不清。"""
    place = replace(whole(source), label="全文")
    heads = "表头要有“三级指标”“分值”“得分”"
    for found, what, help in (
        (scores, "评分表", f"{heads}的表才认得。"),
        (funds, "资金表", "表头要有预算、执行（支出）和执行率的表才认得。"),
    ):
        if not found:
            message = f"没有认出{what}，与它有关的没有核对。全文有 {len(document.tables)} 张表。"
            yield diagnose("C35", place, message, help, subject=what)
        elif len(found) > 1:
            message = f"认出 {len(found)} 张{what}，文中的数说的是哪一张分不清，没有比对。"
            yield diagnose("C35", place, message, "各表自己的合计和率仍核对过。", subject=what)
