"""成批：许多输入，一份一份出稿；一份有错不妨碍别的。结果按输入的次序给出，与几个进程无关。"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.frozen import frozen
from reportgen.corridor.fault import attempt
from reportgen.corridor.project import output_stem, project_of

FEWEST_FOR_A_PROCESS = 4
"""每个进程至少分到这么多份，才值得多开一个进程。"""

Result = TypeVar("Result")


@frozen
class Order:
    """出稿的要求：输出文件夹、格式所在、是否草稿、是否压缩、目录要不要页码、要不要检查单、输入放不放在成稿里。"""

    directory: Path | None = None
    templates: Path | None = None
    draft: bool = False
    compress: bool = False
    pages: bool = True
    checklist: bool = False
    embed: bool = False


@frozen
class Outcome:
    """一份输入的结果：写出的文件（没有出稿则为空）、总分、等级和诊断。"""

    input: str
    files: tuple[Path, ...]
    total: Decimal | None
    grade: str
    diagnostics: tuple[Diagnostic, ...]


def build_all(inputs: Sequence[Path], order: Order, jobs: int) -> Iterator[Outcome]:
    """依次给出各输入的结果。两份输入会写到同一处时，后一份不出稿，得 O02。"""
    work = partial(_build_one, order=order, clashes=_clashes(inputs, order))
    for path, outcome in zip(inputs, each_alone(work, inputs, jobs), strict=True):
        if isinstance(outcome, Diagnostic):
            yield Outcome(path.as_posix(), (), None, "", (outcome,))
        else:
            yield outcome


def each_alone(
    work: Callable[[Path], Result],
    inputs: Sequence[Path],
    jobs: int,
) -> Iterator[Result | Diagnostic]:
    """依次给出各输入做得的结果；程序自己出错的那一份是一条 X01，不妨碍别的。

    一份的就在本进程里做；几份的在另外的进程里做，只用一个进程（-j1）也是，死掉一个不至于全完。
    """
    if len(inputs) < 2:
        yield from (attempt(work, path) for path in inputs)
        return
    from reportgen.corridor.apart import each_apart

    yield from each_apart(work, inputs, max(1, min(jobs, len(inputs) // FEWEST_FOR_A_PROCESS)))


def _build_one(path: Path, order: Order, clashes: dict[Path, Path]) -> Outcome:
    from reportgen.corridor.pipeline import build

    if path in clashes:
        span = whole(Source(path.as_posix()))
        message = f"{path.name} 与 {clashes[path].as_posix()} 会写到同一个输出文件。"
        clash = diagnose("O02", span, message, "给其中一个改名，或分开出稿。")
        return Outcome(path.as_posix(), (), None, "", (clash,))
    built = build(
        path,
        directory=order.directory,
        templates=order.templates,
        draft=order.draft,
        compress=order.compress,
        pages=order.pages,
        checklist=order.checklist,
        embed=order.embed,
    )
    scorecard = built.examined.scorecard
    total = scorecard.total if scorecard and scorecard.complete else None
    grade = scorecard.grade if scorecard else ""
    return Outcome(path.as_posix(), built.files, total, grade, built.diagnostics)


def _clashes(inputs: Sequence[Path], order: Order) -> dict[Path, Path]:
    """会写到同一处的输入：后一份 → 先一份。"""
    taken: dict[str, Path] = {}
    clashes: dict[Path, Path] = {}
    for path in inputs:
        stem = attempt(partial(_stem, order=order), path)
        if isinstance(stem, Diagnostic):
            continue  # 路径太长一类的，做到这一份时自会说
        first = taken.setdefault(os.path.abspath(stem), path)
        if os.path.realpath(first) != os.path.realpath(path):
            clashes[path] = first
    return clashes


def _stem(path: Path, order: Order) -> Path:
    return output_stem(path, project_of(path, order.templates), order.directory)
