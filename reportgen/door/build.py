"""门的一扇：`reportgen build`，出稿。成功时一份一行，末尾一行；错误和没有进报告的总要说。"""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import BUG, ERRORS, INPUT, INTEGER, OK, Command, templates_option

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.batch import Outcome
    from reportgen.corridor.inputs import Gathered

FILES = {".docx", ".doc", ".wps", ".pdf", ".md"}
"""-o 写成了文件名的，多半是这几种。"""


@click.command("build", cls=Command)
@click.argument("inputs", nargs=-1, type=INPUT, metavar="[INPUT…|DIR…]")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="DIR",
    help="输出文件夹，默认是工程的 build/，里面与 inputs/ 同样分层。",
)
@click.option(
    "-j",
    "--jobs",
    type=INTEGER,
    metavar="N",
    help="同时用几个进程，默认是处理器的个数。",
)
@click.option("--draft", is_flag=True, help="有错误也出稿，文件名和页眉标“草稿”。")
@click.option("--compress", is_flag=True, help="压缩 Word 文件，便于邮寄；字节因机器而异。")
@click.option("--checklist", is_flag=True, help="另写一份出稿检查单（x.检查单.md）。")
@click.option(
    "--embed",
    is_flag=True,
    help="输入放在 Word 文件里，extract 取得出来；公开的文件不要这样，里面有注释和理由。",
)
@click.option(
    "--no-pages",
    is_flag=True,
    help="目录只印标题，不排页码；有没有 LibreOffice，字节都一样。",
)
@click.option("--pdf", is_flag=True, help="另写一份 PDF（要有 LibreOffice）；一批只启动它一次。")
@click.option("-v", "--verbose", is_flag=True, help="提醒、说明和已豁免的也印出来。")
@templates_option
def build(
    inputs: tuple[Path, ...],
    output: Path | None,
    jobs: int | None,
    draft: bool,
    compress: bool,
    checklist: bool,
    embed: bool,
    no_pages: bool,
    pdf: bool,
    verbose: bool,
    templates: Path | None,
) -> int:
    """出稿：写出 Word、Markdown 和得分说明。不写输入则出工程里的全部报告。"""
    from reportgen.corridor.batch import Order, build_all
    from reportgen.corridor.inputs import misspelt_in_words
    from reportgen.door.console import print_diagnostics, say

    if output is not None and output.suffix.lower() in FILES and not output.is_dir():
        instead = f"Word 文件的名字随输入，如 -o {output.parent.as_posix()}。"
        raise click.UsageError(f"-o 要写文件夹，{output} 是文件名。{instead}")
    if pdf:
        refuse_without_office()
    gathered = _gathered(inputs, templates)
    print_diagnostics(gathered.problems, stream=sys.stderr)
    order = Order(output, templates, draft, compress, not no_pages, checklist, embed)
    progress = sys.stderr.isatty() and len(gathered.paths) > 1
    totals = Totals()
    totals.count(gathered.problems)
    worst = ERRORS if gathered.problems else OK
    documents: list[Path] = []
    outcomes = build_all(gathered.paths, order, jobs or os.cpu_count() or 1)
    for number, outcome in enumerate(outcomes, 1):
        worst = max(worst, report(outcome, verbose=verbose, elsewhere=output is not None))
        totals.add(outcome)
        documents += [path for path in outcome.files if path.suffix == ".docx"]
        if progress:
            click.echo(f"\r{number}/{len(gathered.paths)}\r", nl=False, err=True)
    if pdf:
        worst = max(worst, print_pdf(documents, totals))
    say(totals.closing(_unread(gathered), verbose=verbose))
    for words in misspelt_in_words(gathered):
        say(words)
    return worst


def refuse_without_office() -> None:
    """没有 LibreOffice 的，先说，不等出完稿。"""
    from reportgen.corridor.printing import can_print

    if not can_print():
        instead = "装上它（libreoffice-writer），或在 Word、WPS 里打开报告另存为 PDF。"
        raise click.UsageError(f"--pdf 要用 LibreOffice，没有找到它。{instead}")


def print_pdf(documents: list[Path], totals: Totals) -> int:
    """写 PDF，终端上一份一份地数；返回退出码。"""
    from reportgen.corridor.printing import printed
    from reportgen.door.console import print_diagnostics

    worst = OK
    for number, (_, problems) in enumerate(printed(documents), 1):
        print_diagnostics(problems, stream=sys.stderr)
        totals.count(problems)
        totals.pdf += not problems
        worst = max(worst, ERRORS if problems else OK)
        if sys.stderr.isatty():
            click.echo(f"\rPDF {number}/{len(documents)}\r", nl=False, err=True)
    return worst


