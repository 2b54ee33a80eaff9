"""格式文件的译码：核过形状的树 → Manifest、Catalogue、Outline、TableSpec。"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, cast

from reportgen.core.format import (
    Appendix,
    Catalogue,
    CatalogueEntry,
    Column,
    Grade,
    Manifest,
    Numbers,
    OpenGroup,
    Outline,
    Rounding,
    TableSpec,
    Tier,
    Total,
)
from reportgen.core.format import (
    Node as OutlineNode,
)
from reportgen.core.model import Text
from reportgen.core.quantity import HUNDRED, ZERO
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.rules import decode_rule
from reportgen.source.tree import Node, Scalar, Sequence

BlockKind = Literal["text", "section", "table"]
BLOCK_KINDS: tuple[BlockKind, ...] = ("text", "section", "table")


def decode_manifest(node: Node) -> Manifest:
    """format.yaml：谁发布、数字怎么印、等级怎么分。"""
    top = Fields(node)
    numbers, rounding = top.mapping("numbers"), top.mapping("rounding")
    tiers = [
        Tier(key.text, cast(Decimal, read_scalar(value, "share")))
        for key, value in top.entries("tiers")
        if isinstance(value, Scalar)
    ]
    grades = [Fields(item) for item in top.items("grades")]
    return Manifest(
        id=top.words("id"),
        title=top.words("title"),
        authority=top.words("authority"),
        kind=cast("Literal['whole', 'project', 'department']", top.words("kind")),
        editions=top.words("editions"),
        unit_of_money=top.words("unit_of_money"),
        numbers=Numbers(
            numbers.flag("group", False), numbers.integer("money_places", 2), numbers.integer("rate_places", 2)
        ),
        rounding=Rounding(
            rounding.integer("score_places", 2), "total" if rounding.words("at") == "total" else "indicator"
        ),
        score_from="exact" if top.words("score_from") == "exact" else "rounded",
        tiers=tuple(sorted(tiers, key=lambda tier: -tier.lower)),
        grades=tuple(Grade(grade.words("name"), grade.number("from") or ZERO) for grade in grades),
        full_marks=top.number("full_marks") or HUNDRED,
        reasons="error" if top.words("reasons") == "required" else "warning",
        met="full_score" if top.words("met") == "full_score" else "target",
    )


def decode_catalogue(node: Node, place: str) -> Catalogue:
    """rules.yaml；place 是它在依据里的名字。"""
    top = Fields(node)
    reference = top.words("reference")
    entries: list[CatalogueEntry | OpenGroup] = []
    for item in top.items("indicators"):
        entries += _level1(Fields(item), reference, place)
    defaults = top.mapping("defaults")
    quantitative, qualitative = defaults.nodes.get("quantitative"), defaults.nodes.get("qualitative")
    return Catalogue(
        tuple(entries),
        decode_rule(quantitative, reference, place) if quantitative else None,
        decode_rule(qualitative, reference, place) if qualitative else None,
        reference,
        node.span,
    )


def _level1(fields: Fields, reference: str, place: str) -> list[CatalogueEntry | OpenGroup]:
    level1 = fields.words("level1")
    counted, printed = fields.flag("counted", True), fields.flag("printed", True)
    entries: list[CatalogueEntry | OpenGroup] = []
    for group in (Fields(item) for item in fields.items("groups")):
        for own in (Fields(item) for item in group.items("indicators")):
            entries.append(
                CatalogueEntry(
                    name=cast(Text, own.text("name")),
                    level1=level1,
                    level2=group.words("level2"),
                    weight=own.number("weight") or ZERO,
                    target=own.read("target", "target"),
                    rule=decode_rule(own.nodes["rule"], reference, place) if "rule" in own else None,
                    definition=str(own.prose("definition") or ""),
                    measure=own.words("measure"),
                    counted=own.flag("counted", counted),
                    printed=own.flag("printed", printed),
                    span=own.span,
                )
            )
    if "open" in fields:
        own = fields.mapping("open")
        rule = decode_rule(own.nodes["rule"], reference, place) if "rule" in own else None
        entries.append(OpenGroup(level1, own.number("weight"), rule, counted, printed, own.span))
    return entries


def decode_outline(node: Node) -> Outline:
    """outline.yaml：提纲。"""
    top = Fields(node)
    appendix = [Fields(item) for item in top.items("appendix")]
    return Outline(
        title=str(top.prose("title") or ""),
        numbering=tuple(str(text) for text in top.texts("numbering")),
        body=tuple(_node(Fields(item)) for item in top.items("body")),
        appendix=tuple(
            Appendix(
                own.words("mark"),
                str(own.prose("title") or ""),
                _blocks(own),
                own.flag("listed", False),
                own.words("when"),
                own.span,
            )
            for own in appendix
        ),
        span=node.span,
    )


def _node(fields: Fields) -> OutlineNode:
    return OutlineNode(
        heading=fields.words("heading"),
        blocks=_blocks(fields),
        children=tuple(_node(Fields(item)) for item in fields.items("children")),
        each=fields.words("each"),
        when=fields.words("when"),
        topic=fields.words("with"),
        span=fields.span,
    )


def _blocks(fields: Fields) -> tuple[tuple[BlockKind, str], ...]:
    sources = [fields, *(Fields(item) for item in fields.items("blocks"))]
    return tuple((kind, source.words(kind)) for source in sources for kind in BLOCK_KINDS if kind in source)


def decode_tables(node: Node) -> tuple[TableSpec, ...]:
    """tables.yaml：各表。"""
    top = Fields(node)
    return tuple(_table(name, Fields(value)) for name, value in top.nodes.items())


def _table(name: str, fields: Fields) -> TableSpec:
    return TableSpec(
        name=name,
        title=fields.words("title"),
        rows=fields.words("rows"),
        columns=tuple(_column(Fields(item)) for item in fields.items("columns")),
        unit=fields.words("unit"),
        total=_total(fields.mapping("total")) if "total" in fields else None,
        role="scorecard" if fields.words("style") == "评分表" else "grid",
        repeat_labels=fields.flag("repeat_labels", fields.words("style") == "评分表"),
        span=fields.span,
    )


def _column(fields: Fields) -> Column:
    head = fields.nodes["head"]
    heads = fields.texts("head", "head") if isinstance(head, Sequence) else (str(fields.read("head", "head")),)
    align = fields.words("align", "left")
    return Column(
        head=tuple(str(text) for text in heads),
        width=fields.integer("width", 1),
        value=str(fields.prose("value") or ""),
        text=fields.words("text"),
        align="center" if align == "center" else "right" if align == "right" else "left",
        merge=fields.flag("merge", False),
        span=fields.span,
    )


def _total(fields: Fields) -> Total:
    cells = tuple(
        (key.text, str(read_scalar(value, "prose")))
        for key, value in fields.entries("cells")
        if isinstance(value, Scalar)
    )
    return Total(
        label=fields.words("label"),
        row=fields.words("row"),
        sum=tuple(str(text) for text in fields.texts("sum", "text")),
        cells=cells,
        at="top" if fields.words("at") == "top" else "bottom",
        span=fields.span,
    )
