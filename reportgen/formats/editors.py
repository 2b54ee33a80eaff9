"""编辑器用的 schema：每种格式的 schema.json（输入怎么写）、_shared/schema/（格式文件怎么写），都由声明生成。

生成的文件随格式存着，编辑器才找得到；与声明不一致的是过期了（F08），`format check --write` 重写。
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.core.diagnostics import Diagnostic, Source, diagnose, whole
from reportgen.core.format import Format
from reportgen.formats.cases import cases_shape
from reportgen.formats.load import format_shape
from reportgen.formats.written import WAYS
from reportgen.source.schema import editor_schema, schema_text

OWN = "schema.json"
SHARED = "_shared/schema"

Files = tuple[tuple[Path, bytes], ...]


def input_schema(format: Format) -> str:
    """一种格式的输入的 schema，自成一体。"""
    return schema_text(editor_schema(format.shape, format.id))


def generated(format: Format) -> Files:
    """一种格式的 schema.json，和各格式共用的格式文件的 schema：路径和内容。"""
    shared = format.folder.parent / SHARED
    files = [(format.folder / OWN, input_schema(format).encode())]
    shapes = {name: format_shape(name) for name in WAYS} | {"cases": cases_shape()}
    for name, shape in shapes.items():
        text = schema_text(editor_schema(shape, name))
        files.append((shared / f"{name}.json", text.encode()))
    return tuple(files)


def stale(format: Format) -> Iterator[Diagnostic]:
    """没有或过期的 schema：自己的一条，共用的合成一条。"""
    of_format, *shared = generated(format)
    groups = ((OWN, [of_format]), (SHARED, shared))
    for name, files in groups:
        old = [path.name for path, data in files if not _fresh(path, data)]
        if not old:
            continue
        place = name if name == SHARED else f"{format.id}/{name}"
        message = f"{'、'.join(old)} 与字段的声明不一致，编辑器照它补全会有出入。"
        help = f"运行 reportgen format check {format.id} --write 重写它。"
        yield diagnose("F08", whole(Source(f"{format.folder.parent.name}/{place}")), message, help)


def _fresh(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == data
