"""门的一扇：`reportgen check`，核对输入和成稿，一次说出全部问题。"""

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
    Command,
    refuse_existing,
    templates_option,
)

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.inputs import Gathered

Findings = list[tuple[str, list["Diagnostic"]]]
"""各份的名字和诊断，按核对的次序。"""


@click.command("check", cls=Command)
@click.argument("inputs", nargs=-1, required=True, type=INPUT, metavar="INPUT…|DIR…")
@click.option("--json", "as_json", is_flag=True, help="印成 JSON。")
@click.option("--sarif", is_flag=True, help="印成 SARIF 2.1.0，供代码托管平台和编辑器读。")
@click.option("--concise", is_flag=True, help="每条一行。")
@click.option("--strict", is_flag=True, help="有提醒也算不通过。")
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="只看这些代码，如 C 或 C01,C04；可写几次。",
)
@click.option("--ignore", multiple=True, metavar="CODE", help="不看这些代码；可写几次。")
@click.option(
    "--report",
    type=INPUT,
    metavar="FILE.md|FILE.xlsx",
    help="另写一张问题清单，一份或许多份都可以；.xlsx 的好筛选。",
)
@click.option(
    "--annotate",
    type=INPUT,
    metavar="OUT.docx",
    help="把各条写成批注，另存一份；只用于一份 .docx 成稿。",
)
@click.option(
    "--together",
    is_flag=True,
    help="这几份成稿说的是一个项目或一个单位：各自核对以后，再比几份之间合不合。",
)
@click.option("--fix", is_flag=True, help="先改不会改变意思的笔误，如全角冒号和数字，每处列一行。")
@click.option("--diff", is_flag=True, help="同 --fix 一起写：只看会怎样改，不写文件。")
@click.option("--checklist", type=INPUT, metavar="FILE.md", help="另写出稿检查单；只用于一份输入。")
@click.option(
    "--against",
    type=INPUT,
    metavar="INPUT",
    help="成稿是由这份输入写出的；不写则在工程的 inputs/ 里找。只用于一份成稿。",
)
@click.option(
    "--mark",
    is_flag=True,
    help="结果写回填报表：另写一本 X.核对.xlsx，错处涂红；只用于一本填报表。",
)
@click.option("-o", "--output", type=INPUT, metavar="FILE", help="同 --mark 一起写：写到这个文件。")
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
    checklist: Path | None,
    fix: bool,
    diff: bool,
    against: Path | None,
    annotate: Path | None,
    together: bool,
    mark: bool,
    output: Path | None,
    templates: Path | None,
) -> int:
    """核对：输入，或任何评价报告的成稿，一次说出全部问题，不出稿。

    成稿可以是 .docx、.docm、.doc、.wps、.rtf、.odt、文字版的 PDF、填好的 .xlsx 表单。
    """
    from reportgen.core.diagnostics import blocking, count, faulty
    from reportgen.corridor.inputs import gather, is_report, is_workbook
    from reportgen.door import console
    from reportgen.door.fix import fix_all, refuse_fixing

    if mark:
        from reportgen.door.mark import mark as write_marked

        return write_marked(inputs, output, templates)
    if output is not None:
        raise click.UsageError("-o 要同 --mark 一起写。")
    ways = (("--json", as_json), ("--sarif", sarif), ("--concise", concise))
    chosen_ways = [option for option, wanted in ways if wanted]
    if len(chosen_ways) > 1:
        raise click.UsageError(f"{' 和 '.join(chosen_ways)} 是几种印法，只能选一种。")
    refuse_fixing(inputs, fix=fix, diff=diff, other=as_json or sarif)
    gathered = gather(inputs, reports=True)
    _refuse(gathered, report, checklist)
    _refuse_against(gathered, against)
    _refuse_reviewing(gathered, annotate, together)
    texts = [path for path in gathered.paths if not is_report(path) and not is_workbook(path)]
    changed, unwritten = fix_all(texts, templates, diff=diff) if fix else (False, [])
    if diff:
        console.print_diagnostics(unwritten, stream=sys.stderr)
        if faulty(unwritten):
            return BUG
        return ERRORS if changed or unwritten else OK
    findings = _findings(gathered, templates, checklist, against)
    if together:
        findings.append(("几份之间", _between(gathered, templates)))
    findings = _chosen(findings, select, ignore)
    if annotate is not None:
        findings += _annotated(gathered, findings, annotate)
    if report is not None:
        findings += _written(report, findings)
    everything = unwritten + [problem for _, problems in findings for problem in problems]
    if as_json:
        console.print_json(console.diagnostics_json(everything))
    elif sarif:
        from reportgen.papers.sarif import as_sarif

        console.print_json(as_sarif(everything))
    else:
        console.print_diagnostics(everything, brief=concise)
        console.say(console.tally(everything))
    if gathered.skipped:
        console.say(_skipped(gathered), stream=sys.stderr)
    if faulty(everything):
        return BUG
    failed = blocking(everything) or (strict and count(everything, "warning"))
    return ERRORS if changed or failed else OK


