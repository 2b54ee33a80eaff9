"""读格式：文件夹 → Format。文件缺了、形状不对、互相的引用（check.py）走不通，一次说全，格式就不可用。"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.core.claim import Claim
from reportgen.core.diagnostics import Diagnostic, Source, blocking, diagnose, whole
from reportgen.core.format import Format
from reportgen.core.outside import is_folder, is_there
from reportgen.core.quantity import shorten
from reportgen.core.spelling import did_you_mean
from reportgen.formats.check import check_references
from reportgen.formats.claims import check_claims, decode_claims
from reportgen.formats.decode import decode_catalogue, decode_manifest
from reportgen.formats.outline import decode_outline
from reportgen.formats.tables import decode_tables
from reportgen.source.files import read_bytes
from reportgen.source.schema import SchemaError, Shape, compile_schema
from reportgen.source.shape import check_shape
from reportgen.source.tree import Node, parse, read_source

YAML_FILES = ("format.yaml", "rules.yaml", "outline.yaml", "tables.yaml")
REQUIRED = (*YAML_FILES, "schema.json", "sample.yaml", "report.docx")
OTHER = ("checks.yaml",)
DEFINITIONS = {"format.yaml": "manifest", "rules.yaml": "catalogue", "outline.yaml": "outline", "tables.yaml": "tables"}
DEFINITIONS |= {"claims.yaml": "claims", "checks.yaml": "claims"}


def shown(folder: Path, name: str) -> str:
    """格式文件在诊断里的名字：templates/格式/文件，不含本机的路径。"""
    return f"{folder.parent.name}/{folder.name}/{name}"


def format_shape(name: str) -> Shape:
    """某个格式文件的形状。"""
    return compile_schema({"$ref": f"reportgen:format#/$defs/{name}"})


def load_format(folder: Path) -> tuple[Format | None, tuple[Diagnostic, ...]]:
    """读一个格式文件夹；有错误时 Format 为 None。"""
    place = whole(Source(shown(folder, "")))
    if not is_folder(folder):
        known = sorted(path.parent.name for path in folder.parent.glob("*/format.yaml"))
        message = f"没有“{shorten(folder.name, 40)}”这种格式。"
        return None, (diagnose("F01", place, message, did_you_mean(folder.name, known)),)
    diagnostics = [
        diagnose("F01", place, f"格式 {folder.name} 缺少文件 {name}。", f"从相近的格式复制一份 {name} 再改。")
        for name in REQUIRED
        if not is_there(folder / name)
    ]
    trees: dict[str, Node] = {}
    for name in YAML_FILES:
        if is_there(folder / name):
            node, problems = _read(folder, name)
            diagnostics += problems
            if node is not None:
                trees[name] = node
    schema, problems = _schema(folder)
    diagnostics += problems
    texts, problems = _texts(folder / "text", folder)
    diagnostics += problems
    shared, problems = _texts(folder.parent / "_shared", folder.parent / "_shared")
    diagnostics += problems
    claims, problems = load_claims((folder.parent / "_shared", "claims.yaml"), (folder, "checks.yaml"))
    diagnostics += problems
    digest, problems = _digest(folder)
    diagnostics += problems
    if blocking(diagnostics):
        return None, tuple(diagnostics)
    manifest = decode_manifest(trees["format.yaml"])
    if manifest.id != folder.name:
        message = f"format.yaml 的 id 是 {manifest.id}，文件夹名是 {folder.name}。"
        diagnostics.append(diagnose("F05", trees["format.yaml"].span, message, "把两者改成一样。"))
        return None, tuple(diagnostics)
    loaded = Format(
        manifest=manifest,
        catalogue=decode_catalogue(trees["rules.yaml"], f"templates/{folder.name}/rules.yaml"),
        outline=decode_outline(trees["outline.yaml"]),
        tables=decode_tables(trees["tables.yaml"]),
        texts=texts,
        shared=shared,
        schema=schema,
        folder=folder,
        digest=digest,
        source=trees["format.yaml"].span.source,
        claims=claims,
    )
    references = check_references(loaded)
    if blocking(references):
        return None, (*diagnostics, *references)
    return loaded, tuple(diagnostics)


def _read(folder: Path, name: str) -> tuple[Node | None, list[Diagnostic]]:
    source, problems = read_source(folder / name, shown(folder, name))
    if problems:
        return None, list(problems)
    node, found = parse(source)
    diagnostics = list(found)
    if node is not None:
        diagnostics += as_format_faults(check_shape(node, format_shape(DEFINITIONS[name])))
    return node, diagnostics


def load_claims(*files: tuple[Path, str]) -> tuple[tuple[Claim, ...], list[Diagnostic]]:
    """文中说法：通用的和格式自己的；没有这个文件的跳过。"""
    claims: list[Claim] = []
    diagnostics: list[Diagnostic] = []
    for home, name in files:
        if is_there(home / name):
            node, problems = _read(home, name)
            own = decode_claims(node) if node is not None and not blocking(problems) else ()
            diagnostics += [*problems, *check_claims(own)]
            claims += own
    return tuple(claims), diagnostics


def as_format_faults(found: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """格式文件的形状不对，归入 F05；提醒仍是提醒。"""
    return [replace(d, code="F05") if d.severity == "error" else d for d in found]


def _schema(folder: Path) -> tuple[dict[str, Any], list[Diagnostic]]:
    path = folder / "schema.json"
    if not is_there(path):
        return {}, []
    source, problems = read_source(path, shown(folder, "schema.json"))
    if problems:
        return {}, list(problems)
    try:
        schema = json.loads(source.text, parse_float=str, parse_int=int)
        walk(compile_schema(schema))
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message = f"schema.json 第 {line} 行不是合法的 JSON。"
        return {}, [diagnose("F05", whole(source), message, "检查括号、逗号和引号是否配对。")]
    except (SchemaError, TypeError, AttributeError) as error:
        reason = str(error) if isinstance(error, SchemaError) else "schema.json 的结构不对"
        return {}, [diagnose("F05", whole(source), f"{reason}。", "对照 reportgen format schema 的输出。")]
    return schema, []


def walk(shape: Shape, depth: int = 0) -> None:
    """把形状整个走一遍，让写错的地方现在就抛出 SchemaError；规则里有规则，故只走有限的几层。"""
    if depth < 8:
        for inner in (*shape.properties.values(), *shape.choices, shape.items, shape.rest):
            if inner is not None:
                walk(inner, depth + 1)


def _texts(directory: Path, folder: Path) -> tuple[tuple[tuple[str, Source], ...], list[Diagnostic]]:
    texts: list[tuple[str, Source]] = []
    diagnostics: list[Diagnostic] = []
    for path in sorted(directory.glob("*.j2")):
        relative = path.relative_to(folder).as_posix()
        source, problems = read_source(path, shown(folder, relative))
        diagnostics += problems
        texts.append((path.name, source))
    return tuple(texts), diagnostics


def _digest(folder: Path) -> tuple[str, list[Diagnostic]]:
    """格式的指纹：各文件名与内容的 SHA-256；换行统一，检出方式不同也相同。读不了的说出来。"""
    total = hashlib.sha256()
    problems: list[Diagnostic] = []
    paths = [folder / name for name in (*YAML_FILES, "schema.json", "report.docx", *OTHER)]
    paths += [*sorted((folder / "text").glob("*.j2")), *sorted((folder.parent / "_shared").glob("*"))]
    for path in paths:
        if not is_there(path) or is_folder(path):
            continue
        data, unreadable = read_bytes(path, shown(path.parent, path.name))
        problems += unreadable
        data = data if path.suffix == ".docx" else data.replace(b"\r\n", b"\n")
        total.update(path.name.encode() + b"\0" + hashlib.sha256(data).digest())
    return total.hexdigest(), problems
