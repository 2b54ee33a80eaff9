"""当作库来用：名字是约定，做的和命令行一样，出去的异常只有 ReportgenError，类型随包带走。"""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import reportgen

ROOT = Path(__file__).resolve().parent.parent
NANJING = ROOT / "inputs" / "2024" / "nanjing-qyfwzx.yaml"
ZHENGZHOU = ROOT / "inputs" / "2022" / "zhengzhou-gxj-qyfw.yaml"


def test_the_names_are_these_and_no_others() -> None:
    names = ["Diagnostic", "ReportgenError", "__version__"]
    names += ["build", "check", "diff", "rollover", "score", "verify"]
    assert reportgen.__all__ == names
    assert all(hasattr(reportgen, name) for name in names)
    with pytest.raises(AttributeError, match="no attribute 'examine'"):
        _ = reportgen.examine


@pytest.mark.parametrize(
    ("name", "signature"),
    [
        ("check", "(path, *, templates=None)"),
        ("score", "(path, *, templates=None)"),
        ("diff", "(old, new, *, templates=None)"),
        ("rollover", "(path, *, year=None, format='', output=None, templates=None)"),
        ("verify", "(path, *, against=None, templates=None)"),
        ("build", "(path, *, directory=None, templates=None, draft=False, compress=False)"),
    ],
)
def test_the_arguments_are_these(name: str, signature: str) -> None:
    given = inspect.signature(getattr(reportgen, name))
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in given.parameters.values()]
    assert str(inspect.Signature(bare)) == signature


def test_the_types_go_with_the_package() -> None:
    assert (Path(reportgen.__file__).parent / "py.typed").is_file()


def test_the_functions_do_what_the_commands_do(tmp_path: Path) -> None:
    found = reportgen.check(NANJING)
    assert not [d for d in found if d.severity == "error" and not d.waived]
    assert f"{reportgen.score(NANJING).total:f}" == "91.85"
    rolled = reportgen.rollover(NANJING)
    assert rolled.target == NANJING.parent.with_name("2025") / NANJING.name
    assert b"year: 2025" in rolled.content
    assert not rolled.target.exists()
    built = reportgen.build(ZHENGZHOU, directory=tmp_path)
    assert [path.name for path in built.files] == [
        "zhengzhou-gxj-qyfw.docx",
        "zhengzhou-gxj-qyfw.md",
        "zhengzhou-gxj-qyfw.score.yaml",
    ]


def test_a_wrong_input_is_a_reportgen_error_with_its_diagnostics(tmp_path: Path) -> None:
    with pytest.raises(reportgen.ReportgenError, match="S05") as caught:
        reportgen.score(tmp_path / "none.yaml")
    assert [problem.code for problem in caught.value.diagnostics] == ["S05"]
