"""门的一扇：`reportgen rollover`，用上年的输入起今年的。"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Command, refuse_existing, templates_option


@click.command("rollover", cls=Command)
@click.argument("last", type=INPUT, metavar="LAST")
@click.option(
    "--year",
    type=click.IntRange(1900, 2099),
    metavar="N",
    help="转成哪一年度；默认是下一年。",
)
@click.option("--format", metavar="F", default="", help="换成另一种格式或新的一版；默认不换。")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="NEXT",
    help="写到这个文件；默认照上年的名字，把年度换成今年的。",
)
@templates_option
def rollover(
    last: Path,
    year: int | None,
    format: str,
    output: Path | None,
    templates: Path | None,
) -> int:
    """转年度：用上年的输入起今年的。要填的写成“待填”，上年的值都留在注释里。"""
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.rollover import rollover as roll
    from reportgen.door.console import print_diagnostics, say

    refuse_existing(output)
    rolled = roll(last, year=year, format=format, output=output, templates=templates)
    problems = rolled.diagnostics
    if rolled.content:
        refuse_existing(rolled.target)
        problems += replace_files(((rolled.target, rolled.content),))
    print_diagnostics(problems, stream=sys.stderr)
    if not rolled.content or any(problem.severity == "error" for problem in problems):
        return ERRORS
    stale = f"，{rolled.stale} 句还在说上年" if rolled.stale else ""
    say(
        f"已写出 {rolled.target}（{rolled.year} 年度）：{rolled.unfilled} 处待填{stale}。"
        f"改好再运行 reportgen check {rolled.target}"
    )
    return OK
