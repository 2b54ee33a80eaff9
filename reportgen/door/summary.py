"""门的一扇：`reportgen summary`，许多份报告汇总成一张表。"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Command, refuse_existing, templates_option

if TYPE_CHECKING:
    from reportgen.core.summary import Summary

WRITTEN = (".md", ".xlsx")


@click.command("summary", cls=Command)
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="INPUT…|DIR…")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="FILE",
    help="写成这个文件（.xlsx 或 .md）；默认印在终端。",
)
@templates_option
def summary(inputs: tuple[Path, ...], output: Path | None, templates: Path | None) -> int:
    """汇总：一份一行（单位、项目、资金、执行率、得分、等级、错误、提醒），合计和分布。"""
    from reportgen.core.summary import summed
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.inputs import gather
    from reportgen.corridor.summing import report_rows
    from reportgen.door.console import print_diagnostics, say

    if output is not None and output.suffix.lower() not in WRITTEN:
        raise click.UsageError(f"-o 写 .xlsx 或 .md 文件：{output}。")
    refuse_existing(output)
    gathered = gather(inputs)
    print_diagnostics(gathered.problems, stream=sys.stderr)
    progress = sys.stderr.isatty() and len(gathered.paths) > 1
    rows = []
    for number, row in enumerate(report_rows(gathered.paths, templates, os.cpu_count() or 1), 1):
        rows.append(row)
        if progress:
            click.echo(f"\r{number}/{len(gathered.paths)}\r", nl=False, err=True)
    result = summed(rows)
    failed = bool(gathered.problems) or result.total.errors > 0
    if output is None:
        _print(result)
        return ERRORS if failed else OK
    unwritten = replace_files(((output, _content(result, output)),))
    print_diagnostics(unwritten, stream=sys.stderr)
    if not unwritten:
        say(f"已写出 {output}：{len(rows)} 份，{result.total.errors} 个错误。")
    return ERRORS if unwritten or failed else OK


def _content(result: Summary, output: Path) -> bytes:
    if output.suffix.lower() == ".xlsx":
        from reportgen.workbook.summary_book import summary_book

        return summary_book(result)
    from reportgen.papers.summary import summary_text

    return summary_text(result).encode()


def _print(result: Summary) -> None:
    """印在终端：各份，合计，等级分布。"""
    from reportgen.core.summary import HEADS, texts_of, texts_of_group
    from reportgen.door.console import print_table, say

    total = texts_of_group(result.total)
    closing = (total[0], "", "", total[2], total[3], total[4], total[5], "", *total[6:], "")
    rows = [HEADS, *map(texts_of, result.rows), closing]
    print_table(rows, right=(3, 4, 5, 6, 8, 9))
    if result.grades:
        say("等级：" + "，".join(f"{grade} {count} 份" for grade, count in result.grades))
