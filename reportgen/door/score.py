"""门的一扇：`reportgen score`，计分，或说明一个指标的得分怎么来的。"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import BUG, ERRORS, INPUT, OK, Command, templates_option

if TYPE_CHECKING:
    from reportgen.core.scorecard import Scorecard

HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")


@click.command("score", cls=Command)
@click.argument("input", type=INPUT, metavar="INPUT")
@click.option("--explain", metavar="指标名", help="说明这个指标的得分是怎么来的。")
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="路径=值",
    help="换一处试试，印出什么会变，不写文件；可写几次。如 indicators.预算执行率.actual=90%。",
)
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@templates_option
def score(
    input: Path,
    explain: str | None,
    assignments: tuple[str, ...],
    as_json: bool,
    templates: Path | None,
) -> int:
    """计分：印出评分表，或说明一个指标的得分怎么来的；或换几处试试。"""
    from reportgen.core.diagnostics import Diagnostic, blocking, pressing
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.pipeline import examine
    from reportgen.door import console
    from reportgen.papers.score_record import as_record
    from reportgen.papers.score_record import explain as explain_line

    if assignments:
        if explain is not None:
            raise click.UsageError("--set 和 --explain 不能一起写。")
        return _what_if(input, assignments, as_json, templates)
    examined = attempt(partial(examine, templates=templates), input)
    if isinstance(examined, Diagnostic):
        console.print_diagnostics((examined,), stream=sys.stderr)
        return BUG
    console.print_diagnostics(pressing(examined.diagnostics), stream=sys.stderr)
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


def _what_if(
    input: Path, assignments: tuple[str, ...], as_json: bool, templates: Path | None
) -> int:
    """换几处，印出与原来的不同；换了以后才有的错误一行一条。"""
    from reportgen.core.diagnostics import Diagnostic, blocking, faulty
    from reportgen.core.difference import Comparison, Difference
    from reportgen.core.spelling import did_you_mean
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.whatif import what_if
    from reportgen.door import console
    from reportgen.papers.difference import in_lines
    from reportgen.papers.difference_record import as_record
    from reportgen.source.setting import NoSuchPlace, NotWritable

    def work(path: Path) -> Difference | tuple[Diagnostic, ...] | click.UsageError:
        try:
            return what_if(path, assignments, templates)
        except NoSuchPlace as error:
            return click.UsageError(f"--set：{error}。{did_you_mean(error.name, error.known)}")
        except NotWritable as error:
            return click.UsageError(f"--set：{error}。")

    answer = attempt(work, input)
    if isinstance(answer, click.UsageError):
        raise answer
    if not isinstance(answer, Difference):
        problems = (answer,) if isinstance(answer, Diagnostic) else answer
        console.print_diagnostics(problems, stream=sys.stderr)
        return BUG if faulty(problems) else ERRORS
    comparison = Comparison((answer,))
    if as_json:
        console.print_json(as_record(comparison))
    else:
        for line in in_lines(comparison):
            console.say(line)
    console.print_diagnostics(answer.problems, brief=True, stream=sys.stderr)
    return ERRORS if blocking(answer.problems) else OK


def _no_such_indicator(name: str, scorecard: Scorecard) -> str:
    from reportgen.core.spelling import nearest

    close = nearest(name, [line.name for line in scorecard.lines], most=3)
    return f"没有“{name}”这个指标" + (f"，是不是 {'、'.join(close)}？" if close else "。")


def _print_scorecard(scorecard: Scorecard) -> None:
    from reportgen.core.quantity import plain
    from reportgen.door.console import print_table, say

    rows = [HEADS]
    for line in scorecard.lines:
        actual = line.actual.replace("\n", " ")
        result = "—" if line.score is None else f"{line.score:f}"
        weight, target = plain(line.full), str(line.target or "")
        rows.append((line.level1, line.level2, line.name, target, actual, weight, result))
    if scorecard.scoring != "none":
        weight, total = plain(scorecard.weight), f"{scorecard.total:f}"
        rows.append(("总分", "", "", "", scorecard.grade, weight, total))
    print_table(rows, right=(5, 6))
    for line in scorecard.lines:
        if line.by_rule is not None:
            say(f"“{line.name}”按规则应得 {line.by_rule:f}，印的是 {line.earned:f}。")
    for line in scorecard.differences:
        if line.reviewed is not None:
            change = f"{line.review_change:+f}".replace("-", "−")
            say(f"“{line.name}”复核得分 {line.reviewed:f}，自评 {line.earned:f}，相差 {change}。")
    if scorecard.reviewed is not None:
        change = f"{scorecard.review_change:+f}".replace("-", "−")
        say(f"复核总分 {scorecard.reviewed:f}（{scorecard.review_grade}），相差 {change}。")
    if scorecard.scoring == "stated":
        say("得分和等级照抄 stated，没有计算。")
    elif scorecard.scoring == "none":
        say("这份报告不计分。")
    elif not scorecard.complete:
        say("有算不出的行，总分不完整。")
