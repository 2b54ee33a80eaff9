"""`reportgen diff --redline` 的一半：写出修订稿，说写了什么、没有比什么。"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.door.usage import BUG, ERRORS, OK, UNDECIDED, refuse_existing

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic

MISSING = (
    "写修订稿要另装一个程序：pip install 'reportgen[redline]'；不写 --redline 的 diff 不用它。"
)


def refuse_redline(old: Path, new: Path, target: Path | None) -> None:
    """做之前就知道写不成的。"""
    if target is None:
        return
    if target.suffix.lower() != ".docx":
        raise click.UsageError(f"--redline 写的是 Word 文件，文件名要以 .docx 结尾：{target}。")
    for path in (old, new):
        if os.path.isdir(path):
            raise click.UsageError(f"--redline 只用于两份输入或成稿，{path} 是文件夹。")
    refuse_existing(target)
    from reportgen.word.redlining import has_engine

    if not has_engine():
        raise click.UsageError(MISSING)


def write_redline(
    old: Path,
    new: Path,
    target: Path,
    templates: Path | None,
    *,
    quiet: bool = False,
    said: Sequence[Diagnostic] = (),
) -> int:
    """写出修订稿，返回退出码；quiet 为真的，那一行印到标准错误，标准输出留给 JSON 和 Markdown；
    said 是比对时说过的，不再说。
    """
    from reportgen.core.diagnostics import faulty
    from reportgen.corridor.files import replace_files
    from reportgen.corridor.redlining import redline_of
    from reportgen.door.console import print_diagnostics, say
    from reportgen.word.redlining import NoEngine

    try:
        outcome = redline_of(old, new, templates=templates)
    except NoEngine:
        raise click.UsageError(MISSING) from None
    problems = tuple(problem for problem in outcome.diagnostics if problem not in said)
    redlined = outcome.redlined
    if redlined is None:
        print_diagnostics(problems, stream=sys.stderr)
        return BUG if faulty(outcome.diagnostics) else UNDECIDED
    unwritten = replace_files(((target, redlined.data),))
    print_diagnostics((*problems, *unwritten), stream=sys.stderr)
    if unwritten:
        return ERRORS
    seen = "全部接受是新稿，全部拒绝是旧稿，文字、表、页眉页脚、脚注已经比过"
    unseen = "、".join(redlined.unseen)
    line = f"{target.as_posix()}：{redlined.revisions} 处修订（{seen}；没有比的：{unseen}）"
    say(line, stream=sys.stderr if quiet else None)
    return OK
