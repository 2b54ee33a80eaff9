"""门的一扇：`reportgen watch`，存一次出一次，说出变了什么。"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportgen.door.usage import INPUT, Command, templates_option

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.pipeline import Built

PAUSE_MILLISECONDS = 500
"""隔多久看一次。"""
MOST_LINES = 12
"""变了的话最多印几行。"""
LONGEST_LINE = 60
SAME = "报告没有变"


@click.command("watch", cls=Command)
@click.argument("input", type=INPUT, metavar="INPUT")
@click.option("-o", "--output", type=INPUT, metavar="DIR", help="输出文件夹，同 build。")
@click.option("--draft", is_flag=True, help="有错误也出稿，同 build。")
@templates_option
def watch(input: Path, output: Path | None, draft: bool, templates: Path | None) -> NoReturn:
    """看着一份输入：存一次出一次，印出哪些话变了；按 Ctrl+C 结束。"""
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.pipeline import build
    from reportgen.corridor.project import project_of
    from reportgen.corridor.watching import Watch, watched
    from reportgen.door.console import say

    if not os.path.isfile(input):  # 名字太长的，Path 自己的 is_file 会抛
        raise click.UsageError(f"没有 {input} 这个文件。")
    work = partial(build, directory=output, templates=templates, draft=draft, pages=False)
    home = project_of(input, templates).templates
    say(f"看着 {input}，按 Ctrl+C 结束。")
    watching, before = Watch(), ""
    beside: tuple[str, ...] = ()
    while True:
        if watching.changed(watched(input, home, beside)):
            built = attempt(work, input)
            before = _told(input, built, before)
            beside = _beside(built)
            watching.notice(watched(input, home, beside))
            sys.stdout.flush()
        time.sleep(PAUSE_MILLISECONDS / 1000)


def _beside(built: Built | Diagnostic) -> tuple[str, ...]:
    """附带的文件。"""
    examined = getattr(built, "examined", None)
    return tuple(name for name, _ in examined.attached) if examined is not None else ()


def _told(input: Path, built: Built | Diagnostic, before: str) -> str:
    """印一次出稿的结果；返回这一次的文字稿，给下一次比。"""
    from reportgen.core.diagnostics import Diagnostic, count, pressing
    from reportgen.door.console import print_diagnostics, say

    if isinstance(built, Diagnostic):
        print_diagnostics((built,), stream=sys.stderr)
        return before
    print_diagnostics(pressing(built.diagnostics), stream=sys.stderr)
    if not built.files:
        say(f"{input}：{count(built.diagnostics, 'error')} 个错误，没有出稿，旧的没有动。")
        return before
    from reportgen.papers.markdown import write_markdown

    examined = built.examined
    assert examined.document is not None
    text = write_markdown(examined.document)
    card = examined.scorecard
    score = f"{card.total:f} {card.grade}" if card is not None and card.complete else "未得分"
    say(f"{built.files[0].as_posix()}  {score}" + _difference(before, text))
    return text


def _difference(before: str, after: str) -> str:
    """与上一次相比变了的话；头一次没有。"""
    if not before:
        return ""
    import difflib

    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))
    changed = [line for line in lines[2:] if line[0] in "+-" and line[1:].strip()]
    if not changed:
        return f"  {SAME}"
    pieces = [f"  {line[0]} {_short(line[1:])}" for line in changed[:MOST_LINES]]
    rest = len(changed) - MOST_LINES
    return "\n".join(("", *pieces, *([f"  …… 还有 {rest} 行"] if rest > 0 else [])))


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
