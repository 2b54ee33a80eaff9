"""一份评价（Evaluation）：输入文件里的全部事实，不可变，每个来自文件的值都带出处。

名称与 house 的词表一致：`actual` 实际完成值，`weight` 分值，`deviation` 偏差原因及改进措施。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.quantity import Quantity, percent_of
from reportgen.core.rule import Rule


class Text(str):
    """文字：记得自己写在哪里的 str。span 指写它的那一项；由程序拼出的没有 span。"""

    __slots__ = ("span",)
    span: Span | None

    def __new__(cls, text: str, span: Span | None = None) -> Text:
        self = super().__new__(cls, text)
        self.span = span
        return self

    def __reduce__(self) -> tuple[type[Text], tuple[str, Span | None]]:
        return (Text, (str(self), self.span))


@frozen
class Record:
    """专有事实的一层：名字到值，保持输入里的顺序。模板里写 `facts.staff.quota`。"""

    entries: tuple[tuple[str, object], ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def __getitem__(self, key: str) -> object:
        for name, value in self.entries:
            if name == key:
                return value
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(name == key for name, _ in self.entries)

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.entries)

    def __len__(self) -> int:
        return len(self.entries)


@frozen
class Unit:
    """单位：全称、简称（没有则为全称）、主管部门。"""

    name: Text
    short: Text
    authority: Text | None = None


@frozen
class Project:
    """项目：名称、概况。"""

    name: Text
    summary: Text | None = None


@frozen
class FundLine:
    """资金行：年初预算数、追加预算数、全年（调整后）预算数、全年执行数；没有填的为 None。单位是格式的金额单位。"""

    name: Text
    initial: Quantity | None = None
    added: Quantity | None = None
    adjusted: Quantity | None = None
    spent: Quantity | None = None
    span: Span | None = field(default=None, compare=False, repr=False)
    rate_places: int = field(default=2, compare=False, repr=False)

    @property
    def rate(self) -> Quantity | None:
        """执行率：全年执行数 ÷ 全年（调整后）预算数，按格式的位数四舍五入；预算为零或未填时没有。"""
        if self.spent is None or self.adjusted is None:
            return None
        return percent_of(self.spent.number, self.adjusted.number, self.rate_places)


@frozen
class Carryover:
    """结转和结余：上年、年末。"""

    opening: Quantity | None = None
    closing: Quantity | None = None


@frozen
class Funds:
    """资金：各资金行、合计、结转结余、项目明细。`funds.基本支出` 按行名取一行。"""

    lines: tuple[FundLine, ...] = ()
    total: FundLine | None = None
    carryover: Carryover | None = None
    projects: tuple[FundLine, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)

    def __getitem__(self, name: str) -> FundLine:
        for line in (*self.lines, *self.projects):
            if line.name == name:
                return line
        raise KeyError(name)


@frozen
class Goals:
    """绩效目标：中长期、年度、完成情况。"""

    long_term: Text | None = None
    annual: Text | None = None
    achieved: Text | None = None


@frozen
class Target:
    """年度指标值：比较方式和数量；定性目标只有文字（quantity 为 None）。comparison 空表示未写，按 ≥ 或规则自定。"""

    text: str
    comparison: Literal["≥", "≤", ">", "<", "=", ""] = ""
    quantity: Quantity | None = None
    span: Span | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


@frozen
class Judgement:
    """评价人认定：各要点的份额（ALL 指全部达成，写作空元组加 all_points）、整项份额或分数、是否按期完成。"""

    points: tuple[Decimal, ...] = ()
    all_points: bool = False
    share: Decimal | None = None
    score: Decimal | None = None
    finished: bool = False
    span: Span | None = field(default=None, compare=False, repr=False)

    @property
    def given(self) -> bool:
        """有没有作出认定。"""
        return bool(self.points) or self.all_points or self.share is not None or self.score is not None


@frozen
class Indicator:
    """三级指标。指标库里有的只填名称和实绩；自设的写全。

    actual 的文字在 actual_text，能读成数的另有 actual。worked 是实绩的算式（只用来核对）。
    finding 是所对应问题的 id。
    """

    name: Text
    level1: Text | None = None
    level2: Text | None = None
    target: Target | None = None
    actual: Quantity | None = None
    actual_text: Text | None = None
    weight: Quantity | None = None
    rule: Rule | None = None
    definition: Text | None = None
    deviation: Text | None = None
    judgement: Judgement = Judgement()
    worked: Text | None = None
    finding: Text | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Finding:
    """存在问题：编号、标题、正文或分条。"""

    id: Text | None
    title: Text
    text: Text | None = None
    items: tuple[Text, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Suggestion:
    """建议：标题或归类（about），正文或分条，回应哪些问题（answers）。"""

    title: Text | None
    about: Text | None = None
    answers: tuple[Text, ...] = ()
    text: Text | None = None
    items: tuple[Text, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Passage:
    """带小标题的一段叙述（如“部门履职成效”的一节）：标题、正文或分条。"""

    title: Text
    text: Text | None = None
    items: tuple[Text, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Sections:
    """自由叙述：id 到一段文字（Text）或若干带标题的段落（Passage）。"""

    entries: tuple[tuple[str, Text | tuple[Passage, ...]], ...] = ()

    def __getitem__(self, key: str) -> Text | tuple[Passage, ...]:
        for name, value in self.entries:
            if name == key:
                return value
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(name == key for name, _ in self.entries)


@frozen
class Waiver:
    """豁免：明知某条诊断仍要出稿，写明代码、对象（诊断的 subject）和理由，随结果列出。"""

    code: Text
    at: Text
    reason: Text
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Figure:
    """旧报告里的一个数：名称、印出的值、算式（如 `2.80 / 7.62`）。带 % 的按率核对，其余按合计核对。"""

    name: Text
    printed: Quantity
    worked: Text
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Stated:
    """抄录：旧报告里印的数，只供核对，不参与计算。counts 的键是 level1、level2、level3。"""

    score: Quantity | None = None
    grade: Text | None = None
    counts: tuple[tuple[str, Quantity], ...] = ()
    figures: tuple[Figure, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Evaluation:
    """一份评价（输入全体）。date 是报告日期，文件属性里的时间也取它。"""

    format: Text
    year: int
    date: datetime.date
    unit: Unit
    project: Project | None
    funds: Funds
    facts: Record
    goals: Goals
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...]
    sections: Sections
    waivers: tuple[Waiver, ...]
    stated: Stated
    span: Span | None = field(default=None, compare=False, repr=False)