def _gathered(inputs: tuple[Path, ...], templates: Path | None) -> Gathered:
    from reportgen.corridor.inputs import gather
    from reportgen.corridor.project import inputs_of, project_of

    if inputs:
        return gather(inputs)
    folder = inputs_of(project_of(Path(), templates))
    if folder is None:
        instead = "写出输入的文件名，如 reportgen build x.yaml。"
        raise click.UsageError(f"没有指明输入，当前文件夹也不在工程里（没有 inputs/）。{instead}")
    gathered = gather([Path(_as_short_as("", folder))])
    # 在 inputs/2024 里的，../2024/x.yaml 就是 x.yaml
    shortest = tuple(Path(_as_short_as("", path.resolve())) for path in gathered.paths)
    return replace(gathered, paths=shortest)


def _unread(gathered: Gathered) -> int:
    """文件夹里没有收的 YAML 文件有几个：也许是忘了写 format 的输入，要提一句。"""
    skipped = dict(gathered.skipped)
    return skipped.get(".yaml", 0) + skipped.get(".yml", 0)


def report(outcome: Outcome, *, verbose: bool, elsewhere: bool = False) -> int:
    """印出一份的结果，返回它的退出码。"""
    from reportgen.core.diagnostics import count, faulty, pressing
    from reportgen.door.console import print_diagnostics, say

    problems = outcome.diagnostics
    open_ones = [problem for problem in problems if not problem.waived]
    print_diagnostics(open_ones if verbose else pressing(problems), stream=sys.stderr)
    if verbose:
        waived = [problem for problem in problems if problem.waived]
        print_diagnostics(waived, brief=True, stream=sys.stderr)
    target = "没有出稿"
    if outcome.files and elsewhere:  # -o 写的照写的印
        target = outcome.files[0].as_posix()
    elif outcome.files:
        target = _as_short_as(outcome.input, outcome.files[0])
    score = "未得分" if outcome.total is None else f"{outcome.total:f} {outcome.grade}"
    errors = count(problems, "error")
    say(f"{outcome.input} → {target}  {score}" + (f"  {errors} 个错误" if errors else ""))
    if faulty(problems):
        return BUG
    return OK if outcome.files else ERRORS


def _as_short_as(given: str, target: Path) -> str:
    """输出的路径：输入写的是相对路径的，工程里的输出也相对当前文件夹印。"""
    if Path(given).is_absolute() or not target.is_absolute():
        return target.as_posix()
    try:
        return Path(os.path.relpath(target)).as_posix()
    except ValueError:  # Windows 上不在同一个盘
        return target.as_posix()


class Totals:
    """一批的合计；只记个数，出完的报告不留在内存里。"""

    def __init__(self) -> None:
        self.built = self.failed = self.pdf = 0
        self.severities: Counter[str] = Counter()
        self.waived_errors: Counter[str] = Counter()

    def add(self, outcome: Outcome) -> None:
        """记上一份。"""
        self.built += bool(outcome.files)
        self.failed += not outcome.files
        self.count(outcome.diagnostics)

    def count(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """记上几条诊断：没有豁免的按程度，豁免了的只记错误的代码。"""
        for diagnostic in diagnostics:
            if not diagnostic.waived:
                self.severities[diagnostic.severity] += 1
            elif diagnostic.severity == "error":
                self.waived_errors[diagnostic.code] += 1

    def closing(self, unread: int, *, verbose: bool) -> str:
        """末尾的一行：出了几份，几个错误，豁免了哪些错误，还有什么没有印出来。"""
        failed = f"，{self.failed} 份没有出稿" if self.failed else ""
        pdf = f"，PDF {self.pdf} 份" if self.pdf else ""
        pieces = [f"出稿 {self.built} 份{failed}{pdf}，{self.severities['error']} 个错误"]
        if self.waived_errors:
            codes = sorted(self.waived_errors.items())
            names = [f"{code}×{number}" if number > 1 else code for code, number in codes]
            pieces.append(f"已豁免的错误 {'、'.join(names)}")
        if self.severities["warning"] or self.severities["note"]:
            hint = "" if verbose else "（加 -v 列出）"
            counted = f"{self.severities['warning']} 个提醒、{self.severities['note']} 个说明"
            pieces.append(f"{counted}{hint}")
        if unread:
            pieces.append(f"{unread} 个 YAML 文件没有写 format，没有出")
        return "；".join(pieces)
