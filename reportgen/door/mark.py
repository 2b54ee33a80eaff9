"""门的一扇：`reportgen check X.xlsx --mark`，核对的结果写回填报表。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.door.usage import ERRORS, OK


def mark(inputs: tuple[Path, ...], output: Path | None, templates: Path | None) -> int:
    """一本填报表，另写一本标了错的；退出码照核对的结果。"""
    from reportgen.core.diagnostics import blocking
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.inputs import is_workbook
    from reportgen.corridor.marking import marked, marked_name, replaceable
    from reportgen.corridor.project import project_of
    from reportgen.door.console import print_diagnostics, say, tally

    if len(inputs) != 1 or not is_workbook(inputs[0]):
        raise click.UsageError("--mark 只用于一本填报表（.xlsx）。")
    path = inputs[0]
    project = project_of(path, templates)
    target = output or marked_name(path)
    if target.suffix.lower() != path.suffix.lower():
        raise click.UsageError(f"标了错的也是填报表，文件名要以 .xlsx 结尾：{target}。")
    made = marked(path, project)
    if not made.content:
        print_diagnostics(made.diagnostics, stream=sys.stderr)
        return ERRORS
    if not replaceable(target, path, project):
        raise click.UsageError(f"{target} 已经有了，里面有另填的，不覆盖。用 -o 换一个文件名。")
    unwritten = replace_files(((target, made.content),))
    print_diagnostics(unwritten, stream=sys.stderr)
    if unwritten:
        return ERRORS
    say(f"{tally(made.diagnostics)}；已写出 {target}：前面一页“核对”列着各条，有错的格涂红。")
    return ERRORS if blocking(made.diagnostics) else OK
