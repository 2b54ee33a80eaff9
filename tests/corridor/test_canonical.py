"""规范的 YAML 出的报告，和手写的输入出的，一字不差；诊断也一样，只是位置不同。"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.core.diagnostics import Diagnostic
from reportgen.corridor.pipeline import examine
from reportgen.papers.markdown import write_markdown
from reportgen.source.emit import emit
from tests.source.trees import INPUTS, TEMPLATES, shape_for, tree_of

WRITTEN = [path for path in INPUTS if path.name != "sample.yaml"]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_report_of_the_canonical_text_is_the_report(path: Path, tmp_path: Path) -> None:
    tree = tree_of(path)
    canonical = tmp_path / path.name
    canonical.write_text(emit(tree, shape_for(tree)), "utf-8")
    one, other = examine(path), examine(canonical, templates=TEMPLATES)
    assert one.document is not None
    assert other.document is not None
    assert write_markdown(other.document) == write_markdown(one.document)
    assert _told(other.diagnostics) == _told(one.diagnostics)


def _told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return sorted((problem.code, problem.message, problem.waived) for problem in diagnostics)
