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


def decode_catalogue(node: Node, place: str) -> Catalogue:
    """rules.yaml；place 是它在依据里的名字。"""
    written: RulesFile = read(node, RulesFile)

    def settled(rule: Rule | None) -> Rule | None:
        return None if rule is None else grounded(rule, written.reference, place)

    entries = chain.from_iterable(map(_entries, written.indicators))
    return Catalogue(
        entries=tuple(replace(entry, rule=settled(entry.rule)) for entry in entries),
        quantitative=settled(written.defaults.quantitative),
        qualitative=settled(written.defaults.qualitative),
        reference=written.reference,
        levels=tuple(level.rule for level in written.indicators),
        vetoes=written.vetoes,
        weightings=written.weightings,
        span=node.span,
    )


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
