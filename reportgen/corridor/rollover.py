"""转年度：上年的输入 → 今年的。改的是上年的文字，注释、次序、写法都留着；只算，不写。

先去掉前一次转年度的痕迹，再清空（source/rolling.py），最后写上年度、移来的各项和上年是哪一份
（source/merge.py）。每一步都再读一遍，不是想要的树就不改（S15）。
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping as Mappings
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.shape import Shape
from reportgen.core.spelling import did_you_mean
from reportgen.corridor.facts import format_for
from reportgen.corridor.files import encoded_like
from reportgen.corridor.lastyear import check_rolled, digest_of, text_at, year_of
from reportgen.corridor.places import as_given
from reportgen.corridor.project import Project, formats_in, project_of
from reportgen.corridor.starting import unit_between
from reportgen.corridor.unfilled import told_once
from reportgen.source.fitting import fitted
from reportgen.source.merge import merge
from reportgen.source.moving import moved
from reportgen.source.normal import Value, node_of, normal, value_of
from reportgen.source.overlaying import completed, translated
from reportgen.source.pen import Overlapping
from reportgen.source.rolling import cleared, remaining, scalars, without_old_notes
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.shape import check_shape
from reportgen.source.stretches import Strange
from reportgen.source.tree import Mapping, Node, parse, read_tree

_RELATIVE = re.compile(r"(?<=\$schema=)\.\.?/\S+")


@frozen
class Rolled:
    """转年度的结果：写到哪里、写什么（不能转的为空）、诊断；年度，待填几处，留着的旧话几句。"""

    target: Path
    content: bytes
    diagnostics: tuple[Diagnostic, ...]
    year: int = 0
    unfilled: int = 0
    stale: int = 0


def rollover(
    path: Path,
    *,
    year: int | None = None,
    format: str = "",
    output: Path | None = None,
    templates: Path | None = None,
) -> Rolled:
    """上年的输入转成今年的。不写年度是下一年，不写格式是原来的，不写 output 是照上年的名字起。"""
    project = project_of(path, templates)
    tree, source, problems = read_tree(path)
    target = output or path
    if tree is None or blocking(problems):
        return Rolled(target, b"", as_given(problems, templates, source))
    found, shape, more = format_for(tree, project)
    last = year_of(tree)
    if not isinstance(tree, Mapping) or found is None or blocking(more) or last is None:
        more += told_once(check_shape(tree, shape)) if found is not None else ()
        return Rolled(target, b"", as_given(problems + more, templates, source))
    year = year or last + 1
    target = output or next_path(path, last, year)
    refused = _refused(tree, last, year, format, project)
    if refused:
        return Rolled(target, b"", as_given(refused, templates, source))
    rolling = _Rolling(path, target, tree, shape, last, year)
    listed: tuple[Diagnostic, ...] = ()
    if format and format != found.id:
        listed = rolling.to_format(format, project, found)
    text, failed = rolling.text()
    if text is None:
        return Rolled(target, b"", as_given(failed, templates, source), year)
    text = _schema_from(text, path, target)
    return _counted(text, path, target, project, as_given(listed, templates, source), year)


def next_path(path: Path, last: int, year: int) -> Path:
    """今年的放在哪里：文件夹或文件名里的上年换成今年；都没有的，名字后面加上年度。"""
    if path.parent.name == str(last):
        return path.parent.with_name(str(year)) / path.name.replace(str(last), str(year))
    if str(last) in path.stem:
        return path.with_name(path.name.replace(str(last), str(year)))
    return path.with_name(f"{path.stem}-{year}{path.suffix}")


class _Rolling:
    """一份输入，一步一步地转。"""

    def __init__(
        self,
        path: Path,
        target: Path,
        tree: Mapping,
        shape: Shape,
        last: int,
        year: int,
    ) -> None:
        self.path, self.target, self.tree, self.shape = path, target, tree, shape
        self.last, self.year, self.format = last, year, ""
        self.original = tree

    def to_format(
        self,
        format: str,
        project: Project,
        old: Format,
    ) -> tuple[Diagnostic, ...]:
        """换成另一种格式（新的一版）的形状；那里没有地方放的，一行一行列出。"""
        wanted = {key: value for key, value in _entries(self.tree).items() if key != "format"}
        renamed = node_of({"format": format, **wanted})
        new, shape, problems = format_for(renamed, project)
        if new is None:
            return problems
        tree, without_key = translated(self.tree, self.shape, shape)
        self.tree, unfit = fitted(tree, shape, unit_between(old, new))
        self.format, self.shape = format, shape
        return tuple(sorted(without_key + unfit, key=lambda problem: problem.span.start))

    def text(self) -> tuple[str | None, tuple[Diagnostic, ...]]:
        """今年的全文；写法太特别的没有，有一条 S15。"""
        source = self.original.span.source
        text = without_old_notes(source.text, self.original)
        tree, _ = parse(Source(source.name, text))
        if tree is None:
            return None, (_strange(source),)
        kept = _entries(self.tree)
        kept.pop("unchanged", None)
        merged = merge(tree, node_of(kept), self.shape)
        tree = _parsed(source.name, merged.text)
        if tree is None:
            return None, merged.diagnostics or (_strange(source),)
        try:
            text = cleared(tree, self.shape)
        except (Strange, Overlapping):
            return None, (_strange(source),)
        after = _parsed(source.name, text)
        expected = normal(node_of(remaining(tree, self.shape)), self.shape)
        if after is None or normal(after, self.shape) != expected:
            return None, (_strange(source),)
        values = self.this_year(after)
        if self.format:
            values = completed(values, self.shape)
        merged = merge(after, node_of(values), self.shape)
        return merged.text, merged.diagnostics

    def this_year(self, after: Node) -> Value:
        """清空以后再写上的：年度、格式、移来的各项、上年是哪一份。"""
        values = moved(value_of(after), self.tree, self.shape, f"{self.last}年")
        assert isinstance(values, Mappings)
        added: dict[str, Value] = {"year": str(self.year)}
        if self.format:
            added["format"] = self.format
        added["last"] = {
            "file": Path(os.path.relpath(self.path, self.target.parent)).as_posix(),
            "year": str(self.last),
            "digest": digest_of(self.original.span.source.text),
        }
        return {**values, **added}


def _entries(tree: Mapping) -> dict[str, Value]:
    return {key.text: value_of(value) for key, value in tree.entries}


def _parsed(name: str, text: str | None) -> Node | None:
    return None if text is None else parse(Source(name, text))[0]


def _strange(source: Source) -> Diagnostic:
    message = "原文件的写法太特别，照它改会改坏，所以没有转。"
    help = "把清单、花括号改成普通的写法（一行一个“键: 值”）再来一次。"
    return diagnose("S15", whole(source), message, help, severity="error")


def _refused(
    tree: Mapping,
    last: int,
    year: int,
    format: str,
    project: Project,
) -> tuple[Diagnostic, ...]:
    """不能转的：年度不晚于上年的，没有这种格式。"""
    written = text_at(tree, "year")
    assert written is not None
    if year <= last:
        message = f"这份是 {last} 年度的，不能转成 {year} 年度。"
        return (diagnose("L06", written.span, message, f"--year 写 {last + 1} 或更晚的年度。"),)
    known = formats_in(project.templates)
    if format and format not in known:
        place = text_at(tree, "format") or written
        message = f"没有“{format}”这种格式。"
        return (diagnose("F01", place.span, message, did_you_mean(format, known)),)
    return ()


def _schema_from(text: str, path: Path, target: Path) -> str:
    """第一行里编辑器的 schema 是从输入看去的路，换了文件夹也换一换。"""
    first, mark, rest = text.partition("\n")
    match = _RELATIVE.search(first)
    if match is None or not first.startswith("#") or path.parent.parent == target.parent.parent:
        return text
    relative = Path(os.path.relpath(path.parent / match[0], target.parent)).as_posix()
    return first[: match.start()] + relative + first[match.end() :] + mark + rest


def _counted(
    text: str,
    path: Path,
    target: Path,
    project: Project,
    listed: tuple[Diagnostic, ...],
    year: int,
) -> Rolled:
    """转好的，连同还有几处待填、几句旧话。"""
    content = encoded_like(text, path.read_bytes())
    tree, _ = parse(Source(target.as_posix(), text))
    assert tree is not None
    _, shape, _ = format_for(tree, project)
    unfilled = sum(node.text == PLACEHOLDER for node in scalars(tree))
    found = check_rolled(tree, shape, target, project, format_for)
    stale = sum(diagnostic.code == "L01" for diagnostic in found)
    return Rolled(target, content, listed, year, unfilled, stale)
