"""格式文件的译码：各文件照声明读；这里是 rules.yaml 读了以后的几步：两级展开成条目，规则补上依据。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from reportgen.core.format import Catalogue, CatalogueEntry, Manifest, OpenGroup
from reportgen.core.outline import Outline
from reportgen.core.rules.kinds import Rule, grounded
from reportgen.core.tablespec import TABLES, ChartSpec, FormSpec, TableSpec
from reportgen.formats.written import Level1, RulesFile
from reportgen.source.reading import read
from reportgen.source.tree import Node


def decode_manifest(node: Node) -> Manifest:
    """format.yaml：谁发布、数字怎么印、等级怎么分。"""
    manifest: Manifest = read(node, Manifest)
    return manifest


def decode_outline(node: Node) -> Outline:
    """outline.yaml：提纲。"""
    outline: Outline = read(node, Outline)
    return outline


def decode_tables(node: Node) -> tuple[TableSpec | FormSpec | ChartSpec, ...]:
    """tables.yaml：各表、表单和图，各记住自己的名字。"""
    return tuple(replace(spec, name=name) for name, spec in read(node, TABLES))


def decode_catalogue(node: Node, format: str) -> Catalogue:
    """rules.yaml；format 是格式的代号，规则的依据里凭它和指标的名称说是哪一条。"""
    written: RulesFile = read(node, RulesFile)
    place = f"templates/{format}/rules.yaml"

    def settled(rule: Rule | None, name: str) -> Rule | None:
        if rule is None:
            return None
        return grounded(rule, written.reference, place, f"{format}：{name}")

    entries = chain.from_iterable(map(_entries, written.indicators))
    return Catalogue(
        entries=tuple(
            replace(entry, rule=settled(entry.rule, _name_of(entry))) for entry in entries
        ),
        quantitative=settled(written.defaults.quantitative, "defaults.quantitative"),
        qualitative=settled(written.defaults.qualitative, "defaults.qualitative"),
        reference=written.reference,
        levels=tuple(level.rule for level in written.indicators),
        vetoes=written.vetoes,
        weightings=written.weightings,
        span=node.span,
    )


def _name_of(entry: CatalogueEntry | OpenGroup) -> str:
    """规则是谁的：一个指标的，或一个一级指标下自设的各指标的。"""
    return str(entry.name) if isinstance(entry, CatalogueEntry) else f"{entry.level1}（自设）"


def _entries(level: Level1) -> Iterator[CatalogueEntry | OpenGroup]:
    """一级指标之下的各条目：二级、三级展开，自设的一组在后。"""
    level1 = level.rule.level1
    counted = not level.rule.adds if level.counted is None else level.counted
    for group in level.groups:
        for listed in group.indicators:
            yield replace(
                listed.entry,
                level1=level1,
                level2=group.level2,
                counted=counted if listed.counted is None else listed.counted,
                printed=level.printed if listed.printed is None else listed.printed,
            )
    if level.open is not None:
        yield replace(level.open, level1=level1, counted=counted, printed=level.printed)
