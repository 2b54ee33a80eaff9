"""门：命令行。有哪些命令，怎样进来，出了事怎样出去；各命令自己的参数和印什么，在旁边的各扇门里。

每个命令只引入它用到的模块，`--help` 除了 click 什么也不引入。退出码在 usage.py，README 有一张表。
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from reportgen.door.build import build
from reportgen.door.check import check
from reportgen.door.diff import diff
from reportgen.door.extract import extract
from reportgen.door.format_commands import format_group
from reportgen.door.new import new
from reportgen.door.rollover import rollover
from reportgen.door.score import score
from reportgen.door.serve import serve
from reportgen.door.sheet import sheet
from reportgen.door.summary import summary
from reportgen.door.text import text
from reportgen.door.usage import BUG, ERRORS, INTERRUPTED, OK, USAGE, Group, explain_usage
from reportgen.door.verify import verify
from reportgen.door.watch import watch

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from reportgen.core.version import VERSION

        click.echo(f"reportgen {VERSION}")
        context.exit()


@click.group(cls=Group, context_settings=CONTEXT)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="显示版本。",
)
def cli() -> None:
    """预算绩效评价报告：一份 YAML 事实，生成经过校验、按规则计分、自相核对的 Word 公文。"""


cli.put("写报告", new, rollover, sheet, serve, build, watch)
cli.put("核对", check, score)
cli.put("审阅", diff, verify, text, extract, summary)
cli.put("格式", format_group)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """程序入口。"""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """运行一条命令，返回退出码。"""
    import gc

    gc.set_threshold(200_000)  # 值都不可变，少有环；少扫几遍，一条命令快一成
    for stream in (sys.stdout, sys.stderr):  # 终端印不出的字换成转义，不因此出错
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _invoke(cli.main, list(sys.argv[1:] if arguments is None else arguments))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return USAGE
    except click.UsageError as error:
        click.echo(f"用法不对：{explain_usage(error)}", err=True)
        if error.ctx is not None:
            click.echo(f"看看 {error.ctx.command_path} --help", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return ERRORS
    except Exception as error:
        from reportgen.corridor.fault import explained

        click.echo(f"{explained(error)}\n请把上面的文字连同输入一起发给维护者。", err=True)
        return BUG


def _invoke(command: Callable[..., Any], arguments: list[str]) -> int:
    result = command(arguments, prog_name="reportgen", standalone_mode=False)
    return result if isinstance(result, int) else OK
