"""门的一扇：`reportgen new`，起始输入。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Command, refuse_existing, templates_option


@click.command("new", cls=Command)
@click.argument("format", required=False, metavar="[FORMAT]")
@click.option("-o", "--output", type=INPUT, metavar="FILE", help="写到这个文件；默认印在屏幕上。")
@click.option(
    "--from",
    "given",
    type=INPUT,
    metavar="FILE",
    help="先放上这份输入里的事实；放不下的一行一行列出。",
)
@templates_option
def new(
    format: str | None,
    output: Path | None,
    given: Path | None,
    templates: Path | None,
) -> int:
    """新建：一份带说明的起始输入，填好“待填”就能出稿。不写格式名则用默认的。"""
    from reportgen.core.diagnostics import blocking
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.places import as_given
    from reportgen.corridor.project import formats_in, project_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.formats.start import beside, default_format, starting_input

    refuse_existing(output)
    folder = project_of(Path(), templates).templates
    name = format or default_format(folder)
    if not name:
        known = "、".join(formats_in(folder)) or "还没有格式"
        raise click.UsageError(f"写明格式名：{known}。")
    schema, files = beside(output, folder, name) if output is not None else ("", ())
    text, problems = starting_input(folder, name, schema)
    if text and given is not None:
        from reportgen.corridor.starting import started_from

        text, listed = started_from(text, given, project_of(Path(), templates))
        problems += listed
    if text and output is not None:
        problems += replace_files(((output, text.encode()), *files))
    print_diagnostics(as_given(problems, templates), stream=sys.stderr)
    if blocking(problems) or not text:
        return ERRORS
    if output is None:
        say(text.rstrip("\n"))
    else:
        say(f"已写出 {output}。填好标“待填”的地方，再运行 reportgen check {output}")
    return OK
