"""门的一扇：`reportgen sheet`，输入和填报表（Excel 工作簿）之间来回。"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import ERRORS, INPUT, OK, Command, refuse_existing, templates_option

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.project import Project

WORKBOOK = ".xlsx"
INPUTS = (".yaml", ".yml")


@click.command("sheet", cls=Command)
@click.argument("given", type=INPUT, metavar="INPUT|FORMAT|X.xlsx")
@click.option(
    "-o",
    "--output",
    type=INPUT,
    metavar="FILE",
    help="写到这个文件；默认是同名的，放在旁边。读填报表时，已有的输入是并进去，注释都留着。",
)
@click.option("--new", is_flag=True, help="读填报表时另写一份规范的输入，不并进已有的。")
@click.option(
    "--part",
    metavar="科室",
    default="",
    help="只写这个科室的各行（输入里写 owner: 科室 的），分头填，分头并回来。",
)
@templates_option
def sheet(
    given: Path,
    output: Path | None,
    new: bool,
    part: str,
    templates: Path | None,
) -> int:
    """填报表：把输入（或一种格式）写成 Excel 工作簿，发给人填；填好的读回来，并进输入。"""
    from reportgen.corridor.project import project_of

    project = project_of(given, templates)
    if part and given.suffix.lower() not in INPUTS:
        raise click.UsageError(
            "--part 只用于由输入写填报表：reportgen sheet x.yaml --part 业务科。"
        )
    if given.suffix.lower() == WORKBOOK:
        return _back(given, output, project, new=new)
    if new:
        raise click.UsageError("--new 只用于读填报表：reportgen sheet x.xlsx --new -o y.yaml。")
    return _out(given, output, project, part)


def _out(given: Path, output: Path | None, project: Project, part: str) -> int:
    """写出填报表。"""
    from reportgen.corridor.parts import part_path
    from reportgen.corridor.project import formats_in
    from reportgen.corridor.sheet import sheet_of_format, sheet_of_input

    known = formats_in(project.templates)
    if given.suffix.lower() in INPUTS or given.exists():
        if part:
            _refuse_unknown(given, project, part)
        made = sheet_of_input(given, project, part)
        target = output or (part_path(given, part) if part else given.with_suffix(WORKBOOK))
    elif str(given) in known:
        made = sheet_of_format(str(given), project)
        target = output or Path(f"{given}{WORKBOOK}")
    else:
        names = "、".join(known) or "还没有格式"
        raise click.UsageError(f"没有 {given} 这个文件，也没有这种格式。格式有：{names}。")
    if target.suffix.lower() != WORKBOOK:
        raise click.UsageError(f"填报表的文件名要以 .xlsx 结尾：{target}。")
    problems = made.diagnostics
    if made.content:
        _refuse_filled(target, project)
        problems += _written(target, made.content)
    if _failed(problems, made.content):
        return ERRORS
    click.echo(f"已写出 {target}。填好以后运行 reportgen check {target}")
    return OK


def _refuse_unknown(given: Path, project: Project, part: str) -> None:
    """输入里没有写这个科室的。"""
    from reportgen.corridor.facts import read_facts
    from reportgen.corridor.parts import owners

    facts = read_facts(given, project)
    if facts.tree is None or facts.format is None:
        return
    known = owners(facts)
    if part not in known:
        names = "、".join(known) or "还没有一行写了 owner"
        raise click.UsageError(f"{given} 里没有分给“{part}”的行。写了的科室：{names}。")


def _refuse_filled(target: Path, project: Project) -> None:
    """已有的填报表，填过的不换掉。"""
    from reportgen.corridor.sheet import untouched

    if target.exists() and not untouched(target, project):
        advice = f"先并回去：reportgen sheet {target}；或用 -o 换一个文件名。"
        raise click.UsageError(f"{target} 已经有了，里面有填过的，不覆盖。{advice}")


def _back(given: Path, output: Path | None, project: Project, *, new: bool) -> int:
    """读回填报表。"""
    from reportgen.core.diagnostics import blocking
    from reportgen.corridor.mergeback import canonical, merged_back
    from reportgen.corridor.sheet import filled_in, home_of

    facts = filled_in(given, project)
    if facts.filled is None or facts.tree is None or blocking(facts.diagnostics):
        _failed(facts.diagnostics, b"")
        return ERRORS
    target = output or home_of(given, facts)
    if target.suffix.lower() not in INPUTS:
        raise click.UsageError(f"读回来的是输入，文件名要以 .yaml 结尾：{target}。")
    if new:
        refuse_existing(target)
    if new or not target.exists():
        back = canonical(facts, target)
    else:
        back = merged_back(facts, target, project)
    problems = back.diagnostics
    changed = bool(back.content) and (back.fresh or back.changes > 0)
    if changed:
        problems += _written(target, back.content)
    if _failed(problems, back.content):
        return ERRORS
    if back.fresh:
        click.echo(f"已写出 {target}。")
    elif changed:
        click.echo(f"已并进 {target}：改了 {back.changes} 处。")
    else:
        click.echo(f"{target} 没有要改的。")
    if facts.part:
        _say_who_is_left(target, project)
    return OK


def _say_who_is_left(target: Path, project: Project) -> None:
    """几个科室分头填的，谁还没有交回来。"""
    from reportgen.corridor.facts import read_facts
    from reportgen.corridor.parts import not_returned

    ours = read_facts(target, project)
    if ours.tree is not None and ours.format is not None:
        left = not_returned(target, ours, project)
        click.echo(f"还没有交回：{'、'.join(left)}。" if left else "各科室都交回了。")


def _written(target: Path, content: bytes) -> tuple[Diagnostic, ...]:
    from reportgen.corridor.files import replace_files

    return replace_files(((target, content),))


def _failed(problems: tuple[Diagnostic, ...], content: bytes) -> bool:
    """印出要说的；写没写成。"""
    from reportgen.core.diagnostics import blocking
    from reportgen.door.console import print_diagnostics

    print_diagnostics(problems, stream=sys.stderr)
    return not content or blocking(problems)
