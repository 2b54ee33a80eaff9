"""一份评价（Evaluation）：输入文件里的全部事实，不可变，每个来自文件的值都带出处。
指标在 indicator.py，资金在 funds.py，叙述在 narrative.py，抄录在 stated.py，问卷在 survey.py，
指标值在 target.py，认定在 judgement.py。

名称与 house 的词表一致：`actual` 实际完成值，`weight` 分值，`deviation` 偏差原因及改进措施。
"""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Literal

from reportgen.core.approved import ApprovedGoals
from reportgen.core.declare import (
    Either,
    Group,
    Many,
    Open,
    Some,
    Words,
    declared,
    spread,
)
from reportgen.core.diagnostics import Span
from reportgen.core.frozen import frozen
from reportgen.core.funds import Funds
from reportgen.core.indicator import Indicator
from reportgen.core.lastyear import LastYear
from reportgen.core.narrative import SECTIONS, Finding, Sections, Suggestion
from reportgen.core.stated import Stated, Waiver
from reportgen.core.survey import Survey
from reportgen.core.text import Record, Text


@frozen
class Unit:
    """单位：全称、简称（没有写则为全称）、主管部门。"""

    name: Text = declared("单位名称", rollover="keep")
    short: Text = declared(
        "单位简称",
        hint="正文里的称呼，如“中心”；不写则用全称",
        rollover="keep",
        default=Text(""),
    )
    authority: Text | None = declared("主管部门", rollover="keep", default=None)


@frozen
class Project:
    """项目：名称、概况。"""

    name: Text = declared("项目名称", rollover="keep")
    summary: Text | None = declared("项目概况", "prose", rollover="keep", default=None)


@frozen
class Goals:
    """绩效目标：中长期、年度、完成情况。"""

    long_term: Text | None = declared("中长期目标", "prose", rollover="keep", default=None)
    annual: Text | None = declared("年度绩效目标", "prose", rollover="clear", default=None)
    achieved: Text | None = declared("目标完成情况", "prose", rollover="clear", default=None)


@frozen
class PictureFile:
    """图片：输入旁边的文件、图题、归类（about，提纲凭它取图）；data 是读来的内容，没有读成则为空。"""

    file: Text = declared("图片文件", hint="PNG 或 JPEG，路径从本文件所在的文件夹算起")
    caption: Text = declared("图题")
    about: Text | None = declared("归类", hint="报告格式凭它决定图放在哪一节", default=None)
    data: bytes = field(default=b"", repr=False)
    width: int = 0
    height: int = 0
    suffix: Literal["png", "jpeg"] = "png"
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Vetoed:
    """一票否决的情形：名称（格式的 vetoes 里有的）和事由。"""

    name: Text = declared("情形", hint="报告格式的 vetoes 里有的名称")
    reason: Text = declared("事由", "prose")
    span: Span | None = field(default=None, compare=False, repr=False)


Scoring = Literal["rules", "stated", "none"]
"""计分方式：按规则计算；照抄 stated 里的得分和等级；没有得分。"""

SCORING = Words(
    rules="按规则计算（不写即是）", stated="照抄 stated 里的得分和等级", none="没有得分"
)

PER_PROJECT = (
    *("funds", "facts", "goals", "indicators", "findings", "suggestions", "sections", "vetoes"),
)
"""一份报告评几个项目时，每个项目各有一份的内容。"""


def _by_name(surveys: tuple[Survey, ...]) -> Record:
    return Record(tuple((str(survey.name), survey) for survey in surveys))


def _of_days(days: tuple[tuple[str, datetime.date], ...], span: Span) -> Record:
    return Record(days, span)


@frozen
class OneProject:
    """输入里几个项目中的一个：名称、概况，和它自己的一份内容；单位、年度和日期与全体相同。"""

    project: Project = spread(Project)
    content: Evaluation = spread(Some(lambda: Evaluation, only=PER_PROJECT, needed=("indicators",)))
    span: Span | None = field(default=None, compare=False, repr=False)


