"""门的一扇：`reportgen check --fix`，改不会改变意思的笔误，每处列一行；`--diff` 只给看。"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.fixing import Fixed

NOT_TEXT = frozenset({".docx", ".xlsx"})


def refuse_fixing(inputs: Iterable[Path], *, fix: bool, diff: bool, other: bool) -> None:
    """做之前就知道不能的：--diff 要有 --fix，不与 --json 一类合用，Word 和工作簿不改。"""
    if diff and not fix:
        raise click.UsageError("--diff 要和 --fix 一起写：只看会怎样改，不写文件。")
    if fix and other:
        raise click.UsageError("--fix 不与 --json、--sarif 合用：改完再核对一次。")
    refused = next((path for path in inputs if path.suffix.lower() in NOT_TEXT), None)
    if fix and refused is not None:
        name = refused.name
        raise click.UsageError(f"--fix 只改 YAML 输入，不改 {name}；请在 Word、Excel 里改。")


def fix_all(
    inputs: Iterable[Path],
    templates: Path | None,
    *,
    diff: bool,
) -> tuple[bool, list[Diagnostic]]:
    """改各份输入：有没有改（`--diff` 是会不会改），和写不成、程序出错的诊断。"""
    from reportgen.core.diagnostics import Diagnostic
    from reportgen.corridor.fault import attempt
    from reportgen.corridor.files import encoded_like, replace_files
    from reportgen.corridor.fixing import fixed
    from reportgen.door.console import say

    changed, problems = False, []
    for path in inputs:
        result = attempt(partial(fixed, templates=templates), path)
        if isinstance(result, Diagnostic):
            problems.append(result)
            continue
        if result.refusal:
            say(f"{result.name}：{result.refusal}", stream=sys.stderr)
        if not result.changed:
            continue
        if diff:
            say(_difference(result))
        else:
            content = encoded_like(result.after, result.original)
            failed = replace_files(((path.resolve(), content),))
            problems += failed
            if failed:
                continue
            for line in _listed(result):
                say(line)
        changed = True
    return changed, problems


def _listed(result: Fixed) -> list[str]:
    return [f"{fix.place}: 已改 {fix.code} {fix.before} → {fix.after}" for fix in result.fixes]


def _difference(result: Fixed) -> str:
    """改前改后的差别，`patch` 认得的写法。"""
    import difflib

    lines = difflib.unified_diff(
        result.before.split("\n"),
        result.after.split("\n"),
        result.name,
        result.name,
        lineterm="",
    )
    return "\n".join(lines)
