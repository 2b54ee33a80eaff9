"""读一份输入：文件 → 事实的树、它写明的格式、按它应有的形状。核对、比对、页面都从这里读，只有这一种读法。"""

from __future__ import annotations

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.quantity import shorten
from reportgen.core.shape import Shape
from reportgen.core.spelling import did_you_mean
from reportgen.corridor.inputs import WORKBOOKS, looks_like_format
from reportgen.corridor.project import Project, formats_in
from reportgen.corridor.unfilled import UNFILLED, told_once
from reportgen.formats.load import load_format
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.shape import check_shape
from reportgen.source.tree import Mapping, Node, Scalar, read_tree

if TYPE_CHECKING:
    from reportgen.workbook.filled import Filled
    from reportgen.workbook.version import Version

Loaded = tuple[Format | None, Shape, tuple[Diagnostic, ...]]
"""读进来的格式、输入应有的形状和诊断；格式不可用则没有格式。"""


@frozen
class Facts:
    """读进来的一份输入：树、全文、格式、形状、诊断。读不成的没有树，格式不可用的没有格式。

    由填报表读来的，filled 是读回的填报表，全文是规范的 YAML，出处是各格。
    """

    tree: Node | None
    source: Source
    diagnostics: tuple[Diagnostic, ...]
    format: Format | None = None
    shape: Shape = Shape()
    filled: Filled | None = None

    def problems(self) -> tuple[Diagnostic, ...]:
        """形状对不对；没有填的并成一条。"""
        assert self.tree is not None
        found = check_shape(self.tree, self.shape)
        return told_once(found if self.filled is None else self.filled.placed(found))

    @property
    def part(self) -> str:
        """分给哪个科室的一本；不是的为空。"""
        return self.filled.version.part if self.filled is not None else ""


def read_facts(path: Path, project: Project, name: str = "") -> Facts:
    """读一份输入：.yaml，或填报表（.xlsx）。name 是诊断里显示的文件名。"""
    if path.suffix.lower() in WORKBOOKS:
        return _from_workbook(path, project, name or path.as_posix())
    tree, source, diagnostics = read_tree(path, name)
    if tree is None:
        return Facts(tree, source, diagnostics)
    format, shape, problems = format_for(tree, project)
    return Facts(tree, source, diagnostics + problems, format, shape)


def _from_workbook(path: Path, project: Project, shown: str) -> Facts:
    from reportgen.source.files import read_bytes
    from reportgen.source.plan import plan_of
    from reportgen.workbook.reading import NotOurs, open_workbook, read_workbook

    source = Source(shown)
    data, problems = read_bytes(path, shown)
    if problems:
        return Facts(None, source, problems)
    try:
        book, version = open_workbook(data)
    except NotOurs as error:
        help = "填报表用 reportgen sheet 写出；别的 xlsx 用 files 附在输入上。"
        return Facts(None, source, (diagnose("S05", whole(source), f"{error}。", help),))
    format, shape, problems = format_for(_only_format(version, source), project)
    if format is None:
        return Facts(None, source, problems)
    filled = read_workbook(book, version, shown, format, plan_of(shape))
    problems += filled.diagnostics
    if version.format_digest != format.digest:
        problems += (_old_format(format, source),)
    return Facts(filled.tree, filled.source, problems, format, shape, filled)


def _only_format(version: Version, source: Source) -> Node:
    """只写明格式的树。"""
    from reportgen.source.normal import node_of

    return node_of({"format": version.format}, whole(source))


def _old_format(format: Format, source: Source) -> Diagnostic:
    message = f"填报表写出以后，“{format.id}”这种格式改过了，照改过的读。"
    help = "改得不多的不必管；栏目对不上的，用 reportgen sheet 重新写出一份。"
    return diagnose("S14", whole(source), message, help)


def format_with(digest: str, templates: Path) -> Format | None:
    """指纹是它的那种格式；格式改过、没有了的找不到。"""
    for name in formats_in(templates):
        format, _, _ = _loaded(templates / name, _stamp(templates / name))
        if format is not None and format.digest == digest:
            return format
    return None


def format_for(tree: Node, project: Project) -> Loaded:
    """输入写明的格式，和按它应有的形状。"""
    named = tree.get("format") if isinstance(tree, Mapping) else None
    known = formats_in(project.templates)
    if not isinstance(named, Scalar):
        span = tree.entries[0][0].span if isinstance(tree, Mapping) and tree.entries else tree.span
        help = f"在开头加上一行 format: 格式名。现有的格式：{'、'.join(known) or '无'}。"
        misspelt = _nearly_format(tree)
        if misspelt is not None:
            span, help = misspelt.span, f"“{shorten(misspelt.text)}”是不是想写 format？"
        problem = diagnose("I01", span, "没有写明报告格式（format）。", help, subject="format")
        return None, Shape(), (problem,)
    if named.text == PLACEHOLDER:
        help = f"写上格式名：{'、'.join(known) or '还没有格式'}。"
        return (
            None,
            Shape(),
            (diagnose(UNFILLED, named.span, "报告格式（format）还没有填。", help),),
        )
    if named.text not in known:
        help = did_you_mean(named.text, known)
        return None, Shape(), (diagnose("F01", named.span, f"没有“{named.text}”这种格式。", help),)
    return _loaded(project.templates / named.text, _stamp(project.templates / named.text))


def _nearly_format(tree: Node) -> Scalar | None:
    """最外层像是把 format 写错了的键。"""
    if not isinstance(tree, Mapping):
        return None
    return next((key for key, _ in tree.entries if looks_like_format(key.text)), None)


@lru_cache(maxsize=32)
def _loaded(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Loaded:
    """格式和它的输入的形状；同一格式在一个进程里只读一次，文件变了（stamp）才重读。"""
    format, diagnostics = load_format(folder)
    return format, format.shape if format else Shape(), diagnostics


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """文件夹里各文件的大小和修改时刻：只用来判断要不要重读，不进输出。指到没有的文件的链接不算。"""
    stamps: list[tuple[str, int, int]] = []
    for path in (*folder.rglob("*"), *(folder.parent / "_shared").rglob("*")):
        with contextlib.suppress(OSError):
            status = path.stat()
            stamps.append((path.as_posix(), status.st_size, status.st_mtime_ns))
    return tuple(sorted(stamps))