@frozen
class Evaluation:
    """一份评价（输入全体）。date 是报告日期，文件属性里的时间也取它。

    projects 是一份输入里的几个项目，各是一份评价（单位、年度、日期与全体相同）。files 是输入旁边的数据表，按名字取。
    dates 是指标值里说到的日子（春节）是哪一天。
    """

    format: Text = declared(
        "报告格式",
        hint="格式文件夹的名字；reportgen format list 列出全部",
        rollover="keep",
    )
    year: int = declared("年度", "year", rollover="year")
    date: datetime.date = declared(
        "报告日期", "date", hint="如 2025-03-31；文件属性里的时间也取它", rollover="clear"
    )
    unit: Unit = declared("单位", Unit)
    approved: ApprovedGoals | None = declared(
        "批复的绩效目标表",
        "text",
        hint="随预算批复的那张表（.xlsx，或批复时的输入 .yaml），从本文件所在的文件夹算起；只供核对",
        rollover="clear",
        then=ApprovedGoals,
        default=None,
    )
    last: LastYear | None = declared(
        "上年的输入",
        LastYear,
        hint="转年度时写下的，核对留着的旧话要用；不必改",
        rollover="keep",
        default=None,
    )
    unchanged: tuple[tuple[str, tuple[Text, ...]], ...] = declared(
        "确实不变的话",
        Open(Either("text", Many("text", "开头八个字", least=1)), "开头八个字"),
        hint="地方: 开头八个字。照核对的提示一段一段写；明年转年度时去掉",
        rollover="keep",
        default=(),
    )
    project: Project | None = declared("项目", Project, default=None)
    funds: Funds = declared(
        "资金", Funds, hint="金额的单位由格式定；执行率由程序计算，不必填", default=Funds()
    )
    facts: Record = declared("专有事实", Group(), default=Record())
    goals: Goals = declared("绩效目标", Goals, default=Goals())
    indicators: tuple[Indicator, ...] = declared("指标", Many(Indicator, "指标"), default=())
    findings: tuple[Finding, ...] = declared(
        "存在问题", Many(Finding, "问题"), rollover="clear", default=()
    )
    suggestions: tuple[Suggestion, ...] = declared(
        "建议", Many(Suggestion, "建议"), rollover="clear", default=()
    )
    sections: Sections = declared("叙述", SECTIONS, default=Sections())
    waivers: tuple[Waiver, ...] = declared(
        "豁免", Many(Waiver, "豁免"), rollover="clear", default=()
    )
    stated: Stated = declared(
        "抄录", Stated, hint="抄自旧报告的数，只供核对", rollover="clear", default=Stated()
    )
    scoring: Scoring = declared("计分方式", SCORING, rollover="keep", default="rules")
    surveys: Record = declared(
        "问卷调查", Many(Survey, "问卷"), rollover="clear", then=_by_name, default=Record()
    )
    files: Record = declared(
        "数据表",
        Open("text", "文件"),
        hint="名字: 文件。CSV 或 xlsx，路径从本文件所在的文件夹算起",
        rollover="clear",
        then=Record,
        default=Record(),
    )
    dates: Record = declared(
        "日子",
        Open("date", "日期", make=_of_days),
        hint="名称: 日期。指标值里的“春节前”“汛期前”是哪一天，如 春节: 2025-01-29",
        rollover="clear",
        default=Record(),
    )
    pictures: tuple[PictureFile, ...] = declared(
        "图片", Many(PictureFile, "图片"), rollover="clear", default=()
    )
    vetoes: tuple[Vetoed, ...] = declared(
        "一票否决的情形", Many(Vetoed, "一票否决的情形"), rollover="clear", default=()
    )
    review: Text | None = declared(
        "复核文件",
        hint="复核人另写的一份 YAML：指标名: 复核得分，或 指标名: {actual, score, share, remark}",
        rollover="clear",
        default=None,
    )
    projects: tuple[Evaluation, ...] = declared(
        "各项目",
        Many(OneProject, "一个项目", least=1),
        hint="一份报告评几个项目时，每个项目写一项；单位、年度和日期共用",
        default=(),
    )
    span: Span | None = field(default=None, compare=False, repr=False)


NO_FACTS = Evaluation(Text(""), 0, datetime.date.min, Unit(Text("")))
"""什么也没有说的评价：从成稿认出的事实由它填起。年度为 0、日期为最早的一天，是没有写。"""
