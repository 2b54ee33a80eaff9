"""门的一扇：`reportgen verify`，核实一份成稿出稿以后有没有改过。"""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import (
    BUG,
    ERRORS,
    INPUT,
    OK,
    UNDECIDED,
    Command,
    templates_option,
)

if TYPE_CHECKING:
    from reportgen.corridor.verifying import Verified

ENDINGS = {"same": OK, "changed": ERRORS, "undecided": UNDECIDED}


@click.command("verify", cls=Command)
@click.argument("report", type=INPUT, metavar="REPORT.docx")
@click.option(
    "--against",
    type=INPUT,
    metavar="INPUT",
    help="写出它的输入，或写稿时的 .score.yaml；不写则凭指纹在工程的 inputs/ 里找输入。",
)
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@templates_option
def verify(report: Path, against: Path | None, as_json: bool, templates: Path | None) -> int:
    """核实：成稿出稿以后改过没有，改在哪里，原来是什么。"""
    from reportgen.core.diagnostics import Diagnostic, faulty
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.verifying import verify as examine
    from reportgen.door import console

    if against is not None and os.path.isdir(against):
        raise click.UsageError(f"--against 要写一份输入，{against} 是文件夹。")
    if against is not None and against.suffix.lower() == ".docx":
        raise click.UsageError(f"--against 要写输入（.yaml），{against} 是成稿。")
    verified = attempt(partial(examine, templates=templates, against=against), report)
    if isinstance(verified, Diagnostic):
        console.print_diagnostics((verified,), stream=sys.stderr)
        return BUG
    if as_json:
        record = console.diagnostics_json(verified.diagnostics)
        console.print_json({"state": verified.state, "against": verified.origin or None, **record})
    else:
        console.print_diagnostics(verified.diagnostics)
        console.say(_closing(report, verified))
    return BUG if faulty(verified.diagnostics) else ENDINGS[verified.state]


def _closing(report: Path, verified: Verified) -> str:
    """末尾的一行：结论，凭的是什么。"""
    changes = sum(problem.code == "V01" for problem in verified.diagnostics)
    said = "内容没有改动"
    if verified.state == "undecided":
        return f"{report.as_posix()}：没有核实。"
    if changes:
        said = f"出稿以后有 {changes} 处改动"
    elif verified.revisions:
        said = f"内容没有改动，只是有 {verified.revisions} 处修订没有处理"
    elif verified.state == "changed":
        said = "与输入现在写出的不同"
    if verified.against:
        return f"{report.as_posix()}：{said}（对照 {verified.origin}）。"
    limit = "只凭成稿自己的指纹：防得住失误，防不住有意改写；要作准，用 --against 写明输入"
    return f"{report.as_posix()}：{said}（{limit}）。"
