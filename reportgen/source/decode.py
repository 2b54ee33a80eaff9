"""译码：核过形状的树 → 一份评价（Evaluation）。只在形状全对之后调用，所以这里不再报写法的错。

唯一在这里查的是编号与名称：指标重名（I07）、回应或对应的问题不存在（I09）。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from reportgen.core.diagnostics import Diagnostic, Related, diagnose
from reportgen.core.model import (
    Carryover,
    Evaluation,
    Figure,
    Finding,
    FundLine,
    Funds,
    Goals,
    Indicator,
    Judgement,
    Passage,
    Project,
    Record,
    Sections,
    Stated,
    Suggestion,
    Text,
    Unit,
    Waiver,
)
from reportgen.core.quantity import Quantity
from reportgen.core.spelling import did_you_mean
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.rules import decode_rule
from reportgen.source.schema import Shape
from reportgen.source.shape import choose
from reportgen.source.tree import Mapping, Node, Scalar


def decode(node: Node, shape: Shape, *, rate_places: int) -> tuple[Evaluation, tuple[Diagnostic, ...]]:
    """树 → 评价。shape 用来认专有事实（facts）里各项的写法；rate_places 是执行率的小数位数。"""
    top = Fields(node)
    unit = top.mapping("unit")
    name = cast(Text, unit.text("name"))
    project = top.mapping("project")
    evaluation = Evaluation(
        format=cast(Text, top.text("format")),
        year=top.read("year", "year"),
        date=top.read("date", "date"),
        unit=Unit(name, unit.text("short") or name, unit.text("authority")),
        project=Project(cast(Text, project.text("name")), project.prose("summary")) if "project" in top else None,
        funds=_funds(top.mapping("funds"), rate_places),
        facts=_facts(top.nodes.get("facts"), shape),
        goals=_goals(top.mapping("goals")),
        indicators=tuple(decode_indicator(item) for item in top.items("indicators")),
        findings=tuple(_finding(Fields(item)) for item in top.items("findings")),
        suggestions=tuple(_suggestion(Fields(item)) for item in top.items("suggestions")),
        sections=Sections(tuple((key.text, _section(value)) for key, value in top.entries("sections"))),
        waivers=tuple(_waiver(Fields(item)) for item in top.items("waivers")),
        stated=_stated(top.mapping("stated")),
        span=node.span,
    )
    return evaluation, (*_repeated(evaluation), *_dangling(evaluation))


def _funds(fields: Fields, rate_places: int) -> Funds:
    def line(node: Node, name: str = "") -> FundLine:
        own = Fields(node)
        return FundLine(
            own.text("name") or Text(name, own.span),
            own.quantity("initial", "money"),
            own.quantity("added", "money"),
            own.quantity("adjusted", "money"),
            own.quantity("spent", "money"),
            own.span,
            rate_places,
        )

    carryover = fields.mapping("carryover")
    total = fields.nodes.get("total")
    return Funds(
        tuple(line(item) for item in fields.items("lines")),
        line(total, "合计") if total is not None else None,
        Carryover(carryover.quantity("opening", "money"), carryover.quantity("closing", "money"))
        if "carryover" in fields
        else None,
        tuple(line(item) for item in fields.items("projects")),
        fields.span,
    )


def _facts(node: Node | None, shape: Shape) -> Record:
    if node is None or "facts" not in shape.properties:
        return Record()
    return cast(Record, _fact(node, shape.properties["facts"]))


def _fact(node: Node, shape: Shape) -> object:
    """专有事实的一项：对象成 Record，列表成元组，标量按 format。"""
    shape = choose(node, shape)
    if isinstance(node, Scalar):
        value = read_scalar(node, "text" if shape.format == "path" else shape.format)
        return value[0] if isinstance(value, tuple) else value
    if isinstance(node, Mapping):
        entries = []
        for key, value in node.entries:
            inner = shape.properties.get(key.text, shape.rest)
            entries.append((key.text, _fact(value, inner or Shape())))
        return Record(tuple(entries), node.span)
    return tuple(_fact(item, shape.items or Shape()) for item in node.items)


def _goals(fields: Fields) -> Goals:
    return Goals(fields.prose("long_term"), fields.prose("annual"), fields.prose("achieved"))


def decode_indicator(node: Node) -> Indicator:
    """一个指标。"""
    fields = Fields(node)
    actual_text, actual = cast("tuple[Text | None, Quantity | None]", fields.read("actual", "actual") or (None, None))
    return Indicator(
        name=fields.text("name") or Text(""),
        level1=fields.text("level1"),
        level2=fields.text("level2"),
        target=fields.read("target", "target"),
        actual=actual,
        actual_text=actual_text,
        weight=fields.quantity("weight"),
        rule=decode_rule(fields.nodes["rule"]) if "rule" in fields else None,
        definition=fields.prose("definition"),
        deviation=fields.prose("deviation"),
        judgement=_judgement(fields),
        worked=cast("Text | None", fields.read("worked", "worked")),
        finding=fields.text("finding"),
        span=node.span,
    )


def _judgement(fields: Fields) -> Judgement:
    shares = fields.items("key_points")
    return Judgement(
        points=tuple(cast(Decimal, read_scalar(item, "share")) for item in shares if isinstance(item, Scalar)),
        all_points=isinstance(fields.nodes.get("key_points"), Scalar),
        share=fields.decimal("share", "share"),
        score=fields.number("score"),
        finished=fields.flag("finished", False),
        span=next((fields.nodes[key].span for key in ("score", "share", "key_points") if key in fields), fields.span),
    )


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
        fields.span,
    )


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
    return replace(evaluation, indicators=tuple(kept.values()))
