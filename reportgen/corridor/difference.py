"""比：两份输入、两份成稿、各一份、两个文件夹，或两个格式文件夹 → 不同（Difference）。

两边都由输入来，就照事实比，得分的原因一步一步重算；有一边只有成稿，两边都照印出的比。
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from reportgen.comparing.whole import compare
from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.difference import Comparison, Difference, FactChange
from reportgen.core.format import Format
from reportgen.core.model import Evaluation
from reportgen.core.scorecard import Scorecard
from reportgen.corridor.facts import read_facts
from reportgen.corridor.fault import attempt
from reportgen.corridor.inputs import gather, is_report
from reportgen.corridor.project import DRAFT_MARK, Project, inputs_of, is_format, project_of
from reportgen.corridor.sides import (
    UNDECIDED,
    Failed,
    Reading,
    as_printed,
    read_side,
    read_written,
    side_of,
    with_tree,
)
from reportgen.scoring.card import score as score_card
from reportgen.source.changes import changes
from reportgen.source.tree import Mapping, Node, Scalar

RECOGNISED = "有一边只有成稿：照印出的事实比，没有规则可以重算，几个原因一起的分不出各占多少分。"


def diff(old: Path, new: Path, *, templates: Path | None = None) -> Comparison:
    """两个文件，或两个文件夹；比不成的在 problems 里。"""
    refused = mismatch(old, new)
    if refused:
        problem = diagnose(UNDECIDED, whole(Source(old.as_posix())), refused)
        return Comparison(problems=(problem,))
    if is_format(old):
        return diff_formats(old, new)
    if not os.path.isdir(old):
        return _together([diff_files(old, new, templates)])
    return diff_folders(old, new, templates)


def mismatch(old: Path, new: Path) -> str:
    """两边不是一样的东西，不能比；能比的是空。"""
    kinds = [_kind_of(path) for path in (old, new)]
    if kinds[0] == kinds[1]:
        return ""
    return f"{old} 是{kinds[0]}，{new} 是{kinds[1]}，不能比；两边要都是文件，或都是文件夹。"


def _kind_of(path: Path) -> str:
    if is_format(path):
        return "格式文件夹"
    return "文件夹" if os.path.isdir(path) else "文件"


def diff_files(old: Path, new: Path, templates: Path | None = None) -> Difference | Failed:
    """两个文件的不同；有一边读不成、判断不了的，是诊断。"""
    before, after = read_side(old, templates, new), read_side(new, templates, old)
    return diff_readings(before, after)


def diff_readings(before: Reading | Failed, after: Reading | Failed) -> Difference | Failed:
    """读成的两边的不同。"""
    if not isinstance(before, Reading) or not isinstance(after, Reading):
        failed = [side for side in (before, after) if not isinstance(side, Reading)]
        return tuple(dict.fromkeys(problem for side in failed for problem in side))
    if before.examined is None or after.examined is None:
        difference = compare(side_of(as_printed(before)), side_of(as_printed(after)), (), None)
        return replace(difference, notes=(RECOGNISED, *difference.notes))
    facts: tuple[FactChange, ...] = ()
    if before.tree is not None and after.tree is not None:
        facts = changes(before.tree, after.tree, before.shape, after.shape)
    return compare(side_of(before), side_of(after), facts, rescored)


def rescored(evaluation: Evaluation, format: Format) -> Scorecard:
    """换过几项的评价重算的评分表；算不出的行没有得分，不另说。"""
    scorecard, _ = score_card(evaluation, format)
    return scorecard


def diff_folders(old: Path, new: Path, templates: Path | None) -> Comparison:
    """两个文件夹：凭相对的路径（不看扩展名）配对，余下的凭文件名。"""
    before, after = _files_in(old), _files_in(new)
    pairs = [(before.pop(key), after.pop(key)) for key in sorted(before) if key in after]
    for key, path in sorted(before.items()):
        alike = [other for other in after if _name(other) == _name(key)]
        twins = [other for other in before if _name(other) == _name(key)]
        if len(alike) == len(twins) == 1:
            pairs.append((path, after.pop(alike[0])))
            del before[key]
    results = [_attempted(one, other, templates) for one, other in pairs]
    comparison = _together(results)
    problems = [*comparison.problems]
    for folder, files in ((old, before), (new, after)):
        if not files and not pairs:
            problems += gather([folder], reports=True).problems
    return replace(
        comparison,
        only_old=tuple(path.as_posix() for path in before.values()),
        only_new=tuple(path.as_posix() for path in after.values()),
        problems=tuple(dict.fromkeys(problems)),
    )


def _attempted(old: Path, new: Path, templates: Path | None) -> Difference | Failed:
    """一对；程序自己出了错，只算这一对的。"""
    result = attempt(lambda path: diff_files(path, new, templates), old)
    return (result,) if isinstance(result, Diagnostic) else result


def _files_in(folder: Path) -> dict[str, Path]:
    """相对的路径（没有扩展名） → 文件；同名的输入和成稿，取输入。"""
    files: dict[str, Path] = {}
    for path in gather([folder], reports=True).paths:
        relative = path.relative_to(folder).with_suffix("").as_posix().removesuffix(DRAFT_MARK)
        if relative not in files or is_report(files[relative]):
            files[relative] = path
    return files


def _name(key: str) -> str:
    return key.rpartition("/")[2]


def _together(results: Iterable[Difference | Failed]) -> Comparison:
    differences: list[Difference] = []
    problems: list[Diagnostic] = []
    for result in results:
        if isinstance(result, Difference):
            differences.append(result)
        else:
            problems += result
    return Comparison(tuple(differences), problems=tuple(dict.fromkeys(problems)))


def diff_formats(old: Path, new: Path) -> Comparison:
    """两个格式文件夹：用到这种格式的输入在两边各评一遍，谁的什么变了。没有输入的，用格式自己的样例。"""
    paths = list(_users(old, new)) or [old / "sample.yaml"]
    work = partial(_under_both, old=old, new=new)
    results = []
    for path in paths:
        result = attempt(work, path)
        results.append((result,) if isinstance(result, Diagnostic) else result)
    return _together(results)


def _users(old: Path, new: Path) -> Iterator[Path]:
    """两个格式所在的工程里，写着这两种格式的输入。"""
    seen: set[str] = set()
    for folder in (old, new):
        home = inputs_of(project_of(folder))
        if home is None:
            continue
        for path in gather([home]).paths:
            real = os.path.realpath(path)
            tree = read_facts(path, project_of(path)).tree
            named = tree.get("format") if isinstance(tree, Mapping) else None
            wanted = isinstance(named, Scalar) and named.text in (old.name, new.name)
            if wanted and real not in seen:
                seen.add(real)
                yield path


def _under_both(path: Path, old: Path, new: Path) -> Difference | Failed:
    """一份输入照两种格式各评一遍。"""
    sides = []
    facts = read_facts(path, Project(None, old.parent))
    if not isinstance(facts.tree, Mapping):
        return facts.diagnostics
    for folder in (old, new):
        shown = f"{path.as_posix()}（{folder.as_posix()}）"
        project = Project(None, folder.parent)
        written = with_tree(facts, _as_format(facts.tree, folder.name), project)
        sides.append(read_written(written, path, project, shown))
    before, after = sides
    if isinstance(before, Reading) and isinstance(after, Reading):
        return diff_readings(replace(before, tree=None), after)
    return diff_readings(before, after)


def _as_format(tree: Mapping, name: str) -> Node:
    """同一份输入，写着另一种格式。"""
    entries = []
    for key, value in tree.entries:
        if key.text == "format" and isinstance(value, Scalar):
            value = replace(value, text=name)
        entries.append((key, value))
    return replace(tree, entries=tuple(entries))
