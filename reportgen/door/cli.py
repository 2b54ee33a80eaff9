"""门：命令行。参数、退出码和印什么；事情都由走廊去做。

退出码：0 没有错误，1 有错误，2 用法不对，70 程序自己的错（别的输入照做），130 中断。
每个命令只引入它用到的模块，`--help` 什么也不引入。
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from reportgen.door.format_commands import format_group
from reportgen.door.usage import BUG, ERRORS, INPUT, INTEGER, OK, USAGE, Group, explain_usage, templates_option

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.core.scorecard import Scorecard
    from reportgen.corridor.batch import Outcome


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """预算绩效评价报告：一份 YAML 事实，生成经过校验、按规则计分、自相核对的 Word 公文。"""


@cli.command()
@click.argument("inputs", nargs=-1, type=INPUT, metavar="[INPUT…]")
@click.option(
    "-o", "--output", type=INPUT, metavar="DIR", help="输出文件夹，默认是工程的 build/，里面与 inputs/ 同样分层。"
)
@click.option("-j", "--jobs", type=INTEGER, metavar="N", help="同时用几个进程，默认是处理器的个数。")
@click.option("--draft", is_flag=True, help="有错误也出稿，文件名和页眉标“草稿”。")
@click.option("--compress", is_flag=True, help="压缩 Word 文件，便于邮寄；字节因机器而异。")
@click.option("--checklist", is_flag=True, help="另写一份出稿检查单（x.检查单.md）。")
@click.option("--no-pages", is_flag=True, help="目录只印标题，不排页码；有没有 LibreOffice，字节都一样。")
@templates_option
def build(
    inputs: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    draft: bool,
    compress: bool,
    checklist: bool,
    no_pages: bool,
    templates: Path | None,
) -> int:
    """出稿：每份输入写出 Word、Markdown 和得分说明。不写输入则出工程里的全部报告。"""
    from reportgen.corridor.batch import Order, build_all
    from reportgen.corridor.project import all_inputs, project_of

    if output is not None and output.suffix.lower() in {".docx", ".doc", ".wps", ".pdf", ".md"} and not output.is_dir():
        raise click.UsageError(
            f"-o 要写文件夹，{output} 是文件名。Word 文件的名字随输入，如 -o {output.parent.as_posix()}。"
        )
    paths = list(inputs) or all_inputs(project_of(Path(), templates))
    if not paths:
        raise click.UsageError("没有指明输入，当前文件夹也不在工程里（没有 templates/ 和 inputs/）。")
    order = Order(output, templates, draft, compress, not no_pages, checklist)
    progress = sys.stderr.isatty() and len(paths) > 1
    worst = OK
    for number, outcome in enumerate(build_all(paths, order, jobs or os.cpu_count() or 1), 1):
        worst = max(worst, _report(outcome))
        if progress:
            click.echo(f"\r{number}/{len(paths)}\r", nl=False, err=True)
    return worst


def _report(outcome: Outcome) -> int:
    """印出一份的结果，返回它的退出码。"""
    from reportgen.core.diagnostics import faulty
    from reportgen.door.console import print_diagnostics, say, tally

    print_diagnostics([d for d in outcome.diagnostics if not d.waived], stream=sys.stderr)
    print_diagnostics([d for d in outcome.diagnostics if d.waived], brief=True, stream=sys.stderr)
    score = "未得分" if outcome.total is None else f"{outcome.total:f} {outcome.grade}"
    target = outcome.files[0].as_posix() if outcome.files else "没有出稿"
    say(f"{outcome.input} → {target}  {score}  {tally(outcome.diagnostics)}")
    if faulty(outcome.diagnostics):
        return BUG
    return OK if outcome.files else ERRORS


@cli.command()
@click.argument("input", type=INPUT, metavar="INPUT")
@click.option("--explain", metavar="指标名", help="说明这个指标的得分是怎么来的。")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@templates_option
def score(input: Path, explain: str | None, as_json: bool, templates: Path | None) -> int:
    """计分：印出评分表，或说明一个指标的得分怎么来的。"""
    from reportgen.core.diagnostics import Diagnostic, blocking
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.pipeline import examine
    from reportgen.door import console
    from reportgen.papers.score_record import as_record
    from reportgen.papers.score_record import explain as explain_line

    examined = attempt(partial(examine, templates=templates), input)
    if isinstance(examined, Diagnostic):
        console.print_diagnostics((examined,), stream=sys.stderr)
        return BUG
    shown = [d for d in examined.diagnostics if d.severity == "error" and not d.waived]
    console.print_diagnostics(shown, stream=sys.stderr)
    scorecard, format = examined.scorecard, examined.format
    if scorecard is None or format is None:
        return ERRORS
    if explain is not None:
        line = next((line for line in scorecard.lines if line.name == explain), None)
        if line is None:
            raise click.UsageError(_no_such_indicator(explain, scorecard))
        console.say(explain_line(line, format))
    elif as_json:
        console.print_json(as_record(scorecard, format))
    else:
        _print_scorecard(scorecard)
    return ERRORS if blocking(examined.diagnostics) else OK


def _no_such_indicator(name: str, scorecard: Scorecard) -> str:
    from reportgen.core.spelling import nearest

    close = nearest(name, [line.name for line in scorecard.lines], most=3)
    return f"没有“{name}”这个指标" + (f"，是不是 {'、'.join(close)}？" if close else "。")


def _print_scorecard(scorecard: Scorecard) -> None:
    from reportgen.core.quantity import plain
    from reportgen.door.console import print_table, say

    rows = [("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")]
    for line in scorecard.lines:
        actual = line.actual.replace("\n", " ")
        result = "—" if line.score is None else f"{line.score:f}"
        rows.append((line.level1, line.level2, line.name, line.target, actual, plain(line.weight), result))
    if scorecard.scoring != "none":
        rows.append(("总分", "", "", "", scorecard.grade, plain(scorecard.weight), f"{scorecard.total:f}"))
    print_table(rows, right=(5, 6))
    if scorecard.scoring != "rules":
        say("得分和等级照抄 stated，没有计算。" if scorecard.scoring == "stated" else "这份报告不计分。")
    elif not scorecard.complete:
        say("有算不出的行，总分不完整。")


@cli.command()
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="INPUT…")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@click.option("--sarif", is_flag=True, help="印成 SARIF 2.1.0，供代码托管平台和编辑器读。")
@click.option("--concise", is_flag=True, help="每条一行。")
@click.option("--strict", is_flag=True, help="有提醒也算不通过。")
@click.option("--select", multiple=True, metavar="CODE", help="只看这些代码，如 C 或 C01,C04；可写几次。")
@click.option("--ignore", multiple=True, metavar="CODE", help="不看这些代码；可写几次。")
@click.option("--report", type=INPUT, metavar="FILE", help="写出稿检查单（Markdown）；只用于一份输入。")
@click.option("--fix", is_flag=True, help="先改不会改变意思的笔误，如全角冒号和数字，每处列一行。")
@click.option("--diff", is_flag=True, help="同 --fix 一起写：只看会怎样改，不写文件。")
@templates_option
def check(
    inputs: tuple[Path, ...],
    as_json: bool,
    sarif: bool,
    concise: bool,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    report: Path | None,
    fix: bool,
    diff: bool,
    templates: Path | None,
) -> int:
    """核对：查几份输入，或几份成稿（任何评价报告的 .docx），一次说出全部问题，不出稿。"""
    from reportgen.core.diagnostics import Diagnostic, blocking, chosen, count, faulty
    from reportgen.corridor.batch import each_alone
    from reportgen.door import console
    from reportgen.door.fix import fix_all, refuse_fixing
    from reportgen.papers.sarif import as_sarif

    if report is not None and (len(inputs) > 1 or inputs[0].suffix == ".docx"):
        raise click.UsageError("--report 只用于一份输入（.yaml）。")
    refuse_fixing(inputs, fix=fix, diff=diff, other=as_json or sarif)
    changed, unwritten = fix_all(inputs, templates, diff=diff) if fix else (False, [])
    if diff:
        console.print_diagnostics(unwritten, stream=sys.stderr)
        if faulty(unwritten):
            return BUG
        return ERRORS if changed else OK
    found: list[Diagnostic] = unwritten
    work = partial(_examined, templates=templates, report=report)
    for answer in each_alone(work, inputs, os.cpu_count() or 1):
        found += (answer,) if isinstance(answer, Diagnostic) else answer
    try:
        found = chosen(found, select, ignore)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        console.print_json(console.diagnostics_json(found))
    elif sarif:
        console.print_json(as_sarif(found))
    else:
        console.print_diagnostics(found, brief=concise)
        console.say(console.tally(found))
    if faulty(found):
        return BUG
    return ERRORS if changed or blocking(found) or (strict and count(found, "warning")) else OK


def _examined(path: Path, templates: Path | None, report: Path | None) -> tuple[Diagnostic, ...]:
    """一份输入或成稿的诊断；要检查单的写出来。"""
    if path.suffix.lower() == ".docx":
        from reportgen.corridor.review import review

        return review(path, templates=templates)
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.pipeline import examine
    from reportgen.papers.checklist import checklist

    examined = examine(path, templates=templates)
    if report is None:
        return examined.diagnostics
    return examined.diagnostics + replace_files(((report, checklist(examined).encode()),))


@cli.command()
@click.argument("format", required=False, metavar="[FORMAT]")
@click.option("-o", "--output", type=INPUT, metavar="FILE", help="写到这个文件；默认印在屏幕上。")
@templates_option
def new(format: str | None, output: Path | None, templates: Path | None) -> int:
    """新建：生成一份带说明的起始输入，把标“待填”的地方填好就能出稿。不写格式名则用默认的格式。"""
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.project import formats_in, project_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.formats.start import beside, default_format, starting_input

    folder = project_of(Path(), templates).templates
    name = format or default_format(folder)
    if not name:
        raise click.UsageError(f"写明格式名：{'、'.join(formats_in(folder)) or '还没有格式'}。")
    schema, files = beside(output, folder, name) if output is not None else ("", ())
    text, problems = starting_input(folder, name, schema)
    if text and output is not None and output.exists():
        raise click.UsageError(f"{output} 已经有了，不覆盖。换一个文件名，或先把它移走。")
    if text and output is not None:
        problems += replace_files(((output, text.encode()), *files))
    print_diagnostics(problems, stream=sys.stderr)
    if problems:
        return ERRORS
    say(
        text.rstrip("\n") if output is None else f"已写出 {output}。填好标“待填”的地方，再运行 reportgen check {output}"
    )
    return OK


cli.add_command(format_group)


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
        return 130
    except BrokenPipeError:
        return ERRORS
    except Exception as error:
        from reportgen.corridor.fault import explained

        click.echo(f"{explained(error)}\n请把上面的文字连同输入一起发给维护者。", err=True)
        return BUG


def _invoke(command: Callable[..., Any], arguments: list[str]) -> int:
    result = command(arguments, prog_name="reportgen", standalone_mode=False)
    return result if isinstance(result, int) else OK
