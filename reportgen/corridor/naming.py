"""一种格式能引用的名字，连同样例里的值。"""

from __future__ import annotations

from pathlib import Path

from reportgen.composing.names import names_for
from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.pipeline import examine_in
from reportgen.corridor.project import Project
from reportgen.formats.load import load_format, shown
from reportgen.formats.naming import Group, names_of


def naming(folder: Path) -> tuple[tuple[Group, ...], tuple[Diagnostic, ...]]:
    """格式文件夹 → 各组名字；格式用不了的没有，只有诊断。样例写不成的，名字照列，没有例子。"""
    format, problems = load_format(folder)
    if format is None:
        return (), problems
    project = Project(None, folder.parent)
    examined = examine_in(project, folder / "sample.yaml", name=shown(folder, "sample.yaml"))
    values = {}
    if examined.evaluation is not None and examined.scorecard is not None:
        values = names_for(examined.evaluation, examined.scorecard)
    return names_of(format, values), ()
