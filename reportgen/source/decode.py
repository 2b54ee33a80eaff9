"""译码：核过形状的树 → 一份评价（Evaluation）。只在形状全对之后调用，所以这里不再报写法的错。

唯一在这里查的是编号与名称：指标重名（I07）、回应或对应的问题不存在（I09）。
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.funds import USUAL, RateBasis
from reportgen.core.model import (
    Evaluation,
    Figure,
    Finding,
    Goals,
    Indicator,
    Passage,
    PictureFile,
    Project,
    Scoring,
    Sections,
    Stated,
    Suggestion,
    Unit,
    Vetoed,
    Waiver,
)
from reportgen.core.quantity import Quantity
from reportgen.core.spelling import did_you_mean
from reportgen.core.text import Record, Text
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.funds import decode_funds, decode_survey
from reportgen.source.indicators import decode_facts, decode_indicator
from reportgen.source.schema import Shape
from reportgen.source.tree import Mapping, Node, Scalar


def decode(
    node: Node, shape: Shape, *, basis: RateBasis = USUAL, money: str = "", scoring: Scoring = "rules"
) -> tuple[Evaluation, tuple[Diagnostic, ...]]:
    """树 → 评价。shape 用来认专有事实（facts）里各项的写法；

    basis 是执行率的算法，money 是格式的金额单位，scoring 是没有另写时的计分方式。
    """
    top = Fields(node)
    unit = top.mapping("unit")
    name = cast(Text, unit.text("name"))
    project = top.mapping("project")
    evaluation = replace(
        _facts_of(top, shape, basis, money),
        format=cast(Text, top.text("format")),
        year=top.read("year", "year"),
        date=top.read("date", "date"),
        unit=Unit(name, unit.text("short") or name, unit.text("authority")),
        project=Project(cast(Text, project.text("name")), project.prose("summary")) if "project" in top else None,
        waivers=tuple(_waiver(Fields(item)) for item in top.items("waivers")),
        stated=_stated(top.mapping("stated")),
        scoring=cast(Scoring, top.words("scoring", scoring)),
        surveys=Record(tuple((str(survey.name), survey) for survey in map(decode_survey, top.items("surveys")))),
        files=Record(tuple((key.text, read_scalar(value, "text")) for key, value in _scalars(top.entries("files")))),
        dates=_dates(top),
        pictures=tuple(_picture(Fields(item)) for item in top.items("pictures")),
        span=node.span,
    )
    shared = replace(evaluation, waivers=(), stated=Stated(), pictures=(), findings=(), suggestions=())
    part = shape.properties["projects"].items if "projects" in shape.properties else None
    projects = tuple(_project(item, shared, part or shape, basis, money) for item in top.items("projects"))
    evaluation = replace(evaluation, projects=projects)
    problems = (*_repeated(evaluation), *_dangling(evaluation), *_nothing_evaluated(evaluation))
    return evaluation, (*problems, *(each for part in projects for each in (*_repeated(part), *_dangling(part))))


def _project(node: Node, shared: Evaluation, shape: Shape, basis: RateBasis, money: str) -> Evaluation:
    """几个项目中的一个：单位、年度等取自全体。"""
    fields = Fields(node)
    own = _facts_of(fields, shape, basis, money)
    return replace(
        shared,
        project=Project(cast(Text, fields.text("name")), fields.prose("summary")),
        span=node.span,
        **{name: getattr(own, name) for name in PER_PROJECT},
    )


PER_PROJECT = ("funds", "facts", "goals", "indicators", "findings", "suggestions", "sections", "vetoes")
"""每个项目各有一份的内容。"""


def _facts_of(fields: Fields, shape: Shape, basis: RateBasis, money: str) -> Evaluation:
    """一份评价里每个项目各有一份的内容；其余的留空，由调用者补上。"""
    listed = shape.properties["indicators"].items if "indicators" in shape.properties else None
    return Evaluation(
        format=Text(""),
        year=0,
        date=datetime.date.min,
        unit=Unit(Text(""), Text("")),
        project=None,
        funds=decode_funds(fields.mapping("funds"), basis, money),
        facts=decode_facts(fields.nodes.get("facts"), shape),
        goals=_goals(fields.mapping("goals")),
        indicators=tuple(decode_indicator(item, listed) for item in fields.items("indicators")),
        findings=tuple(_finding(Fields(item)) for item in fields.items("findings")),
        suggestions=tuple(_suggestion(Fields(item)) for item in fields.items("suggestions")),
        sections=Sections(tuple((key.text, _section(value)) for key, value in fields.entries("sections"))),
        vetoes=tuple(_vetoed(Fields(item)) for item in fields.items("vetoes")),
    )


def _dates(top: Fields) -> Record:
    """日子的名称 → 日期。"""
    entries = tuple((key.text, read_scalar(value, "date")) for key, value in _scalars(top.entries("dates")))
    return Record(entries, top.nodes["dates"].span if "dates" in top else None)


def _goals(fields: Fields) -> Goals:
    return Goals(fields.prose("long_term"), fields.prose("annual"), fields.prose("achieved"))


def _finding(fields: Fields) -> Finding:
    title = cast(Text, fields.text("title"))
    return Finding(fields.text("id"), title, fields.prose("text"), fields.texts("items"), fields.span)


def _suggestion(fields: Fields) -> Suggestion:
    return Suggestion(
        fields.text("title"),
        fields.text("about"),
        fields.texts("answers", "text"),
        fields.prose("text"),
        fields.texts("items"),
        fields.span,
    )


def _section(node: Node) -> Text | tuple[Passage, ...]:
    if isinstance(node, Scalar):
        return cast(Text, read_scalar(node, "prose"))
    items = [] if isinstance(node, Mapping) else [Fields(item) for item in node.items]
    return tuple(
        Passage(cast(Text, item.text("title")), item.prose("text"), item.texts("items"), item.span) for item in items
    )


def _waiver(fields: Fields) -> Waiver:
    code, at, reason = fields.text("code"), fields.text("at"), fields.prose("reason")
    return Waiver(cast(Text, code), cast(Text, at), cast(Text, reason), fields.span)


def _stated(fields: Fields) -> Stated:
    counts = fields.mapping("counts")
    figures = []
    for item in fields.items("figures"):
        own = Fields(item)
        printed = cast(Quantity, own.quantity("printed", "quantity"))
        figures.append(Figure(cast(Text, own.text("name")), printed, own.read("worked", "worked"), own.span))
    return Stated(
        fields.quantity("score"),
        fields.text("grade"),
        tuple((key, cast(Quantity, counts.quantity(key, "count"))) for key in counts.nodes),
        tuple(figures),
        fields.texts("met", "text"),
        fields.texts("unmet", "text"),
        fields.span,
    )


def _picture(fields: Fields) -> PictureFile:
    file, caption = cast(Text, fields.text("file")), cast(Text, fields.text("caption"))
    return PictureFile(file, caption, fields.text("about"), span=fields.span)


def _vetoed(fields: Fields) -> Vetoed:
    return Vetoed(cast(Text, fields.text("name")), cast(Text, fields.prose("reason")), fields.span)


def _scalars(entries: tuple[tuple[Scalar, Node], ...]) -> list[tuple[Scalar, Scalar]]:
    return [(key, value) for key, value in entries if isinstance(value, Scalar)]


def _nothing_evaluated(evaluation: Evaluation) -> Iterator[Diagnostic]:
    if not evaluation.indicators and not evaluation.projects and evaluation.span is not None:
        help = "加上 indicators: 一段；一份报告评几个项目的，写 projects。"
        message = "输入里没有指标（indicators）。"
        yield diagnose("I01", evaluation.span, message, help, subject="indicators")


def _repeated(evaluation: Evaluation) -> Iterator[Diagnostic]:
    seen: dict[str, Text] = {}
    for indicator in evaluation.indicators:
        name = indicator.name
        if name in seen and name.span is not None:
            first = seen[name].span
            related = (Related(first, "第一次写在这里"),) if first else ()
            help = "删去重复的一个；确是两个指标，请在名称上区分。"
            yield diagnose("I07", name.span, f"指标“{name}”写了两次。", help, related=related, subject=str(name))
        seen.setdefault(name, name)


def _dangling(evaluation: Evaluation) -> Iterator[Diagnostic]:
    ids = [finding.id for finding in evaluation.findings if finding.id is not None]
    links: list[Text] = [answer for suggestion in evaluation.suggestions for answer in suggestion.answers]
    links += [indicator.finding for indicator in evaluation.indicators if indicator.finding is not None]
    for link in links:
        if link not in ids and link.span is not None:
            message = f"存在问题里没有编号为“{link}”的一条。"
            yield diagnose("I09", link.span, message, did_you_mean(link, ids) or "先给问题写上 id。", subject=link)


def without_repeats(evaluation: Evaluation) -> Evaluation:
    """重名的指标只留第一个，好让后面的房间继续查别的错。"""
    kept: dict[str, Indicator] = {}
    for indicator in evaluation.indicators:
        kept.setdefault(indicator.name, indicator)
    projects = tuple(without_repeats(part) for part in evaluation.projects)
    return replace(evaluation, indicators=tuple(kept.values()), projects=projects)
