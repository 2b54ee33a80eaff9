"""起始输入：从格式的 sample.yaml 造一份，把注释以“填”开头的那些行的值换成“待填”。"""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.outside import is_there
from reportgen.core.spelling import did_you_mean
from reportgen.formats.load import shown
from reportgen.source.files import read_bytes
from reportgen.source.scalars import PLACEHOLDER
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse, read_source

_MARKED = re.compile(r" # 填")


_DEFAULT = re.compile(r"^default:\s*(?:true|是)\s*(?:#|$)", re.MULTILINE)


def default_format(templates: Path) -> str:
    """没有写格式名时用哪一种：format.yaml 里写着 default: true 的；没有则为空。"""
    for path in sorted(templates.glob("*/format.yaml")):
        data, _ = read_bytes(path, path.name)
        if _DEFAULT.search(data.decode("utf-8", "replace")):
            return path.parent.name
    return ""


def starting_input(templates: Path, name: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """格式名 → 起始输入的全文；没有这种格式则为空，并有诊断。"""
    folder = templates / name
    if not is_there(folder / "sample.yaml"):
        known = sorted(path.parent.name for path in templates.glob("*/sample.yaml"))
        span = whole(Source(shown(folder, "")))
        return "", (diagnose("F01", span, f"没有“{name}”这种格式。", did_you_mean(name, known)),)
    source, problems = read_source(folder / "sample.yaml", shown(folder, "sample.yaml"))
    node, found = parse(source) if not problems else (None, ())
    if node is None:
        return "", problems + found
    return blank(source, node), ()


def blank(source: Source, node: Node) -> str:
    """把标了“填”的各行最后一个值换成“待填”，别的一字不动。"""
    text = source.text
    last: dict[int, Scalar] = {}
    for scalar in _values(node):
        if _MARKED.search(source.line(scalar.span.line)):
            last[scalar.span.line] = scalar
    for scalar in sorted(last.values(), key=lambda each: -each.span.start):
        text = text[: scalar.span.start] + PLACEHOLDER + text[scalar.span.end :]
    return text


def _values(node: Node) -> list[Scalar]:
    """树里的全部值（不含键），按写的次序。"""
    if isinstance(node, Scalar):
        return [node]
    inner = [value for _, value in node.entries] if isinstance(node, Mapping) else list(node.items)
    assert isinstance(node, Mapping | Sequence)
    return [scalar for child in inner for scalar in _values(child)]
