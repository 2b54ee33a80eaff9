"""几个科室分头填：谁有几行，谁还没有交回来。凭输入旁边的填报表看，不另记账。"""

from __future__ import annotations

from pathlib import Path

from reportgen.corridor.facts import Facts, read_facts
from reportgen.corridor.inputs import WORKBOOKS
from reportgen.corridor.project import Project
from reportgen.corridor.sheet import is_filled
from reportgen.source.normal import node_of, normal
from reportgen.source.plan import plan_of
from reportgen.workbook.sharing import owners_in


def part_path(path: Path, part: str) -> Path:
    """一个科室的一本叫什么：x.业务科.xlsx。"""
    return path.with_name(f"{path.stem}.{part}{WORKBOOKS[0]}")


def owners(facts: Facts) -> dict[str, int]:
    """各科室有几行。"""
    assert facts.tree is not None
    return owners_in(plan_of(facts.shape), node_of(normal(facts.tree, facts.shape)))


def not_returned(path: Path, facts: Facts, project: Project) -> tuple[str, ...]:
    """还没有交回来的科室：输入旁边没有它填过的一本。facts 是这份输入。"""
    returned = set()
    for sheet in sorted(path.parent.glob(f"*{WORKBOOKS[0]}")):
        if sheet.name.startswith((".", "~$")):
            continue
        back = read_facts(sheet, project)
        if back.part and back.filled is not None and _belongs(back, path):
            returned.add(back.part)
    return tuple(part for part in owners(facts) if part not in returned)


def _belongs(back: Facts, path: Path) -> bool:
    """是这份输入的，填过的。"""
    assert back.filled is not None
    return back.filled.version.input == path.name and back.tree is not None and is_filled(back)
