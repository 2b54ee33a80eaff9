"""门的一扇：`reportgen diff`，两份有什么不同，用业务的话说。"""

from __future__ import annotations

import sys
from pathlib import Path

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


@click.command("diff", cls=Command)
@click.argument("old", type=INPUT, metavar="OLD")
@click.argument("new", type=INPUT, metavar="NEW")
@click.option("--md", is_flag=True, help="印成 Markdown。")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@click.option(
    "--redline",
    type=INPUT,
    metavar="OUT.docx",
    help="另写一份带修订记号的新稿：全部接受是新稿，全部拒绝是旧稿。",
)
@templates_option
def diff(
    old: Path,
    new: Path,
    md: bool,
    as_json: bool,
    redline: Path | None,
    templates: Path | None,
) -> int:
    """比对：两份输入、成稿（.docx）或文件夹，什么变了、为什么；两个格式文件夹，对谁有什么变。"""
    from reportgen.core.diagnostics import faulty
    from reportgen.corridor.difference import diff as compare
    from reportgen.corridor.difference import mismatch
    from reportgen.door import console
    from reportgen.door.redline import refuse_redline, write_redline
    from reportgen.papers.difference import in_lines
    from reportgen.papers.difference_paper import as_markdown
    from reportgen.papers.difference_record import as_record

    if md and as_json:
        raise click.UsageError("--md 和 --json 是几种印法，只能选一种。")
    refused = mismatch(old, new)
    if refused:
        raise click.UsageError(refused)
    refuse_redline(old, new, redline)
    comparison = compare(old, new, templates=templates)
    console.print_diagnostics(comparison.problems, stream=sys.stderr)
    if as_json:
        problems = console.diagnostics_json(comparison.problems)["diagnostics"]
        console.print_json(as_record(comparison) | {"problems": problems})
    elif md:
        console.say(as_markdown(comparison).rstrip())
    else:
        for line in in_lines(comparison):
            console.say(line)
    ending = OK if comparison.equal else ERRORS
    if comparison.problems:
        ending = BUG if faulty(comparison.problems) else UNDECIDED
    if redline is None:
        return ending
    # 认不出表的别处来的文件比不了，修订稿仍写得了
    quiet = as_json or md
    said = comparison.problems
    written = write_redline(old, new, redline, templates, quiet=quiet, said=said)
    return max(ending, written)
