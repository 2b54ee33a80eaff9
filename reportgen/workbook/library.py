"""指标库：库里定了的几栏（一级、二级指标、指标值、分值），写在行里给人看；与库里相同的不算写了。"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.core.format import Catalogue, CatalogueEntry
from reportgen.core.plan import Path
from reportgen.core.quantity import plain
from reportgen.core.rules.judged import Judged
from reportgen.core.rules.key_points import KeyPoints

INDICATORS = ("indicators",)
"""凭指标库填的表。"""
NAME = ("name",)


def entry_named(catalogue: Catalogue, name: str) -> CatalogueEntry | None:
    """库里的一个指标。"""
    return next((entry for entry in entries_of(catalogue) if str(entry.name) == name), None)


def entries_of(catalogue: Catalogue) -> Iterator[CatalogueEntry]:
    """库里的各个指标。"""
    for entry in catalogue.entries:
        if isinstance(entry, CatalogueEntry):
            yield entry


def always_scored(catalogue: Catalogue) -> Iterator[CatalogueEntry]:
    """每份报告都要评、实绩要人填的：分值由库定，实绩没有别的来处。"""
    for entry in entries_of(catalogue):
        if entry.weight is not None and not entry.measure:
            yield entry


def given_by(entry: CatalogueEntry) -> dict[Path, str]:
    """库里定了的几栏。"""
    texts: Mapping[Path, str] = {
        ("level1",): entry.level1,
        ("level2",): entry.level2,
        ("target",): str(entry.target) if entry.target is not None else "",
        ("weight",): plain(entry.weight) if entry.weight is not None else "",
    }
    return {keys: text for keys, text in texts.items() if text}


def words_for(entry: CatalogueEntry) -> tuple[str, ...]:
    """认定的指标，实际完成值可以写哪些词。"""
    if isinstance(entry.rule, Judged | KeyPoints):
        return tuple(word for word, _ in entry.rule.words)
    return ()
