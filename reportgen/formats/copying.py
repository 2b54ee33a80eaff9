"""新格式：照一种现有的格式复制一份，把代号换成新的；以后两份各改各的，互不相干。"""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.outside import is_folder, is_there
from reportgen.core.spelling import did_you_mean
from reportgen.formats.load import shown
from reportgen.source.files import read_bytes
from reportgen.source.tree import Mapping, parse

TEXTS = (".yaml", ".json", ".j2", ".txt")
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)))
)
"""Windows 当作设备的名字，文件夹起不了。"""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Files = tuple[tuple[Path, bytes], ...]


def copied_format(templates: Path, like: str, id: str) -> tuple[Files, tuple[Diagnostic, ...]]:
    """现有格式 like → 新格式 id 的各文件（路径和内容），还没有写出。"""
    source, target = templates / like, templates / id
    place = whole(Source(shown(target, "")))
    if not _ID.fullmatch(id) or id in DEVICES:
        message = f"格式代号“{id}”不合用。"
        return (), (
            diagnose(
                "F01",
                place,
                message,
                "用小写字母、数字和连字符，如 yunhe-self-2026：地方-种类-年度。",
            ),
        )
    plain = like == Path(like).name  # 写成路径的，旧代号在各文件里找不到，换不掉
    if not plain or not is_folder(source) or not is_there(source / "format.yaml"):
        known = sorted(path.parent.name for path in templates.glob("*/format.yaml"))
        return (), (
            diagnose(
                "F01",
                whole(Source(shown(source, ""))),
                f"没有“{like}”这种格式。",
                did_you_mean(like, known),
            ),
        )
    if is_there(target):
        return (), (
            diagnose(
                "F01", place, f"已经有 {id} 这个文件夹了，不覆盖。", "换一个代号，或先把它移走。"
            ),
        )
    paths = sorted(
        path
        for path in source.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~"))
    )
    files: list[tuple[Path, bytes]] = []
    for path in paths:
        relative = path.relative_to(source)
        data, problems = read_bytes(path, shown(source, relative.as_posix()))
        if problems:
            return (), problems
        files.append((target / relative, _renamed(path, data, like, id)))
    return tuple(files), ()


def _renamed(path: Path, data: bytes, like: str, id: str) -> bytes:
    """一个文件的内容：文字里的旧代号换成新的，不是 UTF-8 的字节原样；新格式不是默认的格式。"""
    if path.suffix not in TEXTS:
        return data
    text = data.decode("utf-8", "surrogateescape")
    if path.name == "format.yaml":
        text = _without_default(text)
    return text.replace(like, id).encode("utf-8", "surrogateescape")


def _without_default(text: str) -> str:
    """去掉 default 的那一行。"""
    node, _ = parse(Source("format.yaml", text))
    written = node.get("default") if isinstance(node, Mapping) else None
    if written is None:
        return text
    lines = text.splitlines(keepends=True)
    return "".join(lines[: written.span.line - 1] + lines[written.span.line :])
