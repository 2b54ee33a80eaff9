"""起始输入里先放上别处的事实：`new --from`，同一个单位、项目的另一种报告已经填过一份。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose
from reportgen.core.format import Format
from reportgen.core.shape import Shape
from reportgen.corridor.facts import format_for
from reportgen.corridor.project import Project
from reportgen.source.fitting import fitted
from reportgen.source.merge import merge
from reportgen.source.normal import Value, node_of, value_of
from reportgen.source.overlaying import completed, overlaid, translated, without_strangers
from reportgen.source.tree import Mapping, parse, read_tree

OF_THE_REPORT = (
    "format",
    "waivers",
    "stated",
    "approved",
    "last",
    "unchanged",
    "scoring",
    "files",
    "pictures",
)
"""只属于那一份报告的，不带过来。"""

Diagnostics = tuple[Diagnostic, ...]


def started_from(text: str, given: Path, project: Project) -> tuple[str, Diagnostics]:
    """起始输入的全文，放上 given 里的事实；放不下的一行一行列出。given 读不了的，全文为空。"""
    tree, _, problems = read_tree(given)
    if not isinstance(tree, Mapping) or blocking(problems):
        return "", problems
    found, old, more = format_for(tree, project)
    if found is None or blocking(more):
        return "", problems + more
    start, _ = parse(Source("", text))
    assert isinstance(start, Mapping)
    wanted, new, _ = format_for(start, project)
    assert wanted is not None
    facts = [(key, value) for key, value in tree.entries if key.text not in OF_THE_REPORT]
    unit = unit_between(found, wanted)
    values, unplaced = placed(Mapping(tuple(facts), tree.span), old, new, value_of(start), unit)
    merged = merge(start, node_of(values), new)
    if merged.text is None:
        return "", merged.diagnostics
    return merged.text, unplaced + tuple(_left(tree))


def _left(tree: Mapping) -> Iterator[Diagnostic]:
    """没有带过来的各项，一项一条。"""
    for key, _ in tree.entries:
        if key.text in OF_THE_REPORT and key.text != "format":
            message = f"{key.text} 没有带过来：它只说那一份报告。"
            yield diagnose("L05", key.span, message, "要用的自己写上。", subject=key.text)


def unit_between(old: Format, new: Format) -> str:
    """两种格式的金额单位不同的，是原来的单位；相同的为空。"""
    before, after = old.manifest.unit_of_money, new.manifest.unit_of_money
    return before if before != after else ""


def placed(
    tree: Mapping,
    old: Shape,
    new: Shape,
    start: Value,
    unit: str = "",
) -> tuple[Value, Diagnostics]:
    """起始输入的值，放上放得下的；和没有放下的。"""
    renamed, without_key = translated(tree, old, new)
    known, without_row = without_strangers(renamed, start)
    kept, unfit = fitted(known, new, unit)
    listed = sorted(without_key + without_row + unfit, key=lambda problem: problem.span.start)
    return completed(overlaid(start, value_of(kept), new), new), tuple(listed)
