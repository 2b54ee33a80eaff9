"""一份评价（Evaluation）：输入文件里的全部事实，不可变，每个来自文件的值都带出处。资金在 funds.py，问卷在 survey.py，
指标值在 target.py，认定在 judgement.py，规则在 rules/。

名称与 house 的词表一致：`actual` 实际完成值，`weight` 分值，`deviation` 偏差原因及改进措施。
"""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Literal

from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.funds import Funds
from reportgen.core.judgement import Judgement
from reportgen.core.quantity import Quantity
from reportgen.core.rules.kinds import Rule
from reportgen.core.target import Target
from reportgen.core.text import Record, Text


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
class Goals:
    """绩效目标：中长期、年度、完成情况。"""

    long_term: Text | None = None
    annual: Text | None = None
    achieved: Text | None = None


@frozen
class SubIndicator:
    """分项说明（“其中：……”）：三级指标之下不计分的一行，名称、指标值、实绩。"""

    name: Text
    target: Target | None = None
    actual_text: Text | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Indicator:
    """三级指标。指标库里有的只填名称和实绩；自设的写全。

    target 是年初指标值，adjusted 是调整后的（有则按它计分）。actual 的文字在 actual_text，能读成数的另有 actual。
    worked 是实绩的算式（只用来核对）。finding 是所对应问题的 id。met 是自报的完成与否，只在没有得分也没有可比的
    指标值时用。better 是指标值只写数时的方向。review 是复核分。facts 是格式自定的各项。
    """

    name: Text
    level1: Text | None = None
    level2: Text | None = None
    target: Target | None = None
    adjusted: Target | None = None
    better: Literal["", "more", "less"] = ""
    actual: Quantity | None = None
    actual_text: Text | None = None
    weight: Quantity | None = None
    rule: Rule | None = None
    definition: Text | None = None
    deviation: Text | None = None
    judgement: Judgement = Judgement()
    worked: Text | None = None
    finding: Text | None = None
    core: bool = False
    met: bool | None = None
    text: Text | None = None
    evidence: Text | None = None
    opinion: Text | None = None
    remark: Text | None = None
    review: Quantity | None = None
    includes: tuple[SubIndicator, ...] = ()
    facts: Record = Record()
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
    """抄录：旧报告里印的数，只供核对，不参与计算。counts 的键是 level1、level2、level3；
    met、unmet 是所列完成和没有完成的指标。
    """

    score: Quantity | None = None
    grade: Text | None = None
    counts: tuple[tuple[str, Quantity], ...] = ()
    figures: tuple[Figure, ...] = ()
    met: tuple[Text, ...] = ()
    unmet: tuple[Text, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class PictureFile:
    """图片：输入旁边的文件、图题、归类（about，提纲凭它取图）；data 是读来的内容，没有读成则为空。"""

    file: Text
    caption: Text
    about: Text | None = None
    data: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    suffix: Literal["png", "jpeg"] = "png"
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Vetoed:
    """一票否决的情形：名称（格式的 vetoes 里有的）和事由。"""

    name: Text
    reason: Text
    span: Span | None = field(default=None, compare=False, repr=False)


Scoring = Literal["rules", "stated", "none"]
"""计分方式：按规则计算；照抄 stated 里的得分和等级；没有得分。"""


@frozen
class Evaluation:
    """一份评价（输入全体）。date 是报告日期，文件属性里的时间也取它。

    projects 是一份输入里的几个项目，各是一份评价（单位、年度、日期与全体相同）。files 是输入旁边的数据表，按名字取。
    dates 是指标值里说到的日子（春节）是哪一天。
    """

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
    waivers: tuple[Waiver, ...] = ()
    stated: Stated = Stated()
    scoring: Scoring = "rules"
    surveys: Record = Record()
    files: Record = Record()
    dates: Record = Record()
    pictures: tuple[PictureFile, ...] = ()
    vetoes: tuple[Vetoed, ...] = ()
    projects: tuple[Evaluation, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)
