"""reportgen：一份 YAML 事实 → 经过校验、按规则计分、自相核对的预算绩效评价报告（Word）。

库的用法（命令行做的事，这六个函数都能做）：

    from pathlib import Path
    from reportgen import build, check, diff, rollover, score, verify

    for diagnostic in check(Path("inputs/2024/x.yaml")):
        ...                                      # diagnostic.span.place, .code, .message, .help
    card = score(Path("inputs/2024/x.yaml"))     # card.total 是 Decimal，card.lines[0].steps 说明得分怎么来
    report = build(Path("inputs/2024/x.yaml"), directory=Path("out"))
    report.files                                 # (x.docx, x.md, x.score.yaml)
    rolled = rollover(Path("inputs/2024/x.yaml"))
    rolled.target, rolled.content                # inputs/2025/x.yaml 和它的字节，没有写出
    comparison = diff(Path("old.yaml"), Path("new.docx"))
    comparison.equal, comparison.differences[0].rows   # 什么变了、为什么，见 core/difference.py
    verified = verify(Path("out/x.docx"), against=Path("inputs/2024/x.yaml"))
    verified.state, verified.diagnostics         # same、changed、undecided，和改在哪里

有错误时 score、build 和 rollover，比不成时 diff，抛 ReportgenError，诊断都在它的 diagnostics 里。
程序自己的错（X01）六个函数都抛它，原来的异常在 __cause__ 里；别的异常不出这扇门。
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportgen.core.version import VERSION as __version__

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.core.diagnostics import Diagnostic, ReportgenError
    from reportgen.core.difference import Comparison
    from reportgen.core.scorecard import Scorecard
    from reportgen.corridor.pipeline import Built
    from reportgen.corridor.rollover import Rolled
    from reportgen.corridor.verifying import Verified

__all__ = [
    "Diagnostic",
    "ReportgenError",
    "__version__",
    "build",
    "check",
    "diff",
    "rollover",
    "score",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Diagnostic、ReportgenError 用到才引入，`--help` 不必等它们。"""
    if name in {"Diagnostic", "ReportgenError"}:
        from reportgen.core import diagnostics

        return getattr(diagnostics, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def check(path: Path, *, templates: Path | None = None) -> tuple[Diagnostic, ...]:
    """核对一份输入：全部诊断，按房间的次序；空即没有问题。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(path):
        from reportgen.corridor.pipeline import examine

        return examine(path, templates=templates).diagnostics


def score(path: Path, *, templates: Path | None = None) -> Scorecard:
    """给一份输入计分；有未豁免的错误则抛 ReportgenError。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(path):
        from reportgen.core.diagnostics import ReportgenError, blocking
        from reportgen.corridor.pipeline import examine

        examined = examine(path, templates=templates)
        if examined.scorecard is None or blocking(examined.diagnostics):
            raise ReportgenError(examined.diagnostics)
        return examined.scorecard


def build(
    path: Path,
    *,
    directory: Path | None = None,
    templates: Path | None = None,
    draft: bool = False,
    compress: bool = False,
) -> Built:
    """给一份输入出稿；没有写出文件则抛 ReportgenError，旧文件原样不动。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(path):
        from reportgen.core.diagnostics import ReportgenError
        from reportgen.corridor import pipeline

        built = pipeline.build(
            path, directory=directory, templates=templates, draft=draft, compress=compress
        )
        if not built.files:
            raise ReportgenError(built.diagnostics)
        return built


def diff(old: Path, new: Path, *, templates: Path | None = None) -> Comparison:
    """比两份输入、成稿或文件夹，或两个格式文件夹；有一对比不成则抛 ReportgenError。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(old):
        from reportgen.core.diagnostics import ReportgenError
        from reportgen.corridor import difference

        comparison = difference.diff(old, new, templates=templates)
        if comparison.problems:
            raise ReportgenError(comparison.problems)
        return comparison


def rollover(
    path: Path,
    *,
    year: int | None = None,
    format: str = "",
    output: Path | None = None,
    templates: Path | None = None,
) -> Rolled:
    """上年的输入转成今年的，只算不写；不能转则抛 ReportgenError。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(path):
        from reportgen.core.diagnostics import ReportgenError
        from reportgen.corridor import rollover as rolling

        rolled = rolling.rollover(
            path,
            year=year,
            format=format,
            output=output,
            templates=templates,
        )
        if not rolled.content:
            raise ReportgenError(rolled.diagnostics)
        return rolled


def verify(path: Path, *, against: Path | None = None, templates: Path | None = None) -> Verified:
    """核实一份成稿出稿以后改过没有；改过、说不准都在结果的 state 里，不抛异常。"""
    from reportgen.corridor.fault import only_reportgen_errors

    with only_reportgen_errors(path):
        from reportgen.corridor import verifying

        return verifying.verify(path, templates=templates, against=against)
