"""几份一起核对：各自照常核对，再比几份之间合不合。"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.checking.together import Paper, check_together
from reportgen.core.diagnostics import Diagnostic
from reportgen.core.outside import TooLarge
from reportgen.corridor.opening import Unopened, open_report
from reportgen.corridor.project import project_of
from reportgen.corridor.review import usual_format
from reportgen.recognising.naming import name_in
from reportgen.recognising.report import recognise
from reportgen.word.package import BadPackage


def compare_papers(paths: Sequence[Path], templates: Path | None = None) -> tuple[Diagnostic, ...]:
    """几份成稿之间不合的各处。打不开的不比：它自己的核对已经说了。"""
    papers: list[Paper] = []
    for path in paths:
        name = path.as_posix()
        try:
            document = open_report(path, name).document
        except (OSError, TooLarge, BadPackage, Unopened):
            continue
        papers.append(Paper(name, recognise(document, name), name_in(document)))
    if len(papers) < 2:
        return ()
    return check_together(papers, usual_format(project_of(paths[0], templates).templates))
