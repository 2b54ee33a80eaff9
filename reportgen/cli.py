"""门：命令行。参数、退出码和印什么；事情都由走廊去做。

退出码：0 没有错误，1 有错误，2 用法不对，70 程序本身的错（印回溯）。
每个命令只引入它用到的模块，`--help` 什么也不引入。
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from reportgen.usage import Group, explain_usage

if TYPE_CHECKING:
    from reportgen.batch import Outcome
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.core.scorecard import Scorecard

OK, ERRORS, USAGE, BUG = 0, 1, 2, 70


INPUT = click.Path(path_type=Path)
templates_option = click.option(
    "--templates", type=INPUT, metavar="文件夹", help="格式所在的文件夹，默认是工程的 templates/。"
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """预算绩效评价报告：一份 YAML 事实，生成经过校验、按规则计分、自相核对的 Word 公文。"""


@cli.command()
@click.argument("inputs", nargs=-1, type=INPUT, metavar="[输入…]")
@click.option(
    "-o", "--output", type=INPUT, metavar="文件夹", help="输出文件夹，默认是工程的 build/，里面与 inputs/ 同样分层。"
)
@click.option("-j", "--jobs", type=click.IntRange(1), metavar="N", help="同时用几个进程，默认是处理器的个数。")
@click.option("--draft", is_flag=True, help="有错误也出稿，文件名和页眉标“草稿”。")
@click.option("--compress", is_flag=True, help="压缩 Word 文件，便于邮寄；字节因机器而异。")
@templates_option
def build(
    inputs: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    draft: bool,
    compress: bool,
    templates: Path | None,
) -> int:
    """出稿：每份输入写出 Word、Markdown 和得分说明。不写输入则出工程里的全部报告。"""
    from reportgen.batch import Order, build_all
    from reportgen.project import all_inputs, project_of

    paths = list(inputs) or all_inputs(project_of(Path(), templates))
    if not paths:
        raise click.UsageError("没有指明输入，当前文件夹也不在工程里（没有 templates/ 和 inputs/）。")
    order = Order(output, templates, draft, compress)
    outcomes: list[Outcome] = []
    progress = sys.stderr.isatty() and len(paths) > 1
    for outcome in build_all(paths, order, jobs or os.cpu_count() or 1):
        outcomes.append(outcome)
        _report(outcome)
        if progress:
            click.echo(f"\r{len(outcomes)}/{len(paths)}\r", nl=False, err=True)
    return ERRORS if any(not outcome.files for outcome in outcomes) else OK


def _report(outcome: Outcome) -> None:
    from reportgen.console import print_diagnostics, say, tally

    print_diagnostics([d for d in outcome.diagnostics if not d.waived], stream=sys.stderr)
    score = "未得分" if outcome.total is None else f"{outcome.total:f} {outcome.grade}"
    target = outcome.files[0].as_posix() if outcome.files else "没有出稿"
    say(f"{outcome.input} → {target}  {score}  {tally(outcome.diagnostics)}")


@cli.command()
@click.argument("input", type=INPUT, metavar="输入")
@click.option("--explain", metavar="指标名", help="说明这个指标的得分是怎么来的。")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@templates_option
def score(input: Path, explain: str | None, as_json: bool, templates: Path | None) -> int:
    """计分：印出评分表，或说明一个指标的得分怎么来的。"""
    from reportgen import console
    from reportgen.core.diagnostics import blocking
    from reportgen.pipeline import examine
    from reportgen.scoring.record import as_record
    from reportgen.scoring.record import explain as explain_line

    examined = examine(input, templates=templates)
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
    from reportgen.console import print_table, say
    from reportgen.core.quantity import plain

    rows = [("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")]
    for line in scorecard.lines:
        actual = line.actual.replace("\n", " ")
        result = "—" if line.score is None else f"{line.score:f}"
        rows.append((line.level1, line.level2, line.name, line.target, actual, plain(line.weight), result))
    rows.append(("总分", "", "", "", scorecard.grade, plain(scorecard.weight), f"{scorecard.total:f}"))
    print_table(rows, right=(5, 6))
    if not scorecard.complete:
        say("有算不出的行，总分不完整。")


@cli.command()
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="输入…")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@click.option("--concise", is_flag=True, help="每条一行。")
@click.option("--strict", is_flag=True, help="有提醒也算不通过。")
@templates_option
def check(inputs: tuple[Path, ...], as_json: bool, concise: bool, strict: bool, templates: Path | None) -> int:
    """核对：查一份或几份输入，一次说出全部问题，不出稿。"""
    from reportgen import console
    from reportgen.core.diagnostics import blocking, count
    from reportgen.pipeline import examine

    found: list[Diagnostic] = []
    for path in inputs:
        found += examine(path, templates=templates).diagnostics
    if as_json:
        console.print_json(console.diagnostics_json(found))
    else:
        console.print_diagnostics(found, brief=concise)
        console.say(console.tally(found))
    return ERRORS if blocking(found) or (strict and count(found, "warning")) else OK


@cli.command()
@click.argument("format", metavar="格式")
@click.option("-o", "--output", type=INPUT, metavar="文件", help="写到这个文件；默认印在屏幕上。")
@templates_option
def new(format: str, output: Path | None, templates: Path | None) -> int:
    """新建：生成一份带说明的起始输入，把标“待填”的地方填好就能出稿。"""
    from reportgen.console import print_diagnostics, say
    from reportgen.formats.start import starting_input
    from reportgen.output.files import replace_files
    from reportgen.project import project_of

    folder = project_of(Path(), templates).templates
    text, problems = starting_input(folder, format)
    if text and output is not None and output.exists():
        raise click.UsageError(f"{output} 已经有了，不覆盖。换一个文件名，或先把它移走。")
    if text and output is not None:
        problems += replace_files(((output, text.encode()),))
    print_diagnostics(problems, stream=sys.stderr)
    if problems:
        return ERRORS
    say(
        text.rstrip("\n") if output is None else f"已写出 {output}。填好标“待填”的地方，再运行 reportgen check {output}"
    )
    return OK


@cli.group("format")
def format_() -> None:
    """报告格式：列出、核对、输出给编辑器用的 schema。"""


@format_.command("list")
@templates_option
def list_(templates: Path | None) -> int:
    """列出现有的格式。"""
    from reportgen.console import print_diagnostics, print_table, say
    from reportgen.formats.load import load_format
    from reportgen.project import formats_in, project_of

    folder = project_of(Path(), templates).templates
    rows = []
    for name in formats_in(folder):
        loaded, problems = load_format(folder / name)
        print_diagnostics(problems, brief=True, stream=sys.stderr)
        if loaded is not None:
            rows.append((name, loaded.manifest.title, loaded.manifest.authority, loaded.manifest.editions))
    if rows:
        print_table(rows)
    else:
        say(f"{folder} 里没有格式。")
    return OK if rows else ERRORS


@format_.command("check")
@click.argument("format", required=False, metavar="[格式]")
@click.option("--write", is_flag=True, help="把 Word 模板整理成规范的样子，并重写它的文字影子。")
@templates_option
def check_(format: str | None, write: bool, templates: Path | None) -> int:
    """核对格式：没有未定义的，没有没用到的；不写格式则核对全部。"""
    from reportgen.console import print_diagnostics, say, tally
    from reportgen.core.diagnostics import blocking
    from reportgen.formatcheck import check_format
    from reportgen.project import formats_in, project_of

    folder = project_of(Path(), templates).templates
    found: list[Diagnostic] = []
    for name in [format] if format else formats_in(folder):
        problems = check_format(folder / name, write=write)
        print_diagnostics(problems)
        say(f"{name}：{tally(problems)}")
        found += problems
    return ERRORS if blocking(found) else OK


@format_.command("frame")
@click.argument("format", metavar="格式")
@click.option("--portrait", is_flag=True, help="附件用纵向的页面；默认横向。")
@templates_option
def frame_(format: str, portrait: bool, templates: Path | None) -> int:
    """写出一份标准的 Word 模板（GB/T 9704，22 行 × 28 字）；已有的不覆盖。"""
    from reportgen.console import print_diagnostics, say
    from reportgen.output.blank import blank_frame
    from reportgen.output.files import replace_files
    from reportgen.output.shadow import shadow
    from reportgen.project import project_of

    folder = project_of(Path(), templates).templates / format
    if not folder.is_dir():
        raise click.UsageError(f"没有 {folder.as_posix()} 这个文件夹。")
    path = folder / "report.docx"
    if path.exists():
        raise click.UsageError(f"{path.as_posix()} 已经有了，不覆盖。先把它移走。")
    data = blank_frame("portrait" if portrait else "landscape")
    problems = replace_files(((path, data), (folder / "report.docx.txt", shadow(data).encode())))
    print_diagnostics(problems, stream=sys.stderr)
    if not problems:
        say(f"已写出 {path.as_posix()}，在 Word 或 WPS 里改样式、页眉和页脚。")
    return ERRORS if problems else OK


@format_.command("schema")
@click.argument("format", metavar="格式")
@templates_option
def schema_(format: str, templates: Path | None) -> int:
    """印出输入的 JSON Schema（已含核心部分），供编辑器补全和提示。"""
    from reportgen.console import print_diagnostics, print_json
    from reportgen.formats.load import load_format
    from reportgen.project import project_of
    from reportgen.source.schema import inline

    folder = project_of(Path(), templates).templates
    loaded, problems = load_format(folder / format)
    if loaded is None:
        print_diagnostics(problems, stream=sys.stderr)
        return ERRORS
    print_json(inline(loaded.schema))
    return OK


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """程序入口。"""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """运行一条命令，返回退出码。"""
    from reportgen.console import say, setup

    setup()
    try:
        return _invoke(cli.main, list(sys.argv[1:] if arguments is None else arguments))
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.ctx.get_help() if error.ctx else "")
        return USAGE
    except click.UsageError as error:
        say(f"用法不对：{explain_usage(error)}", stream=sys.stderr)
        if error.ctx is not None:
            say(f"看看 {error.ctx.command_path} --help", stream=sys.stderr)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say("已中断。", stream=sys.stderr)
        return 130
    except BrokenPipeError:
        return ERRORS
    except Exception:
        import traceback

        traceback.print_exc()
        say("程序出错了，不是输入的错。请把上面的文字连同输入一起发给维护者。", stream=sys.stderr)
        return BUG


def _invoke(command: Callable[..., Any], arguments: list[str]) -> int:
    result = command(arguments, prog_name="reportgen", standalone_mode=False)
    return result if isinstance(result, int) else OK
