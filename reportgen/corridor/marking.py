"""核对的结果写回填报表：照读到的重画一本，前面加一页“核对”，有错的格涂红，批注里写着怎么改。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, blocking
from reportgen.core.outside import is_there
from reportgen.corridor.facts import read_facts
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import Project
from reportgen.corridor.sheet import Sheet, scores_of, shown_in, untouched
from reportgen.source.normal import normal
from reportgen.source.plan import plan_of
from reportgen.workbook.ink import xlsx_of
from reportgen.workbook.painting import paint, version_page
from reportgen.workbook.remarks import faults_in, remarks_page
from reportgen.workbook.rows import contents
from reportgen.workbook.setting import Setting
from reportgen.workbook.sharing import rows_of
from reportgen.workbook.writing import ready

MARK = ".核对"


def marked(path: Path, project: Project) -> Sheet:
    """标了错的一本；结构坏了、读不成的没有，只有诊断。"""
    facts = read_facts(path, project)
    if facts.filled is None or facts.tree is None or facts.format is None:
        return Sheet(b"", facts.diagnostics)
    filled, format = facts.filled, facts.format
    examined = examine_in(project, path)
    problems = _of_this(examined.diagnostics, filled.source.name)
    tree, _ = ready(facts.tree, facts.shape)
    plan = plan_of(facts.shape)
    part = filled.version.part
    setting = Setting(
        format,
        plan,
        shown_in(plan, tree, format),
        filled.version,
        scores_of(examined.scorecard),
        filled.numbers,
        faults_in(problems, filled.places),
        rows_of(contents(plan, tree), part) if part else None,
    )
    painted = paint(setting, tree)
    version = replace(filled.version, blocks=painted.blocks)
    front = remarks_page(problems, filled.places, painted.places)
    content = xlsx_of((front, *painted.pages, version_page(version)))
    return Sheet(content, examined.diagnostics)


def _of_this(problems: tuple[Diagnostic, ...], name: str) -> tuple[Diagnostic, ...]:
    """说填报表的；格式文件自己的不必给填的人看。"""
    return tuple(problem for problem in problems if problem.span.source.name == name)


def marked_name(path: Path) -> Path:
    """标了错的一本叫什么：X.核对.xlsx。"""
    return path.with_name(f"{path.stem.removesuffix(MARK)}{MARK}{path.suffix}")


def replaceable(target: Path, path: Path, project: Project) -> bool:
    """已有的一本可不可以换掉：里面的与要写的相同，或没有填过。"""
    if not is_there(target) or untouched(target, project):
        return True
    old, new = read_facts(target, project), read_facts(path, project)
    if old.filled is None or old.tree is None or new.tree is None or blocking(old.diagnostics):
        return False
    return normal(old.tree, new.shape) == normal(new.tree, new.shape)
