"""门的一扇：`reportgen extract`，取出放在成稿里的输入（出稿时写了 build --embed 的）。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.door.usage import ERRORS, INPUT, OK, UNDECIDED, Command, refuse_existing


@click.command("extract", cls=Command)
@click.argument("report", type=INPUT, metavar="REPORT.docx")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="FILE.yaml",
    help="写到这个文件；默认写在成稿旁边，换成 .yaml。",
)
def extract(report: Path, output: Path | None) -> int:
    """取出输入：一字节不差地写出放在成稿里的输入；没有放的，退出码是 3。"""
    from reportgen.corridor.enclosing import enclosed_input
    from reportgen.corridor.files import replace_files
    from reportgen.door.console import print_diagnostics, say

    target = output or report.with_suffix(".yaml")
    enclosed, problems = enclosed_input(report)
    if enclosed is None:
        print_diagnostics(problems, stream=sys.stderr)
        return UNDECIDED
    refuse_existing(target)
    problems += replace_files(((target, enclosed.data),))
    print_diagnostics(problems, stream=sys.stderr)
    if any(problem.severity == "error" for problem in problems):
        return ERRORS
    say(f"已写出 {target.as_posix()}（{len(enclosed.data)} 字节，出稿时叫 {enclosed.name}）。")
    return OK
