"""打开的一份输入：字节、树、格式、打算；读不成的没有树，有诊断。每个请求都从文件读起，不留底稿。"""

from __future__ import annotations

import hashlib
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, blocking
from reportgen.core.format import Format
from reportgen.core.frozen import frozen
from reportgen.core.plan import Plan
from reportgen.core.shape import Shape
from reportgen.corridor.facts import format_for
from reportgen.corridor.project import project_of
from reportgen.source.files import decode_text, read_bytes
from reportgen.source.plan import plan_of
from reportgen.source.tree import Mapping, parse
from reportgen.web.places import Places


@frozen
class Opened:
    """打开的一份输入。name 是从文件夹看去的路径，etag 是字节的 SHA-256。"""

    path: Path
    name: str
    data: bytes
    etag: str
    source: Source
    diagnostics: tuple[Diagnostic, ...]
    tree: Mapping | None = None
    format: Format | None = None
    shape: Shape = Shape()
    plan: Plan = Plan(())

    @property
    def places(self) -> Places:
        """凭地址找格。"""
        return Places(self.plan)

    @property
    def editable(self) -> bool:
        """读得通、知道格式，可以照表单填。"""
        return self.tree is not None and self.format is not None


def open_input(path: Path, name: str) -> Opened:
    """读一份输入。"""
    data, problems = read_bytes(path, name)
    return opened(path, name, data, problems)


def opened(path: Path, name: str, data: bytes, problems: tuple[Diagnostic, ...] = ()) -> Opened:
    """字节 → 打开的一份。"""
    etag = etag_of(data)
    source, undecoded = decode_text(data, name) if not problems else (Source(name), ())
    problems += undecoded
    if problems:
        return Opened(path, name, data, etag, source, problems)
    tree, faults = parse(source)
    if not isinstance(tree, Mapping):
        return Opened(path, name, data, etag, source, faults)
    format, shape, unknown = format_for(tree, project_of(path))
    problems = faults + unknown
    if format is None or blocking(unknown):
        return Opened(path, name, data, etag, source, problems, tree)
    return Opened(path, name, data, etag, source, problems, tree, format, shape, plan_of(shape))


def etag_of(data: bytes) -> str:
    """文件现在的样子；变没变只看字节，不看时刻和大小。"""
    return hashlib.sha256(data).hexdigest()