def _refuse(gathered: Gathered, report: Path | None, checklist: Path | None) -> None:
    """做之前就知道写不成的。"""
    from reportgen.corridor.inputs import is_report

    if checklist is not None and checklist.suffix.lower() != ".md":
        raise click.UsageError(f"--checklist 写的是 Markdown，文件名要以 .md 结尾：{checklist}。")
    if report is not None and report.suffix.lower() not in {".md", ".xlsx"}:
        raise click.UsageError(f"--report 写 .md 或 .xlsx，文件名要以它结尾：{report}。")
    refuse_existing(report)
    refuse_existing(checklist)
    if report is not None and report == checklist:
        raise click.UsageError("--report 和 --checklist 要写到两个文件。")
    one_input = len(gathered.paths) == 1 and not is_report(gathered.paths[0])
    if checklist is not None and not one_input:
        raise click.UsageError("--checklist 只用于一份输入（.yaml）；许多份的用 --report。")


def _refuse_against(gathered: Gathered, against: Path | None) -> None:
    from reportgen.corridor.inputs import is_report

    if against is None:
        return
    if is_report(against):
        raise click.UsageError(f"--against 要写输入（.yaml），{against} 是成稿。")
    if len(gathered.paths) != 1 or not is_report(gathered.paths[0]):
        raise click.UsageError("--against 只用于一份成稿（.docx）。")


def _refuse_reviewing(gathered: Gathered, annotate: Path | None, together: bool) -> None:
    """批注、一起核对的，做之前就知道不成的。"""
    from reportgen.corridor.inputs import is_report

    reports = [path for path in gathered.paths if is_report(path)]
    if annotate is not None:
        if annotate.suffix.lower() != ".docx":
            raise click.UsageError(f"--annotate 写的是 Word，文件名要以 .docx 结尾：{annotate}。")
        if len(gathered.paths) != 1 or not reports:
            raise click.UsageError("--annotate 只用于一份成稿（.docx）。")
        refuse_existing(annotate)
    if together and len(reports) < 2:
        raise click.UsageError("--together 要写两份以上的成稿。")


def _between(gathered: Gathered, templates: Path | None) -> list[Diagnostic]:
    """几份成稿之间不合的。"""
    from reportgen.corridor.inputs import is_report
    from reportgen.corridor.together import compare_papers

    return list(compare_papers([path for path in gathered.paths if is_report(path)], templates))


def _annotated(gathered: Gathered, findings: Findings, target: Path) -> Findings:
    """写出带批注的一份；写不成的，多一条诊断。"""
    from reportgen.corridor.annotating import annotate

    everything = [problem for _, problems in findings for problem in problems]
    problems = annotate(gathered.paths[0], everything, target)
    return [(target.as_posix(), list(problems))] if problems else []


def _findings(
    gathered: Gathered,
    templates: Path | None,
    checklist: Path | None,
    against: Path | None,
) -> Findings:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.batch import each_alone

    findings: Findings = [(problem.span.source.name, [problem]) for problem in gathered.problems]
    work = partial(_examined, templates=templates, checklist=checklist, against=against)
    answers = each_alone(work, gathered.paths, os.cpu_count() or 1)
    for path, answer in zip(gathered.paths, answers, strict=True):
        problems = [answer] if isinstance(answer, Diagnostic) else list(answer)
        findings.append((path.as_posix(), problems))
    return findings


def _examined(
    path: Path,
    templates: Path | None,
    checklist: Path | None,
    against: Path | None,
) -> tuple[Diagnostic, ...]:
    """一份输入或成稿的诊断；要检查单的写出来。"""
    from reportgen.corridor.inputs import is_report

    if is_report(path):
        from reportgen.corridor.review import review

        return review(path, templates=templates, against=against)
    from reportgen.corridor.pipeline import examine

    examined = examine(path, templates=templates)
    if checklist is None:
        return examined.diagnostics
    from reportgen.corridor.files import replace_files
    from reportgen.papers.checklist import checklist as list_checks

    return examined.diagnostics + replace_files(((checklist, list_checks(examined).encode()),))


def _chosen(findings: Findings, select: tuple[str, ...], ignore: tuple[str, ...]) -> Findings:
    from reportgen.core.diagnostics import chosen

    try:
        return [(name, chosen(problems, select, ignore)) for name, problems in findings]
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _written(report: Path, findings: Findings) -> Findings:
    """写出问题清单；写不成的，多一条诊断。"""
    from reportgen.corridor.files import replace_files

    if report.suffix.lower() == ".xlsx":
        from reportgen.papers.findings_book import findings_book

        content = findings_book(findings)
    else:
        from reportgen.papers.findings import findings_list

        content = findings_list(findings).encode()
    problems = replace_files(((report, content),))
    return [(report.as_posix(), list(problems))] if problems else []


def _skipped(gathered: Gathered) -> str:
    from reportgen.corridor.inputs import misspelt_in_words

    total = sum(number for _, number in gathered.skipped)
    kinds = "、".join(f"{suffix} {number} 个" for suffix, number in gathered.skipped)
    skipped = f"文件夹里另有 {total} 个文件不是输入也不是成稿，没有看：{kinds}。"
    return "\n".join((skipped, *misspelt_in_words(gathered)))
