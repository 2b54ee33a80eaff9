"""换一处试试：输入里换几处（路径=值），不写文件，同原来的比。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, blocking
from reportgen.core.difference import Difference
from reportgen.corridor.difference import diff_readings
from reportgen.corridor.facts import read_facts
from reportgen.corridor.project import project_of
from reportgen.corridor.sides import Failed, Reading, read_written, with_tree
from reportgen.source.setting import with_value

CHANGED = "换过的"
"""换过的一份在比对里的名字。"""


def what_if(
    path: Path, assignments: Sequence[str], templates: Path | None = None
) -> Difference | Failed:
    """换过的与原来的不同；换了以后才有的错误在 problems 里。路径走不通的抛 NoSuchPlace。"""
    project = project_of(path, templates)
    facts = read_facts(path, project)
    before = read_written(facts, path, project, path.as_posix(), templates)
    if not isinstance(before, Reading) or facts.tree is None:
        return before if not isinstance(before, Reading) else facts.diagnostics
    changed = facts
    for assignment in assignments:
        assert changed.tree is not None
        tree = with_value(changed.tree, changed.shape, assignment)
        changed = with_tree(facts, tree, project)
    if any("\\" in assignment for assignment in assignments):
        text = "\n".join((facts.source.text, *assignments))
        changed = replace(changed, source=Source(facts.source.name, text))
    after = read_written(changed, path, project, CHANGED, templates)
    difference = diff_readings(before, after)
    if not isinstance(difference, Difference) or not isinstance(after, Reading):
        return difference
    assert before.examined is not None and after.examined is not None
    known = {_key(problem) for problem in before.examined.diagnostics}
    fresh = [problem for problem in after.examined.diagnostics if blocking((problem,))]
    problems = tuple(problem for problem in fresh if _key(problem) not in known)
    return replace(difference, notes=(), problems=problems)


def _key(problem: Diagnostic) -> tuple[str, str]:
    return problem.code, problem.subject
