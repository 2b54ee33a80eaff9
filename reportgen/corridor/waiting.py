"""等着并回的：输入旁边由它写出的填报表，填过而没有并回来的，提醒一句。"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.outside import is_there
from reportgen.corridor.facts import Facts, read_facts
from reportgen.corridor.inputs import WORKBOOKS
from reportgen.corridor.project import Project


def check_waiting(path: Path, facts: Facts, project: Project) -> Iterator[Diagnostic]:
    """S18 同名的填报表里有没有并回的。facts 是这份输入。"""
    sheet = path.with_suffix(WORKBOOKS[0])
    if facts.filled is not None or facts.tree is None or not is_there(sheet):
        return
    from reportgen.source.normal import normal
    from reportgen.source.threeway import joined
    from reportgen.source.tree import parse

    back = read_facts(sheet, project)
    filled = back.filled
    if filled is None or filled.tree is None or filled.version.input != path.name:
        return
    before, _ = parse(Source("", filled.version.state))
    if before is None or blocking(back.diagnostics):
        return
    trees = (before, filled.tree, facts.tree)
    old, new, now = (normal(tree, facts.shape) for tree in trees)
    result = joined(old, new, now, filled.origins)
    if result.conflicts or result.value != now:
        message = f"旁边的 {sheet.name} 里有填了还没有并回来的，这里没有用到。"
        help = f"并回来：reportgen sheet {sheet.as_posix()}；不要的，删去那本填报表。"
        yield diagnose("S18", whole(facts.source), message, help)


def only_a_part(facts: Facts) -> Diagnostic:
    """S18 分给一个科室的，只核对写法。"""
    message = f"这是分给{facts.part}的一本，只核对了写法，没有计分。"
    help = "用 reportgen sheet 并回输入，再核对输入。"
    return diagnose("S18", whole(facts.source), message, help, severity="note")
