"""格式文件的译码：format.yaml → Manifest，rules.yaml → Catalogue；提纲和表在 outline.py、tables.py。"""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from reportgen.core.format import (
    Adds,
    Catalogue,
    CatalogueEntry,
    Grade,
    Kind,
    LevelRule,
    Manifest,
    Numbers,
    OpenGroup,
    Rounding,
    Veto,
)
from reportgen.core.funds import Stage
from reportgen.core.model import Scoring
from reportgen.core.quantity import HUNDRED, ZERO
from reportgen.core.rules.tiers import Tier
from reportgen.core.text import Text
from reportgen.source.fields import Fields, read_scalar
from reportgen.source.rules import decode_rule
from reportgen.source.tree import Node, Scalar

EXPLAIN_OVER = Decimal("1.3")
"""实绩超过指标值这么多倍要说明原因；格式没有另定时用。"""


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
        kind=cast(Kind, top.words("kind")),
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
        scoring=cast(Scoring, top.words("scoring", "rules")),
        rate_of=cast(Stage, top.words("rate_of", "adjusted")),
        over_full=top.flag("over_full", False),
        explain_over=top.decimal("explain_over", "multiple") or EXPLAIN_OVER,
        limits="excluded" if top.words("limits") == "excluded" else "included",
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
        tuple(_level_rule(Fields(item)) for item in top.items("indicators")),
        tuple(_veto(Fields(item)) for item in top.items("vetoes")),
        tuple(_weighting(item) for item in top.items("weightings")),
        node.span,
    )


def _weighting(node: Node) -> tuple[tuple[str, Decimal], ...]:
    fields = Fields(node)
    return tuple((name, fields.number(name) or ZERO) for name in fields.nodes)


def _level_rule(fields: Fields) -> LevelRule:
    adds = cast(Adds, fields.words("adds"))
    return LevelRule(fields.words("level1"), adds, fields.number("cap"), fields.decimal("fold", "share"), fields.span)


def _veto(fields: Fields) -> Veto:
    return Veto(
        name=cast(Text, fields.text("name")),
        row=fields.words("row"),
        grade=fields.words("grade"),
        measure=fields.words("measure"),
        below=fields.quantity("below", "quantity"),
        reference=fields.words("reference"),
        span=fields.span,
    )


def _level1(fields: Fields, reference: str, place: str) -> list[CatalogueEntry | OpenGroup]:
    level1 = fields.words("level1")
    counted = fields.flag("counted", "adds" not in fields)  # 加分项、扣分项不算在满分里
    printed = fields.flag("printed", True)
    entries: list[CatalogueEntry | OpenGroup] = []
    for group in (Fields(item) for item in fields.items("groups")):
        for own in (Fields(item) for item in group.items("indicators")):
            entries.append(
                CatalogueEntry(
                    name=cast(Text, own.text("name")),
                    level1=level1,
                    level2=group.words("level2"),
                    weight=own.number("weight"),
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
