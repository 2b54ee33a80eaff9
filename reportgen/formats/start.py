"""起始输入：从格式的 sample.yaml 造一份，把注释以“填”开头的那些行的值换成“待填”。"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Related, Source, Span, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.outside import is_there
from reportgen.core.spelling import did_you_mean
from reportgen.formats.editors import Files, input_schema
from reportgen.formats.load import load_format, shown
from reportgen.source.files import read_source
from reportgen.source.scalars import PLACEHOLDER, Unreadable, read_flag
from reportgen.source.tree import Mapping, Node, Scalar, Sequence, parse

_MARKED = re.compile(r" # 填")
_MODELINE = re.compile(r"\A# yaml-language-server:.*\n(?:#\n)?")
SCHEMAS = ".reportgen/schema"
"""起始输入旁边放 schema 的文件夹。"""


def defaults_in(templates: Path) -> list[tuple[str, Span]]:
    """写着 default: true 的各格式和写的地方；读不成的不算，由 format check 去说。"""
    defaults = []
    for path in sorted(templates.glob("*/format.yaml")):
        source, problems = read_source(path, shown(path.parent, path.name))
        node, _ = parse(source) if not problems else (None, ())
        written = node.get("default") if isinstance(node, Mapping) else None
        if isinstance(written, Scalar) and _said_yes(written):
            defaults.append((path.parent.name, written.span))
    return defaults


def _said_yes(written: Scalar) -> bool:
    try:
        return read_flag(written.text, None)
    except Unreadable:
        return False


def default_format(templates: Path) -> str:
    """没有写格式名时用哪一种：format.yaml 里写着 default: true 的；没有则为空。"""
    return next((name for name, _ in defaults_in(templates)), "")


def other_defaults(format: Format) -> tuple[Diagnostic, ...]:
    """默认的格式只能有一个：这一种写了，别的也写了的，是错误。"""
    defaults = defaults_in(format.folder.parent)
    others = [(name, span) for name, span in defaults if name != format.id]
    this = next((span for name, span in defaults if name == format.id), None)
    if this is None or not others:
        return ()
    names = "、".join(name for name, _ in others)
    related = tuple(Related(span, "这里也写着") for _, span in others)
    message = f"默认的格式最多一个，{names} 也写着 default: true。"
    return (diagnose("F05", this, message, "只留一种格式的 default。", related=related),)


def starting_input(
    templates: Path, name: str, schema: str = ""
) -> tuple[str, tuple[Diagnostic, ...]]:
    """格式名 → 起始输入的全文；没有这种格式则为空，并有诊断。

    schema 是编辑器用的 schema 从输入看去的路径，写在第一行；空则没有这一行。
    """
    folder = templates / name
    if not is_there(folder / "sample.yaml"):
        known = sorted(path.parent.name for path in templates.glob("*/sample.yaml"))
        span = whole(Source(shown(folder, "")))
        return "", (diagnose("F01", span, f"没有“{name}”这种格式。", did_you_mean(name, known)),)
    source, problems = read_source(folder / "sample.yaml", shown(folder, "sample.yaml"))
    node, syntax = parse(source) if not problems else (None, ())
    if node is None:
        return "", problems + syntax
    text = _MODELINE.sub("", blank(source, node))
    return (f"# yaml-language-server: $schema={schema}\n#\n{text}" if schema else text), ()


def beside(output: Path, templates: Path, name: str) -> tuple[str, Files]:
    """写成文件的起始输入旁边的 schema：从输入看去的路径，和要写的文件。格式用不了的没有。"""
    format, _ = load_format(templates / name)
    if format is None:
        return "", ()
    relative = f"{SCHEMAS}/{name}.json"
    return relative, ((output.parent / relative, input_schema(format).encode()),)


def blank(source: Source, node: Node) -> str:
    """把标了“填”的各行最后一个值换成“待填”，别的一字不动。"""
    text = source.text
    last: dict[int, Scalar] = {}
    for scalar in _values(node):
        if _MARKED.search(source.line(scalar.span.line)):
            last[scalar.span.line] = scalar
    for scalar in sorted(last.values(), key=lambda scalar: -scalar.span.start):
        text = text[: scalar.span.start] + PLACEHOLDER + text[scalar.span.end :]
    return text


def _values(node: Node) -> list[Scalar]:
    """树里的全部值（不含键），按写的次序。"""
    if isinstance(node, Scalar):
        return [node]
    inner = [value for _, value in node.entries] if isinstance(node, Mapping) else list(node.items)
    assert isinstance(node, Mapping | Sequence)
    return list(chain.from_iterable(map(_values, inner)))
